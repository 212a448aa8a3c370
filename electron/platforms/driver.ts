import type { CallRecord, ProbeStep, SignInChoices } from '../../shared/bridge/contract';
import type { DriverCapability } from '../../shared/bridge/topics';
import type { CallEnd, Leg } from '../../shared/domain/call';
import type { Extension, QueueTile } from '../../shared/domain/queue';
import type { Result } from '../../shared/domain/result';
import type { Forwarding, PauseReason } from '../../shared/domain/seat';
import type { PlatformTime } from '../../shared/domain/time';

/**
 * What the desk needs of a platform (DESIGN §3). A driver turns vendor rows into these facts and nothing more: it keeps
 * no call state, decides nothing, and every method may be called again at any time. What a vendor lacks is absent from
 * `capabilities`, and the method then answers `not-supported`.
 *
 * "Facts" are what the platform says at one moment. The desk's differ turns successive facts into calls, transitions
 * and patches. The same facts object (===) is returned while the platform's body has not changed.
 */
export interface PlatformDriver {
  readonly vendor: 'mvb2000' | 'uncall';
  readonly capabilities: ReadonlySet<DriverCapability>;
  /** Learned offset of the platform's clock: add to the desk's `clock.now()`. */
  readonly platformOffset: number;
  /** Minutes east of UTC of the platform's local time. */
  readonly platformZone: number;

  /** Connection test; every step is reported, the first failure ends it. */
  probe(options: { device: string; signal?: AbortSignal }): Promise<readonly ProbeStep[]>;
  choices(signal?: AbortSignal): Promise<Result<SignInChoices>>;
  identify(agent: string, device: string): Promise<Result<SeatIdentity>>;
  /** Hot desk: binds the agent number to an ad hoc device; a fixed device of the same agent is already bound. */
  bind(seat: SeatIdentity, takeOver: boolean): Promise<Result<null>>;
  unbind(seat: SeatIdentity): Promise<Result<null>>;

  /** The hot poll: who rings or talks at this interface. */
  pops(seat: SeatIdentity): Promise<Result<PopFacts>>;
  /** My device, its calls, my queues. */
  status(seat: SeatIdentity, queues: readonly string[]): Promise<Result<StatusFacts>>;
  /** The whole floor, for supervisors: every device, every queue. */
  floor(scope: FloorScope): Promise<Result<StatusFacts>>;
  /** Hold marks, causes and hang-up times of my channels; asked only while a call lives or has just ended. */
  channels(seat: SeatIdentity): Promise<Result<readonly ChannelFact[]>>;
  /**
   * Since when people stand as they stand, by interface: asked once when somebody opens the floor, because the floor's
   * own facts carry no times. Absent where a platform cannot tell.
   */
  standings?(): Promise<Result<ReadonlyMap<string, Standing>>>;
  extensions(): Promise<Result<readonly Extension[]>>;
  queueFigures(): Promise<Result<readonly QueueFigures[]>>;
  pauseReasons(): Promise<Result<readonly PauseReason[]>>;
  settingsOf(seat: SeatIdentity): Promise<Result<{ dnd: boolean; forwarding: Forwarding }>>;
  /** When the present pause or ready period of my seat began, from the platform's activity log; null when unknown. */
  stateSince(seat: SeatIdentity): Promise<Result<{ since: PlatformTime; event: string } | null>>;
  /** More of a call than the poll carries (WEBCTI2 §4.11), asked once when it appears. */
  callDetail(channel: string): Promise<Result<CallDetail>>;
  region(number: string): Promise<Result<string>>;
  /** Why a call of mine is gone, and since when; `endedAt` is absent or null when the platform does not say. */
  endOf(end: EndQuestion): Promise<Result<{ end: CallEnd; byName: string; endedAt?: PlatformTime | null }>>;
  /** Calls of a span of time from the records, newest first: what rang while the desk could not see. */
  records(query: RecordQuery): Promise<Result<{ total: number; rows: readonly CallRecord[] }>>;

  commands: DriverCommands;
  close(): void;
}

export interface SeatIdentity {
  readonly agent: string;
  readonly agentName: string;
  readonly device: string;
  readonly interface: string;
  readonly context: string;
  readonly kind: 'fixed' | 'adhoc';
}

export interface PopFact {
  readonly id: string;
  readonly channel: string;
  readonly state: 'Ring' | 'Ringing' | 'Up' | 'Down' | 'other';
  readonly direct: 'IN' | 'OUT' | '';
  readonly number: string;
  readonly name: string;
  readonly refChannel: string;
  readonly refId: string;
  readonly did: string;
  readonly queue: string;
  readonly agent: string;
  readonly holdSeconds: number | null;
  readonly ivrPath: string;
  readonly ivrKeys: string;
  readonly callData: string;
  readonly createdAt: PlatformTime | null;
}
export interface PopFacts {
  readonly pops: readonly PopFact[];
}

/** One link between a channel of the asked device and another channel (getallstatus `calls`). */
export interface LinkFact {
  readonly id: string;
  readonly channel: string;
  readonly refId: string;
  readonly refChannel: string;
  readonly number: string;
  readonly refNumber: string;
  readonly state: 'Dialing' | 'Link' | 'UnLink' | 'Hangup' | 'other';
  readonly channelState: string;
  readonly refChannelState: string;
  readonly direct: 'IN' | 'OUT' | '';
  readonly dialledAt: PlatformTime | null;
  readonly linkedAt: PlatformTime | null;
}

export interface DeviceFact {
  readonly device: string;
  readonly interface: string;
  readonly user: string;
  /** Device status bits (WEBCTI2 §6.6). */
  readonly status: number;
  readonly pops: readonly PopFact[];
  readonly links: readonly LinkFact[];
}

export interface MemberFact {
  readonly queue: string;
  readonly interface: string;
  readonly agent: string;
  readonly fixed: boolean;
  readonly penalty: number;
  readonly callsTaken: number;
  readonly lastCallAt: PlatformTime | null;
  /** Agent status (WEBCTI2 §6.7). */
  readonly status: number;
  readonly paused: number;
}

export interface WaitingFact {
  readonly queue: string;
  readonly id: string;
  readonly channel: string;
  readonly number: string;
  readonly position: number;
  readonly enteredAt: PlatformTime;
}

export interface ParkFact {
  readonly lot: string;
  readonly channel: string;
  readonly srcChannel: string;
  readonly number: string;
  readonly timeoutSeconds: number;
  readonly state: 'Parked' | 'GiveUp' | 'TimeOut' | 'UnParked';
  readonly parkedAt: PlatformTime;
}

export interface ConferenceFact {
  readonly room: string;
  readonly member: number;
  readonly number: string;
  readonly channel: string;
  readonly id: string;
  readonly joinedAt: PlatformTime;
  readonly muted: boolean;
  readonly talking: boolean;
}

export interface StatusFacts {
  readonly at: PlatformTime;
  readonly devices: readonly DeviceFact[];
  readonly members: readonly MemberFact[];
  readonly waiting: readonly WaitingFact[];
  readonly parks: readonly ParkFact[];
  readonly conferences: readonly ConferenceFact[];
  readonly users: readonly { readonly user: string; readonly device: string }[];
}

export interface Standing {
  readonly pausedAt: PlatformTime | null;
  readonly readyAt: PlatformTime | null;
}

export interface FloorScope {
  readonly devices: readonly string[];
  readonly users: readonly string[];
  readonly queues: readonly string[];
}

export interface ChannelFact {
  readonly id: string;
  readonly channel: string;
  readonly state: string;
  readonly number: string;
  readonly refId: string;
  readonly refChannel: string;
  readonly held: boolean;
  readonly cause: number;
  readonly hungUpAt: PlatformTime | null;
  readonly gone: boolean;
  readonly application: string;
  readonly applicationData: string;
}

export interface QueueFigures {
  readonly queue: string;
  readonly name: string;
  readonly completed: NonNullable<QueueTile['completed']>;
  readonly abandoned: NonNullable<QueueTile['abandoned']>;
  readonly averageHoldSeconds: number;
  readonly serviceLevelPercent: number;
  readonly serviceLevelSeconds: number;
}

export interface CallDetail {
  readonly did: string;
  readonly queue: string;
  readonly ivrPath: string;
  readonly ivrKeys: string;
  readonly holdSeconds: number | null;
  readonly region: string;
  readonly recordingFile: string;
  readonly dialled: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly transferredFrom: string;
}

export interface EndQuestion {
  readonly seat: SeatIdentity;
  readonly id: string;
  readonly channel: string;
  readonly legs: readonly Leg[];
  readonly answered: boolean;
  readonly direction: 'in' | 'out' | 'internal';
  readonly queue: string;
}

export interface RecordQuery {
  readonly from: PlatformTime;
  readonly to: PlatformTime;
  /** Agent number or device; empty = everybody. */
  readonly who: string;
  readonly number: string;
  readonly offset: number;
  readonly rows: number;
  readonly signal?: AbortSignal;
}

/** None of these is ever sent twice by itself. `Result` says accepted or refused; the next facts say whether it happened. */
export interface DriverCommands {
  joinQueue(queue: string, iface: string, penalty: number): Promise<Result<null>>;
  leaveQueue(queue: string, iface: string): Promise<Result<null>>;
  /** 0 = ready. */
  pauseQueue(queue: string, iface: string, paused: number): Promise<Result<null>>;
  withdraw(queue: string, channel: string, reason: string): Promise<Result<null>>;
  /** Rings my phone first, then the number (WEBCTI2 §4.23). `onAccepted` is called once the platform has queued it. */
  dial(seat: SeatIdentity, number: string): Promise<Result<null>>;
  answer(channel: string): Promise<Result<null>>;
  /** Refuses what rings on `channel`; a driver without it has `hangUp` only. */
  reject?(channel: string): Promise<Result<null>>;
  hangUp(channel: string): Promise<Result<null>>;
  /** The channel that shall hear music. */
  hold(channel: string): Promise<Result<null>>;
  resume(channel: string): Promise<Result<null>>;
  /** Sends the other party's channel on; `kind` chooses the context. */
  transfer(channel: string, to: TransferTarget): Promise<Result<null>>;
  /** From my own channel. */
  consult(channel: string, to: TransferTarget): Promise<Result<null>>;
  completeConsult(channel: string): Promise<Result<null>>;
  /** Back to the first party; `consultChannel` is the asked person's. */
  cancelConsult(channel: string, consultChannel: string): Promise<Result<null>>;
  swapConsult(channel: string): Promise<Result<null>>;
  threeWay(channel: string): Promise<Result<null>>;
  park(channel: string, ownChannel: string): Promise<Result<{ lot: string }>>;
  retrieve(seat: SeatIdentity, lot: string): Promise<Result<null>>;
  pickup(seat: SeatIdentity, extension: string): Promise<Result<null>>;
  dtmf(channel: string, digits: string): Promise<Result<null>>;
  setVariable(channel: string, name: string, value: string): Promise<Result<null>>;
  setDnd(seat: SeatIdentity, on: boolean): Promise<Result<null>>;
  setForwarding(seat: SeatIdentity, kind: keyof Forwarding, destination: string): Promise<Result<null>>;
  conference(
    room: string,
    action: 'mute' | 'unmute' | 'kick' | 'lock' | 'unlock',
    member: number | null,
  ): Promise<Result<null>>;
}

export interface TransferTarget {
  readonly number: string;
  readonly kind: 'extension' | 'queue' | 'outside' | 'ivr' | 'voicemail';
}

/** Makes the driver of a profile; the desk is given a factory, never a vendor's class. */
export type DriverFactory = (profile: {
  readonly address: string;
  readonly key: string;
  readonly pin: string;
  readonly features: Readonly<Record<string, string>>;
}) => PlatformDriver;
