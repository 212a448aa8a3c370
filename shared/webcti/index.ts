import type { Answer, ArgsOf, Endpoint, Endpoints, RowOf } from './catalogue';
import { agents } from './endpoints/agents';
import { assistant } from './endpoints/assistant';
import { calls } from './endpoints/calls';
import { campaigns } from './endpoints/campaigns';
import { conference } from './endpoints/conference';
import { devices } from './endpoints/devices';
import { fax } from './endpoints/fax';
import { interaction } from './endpoints/interaction';
import { lists } from './endpoints/lists';
import { lostCalls } from './endpoints/lost-calls';
import { machine } from './endpoints/machine';
import { menus } from './endpoints/menus';
import { prompts } from './endpoints/prompts';
import { queueLog } from './endpoints/queue-log';
import { queues } from './endpoints/queues';
import { recordings } from './endpoints/recordings';
import { records } from './endpoints/records';
import { regions } from './endpoints/regions';
import { reportSettings } from './endpoints/report-settings';
import { reports } from './endpoints/reports';
import { settings } from './endpoints/settings';
import { sms } from './endpoints/sms';
import { statistics } from './endpoints/statistics';
import { status } from './endpoints/status';
import { system } from './endpoints/system';
import { variables } from './endpoints/variables';
import { voicemail } from './endpoints/voicemail';

/** The endpoints by what they are about: chapters of help, of the coverage page and of this table's files. */
export const families = {
  system,
  devices,
  queues,
  agents,
  status,
  calls,
  conference,
  variables,
  settings,
  records,
  regions,
  lists,
  voicemail,
  interaction,
  machine,
  prompts,
  menus,
  assistant,
  sms,
  fax,
  recordings,
  lostCalls,
  queueLog,
  statistics,
  reports,
  reportSettings,
  campaigns,
} as const satisfies Readonly<Record<string, Endpoints>>;
export type FamilyName = keyof typeof families;

/** Every WEBCTI2 endpoint, by name. Client, platform routes, command line, coverage page and tests read it. */
export const catalogue = {
  ...system,
  ...devices,
  ...queues,
  ...agents,
  ...status,
  ...calls,
  ...conference,
  ...variables,
  ...settings,
  ...records,
  ...regions,
  ...lists,
  ...voicemail,
  ...interaction,
  ...machine,
  ...prompts,
  ...menus,
  ...assistant,
  ...sms,
  ...fax,
  ...recordings,
  ...lostCalls,
  ...queueLog,
  ...statistics,
  ...reports,
  ...reportSettings,
  ...campaigns,
} as const satisfies Endpoints;

export type EndpointName = keyof typeof catalogue;
/** Arguments of an endpoint, without `webkey` and `json`. */
export type Args<N extends EndpointName> = ArgsOf<(typeof catalogue)[N]>;
/** A decoded row of an endpoint. */
export type Row<N extends EndpointName> = RowOf<(typeof catalogue)[N]>;
export type AnswerOf<N extends EndpointName> = Answer<(typeof catalogue)[N]>;

export const endpointNames = Object.keys(catalogue) as readonly EndpointName[];

/** The entry of an endpoint, widened for code that walks the table. */
export const endpointOf = (name: EndpointName): Endpoint => catalogue[name];
