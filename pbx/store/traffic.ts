import type { Zone } from '../../shared/domain/zone';
import type { Database } from './database';
import { localSql } from './local-sql';
import type { CallFilter } from './record-store';
import { callsWhere } from './records';
import { oneOf, where, within } from './where';

/** Sums over call records. Times in seconds. */
export interface Traffic {
  readonly calls: number;
  readonly talk: number;
  readonly averageTalk: number;
}
export interface HourTraffic extends Traffic {
  readonly hour: number;
}
export interface MonthTraffic extends Traffic {
  readonly year: number;
  readonly month: number;
}
export interface AgentTraffic extends Traffic {
  readonly agent: string;
}

const sums = 'count(*) AS calls, sum(billed) AS talk, avg(billed) AS averageTalk';

/** Sums over call records (WEBCTI2 §4.110, §4.111, §4.122). */
export interface TrafficSums {
  byHour(filter: CallFilter, zone: Zone): readonly HourTraffic[];
  byMonth(filter: CallFilter, zone: Zone): readonly MonthTraffic[];
  /** Calls that an agent made or was called on; `direct` is seen from the platform, '' = within the house. */
  byAgent(
    agents: readonly string[],
    span: { readonly from: number; readonly to: number },
    directs: readonly string[] | undefined,
  ): readonly AgentTraffic[];
}

export function createTrafficSums(db: Database): TrafficSums {
  const local = (zone: Zone): string => localSql('calldate', zone);
  return {
    byHour(filter, zone) {
      const { text, values } = callsWhere(filter);
      const sql = `SELECT ${local(zone)} / 3600 % 24 AS hour, ${sums} FROM call_record${text} GROUP BY hour ORDER BY hour`;
      return db.all<HourTraffic>(sql, ...values);
    },
    byMonth(filter, zone) {
      const { text, values } = callsWhere(filter);
      const part = (sign: string): string => `CAST(strftime('${sign}', ${local(zone)}, 'unixepoch') AS INTEGER)`;
      const sql = `SELECT ${part('%Y')} AS year, ${part('%m')} AS month, ${sums} FROM call_record${text} GROUP BY year, month ORDER BY year, month`;
      return db.all<MonthTraffic>(sql, ...values);
    },
    byAgent(agents, { from, to }, directs) {
      const { text, values } = where(within('calldate', from, to), oneOf('direct', directs));
      const each = (column: 'caller' | 'callee'): string =>
        `SELECT id, billed, ${column} AS agent FROM call_record${text} AND ${column} IN (SELECT value FROM json_each(?))`;
      // UNION without ALL: a call of an agent to himself is one call.
      return db.all<AgentTraffic>(
        `SELECT agent, ${sums} FROM (${each('caller')} UNION ${each('callee')}) GROUP BY agent ORDER BY agent`,
        ...[...values, JSON.stringify(agents), ...values, JSON.stringify(agents)],
      );
    },
  };
}
