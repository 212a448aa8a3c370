import { reachedAt, type Zone } from '../../../shared/domain/zone';
import { createRandom } from '../../engine/simulated/random';
import type { Database } from '../../store/database';
import { hourOf } from '../../store/reports-periods';
import { withoutIndexes } from './bulk';
import { Floor, type Worker } from './day';
import { around, arrivals, chance, createCustomers, loadOf, pick, shiftOf } from './people';
import { createHistoryRows, type HistoryTable, historyTables } from './rows';

export interface HistoryOptions {
  readonly seed: number;
  /** Minutes east of UTC. */
  readonly zone: Zone;
  /** Whole local days before today. */
  readonly days: number;
  /** An instant of today. */
  readonly now: number;
  readonly agents: readonly { readonly no: string; readonly interface: string }[];
  readonly queues: readonly string[];
  /** Calls from outside on a plain working day; absent = what these agents can just serve. */
  readonly callsPerDay?: number | undefined;
}
export type HistoryCounts = Readonly<Record<HistoryTable, number>>;

/** Calls from outside that one seat of a well staffed centre means on a plain working day. */
const callsPerSeat = 24;

/** Nobody's past is written over: there are rows already. */
export class NotEmpty extends Error {}

/**
 * Writes the past of a centre: callers by a daily curve, quiet weekends, shifts and pauses, waits and losses that come
 * from how many people are there. The same seed and the same centre give the same rows. All or nothing.
 */
export function writeHistory(db: Database, options: HistoryOptions): HistoryCounts {
  for (const table of historyTables) {
    if (db.first(`SELECT 1 AS there FROM ${table} LIMIT 1`)) {
      throw new NotEmpty('a history is only written where there is none yet');
    }
  }
  const { seed, zone, days, agents, queues } = options;
  const random = createRandom(seed);
  const rows = createHistoryRows(db);
  const floor = new Floor(rows, random);
  const perDay = options.callsPerDay ?? agents.length * callsPerSeat;
  const customers = createCustomers(Math.max(50, Math.round(perDay * 12)), random);
  const today = Math.floor(hourOf(options.now, zone) / 24);

  withoutIndexes(db, historyTables, () => {
    let nightly: Worker[] = [];
    for (let day = today - days; day < today; day += 1) {
      const midnight = reachedAt(zone, day * 86_400_000);
      const fresh = agents.flatMap((agent, index): Worker[] => {
        // Nobody begins a shift that would reach into today.
        const shift = shiftOf(index, day, midnight, random);
        if (!shift || shift.end > reachedAt(zone, today * 86_400_000) - 1_800_000) return [];
        const own = queues.filter((_, queue) => (queue + index) % Math.max(1, queues.length) < 2);
        return [{ ...agent, queues: own, shift, free: shift.start, pausedMs: 0 }];
      });
      for (const worker of fresh) floor.comes(worker);
      const crew = [...nightly, ...fresh];
      const expected = perDay * loadOf(day);
      for (const after of arrivals(Math.round(expected * (1 + 0.25)), random)) {
        const at = midnight + after;
        const dice = random() * 1.25;
        const caller = pick(customers, random);
        if (dice < 0.05) floor.menuCall(at, caller);
        else if (dice < 0.08 && crew.length > 0) floor.directCall(at, caller, pick(crew, random));
        else if (dice < 1) {
          const queue = queues[Math.floor(random() ** 1.6 * queues.length)] ?? queues[0] ?? '';
          floor.queueCall(at, queue, caller, crew, around(75, 0.9, random));
        } else if (crew.length > 0) {
          const number = dice < 1.2 ? dialled(pick(customers, random), random) : null;
          floor.ownCall(at, pick(crew, random), number, pick(agents, random).no);
        }
      }
      const over = midnight + 86_400_000;
      for (const worker of crew) floor.dayEnds(worker, Math.min(over, worker.shift.end));
      nightly = crew.filter(({ shift }) => shift.end > over);
      for (const worker of crew) if (worker.shift.end <= over) floor.goes(worker);
      rows.upTo(over);
    }
    for (const worker of nightly) floor.goes(worker);
    rows.upTo(Number.POSITIVE_INFINITY);
  });
  return rows.counts;
}

/** As an agent dials it: mobiles from elsewhere with a zero, now and then another country. */
function dialled(number: string, random: () => number): string {
  if (chance(0.01, random)) return `00852${number.slice(-8)}`;
  return number.startsWith('1') && chance(0.4, random) ? `0${number}` : number;
}
