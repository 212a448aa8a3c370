import type { PlatformTime } from './time';

/** State of a person counted once over all queues: the highest of these that holds. */
export type AgentState = 'on-call' | 'ringing' | 'wrap-up' | 'paused' | 'ready' | 'unreachable' | 'offline';

export interface QueueMember {
  readonly queue: string;
  readonly penalty: number;
  readonly fixed: boolean;
  readonly paused: number;
  readonly callsTaken: number;
  readonly lastCallAt: PlatformTime | null;
}

/** One row of the agent table: a person (by interface), however many queues. */
export interface AgentRow {
  readonly interface: string;
  readonly agent: string;
  readonly name: string;
  readonly device: string;
  readonly state: AgentState;
  /** Pause reason while paused or in wrap-up, else 0. */
  readonly reason: number;
  readonly since: PlatformTime | null;
  readonly queues: readonly QueueMember[];
  /** Whom the agent talks to or is rung by; empty when idle. */
  readonly peer: string;
  readonly peerName: string;
  /** Live channels of the agent, for hang up and pickup. */
  readonly channel: string;
  readonly callsTaken: number;
}

export interface WaitingCaller {
  /** Unique id of the caller's channel. */
  readonly id: string;
  readonly queue: string;
  readonly channel: string;
  readonly number: string;
  readonly name: string;
  readonly region: string;
  readonly position: number;
  readonly enteredAt: PlatformTime;
}

export interface QueueTile {
  readonly queue: string;
  readonly name: string;
  readonly waiting: number;
  /** Entry time of the caller who waits longest; the screen ticks it. */
  readonly oldestEnteredAt: PlatformTime | null;
  /** Members of this queue by state; a member is counted once in each of its queues. */
  readonly members: Readonly<Record<AgentState, number>>;
  /** Figures of the platform since its start or last reset; null when it does not tell. */
  readonly completed: number | null;
  readonly abandoned: number | null;
  readonly averageHoldSeconds: number | null;
  readonly serviceLevelPercent: number | null;
  readonly serviceLevelSeconds: number | null;
}

export interface ParkedCall {
  /** `<lot>/<channel>`. */
  readonly id: string;
  readonly lot: string;
  readonly channel: string;
  readonly number: string;
  readonly name: string;
  /** Channel that parked it. */
  readonly parkedBy: string;
  readonly parkedAt: PlatformTime;
  readonly expiresAt: PlatformTime | null;
}

export interface ConferenceMember {
  /** `<room>/<member number>`. */
  readonly id: string;
  readonly room: string;
  readonly number: number;
  readonly phone: string;
  readonly name: string;
  readonly channel: string;
  readonly joinedAt: PlatformTime;
  readonly talking: boolean;
  readonly muted: boolean;
}

export type Presence = 'idle' | 'ringing' | 'in-use' | 'unreachable' | 'unknown';

/** A colleague in the extension list, with live presence. */
export interface Extension {
  readonly extension: string;
  readonly name: string;
  readonly device: string;
  readonly interface: string;
  readonly context: string;
  readonly presence: Presence;
  /** Member of a queue and paused; lets transfer lists grey people out. */
  readonly paused: boolean;
}
