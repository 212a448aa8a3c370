import type { PlatformTime } from './time';

/**
 * A leg is one link between my channel and another party. A call (one card) holds one or two legs: the party, and
 * while consulting the person asked.
 *
 *                 answered                     hold
 *   ringing ────────────────▶ talking ◀──────────────────▶ held
 *      │                        │  ▲       resume            │
 *      │ dialing ───────────────┘  └──────────────┐          │
 *      │    │        answered                     │          │
 *      ▼    ▼                                     │          ▼
 *    ended ◀──────────────────────────────────────┴──────── ended
 *
 * `ringing` = my phone rings for somebody; `dialing` = the other side is being called. Only desk/differ writes it, and
 * it only writes transitions of `legTransitions`; a snapshot that skips a state gets the missing steps synthesised.
 */
export type LegState = 'ringing' | 'dialing' | 'talking' | 'held' | 'ended';

export const legTransitions: Readonly<Record<LegState, readonly LegState[]>> = {
  ringing: ['talking', 'ended'],
  dialing: ['talking', 'ended'],
  talking: ['held', 'ended'],
  held: ['talking', 'ended'],
  ended: [],
};

export interface Leg {
  /** Unique id of the other party's channel; text, `1421960697.190` keeps its zero. Empty while it has none yet. */
  readonly id: string;
  /** The other party's live channel, `SIP/trunk-0000002b`; empty while none. */
  readonly channel: string;
  readonly number: string;
  readonly name: string;
  readonly role: 'party' | 'consult';
  readonly state: LegState;
  readonly dialledAt: PlatformTime | null;
  readonly answeredAt: PlatformTime | null;
}

export type CallDirection = 'in' | 'out' | 'internal';

/**
 * State of the whole call as the agent sees it, derived from its legs.
 *
 *   calling-me ──lift──▶ dialing ──answer──▶ talking ◀──▶ held
 *        │                  │                  │  ▲
 *   ringing ───answer───────┼─────────────────▶│  │ complete / cancel
 *        │                  │                  ▼  │
 *        │                  │              consulting ──▶ conference
 *        ▼                  ▼                  ▼
 *      ended ◀──────────────┴──────────────────┘        (end: why)
 */
export type CallState =
  | 'calling-me'
  | 'ringing'
  | 'dialing'
  | 'talking'
  | 'held'
  | 'consulting'
  | 'conference'
  | 'ended';

/** Why a call ended; told apart from the platform's records, `unknown` until they answer. */
export type CallEnd =
  | 'hung-up-here'
  | 'hung-up-there'
  | 'abandoned'
  | 'answered-elsewhere'
  | 'rejected'
  | 'no-answer'
  | 'busy'
  | 'failed'
  | 'transferred'
  | 'parked'
  | 'unknown';

export interface Call {
  /** Unique id of my own channel: one card per channel of mine. */
  readonly id: string;
  /** Same for all legs of what the caller calls one call: the outside party's unique id. Pops are once per this. */
  readonly linkedId: string;
  /** My live channel `SIP/2011-0000002a`. */
  readonly channel: string;
  readonly direction: CallDirection;
  readonly state: CallState;
  readonly legs: readonly Leg[];
  readonly number: string;
  readonly name: string;
  readonly region: string;
  readonly queue: string;
  readonly queueName: string;
  /** Number the caller dialled. */
  readonly did: string;
  /** IVR menus passed, in order, and keys pressed. */
  readonly ivrPath: string;
  readonly ivrKeys: string;
  /** Seconds waited in the queue before it rang here; null when not a queue call. */
  readonly waitSeconds: number | null;
  readonly callData: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly transferredFrom: string;
  readonly startedAt: PlatformTime;
  readonly answeredAt: PlatformTime | null;
  readonly heldSince: PlatformTime | null;
  readonly endedAt: PlatformTime | null;
  readonly end: CallEnd | null;
  /** Conference room when state is `conference`. */
  readonly room: string;
  /**
   * Set where the platform says that there is a call and not how far it is (Uncall §3.3): `state` is then what the desk
   * takes it for. Absent = the platform said so, or something that succeeded proved it.
   */
  readonly assumed?: 'calling' | 'answered' | undefined;
  /** Held by parking (Uncall §3.7): my phone is free meanwhile, and only resuming reaches the other side. */
  readonly away?: boolean | undefined;
  /** The other side will be asked for a rating when the call ends. */
  readonly surveyed?: boolean | undefined;
}
