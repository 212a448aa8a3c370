import { afterEach, expect, it } from 'vitest';
import type { Result } from '../../shared/domain/result';
import { createFakeDesk, type FakeDesk } from './testing/fake-desk';
import { createFakePlatform, member, popFact, unreachable } from './testing/fake-driver';

/** Listening in where there is a floor: the table knows who talks, and the facts show my phone ringing for it. */
let desk: FakeDesk;
afterEach(async () => {
  await desk.close();
  expect(desk.clock.timers).toBe(0);
});

const floor = async (): Promise<FakeDesk> => {
  const platform = createFakePlatform();
  const own = member('90');
  platform.facts = {
    members: [
      own,
      member('90', { interface: 'SIP/2012', agent: '2012', status: 2 }),
      member('90', { interface: 'SIP/2013', agent: '2013' }),
    ],
  };
  desk = createFakeDesk({ platform });
  desk.watch('agents');
  await desk.signIn();
  await desk.clock.advance(3_000);
  return desk;
};
const said = (result: Result<unknown>): string =>
  result.ok ? 'done' : [result.error.code, result.error.params?.why ?? ''].join(' ').trim();
const listen = async (iface: string, mode = 'monitor'): Promise<string> =>
  said(await desk.call('member.supervise', { interface: iface, mode }));

it('is done when my phone rings for it, and goes to somebody who talks', async () => {
  const { platform } = await floor();
  const dead = await listen('SIP/2012');
  const ringing = desk.desk.dispatch('member.supervise', { interface: 'SIP/2012', mode: 'whisper' });
  await desk.clock.advance(100);
  platform.pops.push(popFact({ id: '200.1', channel: 'SIP/2011-00000009', direct: 'OUT', number: '2012', queue: '' }));
  await desk.clock.advance(2_000);
  expect([
    desk.get('agents')['SIP/2012']?.state,
    dead,
    said(await ringing),
    await listen('SIP/2013'),
    await listen('SIP/2011'),
    await listen('2011'),
    platform.commands.filter((line) => line.startsWith('supervise')),
  ]).toEqual([
    'on-call',
    'not-confirmed',
    'done',
    'not-possible-now not-talking',
    'not-possible-now own-phone',
    'not-possible-now own-phone',
    ['supervise SIP/2012 monitor', 'supervise SIP/2012 whisper'],
  ]);
});

it('every attempt that is sent is on record, refused or not, and what cannot be done is not sent', async () => {
  const { platform, log } = await floor();
  platform.answers.set('supervise', unreachable);
  const refused = await listen('SIP/2012', 'barge');
  platform.capabilities.delete('monitor');
  const absent = await listen('SIP/2012');
  expect([
    refused,
    absent,
    log.rows.filter(({ event }) => event === 'audit.supervise').map(({ level, fields }) => [level, fields]),
  ]).toEqual(['unreachable', 'not-supported', [['info', { agent: '2011', interface: 'SIP/2012', mode: 'barge' }]]]);
});
