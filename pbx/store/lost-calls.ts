import type { Zone } from '../../shared/domain/zone';
import type { CallRecordRow, QueueEventRow } from '../engine/port';
import type { Database, Value } from './database';
import { localSql } from './local-sql';
import { equal, oneOf, type Page, paged, type Where, where, within } from './where';

/** A caller who left a queue without an agent (WEBCTI2 §4.118). */
export interface LostCall {
  readonly id: number;
  readonly createdAt: number;
  readonly calledAt: number;
  readonly queue: string;
  readonly channel: string;
  readonly uniqueId: string;
  readonly number: string;
  /** Seconds. */
  readonly wait: number;
  /** The how-manieth loss of this number in this queue within a day. */
  readonly times: number;
  readonly reason: string;
  readonly processApp: string;
  readonly processedAt: number | null;
  readonly processFlag: number;
  readonly processMark: string;
}

export interface LostCallFilter {
  readonly createdFrom?: number | undefined;
  readonly createdTo?: number | undefined;
  readonly processedFrom?: number | undefined;
  readonly processedTo?: number | undefined;
  readonly processFlag?: number | undefined;
  readonly processApp?: string | undefined;
  readonly queue?: string | undefined;
  readonly uniqueId?: string | undefined;
}

/** d: day, m: month, q: queue, p: processing mark. */
export type LostCallGroup = 'd' | 'm' | 'q' | 'p';

export interface LostCallSum {
  readonly item: string;
  readonly calls: number;
  readonly waitSum: number;
  readonly waitAverage: number;
  readonly timesSum: number;
  readonly timesAverage: number;
}

export interface LostCalls {
  /** Looks at every event of the queues; those by which a caller is lost become a record. */
  noticed(event: QueueEventRow): void;
  list(filter: LostCallFilter, part: Page): readonly LostCall[];
  count(filter: LostCallFilter): number;
  /** Sets the marks of a call in every queue that lost it; absent ones keep their value. False: there is no such call. */
  process(
    uniqueId: string,
    marks: { app?: string | undefined; flag?: number | undefined; mark?: string | undefined },
    at: number,
  ): boolean;
  /** How many were there to be deleted. */
  remove(uniqueIds: readonly string[]): number;
  /** @param zone for days and months */
  sums(filter: LostCallFilter, group: LostCallGroup, zone: Zone): readonly LostCallSum[];
}

/** Call to an emergency number (WEBCTI2 §4.108). */
export interface UrgentCall {
  readonly id: number;
  readonly calldate: number;
  readonly number: string;
  readonly channel: string;
  readonly uniqueId: string;
  readonly did: string;
  readonly flag: number;
  readonly appFlag: string;
  readonly remark: string;
}

export interface UrgentCallFilter {
  readonly id?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly did?: string | undefined;
  readonly flag?: number | undefined;
  readonly appFlag?: string | undefined;
}

export interface UrgentCalls {
  /** Looks at every call record; those to an emergency number become a record of their own. */
  noticed(call: CallRecordRow): void;
  list(filter: UrgentCallFilter): readonly UrgentCall[];
  /** False: there is no such record. An absent remark keeps the old one. */
  mark(id: number, marks: { flag: number; appFlag: string; remark?: string | undefined }): boolean;
  remove(id: number): boolean;
}

/** Queue events by which a caller is lost (WEBCTI2 §6.12), with the argument that says the seconds waited. */
const losses: ReadonlyMap<string, number> = new Map([
  ['ABANDON', 2],
  ['EXITEMPTY', 2],
  ['EXITWITHTIMEOUT', 2],
  ['WITHDRAW', 2],
  ['EXITWITHKEY', 3],
  ['SYSCOMPAT', 1],
]);

const lostColumns =
  'id, created_at AS createdAt, called_at AS calledAt, queue, channel, unique_id AS uniqueId, number, wait, times, reason, ' +
  'process_app AS processApp, processed_at AS processedAt, process_flag AS processFlag, process_mark AS processMark';

const lostWhere = (filter: LostCallFilter): Where =>
  where(
    within('created_at', filter.createdFrom, filter.createdTo),
    within('processed_at', filter.processedFrom, filter.processedTo),
    equal('process_flag', filter.processFlag),
    equal('process_app', filter.processApp),
    equal('queue', filter.queue),
    equal('unique_id', filter.uniqueId),
  );

const day = 86_400_000;

export function createLostCalls(db: Database): LostCalls {
  return {
    noticed(event) {
      const waitAt = losses.get(event.event);
      if (waitAt === undefined) return;
      const wait = Number(event.args[waitAt]) || 0;
      const before = db.first<{ times: number }>(
        'SELECT times FROM lost_call WHERE number = ? AND queue = ? AND created_at > ? ORDER BY id DESC LIMIT 1',
        event.number,
        event.queue,
        event.at - day,
      );
      db.run(
        'INSERT INTO lost_call (created_at, called_at, queue, channel, unique_id, number, wait, times, reason) ' +
          'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (unique_id, queue) DO UPDATE SET ' +
          'created_at = excluded.created_at, wait = excluded.wait, times = times + 1, reason = excluded.reason',
        ...[event.at, event.at - wait * 1000, event.queue, event.channel, event.uniqueId, event.number, wait],
        ...[(before?.times ?? 0) + 1, event.event],
      );
    },
    list(filter, part) {
      const [condition, tail] = [lostWhere(filter), paged(part)];
      const sql = `SELECT ${lostColumns} FROM lost_call${condition.text}${tail.text}`;
      return db.all<LostCall>(sql, ...condition.values, ...tail.values);
    },
    count(filter) {
      const { text, values } = lostWhere(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM lost_call${text}`, ...values)?.n ?? 0;
    },
    process(uniqueId, { app, flag, mark }, at) {
      const sets: readonly (readonly [string, Value | undefined])[] = [
        ['process_app', app],
        ['process_flag', flag],
        ['process_mark', mark],
        ['processed_at', at],
      ];
      const given = sets.filter((each): each is readonly [string, Value] => each[1] !== undefined);
      const sql = `UPDATE lost_call SET ${given.map(([column]) => `${column} = ?`).join(', ')} WHERE unique_id = ?`;
      return db.run(sql, ...given.map(([, value]) => value), uniqueId).changes > 0;
    },
    remove(uniqueIds) {
      const { text, values } = where(oneOf('unique_id', uniqueIds));
      return db.run(`DELETE FROM lost_call${text}`, ...values).changes;
    },
    sums(filter, group, zone) {
      const { text, values } = lostWhere(filter);
      const local = `strftime('${group === 'm' ? '%Y-%m' : '%Y-%m-%d'}', ${localSql('created_at', zone)}, 'unixepoch')`;
      const item = group === 'q' ? 'queue' : group === 'p' ? 'CAST(process_flag AS TEXT)' : local;
      return db.all<LostCallSum>(
        `SELECT ${item} AS item, count(*) AS calls, sum(wait) AS waitSum, avg(wait) AS waitAverage, ` +
          `sum(times) AS timesSum, avg(times) AS timesAverage FROM lost_call${text} GROUP BY item ORDER BY item`,
        ...values,
      );
    },
  };
}

/** Police, fire, ambulance and traffic police in China, as dialled from a telephone with or without an outside line. */
const emergency = /^(?:9|0)?(?:110|119|120|122)$/;

export function createUrgentCalls(db: Database): UrgentCalls {
  return {
    noticed(call) {
      if (!emergency.test(call.dst)) return;
      db.run(
        'INSERT INTO urgent_call (calldate, number, channel, unique_id, did) VALUES (?, ?, ?, ?, ?)',
        ...[call.calldate, call.caller, call.channel, call.uniqueId, call.dst],
      );
    },
    list(filter) {
      const { text, values } = where(
        equal('id', filter.id),
        within('calldate', filter.from, filter.to),
        equal('did', filter.did),
        equal('flag', filter.flag),
        equal('app_flag', filter.appFlag),
      );
      return db.all<UrgentCall>(
        `SELECT id, calldate, number, channel, unique_id AS uniqueId, did, flag, app_flag AS appFlag, remark ` +
          `FROM urgent_call${text} ORDER BY id DESC`,
        ...values,
      );
    },
    mark: (id, { flag, appFlag, remark }) =>
      db.run(
        'UPDATE urgent_call SET flag = ?, app_flag = ?, remark = coalesce(?, remark) WHERE id = ?',
        ...[flag, appFlag, remark ?? null, id],
      ).changes > 0,
    remove: (id) => db.run('DELETE FROM urgent_call WHERE id = ?', id).changes > 0,
  };
}
