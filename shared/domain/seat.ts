import type { PlatformTime } from './time';

/**
 * Availability of a seat, what the queues believe.
 *
 *             pause(reason)                    call ended, wrap-up on
 *   ready ───────────────────▶ paused      ready ───────▶ wrap-up ──time/finish──▶ ready | next
 *     ▲ ◀───────────────────────┘             ▲
 *     │        ready()                        │ join a queue
 *   offline ──────────────────────────────────┘     (offline = member of no queue)
 */
export type Availability = 'ready' | 'paused' | 'wrap-up' | 'offline';

/** Who set the pause: an automatic pause is undone by its cause, a manual one only by a person (rivals' bug R12). */
export type PausedBy = 'me' | 'platform' | 'dnd' | 'supervisor' | 'wrap-up';

export type NextState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'pause'; readonly reason: number }
  | { readonly kind: 'sign-out' };

export interface Membership {
  readonly queue: string;
  readonly queueName: string;
  readonly joined: boolean;
  /** Static members cannot leave. */
  readonly fixed: boolean;
  readonly penalty: number;
  /** 0 ready, 1–99 the reason. */
  readonly paused: number;
}

export interface Seat {
  readonly agent: string;
  readonly agentName: string;
  readonly device: string;
  /** How the device is dialled, `SIP/2011`. */
  readonly interface: string;
  readonly context: string;
  readonly availability: Availability;
  /** Pause reason 1–99 while paused, else 0. */
  readonly reason: number;
  readonly pausedBy: PausedBy | null;
  /** Start of the present availability on the platform's clock. */
  readonly since: PlatformTime;
  /** What the phone does, independent of availability. */
  readonly phone: 'idle' | 'ringing' | 'in-use' | 'unreachable';
  /** Applied once when the last call ends. */
  readonly next: NextState | null;
  /** End of a time-boxed wrap-up; null when it runs until the agent finishes it. */
  readonly wrapUpEndsAt: PlatformTime | null;
  readonly memberships: readonly Membership[];
  readonly dnd: boolean;
  readonly forwarding: Forwarding;
  /** Calls that rang here and were not answered, since sign-in. */
  readonly missed: number;
}

/** Destination numbers; empty = off. */
export interface Forwarding {
  readonly always: string;
  readonly busy: string;
  readonly unavailable: string;
}

export interface PauseReason {
  /** 1–99. */
  readonly code: number;
  readonly label: string;
}
