import { afterEach, describe, expect, test } from 'vitest';
import { createVirtualClock, createWallClock } from '../engine/simulated/clock';
import { createPhone, type Phone, type PhoneOptions, toneOf } from './phone';
import { freeUdpPort } from './ports';
import { until } from './until';

const clock = createWallClock();
const open: Phone[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((phone) => phone.close()));
});

/** Two telephones at the two ends of one wire. */
async function pair(one: Partial<PhoneOptions> = {}, other: Partial<PhoneOptions> = {}): Promise<[Phone, Phone]> {
  const ports = [await freeUdpPort('127.0.0.1'), await freeUdpPort('127.0.0.1')] as const;
  const make = async (number: string, port: number, server: number, options: Partial<PhoneOptions>) => {
    const phone = await createPhone({ number, port, server: { host: '127.0.0.1', port: server }, clock, ...options });
    open.push(phone);
    return phone;
  };
  return [await make('2011', ports[0], ports[1], one), await make('2012', ports[1], ports[0], other)];
}
const is = (call: { readonly state: string }, state: string) =>
  until(clock, `the call is ${state} (${call.state})`, () => call.state === state);

describe('two telephones on a wire', () => {
  test('ring, talk, hear each other, and end', async () => {
    const [caller, callee] = await pair();
    const call = caller.call('2012', { from: '13800138000', name: 'Zhang San' });
    await is(call, 'ringing');
    const leg = await until(clock, 'it rings', () => callee.ringing);
    const seen = [leg.number, leg.name, leg.called, leg.direction];
    leg.answer();
    await is(call, 'up');
    await until(clock, 'both hear', () => call.hears(callee.tone) > 0.9 && leg.hears(caller.tone) > 0.9);
    const others = [call.hears(caller.tone), leg.hears(callee.tone), leg.hears(440)].map((share) => share < 0.02);
    await leg.hangUp();
    await is(call, 'over');
    expect([seen, others, [call.status, leg.status], [caller.calls, callee.calls], call.hears(callee.tone)]).toEqual([
      ['13800138000', 'Zhang San', '2012', 'in'],
      [true, true, true],
      [200, 200],
      [[], []],
      0,
    ]);
  });

  test('a call is refused with the status that the telephone says', async () => {
    const [caller] = await pair({}, { behaviour: { kind: 'rejects', afterSeconds: 0, status: 603 } });
    const call = caller.call('2012');
    await is(call, 'over');
    expect(call.status).toBe(603);
  });

  test('the caller gives up: the telephone stops ringing', async () => {
    const [caller, callee] = await pair();
    const call = caller.call('2012');
    const leg = await until(clock, 'it rings', () => callee.ringing);
    await call.hangUp();
    expect([call.state, call.status, leg.state, leg.status]).toEqual(['over', 487, 'over', 487]);
  });

  test('a telephone answers by itself, in its time or when it is told to', async () => {
    const [caller, callee] = await pair({}, { behaviour: { kind: 'answers', afterSeconds: 0.05 } });
    const first = caller.call('2012');
    await is(first, 'up');
    await first.hangUp();
    callee.behave({ kind: 'hand' });
    const second = caller.call('2012', { headers: [['Call-Info', '<sip:lab>;answer-after=0']] });
    await is(second, 'up');
    expect(callee.active?.autoAnswer).toBe(true);
  });

  test('a change of mind counts for what rings already', async () => {
    const [caller, callee] = await pair();
    const call = caller.call('2012');
    await until(clock, 'it rings', () => callee.ringing);
    callee.behave({ kind: 'answers', afterSeconds: 0 });
    await is(call, 'up');
  });

  test('hold and resume: nothing is heard meanwhile, and both know it', async () => {
    const [caller, callee] = await pair({}, { behaviour: { kind: 'answers', afterSeconds: 0 } });
    const call = caller.call('2012');
    await is(call, 'up');
    const leg = await until(clock, 'it is up', () => callee.active);
    await until(clock, 'it hears', () => leg.hears(caller.tone) > 0.9);
    await call.hold();
    const held = [call.held, leg.heldByThem];
    await until(clock, 'silence on both sides', () => leg.loudness === 0 && call.loudness === 0);
    await call.resume();
    await until(clock, 'it hears again', () => leg.hears(caller.tone) > 0.9 && call.hears(callee.tone) > 0.9);
    expect([held, call.held, leg.heldByThem]).toEqual([[true, true], false, false]);
  });

  test('keys go over the wire, each once', async () => {
    const [caller, callee] = await pair({}, { behaviour: { kind: 'answers', afterSeconds: 0 } });
    const call = caller.call('2012');
    await is(call, 'up');
    const leg = await until(clock, 'it is up', () => callee.active);
    await call.press('*61');
    await call.press('1150');
    await until(clock, 'all keys', () => leg.keys.length >= 7);
    expect(leg.keys).toBe('*611150');
    await expect(call.press('x')).rejects.toThrow('there is no key x');
  });

  test('several calls at a time', async () => {
    const [caller, callee] = await pair();
    const first = caller.call('2012');
    await until(clock, 'the first rings', () => callee.calls.length === 1);
    const second = caller.call('2012');
    await until(clock, 'the second rings', () => callee.calls.length === 2);
    callee.ringing?.answer();
    await is(first, 'up');
    callee.ringing?.reject(480);
    await is(second, 'over');
    expect([first.state, second.status, callee.calls.length]).toEqual(['up', 480, 1]);
  });

  test('a telephone whose plug is pulled answers nothing more', async () => {
    const quick = createVirtualClock(0);
    const [caller, callee] = await pair({ clock: quick });
    callee.cut();
    const call = caller.call('2012');
    await until(clock, 'the call is over', () => {
      quick.advance(100);
      return call.state === 'over';
    });
    await caller.close();
    expect([call.status, quick.pending]).toEqual([408, 0]);
  });
});

test('no telephone’s voice is another’s', () => {
  const tones = Array.from({ length: 10 }, (_, index) => toneOf(`201${index}`));
  expect(new Set(tones).size).toBe(10);
});
