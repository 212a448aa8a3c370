import { createVirtualClock, type VirtualClock } from '../../../pbx/engine/simulated/clock';
import type { Platform } from '../../../pbx/http/platform';
import { startPlatform } from '../../../pbx/http/start';
import { applyRows } from '../../../shared/bridge/patch';
import { rowTopics, singleTopics, type Topic, type TopicValue } from '../../../shared/bridge/topics';
import { ok, type Result } from '../../../shared/domain/result';
import type { PlatformDriver } from '../../platforms/driver';
import { mvb2000Driver } from '../../platforms/mvb2000/driver';
import { createDesk, type Desk } from '../desk';
import { builtInFeatures } from '../profiles';
import { createMemoryLog, createMemorySecrets, createMemoryStorage } from './fake-desk';

/** A desk on the built-in platform: real driver, real sockets, one virtual clock. */
export interface LiveDesk {
  readonly desk: Desk;
  readonly platform: Platform;
  readonly clock: VirtualClock;
  get<K extends Topic>(topic: K): TopicValue<K>;
  /** Time passes in steps of 50 ms; every request under way is answered before the next step. */
  passes(ms: number): Promise<void>;
  call(name: string, input?: unknown): Promise<Result<unknown>>;
  signIn(agent?: string, queues?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Counts what is under way, so that a test can wait for exactly that. */
function counted(driver: PlatformDriver, open: { count: number }): PlatformDriver {
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name, receiver) => {
        const value: unknown = Reflect.get(object, name, receiver);
        if (name === 'commands' && typeof value === 'object' && value !== null) return wrap(value);
        // A dial answers when the handset is lifted, which takes the time that this is to let pass.
        if (typeof value !== 'function' || name === 'dial') return value;
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, object, args);
          if (!(result instanceof Promise)) return result;
          open.count += 1;
          return result.finally(() => {
            open.count -= 1;
          });
        };
      },
    });
  return wrap(driver);
}

export async function openLiveDesk(): Promise<LiveDesk> {
  const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30, 0));
  const platform = await startPlatform({ clock, key: 'office-key' });
  const log = createMemoryLog();
  const open = { count: 0 };
  const make = mvb2000Driver({ clock, random: () => 0.5, log });
  const desk = createDesk({
    clock,
    random: () => 0.5,
    log,
    storage: createMemoryStorage(),
    secrets: createMemorySecrets(),
    driver: (profile) => counted(make(profile), open),
    host: { edition: 'browser', version: '0', capabilities: [], openUrl: async () => ok(null) },
    demo: null,
    builtIn: { address: platform.address, key: platform.key, name: 'built-in', features: builtInFeatures },
  });
  await desk.ready;
  const copy = new Map<Topic, unknown>();
  const stop = desk.subscribe([...singleTopics, ...rowTopics], (message) => {
    if ('snapshots' in message) for (const { topic, value } of message.snapshots) copy.set(topic, value);
    else {
      for (const patch of message.patches) {
        copy.set(
          patch.topic,
          'set' in patch ? applyRows(copy.get(patch.topic) as Record<string, unknown>, patch) : patch.value,
        );
      }
    }
  });
  const quiet = async (): Promise<void> => {
    for (let still = 0; still < 3; still = open.count === 0 ? still + 1 : 0) await tick();
  };
  const passes = async (ms: number): Promise<void> => {
    await quiet();
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      await quiet();
    }
  };
  const call = async (name: string, input: unknown = {}): Promise<Result<unknown>> => {
    let result: Result<unknown> | null = null;
    void desk.dispatch(name, input).then((value) => {
      result = value;
    });
    for (let passed = 0; result === null && passed < 10_000; passed += 50) await passes(50);
    if (result === null) throw new Error(`${name} did not end`);
    return result;
  };
  return {
    desk,
    platform,
    clock,
    get: (topic) => copy.get(topic) as TopicValue<typeof topic>,
    passes,
    call,
    signIn: async (agent = '2011', queues = ['90']) => {
      const signedIn = await call('session.signIn', {
        profileId: 'built-in',
        agent,
        device: agent,
        queues: queues.map((queue) => ({ queue })),
      });
      if (!signedIn.ok) throw new Error(signedIn.error.message);
      await passes(200);
    },
    close: async () => {
      const closing = desk.close();
      await passes(3_000);
      await closing;
      stop();
      await platform.close();
    },
  };
}
