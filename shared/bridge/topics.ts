import type { Call } from '../domain/call';
import type { ScreenPop } from '../domain/pop';
import type { AgentRow, ConferenceMember, Extension, ParkedCall, QueueTile, WaitingCaller } from '../domain/queue';
import type { AppError } from '../domain/result';
import type { PauseReason, Seat } from '../domain/seat';
import type { PlatformTime } from '../domain/time';
import type { Settings } from './settings';

/** Freshness of the platform's answers. `stale` after 2 missed polls, `down` after 5 (DESIGN §7). */
export type LinkState = 'signed-out' | 'connecting' | 'live' | 'stale' | 'down';

export interface EndpointHealth {
  readonly endpoint: string;
  readonly state: 'ok' | 'stale' | 'down';
  /** Platform time of the last good answer. */
  readonly asOf: PlatformTime | null;
  readonly error: AppError | null;
}

export interface Link {
  readonly state: LinkState;
  readonly asOf: PlatformTime | null;
  /** Calls may have been missed since then; null when nothing can have been missed. */
  readonly missingSince: PlatformTime | null;
  readonly attempt: number;
  /** Desk's wall clock of the next try, ms. */
  readonly retryAt: number | null;
  readonly error: AppError | null;
  readonly endpoints: readonly EndpointHealth[];
  /** Add to the screen's own Date.now() to get platform time. */
  readonly platformOffset: number;
  /** Minutes east of UTC of the platform's local time. */
  readonly platformZone: number;
}

export const vendors = ['mvb2000', 'uncall'] as const;
export type Vendor = (typeof vendors)[number];

/** An account of a profile besides its key; the password stays in the desk's secret store. */
export interface Account {
  readonly user: string;
  readonly hasPassword: boolean;
}

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly vendor: Vendor;
  readonly address: string;
  /** SHA-256 fingerprint of the leaf, `AB:CD:…`; empty = normal certificate check. */
  readonly pin: string;
  /** Whether a web key is stored for it; the key itself never leaves the desk. */
  readonly hasKey: boolean;
  /** Feature names or codes configured on this platform (WEBCTI2 §4.7, §4.8); empty = the platform cannot do it. */
  readonly features: Features;
  /** Account of the platform's admin page (WEBCTI2 chapter 5); user empty = the page is not offered. */
  readonly admin: Account;
  /** MySQL account of Uncall's task tables (Uncall §5); address `host[:port]`, empty = not read. */
  readonly tasks: Account & { readonly address: string };
  /** The app as a telephone (SIP over WebSocket); address empty = it carries no sound. */
  readonly voice: Account & {
    /** `ws://host:port/path` or `wss://…` of the exchange. */
    readonly address: string;
    /** Domain of the SIP address; empty = the address's host. */
    readonly domain: string;
    /** Fingerprint of the exchange's own certificate; empty = the platform's `pin` on the same host, else none. */
    readonly pin?: string | undefined;
  };
  readonly builtIn: boolean;
}

export interface Features {
  readonly answer: string;
  readonly reject: string;
  readonly swap: string;
  readonly threeWay: string;
  readonly cancelConsult: string;
  readonly completeConsult: string;
  readonly dtmf: string;
}

export interface Session {
  readonly state: 'signed-out' | 'signing-in' | 'signed-in' | 'signing-out';
  readonly profileId: string;
  readonly profiles: readonly Profile[];
  readonly lastAgent: string;
  readonly lastDevice: string;
  readonly lastQueues: readonly { readonly queue: string; readonly penalty: number }[];
  readonly error: AppError | null;
  readonly platformName: string;
  readonly platformVersion: string;
}

/** What this host can do; the screen does not draw what is absent (law 3). */
export const hostCapabilities = [
  'windows',
  'always-on-top',
  'tray',
  'global-shortcuts',
  'tel-handler',
  'notifications',
  'secret-store',
  'open-url',
  'admin-page',
  /** The app's telephone is a frame of the screen itself; elsewhere the host opens its audio page by itself. */
  'audio-frame',
  'quit',
] as const;
export type HostCapability = (typeof hostCapabilities)[number];

/** What the platform's driver can do (DESIGN §3). */
export const driverCapabilities = [
  'answer',
  'reject',
  'hold',
  'blind-transfer',
  'consult',
  'consult-swap',
  'consult-three-way',
  'park',
  'pickup',
  'dtmf',
  'conference',
  'dnd',
  'forwarding',
  'queues',
  'pause-reasons',
  'withdraw',
  'supervise',
  'hot-desk',
  'variables',
  /** Ready and paused by queue membership with reasons; without it the seat has one switch only (`busy`). */
  'queue-pause',
  /** One switch for the whole phone: busy or idle (Uncall §3.5, §3.6). */
  'busy',
  /** The whole floor: every device and queue. */
  'floor',
  /** A directory of extensions with their state. */
  'extensions',
  /** Figures of the queues of the day. */
  'figures',
  /** Call records kept by the platform. */
  'records',
  /** Recordings can be listened to. */
  'recordings',
  /** The other side is asked for a rating after the call (Uncall §3.10). */
  'survey',
  'monitor',
  'whisper',
  'barge',
] as const;
export type DriverCapability = (typeof driverCapabilities)[number];

export interface Host {
  readonly edition: 'electron' | 'browser';
  readonly version: string;
  readonly capabilities: readonly HostCapability[];
  readonly driver: readonly DriverCapability[];
  /** The built-in platform's demo panel can be reached. */
  readonly demo: boolean;
}

/** A command on its way; gone from the topic some seconds after it ended. */
export interface PendingCommand {
  readonly id: string;
  readonly name: string;
  /** What it acts on: a call id, an interface, a queue … */
  readonly subject: string;
  readonly state: 'pending' | 'done' | 'refused' | 'not-confirmed';
  readonly since: number;
  readonly error: AppError | null;
}

export interface Notice {
  readonly id: string;
  readonly at: PlatformTime;
  readonly level: 'info' | 'warning' | 'error';
  /** i18n key below `notices.`; params fill its sentence. */
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly sticky: boolean;
}

export interface MissedCall {
  readonly id: string;
  readonly at: PlatformTime;
  readonly number: string;
  readonly name: string;
  readonly region: string;
  readonly queue: string;
  readonly why: 'no-answer' | 'abandoned' | 'rejected' | 'while-offline';
  readonly calledBack: boolean;
}

/** Something outside asked to dial; a person confirms (DESIGN §8). */
export interface DialRequest {
  readonly id: string;
  readonly source: 'link' | 'shortcut' | 'command-line' | 'tray' | 'selection' | 'api';
  /** The text as it came, cut to 200 characters, control characters removed. */
  readonly text: string;
  readonly candidates: readonly DialCandidate[];
}

export interface DialCandidate {
  /** As a person reads it. */
  readonly display: string;
  /** Exactly what will be sent to the platform, after prefix rules. */
  readonly dial: string;
  /** Tones to send once answered: extension or post-dial digits `0-9*#`, `,` = pause. Absent = none. */
  readonly after?: string;
  readonly kind: 'internal' | 'short-code' | 'national' | 'international' | 'emergency' | 'unknown';
  readonly region: string;
}

export interface PhaseOfDial {
  readonly id: string;
  readonly number: string;
  readonly phase: 'calling-me' | 'calling-them' | 'connected' | 'failed';
  readonly error: AppError | null;
  readonly since: PlatformTime;
}

/** The app as a telephone: one registration, one audio page. */
export interface Voice {
  readonly registration: 'off' | 'connecting' | 'registered' | 'failed';
  /** Why it failed, in the person's terms. */
  readonly error: AppError | null;
  /** An audio page is there; without one nothing can be heard. */
  readonly page: boolean;
  readonly microphone: 'unknown' | 'granted' | 'denied' | 'absent';
  readonly inputs: readonly AudioDevice[];
  readonly outputs: readonly AudioDevice[];
  /** A chosen device has gone and the default one is used. */
  readonly fallback: boolean;
  /** Headset whose buttons are heard; null = none. */
  readonly headset: AudioDevice | null;
  /** What is being tested, and the level of the microphone 0…1. */
  readonly test: { readonly what: 'output' | 'microphone'; readonly level: number } | null;
}
export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

/** A call as the app's own telephone has it. */
export interface VoiceCall {
  readonly id: string;
  /** The desk's call that this is the sound of; empty while the platform has not shown it. */
  readonly callId: string;
  readonly number: string;
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly state: 'ringing' | 'calling' | 'talking' | 'held' | 'ended';
  readonly muted: boolean;
  readonly since: PlatformTime;
  readonly quality: VoiceQuality | null;
  /** Why it ended, where it is known; `elsewhere` = answered at another phone. Absent while it lives. */
  readonly end?: 'here' | 'there' | 'elsewhere' | 'rejected' | 'cancelled' | 'failed' | undefined;
}
export interface VoiceQuality {
  /** ms */
  readonly jitter: number;
  /** 0…1 over the last seconds. */
  readonly loss: number;
  /** ms; null = not known yet. */
  readonly roundTrip: number | null;
  /** 1…4.5, ITU-T G.107. */
  readonly mos: number;
}

/** Topics that hold one object. */
export interface SingleTopics {
  link: Link;
  session: Session;
  host: Host;
  seat: Seat | null;
  settings: Settings;
  reasons: readonly PauseReason[];
  dial: PhaseOfDial | null;
  /** Null: the profile has no voice. */
  voice: Voice | null;
}

/** Topics that hold rows by id; patches carry only the rows that changed. */
export interface RowTopics {
  calls: Call;
  pops: ScreenPop;
  queues: QueueTile;
  agents: AgentRow;
  waiting: WaitingCaller;
  parks: ParkedCall;
  conferences: ConferenceMember;
  extensions: Extension;
  commands: PendingCommand;
  notices: Notice;
  missed: MissedCall;
  requests: DialRequest;
  voiceCalls: VoiceCall;
}

export type SingleTopic = keyof SingleTopics;
export type RowTopic = keyof RowTopics;
export type Topic = SingleTopic | RowTopic;

export const singleTopics = [
  'link',
  'session',
  'host',
  'seat',
  'settings',
  'reasons',
  'dial',
  'voice',
] as const satisfies readonly SingleTopic[];
export const rowTopics = [
  'calls',
  'pops',
  'queues',
  'agents',
  'waiting',
  'parks',
  'conferences',
  'extensions',
  'commands',
  'notices',
  'missed',
  'requests',
  'voiceCalls',
] as const satisfies readonly RowTopic[];

export type Rows<T> = Readonly<Record<string, T>>;
export type TopicValue<K extends Topic> = K extends SingleTopic
  ? SingleTopics[K]
  : K extends RowTopic
    ? Rows<RowTopics[K]>
    : never;

/**
 * One step of a topic. `seq` counts per topic from 1; a receiver that misses one asks for a snapshot.
 * `value` replaces a single topic; `set`/`del` change rows.
 */
export type Patch =
  | { readonly topic: SingleTopic; readonly seq: number; readonly value: unknown }
  | {
      readonly topic: RowTopic;
      readonly seq: number;
      readonly set: Readonly<Record<string, unknown>>;
      readonly del: readonly string[];
    };

export interface TopicSnapshot {
  readonly topic: Topic;
  readonly seq: number;
  readonly value: unknown;
}
