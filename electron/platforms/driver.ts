import type { CallRecord, ProbeStep, SignInChoices } from '../../shared/bridge/contract';
import type { DriverCapability, Vendor } from '../../shared/bridge/topics';
import type { Call, CallEnd, Leg } from '../../shared/domain/call';
import type { Extension, QueueTile } from '../../shared/domain/queue';
import type { AppError, Result } from '../../shared/domain/result';
import type { Forwarding, PauseReason } from '../../shared/domain/seat';
import type { PlatformTime } from '../../shared/domain/time';
import type { PushHint, PushScope } from '../../shared/webcti/push';

/**
 * What the desk needs of a platform (DESIGN §3). A driver turns vendor rows into these facts and nothing more: it keeps
 * no call state, decides nothing, and every method may be called again at any time. What a vendor lacks is absent from
 * `capabilities`, and the method then answers `not-supported`.
 *
 * "Facts" are what the platform says at one moment. The desk's differ turns successive facts into calls, transitions
 * and patches. The same facts object (===) is returned while the platform's body has not changed.
 */
export interface PlatformDriver {
  readonly vendor: Vendor;
  readonly capabilities: ReadonlySet<DriverCapability>;
  /** Learned offset of the platform's clock: add to the desk's `clock.now()`. */
  readonly platformOffset: number;
  /** Minutes east of UTC of the platform's local time. */
  readonly platformZone: number;
  /** How often this platform wants to be asked, where its document says so; absent = the desk's own table. */
  readonly rhythm?: Rhythm;
  /**
   * A transfer that nobody takes comes back (Uncall §3.9): what became of it is known only when the target has rung,
   * long after the platform said yes.
   */
  readonly transfersReturn?: true;

  /** Connection test; every step is reported, the first failure ends it. */
  probe(options: { device: string; signal?: AbortSignal }): Promise<readonly ProbeStep[]>;
  choices(signal?: AbortSignal): Promise<Result<SignInChoices>>;
  identify(agent: string, device: string): Promise<Result<SeatIdentity>>;
  /** Hot desk: binds the agent number to an ad hoc device; a fixed device of the same agent is already bound. */
  bind(seat: SeatIdentity, takeOver: boolean): Promise<Result<null>>;
  unbind(seat: SeatIdentity): Promise<Result<null>>;

  /** The hot poll: who rings or talks at this interface. */
  pops(seat: SeatIdentity): Promise<Result<PopFacts>>;
  /** Calls held when an earlier desk ended (`Call.away`): they are part of `pops` until they are resumed or gone. */
  recall?(held: readonly HeldCall[]): void;
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

  /** How many recordings a call of the records has (capability `recordings`). */
  recordingsOf?(id: string): Promise<Result<number>>;
  /** One of them, as it comes; `part` from 1. */
  recording?(id: string, part: number, options?: DownloadOptions): Promise<Result<Download>>;
  /** What signs a browser in to the platform's admin page. Secret: goes to the host's window and nowhere else. */
  adminPage?(page: 'home' | 'menus' | 'tools' | 'reports'): Result<PostedForm>;

  /**
   * Asks the platform to say when there is something new (decision 013). Nothing is told by a platform that has no such
   * thing; a line that is lost is taken up again by itself until it is closed. Absent where the vendor cannot push.
   */
  push?(scope: PushScope, listener: PushListener): PushLine;

  commands: DriverCommands;
  close(): void;
}

export type { PushHint, PushScope };

/**
 * `up`, any hints, `down`, and again; `down` comes first where the line cannot be had. `down` never comes twice running,
 * `up` does when hints were lost.
 */
export interface PushListener {
  /** From now on hints come. What happened before is not told, so everything has to be asked once; also after a gap. */
  up(): void;
  hint(hint: PushHint): void;
  down(error: AppError): void;
}

export interface PushLine {
  /** The network is another one: try now, whatever the last try said. */
  retry(): void;
  /** Nothing is told afterwards. May be called again. */
  close(): void;
}

export interface Rhythm {
  /** Mean ms between two `pops`, by how busy the seat is; the desk spreads them by a fifth. */
  readonly pops: Readonly<Record<'ringing' | 'in-call' | 'ready' | 'paused', number>>;
  /** Least ms between two `pops`, whatever waits for them. */
  readonly leastPops: number;
}

/** What it takes to resume a call later, by another process. */
export interface HeldCall {
  readonly id: string;
  /** The other side's channel, as the platform gave it when it took the hold (Uncall §3.7). */
  readonly channel: string;
  readonly number: string;
  readonly direct: 'IN' | 'OUT';
  readonly startedAt: PlatformTime;
  readonly heldSince: PlatformTime;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** `Range` of the answer in bytes, both ends included; `to` null = until the end. */
  readonly range?: { readonly from: number; readonly to: number | null } | undefined;
  /** Bytes after which the stream ends with `too-large`. */
  readonly limitBytes?: number | undefined;
}

/** A file on its way. Whoever gets it reads `body` to its end or calls `cancel`. */
export interface Download {
  /** Safe as a name in any folder: no path, no control characters, no reserved names. */
  readonly name: string;
  readonly type: string;
  /** Bytes of this answer; null when the platform does not say. */
  readonly size: number | null;
  /** Bytes that this answer holds of the whole, when it is a part. */
  readonly part: { readonly from: number; readonly to: number; readonly whole: number | null } | null;
  /** Rejects with an error whose `code` is one of `errorCodes`: `timed-out`, `unreachable`, `too-large`, `cancelled` … */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of the connection; later reads reject with `cancelled`. May be called again. */
  cancel(): void;
}

/** A form that a browser posts: fields are form-encoded. */
export interface PostedForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
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
  /** `state` is not the platform's word but what its silence is taken for. */
  readonly assumed?: NonNullable<Call['assumed']> | undefined;
  /** Held by parking since then (`Call.away`). */
  readonly parkedSince?: PlatformTime | undefined;
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
  /** Rings my phone and puts it into the call of that interface. */
  supervise?(seat: SeatIdentity, iface: string, mode: 'monitor' | 'whisper' | 'barge'): Promise<Result<null>>;
  /** The other side is asked for a rating when the call on my channel ends. */
  survey?(seat: SeatIdentity, channel: string): Promise<Result<null>>;
  /** The one switch of a platform without queue pauses. */
  setBusy?(seat: SeatIdentity, on: boolean): Promise<Result<null>>;
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
export type DriverFactory = (profile: DriverProfile) => PlatformDriver;

/** What a profile says of a platform, secrets included. */
export interface DriverProfile {
  readonly vendor: Vendor;
  readonly address: string;
  readonly key: string;
  readonly pin: string;
  /** Names or codes of WEBCTI2 §4.7 and §4.8; empty = it cannot. */
  readonly features: Readonly<Record<string, string>>;
  /** Account of the admin page; user empty = none. */
  readonly admin: { readonly user: string; readonly password: string };
  /** MySQL account of Uncall's task tables; address `host[:port]`, empty = none. */
  readonly tasks: { readonly address: string; readonly user: string; readonly password: string };
}
