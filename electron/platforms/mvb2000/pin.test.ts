import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { createServer as createTls, type Server as TlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { endpointOf } from '../../../shared/webcti/index';
import { fromNetwork } from '../wire/failure';
import { isPinOf, nodeNetwork } from '../wire/network';
import { certificateOf, normalisePin, pinnedConnector } from '../wire/pin';
import { undiciHttp } from '../wire/undici';
import { FakeClock } from './testing/clock';
import { testEffects } from './testing/effects';
import { Transport } from './transport';

const pem = (n: number) => ({
  key: readFileSync(new URL(`../wire/fixtures/platform-${n}.key.pem`, import.meta.url)),
  cert: readFileSync(new URL(`../wire/fixtures/platform-${n}.cert.pem`, import.meta.url)),
});
const pinOf = (n: number) => new X509Certificate(pem(n).cert).fingerprint256;
const open: { close(): unknown; closeAllConnections?(): void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) {
    one.closeAllConnections?.();
    await new Promise((resolve) => {
      (one as Server).close(resolve);
    });
  }
});

/** A platform on TLS that counts every byte of a request. */
async function platform(n: number): Promise<{ port: number; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer(pem(n), (request, response) => {
    requests.push(request.url ?? '');
    response.end('{"errcode":0,"message":"SUCCESS","data":[]}');
  });
  return { port: await listen(server), requests };
}
/** Below HTTP: application bytes that a wrong peer received. */
async function ear(n: number): Promise<{ port: number; heard: () => number }> {
  let bytes = 0;
  const server = createTls(pem(n), (socket) => {
    socket.on('data', (part) => {
      bytes += part.length;
    });
    socket.on('error', () => undefined);
  });
  return { port: await listen(server), heard: () => bytes };
}
async function listen(server: Server | TlsServer): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function ask(port: number, pin: string, times = 1) {
  const http = undiciHttp(pin);
  const said: unknown[] = [];
  for (let n = 0; n < times; n++) {
    const sent = http.send({
      method: 'GET',
      url: `https://127.0.0.1:${port}/webservice2/about.php?webkey=secret`,
      headers: {},
      limitBytes: 1_000,
      signal: AbortSignal.timeout(8_000),
    });
    said.push(
      await sent.then(
        ({ status }) => status,
        (error: unknown) => {
          const { code, params } = fromNetwork(error);
          return { code, params };
        },
      ),
    );
  }
  http.close();
  return said;
}

describe('a pinned platform', () => {
  test('the pinned certificate is trusted, also for the next request on the same connection', async () => {
    const { port, requests } = await platform(1);
    expect([await ask(port, pinOf(1), 2), requests.length]).toEqual([[200, 200], 2]);
  });

  test('another certificate gets not one byte', async () => {
    const { port, heard } = await ear(2);
    expect(await ask(port, pinOf(1))).toEqual([{ code: 'pin-mismatch', params: { fingerprint: pinOf(2) } }]);
    expect(heard()).toBe(0);
  });

  test('nor does it for a file or for an upload', async () => {
    const { port, heard } = await ear(2);
    const right = await platform(1);
    const codes: unknown[] = [];
    for (const at of [port, right.port]) {
      const http = undiciHttp(pinOf(1));
      const question = { url: `https://127.0.0.1:${at}/`, headers: {}, signal: AbortSignal.timeout(8_000) };
      const file = http.open({ ...question, method: 'GET' });
      const upload = http.send({ ...question, method: 'POST', body: Buffer.alloc(4_000), limitBytes: 1_000 });
      for (const sent of [file, upload]) {
        codes.push(
          await sent.then(
            ({ status }) => status,
            (error: unknown) => fromNetwork(error).code,
          ),
        );
      }
      http.close();
    }
    expect([codes, heard()]).toEqual([['pin-mismatch', 'pin-mismatch', 200, 200], 0]);
  });

  test('a pin that cannot be read trusts nobody', async () => {
    const { port, heard } = await ear(1);
    expect(await ask(port, 'AB:CD')).toEqual([{ code: 'pin-mismatch', params: { fingerprint: pinOf(1) } }]);
    expect(heard()).toBe(0);
  });

  test('without a pin the normal check holds', async () => {
    const { port, heard } = await ear(1);
    expect(await ask(port, '')).toEqual([{ code: 'tls', params: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }]);
    expect(heard()).toBe(0);
  });

  test('a connection trusted under an old pin serves no more after close', async () => {
    const { port, requests } = await platform(1);
    const http = undiciHttp(pinOf(1));
    const clock = new FakeClock(0);
    const transport = new Transport(`https://127.0.0.1:${port}`, http, testEffects(clock, http));
    const exchange = { endpoint: endpointOf('about'), name: 'about', args: {}, webkey: 'k', askJson: true } as const;
    await transport.exchange(exchange);
    transport.close();
    await expect(transport.exchange(exchange)).rejects.toMatchObject({ code: 'cancelled' });
    await expect(
      http.send({
        method: 'GET',
        url: `https://127.0.0.1:${port}/`,
        headers: {},
        limitBytes: 9,
        signal: AbortSignal.timeout(5_000),
      }),
    ).rejects.toThrow();
    expect(requests.length).toBe(1);
  });

  test('a server that is not there or not TLS is told apart', async () => {
    const server = createTcp((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const port = await listen(server as unknown as Server);
    const codes = [(await ask(port, pinOf(1)))[0], (await ask(1, pinOf(1)))[0]].map(
      (said) => (said as { code: string }).code,
    );
    expect(codes).toEqual(['tls', 'unreachable']);
  });

  test('a peer that never shakes hands is given up', async () => {
    const held: Socket[] = [];
    const server = createTcp((socket) => void held.push(socket));
    const port = await listen(server as unknown as Server);
    const connect = pinnedConnector(pinOf(1), 30);
    const failure = await new Promise<unknown>((resolve) => {
      connect({ hostname: '127.0.0.1', protocol: 'https:', port: String(port) }, (...told) => resolve(told[0]));
    });
    for (const socket of held) socket.destroy();
    expect(failure).toMatchObject({ code: 'timed-out', params: { seconds: 0.03 } });
  });

  test('an answer above the limit is cut off', async () => {
    const server = createServer(pem(1), (_, response) => response.end('x'.repeat(5_000)));
    const port = await listen(server);
    expect(await ask(port, pinOf(1))).toEqual([{ code: 'too-large', params: { limitMegabytes: 1 } }]);
  });

  test('shows the certificate to a person, sending nothing', async () => {
    const { port, heard } = await ear(1);
    const shown = await certificateOf('127.0.0.1', port, AbortSignal.timeout(5_000));
    expect([shown.fingerprint, shown.subject, shown.trusted, shown.reason, heard()]).toEqual([
      pinOf(1),
      'CN=mvb2000-test-1',
      false,
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      0,
    ]);
  });

  test("the steps below TLS reject with the network's own codes", async () => {
    const codes = await Promise.all([
      nodeNetwork
        .resolve('no-such-host.invalid', AbortSignal.timeout(5_000))
        .catch((error: unknown) => fromNetwork(error).code),
      nodeNetwork.touch('127.0.0.1', 1, AbortSignal.timeout(5_000)).catch((error: unknown) => fromNetwork(error).code),
      nodeNetwork.touch('127.0.0.1', 1, AbortSignal.abort()).catch((error: unknown) => fromNetwork(error).code),
    ]);
    expect(codes).toEqual(['name-not-found', 'unreachable', 'timed-out']);
  });
});

describe('what a person pastes as a fingerprint', () => {
  const pin = pinOf(1);
  test.each([
    pin,
    pin.toLowerCase(),
    pin.replaceAll(':', ''),
    `sha256 Fingerprint=${pin}`,
    ` SHA-256: ${pin.replaceAll(':', ' ')} `,
  ])('%s', (text) => {
    expect([normalisePin(text), isPinOf(text, pin)]).toEqual([pin, true]);
  });
  test.each(['', 'AB:CD', 'not a pin', `${pin}:00`])('%s is none', (text) => {
    expect([normalisePin(text), isPinOf(text, pin)]).toEqual(['', false]);
  });
});

test('only pin.ts turns the normal certificate check off', async () => {
  const { readdirSync } = await import('node:fs');
  const root = new URL('../..', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.[cm]?tsx?$/.test(name) && !/\.test\./.test(name),
  );
  const guilty = files.filter((name) =>
    /rejectUnauthorized|NODE_TLS_REJECT/.test(readFileSync(new URL(name, root), 'utf8')),
  );
  expect(guilty).toEqual(['platforms/wire/pin.ts']);
});
