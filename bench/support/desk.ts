import { createDesk, type Desk } from '../../electron/desk/desk';
import type { Log, SecretStore, Storage } from '../../electron/desk/effects';
import { builtInFeatures } from '../../electron/desk/profiles';
import { mvb2000Driver } from '../../electron/platforms/mvb2000/driver';
import type { Http } from '../../electron/platforms/wire/http';
import { undiciHttp } from '../../electron/platforms/wire/undici';
import type { Clock } from '../../shared/domain/time';

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** Kept in memory: a bench measures the desk, not the disk. */
function memoryStorage(): Storage {
  const files = new Map<string, string>();
  return {
    read: async (name) => [files.get(name) ?? []].flat(),
    write: async (name, text) => void files.set(name, text),
  };
}

function memorySecrets(): SecretStore {
  const values = new Map<string, string>();
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
  };
}

export interface DeskGiven {
  readonly address: string;
  readonly key: string;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Wraps the road to the platform; absent = undici as it is. */
  readonly http?: (real: Http) => Http;
}

/** The real desk with its real driver and sockets, in this process, on any clock. */
export async function openDesk({ address, key, clock, random = Math.random, http }: DeskGiven): Promise<Desk> {
  const desk = createDesk({
    clock,
    random,
    log: quiet,
    storage: memoryStorage(),
    secrets: memorySecrets(),
    driver: mvb2000Driver({
      clock,
      random,
      log: quiet,
      ...(http && { http: (pin: string) => http(undiciHttp(pin)) }),
    }),
    host: { edition: 'browser', version: '0', capabilities: [] },
    demo: null,
    builtIn: { address, key, name: 'built-in', features: builtInFeatures },
  });
  await desk.ready;
  return desk;
}

export const signInOf = (agent: string, queues: readonly string[]) => ({
  profileId: 'built-in',
  agent,
  device: agent,
  queues: queues.map((queue) => ({ queue })),
});

/** Signs in or throws what the desk said. */
export async function signIn(desk: Desk, agent: string, queues: readonly string[]): Promise<void> {
  const result = await desk.dispatch('session.signIn', signInOf(agent, queues));
  if (!result.ok) throw new Error(`sign-in of ${agent}: ${result.error.code} ${result.error.message}`);
}
