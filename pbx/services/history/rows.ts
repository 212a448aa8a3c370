import type { Database, Value } from '../../store/database';
import { type Columns, createBulk } from './bulk';

/** What an exchange repeats or what follows from the rest is not handed over for every row. */
const callColumns: Columns = {
  ...{ calldate: '?1', src: '?2', dst: '?3', clid: '?2', channel: '?4', dst_channel: '?5', last_app: '?6' },
  ...{ last_data: '?7', duration: '?8', billed: '?9', account: "''", unique_id: '?10', answered_at: '?11' },
  ...{ ended_at: '?12', caller: '?2', callee: '?3', original: '?2', direct: '?13', cause: '?14' },
  ...{ redirected: "''", monitor: "''", transfer: "''" },
  context: "CASE ?13 WHEN 'IN' THEN 'from-trunk' ELSE 'from-internal' END",
  did: "CASE ?13 WHEN 'IN' THEN '4008' ELSE '' END",
  trunk: "CASE ?13 WHEN '' THEN '' ELSE 'SIP/to117' END",
  disposition: "CASE WHEN ?11 IS NULL THEN 'NO ANSWER' ELSE 'ANSWERED' END",
  user_field:
    "CASE WHEN ?11 IS NOT NULL THEN 'DIALSTATUS:ANSWER' WHEN ?14 = 19 THEN 'DIALSTATUS:NOANSWER' ELSE 'DIALSTATUS:CANCEL' END",
};
const eventColumns = [
  ...['at', 'queue', 'unique_id', 'channel', 'number', 'agent', 'agent_no', 'event'],
  ...['arg1', 'arg2', 'arg3', 'arg4', 'arg5', 'queue_start'],
];
const offerColumns = [
  ...['created_at', 'queue', 'entered_at', 'channel', 'unique_id', 'calling_channel', 'calling_unique_id', 'agent'],
  ...['agent_name', 'number', 'name', 'state', 'connected_at', 'completed_at', 'hold', 'ring', 'talk', 'reason'],
];
const activityColumns = [
  ...['at', 'agent', 'agent_name', 'queue', 'event', 'login_at', 'pause_type', 'online', 'ready', 'paused'],
  'seconds_before',
];
const ratingColumns = ['at', 'unique_id', 'queue', 'agent', 'number', 'key', 'application'];
const holdColumns = ['at', 'ended_at', 'channel', 'unique_id', 'agent'];
const lostColumns = [
  ...['created_at', 'called_at', 'queue', 'channel', 'unique_id', 'number', 'wait', 'times', 'reason'],
  ...['process_app', 'processed_at', 'process_flag', 'process_mark'],
];

/** Tables that a history fills; none of them may have a row before. */
export const historyTables = [
  ...['call_record', 'queue_event', 'agent_call', 'agent_activity', 'rating', 'music_hold', 'lost_call'],
] as const;

export type HistoryTable = 'call' | 'event' | 'offer' | 'activity' | 'rating' | 'hold' | 'lost';

/** Values of a row in the order of its table's columns, and when an exchange would have written it. */
export interface HistoryRow {
  readonly at: number;
  readonly values: readonly Value[];
}

/** Takes rows in any order and writes them in that of time, as far as time has come. */
export interface HistoryRows {
  put(table: HistoryTable, at: number, ...values: readonly Value[]): void;
  /** Everything before this instant is there. */
  upTo(at: number): void;
  readonly counts: Readonly<Record<HistoryTable, number>>;
}

export function createHistoryRows(db: Database): HistoryRows {
  const bulks = {
    call: createBulk(db, 'call_record', callColumns),
    event: createBulk(db, 'queue_event', eventColumns),
    offer: createBulk(db, 'agent_call', offerColumns),
    activity: createBulk(db, 'agent_activity', activityColumns),
    rating: createBulk(db, 'rating', ratingColumns),
    hold: createBulk(db, 'music_hold', holdColumns),
    lost: createBulk(db, 'lost_call', lostColumns),
  };
  const waiting: Record<HistoryTable, HistoryRow[]> = {
    ...{ call: [], event: [], offer: [], activity: [] },
    ...{ rating: [], hold: [], lost: [] },
  };
  const tables = Object.keys(bulks) as HistoryTable[];
  return {
    put(table, at, ...values) {
      waiting[table].push({ at, values });
    },
    upTo(at) {
      for (const table of tables) {
        const later: HistoryRow[] = [];
        // The order of putting keeps rows of one moment apart.
        for (const row of waiting[table].sort((left, right) => left.at - right.at)) {
          if (row.at < at) bulks[table].add(row.values);
          else later.push(row);
        }
        waiting[table] = later;
        if (at === Number.POSITIVE_INFINITY) bulks[table].end();
      }
    },
    get counts() {
      return Object.fromEntries(tables.map((table) => [table, bulks[table].count])) as Record<HistoryTable, number>;
    },
  };
}
