import type { AgentActivityRow, AgentCallRow, CallRecordRow, QueueEventRow } from '../engine/port';
import type {
  ActivityFilter,
  AgentCallFilter,
  CallFilter,
  QueueEventFilter,
  RecordStore,
  StoredActivity,
} from './record-store';

/** Keeps the newest `limit` rows; drops in blocks, so that a write stays cheap. */
class Ring<T> {
  #rows: T[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(row: T): void {
    this.#rows.push(row);
    if (this.#rows.length <= this.#limit) return;
    this.#rows = this.#rows.slice(Math.max(1, Math.floor(this.#limit / 10)));
  }

  get rows(): readonly T[] {
    return this.#rows;
  }
}

const onChannel = (filter: string, name: string): boolean => name === filter || name.startsWith(`${filter}-`);

function matchesParties(row: CallRecordRow, filter: CallFilter): boolean {
  const { caller, callee } = filter;
  if (caller !== undefined && caller === callee) return row.caller === caller || row.callee === caller;
  return (caller === undefined || row.caller === caller) && (callee === undefined || row.callee === callee);
}

function matchesCall(row: CallRecordRow, filter: CallFilter): boolean {
  if (!matchesParties(row, filter)) return false;
  if (filter.disposition !== undefined && row.disposition !== filter.disposition) return false;
  if (filter.from !== undefined && row.calldate < filter.from) return false;
  if (filter.to !== undefined && row.calldate > filter.to) return false;
  if (filter.account !== undefined && row.account !== filter.account) return false;
  if (filter.channel !== undefined && !onChannel(filter.channel, row.channel)) return false;
  if (filter.dstChannel !== undefined && !onChannel(filter.dstChannel, row.dstChannel)) return false;
  if (filter.uniqueIds !== undefined && !filter.uniqueIds.includes(row.uniqueId)) return false;
  if (filter.did !== undefined && row.did !== filter.did) return false;
  if (filter.direct !== undefined && (row.direct || 'INNER') !== filter.direct) return false;
  return filter.recorded === undefined || (row.monitor !== '') === filter.recorded;
}

/** Whether the first or last record of each call was answered, by unique id. */
function answeredBy(rows: readonly CallRecordRow[], which: 'first' | 'last'): ReadonlyMap<string, boolean> {
  const chosen = new Map<string, CallRecordRow>();
  for (const row of rows) {
    const seen = chosen.get(row.uniqueId);
    const better = which === 'first' ? seen && row.calldate < seen.calldate : seen && row.calldate >= seen.calldate;
    if (!seen || better) chosen.set(row.uniqueId, row);
  }
  return new Map([...chosen].map(([id, row]) => [id, row.disposition === 'ANSWERED']));
}

/**
 * Record store in memory, for a platform without a data folder. Bounded: beyond `limit` rows of a kind the oldest go.
 */
export function createMemoryStore(limit = 50_000): RecordStore {
  const calls = new Ring<CallRecordRow>(limit);
  const queueEvents = new Ring<QueueEventRow>(limit);
  // Written again on each change under the same ids: kept by id, in the order of the first writing.
  const agentCalls = new Map<string, AgentCallRow>();
  const activities = new Ring<StoredActivity>(limit);
  const lastActivity = new Map<string, AgentActivityRow>();
  let activityId = 0;

  return {
    callRecord: (row) => calls.add(row),
    queueEvent: (row) => queueEvents.add(row),
    agentCall(row) {
      agentCalls.set(`${row.uniqueId} ${row.callingUniqueId} ${row.agent}`, row);
      if (agentCalls.size > limit) {
        const oldest = agentCalls.keys().next();
        if (!oldest.done) agentCalls.delete(oldest.value);
      }
    },
    agentActivity(row) {
      const membership = `${row.queue} ${row.agent}`;
      const before = row.event === 'added' ? undefined : lastActivity.get(membership);
      activityId += 1;
      const secondsBefore = before ? Math.round((row.at - before.at) / 1000) : 0;
      activities.add({ ...row, id: activityId, secondsBefore });
      if (row.event === 'removed') lastActivity.delete(membership);
      else lastActivity.set(membership, row);
    },

    calls(filter: CallFilter) {
      const first = filter.firstAnswered === undefined ? null : answeredBy(calls.rows, 'first');
      const last = filter.lastAnswered === undefined ? null : answeredBy(calls.rows, 'last');
      return calls.rows.filter(
        (row) =>
          matchesCall(row, filter) &&
          (!first || first.get(row.uniqueId) === filter.firstAnswered) &&
          (!last || last.get(row.uniqueId) === filter.lastAnswered),
      );
    },
    queueEvents(filter: QueueEventFilter) {
      return queueEvents.rows.filter(
        (row) =>
          (filter.queue === undefined || row.queue === filter.queue) &&
          (filter.agent === undefined || row.agent === filter.agent) &&
          (filter.events === undefined || filter.events.includes(row.event)) &&
          (filter.from === undefined || row.at >= filter.from) &&
          (filter.to === undefined || row.at <= filter.to),
      );
    },
    agentCalls(filter: AgentCallFilter) {
      const live = (row: AgentCallRow): boolean =>
        row.state === 'Called' ||
        row.state === 'Connect' ||
        (filter.endedSince !== undefined && (row.completedAt ?? row.createdAt) >= filter.endedSince);
      return [...agentCalls.values()].filter(
        (row) =>
          live(row) &&
          (filter.queue === undefined || row.queue === filter.queue) &&
          (filter.agentName === undefined || row.agentName === filter.agentName),
      );
    },
    activities(filter: ActivityFilter) {
      return activities.rows.filter(
        (row) =>
          (filter.from === undefined || row.at >= filter.from) &&
          (filter.to === undefined || row.at <= filter.to) &&
          (filter.agent === undefined || row.agent === filter.agent) &&
          (filter.agentName === undefined || row.agentName === filter.agentName) &&
          (filter.queue === undefined || row.queue === filter.queue) &&
          (filter.event === undefined || row.event === filter.event),
      );
    },
    close() {
      agentCalls.clear();
      lastActivity.clear();
    },
  };
}
