import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createFakeClock } from '../../desk/testing/fake-clock';
import { frameLimit, sipRoad } from './sip-socket';

const pem = (n: number) => ({
  key: readFileSync(new URL(`./fixtures/platform-${n}.key.pem`, import.meta.url)),
  cert: readFileSync(new URL(`./fixtures/platform-${n}.cert.pem`, import.meta.url)),
});
const pinOf = (n: number) => new X509Certificate(pem(n).cert).fingerprint256;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** An exchange that writes down what it hears. `protocol` is the one it agrees to. */
async function exchange(options: { tls?: number; protocol?: string | false; autoPong?: boolean } = {}) {
  const heard: string[] = [];
  const server = options.tls ? https.createServer(pem(options.tls)) : http.createServer();
  const sockets = new WebSocketServer({
    noServer: true,
    autoPong: options.autoPong ?? true,
    handleProtocols: (offered) => {
      heard.push(`offered ${[...offered].join()}`);
      return options.protocol ?? 'sip';
    },
  });
  server.on('upgrade', (request, socket, head) => {
    heard.push(`asked ${request.url}`);
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data, binary) => heard.push(`${binary ? 'binary' : 'text'} ${String(data)}`));
      client.on('ping', () => heard.push('ping'));
      client.on('close', (code) => heard.push(`closed ${code}`));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  ends.push(async () => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = `${options.tls ? 'wss' : 'ws'}://127.0.0.1:${port}/ws`;
  return { heard, sockets, address, port };
}

function call(address: string, pin = '') {
  const clock = createFakeClock();
  const told: unknown[] = [];
  const line = sipRoad({ clock }).open(
    { address, pin },
    {
      opened: () => told.push('opened'),
      frame: (text) => told.push(text),
      closed: ({ code, params }) => told.push([code, params ?? {}]),
    },
  );
  ends.unshift(async () => line.close());
  const until = (length: number) => expect.poll(() => told.length).toBe(length);
  return { clock, told, line, until };
}

test('frames both ways on the sub-protocol sip; text and binary are the same to the page', async () => {
  const { heard, sockets, address } = await exchange();
  const { told, line, until } = call(address);
  const early = line.send('too early');
  await until(1);
  const sent = [line.send('REGISTER'), line.send('x'.repeat(frameLimit + 1))];
  await expect.poll(() => heard.length).toBe(3);
  for (const client of sockets.clients) {
    client.send('SIP/2.0 200 OK');
    client.send(Buffer.from('NOTIFY ü'));
    client.send(Buffer.from([0xff, 0xfe]));
    client.send('last');
  }
  await until(4);
  line.close();
  line.close();
  await expect.poll(() => heard.at(-1)).toMatch(/^closed/);
  expect([early, sent, heard.slice(0, 3), told, line.send('too late')]).toEqual([
    false,
    [true, false],
    ['asked /ws', 'offered sip', 'text REGISTER'],
    ['opened', 'SIP/2.0 200 OK', 'NOTIFY ü', 'last'],
    false,
  ]);
});

test('what ends a line is told once, by its kind', async () => {
  const noSip = await exchange({ protocol: false });
  const first = call(noSip.address);
  const refusing = http.createServer((_request, response) => response.writeHead(403).end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => refusing.once('listening', resolve));
  ends.push(() => new Promise((resolve) => refusing.close(() => resolve())));
  const second = call(`ws://127.0.0.1:${(refusing.address() as AddressInfo).port}/`);
  const gone = await exchange();
  const third = call(gone.address);
  await third.until(1);
  for (const client of gone.sockets.clients) client.terminate();
  const large = await exchange();
  const fourth = call(large.address);
  await fourth.until(1);
  for (const client of large.sockets.clients) client.send('x'.repeat(frameLimit + 1));
  await Promise.all([first.until(1), second.until(1), third.until(2), fourth.until(2)]);
  expect([first.told, second.told, third.told, fourth.told].map((told) => told.at(-1))).toEqual([
    ['not-understood', { sample: '' }],
    ['http', { status: 403 }],
    ['unreachable', { reason: 'ECONNRESET' }],
    ['too-large', { limitMegabytes: 1 / 16 }],
  ]);
});

test('an exchange that stops answering is noticed; one asked to prove itself within three seconds', async () => {
  const deaf = await exchange({ autoPong: false });
  const slow = call(deaf.address);
  const probed = call(deaf.address);
  await Promise.all([slow.until(1), probed.until(1)]);
  await slow.clock.advance(29_000);
  const before = slow.told.length;
  await slow.clock.advance(1_000);
  probed.line.probe();
  await probed.clock.advance(3_000);
  expect([before, slow.told.at(-1), probed.told.at(-1)]).toEqual([
    1,
    ['timed-out', { seconds: 10 }],
    ['timed-out', { seconds: 3 }],
  ]);
});

test('one that answers pings stays', async () => {
  const alive = await exchange();
  const { clock, told, until } = call(alive.address);
  await until(1);
  // Sent behind the answer to the ping, so it comes behind it too.
  for (const client of alive.sockets.clients) client.on('ping', () => client.send('pinged'));
  for (let n = 1; n <= 3; n++) {
    await clock.advance(20_000);
    await until(n + 1);
  }
  expect(told).toEqual(['opened', 'pinged', 'pinged', 'pinged']);
});

test('a pinned exchange is trusted by its certificate alone; another one gets no byte of a request', async () => {
  const right = await exchange({ tls: 1 });
  const pinned = call(right.address, pinOf(1));
  const unpinned = call(right.address);
  let bytes = 0;
  const ear = createTls(pem(2), (socket) => {
    socket.on('data', (part) => {
      bytes += part.length;
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => ear.once('listening', resolve));
  ends.push(() => new Promise((resolve) => ear.close(() => resolve())));
  const wrong = call(`wss://127.0.0.1:${(ear.address() as AddressInfo).port}/ws`, pinOf(1));
  await Promise.all([pinned.until(1), unpinned.until(1), wrong.until(1)]);
  expect([pinned.told, unpinned.told, wrong.told, bytes, right.heard]).toEqual([
    ['opened'],
    [['tls', { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' }]],
    [['pin-mismatch', { fingerprint: pinOf(2) }]],
    0,
    ['asked /ws', 'offered sip'],
  ]);
});

test('closed while it still opens, it tells nothing and leaves no timer', async () => {
  const { address } = await exchange();
  const { clock, told, line } = call(address);
  line.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect([told, clock.timers]).toEqual([[], 0]);
});
