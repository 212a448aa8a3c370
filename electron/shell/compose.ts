import type { Clock } from '../../shared/domain/time';
import { createDesk, type Desk } from '../desk/desk';
import type { BuiltIn, HostPort, Log, SecretStore, Storage } from '../desk/effects';
import { builtInFeatures } from '../desk/profiles';
import type { Arguments } from '../integration/argv';
import type { DriverFactory } from '../platforms/driver';
import { mvb2000Driver } from '../platforms/mvb2000/driver';
import { uncallDriver } from '../platforms/uncall/driver';
import { sipRoad } from '../platforms/wire/sip-socket';
import { httpControl } from './control';

type Environment = Readonly<Record<string, string | undefined>>;

/** What `npm start` says about the platform it started or was pointed to. */
export interface Offered {
  readonly builtIn: BuiltIn | null;
  readonly control: { readonly address: string; readonly token: string } | null;
}

/**
 * Reads the offer from the environment (SEATLINE_PLATFORM_URL, _KEY, _BUILT_IN, SEATLINE_CONTROL_URL, _TOKEN), which a
 * command-line option of the same meaning overrides. Addresses that are not http or https are left out.
 */
export function readOffer(
  env: Environment,
  args: Pick<Arguments, 'platform' | 'controlUrl' | 'controlToken'>,
): Offered {
  const address = args.platform || env.SEATLINE_PLATFORM_URL || '';
  const control = args.controlUrl || env.SEATLINE_CONTROL_URL || '';
  const token = args.controlToken || env.SEATLINE_CONTROL_TOKEN || '';
  return {
    builtIn: isAddress(address)
      ? {
          address,
          key: env.SEATLINE_PLATFORM_KEY ?? '',
          ...(env.SEATLINE_PLATFORM_BUILT_IN === '1'
            ? { name: '内置平台 · Built-in', features: builtInFeatures }
            : { name: new URL(address).host }),
        }
      : null,
    control: isAddress(control) && token !== '' ? { address: control, token } : null,
  };
}

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

export interface Composition {
  readonly clock: Clock;
  readonly log: Log;
  readonly storage: Storage;
  readonly secrets: SecretStore;
  readonly host: HostPort;
  readonly offered: Offered;
}

/** The driver of a profile's vendor. */
export function driverOf(effects: Parameters<typeof mvb2000Driver>[0]): DriverFactory {
  const drivers = { mvb2000: mvb2000Driver(effects), uncall: uncallDriver(effects) };
  return (profile) => drivers[profile.vendor](profile);
}

/** The desk of either host, with its settings read: everything that does not depend on which host it is. */
export async function composeDesk({ clock, log, storage, secrets, host, offered }: Composition): Promise<Desk> {
  const random = Math.random;
  const desk = createDesk({
    clock,
    random,
    log,
    storage,
    secrets,
    host,
    driver: driverOf({ clock, random, log }),
    sip: sipRoad({ clock }),
    demo: offered.control ? httpControl(offered.control.address, offered.control.token) : null,
    builtIn: offered.builtIn,
  });
  await desk.ready;
  return desk;
}
