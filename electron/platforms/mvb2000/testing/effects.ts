import type { Clock } from '../../../../shared/domain/time';
import type { Effects, LogFields } from '../../wire/effects';
import type { Http, HttpRequest, HttpResponse } from '../../wire/http';
import { nodeNetwork } from '../../wire/network';

export type Answering = (request: HttpRequest, nth: number) => Promise<HttpResponse> | HttpResponse;

/** A platform without a socket: what was asked, and what a test lets it answer. */
export interface FakeHttp extends Http {
  readonly requests: HttpRequest[];
  closed: boolean;
}

export function fakeHttp(answer: Answering): FakeHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    closed: false,
    async send(request) {
      requests.push(request);
      return answer(request, requests.length - 1);
    },
    async open(question) {
      const request = { ...question, limitBytes: Number.POSITIVE_INFINITY };
      requests.push(request);
      const { body: whole, ...head } = await answer(request, requests.length - 1);
      return { ...head, body: chunks(whole), cancel: () => undefined };
    },
    close() {
      this.closed = true;
    },
  };
}

async function* chunks(whole: Uint8Array): AsyncGenerator<Uint8Array> {
  if (whole.byteLength > 0) yield whole;
}

export const body = (text: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status: 200,
  headers,
  body: typeof text === 'string' ? Buffer.from(text) : text,
});

export interface Logged {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

export function testEffects(
  clock: Clock,
  http: Http,
  more: Partial<Effects> = {},
): Effects & { readonly logged: Logged[] } {
  const logged: Logged[] = [];
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, fields });
  return {
    clock,
    random: () => 0.5,
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    http: () => http,
    network: nodeNetwork,
    logged,
    ...more,
  };
}

/** Parameters of a request, wherever they travel. */
export const paramsOf = ({ url, body: form }: HttpRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(typeof form === 'string' ? form : new URL(url).search));

export const endpointIn = ({ url }: HttpRequest): string => /(\w+)\.php/.exec(url)?.[1] ?? '';

export const success = (data: readonly unknown[] = []): string =>
  JSON.stringify({ errcode: 0, message: 'SUCCESS', data });
