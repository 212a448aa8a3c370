import type { Notice } from '../../shared/bridge/topics';
import type { Clock, PlatformTime } from '../../shared/domain/time';
import type { HostNotice } from './effects';
import type { TopicStore } from './state';

/** Every notice the desk makes; the screen owns the sentence of each (`notices.<key>`). */
export const noticeKeys = [
  'added-to-queue',
  'auto-paused',
  'binding-restored',
  'dial-failed',
  'gap-unread',
  'link-down',
  'link-refused',
  'missed-call',
  'missed-while-offline',
  'park-returned',
  'paused-by-supervisor',
  'pop-blocked',
  'queue-failed',
  'readied-by-supervisor',
  'rejoin-refused',
  'rejoined',
  'removed-from-queue',
  'signed-in-elsewhere',
  'state-not-applied',
  'transfer-returned',
  'wrap-up-cleared',
] as const;
export type NoticeKey = (typeof noticeKeys)[number];

export interface Notices {
  say(
    level: Notice['level'],
    key: NoticeKey,
    params?: Notice['params'],
    options?: { sticky?: boolean; host?: boolean },
  ): void;
  dismiss(id: string): void;
  close(): void;
}

const shownMilliseconds = 20_000;
const kept = 50;

/** Sentences for the person. One that is not sticky goes by itself; the same one again replaces the old one. */
export function createNotices(
  topics: TopicStore,
  effects: { clock: Clock; now: () => PlatformTime; notify: ((notice: HostNotice) => void) | undefined },
): Notices {
  const timers = new Map<string, () => void>();
  let count = 0;
  let closed = false;
  const dismiss = (id: string): void => {
    timers.get(id)?.();
    timers.delete(id);
    topics.deleteRow('notices', id);
  };
  return {
    say: (level, key, params = {}, options = {}) => {
      if (closed) return;
      const rows = topics.get('notices');
      const repeated = Object.values(rows).find(
        (row) => row.key === key && JSON.stringify(row.params) === JSON.stringify(params),
      );
      if (repeated) dismiss(repeated.id);
      const oldest = Object.values(rows)[0];
      if (Object.keys(rows).length >= kept && oldest) dismiss(oldest.id);
      count += 1;
      const id = `n${count}`;
      const sticky = options.sticky ?? false;
      topics.setRow('notices', id, { id, at: effects.now(), level, key, params, sticky });
      if (!sticky)
        timers.set(
          id,
          effects.clock.after(shownMilliseconds, () => dismiss(id)),
        );
      if (options.host) effects.notify?.({ key, params });
    },
    dismiss,
    close: () => {
      closed = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
