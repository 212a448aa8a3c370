import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { defaultSettings, type Settings } from '../../shared/bridge/settings';
import type {
  DriverCapability,
  HostCapability,
  Rows,
  RowTopic,
  RowTopics,
  SingleTopic,
  Topic,
  TopicValue,
} from '../../shared/bridge/topics';
import type { PlatformTime } from '../../shared/domain/time';
import { useSeatline } from './context';

function useRetained(topic: Topic): void {
  const { live } = useSeatline();
  useEffect(() => live.retain([topic]), [live, topic]);
}

/** The value of a single topic; `undefined` while it has not come yet. */
export function useTopic<K extends SingleTopic>(topic: K): TopicValue<K> | undefined {
  const { live } = useSeatline();
  useRetained(topic);
  return useStore(live.store(topic), (state) => state.value);
}

/** A part of a topic; renders only when the part changes (shallow). */
export function useSelect<K extends Topic, T>(topic: K, select: (value: TopicValue<K> | undefined) => T): T {
  const { live } = useSeatline();
  useRetained(topic);
  return useStore(
    live.store(topic),
    useShallow((state) => select(state.value)),
  );
}

const noRows: Rows<never> = {};

/** All rows by id; `undefined` while loading. Renders on any change: prefer `useIds` + `useRow` in long lists. */
export function useRows<K extends RowTopic>(topic: K): Rows<RowTopics[K]> | undefined {
  const { live } = useSeatline();
  useRetained(topic);
  return useStore(live.store(topic), (state) => state.value) as Rows<RowTopics[K]> | undefined;
}

/** One row; renders only when this row changes. */
export function useRow<K extends RowTopic>(topic: K, id: string): RowTopics[K] | undefined {
  const { live } = useSeatline();
  useRetained(topic);
  return useStore(live.store(topic), (state) => (state.value as Rows<RowTopics[K]> | undefined)?.[id]);
}

/** Ids in the order of `compare` (insertion order without); renders only when the list of ids changes. */
export function useIds<K extends RowTopic>(
  topic: K,
  compare?: (a: RowTopics[K], b: RowTopics[K]) => number,
): readonly string[] | undefined {
  return useSelect(topic, (value) => {
    const rows = value as Rows<RowTopics[K]> | undefined;
    if (!rows) return undefined;
    const entries = Object.entries(rows);
    if (compare) entries.sort(([, a], [, b]) => compare(a, b));
    return entries.map(([id]) => id);
  });
}

/** Rows as a list; `[]` while loading. */
export function useRowList<K extends RowTopic>(
  topic: K,
  compare?: (a: RowTopics[K], b: RowTopics[K]) => number,
): readonly RowTopics[K][] {
  const rows = useRows(topic) ?? (noRows as Rows<RowTopics[K]>);
  return useMemo(() => {
    const list = Object.values(rows);
    return compare ? list.sort(compare) : list;
  }, [rows, compare]);
}

/** Settings, or their defaults until they have come. */
export const useSettings = (): Settings => useTopic('settings') ?? defaultSettings;

/** Whether this host can do something; what it cannot is not drawn (DESIGN law 3). */
export const useHostCan = (capability: HostCapability): boolean =>
  useSelect('host', (host) => host?.capabilities.includes(capability) ?? false);

const noDriver: ReadonlySet<DriverCapability> = new Set();
/** What the platform's driver can do. */
export function useDriver(): ReadonlySet<DriverCapability> {
  const driver = useSelect('host', (host) => host?.driver);
  return useMemo(() => (driver ? new Set(driver) : noDriver), [driver]);
}

/**
 * Platform time, cut to `granularity` ms. All users of one granularity turn in the same moment; `null` does not tick
 * (the time of the first render stays).
 */
export function useNow(granularity: number | null = 1000): PlatformTime {
  const { ticker } = useSeatline();
  const [first] = useState(() => ticker.now());
  const subscribe = useMemo(
    () => (run: () => void) => (granularity === null ? () => undefined : ticker.watch(granularity, run)),
    [ticker, granularity],
  );
  return useSyncExternalStore(subscribe, () =>
    granularity === null ? first : Math.floor(ticker.now() / granularity) * granularity,
  );
}

/** Whether the road between screen and desk is open. */
export function useRoad(): 'open' | 'closed' | 'connecting' {
  const { bridge } = useSeatline();
  const [road, setRoad] = useState<'open' | 'closed' | 'connecting'>('connecting');
  useEffect(() => {
    let seen = false;
    return bridge.onRoad((state) => {
      // "closed" before the first "open" is a road under construction.
      if (state === 'open') seen = true;
      setRoad(state === 'open' ? 'open' : seen ? 'closed' : 'connecting');
    });
  }, [bridge]);
  return road;
}
