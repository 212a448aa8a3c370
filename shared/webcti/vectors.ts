import type { EndpointName } from './index';
import agents from './vectors/agents.json';
import assistant from './vectors/assistant.json';
import calls from './vectors/calls.json';
import campaigns from './vectors/campaigns.json';
import conference from './vectors/conference.json';
import devices from './vectors/devices.json';
import fax from './vectors/fax.json';
import interaction from './vectors/interaction.json';
import lists from './vectors/lists.json';
import lostCalls from './vectors/lost-calls.json';
import machine from './vectors/machine.json';
import menus from './vectors/menus.json';
import prompts from './vectors/prompts.json';
import queueLog from './vectors/queue-log.json';
import queues from './vectors/queues.json';
import recordings from './vectors/recordings.json';
import records from './vectors/records.json';
import regions from './vectors/regions.json';
import reportSettings from './vectors/report-settings.json';
import reports from './vectors/reports.json';
import settings from './vectors/settings.json';
import sms from './vectors/sms.json';
import statistics from './vectors/statistics.json';
import status from './vectors/status.json';
import system from './vectors/system.json';
import variables from './vectors/variables.json';
import voicemail from './vectors/voicemail.json';

/** One documented example of an endpoint, as printed (repaired where the print does not parse). For tests only. */
export interface Vector {
  readonly endpoint: EndpointName;
  readonly format: 'json' | 'xml';
  readonly outcome: 'success' | 'failure';
  /** Decoded parameters of the example, without `webkey` and `json`. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}
type Entry = Omit<Vector, 'endpoint'>;

const tables = {
  ...agents,
  ...assistant,
  ...calls,
  ...campaigns,
  ...conference,
  ...devices,
  ...fax,
  ...interaction,
  ...lists,
  ...lostCalls,
  ...machine,
  ...menus,
  ...prompts,
  ...queueLog,
  ...queues,
  ...recordings,
  ...records,
  ...regions,
  ...reportSettings,
  ...reports,
  ...settings,
  ...sms,
  ...statistics,
  ...status,
  ...system,
  ...variables,
  ...voicemail,
} as unknown as Readonly<Record<EndpointName, readonly Entry[]>>;

/** Every documented example of the endpoints of the catalogue. */
export const vectors: readonly Vector[] = Object.entries(tables).flatMap(([endpoint, entries]) =>
  entries.map((entry) => ({ endpoint: endpoint as EndpointName, ...entry })),
);
