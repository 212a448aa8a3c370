import { afterEach, expect } from 'vitest';
import { startUncallPlatform, type UncallPlatform } from '../../uncall/platform';
import { type DeskOptions, openDesk, type Workplace } from './office';
import { must, skipsDifferences } from './suite';
import { createOfficeTime, type OfficeTime } from './time';

/** An office whose platform is an independent SOAP server with the interface of Uncall. */
export interface UncallOffice {
  readonly time: OfficeTime;
  readonly platform: UncallPlatform;
  passes(seconds: number): Promise<void>;
  /** A computer with a profile of the platform; the seat is extension 801 unless told otherwise. */
  desk(options?: DeskOptions): Promise<UncallDesk>;
  /** Operations that came in so far, without the polls, as `hangUp 801`. */
  commands(): readonly string[];
  close(): Promise<void>;
}
export interface UncallDesk extends Workplace {
  readonly profileId: string;
  /** At an extension, with the first answers shown. */
  sits(extension?: string, busy?: boolean): Promise<void>;
}

async function openUncallOffice(): Promise<UncallOffice> {
  const time = createOfficeTime();
  const platform = await startUncallPlatform({ now: () => new Date(time.clock.now()) });
  const workplaces: Workplace[] = [];
  return {
    time,
    platform,
    passes: (seconds) => time.passes(seconds),
    desk: async (options = {}) => {
      const workplace = openDesk(null, time, { ...options, dated: () => new Date(time.clock.now()).toUTCString() });
      workplaces.push(workplace);
      await time.during(workplace.desk.ready);
      // The same computer once more knows its profile.
      if (options.computer) await workplace.shows('profiles', () => workplace.get('session').profiles.length > 0);
      const known = workplace.get('session').profiles[0]?.id;
      const input = { name: '合肥外呼中心', address: platform.address, vendor: 'uncall' as const };
      const profileId = known ?? must(await workplace.call('session.saveProfile', input)).id;
      return {
        ...workplace,
        profileId,
        sits: async (extension = '801', busy = false) => {
          const initial = busy ? { kind: 'pause' as const, reason: 1 } : { kind: 'ready' as const };
          must(
            await workplace.call('session.signIn', {
              profileId,
              agent: extension,
              device: extension,
              queues: [],
              initial,
            }),
          );
          await workplace.shows('live', () => workplace.get('link').state === 'live');
        },
      };
    },
    commands: () =>
      platform.asked
        .filter(({ operation }) => operation !== 'popEvent' && operation !== 'UncallWorld')
        .map(({ operation, args }) => [operation, ...Object.values(args)].join(' ').trim()),
    close: async () => {
      for (const workplace of workplaces) await workplace.quit();
      await platform.close();
    },
  };
}

/** Opens offices for one file and, after each test, sees that no timer and no socket of them is left. */
export function uncallOffices(): () => Promise<UncallOffice> {
  const open: UncallOffice[] = [];
  skipsDifferences();
  afterEach(async () => {
    const left: number[] = [];
    for (const office of open.splice(0)) {
      await office.close();
      left.push(office.time.clock.pending);
    }
    const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
    for (let turns = 0; sockets() > 0 && turns < 1_000; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect({ timers: left.filter((count) => count > 0), sockets: sockets() }).toEqual({ timers: [], sockets: 0 });
  });
  return async () => {
    const office = await openUncallOffice();
    open.push(office);
    return office;
  };
}
