import { createVirtualClock, type VirtualClock } from '../../../../pbx/engine/simulated/clock';
import type { Platform } from '../../../../pbx/http/platform';
import { startPlatform } from '../../../../pbx/http/start';
import type { DriverProfile, PlatformDriver, SeatIdentity } from '../../driver';
import { mvb2000Driver } from '../driver';
import { profileOf } from './profile';

/** The features that the built-in platform has by name. */
export const builtInFeatures = {
  answer: 'answer',
  reject: 'reject',
  swap: 'atxferswap',
  threeWay: 'atxferthreeway',
  cancelConsult: 'atxferabort',
  completeConsult: 'atxfercomplete',
  dtmf: 'dtmf',
} as const;

export interface Office {
  readonly platform: Platform;
  readonly driver: PlatformDriver;
  readonly clock: VirtualClock;
  readonly seat: SeatIdentity;
  passes(seconds: number): void;
  close(): Promise<void>;
}

/** The built-in platform and the driver on one clock that stands still: real sockets, no waiting. */
export async function openOffice(
  options: {
    readonly agent?: string;
    readonly device?: string;
    readonly features?: Readonly<Record<string, string>>;
    readonly zone?: number;
    readonly admin?: DriverProfile['admin'];
  } = {},
): Promise<Office> {
  const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30, 0));
  const platform = await startPlatform({ clock, key: 'office-key', zone: options.zone ?? 480 });
  const quiet = () => undefined;
  const driver = mvb2000Driver({ clock, random: () => 0.5, log: { info: quiet, warn: quiet, error: quiet } })(
    profileOf({
      address: platform.address,
      key: platform.key,
      features: options.features ?? builtInFeatures,
      admin: options.admin ?? { user: '', password: '' },
    }),
  );
  const found = await driver.identify(options.agent ?? '2011', options.device ?? '2011');
  if (!found.ok) throw new Error(`no seat: ${found.error.message}`);
  return {
    platform,
    driver,
    clock,
    seat: found.value,
    passes: (seconds) => clock.advance(seconds * 1000),
    async close() {
      driver.close();
      await platform.close();
    },
  };
}

/** The value of a success; a failure ends the test with its words. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
