import type { AgentState, QueueMember } from './queue';

/** Highest first: what a person is counted as when several hold. */
export const agentStates = [
  'on-call',
  'ringing',
  'wrap-up',
  'paused',
  'ready',
  'unreachable',
  'offline',
] as const satisfies readonly AgentState[];

export const strongest = (states: readonly AgentState[]): AgentState =>
  agentStates.find((state) => states.includes(state)) ?? 'offline';

/** What one phone or membership says. `member` is the scale of WEBCTI2 §6.7, `device` the bits of §6.6; null = not told. */
export interface AgentSigns {
  readonly device: number | null;
  readonly members: readonly { readonly status: number; readonly paused: number }[];
  /** Pause reason that stands for wrap-up; 0 = none. */
  readonly wrapUpCode: number;
}

/** Member status §6.7: 0 unknown, 1 not in use, 2 in use, 3 busy, 4 invalid, 5 unavailable, 6 ringing. */
const memberState = (status: number): AgentState | null =>
  status === 2 || status === 3
    ? 'on-call'
    : status === 6
      ? 'ringing'
      : status === 4 || status === 5
        ? 'unreachable'
        : null;

/** Device status §6.6 is a sum of bits: 1 in use, 2 busy, 4 unavailable, 8 ringing; 9 = talks and rings. */
const deviceState = (status: number): AgentState | null => {
  if (status < 0 || (status & 4) !== 0) return 'unreachable';
  if ((status & 3) !== 0) return 'on-call';
  return (status & 8) !== 0 ? 'ringing' : null;
};

/**
 * One state of one person, whatever number of queues (V4: an agent in three queues is one agent). Paused counts when the
 * person is paused in every queue: who can still get a call from one of them is ready.
 */
export function stateOfAgent(signs: AgentSigns): { readonly state: AgentState; readonly reason: number } {
  const { device, members, wrapUpCode } = signs;
  const paused = members.length > 0 && members.every((member) => member.paused > 0);
  const reason = paused ? (members[0]?.paused ?? 0) : 0;
  const seen: (AgentState | null)[] = members.map((member) => memberState(member.status));
  if (device !== null) {
    // The phone itself knows better than a queue whether it can be reached.
    const own = deviceState(device);
    if (own === 'unreachable') return { state: 'unreachable', reason };
    seen.push(own);
  }
  const busy = strongest(seen.filter((state): state is AgentState => state === 'on-call' || state === 'ringing'));
  if (busy !== 'offline') return { state: busy, reason };
  if (paused) return { state: wrapUpCode > 0 && reason === wrapUpCode ? 'wrap-up' : 'paused', reason };
  if (members.length === 0) return { state: 'offline', reason: 0 };
  return { state: seen.includes('unreachable') && device === null ? 'unreachable' : 'ready', reason: 0 };
}

export type AgentCounts = Readonly<Record<AgentState, number>>;
export const noAgents: AgentCounts = {
  'on-call': 0,
  ringing: 0,
  'wrap-up': 0,
  paused: 0,
  ready: 0,
  unreachable: 0,
  offline: 0,
};

/** Each row once, whatever number of queues it has. */
export function countAgents(rows: readonly { readonly state: AgentState }[]): AgentCounts {
  const counts: Record<AgentState, number> = { ...noAgents };
  for (const { state } of rows) counts[state] += 1;
  return counts;
}

/** Persons who are signed in to a queue and can be reached. */
export const onlineAgents = (counts: AgentCounts): number =>
  counts['on-call'] + counts.ringing + counts['wrap-up'] + counts.paused + counts.ready;

export const memberOf = (rows: readonly QueueMember[], queue: string): QueueMember | undefined =>
  rows.find((row) => row.queue === queue);
