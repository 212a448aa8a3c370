import type { CallRecord } from '../../shared/bridge/contract';
import type { MissedCall } from '../../shared/bridge/topics';
import type { PlatformTime } from '../../shared/domain/time';
import type { Live } from './live';

export interface Gap {
  readonly from: PlatformTime;
  readonly to: PlatformTime;
}

/** Records are written when a call ends, and clocks are cut to seconds. */
const margin = 2_000;
const pageRows = 100;
const longestPages = 10;
/** The records may answer later than the live state; so often and so far apart is asked. */
const looks = [500, 4_000, 10_000, 30_000];

/**
 * Reads the records of a span in which nobody saw calls and lists what came meanwhile as missed, `while-offline`.
 * A call that this desk showed, or listed before, is not told again. A platform without records cannot tell, and the
 * person is told that.
 */
export function createGapReader(live: Live): { read(gap: Gap): void; close(): void } {
  const timers = new Set<() => void>();

  const records = async (gap: Gap, who: string): Promise<readonly CallRecord[] | null> => {
    const rows: CallRecord[] = [];
    for (let page = 0; page < longestPages; page += 1) {
      const answer = await live.driver.records({
        from: gap.from - margin,
        to: gap.to + margin,
        who,
        number: '',
        offset: rows.length,
        rows: pageRows,
      });
      if (!answer.ok) return null;
      rows.push(...answer.value.rows);
      if (answer.value.rows.length === 0 || rows.length >= answer.value.total) break;
    }
    return rows;
  };

  const look = async (gap: Gap, n: number): Promise<void> => {
    const { agent, device } = live.identity;
    const lists = await Promise.all([...new Set([device, agent])].map((who) => records(gap, who)));
    if (live.closed) return;
    if (lists.includes(null)) {
      plan(gap, n + 1);
      return;
    }
    const known = new Set(Object.values(live.differ.calls()).flatMap((call) => [call.id, call.linkedId]));
    const listed = new Set(live.journal.value().missedRecords);
    const rows = new Map<string, MissedCall>();
    for (const record of lists.flatMap((list) => list ?? [])) {
      if (record.outcome === 'answered' || record.direction === 'out' || known.has(record.id) || listed.has(record.id))
        continue;
      // Somebody calling from this very seat is no missed call.
      if (record.caller === device || record.caller === agent) continue;
      rows.set(record.id, {
        id: record.id,
        at: record.at,
        number: record.number,
        name: record.name,
        region: record.region,
        queue: record.queue,
        why: 'while-offline',
        calledBack: false,
      });
    }
    for (const [id, row] of rows) live.topics.setRow('missed', id, row);
    if (rows.size === 0) return;
    live.journal.change({ missedRecords: [...live.journal.value().missedRecords, ...rows.keys()] });
    live.notices.say(
      'warning',
      'missed-while-offline',
      { count: rows.size, from: gap.from, to: gap.to },
      { sticky: true, host: true },
    );
  };

  const plan = (gap: Gap, n: number): void => {
    const wait = looks[n];
    if (wait === undefined) {
      live.log.warn('gap.records-unreadable', { from: gap.from, to: gap.to });
      return;
    }
    const cancel = live.clock.after(wait, () => {
      timers.delete(cancel);
      void look(gap, n);
    });
    timers.add(cancel);
  };

  return {
    read: (gap) => {
      if (live.driver.capabilities.has('records')) plan(gap, 0);
      else live.notices.say('warning', 'gap-unread', { from: gap.from, to: gap.to }, { sticky: true });
    },
    close: () => {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
