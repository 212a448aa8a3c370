import type { EndpointName } from '../../../shared/webcti';
import { agents } from './agents';
import { assistant } from './assistant';
import { calls } from './calls';
import { campaignAgents } from './campaigns-agents';
import { campaignCalls } from './campaigns-calls';
import { campaignNumbers } from './campaigns-numbers';
import { campaignTasks } from './campaigns-tasks';
import { conference } from './conference';
import { devices } from './devices';
import { fax } from './fax';
import type { Handlers } from './handler';
import { interaction } from './interaction';
import { lists } from './lists';
import { lostCalls } from './lost-calls';
import { machine } from './machine';
import { menus } from './menus';
import { prompts } from './prompts';
import { queueLog } from './queue-log';
import { queues } from './queues';
import { ratings } from './ratings';
import { recordings } from './recordings';
import { records } from './records';
import { regions } from './regions';
import { reports } from './reports';
import { reportDetails } from './reports-details';
import { reportSettings } from './reports-settings';
import { settings } from './settings';
import { sms } from './sms';
import { statistics } from './statistics';
import { status } from './status';
import { system } from './system';
import { variables } from './variables';
import { voicemail } from './voicemail';

/** A handler for every endpoint of the catalogue; one that is missing does not compile. The login page is a page: `../admin`. */
export const handlers = {
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
  ...assistant,
  ...interaction,
  ...machine,
  ...lists,
  ...sms,
  ...queueLog,
  ...lostCalls,
  ...statistics,
  ...voicemail,
  ...recordings,
  ...prompts,
  ...fax,
  ...menus,
  ...ratings,
  ...reports,
  ...reportDetails,
  ...reportSettings,
  ...campaignTasks,
  ...campaignNumbers,
  ...campaignCalls,
  ...campaignAgents,
} satisfies Handlers<Exclude<EndpointName, 'integratedlogin'>>;

export type AnsweredName = keyof typeof handlers;
export const answeredNames = Object.keys(handlers) as readonly AnsweredName[];
