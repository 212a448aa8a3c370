import { afterEach, describe, expect, it } from 'vitest';
import { createFakeDesk, type FakeDesk } from './testing/fake-desk';
import { answers, ends, rings } from './testing/fake-driver';

let fake: FakeDesk;
const open = (...args: Parameters<typeof createFakeDesk>): FakeDesk => {
  fake = createFakeDesk(...args);
  return fake;
};
afterEach(async () => {
  await fake.close();
  expect(fake.clock.timers).toBe(0);
});

describe('desk', () => {
  it('signs in, shows a queue call while it rings, answers, holds, resumes, hangs up and wraps up', async () => {
    const { platform, clock, get, call, signIn } = open();
    expect(await signIn()).toEqual({ ok: true, value: { queues: [{ queue: '90', ok: true, message: '' }] } });
    expect(get('seat')).toMatchObject({ availability: 'ready', agent: '2011', phone: 'idle' });
    expect(get('link')).toMatchObject({ state: 'live', missingSince: null });

    rings(platform);
    await clock.advance(1_300);
    const ringing = Object.values(get('calls'));
    expect(
      ringing.map(({ state, number, queueName, waitSeconds, direction }) => ({
        state,
        number,
        queueName,
        waitSeconds,
        direction,
      })),
    ).toEqual([{ state: 'ringing', number: '13800138000', queueName: '客服', waitSeconds: 12, direction: 'in' }]);
    answers(platform, '100.2', clock.now());
    await clock.advance(1_300);
    expect(get('calls')['100.2']?.state).toBe('talking');
    expect(await call('call.hold', { callId: '100.2' })).toEqual({ ok: true, value: null });
    expect(get('calls')['100.2']?.state).toBe('held');
    expect(await call('call.resume', { callId: '100.2' })).toEqual({ ok: true, value: null });
    expect(await call('call.hangUp', { callId: '100.2' })).toEqual({ ok: true, value: null });
    await clock.advance(1_000);
    expect(get('calls')['100.2']).toMatchObject({ state: 'ended', end: 'hung-up-here' });
    expect(get('seat')).toMatchObject({ availability: 'wrap-up', pausedBy: 'wrap-up', reason: 9 });
    await clock.advance(31_000);
    expect(get('seat')).toMatchObject({ availability: 'ready', reason: 0, wrapUpEndsAt: null });
    expect(platform.commands).toEqual([
      'bind false',
      'join 90 SIP/2011 0',
      'hold SIP/trunk-00000001',
      'resume SIP/trunk-00000001',
      'hangup SIP/2011-00000002',
      'pause 90 SIP/2011 9',
      'pause 90 SIP/2011 0',
    ]);
  });

  it('lists an unanswered ring as missed', async () => {
    const { platform, clock, get, signIn } = open();
    await signIn();
    rings(platform);
    await clock.advance(1_300);
    ends(platform, '100.2', 'abandoned');
    await clock.advance(3_000);
    expect(Object.values(get('missed')).map(({ number, why }) => ({ number, why }))).toEqual([
      { number: '13800138000', why: 'abandoned' },
    ]);
    expect(get('seat')?.missed).toBe(1);
  });
});
