import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLoopback } from './control';
import { startTestPlatform, type TestPlatform } from './test-platform';

const token = 'a-token-for-one-run';
let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform({ controlToken: token });
});
afterEach(() => platform.close());

const send = async (path: string, init: RequestInit = {}, secret = token) => {
  const response = await fetch(`${platform.address}/seatline/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
  });
  return { status: response.status, body: await response.json() };
};
const verb = (name: string, args: Record<string, unknown> = {}) =>
  send('control', { method: 'POST', body: JSON.stringify({ verb: name, args }) });
const phone = async (device: string) => {
  const { body } = await send('control/state');
  return (body as { phones: { device: string }[] }).phones.find((each) => each.device === device);
};
const done = { status: 200, body: { ok: true } };
const refused = (status: number, code: string, message: string) => ({
  status,
  body: { ok: false, error: { code, message } },
});

test('the state has every telephone, every queue and every verb', async () => {
  const { body } = await send('control/state');
  expect(body).toEqual({
    phones: platform.engine.devices().map(({ no }) => ({ device: no, state: 'idle', caller: '' })),
    queues: platform.engine.queues().map(({ no, name }) => ({ queue: no, name, waiting: 0 })),
    verbs: [
      'ringMe',
      'ringQueue',
      'callerHangsUp',
      'answer',
      'reject',
      'hangUp',
      'offline',
      'restart',
      'slow',
      'colleagueRings',
      'outside',
    ],
  });
});

test('ring me, answer, caller hangs up', async () => {
  const seen: unknown[] = [await verb('ringMe', { device: '2011', from: '13800138000' })];
  platform.clock.advance(1_000);
  seen.push(await phone('2011'), await verb('answer', { device: '2011' }));
  platform.clock.advance(1_000);
  seen.push(await phone('2011'), await verb('callerHangsUp', { device: '2011' }));
  platform.clock.advance(1_000);
  seen.push(await phone('2011'), await verb('hangUp', { device: '2011' }));
  expect(seen).toEqual([
    done,
    { device: '2011', state: 'ringing', caller: '13800138000' },
    done,
    { device: '2011', state: 'talking', caller: '13800138000' },
    done,
    { device: '2011', state: 'idle', caller: '' },
    refused(409, 'not-possible-now', 'no call at 2011'),
  ]);
});

test('ring a queue, reject, a colleague rings', async () => {
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  const rung = await verb('ringQueue', { queue: '90' });
  platform.clock.advance(2_000);
  const ringing = await phone('2011');
  const rejected = await verb('reject', { device: '2011' });
  platform.clock.advance(300);
  const after = await verb('colleagueRings', { device: '2012' });
  platform.clock.advance(2_000);
  expect([rung, ringing, rejected, after, await phone('2012')]).toEqual([
    done,
    { device: '2011', state: 'ringing', caller: expect.stringMatching(/^\d{10,12}$/) },
    done,
    done,
    { device: '2012', state: 'ringing', caller: expect.stringMatching(/^20\d\d$|^80\d\d$/) },
  ]);
});

test('offline answers first, then goes, then is back', async () => {
  const answer = await verb('offline', { seconds: 20 });
  platform.clock.advance(50);
  await expect
    .poll(() =>
      send('control/state').then(
        () => 'up',
        () => 'down',
      ),
    )
    .toBe('down');
  platform.clock.advance(20_000);
  await expect
    .poll(() =>
      send('control/state').then(
        () => 'up',
        () => 'down',
      ),
    )
    .toBe('up');
  expect(answer).toEqual(done);
});

test('what is not understood or not possible is told', async () => {
  expect([
    await verb('explode'),
    await verb('toString'),
    await verb('ringMe', {}),
    await verb('ringMe', { device: '2011', from: 'x' }),
    await verb('ringMe', { device: '7777' }),
    await verb('ringQueue', { queue: '777' }),
    await verb('answer', { device: '2011' }),
    await verb('callerHangsUp', { device: '2011' }),
    await verb('slow', { ms: 0, seconds: 1 }),
    await verb('outside', { behaviour: 'sings' }),
    await send('control', { method: 'POST', body: '{' }),
    await send('control', { method: 'POST', body: '[]' }),
  ]).toEqual([
    refused(400, 'unknown-command', 'unknown verb'),
    refused(400, 'unknown-command', 'unknown verb'),
    refused(400, 'invalid-input', 'invalid device'),
    refused(400, 'invalid-input', 'invalid from'),
    refused(409, 'not-possible-now', 'no device 7777'),
    refused(409, 'not-possible-now', 'no queue 777'),
    refused(409, 'not-possible-now', 'nothing rings at 2011'),
    refused(409, 'not-possible-now', 'nobody is connected to 2011'),
    refused(400, 'invalid-input', 'invalid ms'),
    refused(400, 'invalid-input', 'invalid behaviour'),
    refused(400, 'invalid-input', 'not JSON'),
    refused(400, 'invalid-input', 'invalid-input'),
  ]);
});

test('nobody without the token, and no control face without a token', async () => {
  const plain = await startTestPlatform();
  const closed = await fetch(`${plain.address}/seatline/control/state`, { headers: { authorization: 'Bearer ' } });
  await closed.arrayBuffer();
  await plain.close();
  expect([
    await send('control/state', {}, 'wrong'),
    await send('control', { method: 'POST', body: '{}' }, `${token}x`),
    closed.status,
  ]).toEqual([refused(401, 'refused-sender', 'not admitted'), refused(401, 'refused-sender', 'not admitted'), 404]);
});

test('only this machine is near enough', () => {
  const addresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1', '192.168.1.5', '::ffff:192.168.1.5', '1127.0.0.1', ''];
  expect(addresses.map(isLoopback)).toEqual([true, true, true, false, false, false, false]);
});
