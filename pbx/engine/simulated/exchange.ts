import type { Zone } from '../../../shared/domain/zone';
import type { CentreConfig } from '../../scenario/centre';
import type { RecordSink } from '../port';
import type { RosterKeeper } from '../roster';
import type { Attempts } from './attempt';
import type { Bridges } from './bridges';
import type { CallRecords } from './call-records';
import type { Conferences } from './conferences';
import type { Consults } from './consult';
import type { Dialplan } from './dialplan';
import type { EventLog } from './event-log';
import type { Faxes } from './faxes';
import type { Features } from './features';
import type { Legs } from './legs';
import type { Links } from './links';
import type { VoiceMailboxes } from './mailboxes';
import type { Menus } from './menus';
import type { Notices } from './notices';
import type { Numbering } from './numbering';
import type { Originates } from './originate';
import type { Outside } from './outside';
import type { Parking } from './parking';
import type { Phones } from './phones';
import type { Pickups } from './pickup';
import type { PartyPrompts } from './prompts';
import type { Distributor } from './queue/distributor';
import type { QueueCalls } from './queue/queue-call';
import type { Queues } from './queue/queues';
import type { Random } from './random';
import type { Recorder } from './recorder';
import type { Rings } from './ring';
import type { Services } from './services';
import type { Spies } from './spying';
import type { Steps } from './steps';
import type { Surveys } from './surveys';
import type { Transfers } from './transfer';
import type { Variables } from './variables';

/** The parts of the simulated exchange; each part reaches the others through this. */
export interface Exchange {
  readonly config: CentreConfig;
  readonly sink: RecordSink;
  readonly roster: RosterKeeper;
  readonly random: Random;
  /** Minutes east of UTC. */
  readonly zone: Zone;
  readonly steps: Steps;
  readonly events: EventLog;
  readonly legs: Legs;
  readonly links: Links;
  readonly bridges: Bridges;
  readonly records: CallRecords;
  readonly phones: Phones;
  readonly services: Services;
  readonly numbering: Numbering;
  readonly outside: Outside;
  readonly rings: Rings;
  readonly attempts: Attempts;
  readonly dialplan: Dialplan;
  readonly originates: Originates;
  readonly parking: Parking;
  readonly conferences: Conferences;
  readonly transfers: Transfers;
  readonly consults: Consults;
  readonly pickups: Pickups;
  readonly features: Features;
  readonly variables: Variables;
  readonly queues: Queues;
  readonly distributor: Distributor;
  readonly queueCalls: QueueCalls;
  readonly recorder: Recorder;
  readonly mailboxes: VoiceMailboxes;
  readonly menus: Menus;
  readonly surveys: Surveys;
  readonly spies: Spies;
  readonly notices: Notices;
  readonly prompts: PartyPrompts;
  readonly faxes: Faxes;
}

/** Seconds an ended channel, link, park or conference seat stays readable, so that a poller can learn how it ended. */
export const lingerMs = 30_000;

export const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1000));
