import { setImmediate as turn } from 'node:timers/promises';
import { platformDate } from '../../shared/domain/time';
import { catalogue, type EndpointName } from '../../shared/webcti';
import { webKey } from '../../shared/webcti/webkey';
import { createVirtualClock, isVirtualClock, type VirtualClock } from '../engine/simulated/clock';
import type { SimulatedEngine } from '../engine/simulated/simulated-engine';
import type { RowsOf } from './handlers/handler';
import type { LogLine } from './log';
import type { Platform, PlatformOptions } from './platform';
import { startPlatform } from './start';

/** 2 March 2026, 09:00 in China: a Monday morning. */
export const morning = Date.UTC(2026, 2, 2, 1, 0, 0);

export interface Json<N extends EndpointName = EndpointName> {
  readonly errcode: number;
  readonly message: string | null;
  readonly data: readonly RowsOf<N>[];
}
/** A value taken over from another answer's row may be null; it is sent as an empty text. */
type Query = Readonly<Record<string, string | number | null>>;

/** A platform on a virtual clock with what a test of the face needs. */
export interface TestPlatform extends Platform {
  readonly engine: SimulatedEngine;
  readonly clock: VirtualClock;
  readonly logged: LogLine[];
  /** Key of the platform's present day. */
  keyNow(): string;
  url(path: string, query?: Query): string;
  /** Body of an endpoint, with a good key. */
  text(name: EndpointName, query?: Query): Promise<string>;
  ask<N extends EndpointName>(name: N, query?: Query): Promise<Json<N>>;
  rows<N extends EndpointName>(name: N, query?: Query): Promise<readonly RowsOf<N>[]>;
  /** Lets engine time run until `work` ends; for answers that wait. */
  whilePassing<T>(work: Promise<T>): Promise<T>;
}

export async function startTestPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const clock = options.clock && isVirtualClock(options.clock) ? options.clock : createVirtualClock(morning);
  const logged: LogLine[] = [];
  const zone = options.zone ?? 480;
  const platform = await startPlatform({ clock, log: (line) => logged.push(line), ...options });
  const keyNow = () => webKey(platform.key, platformDate(clock.now(), zone));
  const url = (path: string, query: Query = {}) => {
    const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, String(value ?? '')]);
    return `${platform.address}/${path}?${new URLSearchParams(pairs)}`;
  };
  const text = async (name: EndpointName, query: Query = {}) =>
    (await fetch(url(catalogue[name].path, { webkey: keyNow(), ...query }))).text();
  const ask = async <N extends EndpointName>(name: N, query: Query = {}) =>
    JSON.parse(await text(name, { ...query, json: '2' })) as Json<N>;
  return Object.assign(Object.create(platform) as Platform & { readonly engine: SimulatedEngine }, {
    clock,
    logged,
    keyNow,
    url,
    text,
    ask,
    rows: async <N extends EndpointName>(name: N, query: Query = {}) => (await ask(name, query)).data,
    async whilePassing<T>(work: Promise<T>) {
      let over = false;
      const watched = work.finally(() => {
        over = true;
      });
      while (!over) {
        await turn();
        clock.advance(100);
      }
      return watched;
    },
  });
}

/** The one row of a list that must have one. */
export const only = <T>(list: readonly T[]): T => {
  if (list.length !== 1) throw new Error(`expected one row, got ${list.length}: ${JSON.stringify(list)}`);
  return list[0] as T;
};

/** Some keys of a row. */
export const pick = (row: Record<string, unknown>, ...keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, row[key]]));
