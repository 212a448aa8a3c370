import { applyRows } from '../../../shared/bridge/patch';
import type { Settings } from '../../../shared/bridge/settings';
import { type RowTopic, rowTopics, singleTopics, type Topic, type TopicValue } from '../../../shared/bridge/topics';
import { ok, type Result } from '../../../shared/domain/result';
import { createDesk, type Desk } from '../desk';
import type { DeskEffects, HostNotice, Log, LogFields, SecretStore, Storage } from '../effects';
import { createFakeClock, type FakeClock } from './fake-clock';
import { createFakeDriver, createFakePlatform, type FakePlatform } from './fake-driver';

export interface MemoryStorage extends Storage {
  readonly files: Map<string, string>;
}
export const createMemoryStorage = (files = new Map<string, string>()): MemoryStorage => ({
  files,
  read: async (name) => {
    const text = files.get(name);
    return text === undefined ? [] : [text];
  },
  write: async (name, text) => {
    files.set(name, text);
  },
});

export const createMemorySecrets = (values = new Map<string, string>()): SecretStore => ({
  get: async (name) => values.get(name) ?? null,
  set: async (name, value) => {
    values.set(name, value);
  },
  delete: async (name) => {
    values.delete(name);
  },
});

export interface LogRow {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}
export const createMemoryLog = (): Log & { readonly rows: LogRow[] } => {
  const rows: LogRow[] = [];
  const write =
    (level: LogRow['level']) =>
    (event: string, fields: LogFields = {}): void => {
      rows.push({ level, event, fields });
    };
  return { rows, info: write('info'), warn: write('warn'), error: write('error') };
};

/** A desk on a scripted platform with a clock that the test moves. */
export interface FakeDesk {
  readonly desk: Desk;
  readonly clock: FakeClock;
  readonly platform: FakePlatform;
  readonly storage: MemoryStorage;
  readonly log: ReturnType<typeof createMemoryLog>;
  readonly opened: string[];
  readonly notified: HostNotice[];
  /** The topic as a screen holds it: a copy kept equal by patches. Watched from now on. */
  watch(...topics: readonly Topic[]): void;
  get<K extends Topic>(topic: K): TopicValue<K>;
  /** Sequence number of the copy; a gap throws. */
  seq(topic: Topic): number;
  change(change: { readonly [K in keyof Settings]?: Partial<Settings[K]> }): Promise<void>;
  signIn(more?: { queues?: readonly string[]; pause?: number; takeOver?: boolean }): Promise<Result<unknown>>;
  /** Runs a command while time passes until it ends. */
  call(name: string, input?: unknown, ms?: number): Promise<Result<unknown>>;
  close(): Promise<void>;
}

export function createFakeDesk(
  given: { clock?: FakeClock; platform?: FakePlatform; storage?: MemoryStorage; effects?: Partial<DeskEffects> } = {},
): FakeDesk {
  const clock = given.clock ?? createFakeClock();
  const platform = given.platform ?? createFakePlatform();
  const storage = given.storage ?? createMemoryStorage();
  const log = createMemoryLog();
  const opened: string[] = [];
  const notified: HostNotice[] = [];
  const desk = createDesk({
    clock,
    random: () => 0.5,
    log,
    storage,
    secrets: createMemorySecrets(),
    driver: () => createFakeDriver(platform, clock),
    host: {
      edition: 'browser',
      version: '0.0.0',
      capabilities: ['open-url'],
      openUrl: async (url) => {
        opened.push(url);
        return ok(null);
      },
      notify: (notice) => notified.push(notice),
    },
    demo: null,
    builtIn: { address: 'http://127.0.0.1:8123', key: 'secret-key', name: 'demo' },
    ...given.effects,
  });
  const copy = new Map<Topic, { seq: number; value: unknown }>();
  const stops: (() => void)[] = [];
  const watch = (...topics: readonly Topic[]): void => {
    stops.push(
      desk.subscribe(topics, (message) => {
        if ('snapshots' in message) {
          for (const { topic, seq, value } of message.snapshots)
            copy.set(topic, { seq, value: structuredClone(value) });
          return;
        }
        for (const patch of message.patches) {
          const held = copy.get(patch.topic);
          if (!held || patch.seq !== held.seq + 1) throw new Error(`gap in ${patch.topic}`);
          const value =
            'set' in patch
              ? applyRows(held.value as Record<string, unknown>, structuredClone(patch))
              : structuredClone(patch.value);
          copy.set(patch.topic, { seq: patch.seq, value });
        }
      }),
    );
  };
  const costly: readonly RowTopic[] = ['agents', 'extensions', 'queues'];
  watch(...singleTopics, ...rowTopics.filter((topic) => !costly.includes(topic)));

  const call = async (name: string, input: unknown = {}, ms = 8_000): Promise<Result<unknown>> => {
    let result: Result<unknown> | null = null;
    void desk.dispatch(name, input).then((value) => {
      result = value;
    });
    await clock.advance(0);
    for (let passed = 0; result === null && passed < ms; passed += 50) await clock.advance(50);
    if (result === null) throw new Error(`${name} did not end within ${ms} ms`);
    return result;
  };

  return {
    desk,
    clock,
    platform,
    storage,
    log,
    opened,
    notified,
    watch,
    get: (topic) => copy.get(topic)?.value as TopicValue<typeof topic>,
    seq: (topic) => copy.get(topic)?.seq ?? -1,
    change: async (change) => {
      const changed = await call('settings.change', { change });
      if (!changed.ok) throw new Error(changed.error.message);
    },
    signIn: async ({ queues = ['90'], pause, takeOver = false } = {}) => {
      await desk.ready;
      const result = await call('session.signIn', {
        profileId: 'built-in',
        agent: '2011',
        device: '2011',
        queues: queues.map((queue) => ({ queue })),
        initial: pause ? { kind: 'pause', reason: pause } : { kind: 'ready' },
        takeOver,
      });
      await clock.advance(100);
      return result;
    },
    call,
    close: async () => {
      const closing = desk.close();
      await clock.advance(3_000);
      await closing;
      for (const stop of stops) stop();
    },
  };
}
