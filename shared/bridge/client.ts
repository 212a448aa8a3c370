import { appError, fail, type Result } from '../domain/result';
import type { FromAudio, ToAudio } from '../voice/contract';
import type { Bridge } from './contract';
import type { Patch, Topic, TopicSnapshot } from './topics';
import { type Port, type RoadState, readWire, type TopicMessage } from './wire';

/**
 * The audio page's part of the road. Nothing is kept while the road is closed: a page says `hello` each time it opens
 * (`Bridge.onRoad`), and the desk tells it everything anew.
 */
export interface AudioRoad {
  send(message: FromAudio): void;
  onMessage(on: (message: ToAudio) => void): () => void;
}

/**
 * The screen's end of a port: a `Bridge` over any message port. When the road closes, everything in flight ends with
 * `unreachable` and is never sent again by itself; when it opens, subscriptions are made anew and start with a snapshot.
 * A patch out of order asks for a snapshot of its subscription.
 */
export function createBridgeClient(port: Port): Bridge & { readonly audio: AudioRoad; close(): void } {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const subscriptions = new Map<number, LiveSubscription>();
  const roads = new Set<(state: RoadState) => void>();
  const hearers = new Set<(message: ToAudio) => void>();
  let road: RoadState = 'closed';
  let nextId = 1;

  const lost = (tried: string): Result<never> =>
    fail(appError('unreachable', 'the road between screen and desk is closed', { tried }));

  const ask = (
    kind: 'call' | 'query',
    name: string,
    input: unknown,
  ): { id: number; result: Promise<Result<unknown>> } => {
    const id = nextId++;
    if (road === 'closed') return { id, result: Promise.resolve(lost(name)) };
    const result = new Promise<Result<unknown>>((settle) => {
      waiting.set(id, settle);
    });
    port.send({ t: kind, id, name, input });
    return { id, result };
  };

  const settle = (id: number, result: Result<unknown>): void => {
    const take = waiting.get(id);
    waiting.delete(id);
    take?.(result);
  };

  const resubscribe = (sub: number, subscription: LiveSubscription): void => {
    subscription.seqs.clear();
    if (road === 'open') port.send({ t: 'subscribe', sub, topics: subscription.topics });
  };

  const offMessage = port.onMessage((raw) => {
    const message = readWire(raw);
    if (!message) return;
    if (message.t === 'result') {
      settle(message.id as number, message.result as Result<unknown>);
    } else if (message.t === 'snapshot') {
      subscriptions.get(message.sub as number)?.snapshot(message.snapshots as readonly TopicSnapshot[]);
    } else if (message.t === 'patches') {
      for (const { sub, patches } of message.subs as readonly { sub: number; patches: readonly Patch[] }[]) {
        const subscription = subscriptions.get(sub);
        if (subscription && !subscription.patch(patches)) resubscribe(sub, subscription);
      }
    } else if (message.t === 'audio') {
      for (const on of [...hearers]) on(message.message as ToAudio);
    }
  });

  const offState = port.onState((state) => {
    if (state === road) return;
    road = state;
    if (state === 'closed') {
      for (const id of [...waiting.keys()]) settle(id, lost('in flight'));
    } else {
      for (const [sub, subscription] of subscriptions) resubscribe(sub, subscription);
    }
    for (const on of [...roads]) on(state);
  });

  return {
    call: (name, input) => ask('call', name, input).result as ReturnType<Bridge['call']> as never,
    query: (name, input, options) => {
      const signal = options?.signal;
      if (signal?.aborted) return Promise.resolve(cancelled(name));
      const { id, result } = ask('query', name, input);
      const abort = (): void => {
        if (!waiting.has(id)) return;
        port.send({ t: 'cancel', id });
        settle(id, cancelled(name));
      };
      signal?.addEventListener('abort', abort);
      return result.finally(() => signal?.removeEventListener('abort', abort)) as never;
    },
    subscribe: (topics, on) => {
      const sub = nextId++;
      const subscription = createSubscription(topics, on);
      subscriptions.set(sub, subscription);
      resubscribe(sub, subscription);
      return () => {
        if (!subscriptions.delete(sub)) return;
        if (road === 'open') port.send({ t: 'unsubscribe', sub });
      };
    },
    onRoad: (on) => {
      roads.add(on);
      on(road);
      return () => {
        roads.delete(on);
      };
    },
    audio: {
      send: (message) => {
        if (road === 'open') port.send({ t: 'audio', message });
      },
      onMessage: (on) => {
        hearers.add(on);
        return () => {
          hearers.delete(on);
        };
      },
    },
    close: () => {
      offMessage();
      offState();
      for (const id of [...waiting.keys()]) settle(id, lost('in flight'));
      subscriptions.clear();
      roads.clear();
      hearers.clear();
      road = 'closed';
    },
  };
}

const cancelled = (tried: string): Result<never> =>
  fail(appError('cancelled', 'cancelled before the answer came', { tried }));

interface LiveSubscription {
  readonly topics: readonly Topic[];
  readonly seqs: Map<Topic, number>;
  snapshot(snapshots: readonly TopicSnapshot[]): void;
  /** False when a step is missing. */
  patch(patches: readonly Patch[]): boolean;
}

function createSubscription(topics: readonly Topic[], on: (message: TopicMessage) => void): LiveSubscription {
  const seqs = new Map<Topic, number>();
  return {
    topics,
    seqs,
    snapshot(snapshots) {
      for (const { topic, seq } of snapshots) seqs.set(topic, seq);
      on({ snapshots });
    },
    patch(patches) {
      for (const { topic, seq } of patches) {
        const seen = seqs.get(topic);
        // No snapshot yet: what is under way will contain this step.
        if (seen === undefined) return true;
        if (seq !== seen + 1) return false;
        seqs.set(topic, seq);
      }
      on({ patches });
      return true;
    },
  };
}
