import type { PlatformTime } from '../../shared/domain/time';
import type { Database, Value } from './database';
import { unanswered } from './queue-log';
import { offerFlags, outgoingFlags, platformFlags, queueFlags, talkSql } from './reports-figures';
import { callsSql, offersSql, pickupsSql, staysSql } from './reports-sources';
import { type Page, paged } from './where';

/** Instants `[from, to)` in which what a figure counts began. */
export interface DetailSpan {
  readonly from: PlatformTime;
  readonly to: PlatformTime;
}
/** A part of a list and how many rows it has. */
export interface Listed<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

/** A call behind a figure: the call as a whole, told by the record that was answered last. */
export interface DetailCall {
  readonly start: PlatformTime;
  readonly caller: string;
  readonly callee: string;
  readonly did: string;
  /** Seconds from the beginning of the first record to the end of the last. */
  readonly duration: number;
  /** Seconds, all talks. */
  readonly talk: number;
  readonly uniqueId: string;
  readonly direct: string;
  readonly disposition: string;
  readonly userField: string;
}
export interface DetailEvent {
  readonly at: PlatformTime;
  readonly agent: string;
  readonly queue: string;
  readonly event: string;
  readonly uniqueId: string;
  readonly caller: string;
  /** Seconds. */
  readonly talk: number;
}
export interface DetailPickup {
  readonly start: PlatformTime;
  readonly caller: string;
  readonly callee: string;
  readonly agent: string;
  readonly talk: number;
}
export interface DetailRating {
  readonly at: PlatformTime;
  readonly queue: string;
  readonly agent: string;
  readonly caller: string;
  readonly key: number;
  readonly score: number;
  readonly uniqueId: string;
}

export type PlatformFlag = keyof typeof platformFlags;
export type OutgoingFlag = keyof typeof outgoingFlags;
export type OfferFlag = keyof typeof offerFlags;
export type QueueFlag = keyof typeof queueFlags;

/**
 * The rows behind the figures (WEBCTI2 §7.19 to §7.27), by the same conditions: as many rows as the figure says, or
 * those whose seconds add up to it. A page's `sort` is a column of the rows.
 */
export interface ReportDetails {
  calls(flag: PlatformFlag, span: DetailSpan, part: Page): Listed<DetailCall>;
  outgoing(flag: OutgoingFlag, agent: string, span: DetailSpan, part: Page): Listed<DetailCall>;
  offers(flag: OfferFlag, agent: string, span: DetailSpan, part: Page): Listed<DetailEvent>;
  /** Calls that entered. */
  entered(queue: string, span: DetailSpan, part: Page): Listed<DetailEvent>;
  stays(flag: QueueFlag, queue: string, span: DetailSpan, part: Page): Listed<DetailEvent>;
  pickups(agent: string, span: DetailSpan, part: Page): Listed<DetailPickup>;
  ratings(agent: string, span: DetailSpan, part: Page): Listed<DetailRating>;
}

interface FoundCall {
  readonly uniqueId: string;
  readonly start: PlatformTime;
  readonly caller: string;
  readonly direct: string;
  readonly answered: number;
  readonly talk: number;
  readonly duration: number;
}
interface Leg {
  readonly uniqueId: string;
  readonly callee: string;
  readonly did: string;
  readonly disposition: string;
  readonly userField: string;
}

const eventColumns = `at, agent_no AS agent, queue, event, unique_id AS "uniqueId", number AS caller, ${talkSql} AS talk, id`;
/** The event that tells a stay: how its talk ended or that it goes on, else how the caller left, else the last ringing. */
const tellingEvent =
  "CASE WHEN event IN ('COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER') THEN 4 " +
  "WHEN event = 'CONNECT' THEN 3 ";
const leavings = `WHEN event IN (${unanswered}) THEN `;
const ringings = "WHEN event IN ('RINGNOANSWER', 'AGENTDUMP', 'RINGCANCELED') THEN ";
/** Calls that rang at agents are told by the agent; calls that left, by their leaving. */
const rankSql: Readonly<Partial<Record<QueueFlag, string>>> = {
  agentcalls: `${tellingEvent}${ringings}2 ${leavings}1 ELSE 0 END`,
  noanswerdcalls: `${tellingEvent}${ringings}2 ${leavings}1 ELSE 0 END`,
};
const plainRank = `${tellingEvent}${leavings}2 ${ringings}1 ELSE 0 END`;

export function createReportDetails(db: Database): ReportDetails {
  function listed<T>(rows: string, values: readonly Value[], part: Page, key: string): Listed<T> {
    const total = db.first<{ n: number }>(`SELECT count(*) AS n FROM (${rows})`, ...values)?.n ?? 0;
    const tail = paged(part, key);
    return {
      rows: total === 0 ? [] : db.all<T>(`SELECT * FROM (${rows})${tail.text}`, ...values, ...tail.values),
      total,
    };
  }

  function calls(condition: string, span: DetailSpan, part: Page, extra: readonly Value[] = []): Listed<DetailCall> {
    const rows =
      'SELECT unique_id AS "uniqueId", start, caller, callee, direct, answered, talk, ' +
      '((SELECT max(ended_at) FROM call_record WHERE call_record.unique_id = call.unique_id) - start) / 1000 AS duration ' +
      `FROM (${callsSql}) AS call WHERE (${condition})`;
    const found = listed<FoundCall>(rows, [span.from, span.to, ...extra], part, '"uniqueId"');
    const legs = new Map<string, Leg>();
    const records = db.all<Leg>(
      'SELECT unique_id AS "uniqueId", callee, did, disposition, user_field AS "userField" FROM call_record ' +
        'WHERE unique_id IN (SELECT value FROM json_each(?)) ORDER BY calldate, id',
      JSON.stringify(found.rows.map(({ uniqueId }) => uniqueId)),
    );
    for (const leg of records) {
      const before = legs.get(leg.uniqueId);
      if (leg.disposition === 'ANSWERED' || before?.disposition !== 'ANSWERED') legs.set(leg.uniqueId, leg);
    }
    return {
      total: found.total,
      rows: found.rows.map(({ uniqueId, start, caller, direct, talk, duration }) => {
        const leg = legs.get(uniqueId);
        return {
          ...{ start, caller, duration, talk, uniqueId, direct },
          callee: leg?.callee ?? '',
          did: leg?.did ?? '',
          disposition: leg?.disposition ?? '',
          userField: leg?.userField ?? '',
        };
      }),
    };
  }

  return {
    calls: (flag, span, part) => calls(platformFlags[flag], span, part),
    outgoing: (flag, agent, span, part) => calls(`${outgoingFlags[flag]}) AND (caller = ?3`, span, part, [agent]),
    offers: (flag, agent, { from, to }, part) =>
      listed(
        `SELECT ${eventColumns} ${offersSql} AND agent_no = ?3 AND (${offerFlags[flag]})`,
        [from, to, agent],
        part,
        'id',
      ),
    entered: (queue, { from, to }, part) =>
      listed(
        `SELECT ${eventColumns} FROM queue_event ` +
          "WHERE queue_start >= ?1 AND queue_start < ?2 AND queue = ?3 AND event = 'ENTERQUEUE'",
        [from, to, queue],
        part,
        'id',
      ),
    stays(flag, queue, { from, to }, part) {
      // One minimum or maximum in a group: the other columns are those of its row (SQLite, "bare columns").
      const rows =
        `SELECT event.at, event.agent_no AS agent, event.queue, event.event, event.unique_id AS "uniqueId", ` +
        `event.number AS caller, event.talk, event.id, max(event.rank * 1e12 + event.id) AS told ` +
        `FROM (SELECT *, ${talkSql} AS talk, ${rankSql[flag] ?? plainRank} AS rank FROM queue_event ` +
        "WHERE queue_start >= ?1 AND queue_start < ?2 AND queue = ?3 AND unique_id <> '') AS event " +
        `JOIN (${staysSql}) AS stay ON stay.queue = event.queue AND stay.unique_id = event.unique_id ` +
        `AND stay.start = event.queue_start WHERE stay.queue = ?3 AND (${queueFlags[flag]}) ` +
        'GROUP BY event.unique_id, event.queue_start';
      return listed(rows, [from, to, queue], part, 'id');
    },
    pickups: (agent, { from, to }, part) =>
      listed(`SELECT * FROM (${pickupsSql}) WHERE agent = ?3`, [from, to, agent], part, 'id'),
    ratings: (agent, { from, to }, part) =>
      listed(
        'SELECT rating.id, at, queue, agent, number AS caller, rating.key, coalesce(score, 0) AS score, ' +
          'unique_id AS "uniqueId" FROM rating LEFT JOIN report_score ON report_score.key = rating.key ' +
          'WHERE at >= ?1 AND at < ?2 AND agent = ?3',
        [from, to, agent],
        part,
        'id',
      ),
  };
}
