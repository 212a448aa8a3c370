import type { PlatformTime } from '../../shared/domain/time';
import type {
  ByteSource,
  DialRule,
  FaxRow,
  Mailboxes,
  MenuKeyRow,
  RatingRow,
  RecordingRow,
  VoiceMenu,
  VoicemailRow,
} from './messages';

export type {
  ByteSource,
  DialRule,
  FaxRow,
  Mailboxes,
  MenuKeyRow,
  RatingRow,
  RecordingRow,
  VoiceMenu,
  VoicemailRow,
} from './messages';

/**
 * What the faces (HTTP now, SOAP later), the services and the scenario need of a telephone exchange. Two engines stand
 * behind it: `simulated/` (deterministic, virtual or wall clock) and `asterisk/` (AMI). Reading methods are synchronous
 * and return the engine's present state; they are views, never to be written to. Commands answer at once with what an
 * exchange would answer at once ("queued"), except those that say they wait.
 */
export interface CallEngine {
  readonly startedAt: PlatformTime;
  readonly reloadedAt: PlatformTime;
  readonly version: string;
  readonly kind: 'simulated' | 'asterisk';
  /** False while the exchange cannot be reached; what it is asked to do is then refused, what is read is the last known. */
  readonly reachable: boolean;
  /** What it cannot do. */
  limits(): readonly EngineLimit[];
  now(): PlatformTime;

  devices(): readonly Device[];
  device(no: string): Device | undefined;
  users(): readonly User[];
  user(no: string): User | undefined;
  trunks(): readonly Trunk[];
  /** Live channels and those gone less than `lingerSeconds` ago (`hungUpAt` set). */
  channels(): readonly Channel[];
  /** Live channel by name; gone ones are not found. */
  channel(name: string): Channel | undefined;
  links(): readonly Link[];
  queues(): readonly Queue[];
  queue(no: string): Queue | undefined;
  parks(): readonly Park[];
  conferences(): readonly ConferenceSeat[];
  /** The exchange's events, newest last, at most 10,000 kept. */
  events(name: string, afterId: number): readonly EngineEvent[];

  /** Who may call in and what may be called; asked with each call, so that a change counts for the next one. */
  setScreening(screening: Screening): void;
  /** Numbers beside those that the exchange has itself; asked with each call. */
  setOwnNumbers(numbers: OwnNumbers): void;
  setPauseReasons(reasons: readonly PauseReasonRow[]): void;
  pauseReasons(): readonly PauseReasonRow[];

  /** Names of the hold music. */
  holdMusic(): readonly string[];
  dialRules(): readonly DialRule[];
  menus(): readonly VoiceMenu[];
  /** Which mailboxes take no more messages; asked with each caller who would leave one. */
  setMailboxes(mailboxes: Mailboxes): void;
  /** The sound of a recording that this engine reported; throws `EngineTrouble` where it cannot be had. */
  soundOf(recording: RecordingRow): ByteSource;

  bind(user: string, device: string): Answer<'no-user' | 'no-device' | 'fixed'>;
  split(user: string, device: string): Answer<'no-user' | 'no-device' | 'fixed'>;
  queueAdd(queue: string, iface: string, penalty: number): Answer<'no-queue' | 'no-device' | 'already'>;
  queueRemove(queue: string, iface: string): Answer<'no-queue' | 'not-there' | 'static'>;
  /** 0 = ready, 1–99 = reason. */
  queuePause(queue: string, iface: string, paused: number): Answer<'no-queue' | 'not-there'>;
  queueWithdraw(queue: string, channel: string, info: string): Answer<'no-queue' | 'not-there'>;

  /** Rings `channel` first and connects it to exten or application when it answers. */
  originate(request: OriginateRequest): Originating;
  hangUp(channel: string): Answer<'no-channel'>;
  /** `channel` hears music until `unhold`. */
  hold(channel: string, musicClass: string): Answer<'no-channel'>;
  unhold(channel: string): Answer<'no-channel'>;
  park(channel: string, srcChannel: string, timeoutSeconds: number): Answer<'no-channel' | 'no-lot'>;
  /** Rings `iface` and connects it to the parked call. */
  unpark(iface: string, lot: string, callerId: string, timeoutSeconds: number): Originating;
  redirect(
    channel: string,
    extraChannel: string,
    context: string,
    exten: string,
    priority: string,
  ): Answer<'no-channel' | 'no-exten'>;
  /** `channel` is the transferring agent's own. */
  attendedTransfer(channel: string, exten: string, context: string): Answer<'no-channel' | 'no-peer'>;
  /** The same, but `channel` steps out when `exten` answers; when nobody does, it has its call back (Uncall §3.9). */
  transferWithReturn(channel: string, exten: string, context: string): Answer<'no-channel' | 'no-peer'>;
  /** Whoever talks to `channel` is asked to judge the call once left alone (Uncall §3.10). */
  askRating(channel: string): Answer<'no-channel' | 'no-peer'>;
  /** Rings `iface` and connects it to the call that rings at `exten`. */
  pickup(iface: string, exten: string, callerId: string, timeoutSeconds: number): Originating;
  featureByCode(channel: string, code: string): Answer<'no-channel' | 'no-feature'>;
  featureByName(channel: string, name: string): Answer<'no-channel' | 'no-feature'>;
  conferenceCommand(
    verb: 'lock' | 'unlock' | 'mute' | 'unmute' | 'kick',
    room: string,
    member: number | 'all',
  ): Answer<'no-room' | 'no-member'>;

  /** A variable that this engine has seen set, or set itself; undefined = no such channel or never seen. */
  getVariable(channel: string, name: string): string | undefined;
  /** The same, asked of the exchange where it must be: also functions such as `CALLERID(num)`. */
  askVariable(channel: string, name: string): Promise<string | undefined>;
  setVariable(channel: string, name: string, value: string): Answer<'no-channel'>;

  dnd(user: string): boolean | undefined;
  setDnd(user: string, on: boolean): Answer<'no-user'>;
  forwarding(user: string): ForwardingRow | undefined;
  setForwarding(user: string, kind: 'CF' | 'CFB' | 'CFU' | 'ALL', destination: string): Answer<'no-user'>;
  barred(user: string): boolean | undefined;
  setBarred(user: string, on: boolean): Answer<'no-user'>;

  /** Calls `run` when the engine's state has changed; at most once per engine step. Returns an unsubscribe. */
  onChange(run: () => void): () => void;
  /** Resolves when `test()` holds or `ms` engine time passed; never polls faster than the engine steps. */
  waitFor(test: () => boolean, ms: number): Promise<boolean>;
  /** Ends timers; no call is written afterwards. */
  close(): void;
}

/** Numbers as they are on the wire. */
export interface Screening {
  /** A caller from outside is turned away (cause 21). */
  refusesCaller(number: string): boolean;
  /** No line is given for this number (cause 52). */
  refusesCalled(number: string): boolean;
}

export interface OwnNumbers {
  /** Interface of the telephone that a number rings now; undefined = none. */
  phoneOf(number: string): string | undefined;
}

export type Outcome<E extends string> = { readonly ok: true } | { readonly ok: false; readonly why: E };
/**
 * An exchange in this process knows at once; one across a network when it has said so, and rejects with
 * `EngineTrouble`. Whoever does not wait for it leaves nothing unheard: the engine logs what failed.
 */
export type Answer<E extends string> = Outcome<E> | Promise<Outcome<E>>;

/** `run` with whether it was done: at once where the exchange is in this process. What went wrong the engine has logged. */
export function whenKnown<E extends string>(answer: Answer<E>, run: (done: boolean) => void): void {
  if (answer instanceof Promise) {
    answer.then(
      ({ ok }) => run(ok),
      () => run(false),
    );
  } else run(answer.ok);
}

/** What an exchange answers to a command that is in order but cannot be done. */
export class EngineTrouble extends Error {
  /**
   * `unreachable`: no line to the exchange now; `missing`: this exchange lacks what it takes (`EngineLimit` says what);
   * `refused`: it said no, in `message`, in words that the port has no name for.
   */
  readonly kind: 'unreachable' | 'missing' | 'refused';

  constructor(kind: EngineTrouble['kind'], message: string) {
    super(message);
    this.name = 'EngineTrouble';
    this.kind = kind;
  }
}

/** Something that this exchange cannot do as it is set up. */
export interface EngineLimit {
  /** `hold`, `park`, `supervise`, `recordings` … */
  readonly feature: string;
  readonly why: { readonly en: string; readonly zh: string };
  /** The lines of configuration or dialplan that would enable it; empty = nothing would. */
  readonly cure: string;
}

/** WEBCTI2 §6.9: 1 hung up, 3 rang without answer, 4 answered, 5 busy, 8 congestion. */
export type OriginateReason = 1 | 3 | 4 | 5 | 8;
export interface Originating {
  /** False at once when the channel cannot even be tried (no such device, barred, unregistered). */
  readonly accepted: boolean;
  /** Settles when the first channel answered (4) or failed. */
  readonly result: Promise<OriginateReason>;
}
export interface OriginateRequest {
  /** `SIP/2011`, `SIP/to117/13800138000`, `Local/13800138000@from-internal`. */
  readonly channel: string;
  readonly context: string;
  readonly exten: string;
  readonly priority: string;
  readonly application: string;
  readonly data: string;
  readonly timeoutMs: number;
  readonly callerId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly account: string;
  /** Rings a telephone on do-not-disturb too: its own person asked for the call. */
  readonly despiteDnd?: boolean;
  /** What the parties hear besides each other; an exchange with the limit `prompts` plays none of it. */
  readonly prompts?: CallPrompts;
}

/** Each is left out where there is nothing to hear. Whoever hangs up while one plays ends the call. */
export interface CallPrompts {
  /** To whoever is rung first, when he has lifted and before the call goes on. */
  readonly first?: Prompt;
  /** To whom the call is brought, when he has lifted and before the two are connected. */
  readonly second?: Prompt;
  /** To whoever was rung first, when the other one has left him; he may press keys, `#` is the last. */
  readonly last?: Prompt;
}
export interface Prompt {
  readonly name: string;
  /** Length; null = as long as the exchange knows it to be. */
  readonly milliseconds: number | null;
}

export interface Device {
  readonly no: string;
  readonly tech: 'SIP' | 'IAX2' | 'ZAP';
  /** `SIP/2011` */
  readonly interface: string;
  readonly kind: 'fixed' | 'adhoc';
  /** Bound user; empty = none. */
  readonly user: string;
  readonly description: string;
  readonly context: string;
  /** WEBCTI2 §6.6: −1, 0 idle, 1 in use, 2 busy, 4 unavailable, 8 ringing, 9 in use and ringing. */
  readonly status: number;
  readonly statusAt: PlatformTime;
  readonly registered: boolean;
  readonly address: string;
  readonly port: number;
}

export interface User {
  readonly no: string;
  readonly name: string;
  readonly englishName: string;
  /** Device it is on; empty = none. */
  readonly device: string;
  readonly outboundCid: string;
  readonly directDid: string;
  readonly ringSeconds: number;
  readonly voicemail: boolean;
  /** What this person says on the telephone is recorded. */
  readonly recording: boolean;
}

export interface Trunk {
  /** `SIP/to117`, as gettrunklist prints it. */
  readonly name: string;
  readonly channels: number;
  readonly prefix: string;
}

export type ChannelState = 'Down' | 'Rsrvd' | 'Dialing' | 'Ring' | 'Ringing' | 'Up' | 'Busy' | 'Unknown';

export interface Channel {
  /** `SIP/2011-0000002a` */
  readonly name: string;
  /** `1421960697.191`, text. */
  readonly uniqueId: string;
  /** Unique id of the first channel of the whole call. */
  readonly linkedId: string;
  /** Device number, or empty for a trunk or Local leg. */
  readonly device: string;
  readonly trunk: string;
  readonly state: ChannelState;
  readonly createdAt: PlatformTime;
  readonly answeredAt: PlatformTime | null;
  readonly hungUpAt: PlatformTime | null;
  /** Q.850 cause (WEBCTI2 §6.5), 0 while it lives. */
  readonly cause: number;
  /** Number of the party ON this channel. */
  readonly callerId: string;
  readonly callerName: string;
  /** Hears music. */
  readonly held: boolean;
  readonly musicClass: string;
  readonly application: string;
  readonly applicationData: string;
  readonly context: string;
  readonly exten: string;
  readonly priority: number;
  /** Direction seen from the device: IN = somebody calls it. */
  readonly direct: 'IN' | 'OUT' | '';
  /** Number dialled at first by the caller. */
  readonly did: string;
  readonly dialled: string;
  readonly dialString: string;
  readonly queue: string;
  readonly ivrPath: string;
  readonly ivrKeys: string;
  readonly callData: string;
  /** Seconds waited in the queue before this channel was rung or answered; null when no queue call. */
  readonly queueWait: number | null;
  readonly lastEvent: string;
  readonly monitorFile: string;
}

/** A pair of channels: one called the other, and they are (or were) bridged. */
export interface Link {
  readonly src: string;
  readonly dst: string;
  readonly srcUniqueId: string;
  readonly dstUniqueId: string;
  readonly state: 'Dialing' | 'Link' | 'UnLink' | 'Hangup';
  readonly createdAt: PlatformTime;
  readonly dialledAt: PlatformTime;
  readonly linkedAt: PlatformTime | null;
  readonly unlinkedAt: PlatformTime | null;
  readonly cleared: boolean;
}

export type QueueStrategy = 'ringall' | 'rrmemory' | 'leastrecent' | 'fewestcalls';

export interface Queue {
  readonly no: string;
  readonly name: string;
  readonly strategy: QueueStrategy;
  readonly maxWaiting: number;
  readonly timeoutSeconds: number;
  /** Seconds one member rings before the next is tried. */
  readonly ringSeconds: number;
  readonly wrapUpSeconds: number;
  readonly joinEmpty: boolean;
  readonly autoPause: boolean;
  readonly serviceLevelSeconds: number;
  readonly weight: number;
  readonly members: readonly Member[];
  readonly waiting: readonly Waiting[];
  readonly completed: number;
  readonly abandoned: number;
  /** Smoothed wait in seconds, as the exchange keeps it. */
  readonly holdTime: number;
  readonly servicePercent: number;
}

export interface Member {
  readonly interface: string;
  readonly agent: string;
  readonly kind: 'static' | 'dynamic';
  readonly penalty: number;
  readonly callsTaken: number;
  readonly lastCallAt: PlatformTime | null;
  readonly paused: number;
  readonly pausedAt: PlatformTime | null;
  readonly joinedAt: PlatformTime;
  /** WEBCTI2 §6.7: 0 unknown, 1 not in use, 2 in use, 3 busy, 4 invalid, 5 unavailable, 6 ringing. */
  readonly status: number;
}

export interface Waiting {
  readonly channel: string;
  readonly uniqueId: string;
  readonly number: string;
  readonly name: string;
  readonly position: number;
  readonly enteredAt: PlatformTime;
}

export interface Park {
  /** 71–79 */
  readonly lot: string;
  readonly channel: string;
  readonly srcChannel: string;
  readonly number: string;
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly state: 'Parked' | 'GiveUp' | 'TimeOut' | 'UnParked';
  readonly parkedAt: PlatformTime;
  readonly gaveUpAt: PlatformTime | null;
  readonly timedOutAt: PlatformTime | null;
  readonly unparkedAt: PlatformTime | null;
}

export interface ConferenceSeat {
  readonly room: string;
  readonly member: number;
  readonly channel: string;
  readonly uniqueId: string;
  readonly number: string;
  readonly name: string;
  readonly joinedAt: PlatformTime;
  readonly talking: boolean;
  readonly muted: boolean;
  readonly left: boolean;
  readonly locked: boolean;
}

export interface EngineEvent {
  readonly id: number;
  readonly at: PlatformTime;
  /** `ExtensionStatus`, `Newchannel`, `Hangup`, `Link`, `QueueMemberStatus` … */
  readonly name: string;
  /** `Key: Value` lines joined by blanks, as the vendor prints them. */
  readonly content: string;
}

export interface PauseReasonRow {
  readonly code: number;
  readonly label: string;
  readonly custom: boolean;
}

export interface ForwardingRow {
  readonly CF: string;
  readonly CFB: string;
  readonly CFU: string;
}

/** Where the engine writes what happened, as it happens. `pbx/store` implements it. */
export interface RecordSink {
  callRecord(row: CallRecordRow): void;
  queueEvent(row: QueueEventRow): void;
  agentCall(row: AgentCallRow): void;
  agentActivity(row: AgentActivityRow): void;
  recording(row: RecordingRow): void;
  voicemail(row: VoicemailRow): void;
  fax(row: FaxRow): void;
  menuKey(row: MenuKeyRow): void;
  rating(row: RatingRow): void;
  /** A party heard music on hold; written when it is over. Whoever keeps no such thing leaves it out. */
  musicHold?(row: MusicHoldRow): void;
}

/** What stands in the records already when a platform starts: the exchange's own files may tell what came since. */
export interface RecordsPast {
  /** When the newest call or queue event was written down; null = nothing ever was. */
  readonly lastAt: PlatformTime | null;
  /** Call records of calls that ended since then. */
  calls(since: PlatformTime): readonly Pick<CallRecordRow, 'uniqueId' | 'endedAt'>[];
  queueEvents(since: PlatformTime): readonly Pick<QueueEventRow, 'at' | 'queue' | 'uniqueId' | 'event'>[];
}

/** One time on hold: who waited, and for whom. */
export interface MusicHoldRow {
  readonly at: PlatformTime;
  readonly endedAt: PlatformTime;
  readonly channel: string;
  readonly uniqueId: string;
  /** Number of the party that the other one waited for. */
  readonly agent: string;
}

export interface CallRecordRow {
  readonly calldate: PlatformTime;
  readonly src: string;
  readonly dst: string;
  readonly clid: string;
  readonly context: string;
  readonly channel: string;
  readonly dstChannel: string;
  readonly lastApp: string;
  readonly lastData: string;
  readonly durationSeconds: number;
  readonly billSeconds: number;
  readonly disposition: 'ANSWERED' | 'NO ANSWER' | 'BUSY' | 'FAILED';
  readonly account: string;
  readonly uniqueId: string;
  readonly userField: string;
  readonly answeredAt: PlatformTime | null;
  readonly endedAt: PlatformTime;
  readonly caller: string;
  readonly callee: string;
  readonly did: string;
  readonly redirected: string;
  readonly original: string;
  readonly monitor: string;
  readonly direct: 'IN' | 'OUT' | '';
  readonly transfer: string;
  readonly trunk: string;
  readonly cause: number;
}

/** Queue log (WEBCTI2 §6.10): event word and up to five arguments. */
export interface QueueEventRow {
  readonly at: PlatformTime;
  readonly queue: string;
  /** Of the caller; empty for events without a call. */
  readonly uniqueId: string;
  /** Caller's channel and number; empty for events without a call. */
  readonly channel: string;
  readonly number: string;
  /** Interface, or `NONE`. */
  readonly agent: string;
  /** Agent number, or `NONE`. */
  readonly agentNo: string;
  readonly event: string;
  readonly args: readonly [string, string, string, string, string];
}

/** Offer of a queue call to an agent (getagentcalls); written again on each change of `state` with the same ids. */
export interface AgentCallRow {
  readonly createdAt: PlatformTime;
  readonly queue: string;
  readonly enteredAt: PlatformTime;
  readonly channel: string;
  readonly uniqueId: string;
  readonly callingChannel: string;
  readonly callingUniqueId: string;
  readonly agent: string;
  readonly agentName: string;
  readonly number: string;
  readonly name: string;
  readonly state: 'Called' | 'Connect' | 'Complete' | 'Dump';
  readonly connectedAt: PlatformTime | null;
  readonly completedAt: PlatformTime | null;
  readonly holdSeconds: number;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  readonly reason: string;
}

export interface AgentActivityRow {
  readonly at: PlatformTime;
  /** Interface. */
  readonly agent: string;
  readonly agentName: string;
  readonly queue: string;
  readonly event: 'added' | 'removed' | 'paused' | 'unpaused';
  readonly loginAt: PlatformTime;
  readonly pauseType: number;
  readonly onlineSeconds: number;
  readonly readySeconds: number;
  readonly pausedSeconds: number;
}
