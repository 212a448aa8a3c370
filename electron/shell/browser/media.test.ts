import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result';
import { createMedia, type Media } from '../../desk/media';
import { createFakeClock } from '../../desk/testing/fake-clock';
import { createFakeDriver, createFakePlatform, type FakePlatform } from '../../desk/testing/fake-driver';
import { openPageServer, type PageServer } from './server';

let folder = '';
let server: PageServer;
let media: Media;
let platform: FakePlatform;
let cookie = '';
const refusals: unknown[] = [];
const bytes = Uint8Array.from({ length: 400_000 }, (_, index) => (index * 31) % 253);

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-listen-'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  const clock = createFakeClock();
  platform = createFakePlatform();
  platform.recordings.set('a', [{ name: 'call.wav', type: 'text/html', bytes }]);
  media = createMedia({ clock, folder });
  refusals.length = 0;
  server = await openPageServer({
    desk: {
      dispatch: async (name) => ok(name),
      query: async (name) => ok(name),
      subscribe: () => () => {},
      media: (ticket, request) => media.serve(ticket, request),
    },
    clock,
    log: { info: () => {}, warn: (event, fields) => void refusals.push([event, fields]), error: () => {} },
    root: folder,
    port: 0,
    onArguments: () => {},
  });
  const first = await fetch(server.invite(), { redirect: 'manual' });
  cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterEach(async () => {
  media.forget();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ticket(): Promise<string> {
  const driver = createFakeDriver(platform, createFakeClock());
  const opened = await media.open(driver, 'a', 1, new AbortController().signal);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.ticket;
}
const ask = (name: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Response> =>
  fetch(`${server.origin}${name}`, { method, headers: { cookie, ...headers } });
/** Status, the headers that a player reads, and how many right bytes came. */
async function heard(response: Response): Promise<unknown> {
  const range = response.headers.get('content-range');
  const got = new Uint8Array(await response.arrayBuffer());
  const from = Number(/^bytes (\d+)-/.exec(range ?? '')?.[1] ?? 0);
  const right = Buffer.compare(got, bytes.subarray(from, from + got.length)) === 0;
  return [response.status, range, response.headers.get('content-length'), right && got.length];
}

test('the whole and its parts, 416 beyond the end, as a sound that no page can run', async () => {
  const name = `/media/${await ticket()}`;
  const whole = await ask(name);
  const headers = ['content-type', 'x-content-type-options', 'accept-ranges', 'cache-control', 'content-disposition'];
  const described = headers.map((header) => whole.headers.get(header));
  expect([
    described,
    await heard(whole),
    await heard(await ask(name, { range: 'bytes=0-' })),
    await heard(await ask(name, { range: 'bytes=100000-100099' })),
    await heard(await ask(name, { range: 'bytes=-10' })),
    await heard(await ask(name, { range: 'bytes=400000-' })),
    await heard(await ask(name, { range: 'bytes=0-1,3-4' })),
    await heard(await ask(name, { range: 'bytes=5-9', 'if-range': '"x"' })),
    await heard(await ask(name, { range: 'bytes=5-9' }, 'HEAD')),
    (await ask(`${name}?save=1`)).headers.get('content-disposition'),
    platform.downloads,
  ]).toEqual([
    ['audio/wav', 'nosniff', 'bytes', 'no-store', null],
    [200, null, '400000', 400_000],
    [206, 'bytes 0-399999/400000', '400000', 400_000],
    [206, 'bytes 100000-100099/400000', '100', 100],
    [206, 'bytes 399990-399999/400000', '10', 10],
    [416, 'bytes */400000', null, 0],
    [200, null, '400000', 400_000],
    [200, null, '400000', 400_000],
    [206, 'bytes 5-9/400000', '5', 0],
    `attachment; filename="call.wav"; filename*=UTF-8''call.wav`,
    ['call.wav whole'],
  ]);
});

test('the page’s own door: no cookie 403, another method 405, another host 421, no or a forgotten ticket 404', async () => {
  const name = `/media/${await ticket()}`;
  const without = (await fetch(`${server.origin}${name}`)).status;
  const posted = (await ask(name, {}, 'POST')).status;
  const rebound = await new Promise((resolve) => {
    const { port } = new URL(server.origin);
    const options = { host: '127.0.0.1', port, path: name, headers: { cookie, host: 'evil.example' }, agent: false };
    http.get(options, (response) => resolve(response.resume().statusCode));
  });
  const unknown = (await ask(`/media/${'x'.repeat(32)}`)).status;
  const malformed = (await ask('/media/..%2f..%2fx')).status;
  media.forget();
  const forgotten = (await ask(name)).status;
  expect([without, posted, rebound, unknown, malformed, forgotten, JSON.stringify(refusals).includes(name)]).toEqual([
    403,
    405,
    421,
    404,
    404,
    404,
    false,
  ]);
});

test('a page that stops listening ends the download of a platform that is asked for parts', async () => {
  platform.knowsParts = true;
  let reached = (): void => {};
  const waiting = new Promise<void>((resolve) => {
    reached = resolve;
  });
  let free = (): void => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  const gate = async (piece: number): Promise<void> => {
    if (piece !== 50) return;
    reached();
    await freed;
  };
  const plain = platform.recordings.get('a')?.[0];
  if (plain) platform.recordings.set('a', [{ ...plain, gate }]);
  const name = `/media/${await ticket()}`;
  const stop = new AbortController();
  const response = await fetch(`${server.origin}${name}`, {
    headers: { cookie, range: 'bytes=0-' },
    signal: stop.signal,
  });
  await waiting;
  stop.abort();
  await response.arrayBuffer().catch(() => {});
  // The abort reaches the server as a closed socket; only then is the driver told.
  await expect.poll(() => platform.downloads.filter((line) => line.endsWith('cancelled')).length).toBe(2);
  free();
  expect(platform.downloads).toEqual([
    'call.wav 0-1023',
    'call.wav cancelled',
    'call.wav 0-399999',
    'call.wav cancelled',
  ]);
});

test('a download is not taken faster than the page listens', async () => {
  platform.knowsParts = true;
  let pieces = 0;
  const long = new Uint8Array(30_000_000);
  platform.recordings.set('a', [
    {
      name: 'long.wav',
      type: 'audio/wav',
      bytes: long,
      gate: async () => {
        pieces += 1;
      },
    },
  ]);
  const name = `/media/${await ticket()}`;
  const { port } = new URL(server.origin);
  const options = { host: '127.0.0.1', port, path: name, headers: { cookie, range: 'bytes=0-' }, agent: false };
  const response = await new Promise<http.IncomingMessage>((resolve) => http.get(options, resolve));
  response.pause();
  // Still when nothing moved for fifty turns of the loop.
  for (let still = 0, last = -1; still < 50; still = pieces === last ? still + 1 : 0) {
    last = pieces;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const taken = pieces;
  response.destroy();
  expect([taken > 0, taken < 20_000]).toEqual([true, true]);
});
