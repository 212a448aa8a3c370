import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../shared/bridge/contract';
import { applyRows, diffRows, same } from '../../shared/bridge/patch';
import {
  type Patch,
  type Rows,
  type RowTopic,
  rowTopics,
  type Topic,
  type TopicSnapshot,
  type TopicValue,
} from '../../shared/bridge/topics';
import type { Clock } from '../../shared/domain/time';

/** `undefined` until the first snapshot has come: the panel is loading. */
export interface TopicState<K extends Topic> {
  readonly value: TopicValue<K> | undefined;
}

/** The screen's copy of the live state: one store a topic, fed by patches, never written by a component. */
export interface Live {
  store<K extends Topic>(topic: K): StoreApi<TopicState<K>>;
  /**
   * Keeps topics flowing until released. A topic that nobody retains is not polled for, so panels retain what they
   * show. Release is idempotent.
   */
  retain(topics: readonly Topic[]): () => void;
  close(): void;
}

/** A panel that is closed and opened again within this time keeps its data and its subscription. */
const lingerMs = 2_000;

interface Held {
  readonly store: StoreApi<{ readonly value: unknown }>;
  users: number;
  stop: (() => void) | null;
  cancelLinger: (() => void) | null;
}

const rowTopicSet: ReadonlySet<Topic> = new Set(rowTopics);
const isRowTopic = (topic: Topic): topic is RowTopic => rowTopicSet.has(topic);

export function createLive(bridge: Bridge, clock: Clock): Live {
  const held = new Map<Topic, Held>();

  const entry = (topic: Topic): Held => {
    const known = held.get(topic);
    if (known) return known;
    const made: Held = {
      store: createStore<{ readonly value: unknown }>(() => ({ value: undefined })),
      users: 0,
      stop: null,
      cancelLinger: null,
    };
    held.set(topic, made);
    return made;
  };

  const receive = (message: { snapshots: readonly TopicSnapshot[] } | { patches: readonly Patch[] }): void => {
    if ('snapshots' in message) {
      for (const { topic, value } of message.snapshots)
        put(entry(topic).store, merge(topic, entry(topic).store, value));
    } else {
      for (const patch of message.patches) put(entry(patch.topic).store, patched(patch, entry(patch.topic).store));
    }
  };

  return {
    store: <K extends Topic>(topic: K) => entry(topic).store as unknown as StoreApi<TopicState<K>>,
    retain(topics) {
      for (const topic of topics) {
        const topicHeld = entry(topic);
        topicHeld.users += 1;
        topicHeld.cancelLinger?.();
        topicHeld.cancelLinger = null;
        topicHeld.stop ??= bridge.subscribe([topic], receive);
      }
      let released = false;
      return () => {
        if (released) return;
        released = true;
        for (const topic of topics) {
          const topicHeld = entry(topic);
          topicHeld.users -= 1;
          if (topicHeld.users > 0) continue;
          topicHeld.cancelLinger = clock.after(lingerMs, () => {
            topicHeld.cancelLinger = null;
            topicHeld.stop?.();
            topicHeld.stop = null;
            // Old rows shown as if they were fresh would lie; the next opening starts with a snapshot.
            topicHeld.store.setState({ value: undefined });
          });
        }
      };
    },
    close() {
      for (const topicHeld of held.values()) {
        topicHeld.cancelLinger?.();
        topicHeld.stop?.();
        topicHeld.stop = null;
        topicHeld.cancelLinger = null;
      }
    },
  };
}

/** Sets only what differs: an equal value is no event, so nobody renders. */
function put(store: StoreApi<{ readonly value: unknown }>, value: unknown): void {
  if (store.getState().value !== value) store.setState({ value });
}

function merge(topic: Topic, store: StoreApi<{ readonly value: unknown }>, value: unknown): unknown {
  const before = store.getState().value;
  if (before === undefined) return value;
  if (!isRowTopic(topic)) return share(before, value);
  const change = diffRows(before as Rows<unknown>, value as Rows<unknown>);
  return change ? applyRows(before as Rows<unknown>, change) : before;
}

function patched(patch: Patch, store: StoreApi<{ readonly value: unknown }>): unknown {
  const before = store.getState().value;
  if (!('set' in patch)) return before === undefined ? patch.value : share(before, patch.value);
  const rows = (before ?? {}) as Rows<unknown>;
  const set = Object.fromEntries(Object.entries(patch.set).filter(([id, row]) => !same(rows[id], row)));
  const del = patch.del.filter((id) => Object.hasOwn(rows, id));
  if (Object.keys(set).length === 0 && del.length === 0) return rows;
  return applyRows(rows, { set, del });
}

/** `after` with every equal part replaced by the part of `before`, so that selectors keep their identity. */
export function share(before: unknown, after: unknown): unknown {
  if (same(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, index) => share(before[index], item));
  if (isObject(before) && isObject(after)) {
    return Object.fromEntries(Object.entries(after).map(([key, item]) => [key, share(before[key], item)]));
  }
  return after;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
