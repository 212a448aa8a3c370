import type { Answer, ArgsOf, Endpoint, Endpoints, RowOf } from './catalogue';
import { agents } from './endpoints/agents';
import { calls } from './endpoints/calls';
import { conference } from './endpoints/conference';
import { devices } from './endpoints/devices';
import { queues } from './endpoints/queues';
import { records } from './endpoints/records';
import { regions } from './endpoints/regions';
import { settings } from './endpoints/settings';
import { status } from './endpoints/status';
import { system } from './endpoints/system';
import { variables } from './endpoints/variables';

/** Every WEBCTI2 endpoint that this product speaks, by name. Client, platform routes and contract tests read it. */
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
