import type { QueueEventRow } from '../engine/port';
import type { Database } from './database';
import { equal, oneOf, type Page, paged, type Where, where, within } from './where';

/** Absent members do not filter. Times in unix ms, both ends included. */
export interface QueueEventFilter {
  readonly queue?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly uniqueIds?: readonly string[] | undefined;
  /** Interface, or a live channel of it. */
  readonly agent?: string | undefined;
  readonly agentNo?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface StoredQueueEvent extends QueueEventRow {
  readonly id: number;
  /** When the caller came into the queue, unix ms; 0 for events without a call. */
  readonly queueStart: number;
}

/** How the calls of one queue fared that came into it in a span of time and have left it. Times in seconds. */
export interface QueueComparison {
  readonly queue: string;
  readonly total: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly timedOut: number;
  readonly otherwise: number;
  /** Percent. */
  readonly answerRate: number;
  /** Of the answered ones; null where none was. */
  readonly longestWait: number | null;
  readonly averageWait: number | null;
  readonly averageRing: number | null;
  readonly talk: number;
  readonly averageTalk: number | null;
  readonly callerHangups: number;
  readonly agentHangups: number;
  readonly transfers: number;
}

/** What happened in the queues, event by event (WEBCTI2 §6.10). */
export interface QueueLog {
  add(row: QueueEventRow): void;
  list(filter: QueueEventFilter, part: Page): readonly StoredQueueEvent[];
  count(filter: QueueEventFilter): number;
  /** One row for each queue that had calls; a call still waiting counts nowhere yet. */
  compare(from: number, to: number): readonly QueueComparison[];
}

/** How a caller leaves a queue; each stay has exactly one of them. */
export const departures = [
  'CONNECT',
  'ABANDON',
  'EXITWITHTIMEOUT',
  'EXITEMPTY',
  'EXITWITHKEY',
  'WITHDRAW',
  'SYSCOMPAT',
  'TRANSFER',
] as const;

const sqlList = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
/** Those that are neither an answer nor the caller's patience at an end, for `event IN (…)`. */
export const otherDepartures = sqlList(
  departures.filter((name) => !['CONNECT', 'ABANDON', 'EXITWITHTIMEOUT'].includes(name)),
);
/** Those that leave a caller unanswered by this queue, for `event IN (…)`. */
export const unanswered = sqlList(departures.filter((name) => name !== 'CONNECT'));

const columns =
  'id, at, queue, unique_id AS uniqueId, channel, number, agent, agent_no AS agentNo, event, arg1, arg2, arg3, arg4, ' +
  'arg5, queue_start AS queueStart';

const onAgent = (agent: string | undefined) =>
  agent !== undefined && ([`agent IN (?, ?)`, agent, agent.replace(/-[0-9a-f]+$/, '')] as const);

const filtered = (filter: QueueEventFilter): Where =>
  where(
    equal('queue', filter.queue),
    oneOf('event', filter.events),
    oneOf('unique_id', filter.uniqueIds),
    onAgent(filter.agent),
    equal('agent_no', filter.agentNo),
    within('at', filter.from, filter.to),
  );

type Raw = Omit<StoredQueueEvent, 'args'> & Record<'arg1' | 'arg2' | 'arg3' | 'arg4' | 'arg5', string>;

export function createQueueLog(db: Database): QueueLog {
  return {
    add(row) {
      const start =
        row.event === 'ENTERQUEUE'
          ? row.at
          : row.uniqueId === ''
            ? 0
            : (db.first<{ at: number }>(
                "SELECT at FROM queue_event WHERE unique_id = ? AND queue = ? AND event = 'ENTERQUEUE' ORDER BY id DESC LIMIT 1",
                row.uniqueId,
                row.queue,
              )?.at ?? row.at);
      db.run(
        'INSERT INTO queue_event (at, queue, unique_id, channel, number, agent, agent_no, event, arg1, arg2, arg3, arg4, ' +
          'arg5, queue_start) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        ...[row.at, row.queue, row.uniqueId, row.channel, row.number, row.agent, row.agentNo, row.event],
        ...row.args,
        start,
      );
    },
    list(filter, part) {
      const [condition, tail] = [filtered(filter), paged(part)];
      return db
        .all<Raw>(
          `SELECT ${columns} FROM queue_event${condition.text}${tail.text}`,
          ...condition.values,
          ...tail.values,
        )
        .map(({ arg1, arg2, arg3, arg4, arg5, ...row }) => ({ ...row, args: [arg1, arg2, arg3, arg4, arg5] }));
    },
    count(filter) {
      const { text, values } = filtered(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM queue_event${text}`, ...values)?.n ?? 0;
    },
    compare: (from, to) =>
      db.all<QueueComparison>(
        `
        WITH event AS (SELECT * FROM queue_event WHERE queue_start BETWEEN ? AND ?),
        figure AS (
          SELECT queue,
            sum(event IN (${sqlList(departures)})) AS total,
            sum(event = 'CONNECT') AS answered, sum(event = 'ABANDON') AS abandoned,
            sum(event = 'EXITWITHTIMEOUT') AS timedOut,
            sum(event IN (${otherDepartures})) AS otherwise,
            max(CASE event WHEN 'CONNECT' THEN CAST(arg1 AS INTEGER) END) AS longestWait,
            avg(CASE event WHEN 'CONNECT' THEN CAST(arg1 AS INTEGER) END) AS averageWait,
            avg(CASE event WHEN 'CONNECT' THEN CAST(arg3 AS INTEGER) END) AS averageRing,
            CAST(total(CASE WHEN event IN ('COMPLETEAGENT', 'COMPLETECALLER') THEN arg2
              WHEN event = 'ATTENDEDTRANSFER' THEN arg3 WHEN event = 'BLINDTRANSFER' THEN arg4 END) AS INTEGER) AS talk,
            avg(CAST(CASE WHEN event IN ('COMPLETEAGENT', 'COMPLETECALLER') THEN arg2
              WHEN event = 'ATTENDEDTRANSFER' THEN arg3 WHEN event = 'BLINDTRANSFER' THEN arg4 END AS INTEGER)) AS averageTalk,
            sum(event = 'COMPLETECALLER') AS callerHangups, sum(event = 'COMPLETEAGENT') AS agentHangups,
            sum(event IN ('BLINDTRANSFER', 'ATTENDEDTRANSFER')) AS transfers
          FROM event GROUP BY queue)
        SELECT *, 100.0 * answered / total AS answerRate FROM figure WHERE total > 0 ORDER BY queue
        `,
        from,
        to,
      ),
  };
}
