import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../shared/domain/call';
import { type LiveDesk, openLiveDesk } from './testing/live-desk';

let live: LiveDesk;
beforeEach(async () => {
  live = await openLiveDesk();
});
afterEach(() => live.close());

const calls = (): readonly Call[] => Object.values(live.get('calls'));
const only = (): Call => {
  const up = calls().filter((call) => call.state !== 'ended');
  const call = up[0];
  if (!call || up.length !== 1) throw new Error(`${up.length} calls`);
  return call;
};
const done = { ok: true, value: null };
const caller = () =>
  live.platform.scenario.callerRings({
    from: '13800138000',
    name: '李娜',
    did: '4008001234',
    ivrPath: '1-3',
    ivrKeys: '13',
    to: { queue: '90' },
  });

describe('desk on the built-in platform', () => {
  it('takes a queue call: rings, answered, held, resumed, hung up, wrapped up', async () => {
    await live.signIn();
    const who = caller();
    await live.passes(1_500);
    expect(only()).toMatchObject({
      state: 'ringing',
      number: '13800138000',
      name: '李娜',
      queue: '90',
      did: '4008001234',
      direction: 'in',
      ivrPath: '1-3',
    });
    expect(Object.values(live.get('pops'))).toMatchObject([{ number: '13800138000', trigger: 'ring', queue: '90' }]);
    expect(await live.call('call.answer', { callId: only().id })).toEqual(done);
    await live.passes(1_000);
    expect(only().state).toBe('talking');
    expect(await live.call('call.hold', { callId: only().id })).toEqual(done);
    expect([only().state, who.hearsMusic]).toEqual(['held', true]);
    expect(await live.call('call.resume', { callId: only().id })).toEqual(done);
    expect([only().state, who.hearsMusic]).toEqual(['talking', false]);
    expect(await live.call('call.hangUp', { callId: only().id })).toEqual(done);
    await live.passes(1_500);
    expect(calls()).toMatchObject([{ state: 'ended', end: 'hung-up-here' }]);
    expect(live.get('seat')).toMatchObject({ availability: 'wrap-up', pausedBy: 'wrap-up' });
    await live.passes(33_000);
    expect(live.get('seat')).toMatchObject({ availability: 'ready' });
  });

  it('dials: my phone, then theirs, then talk; and tells busy apart', async () => {
    await live.signIn();
    live.platform.scenario.outsideBehaves('*', { kind: 'answers', afterSeconds: 3 });
    expect(await live.call('call.dial', { number: '13900139000' })).toEqual(done);
    expect([only().state, live.get('dial')?.phase]).toEqual(['calling-me', 'calling-me']);
    live.platform.scenario.answers('2011');
    await live.passes(1_500);
    expect([only().state, live.get('dial')?.phase]).toEqual(['dialing', 'calling-them']);
    await live.passes(4_000);
    expect([only().state, only().direction]).toEqual(['talking', 'out']);
    expect(await live.call('call.hangUp', { callId: only().id })).toEqual(done);
    await live.passes(5_000);
    live.platform.scenario.outsideBehaves('*', { kind: 'busy' });
    expect(await live.call('call.dial', { number: '13900139001' })).toEqual(done);
    live.platform.scenario.answers('2011');
    await live.passes(4_000);
    expect(live.get('dial')).toMatchObject({ phase: 'failed', error: { code: 'busy' } });
  });

  it('transfers blind, and after a consultation, and comes back from one', async () => {
    await live.signIn();
    live.platform.scenario.behaves('2012', { kind: 'answers', afterSeconds: 1 });
    const who = caller();
    await live.passes(1_500);
    await live.call('call.answer', { callId: only().id });
    await live.passes(1_000);
    expect(await live.call('call.consult', { callId: only().id, to: { number: '2012' } })).toEqual(done);
    await live.passes(2_500);
    expect(only().legs.map((leg) => `${leg.role} ${leg.number} ${leg.state}`)).toEqual([
      'party 13800138000 held',
      'consult 2012 talking',
    ]);
    expect(await live.call('call.cancelConsult', { callId: only().id })).toEqual(done);
    await live.passes(1_000);
    expect([only().state, who.talksTo]).toEqual(['talking', '2011']);
    expect(await live.call('call.consult', { callId: only().id, to: { number: '2012' } })).toEqual(done);
    await live.passes(2_500);
    expect(await live.call('call.completeConsult', { callId: only().id })).toEqual(done);
    await live.passes(1_500);
    expect(calls()).toMatchObject([{ state: 'ended', end: 'transferred' }]);
    expect(who.talksTo).toBe('2012');
  });

  it('parks and takes back, with the lot in the answer', async () => {
    await live.signIn();
    caller();
    await live.passes(1_500);
    await live.call('call.answer', { callId: only().id });
    await live.passes(1_000);
    const parked = await live.call('call.park', { callId: only().id });
    expect(parked).toEqual({ ok: true, value: { lot: '71' } });
    await live.passes(1_500);
    expect(calls()).toMatchObject([{ state: 'ended', end: 'parked' }]);
    expect(Object.values(live.get('parks'))).toMatchObject([{ lot: '71', number: '13800138000' }]);
    expect(await live.call('park.retrieve', { lot: '71' })).toEqual(done);
    live.platform.scenario.answers('2011');
    await live.passes(1_500);
    expect(only()).toMatchObject({ state: 'talking' });
  });

  it('R18 goes on after a restart that lost the members: no sign-out, joined again, said so', async () => {
    await live.signIn();
    void live.platform.scenario.faults.restart({ keepState: false, downSeconds: 4 });
    await live.passes(25_000);
    expect(live.get('session').state).toBe('signed-in');
    expect(live.get('seat')).toMatchObject({ availability: 'ready' });
  });
});
