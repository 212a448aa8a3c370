import type { PlatformTime } from '../../../../shared/domain/time';
import type { Pair } from './pairs';

/** What the records need to know of a channel. */
export interface Leg {
  name: string;
  readonly uniqueId: string;
  linkedId: string;
  readonly local: boolean;
  /** It was there when this platform began to listen, or came while it could not; empty = it was seen to begin. */
  found: '' | 'start' | 'gap';
  /** Number of the telephone; empty = a line or a Local channel. */
  readonly device: string;
  readonly trunk: string;
  readonly createdAt: PlatformTime;
  answeredAt: PlatformTime | null;
  hungUpAt: PlatformTime | null;
  cause: number;
  /** It called the exchange, rather than being called by it. */
  incoming: boolean;
  callerId: string;
  callerName: string;
  /** Number that an outside caller dialled; empty for everybody else. */
  did: string;
  /** Number that it dialled at first; empty for one that was called. */
  dialled: string;
  context: string;
  exten: string;
  account: string;
  application: string;
  applicationData: string;
  /** Somebody asked for its end, or its own side hung up. */
  hangupAsked: boolean;
  parked: boolean;
  bridge: Bridge | null;
  /** Other half of a Local channel. */
  partner: Leg | null;
  /** Of a half of a Local channel: the real leg behind the other half. */
  stands: Leg | null;
  readonly standIns: Set<Leg>;
  readonly pairs: Set<Pair>;
  /** It appears in a call record; one that never does gets a record of its own. */
  recorded: boolean;
  /** Queue that it came into as a caller; empty = none. */
  queue: string;
  /** It waits there now. */
  waiting: boolean;
  /** Number of the person who transferred it last. */
  transferredBy: string;
  /** File that it is recorded to; empty = none. */
  monitor: string;
  /** Last key and when it was pressed. */
  key: { readonly digit: string; readonly at: PlatformTime } | null;
  /** `QUEUESTATUS` as the exchange set it since the leg came into its queue; where it tells. */
  queueStatus: string;
  /** How the last call that it made ended: `NOANSWER`, `BUSY`, `CHANUNAVAIL`. */
  dialStatus: string;
}

/** Where legs hear each other; a room or a parking place is one, too, but nobody there belongs to another. */
export interface Bridge {
  readonly id: string;
  readonly talk: boolean;
  readonly legs: Set<Leg>;
}

/** The real leg that a half of a Local channel stands for, as far as one is known. */
export function partyOf(leg: Leg): Leg {
  let party = leg;
  for (let depth = 0; depth < 8 && party.local && party.stands; depth += 1) party = party.stands;
  return party;
}
