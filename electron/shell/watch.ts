import { applyRows } from '../../shared/bridge/patch';
import type { Topic, TopicSnapshot, TopicValue } from '../../shared/bridge/topics';
import type { DeskDoor, TopicMessage } from '../../shared/bridge/wire';

/** What a host itself follows of the desk: tray, popup, shortcuts and quitting read it. */
export type Watched<K extends Topic> = { readonly [T in K]?: TopicValue<T> };

/** Keeps a copy of some topics and tells of every change. Returns the end. */
export function watchDesk<K extends Topic>(
  desk: Pick<DeskDoor, 'subscribe'>,
  topics: readonly K[],
  on: (now: Watched<K>) => void,
): () => void {
  const now = new Map<Topic, unknown>();
  const take = (message: TopicMessage): void => {
    if ('snapshots' in message)
      for (const { topic, value } of message.snapshots as readonly TopicSnapshot[]) now.set(topic, value);
    else
      for (const patch of message.patches) {
        if ('value' in patch) now.set(patch.topic, patch.value);
        else now.set(patch.topic, applyRows((now.get(patch.topic) ?? {}) as Readonly<Record<string, unknown>>, patch));
      }
    on(Object.fromEntries(now) as Watched<K>);
  };
  return desk.subscribe(topics, take);
}
