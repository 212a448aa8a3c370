import type { PlatformTime } from '../../../shared/domain/time';
import type { Database } from '../../store/database';
import type { DetailSpan } from '../../store/reports-details';
import { isWork, isWrap, secondsBetween } from './presence';
import { sweepOf } from './presence-feed';

/** An event that began or ended a state of a person. */
export interface PresenceRow {
  readonly at: PlatformTime;
  readonly agent: string;
  readonly queue: string;
  /** §6.10 */
  readonly event: string;
  /** Seconds of the state that it ended, those before the span left out; null where it ended none. */
  readonly seconds: number | null;
  /** Reason of the pause; empty where it is none. */
  readonly reason: string;
}
export type PauseFlag = 'pauseduration' | 'unpauseduration' | 'pausetimes' | 'wrappedsecs' | 'othworksecs';

/** When a person came and went (WEBCTI2 §7.22). What goes on at the end of the span has no row yet. */
export function onlineRows(db: Database, agent: string, { from, to }: DetailSpan): readonly PresenceRow[] {
  const rows: PresenceRow[] = [];
  const add = (at: PlatformTime, queue: string, event: string, seconds: number | null): void => {
    if (at >= from && at < to) rows.push({ at, agent, queue, event, seconds, reason: '' });
  };
  sweepOf(
    db,
    agent,
    {
      span: () => undefined,
      pause: () => undefined,
      login: (who, queue, at) => void (who === agent && add(at, queue, 'LOGIN', null)),
      logoff(who, queue, since, at) {
        if (who === agent && queue !== '') add(at, queue, 'LOGOFF', secondsBetween(Math.max(since, from), at));
      },
    },
    to - 1,
  );
  return rows;
}

const wanted = (flag: Exclude<PauseFlag, 'pausetimes'>, paused: number): boolean => {
  switch (flag) {
    case 'pauseduration':
      return paused > 0;
    case 'unpauseduration':
      return paused === 0;
    case 'wrappedsecs':
      return isWrap(paused);
    case 'othworksecs':
      return isWork(paused);
  }
};

/** When a person was paused or ready, and for how long (§7.23): the event ends the state whose seconds it tells. */
export function pauseRows(
  db: Database,
  agent: string,
  flag: PauseFlag,
  { from, to }: DetailSpan,
): readonly PresenceRow[] {
  const rows: PresenceRow[] = [];
  const add = (row: Omit<PresenceRow, 'agent'>): void => {
    if (row.at >= from && row.at < to) rows.push({ ...row, agent });
  };
  sweepOf(
    db,
    agent,
    {
      login: () => undefined,
      logoff: () => undefined,
      pause(who, queue, reason, since, at) {
        if (who !== agent || flag !== 'pausetimes') return;
        add({ at, queue, event: 'PAUSE', seconds: secondsBetween(Math.max(since, from), at), reason: String(reason) });
      },
      span({ agent: who, queue, from: since, to: at, paused, ended }) {
        if (who !== agent || ended === '' || flag === 'pausetimes' || !wanted(flag, paused)) return;
        const reason = paused > 0 ? String(paused) : '';
        add({ at, queue, event: ended, seconds: secondsBetween(Math.max(since, from), at), reason });
      },
    },
    to - 1,
  );
  return rows;
}
