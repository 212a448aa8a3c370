import type { Clock } from '../../../shared/domain/time';
import type { IncomingCall, IncomingFax, OutsideBehaviour, PhoneBehaviour } from '../../scenario/port';
import type { CallEngine, Channel, Outcome } from '../port';
import type { Random } from './random';
import type { EngineSnapshot } from './snapshot';

/** The simulated exchange: the port, and the hands of the people at its phones. */
export interface SimulatedEngine extends CallEngine {
  readonly clock: Clock;
  /** Minutes east of UTC. */
  readonly zone: number;
  /** The engine's seeded random numbers; people draw from them so that a run can be repeated. */
  readonly random: Random;

  /** Answers what rings at a phone, the longest ringing first. */
  lift(device: string): Outcome<'no-call'>;
  /** Refuses what rings. */
  reject(device: string): Outcome<'no-call'>;
  /** Ends what the phone has called or answered; the same key on a phone that only rings refuses the call. */
  putDown(device: string): Outcome<'no-call'>;
  /** Dials from the keypad; the name of the new channel, or why there is none. */
  dial(device: string, number: string): Dialled;
  /** Keys pressed during a call: a configured feature code as a whole, else tones. */
  press(device: string, digits: string): Outcome<'no-call'>;
  setRegistered(device: string, registered: boolean): void;
  phoneBehaves(device: string, behaviour: PhoneBehaviour): void;
  phoneBehaviour(device: string): PhoneBehaviour;
  /** Longest matching prefix wins, `*` is the default. */
  outsideBehaves(prefix: string, behaviour: OutsideBehaviour): void;
  /** Somebody outside calls in; undefined when all lines of the trunk are taken. */
  outsideArrives(call: IncomingCall): Channel | undefined;
  /** A fax machine outside calls in; undefined when all lines are taken or nobody has that extension. */
  outsideFaxes(fax: IncomingFax): Channel | undefined;
  outsideHangsUp(channel: string): void;
  outsidePresses(channel: string, digits: string): void;
  /** Live channels of a device or trunk, without a walk over all of them. */
  channelsOf(deviceOrTrunk: string): readonly Channel[];
  /** Channel that a live channel is connected to; undefined when it talks to nobody. */
  talksTo(channel: string): Channel | undefined;
  queuePenalty(queue: string, iface: string, penalty: number): Outcome<'no-queue' | 'not-there'>;

  /** Everything that is live, as plain data: for comparing two runs and for looking into a failed test. */
  snapshotState(): EngineSnapshot;
  /**
   * The exchange restarts. With `keepState` calls go on and only `reloadedAt` moves; without, all calls, parked calls,
   * rooms, queue figures and dynamic memberships are gone, while bindings, forwarding and registrations stay.
   */
  restart(options?: { readonly keepState: boolean }): void;
}

export type Dialled =
  | { readonly ok: true; readonly channel: string }
  | { readonly ok: false; readonly why: 'no-device' | 'unregistered' | 'in-use' };
