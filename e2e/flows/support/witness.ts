import { request } from 'node:http';
import type { Platform } from '../../../pbx/http/platform';
import { platformDate } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import { catalogue, type EndpointName } from '../../../shared/webcti';
import { webKey } from '../../../shared/webcti/webkey';
import type { OfficeTime } from './time';

export type RawRow = Readonly<Record<string, unknown>>;

/** The platform's own word, asked past the desk and its driver: plain HTTP, the documented key, rows as they come. */
export interface Witness {
  ask(endpoint: EndpointName, args?: Readonly<Record<string, string | number>>): Promise<readonly RawRow[]>;
  /** `errcode` alone, for questions about the key. */
  errcode(endpoint: EndpointName, webkey: string): Promise<number>;
}

export function createWitness(platform: Platform, time: OfficeTime, zone: Zone): Witness {
  const send = (endpoint: EndpointName, query: Readonly<Record<string, string>>): Promise<Answer> =>
    time.holding(
      new Promise((resolve, reject) => {
        const url = `${platform.address}/${catalogue[endpoint].path}?${new URLSearchParams({ json: '2', ...query })}`;
        request(url, { agent: false }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => {
            text += part;
          });
          response.on('end', () => resolve(JSON.parse(text) as Answer));
        })
          .once('error', reject)
          .end();
      }),
    );
  return {
    ask: async (endpoint, args = {}) => {
      const webkey = webKey(platform.key, platformDate(platform.engine.now(), zone));
      const given = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
      const answer = await send(endpoint, { webkey, ...given });
      if (answer.errcode !== 0) throw new Error(`${endpoint}: ${answer.errcode} ${answer.message}`);
      const { data } = answer;
      return Array.isArray(data) ? data : data === undefined ? [] : [data];
    },
    errcode: async (endpoint, webkey) => (await send(endpoint, { webkey })).errcode,
  };
}

interface Answer {
  readonly errcode: number;
  readonly message: string;
  readonly data?: RawRow | readonly RawRow[];
}
