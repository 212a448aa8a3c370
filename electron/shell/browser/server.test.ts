import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { appError, fail, ok } from '../../../shared/domain/result';
import { systemClock } from '../clock';
import { headersOf } from '../page';
import { openPageServer, type PageServer } from './server';

let folder = '';
let server: PageServer;
let received: string[][] = [];
const events: string[] = [];
const log = {
  info: () => {},
  warn: (event: string, fields?: Readonly<Record<string, unknown>>) =>
    void events.push(`${event} ${String(fields?.why)}`),
  error: (event: string) => void events.push(event),
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-page-'));
  mkdirSync(path.join(folder, 'app', 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'app', 'index.html'), '<!doctype html>page');
  writeFileSync(path.join(folder, 'app', 'assets', 'a.js'), 'export {};');
  writeFileSync(path.join(folder, 'app', '.env.json'), '{"secret":1}');
  mkdirSync(path.join(folder, 'app-evil'));
  writeFileSync(path.join(folder, 'app-evil', 'x.html'), 'evil');
  received = [];
  events.length = 0;
  server = await openPageServer({
    desk: {
      dispatch: async (name) => ok(name),
      query: async (name) => ok(name),
      subscribe: () => () => {},
      media: async () => fail(appError('internal', 'no recordings here')),
    },
    clock: systemClock,
    log,
    root: path.join(folder, 'app'),
    port: 0,
    onArguments: (argv) => received.push([...argv]),
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}
/** A raw request: `fetch` would forbid a Host of its own and normalise the path. */
function ask(
  pathname: string,
  options: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string } = {},
): Promise<Answer> {
  const { port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        path: pathname,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}
const policyOf = (name: string) => headersOf(name, 'browser')['content-security-policy'];

async function signIn(): Promise<string> {
  const { headers } = await ask(server.invite().slice(server.origin.length));
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

test('the one-time address gives a strict cookie once, and the page with its policy', async () => {
  const address = server.invite().slice(server.origin.length);
  const first = await ask(address);
  const cookie = first.headers['set-cookie']?.[0] ?? '';
  const page = await ask('/', { headers: { cookie: cookie.split(';')[0] } });
  const again = await ask(address);
  expect({
    first: [first.status, first.headers.location],
    cookie: cookie.replace(/=[\w-]{40,}/, '=…').replace(/\d+/, 'PORT'),
    page: [
      page.status,
      page.body,
      page.headers['content-security-policy'],
      page.headers['x-content-type-options'],
      page.headers['cross-origin-opener-policy'],
      page.headers['cache-control'],
    ],
    again: [again.status, again.headers['set-cookie']],
    logged: events,
  }).toEqual({
    first: [303, '/'],
    cookie: 'seatline-PORT=…; HttpOnly; SameSite=Strict; Path=/',
    page: [200, '<!doctype html>page', policyOf('/'), 'nosniff', 'same-origin', 'no-store'],
    again: [403, undefined],
    logged: ['page.refused token'],
  });
});

test('only the audio page may be framed, by our own origin, and it needs the cookie like everything', async () => {
  writeFileSync(path.join(folder, 'app', 'audio.html'), '<!doctype html>audio');
  const cookie = await signIn();
  const look = async (name: string) => {
    const { status, headers } = await ask(name, { headers: { cookie } });
    return [status, headers['content-security-policy'] === policyOf(name), headers['x-frame-options']];
  };
  const permissions = (await ask('/audio.html', { headers: { cookie } })).headers['permissions-policy'];
  expect([
    await look('/audio.html'),
    await look('/'),
    await look('/assets/a.js'),
    (await ask('/audio.html')).status,
    permissions,
  ]).toEqual([
    [200, true, 'SAMEORIGIN'],
    [200, true, 'DENY'],
    [200, true, 'DENY'],
    403,
    'camera=(), display-capture=(), geolocation=(), hid=(self), microphone=(self), serial=(), usb=()',
  ]);
});

test('no cookie, a wrong one, or another desk’s: 403 for everything', async () => {
  const cookie = await signIn();
  const wrong = ['', 'seatline-1=x', `${cookie}x`, cookie.replace('=', 'x='), 'a=b; c=d'];
  const paths = ['/', '/assets/a.js', '/bridge'];
  const answers = await Promise.all(
    wrong.flatMap((value) => paths.map((name) => ask(name, { headers: { cookie: value } }))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
});

test('R: DNS rebinding: any other Host is 421, even with the cookie', async () => {
  const cookie = await signIn();
  const port = new URL(server.origin).port;
  const hosts = [
    `localhost:${port}`,
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port}.evil.example`,
    `[::1]:${port}`,
  ];
  expect(await Promise.all(hosts.map(async (host) => (await ask('/', { headers: { cookie, host } })).status))).toEqual(
    hosts.map(() => 421),
  );
});

test('paths cannot leave the folder, and only known types are served', async () => {
  const cookie = await signIn();
  const paths = [
    '/../app-evil/x.html',
    '/..%2fapp-evil%2fx.html',
    '/%2e%2e/app-evil/x.html',
    '/.env.json',
    '/assets',
    '/assets/',
    '/missing.js',
    '/%00.html',
  ];
  expect(await Promise.all(paths.map(async (name) => (await ask(name, { headers: { cookie } })).status))).toEqual(
    paths.map(() => 404),
  );
  expect((await ask('/assets/a.js', { headers: { cookie } })).headers['content-type']).toBe(
    'text/javascript; charset=utf-8',
  );
});

test('other methods are refused; HEAD has no body', async () => {
  const cookie = await signIn();
  const methods = ['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'POST'];
  expect(
    await Promise.all(methods.map(async (method) => (await ask('/', { method, headers: { cookie } })).status)),
  ).toEqual(methods.map(() => 405));
  const head = await ask('/', { method: 'HEAD', headers: { cookie } });
  expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '19']);
});

/** What becomes of a WebSocket: the status of the refusal, or the answer to one call. */
function socket(pathname: string, headers: Readonly<Record<string, string>>, send?: string): Promise<string> {
  return new Promise((resolve) => {
    const opened = new WebSocket(`${server.origin.replace('http', 'ws')}${pathname}`, { headers });
    opened.once('unexpected-response', (_request, response) => {
      resolve(String(response.statusCode));
      opened.terminate();
    });
    opened.once('error', (error) => resolve(`error ${error.message}`));
    opened.once('open', () => opened.send(send ?? JSON.stringify({ t: 'call', id: 1, name: 'seat.ready', input: {} })));
    opened.once('message', (data) => {
      resolve(String(data));
      opened.close();
    });
    opened.once('close', (code) => resolve(`closed ${code}`));
  });
}

test('the WebSocket needs the exact origin, the host, the cookie and the path', async () => {
  const cookie = await signIn();
  const { origin } = server;
  expect(
    await Promise.all([
      socket('/bridge', { origin, cookie }),
      socket('/bridge', { origin: 'https://evil.example', cookie }),
      socket('/bridge', { origin: 'null', cookie }),
      socket('/bridge', { cookie }),
      socket('/bridge', { origin: `${origin}.evil.example`, cookie }),
      socket('/bridge', { origin }),
      socket('/bridge', { origin, cookie, host: 'evil.example' }),
      socket('/other', { origin, cookie }),
    ]),
  ).toEqual([
    JSON.stringify({ t: 'result', id: 1, result: { ok: true, value: 'seat.ready' } }),
    '403',
    '403',
    '403',
    '403',
    '403',
    '421',
    '403',
  ]);
});

test('a message that is too large ends the socket', async () => {
  const cookie = await signIn();
  expect(await socket('/bridge', { origin: server.origin, cookie }, 'x'.repeat(300_000))).toBe('closed 1009');
});

test('a second start hands its arguments over with the secret; a page cannot', async () => {
  const cookie = await signIn();
  const authorization = `Bearer ${server.instanceSecret}`;
  const body = JSON.stringify({ argv: ['tel:2011'] });
  const post = (headers: http.OutgoingHttpHeaders, text = body) =>
    ask('/instance', { method: 'POST', headers, body: text });
  const good = await post({ authorization });
  const statuses = await Promise.all([
    post({}),
    post({ cookie }),
    post({ authorization: 'Bearer x' }),
    post({ authorization, origin: server.origin }),
    post({ authorization, host: 'evil.example' }),
    post({ authorization }, '{"argv":[1]}'),
    post({ authorization }, 'not json'),
    post({ authorization }, JSON.stringify({ argv: ['x'.repeat(20_000)] })),
  ]);
  expect({
    good: [
      good.status,
      /^http:\/\/127\.0\.0\.1:\d+\/\?t=/.test(String((JSON.parse(good.body) as { address: string }).address)),
    ],
    refused: statuses.map(({ status }) => status),
    received,
  }).toEqual({
    good: [200, true],
    refused: [403, 403, 403, 403, 421, 400, 400, 400],
    received: [['tel:2011']],
  });
});
