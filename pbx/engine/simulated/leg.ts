import type { Channel } from '../port';
import type { Attempt } from './attempt';
import type { Bridge } from './bridges';
import type { Consult } from './consult';
import type { LinkRow } from './links';
import type { Entry } from './queue/entry';
import type { QueueCall } from './queue/queue-call';
import type { Ring } from './ring';

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** How a leg went away from its place: it is gone, or it is somewhere else now. */
export type Departure = 'hung-up' | 'moved';

/**
 * Where a leg is. A leg is in exactly one place, so it can be in no two bridges, lots or queues. `left` runs once when
 * the leg goes away from there, whoever made it go: each place knows what its leaving means for the others.
 */
export type Place = { left(leg: Leg, how: Departure): void } & (
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'rung'; readonly ring: Ring }
  | { readonly kind: 'calling'; readonly attempt: Attempt }
  | { readonly kind: 'bridged'; readonly bridge: Bridge }
  | { readonly kind: 'consult'; readonly consult: Consult; readonly role: 'agent' | 'customer' | 'asked' }
  | { readonly kind: 'queued'; readonly entry: Entry }
  | { readonly kind: 'parked'; readonly lot: string }
  | { readonly kind: 'seated'; readonly room: string; readonly member: number }
  | { readonly kind: 'application'; readonly name: string; pressed?(digits: string): void }
);

export const nowhere: Place = { kind: 'nowhere', left: () => undefined };

/** The human at the far end of a trunk leg. */
export interface OutsidePerson {
  /** Hangs up so long after being connected; null = waits for the other side. */
  readonly talkSeconds: number | null;
  /** How long he speaks to a mailbox; null = as people do. */
  readonly messageSeconds: number | null;
  /** Key by which he judges a call; empty = none. */
  readonly rates: string;
  /** Keys pressed one by one when an outbound notice asks; a dash = says nothing that time. */
  readonly keys: string;
  /** Ends waiting; cleared when connected. */
  stopWaiting: () => void;
  stopTalking: () => void;
  connected: boolean;
}

/** A channel of the exchange with what only the engine knows of it; `info` is what the port shows. */
export interface Leg {
  readonly info: Writable<Channel>;
  place: Place;
  readonly variables: Map<string, string>;
  readonly account: string;
  readonly links: Set<LinkRow>;
  /** It appears in a call record already; a leg that never does gets one of its own when it ends. */
  recorded: boolean;
  dialStatus: string;
  queueCall: QueueCall | null;
  person: OutsidePerson | null;
  /** Users whose forwarding this call passed; ends loops, the last one is the redirecting number. */
  readonly forwardedBy: string[];
  /** Number of the person who transferred this leg last. */
  transferredBy: string;
  /** Other half of a Local channel. */
  partner: Leg | null;
}

export const isLive = (leg: Leg): boolean => leg.info.hungUpAt === null;
