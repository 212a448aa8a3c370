import type { EndpointName } from './index';
import agents from './vectors/agents.json';
import calls from './vectors/calls.json';
import conference from './vectors/conference.json';
import devices from './vectors/devices.json';
import queues from './vectors/queues.json';
import records from './vectors/records.json';
import regions from './vectors/regions.json';
import settings from './vectors/settings.json';
import status from './vectors/status.json';
import system from './vectors/system.json';
import variables from './vectors/variables.json';

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
  ...calls,
  ...conference,
  ...devices,
  ...queues,
  ...records,
  ...regions,
  ...settings,
  ...status,
  ...system,
  ...variables,
} as unknown as Readonly<Record<EndpointName, readonly Entry[]>>;

/** Every documented example of the endpoints of the catalogue. */
export const vectors: readonly Vector[] = Object.entries(tables).flatMap(([endpoint, entries]) =>
  entries.map((entry) => ({ endpoint: endpoint as EndpointName, ...entry })),
);
