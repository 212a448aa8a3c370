import type { EndpointName } from '../../../shared/webcti';
import { agents } from './agents';
import { calls } from './calls';
import { conference } from './conference';
import { devices } from './devices';
import type { Handlers } from './handler';
import { queues } from './queues';
import { records } from './records';
import { regions } from './regions';
import { settings } from './settings';
import { status } from './status';
import { system } from './system';
import { variables } from './variables';

/** A handler for every endpoint of the catalogue; one that is missing does not compile. */
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
} satisfies Handlers<EndpointName>;
