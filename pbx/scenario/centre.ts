import type { PauseReasonRow, QueueStrategy, Trunk } from '../engine/port';
import { demoCentre } from './centre-demo';
import { emptyCentre } from './centre-empty';
import { sizedCentre } from './centre-sized';
import { smallCentre } from './centre-small';
import type { OutsideBehaviour, PhoneBehaviour } from './port';

/** What a platform's administrator has set up: phones, people, lines, queues, rooms. The engine only reads it. */
export interface CentreConfig {
  readonly name: string;
  readonly devices: readonly DeviceConfig[];
  readonly users: readonly UserConfig[];
  /** In order of preference; a full trunk overflows to the next with the same prefix. */
  readonly trunks: readonly Trunk[];
  readonly queues: readonly QueueConfig[];
  readonly conferenceRooms: readonly string[];
  /** 71–79 */
  readonly parkingLots: readonly string[];
  /** Rooms in which everything is recorded. */
  readonly recordedRooms: readonly string[];
  readonly parkSeconds: number;
  readonly pauseReasons: readonly PauseReasonRow[];
  /** Pause code that a queue with `autoPause` gives to a member who let a call ring. */
  readonly autoPauseReason: number;
  readonly features: readonly FeatureConfig[];
  readonly menus: readonly MenuConfig[];
  readonly prompts: readonly PromptConfig[];
  readonly holdMusic: readonly string[];
  readonly dialRules: readonly DialRuleConfig[];
  /** Seconds an asked person rings before the transferring agent is back with the customer. */
  readonly consultRingSeconds: number;
  /** A phone on a call rings for a second one; off = it is busy. */
  readonly callWaiting: boolean;
  readonly outside: readonly { readonly prefix: string; readonly behaviour: OutsideBehaviour }[];
  /** Phones that act by themselves from the start; the rest wait for a hand. */
  readonly phones: Readonly<Record<string, PhoneBehaviour>>;
}

export interface DeviceConfig {
  readonly no: string;
  readonly tech: 'SIP' | 'IAX2' | 'ZAP';
  readonly kind: 'fixed' | 'adhoc';
  /** Bound user at the start; empty = none. */
  readonly user: string;
  readonly description: string;
  readonly context: string;
  readonly address: string;
  readonly port: number;
}

export interface UserConfig {
  readonly no: string;
  readonly name: string;
  readonly englishName: string;
  readonly outboundCid: string;
  readonly directDid: string;
  readonly ringSeconds: number;
  readonly voicemail: boolean;
  readonly recording: boolean;
}

export interface QueueConfig {
  readonly no: string;
  readonly name: string;
  readonly strategy: QueueStrategy;
  readonly maxWaiting: number;
  /** Longest wait of a caller; 0 = no limit. */
  readonly timeoutSeconds: number;
  readonly ringSeconds: number;
  /** Pause before the same caller is offered again to members who all had their turn. */
  readonly retrySeconds: number;
  readonly wrapUpSeconds: number;
  readonly joinEmpty: boolean;
  readonly autoPause: boolean;
  readonly serviceLevelSeconds: number;
  readonly weight: number;
  /** Number that takes callers who leave unserved (time-out, empty, full, withdrawn); empty = they are hung up. */
  readonly failover: string;
  /** Calls that came through this queue are recorded, also behind a transfer. */
  readonly recording: boolean;
  /** Callers are asked to judge the call when the agent has hung up. */
  readonly survey: boolean;
  /** Static members. */
  readonly members: readonly { readonly interface: string; readonly penalty: number }[];
}

export interface MenuConfig {
  readonly id: string;
  readonly name: string;
  /** What each key does. */
  readonly keys: Readonly<Record<string, MenuChoice>>;
}

export interface MenuChoice {
  /** As the key log calls it. */
  readonly does: 'gotoivr' | 'gotoqueue' | 'gotoexten' | 'voicemail' | 'replay' | 'hangup';
  /** Where the caller goes; absent = stays in the menu. */
  readonly to?: string;
  /** Context of `to` where it is a menu. */
  readonly context?: string;
}

/** A prompt that the platform comes with. */
export interface PromptConfig {
  readonly name: string;
  readonly description: string;
  readonly seconds: number;
}

/** Telephones whose calls begin in this context; without `outside` they reach the house only. */
export interface DialRuleConfig {
  readonly name: string;
  readonly context: string;
  readonly outside: boolean;
}

/** A shortcut as configured on the platform: `action` is one of the built-in feature names, or `dtmf:<digits>`. */
export interface FeatureConfig {
  readonly code: string;
  readonly name: string;
  readonly action: string;
}

/** Which centre is made up: `empty` for an exchange with people of its own. */
export type CentreKind = 'small' | 'demo' | 'empty' | { readonly seats: number; readonly queues: number };

/** `small`: 6 seats, 2 queues, every phone waits for a hand. `demo`: a dozen agents, 3 queues. Sizes are for benches. */
export function centreOf(kind: CentreKind): CentreConfig {
  if (kind === 'empty') return emptyCentre();
  if (kind === 'small') return smallCentre();
  if (kind === 'demo') return demoCentre();
  return sizedCentre(kind.seats, kind.queues);
}
