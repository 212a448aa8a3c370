import type { AgentActivityRow, AgentCallRow, CallRecordRow } from '../engine/port';
import type { Database, Value } from './database';
import type { ActivityFilter, AgentCallFilter, CallFilter, RecordStore, StoredActivity } from './record-store';
import { equal, oneOf, type Page, paged, type Where, where, within } from './where';

type Columns<T> = readonly (readonly [field: keyof T & string, column: string])[];

const callColumns: Columns<CallRecordRow> = [
  ...(['calldate', 'src', 'dst', 'clid', 'context', 'channel', 'disposition', 'account', 'caller'] as const).map(
    (name) => [name, name] as const,
  ),
  ...(['callee', 'did', 'redirected', 'original', 'monitor', 'direct', 'transfer', 'trunk', 'cause'] as const).map(
    (name) => [name, name] as const,
  ),
  ['dstChannel', 'dst_channel'],
  ['lastApp', 'last_app'],
  ['lastData', 'last_data'],
  ['durationSeconds', 'duration'],
  ['billSeconds', 'billed'],
  ['uniqueId', 'unique_id'],
  ['userField', 'user_field'],
  ['answeredAt', 'answered_at'],
  ['endedAt', 'ended_at'],
];
const agentCallColumns: Columns<AgentCallRow> = [
  ...(['queue', 'channel', 'agent', 'number', 'name', 'state', 'reason'] as const).map((name) => [name, name] as const),
  ['createdAt', 'created_at'],
  ['enteredAt', 'entered_at'],
  ['uniqueId', 'unique_id'],
  ['callingChannel', 'calling_channel'],
  ['callingUniqueId', 'calling_unique_id'],
  ['agentName', 'agent_name'],
  ['connectedAt', 'connected_at'],
  ['completedAt', 'completed_at'],
  ['holdSeconds', 'hold'],
  ['ringSeconds', 'ring'],
  ['talkSeconds', 'talk'],
];
const activityColumns: Columns<StoredActivity> = [
  ...(['id', 'at', 'agent', 'queue', 'event'] as const).map((name) => [name, name] as const),
  ['agentName', 'agent_name'],
  ['loginAt', 'login_at'],
  ['pauseType', 'pause_type'],
  ['onlineSeconds', 'online'],
  ['readySeconds', 'ready'],
  ['pausedSeconds', 'paused'],
  ['secondsBefore', 'seconds_before'],
];

const selected = <T>(columns: Columns<T>): string =>
  columns.map(([field, column]) => (field === column ? column : `${column} AS "${field}"`)).join(', ');
function inserting<T>(table: string, columns: Columns<T>): (row: T) => readonly [sql: string, ...values: Value[]] {
  const sql = `INSERT INTO ${table} (${columns.map(([, column]) => column).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return (row) => [sql, ...columns.map(([field]) => row[field] as Value)];
}

const insertCall = inserting('call_record', callColumns);
const insertAgentCall = inserting('agent_call', agentCallColumns);
const insertActivity = inserting(
  'agent_activity',
  activityColumns.filter(([field]) => field !== 'id'),
);
const keyOfOffer: readonly string[] = ['unique_id', 'calling_unique_id', 'agent'];
const replaceAgentCall = agentCallColumns
  .filter(([, column]) => !keyOfOffer.includes(column))
  .map(([, column]) => `${column} = excluded.${column}`)
  .join(', ');

const onChannel = (column: string, name: string | undefined) =>
  name !== undefined && ([`${column} = ? OR substr(${column}, 1, ?) = ?`, name, name.length + 1, `${name}-`] as const);

/** Whether the first or last record of the same call was answered. */
const outcome = (which: 'ASC' | 'DESC', answered: boolean | undefined) =>
  answered !== undefined &&
  ([
    `(SELECT disposition = 'ANSWERED' FROM call_record AS other WHERE other.unique_id = call_record.unique_id ` +
      `ORDER BY calldate ${which}, id ${which} LIMIT 1) = ?`,
    answered ? 1 : 0,
  ] as const);

/** Conditions of a filter on call records, for lists, counts and sums alike. */
export function callsWhere(filter: CallFilter): Where {
  const { caller, callee, direct, recorded } = filter;
  const parties =
    caller !== undefined && caller === callee
      ? [['caller = ? OR callee = ?', caller, caller] as const]
      : [equal('caller', caller), equal('callee', callee)];
  return where(
    ...parties,
    equal('disposition', filter.disposition),
    within('calldate', filter.from, filter.to),
    equal('account', filter.account),
    onChannel('channel', filter.channel),
    onChannel('dst_channel', filter.dstChannel),
    oneOf('unique_id', filter.uniqueIds),
    filter.numbers !== undefined && [
      'caller IN (SELECT value FROM json_each(?)) OR callee IN (SELECT value FROM json_each(?))',
      ...[JSON.stringify(filter.numbers), JSON.stringify(filter.numbers)],
    ],
    equal('did', filter.did),
    direct === 'INOUT'
      ? ["direct IN ('IN', 'OUT')"]
      : direct !== undefined && ['direct = ?', direct === 'INNER' ? '' : direct],
    outcome('ASC', filter.firstAnswered),
    outcome('DESC', filter.lastAnswered),
    recorded !== undefined && [recorded ? "monitor <> ''" : "monitor = ''"],
  );
}

/** Tables that calls fill without end. */
const pruned = [
  ...(['call_record', 'agent_call', 'agent_activity', 'queue_event', 'lost_call'] as const),
  ...(['recording', 'menu_key', 'rating'] as const),
];

const asWritten: Page = { sort: 'id', descending: false, offset: 0 };

/** Columns by which calls may be sorted, under the names of `CallRecordRow`. */
const callSorts: ReadonlyMap<string, string> = new Map(callColumns);

/**
 * What the engine wrote, in the database. `limit` bounds the rows of each kind for a platform without a data folder:
 * beyond it the oldest go, in blocks.
 */
export function createRecordStore(db: Database, limit = Number.POSITIVE_INFINITY): RecordStore {
  let written = 0;
  const prune = (): void => {
    written += 1;
    if (written < limit / 10) return;
    written = 0;
    for (const table of pruned) {
      db.run(`DELETE FROM ${table} WHERE id <= (SELECT max(id) FROM ${table}) - ?`, limit);
    }
  };
  const list = <T>(sql: string, condition: Where, part: Page): readonly T[] => {
    const tail = paged(part);
    return db.all<T>(sql + condition.text + tail.text, ...condition.values, ...tail.values);
  };
  const later = (work: () => void): void =>
    db.later(() => {
      work();
      prune();
    });

  function addActivity(row: AgentActivityRow): void {
    const before =
      row.event === 'added'
        ? undefined
        : db.first<{ at: number; event: string }>(
            'SELECT at, event FROM agent_activity WHERE queue = ? AND agent = ? ORDER BY id DESC LIMIT 1',
            row.queue,
            row.agent,
          );
    const secondsBefore = before && before.event !== 'removed' ? Math.round((row.at - before.at) / 1000) : 0;
    db.run(...insertActivity({ ...row, id: 0, secondsBefore }));
  }

  return {
    callRecord: (row) => later(() => db.run(...insertCall(row))),
    agentCall: (row) =>
      later(() => {
        const [sql, ...values] = insertAgentCall(row);
        db.run(`${sql} ON CONFLICT (${keyOfOffer.join(', ')}) DO UPDATE SET ${replaceAgentCall}`, ...values);
      }),
    agentActivity: (row) => later(() => addActivity(row)),

    calls: (filter, part = asWritten) =>
      list<CallRecordRow>(`SELECT ${selected(callColumns)} FROM call_record`, callsWhere(filter), {
        ...part,
        sort: callSorts.get(part.sort) ?? 'id',
      }),
    countCalls: (filter) => {
      const { text, values } = callsWhere(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM call_record${text}`, ...values)?.n ?? 0;
    },
    agentCalls: ({ queue, agentName, endedSince }: AgentCallFilter) =>
      list<AgentCallRow>(
        `SELECT ${selected(agentCallColumns)} FROM agent_call`,
        where(
          endedSince === undefined
            ? ["state IN ('Called', 'Connect')"]
            : ["state IN ('Called', 'Connect') OR coalesce(completed_at, created_at) >= ?", endedSince],
          equal('queue', queue),
          equal('agent_name', agentName),
        ),
        asWritten,
      ),
    activities: (filter: ActivityFilter) =>
      list<StoredActivity>(
        `SELECT ${selected(activityColumns)} FROM agent_activity`,
        where(
          within('at', filter.from, filter.to),
          equal('agent', filter.agent),
          equal('agent_name', filter.agentName),
          equal('queue', filter.queue),
          equal('event', filter.event),
        ),
        asWritten,
      ),
  };
}
