import { z } from 'zod';
import type { Result } from '../domain/result';
import { settingsSchema } from './settings';
import { type DialCandidate, type LinkState, type Patch, type Topic, type TopicSnapshot, vendors } from './topics';

/**
 * The contract between desk and screen. Both hosts send every call through the same `dispatch(name, unknown)`; the
 * schemas below are the only door. Inputs are plain JSON; answers are a `Result`.
 */
const number = z.string().trim().min(1).max(64);
const callId = z.string().min(1).max(64);
const queue = z.string().min(1).max(32);
const iface = z.string().min(1).max(120);
const reason = z.number().int().min(1).max(99);
const target = z.object({
  number,
  kind: z.enum(['extension', 'queue', 'outside', 'ivr', 'voicemail']).default('extension'),
});

const features = z.object({
  answer: z.string().max(40),
  reject: z.string().max(40),
  swap: z.string().max(40),
  threeWay: z.string().max(40),
  cancelConsult: z.string().max(40),
  completeConsult: z.string().max(40),
  dtmf: z.string().max(40),
});

const account = z.object({
  user: z.string().trim().max(80).default(''),
  password: z.string().max(200).default(''),
});

export const profileInput = z.object({
  id: z.string().max(64).default(''),
  name: z.string().trim().min(1).max(80),
  /** `http://host[:port]` or `https://…`; a path is kept for platforms below a folder. */
  address: z.string().trim().min(1).max(300),
  /** Empty keeps the stored key. */
  key: z.string().max(200).default(''),
  pin: z.string().max(120).default(''),
  features: features.partial().default({}),
  vendor: z.enum(vendors).default('mvb2000'),
  /** An empty password keeps the stored one; an empty user removes the account (of `voice`, an empty address). */
  admin: account.prefault({}),
  tasks: account.extend({ address: z.string().trim().max(300).default('') }).prefault({}),
  voice: account
    .extend({
      address: z.string().trim().max(300).default(''),
      domain: z
        .string()
        .trim()
        .regex(/^[\w.:[\]-]{0,200}$/)
        .default(''),
      pin: z.string().max(120).default(''),
    })
    .prefault({}),
});

const signIn = z.object({
  profileId: z.string().min(1).max(64),
  agent: z.string().trim().min(1).max(32),
  device: z.string().trim().min(1).max(32),
  queues: z
    .array(z.object({ queue, penalty: z.number().int().min(0).max(99).default(0) }))
    .max(200)
    .default([]),
  initial: z
    .union([z.object({ kind: z.literal('ready') }), z.object({ kind: z.literal('pause'), reason })])
    .default({ kind: 'ready' }),
  /** Take the device or the agent number over from where it is used. */
  takeOver: z.boolean().default(false),
});

export const commandSchemas = {
  'session.signIn': signIn,
  'session.signOut': z.object({ confirmed: z.boolean().default(false) }),
  'session.saveProfile': profileInput,
  'session.removeProfile': z.object({ id: z.string().min(1) }),
  'session.retryNow': z.object({}),

  'seat.ready': z.object({}),
  'seat.pause': z.object({ reason }),
  'seat.cancelNext': z.object({}),
  'seat.finishWrapUp': z.object({
    note: z.string().max(4000).default(''),
    disposition: z.string().max(80).default(''),
  }),
  'seat.extendWrapUp': z.object({}),
  'seat.joinQueue': z.object({ queue, penalty: z.number().int().min(0).max(99).default(0) }),
  'seat.leaveQueue': z.object({ queue }),
  'seat.joinAll': z.object({}),
  'seat.leaveAll': z.object({}),
  'seat.setDnd': z.object({ on: z.boolean() }),
  'seat.setForwarding': z.object({
    kind: z.enum(['always', 'busy', 'unavailable']),
    destination: z.string().trim().max(40),
  }),

  'call.dial': z.object({ number, confirmed: z.boolean().default(false) }),
  'call.cancelDial': z.object({}),
  'call.answer': z.object({ callId }),
  'call.reject': z.object({ callId }),
  'call.hangUp': z.object({ callId }),
  'call.hold': z.object({ callId }),
  'call.resume': z.object({ callId }),
  'call.transfer': z.object({ callId, to: target }),
  'call.consult': z.object({ callId, to: target }),
  'call.completeConsult': z.object({ callId }),
  'call.cancelConsult': z.object({ callId }),
  'call.swapConsult': z.object({ callId }),
  'call.threeWay': z.object({ callId }),
  'call.park': z.object({ callId }),
  'call.dtmf': z.object({ callId, digits: z.string().regex(/^[0-9*#ABCD]{1,32}$/) }),
  'call.setVariable': z.object({
    callId,
    name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,60}$/),
    value: z.string().max(400),
  }),
  'call.note': z.object({ callId, text: z.string().max(4000) }),
  'call.dismiss': z.object({ callId }),
  /** The other side is asked for a rating when the call ends. */
  'call.survey': z.object({ callId }),

  'park.retrieve': z.object({ lot: z.string().min(1).max(8) }),
  'pickup.extension': z.object({ extension: number }),
  'pop.open': z.object({ popId: z.string().min(1).max(120) }),
  'pop.dismiss': z.object({ popId: z.string().min(1).max(120) }),

  'member.pause': z.object({ interface: iface, reason }),
  'member.unpause': z.object({ interface: iface }),
  'member.remove': z.object({ interface: iface, queue: queue.or(z.literal('')) }),
  /** Rings my phone and puts it into somebody's call: to hear, to be heard by the agent only, or by both. */
  'member.supervise': z.object({ interface: iface, mode: z.enum(['monitor', 'whisper', 'barge']) }),
  'member.hangUp': z.object({ interface: iface }),
  'waiting.withdraw': z.object({ id: z.string().min(1).max(64), reason: z.string().max(80).default('') }),
  'waiting.take': z.object({ id: z.string().min(1).max(64) }),
  'conference.mute': z.object({ room: z.string().min(1).max(16), member: z.number().int().min(1), on: z.boolean() }),
  'conference.kick': z.object({ room: z.string().min(1).max(16), member: z.number().int().min(1) }),
  'conference.lock': z.object({ room: z.string().min(1).max(16), on: z.boolean() }),

  /** The microphone of the app's own telephone; without a call, of the one that talks. */
  'voice.mute': z.object({ on: z.boolean(), voiceCallId: z.string().max(120).default('') }),
  /** What only this telephone has shown so far (`VoiceCall.callId` is empty). */
  'voice.answer': z.object({ voiceCallId: z.string().min(1).max(120) }),
  'voice.hangUp': z.object({ voiceCallId: z.string().min(1).max(120) }),
  'voice.test': z.object({ what: z.enum(['output', 'microphone', 'off']) }),
  /** Registers anew, after the person has changed something outside. */
  'voice.retry': z.object({}),

  'settings.change': z.object({ change: z.record(z.string(), z.unknown()) }),
  'notice.dismiss': z.object({ id: z.string().min(1).max(120) }),
  'missed.dismiss': z.object({ id: z.string().min(1).max(120) }),
  'request.answer': z.object({ id: z.string().min(1).max(64), dial: z.string().max(64).default('') }),
  'window.shape': z.object({ shape: settingsSchema.shape.shape.unwrap() }),
  'window.alwaysOnTop': z.object({ on: z.boolean() }),
  'window.minimise': z.object({}),
  /** The platform's own admin pages in a window of their own, signed in (WEBCTI2 chapter 5). */
  'platform.openAdmin': z.object({ page: z.enum(['home', 'menus', 'tools', 'reports']).default('home') }),
  'app.quit': z.object({ confirmed: z.boolean().default(false) }),
  'demo.act': z.object({
    verb: z.string().min(1).max(40),
    args: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  }),
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandInput<K extends CommandName> = z.input<(typeof commandSchemas)[K]>;
export type CommandParsed<K extends CommandName> = z.output<(typeof commandSchemas)[K]>;

/** Commands that answer with more than "done". Every other command answers `null`. */
export interface CommandOutputs {
  'session.saveProfile': { readonly id: string };
  'seat.joinAll': { readonly results: readonly QueueOutcome[] };
  'seat.leaveAll': { readonly results: readonly QueueOutcome[] };
  'session.signIn': { readonly queues: readonly QueueOutcome[] };
  'call.park': { readonly lot: string };
}
export interface QueueOutcome {
  readonly queue: string;
  readonly ok: boolean;
  readonly message: string;
}
export type CommandOutput<K extends CommandName> = K extends keyof CommandOutputs ? CommandOutputs[K] : null;

const page = { offset: z.number().int().min(0).default(0), rows: z.number().int().min(1).max(200).default(50) };

export const querySchemas = {
  /** Connection test; the steps in the order tried, the failing one last. */
  'session.probe': profileInput.extend({ device: z.string().max(32).default('') }),
  /** Who and what can sign in, asked of a profile before sign-in. */
  'session.choices': z.object({ profileId: z.string().min(1).max(64) }),
  'dial.read': z.object({ text: z.string().max(4000) }),
  'history.calls': z.object({
    ...page,
    number: z.string().max(40).default(''),
    from: z.number().optional(),
    to: z.number().optional(),
    mine: z.boolean().default(true),
  }),
  'pop.preview': z.object({ template: z.string().max(2000) }),
  /** What was noted on a call, from the journal: a reloaded window goes on where the person stopped. */
  'call.note': z.object({ callId }),
  /**
   * A recording of a call to listen to. `id` is the call's id of the records; `part` counts from 1 where a transferred
   * call has several.
   */
  'recording.open': z.object({ id: z.string().min(1).max(200), part: z.number().int().min(1).max(99).default(1) }),
  'demo.state': z.object({}),
} as const;

export type QueryName = keyof typeof querySchemas;
export type QueryInput<K extends QueryName> = z.input<(typeof querySchemas)[K]>;
export type QueryParsed<K extends QueryName> = z.output<(typeof querySchemas)[K]>;

export const probeSteps = ['name', 'tcp', 'tls', 'http', 'key', 'clock', 'extension'] as const;
export type ProbeStepName = (typeof probeSteps)[number];
export interface ProbeStep {
  readonly step: ProbeStepName;
  readonly state: 'ok' | 'failed' | 'skipped' | 'warning';
  readonly milliseconds: number;
  /** i18n params; `fingerprint`, `skewSeconds`, `version` … */
  readonly params: Readonly<Record<string, string | number>>;
  readonly error?: import('../domain/result').AppError;
}

export interface SignInChoices {
  readonly agents: readonly { readonly agent: string; readonly name: string; readonly device: string }[];
  readonly devices: readonly {
    readonly device: string;
    readonly interface: string;
    readonly kind: 'fixed' | 'adhoc';
    /** Agent number on it now; empty = free. */
    readonly user: string;
    readonly userName: string;
  }[];
  readonly queues: readonly { readonly queue: string; readonly name: string }[];
  readonly reasons: readonly { readonly code: number; readonly label: string }[];
}

export interface CallRecord {
  readonly id: string;
  readonly at: number;
  readonly direction: 'in' | 'out' | 'internal';
  readonly number: string;
  readonly name: string;
  readonly region: string;
  readonly caller: string;
  readonly callee: string;
  readonly queue: string;
  readonly talkSeconds: number;
  readonly totalSeconds: number;
  readonly outcome: 'answered' | 'no-answer' | 'busy' | 'failed';
  readonly recorded: boolean;
  /** `outcome` is what the desk takes the call for: the platform keeps no records and does not say (Uncall). */
  readonly assumed?: true;
}

export interface DemoState {
  readonly phones: readonly { readonly device: string; readonly state: string; readonly caller: string }[];
  readonly queues: readonly { readonly queue: string; readonly name: string; readonly waiting: number }[];
  readonly verbs: readonly string[];
}

/** `url` is a path of the screen's own origin; it works until the person signs out. */
export interface Listening {
  readonly url: string;
  readonly name: string;
  readonly part: number;
  /** How many recordings the call has. */
  readonly parts: number;
}

export interface QueryOutputs {
  'session.probe': { readonly steps: readonly ProbeStep[] };
  'session.choices': SignInChoices;
  'dial.read': { readonly candidates: readonly DialCandidate[] };
  'history.calls': { readonly total: number; readonly rows: readonly CallRecord[]; readonly asOf: number };
  'pop.preview': { readonly url: string; readonly unknown: readonly string[]; readonly blocked: boolean };
  'call.note': { readonly text: string };
  'recording.open': Listening;
  'demo.state': DemoState;
}
export type QueryOutput<K extends QueryName> = QueryOutputs[K];

/** The part of AbortSignal that the road needs; `shared` knows no DOM. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', run: () => void): void;
  removeEventListener(type: 'abort', run: () => void): void;
}

/** What the screen holds: at most five functions cross the bridge, in Electron and in the browser edition alike. */
export interface Bridge {
  call<K extends CommandName>(name: K, input: CommandInput<K>): Promise<Result<CommandOutput<K>>>;
  query<K extends QueryName>(
    name: K,
    input: QueryInput<K>,
    options?: { signal?: CancelSignal },
  ): Promise<Result<QueryOutput<K>>>;
  /**
   * Starts a topic: `onSnapshot` at once and after every gap, then `onPatch` in order of `seq`. Returns an idempotent
   * unsubscribe. A topic that nobody subscribes to is not polled for.
   */
  subscribe(
    topics: readonly Topic[],
    on: (message: { snapshots: readonly TopicSnapshot[] } | { patches: readonly Patch[] }) => void,
  ): () => void;
  /** The road between screen and desk itself, not the platform's link. */
  onRoad(on: (state: 'open' | 'closed') => void): () => void;
}

export type { LinkState };
