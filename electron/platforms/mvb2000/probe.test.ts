import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ProbeStep } from '../../../shared/bridge/contract';
import type { PlatformDriver } from '../driver';
import { mvb2000Driver } from './driver';
import { type Office, openOffice } from './testing/office';
import { profileOf } from './testing/profile';

const pem = (n: number) => ({
  key: readFileSync(new URL(`../wire/fixtures/platform-${n}.key.pem`, import.meta.url)),
  cert: readFileSync(new URL(`../wire/fixtures/platform-${n}.cert.pem`, import.meta.url)),
});
const fingerprint = (n: number) => new X509Certificate(pem(n).cert).fingerprint256;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function office(): Promise<Office> {
  const opened = await openOffice();
  closing.push(() => opened.close());
  return opened;
}
async function web(secure: boolean): Promise<string> {
  const page = (_: unknown, response: { writeHead(n: number): void; end(text: string): void }) => {
    response.writeHead(404);
    response.end('<h1>It works!</h1>');
  };
  const server = (secure ? createServer(pem(1), page) : createHttp(page)) as Server;
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${secure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
function driverOf(address: string, key = 'k', pin = ''): PlatformDriver {
  const quiet = () => undefined;
  const clock = {
    now: Date.now,
    monotonic: () => performance.now(),
    after: (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  const driver = mvb2000Driver({ clock, random: () => 0.5, log: { info: quiet, warn: quiet, error: quiet } })(
    profileOf({ address, key, pin }),
  );
  closing.push(() => driver.close());
  return driver;
}
const told = (steps: readonly ProbeStep[]) =>
  steps.map(({ step, state, error }) => (error ? `${step} ${state} ${error.code}` : `${step} ${state}`));

test('a platform that is well: every step, with what a person wants to know', async () => {
  const { driver } = await office();
  const steps = await driver.probe({ device: '2011' });
  expect(steps).toEqual([
    {
      step: 'name',
      state: 'ok',
      milliseconds: expect.any(Number),
      params: { host: '127.0.0.1', address: '127.0.0.1' },
    },
    { step: 'tcp', state: 'ok', milliseconds: expect.any(Number), params: { port: expect.any(Number) } },
    { step: 'tls', state: 'skipped', milliseconds: expect.any(Number), params: {} },
    { step: 'http', state: 'ok', milliseconds: expect.any(Number), params: {} },
    {
      step: 'key',
      state: 'ok',
      milliseconds: expect.any(Number),
      params: { version: expect.any(String), name: expect.any(String) },
    },
    { step: 'clock', state: 'ok', milliseconds: expect.any(Number), params: { skewSeconds: 0, zone: 480 } },
    {
      step: 'extension',
      state: 'ok',
      milliseconds: expect.any(Number),
      params: { device: '2011', interface: 'SIP/2011', user: '2011' },
    },
  ]);
});

test('a test does not disturb the seat that works, and needs no device', async () => {
  const { driver, seat } = await office();
  const pops = await driver.pops(seat);
  const steps = await driver.probe({ device: '' });
  expect([told(steps).at(-1), (await driver.pops(seat)).ok && pops.ok]).toEqual(['extension skipped', true]);
});

test('a clock that is off is a warning with its size', async () => {
  const { driver, platform } = await office();
  platform.scenario.faults.clockSkew(7_200);
  const clock = (await driver.probe({ device: '' })).find(({ step }) => step === 'clock');
  expect(clock).toMatchObject({ state: 'warning', params: { zone: 480 } });
  expect(Math.abs(Number(clock?.params.skewSeconds) - 7_200)).toBeLessThanOrEqual(1);
});

test('the first failing step is the last, and names its cause', async () => {
  const { platform } = await office();
  const failing = await Promise.all(
    [
      driverOf('not an address').probe({ device: '' }),
      driverOf('ftp://127.0.0.1').probe({ device: '' }),
      driverOf('http://no-such-host.invalid').probe({ device: '' }),
      driverOf('http://127.0.0.1:1').probe({ device: '' }),
      driverOf(await web(false)).probe({ device: '' }),
      driverOf(await web(true)).probe({ device: '' }),
      driverOf(await web(true), 'k', fingerprint(2)).probe({ device: '' }),
      driverOf(await web(true), 'k', fingerprint(1)).probe({ device: '' }),
      driverOf(platform.address, 'another-key').probe({ device: '' }),
    ].map(async (probing) => told(await probing).at(-1)),
  );
  expect(failing).toEqual([
    'name failed invalid-input',
    'name failed invalid-input',
    'name failed name-not-found',
    'tcp failed unreachable',
    'http failed http',
    'tls failed tls',
    'tls failed pin-mismatch',
    'http failed http',
    'key failed clock',
  ]);
});

test('an untrusted certificate comes with its fingerprint, to be compared and pinned', async () => {
  const steps = await driverOf(await web(true)).probe({ device: '' });
  expect(steps.at(-1)).toMatchObject({
    step: 'tls',
    params: { fingerprint: fingerprint(1), subject: 'CN=mvb2000-test-1' },
    error: { code: 'tls', params: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT', fingerprint: fingerprint(1) } },
  });
});

test('a telephone that does not exist is the last step', async () => {
  const { driver } = await office();
  expect((await driver.probe({ device: '9999' })).at(-1)).toMatchObject({
    step: 'extension',
    state: 'failed',
    error: { code: 'refused', params: { errcode: 1141 } },
  });
});

test('a wrong key with the clocks together is the key', async () => {
  const opened = await office();
  opened.platform.scenario.faults.changeKey('changed');
  expect(told(await opened.driver.probe({ device: '' })).at(-1)).toMatch(/^key failed (key-refused|clock)$/);
});

test('is cancelled', async () => {
  const { driver } = await office();
  const steps = await driver.probe({ device: '', signal: AbortSignal.abort() });
  expect(steps.at(-1)).toMatchObject({ state: 'failed' });
});
