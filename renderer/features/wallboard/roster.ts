import type { Rows } from '../../../shared/bridge/topics';
import type { AgentRow, AgentState } from '../../../shared/domain/queue';

/** In the order of urgency in which the floor is read, and in which state chips stand. */
export const agentStates = [
  'on-call',
  'ringing',
  'wrap-up',
  'paused',
  'ready',
  'unreachable',
  'offline',
] as const satisfies readonly AgentState[];

export const sortColumns = ['name', 'device', 'state', 'since', 'queues', 'peer', 'calls'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface RosterView {
  /** Words of the filter box; every word must be found in the row. */
  readonly filter: string;
  /** Null = all states. */
  readonly state: AgentState | null;
  readonly sort: SortColumn;
  readonly descending: boolean;
}

export const initialRosterView: RosterView = { filter: '', state: null, sort: 'state', descending: false };

/** Persons by state: a row is a person, so each is counted once however many queues it serves (R13). */
export function countByState(rows: readonly AgentRow[]): Readonly<Record<AgentState, number>> {
  const counts: Record<AgentState, number> = {
    'on-call': 0,
    ringing: 0,
    'wrap-up': 0,
    paused: 0,
    ready: 0,
    unreachable: 0,
    offline: 0,
  };
  for (const row of rows) counts[row.state] += 1;
  return counts;
}

const rank = new Map<AgentState, number>(agentStates.map((state, place) => [state, place]));

/** Natural order, so that device 210 stands after 21 and 王 where a Chinese reader looks for it. */
const collator = new Intl.Collator('zh-CN', { numeric: true, sensitivity: 'base' });

function compare(a: AgentRow, b: AgentRow, column: SortColumn): number {
  switch (column) {
    case 'name':
      return collator.compare(a.name, b.name);
    case 'device':
      return collator.compare(a.device, b.device);
    case 'state':
      return (rank.get(a.state) ?? 0) - (rank.get(b.state) ?? 0) || a.reason - b.reason;
    // Ascending time in state = the latest start first.
    case 'since':
      return (b.since ?? Number.POSITIVE_INFINITY) - (a.since ?? Number.POSITIVE_INFINITY) || 0;
    case 'queues':
      return a.queues.length - b.queues.length || collator.compare(queueText(a), queueText(b));
    case 'peer':
      return collator.compare(a.peerName || a.peer, b.peerName || b.peer);
    case 'calls':
      return a.callsTaken - b.callsTaken;
  }
}

export const queueText = (row: AgentRow): string => row.queues.map((member) => member.queue).join(' ');

function matches(row: AgentRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${row.name} ${row.agent} ${row.device} ${row.peer} ${row.peerName} ${queueText(row)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/**
 * Ids of the rows to draw, in order. Ties fall back to the interface, so that two snapshots with equal figures never
 * swap rows under the cursor.
 */
export function rosterIds(rows: Rows<AgentRow>, view: RosterView): readonly string[] {
  const words = view.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = view.descending ? -1 : 1;
  return Object.entries(rows)
    .filter(([, row]) => (view.state === null || row.state === view.state) && matches(row, words))
    .sort(
      ([idA, a], [idB, b]) =>
        direction * compare(a, b, view.sort) || collator.compare(idA, idB) || (idA < idB ? -1 : 1),
    )
    .map(([id]) => id);
}

/** Clicking a column: first ascending, then descending. */
export const sortBy = (view: RosterView, column: SortColumn): RosterView => ({
  ...view,
  sort: column,
  descending: view.sort === column ? !view.descending : false,
});
