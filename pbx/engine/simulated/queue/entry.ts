import type { AgentCallRow } from '../../port';
import type { Leg } from '../leg';
import type { Ring } from '../ring';
import type { MemberState, QueueState } from './queues';

/** A caller in a queue. */
export interface Entry {
  readonly queue: QueueState;
  readonly leg: Leg;
  readonly enteredAt: number;
  readonly enteredPosition: number;
  readonly offers: Set<Offer>;
  /** Members who had their turn in this round. */
  readonly tried: Set<string>;
  /** Earliest time of the next round once everybody had a turn. */
  retryAt: number;
  stopTimeout: () => void;
  stopRetry: () => void;
}

/** The queue rings one member for one caller. */
export interface Offer {
  readonly entry: Entry;
  readonly member: MemberState;
  readonly ring: Ring;
  /** As written last; every change of state is written again with the same ids. */
  row: AgentCallRow;
}
