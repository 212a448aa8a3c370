import { diffRows, same } from '../../shared/bridge/patch';
import {
  type Patch,
  type Rows,
  type RowTopic,
  type RowTopics,
  rowTopics,
  type SingleTopic,
  type SingleTopics,
  type Topic,
  type TopicValue,
} from '../../shared/bridge/topics';
import type { TopicMessage } from '../../shared/bridge/wire';

/**
 * The live state, written by the desk only. Each topic has a number that grows by one with every patch; a value that
 * did not change makes no patch, and rows that did not change keep their identity.
 */
export interface TopicStore {
  get<K extends Topic>(topic: K): TopicValue<K>;
  set<K extends SingleTopic>(topic: K, value: SingleTopics[K]): void;
  setRows<K extends RowTopic>(topic: K, rows: Rows<RowTopics[K]>): void;
  setRow<K extends RowTopic>(topic: K, id: string, row: RowTopics[K]): void;
  deleteRow(topic: RowTopic, id: string): void;
  seq(topic: Topic): number;
  subscribe(topics: readonly Topic[], listener: (message: TopicMessage) => void): () => void;
  /** Whether anybody looks at the topic; pollers of costly endpoints ask. */
  wanted(topic: Topic): boolean;
  /** Runs when a topic gets its first or loses its last subscriber. */
  onWanted(run: () => void): () => void;
  clear(): void;
}

export function createTopics(singles: SingleTopics): TopicStore {
  const values = new Map<Topic, unknown>(Object.entries(singles) as [SingleTopic, unknown][]);
  for (const topic of rowTopics) values.set(topic, {});
  const seqs = new Map<Topic, number>();
  const listeners = new Map<Topic, Set<(message: TopicMessage) => void>>();
  const wantedRuns = new Set<() => void>();

  const emit = (topic: Topic, make: (seq: number) => Patch): void => {
    const seq = (seqs.get(topic) ?? 0) + 1;
    seqs.set(topic, seq);
    const patches = [make(seq)];
    for (const listener of [...(listeners.get(topic) ?? [])]) listener({ patches });
  };

  const set = <K extends SingleTopic>(topic: K, value: SingleTopics[K]): void => {
    if (same(values.get(topic), value)) return;
    values.set(topic, value);
    emit(topic, (seq) => ({ topic, seq, value }));
  };

  const setRows = <K extends RowTopic>(topic: K, rows: Rows<RowTopics[K]>): void => {
    const before = values.get(topic) as Rows<RowTopics[K]>;
    const change = diffRows(before, rows);
    if (!change) return;
    const next: Record<string, RowTopics[K]> = {};
    for (const [id, row] of Object.entries(rows)) {
      next[id] = Object.hasOwn(change.set, id) ? row : (before[id] as RowTopics[K]);
    }
    values.set(topic, next);
    emit(topic, (seq) => ({ topic, seq, set: change.set, del: change.del }));
  };

  return {
    get: (topic) => values.get(topic) as TopicValue<typeof topic>,
    set,
    setRows,
    setRow: (topic, id, row) => {
      setRows(topic, { ...(values.get(topic) as Rows<RowTopics[typeof topic]>), [id]: row });
    },
    deleteRow: (topic, id) => {
      const rows = values.get(topic) as Readonly<Record<string, never>>;
      if (!Object.hasOwn(rows, id)) return;
      const { [id]: _gone, ...rest } = rows;
      setRows(topic, rest);
    },
    seq: (topic) => seqs.get(topic) ?? 0,
    subscribe: (topics, on) => {
      // One listener per subscription, even when a caller gives the same function twice.
      const listener = (message: TopicMessage): void => on(message);
      const mine = [...new Set(topics)];
      let first = false;
      for (const topic of mine) {
        const set = listeners.get(topic) ?? new Set();
        first ||= set.size === 0;
        listeners.set(topic, set.add(listener));
      }
      listener({
        snapshots: mine.map((topic) => ({ topic, seq: seqs.get(topic) ?? 0, value: values.get(topic) })),
      });
      if (first) for (const run of [...wantedRuns]) run();
      let active = true;
      return () => {
        if (!active) return;
        active = false;
        let last = false;
        for (const topic of mine) {
          const set = listeners.get(topic);
          set?.delete(listener);
          last ||= set?.size === 0;
        }
        if (last) for (const run of [...wantedRuns]) run();
      };
    },
    wanted: (topic) => (listeners.get(topic)?.size ?? 0) > 0,
    onWanted: (run) => {
      wantedRuns.add(run);
      return () => {
        wantedRuns.delete(run);
      };
    },
    clear: () => {
      listeners.clear();
      wantedRuns.clear();
    },
  };
}
