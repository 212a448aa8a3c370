import type { Clock } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import type { IncomingCall, IncomingFax, OutsideBehaviour, PhoneBehaviour } from '../../scenario/port';
import type { CallEngine, Channel, Outcome } from '../port';
import type { Random } from './random';
import type { EngineSnapshot } from './snapshot';

/** The simulated exchange: the port, and the hands of the people at its phones. */
export interface SimulatedEngine extends CallEngine {
  readonly kind: 'simulated';

  // It answers at once.
  bind(user: string, device: string): Outcome<'no-user' | 'no-device' | 'fixed'>;
  split(user: string, device: string): Outcome<'no-user' | 'no-device' | 'fixed'>;
  queueAdd(queue: string, iface: string, penalty: number): Outcome<'no-queue' | 'no-device' | 'already'>;
  queueRemove(queue: string, iface: string): Outcome<'no-queue' | 'not-there' | 'static'>;
  queuePause(queue: string, iface: string, paused: number): Outcome<'no-queue' | 'not-there'>;
  queueWithdraw(queue: string, channel: string, info: string): Outcome<'no-queue' | 'not-there'>;
  hangUp(channel: string): Outcome<'no-channel'>;
  hold(channel: string, musicClass: string): Outcome<'no-channel'>;
  unhold(channel: string): Outcome<'no-channel'>;
  park(channel: string, srcChannel: string, timeoutSeconds: number): Outcome<'no-channel' | 'no-lot'>;
  redirect(
    channel: string,
    extraChannel: string,
    context: string,
    exten: string,
    priority: string,
  ): Outcome<'no-channel' | 'no-exten'>;
  attendedTransfer(channel: string, exten: string, context: string): Outcome<'no-channel' | 'no-peer'>;
  transferWithReturn(channel: string, exten: string, context: string): Outcome<'no-channel' | 'no-peer'>;
  askRating(channel: string): Outcome<'no-channel' | 'no-peer'>;
  featureByCode(channel: string, code: string): Outcome<'no-channel' | 'no-feature'>;
  featureByName(channel: string, name: string): Outcome<'no-channel' | 'no-feature'>;
  conferenceCommand(
    verb: 'lock' | 'unlock' | 'mute' | 'unmute' | 'kick',
    room: string,
    member: number | 'all',
  ): Outcome<'no-room' | 'no-member'>;
  setVariable(channel: string, name: string, value: string): Outcome<'no-channel'>;
  setDnd(user: string, on: boolean): Outcome<'no-user'>;
  setForwarding(user: string, kind: 'CF' | 'CFB' | 'CFU' | 'ALL', destination: string): Outcome<'no-user'>;
  setBarred(user: string, on: boolean): Outcome<'no-user'>;
  readonly clock: Clock;
  /** Minutes east of UTC. */
  readonly zone: Zone;
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
