import type { Clock } from '../domain/time';
import type { AudioDoor } from '../voice/contract';
import type { CancelSignal } from './contract';
import type { Patch, RowTopic, Topic, TopicSnapshot } from './topics';
import { type DeskDoor, isTopic, type Port, readWire, type ServerMessage } from './wire';

/** At most one patch message per client in this many ms (DESIGN §6: an update per frame is plenty for the eye). */
export const coalesceMilliseconds = 50;

/** Nobody may wait for these: a ring, a pop, the seat's state and the answer to a click. */
const urgent: ReadonlySet<Topic> = new Set<Topic>([
  'calls',
  'pops',
  'seat',
  'dial',
  'commands',
  'requests',
  'voiceCalls',
]);

/**
 * The desk's end of a port: answers calls and queries, and sends the topics that the client subscribed to. Patches that
 * fall into one window are merged, the latest value wins, and get consecutive numbers of the subscription's own.
 * Returns a function that ends everything this client started.
 */
export function createBridgeServer(desk: DeskDoor, port: Port, effects: { readonly clock: Clock }): () => void {
  const running = new Map<number, () => void>();
  const subscriptions = new Map<number, Subscription>();
  let audio: ReturnType<AudioDoor['attach']> | null = null;
  let disarm: (() => void) | null = null;
  let lastFlush = Number.NEGATIVE_INFINITY;
  let closed = false;

  const send = (message: ServerMessage): void => {
    if (!closed) port.send(message);
  };

  const flush = (): void => {
    disarm?.();
    disarm = null;
    const subs: { sub: number; patches: readonly Patch[] }[] = [];
    for (const [sub, subscription] of subscriptions) {
      const patches = subscription.take();
      if (patches.length > 0) subs.push({ sub, patches });
    }
    if (subs.length === 0) return;
    lastFlush = effects.clock.monotonic();
    send({ t: 'patches', subs });
  };

  const plan = (patches: readonly Patch[]): void => {
    if (patches.some((patch) => urgent.has(patch.topic))) {
      flush();
      return;
    }
    if (disarm) return;
    const wait = lastFlush + coalesceMilliseconds - effects.clock.monotonic();
    disarm = effects.clock.after(Math.max(0, wait), flush);
  };

  const drop = (sub: number): void => {
    subscriptions.get(sub)?.stop();
    subscriptions.delete(sub);
  };

  const subscribe = (sub: number, names: readonly unknown[]): void => {
    drop(sub);
    const subscription = createSubscription();
    subscriptions.set(sub, subscription);
    const known = names.filter((name): name is Topic => typeof name === 'string' && isTopic(name));
    const stop = desk.subscribe(known, (message) => {
      if ('snapshots' in message) {
        send({ t: 'snapshot', sub, snapshots: subscription.restart(message.snapshots) });
      } else {
        subscription.add(message.patches);
        plan(message.patches);
      }
    });
    subscription.stop = stop;
  };

  const answer = (id: number, work: () => Promise<Awaited<ReturnType<DeskDoor['dispatch']>>>): void => {
    void work()
      .catch(() => ({
        ok: false as const,
        error: { code: 'internal' as const, message: 'the desk failed while it answered' },
      }))
      .then((result) => {
        running.delete(id);
        send({ t: 'result', id, result });
      });
  };

  /** A page becomes an audio page with `hello`, and a new one with each: what it had before is over. */
  const hear = (message: unknown): void => {
    if (isHello(message)) {
      audio?.end();
      audio = desk.audio?.attach((reply) => send({ t: 'audio', message: reply })) ?? null;
    }
    audio?.receive(message);
  };

  const offMessage = port.onMessage((raw) => {
    const message = readWire(raw);
    if (!message || closed) return;
    const { t, id, sub, name } = message;
    if (t === 'call' && typeof id === 'number') {
      answer(id, () => desk.dispatch(String(name), message.input));
    } else if (t === 'query' && typeof id === 'number') {
      const cancel = createCancel();
      running.set(id, cancel.abort);
      answer(id, () => desk.query(String(name), message.input, cancel.signal));
    } else if (t === 'cancel' && typeof id === 'number') {
      running.get(id)?.();
    } else if (t === 'subscribe' && typeof sub === 'number') {
      subscribe(sub, Array.isArray(message.topics) ? message.topics : []);
    } else if (t === 'unsubscribe' && typeof sub === 'number') {
      drop(sub);
    } else if (t === 'audio') {
      hear(message.message);
    }
  });

  const clear = (): void => {
    disarm?.();
    disarm = null;
    for (const abort of running.values()) abort();
    running.clear();
    for (const sub of [...subscriptions.keys()]) drop(sub);
    audio?.end();
    audio = null;
  };
  const offState = port.onState((state) => {
    if (state === 'closed') clear();
  });

  return () => {
    if (closed) return;
    clear();
    closed = true;
    offMessage();
    offState();
  };
}

const isHello = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 't' in message && message.t === 'hello';

interface Subscription {
  stop: () => void;
  /** Numbers a fresh snapshot and forgets what waited: the snapshot already contains it. */
  restart(snapshots: readonly TopicSnapshot[]): readonly TopicSnapshot[];
  add(patches: readonly Patch[]): void;
  take(): readonly Patch[];
}

function createSubscription(): Subscription {
  const seqs = new Map<Topic, number>();
  const waiting = new Map<Topic, Patch>();
  return {
    stop: () => {},
    restart(snapshots) {
      return snapshots.map((snapshot) => {
        waiting.delete(snapshot.topic);
        const seq = seqs.get(snapshot.topic) ?? 0;
        seqs.set(snapshot.topic, seq);
        return { ...snapshot, seq };
      });
    },
    add(patches) {
      for (const patch of patches) waiting.set(patch.topic, mergePatches(waiting.get(patch.topic), patch));
    },
    take() {
      const patches = [...waiting.values()].map((patch) => {
        const seq = (seqs.get(patch.topic) ?? 0) + 1;
        seqs.set(patch.topic, seq);
        return { ...patch, seq };
      });
      waiting.clear();
      return patches;
    },
  };
}

/** `later` after `earlier`, as one patch. */
function mergePatches(earlier: Patch | undefined, later: Patch): Patch {
  if (!earlier || !('set' in earlier) || !('set' in later)) return later;
  const set: Record<string, unknown> = { ...earlier.set, ...later.set };
  for (const id of later.del) delete set[id];
  const del = new Set([...earlier.del, ...later.del]);
  for (const id of Object.keys(later.set)) del.delete(id);
  return { topic: later.topic as RowTopic, seq: later.seq, set, del: [...del] };
}

function createCancel(): { readonly signal: CancelSignal; readonly abort: () => void } {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, run) => {
        listeners.add(run);
      },
      removeEventListener: (_type, run) => {
        listeners.delete(run);
      },
    },
    abort: () => {
      if (aborted) return;
      aborted = true;
      for (const run of [...listeners]) run();
    },
  };
}
