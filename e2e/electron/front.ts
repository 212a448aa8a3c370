import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Platform } from '../../pbx/http/platform';

const fixtures = path.resolve(import.meta.dirname, '../../electron/platforms/wire/fixtures');
/** Self-signed leaves; `front` shows the first. */
export const certificateOf = (number: 1 | 2): string =>
  readFileSync(path.join(fixtures, `platform-${number}.cert.pem`), 'utf8');

export interface Visit {
  readonly method: string;
  readonly url: string;
  readonly type: string;
  readonly cookie: string;
  readonly body: string;
}

/** The built-in platform behind a server of the spec's own, which answers what that platform does not have yet. */
export interface Front {
  readonly address: string;
  readonly host: string;
  /** Everything that was asked of `/admin/` and below. */
  readonly visits: Visit[];
  /** What `/admin/…` answers; a path that is not here gets a plain page. */
  readonly pages: Map<string, (response: http.ServerResponse) => void>;
  /** Bodies of WEBCTI2 endpoints that are answered here: `getmonitornums`. */
  readonly answers: Map<string, (request: http.IncomingMessage, response: http.ServerResponse) => void>;
  close(): Promise<void>;
}

export async function openFront(platform: Pick<Platform, 'address'>, options: { tls?: boolean } = {}): Promise<Front> {
  const visits: Visit[] = [];
  const pages: Front['pages'] = new Map();
  const answers: Front['answers'] = new Map();
  const serve = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const parts: Buffer[] = [];
    request.on('data', (chunk: Buffer) => parts.push(chunk));
    request.on('end', () => {
      const url = request.url ?? '/';
      const body = Buffer.concat(parts);
      const name = url.split('?', 1)[0] ?? '';
      const own = answers.get(/\/(\w+)\.php$/.exec(name)?.[1] ?? '');
      if (own) return own(request, response);
      if (!name.startsWith('/admin/')) return pass(platform.address, request, body, response);
      visits.push({
        method: request.method ?? '',
        url,
        type: request.headers['content-type'] ?? '',
        cookie: request.headers.cookie ?? '',
        body: body.toString('utf8'),
      });
      const page = pages.get(name);
      if (page) return page(response);
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Evil desk</title><p>${name}`);
    });
  };
  const server = options.tls
    ? https.createServer(
        { cert: certificateOf(1), key: readFileSync(path.join(fixtures, 'platform-1.key.pem')) },
        serve,
      )
    : http.createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `${options.tls ? 'https' : 'http'}://${host}`,
    host,
    visits,
    pages,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(address: string, request: http.IncomingMessage, body: Buffer, response: http.ServerResponse): void {
  const { 'transfer-encoding': _chunked, ...headers } = request.headers;
  const asked = http.request(
    `${address}${request.url}`,
    { method: request.method ?? 'GET', headers: { ...headers, host: new URL(address).host }, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  asked.on('error', () => response.destroy());
  asked.end(body);
}
