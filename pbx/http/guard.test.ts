import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { platformDate } from '../../shared/domain/time';
import { webKey } from '../../shared/webcti/webkey';
import { createVirtualClock } from '../engine/simulated/clock';
import { Guard } from './guard';
import { UnsafeStart } from './safety';
import { startPlatform } from './start';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform | null = null;
afterEach(async () => {
  await platform?.close();
  platform = null;
});

test('an office of 500 seats that ask four times a second, for a minute, is never turned away', () => {
  const clock = createVirtualClock(0);
  const guard = new Guard(clock);
  let refused = 0;
  for (let second = 0; second < 60; second += 1) {
    // All of them in the same instant: the worst that a second can be.
    for (let count = 0; count < 2_000; count += 1) refused += guard.admits('10.0.0.1') ? 0 : 1;
    clock.advance(1_000);
  }
  expect(refused).toBe(0);
});

test('too many requests of one address are refused, others are not, and a second later it may ask again', async () => {
  const own = await startTestPlatform({ limits: { requests: { burst: 3, perSecond: 1 } } });
  platform = own;
  const status = async () =>
    (await fetch(own.url('webservice2/about.php', { webkey: own.keyNow(), json: '2' }))).status;
  const other = await startTestPlatform();
  const first = [await status(), await status(), await status(), await status(), await status()];
  const elsewhere = await new Promise<number | undefined>((resolve, reject) => {
    const { port } = new URL(own.address);
    const asked = request({ host: '127.0.0.1', port, path: '/', localAddress: '127.0.0.2' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
  own.clock.advance(1_000);
  const body = await own.text('about', { json: '2' });
  const refusal = await own.text('about', { json: '2' });
  await other.close();
  expect([first, elsewhere, JSON.parse(body).errcode, JSON.parse(refusal), own.logged]).toEqual([
    [200, 200, 200, 429, 429],
    404,
    0,
    { errcode: 9005, message: 'too many requests.', data: [] },
    [
      { level: 'warn', event: 'too-many-requests', endpoint: '/webservice2/about.php', detail: '' },
      { level: 'warn', event: 'unknown-endpoint', endpoint: '/' },
    ],
  ]);
});

test('wrong keys wait for their refusal once there have been too many; right ones do not', async () => {
  const own = await startTestPlatform({ limits: { wrongKeys: { burst: 2, perSecond: 1 } } });
  platform = own;
  const wrong = () => own.ask('about', { webkey: 'wrong' });
  await wrong();
  await wrong();
  let told = false;
  const slow = wrong().then((answer) => {
    told = true;
    return answer.errcode;
  });
  const right = (await own.ask('about')).errcode;
  const early = told;
  expect([right, early, await own.whilePassing(slow)]).toEqual([0, false, 9999]);
});

test('a platform that closes keeps nobody waiting', async () => {
  const clock = createVirtualClock(0);
  const guard = new Guard(clock, { wrongKeys: { burst: 1, perSecond: 1 } });
  const first = await guard.wrongKey('a');
  const waiting = Array.from({ length: 101 }, () => guard.wrongKey('a'));
  // A hundred may wait; the next one is not worth an answer.
  const last = await waiting[100];
  guard.close();
  expect([first, last, new Set(await Promise.all(waiting.slice(0, 100))), clock.pending]).toEqual([
    true,
    false,
    new Set([true]),
    0,
  ]);
});

test('however many addresses ask, only so many are remembered', () => {
  const clock = createVirtualClock(0);
  const guard = new Guard(clock, { requests: { burst: 1, perSecond: 0.001 } });
  const first = [guard.admits('first'), guard.admits('first')];
  for (let count = 0; count < 4_096; count += 1) guard.admits(`10.0.${count >> 8}.${count & 255}`);
  expect([first, guard.admits('first')]).toEqual([[true, false], true]);
});

test('what is refused stands in the log once in ten seconds, without the key and without a value', async () => {
  const own = await startTestPlatform();
  platform = own;
  const now = own.clock.now();
  const [yesterday, today] = [webKey(own.key, platformDate(now - 86_400_000, 480)), own.keyNow()];
  for (let round = 0; round < 3; round += 1) {
    await own.text('getqueuelist', { webkey: yesterday });
    await own.text('getqueuelist', { webkey: 'a1b2c3d4e5f6' });
    await fetch(own.url('webservice2/getqueuelist.php'));
    await own.text('ctihangup', {});
    await own.text('ctihangup', { channel: '' });
    await own.text('getagentactivity', { datefrom: '13800138000', dateto: '2026-03-02' });
    if (round === 1) own.clock.advance(10_000);
  }
  const line = (event: string, endpoint: string, detail: string) => ({ level: 'warn', event, endpoint, detail });
  const once = [
    line('key-refused', 'getqueuelist', 'webkey=*** is of another day'),
    line('key-refused', 'getqueuelist', 'webkey=*** is wrong'),
    line('key-refused', 'getqueuelist', 'webkey is missing'),
    line('parameter-refused', 'ctihangup', 'need variable "channel".'),
    line('parameter-refused', 'getagentactivity', 'variable "datefrom" is invalid.'),
  ];
  const text = JSON.stringify(own.logged);
  expect([own.logged, [yesterday, today, 'a1b2c3d4', '13800138000'].filter((part) => text.includes(part))]).toEqual([
    [...once, ...once],
    [],
  ]);
});

test.each([
  [{ host: '0.0.0.0' }, true],
  [{ host: '::' }, true],
  [{ host: '0.0.0.0', key: 'seatline' }, true],
  [{ host: '0.0.0.0', key: '' }, true],
  [{ host: '127.0.0.1.example', key: 'seatline' }, true],
  [{ host: '127.0.0.1' }, false],
  [{ host: 'localhost' }, false],
  [{ host: '0.0.0.0', key: 'own' }, false],
] as const)('starts with %o: refused %s', async (options, refused) => {
  const started = await startPlatform({ ...options, clock: createVirtualClock(0) }).then(
    async (own) => {
      await own.close();
      return 'started';
    },
    (error: unknown) => (error instanceof UnsafeStart ? error.message : String(error)),
  );
  expect(started).toBe(refused ? 'a platform that other machines can reach needs a key of its own: --key' : 'started');
});

test('a request whose head is too large, or never ends, is turned away before anything reads it', async () => {
  const own = await startTestPlatform();
  platform = own;
  const long = await fetch(`${own.address}/webservice2/about.php?x=${'y'.repeat(20_000)}`);
  const head = await fetch(`${own.address}/webservice2/about.php`, { headers: { 'x-long': 'y'.repeat(20_000) } });
  expect([long.status, head.status]).toEqual([431, 431]);
});
