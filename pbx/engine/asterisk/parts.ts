import type { Clock } from '../../../shared/domain/time';
import type { Log } from '../../http/log';
import type { CallEngine, RatingRow } from '../port';
import type { Ami } from './ami/port';

/**
 * The engine is put together from parts that know each other through these types only: `state` reads events, `commands`
 * send actions, `records` write down what happened, `engine.ts` joins them to a `CallEngine`.
 */

/** The reading half of the port. */
export type EngineView = Pick<
  CallEngine,
  | 'startedAt'
  | 'reloadedAt'
  | 'version'
  | 'reachable'
  | 'now'
  | 'devices'
  | 'device'
  | 'users'
  | 'user'
  | 'trunks'
  | 'channels'
  | 'channel'
  | 'links'
  | 'queues'
  | 'queue'
  | 'parks'
  | 'conferences'
  | 'events'
  | 'holdMusic'
  | 'dialRules'
  | 'menus'
  | 'getVariable'
  | 'dnd'
  | 'forwarding'
  | 'barred'
  | 'onChange'
  | 'waitFor'
>;

/** The commanding half. */
export type EngineCommands = Pick<
  CallEngine,
  | 'bind'
  | 'split'
  | 'queueAdd'
  | 'queueRemove'
  | 'queuePause'
  | 'queueWithdraw'
  | 'originate'
  | 'hangUp'
  | 'hold'
  | 'unhold'
  | 'park'
  | 'unpark'
  | 'redirect'
  | 'attendedTransfer'
  | 'transferWithReturn'
  | 'askRating'
  | 'pickup'
  | 'featureByCode'
  | 'featureByName'
  | 'conferenceCommand'
  | 'setVariable'
  | 'askVariable'
  | 'setDnd'
  | 'setForwarding'
  | 'setBarred'
>;

/** What the commands tell the other parts: the exchange's events alone would say it wrongly or not at all. */
export interface Deeds {
  /** A waiting caller was taken out by command: the `QueueCallerAbandon` that follows is false. */
  takenFromQueue(uniqueId: string, by: 'withdraw' | 'redirect', info: string): void;
  wasTaken(uniqueId: string): { readonly by: 'withdraw' | 'redirect'; readonly info: string } | undefined;
  /** Hold by command leaves no event that names it on every version. */
  held(channel: string, on: boolean, musicClass: string): void;
  /** A variable that this platform has set, or gave with a call. */
  variable(channel: string, name: string, value: string): void;
  /** A ringing leg is ended from here for this cause (Q.850); the exchange will call it a normal end. */
  ends?(channel: string, cause: number): void;
  /** The agent's leg was redirected away: its `AgentComplete` comes late, wrong or never. */
  transferred(channel: string, to: string): void;
  /** A person's service was set here: AstDB tells nobody. Forwarding: the number or nothing; the others `1` or nothing. */
  setting?(user: string, service: Service, value: string): void;
  /** `user` sits at `device` from now on, or at none (empty). */
  seated?(user: string, device: string): void;
  /** A caller was asked to judge his call, and did or did not. */
  rated?(row: RatingRow): void;
}

export type Service = 'dnd' | 'CF' | 'CFB' | 'CFU' | 'barred';

/** Families of AstDB in which a dialplan looks for people's services; keys are extension numbers. */
export const plainFamilies = {
  dnd: 'DND',
  CF: 'CF',
  CFB: 'CFB',
  CFU: 'CFU',
  barred: 'SEATLINE_BARRED',
} as const satisfies Readonly<Record<Service, string>>;

/** Where an exchange is and how it is set up. */
export interface AsteriskSetup {
  readonly host: string;
  /** 5038 */
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Context in which telephones dial. */
  readonly context: string;
  /** Context without short numbers for transfers (a digit-by-digit match must not stop at a parking place). */
  readonly transferContext: string;
  /** `park` extension and lot context. */
  readonly parkContext: string;
  /** Context whose hints tell the telephones' states; empty = the device states alone. */
  readonly hintContext: string;
  /** Feature code of hold with music in the exchange (`features.conf` application map); empty = there is none. */
  readonly holdCode: string;
  readonly unholdCode: string;
  /** Folder of recordings as this machine sees it; empty = they cannot be read here. */
  readonly recordings: string;
  /** Folder of voicemail (`default/2011/INBOX` in it) as this machine sees it; absent = messages cannot be read. */
  readonly voicemail?: string;
  /** Files `queue_log` and `Master.csv` as this machine sees them; absent = nothing tells what nobody heard. */
  readonly queueLog?: string;
  readonly callRecords?: string;
  /** Minutes east of UTC of the exchange's local time. */
  readonly zone: number;
  /** Where a person's services are kept; `plainFamilies` where nothing is said (FreePBX and Issabel use them too). */
  readonly families?: Readonly<Record<Service, string>>;
  /**
   * Header that makes a telephone pick up by itself when this platform rings it, such as `Call-Info: answer-after=0`;
   * nothing = the person picks up.
   */
  readonly autoAnswer?: string;
}

export interface Parts {
  /**
   * What the commands ask through it and the exchange grants is noted by the state: dynamic members, locked rooms, calls
   * (`Exten` by `ChannelId`). A member's shown interface (`SIP/2011`) is turned into the one the queue knows
   * (`Local/2011@from-queue/n`).
   */
  readonly ami: Ami;
  readonly clock: Clock;
  readonly log: Log;
  readonly setup: AsteriskSetup;
}
