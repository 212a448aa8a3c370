import { afterEach, describe, expect, it } from 'vitest';
import { appError, fail } from '../../shared/domain/result';
import { refused } from '../platforms/uncall/testing/extension';
import type { FakeDesk } from './testing/fake-desk';
import { incoming, openUncallDesk, type UncallDesk } from './testing/uncall-desk';

/** The desk with a platform that has less: one extension, its call, one switch (Uncall chapter 3). */
const open: UncallDesk[] = [];
afterEach(async () => {
  const desks = open.splice(0);
  for (const { desk } of desks) await desk.close();
  expect(desks.map(({ desk }) => desk.clock.timers)).toEqual(desks.map(() => 0));
});
const office = (...given: Parameters<typeof openUncallDesk>): UncallDesk => {
  const one = openUncallDesk(...given);
  open.push(one);
  return one;
};
const id = incoming.uid;
const wait = (desk: FakeDesk, ms: number): Promise<void> => desk.clock.advance(ms);
const notices = (desk: FakeDesk) => Object.values(desk.get('notices')).map(({ key }) => key);

describe('signing in', () => {
  it('sets the one switch and is live by the pops alone', async () => {
    const { desk, phone, signIn } = office();
    const result = await signIn();
    await wait(desk, 60_000);
    const { availability, phone: handset, memberships } = desk.get('seat') ?? {};
    expect([
      result.ok,
      phone.asked,
      { availability, handset, memberships },
      desk.get('link').state,
      desk.get('link').endpoints.map(({ endpoint }) => endpoint),
      desk.get('host').driver.length,
      desk.get('reasons'),
    ]).toEqual([
      true,
      ['UncallWorld seatline500000', 'UncallWorld seatline500000', 'setIdle 802'],
      { availability: 'ready', handset: 'idle', memberships: [] },
      'live',
      ['pops'],
      7,
      [],
    ]);
  });

  it('busy when wanted; refused when the platform refuses the switch', async () => {
    const busy = office();
    await busy.signIn({ initial: { kind: 'pause', reason: 1 } });
    const failing = office();
    failing.phone.answers.set('setIdle', () => refused('Connection Failed'));
    const result = await failing.signIn();
    expect([
      busy.phone.busy,
      busy.desk.get('seat')?.availability,
      result.ok ? '' : result.error.code,
      failing.desk.get('session').state,
    ]).toEqual([true, 'paused', 'refused', 'signed-out']);
  });

  it('is never asked more often than the document says while idle, and once a second at the most', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn();
    await wait(desk, 10_000);
    const before = phone.polls;
    await wait(desk, 60_000);
    const idle = phone.polls - before;
    await run('seat.pause', { reason: 1 });
    await wait(desk, 10_000);
    const paused = phone.polls;
    await wait(desk, 60_000);
    const resting = phone.polls - paused;
    phone.phone = incoming;
    await wait(desk, 20_000);
    const counted = phone.polls;
    phone.answers.set(
      'keepCalling',
      () => ({ ok: true, value: { response: 'success', message: 'SIP/x-1', rows: [] } }) as never,
    );
    phone.phone = null;
    void desk.desk.dispatch('call.hangUp', { callId: id });
    await wait(desk, 5_000);
    expect([idle, resting, phone.polls - counted <= 6]).toEqual([16, 8, true]);
  });
});

describe('busy and idle', () => {
  it('the switch is the state; a refusal leaves it', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn();
    const states: unknown[] = [];
    const see = async (name: string, input = {}) => {
      states.push([await run(name, input), desk.get('seat')?.availability, desk.get('seat')?.pausedBy, phone.busy]);
    };
    await see('seat.pause', { reason: 1 });
    await see('seat.ready');
    phone.answers.set('setBuys', () => fail(appError('unreachable', 'no road')));
    await see('seat.pause', { reason: 1 });
    expect(states).toEqual([
      ['done', 'paused', 'me', true],
      ['done', 'ready', null, false],
      ['unreachable', 'ready', null, false],
    ]);
  });

  it('during a call it waits for the end', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn();
    phone.phone = incoming;
    await wait(desk, 5_000);
    const chosen = await run('seat.pause', { reason: 1 });
    const meanwhile = phone.busy;
    phone.phone = null;
    await wait(desk, 15_000);
    expect([chosen, meanwhile, phone.busy, desk.get('seat')?.availability]).toEqual(['done', false, true, 'paused']);
  });

  it('wrap-up is busy for its time after a call from outside that was answered', async () => {
    const { desk, phone, signIn } = office();
    await signIn();
    await desk.change({ wrapUp: { mode: 'timed', seconds: 20 } });
    phone.phone = incoming;
    await wait(desk, 25_000);
    phone.phone = null;
    await wait(desk, 8_000);
    const during = [phone.busy, desk.get('seat')?.availability];
    await wait(desk, 25_000);
    expect([during, phone.busy, desk.get('seat')?.availability]).toEqual([[true, 'wrap-up'], false, 'ready']);
  });

  it('no wrap-up follows a call that the seat made, or one that only rang', async () => {
    const { desk, phone, signIn } = office();
    await signIn();
    await desk.change({ wrapUp: { mode: 'timed', seconds: 20 } });
    phone.phone = { uid: '1111111111.30', calla: '802', callb: '13800138000', status: 'callout' };
    await wait(desk, 40_000);
    phone.phone = null;
    await wait(desk, 8_000);
    const after = [phone.asked.filter((line) => line.startsWith('setBuys')).length];
    phone.phone = incoming;
    await wait(desk, 8_000);
    phone.phone = null;
    await wait(desk, 8_000);
    expect([after, phone.asked.filter((line) => line.startsWith('setBuys')).length]).toEqual([[0], 0]);
  });

  it('a wrap-up that the platform does not let end is tried again', async () => {
    const { desk, phone, signIn } = office();
    await signIn();
    await desk.change({ wrapUp: { mode: 'timed', seconds: 20 } });
    phone.phone = incoming;
    await wait(desk, 25_000);
    phone.phone = null;
    await wait(desk, 8_000);
    phone.answers.set('setIdle', () => fail(appError('unreachable', 'no road')));
    await wait(desk, 25_000);
    const stuck = [phone.busy, desk.get('seat')?.availability];
    phone.answers.clear();
    await wait(desk, 20_000);
    expect([stuck, phone.busy, desk.get('seat')?.availability]).toEqual([[true, 'wrap-up'], false, 'ready']);
  });

  it('a desk that was killed in a wrap-up goes on with it; one that is closed clears it', async () => {
    const first = office();
    await first.signIn();
    await first.desk.change({ wrapUp: { mode: 'timed', seconds: 60 } });
    first.phone.phone = incoming;
    await wait(first.desk, 25_000);
    first.phone.phone = null;
    await wait(first.desk, 8_000);
    const second = office({ phone: first.phone, before: first.desk });
    await second.signIn();
    const goesOn = [second.phone.busy, second.desk.get('seat')?.availability];
    await second.desk.close();
    expect([goesOn, second.phone.busy]).toEqual([[true, 'wrap-up'], false]);
  });

  it('what a person chose stays when they sign out', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn({ initial: { kind: 'pause', reason: 1 } });
    const out = await run('session.signOut');
    expect([out, phone.busy, desk.get('session').state]).toEqual(['done', true, 'signed-out']);
  });
});

describe('trouble', () => {
  it('a desk that was killed while it held a call can resume it', async () => {
    const first = office();
    await first.signIn();
    first.phone.phone = incoming;
    await wait(first.desk, 5_000);
    await first.run('call.hold', { callId: id });
    const second = office({ phone: first.phone, before: first.desk });
    await second.signIn();
    await wait(second.desk, 5_000);
    const found = second.cards();
    const resumed = await second.run('call.resume', { callId: id });
    await wait(second.desk, 5_000);
    expect([
      found,
      resumed,
      second.cards(),
      second.phone.asked.at(-1),
      Object.values(second.desk.get('pops')).map((pop) => `${pop.id} ${pop.urlState}`),
    ]).toEqual([
      [`${id} held 13421829060 told`],
      'done',
      [`${id} talking 13421829060 told`],
      'restoreCalling 802 SIP/802-00000021',
      // Shown before the kill: the row is there again, the page is not opened again.
      [`${id}/ring suppressed`],
    ]);
  });

  it('the held call belongs to the agent, the seat and the day', async () => {
    const first = office();
    await first.signIn();
    first.phone.phone = incoming;
    await wait(first.desk, 5_000);
    await first.run('call.hold', { callId: id });
    const shown: (readonly string[])[] = [];
    for (const who of [{ agent: '803' }, { device: '803' }, {}]) {
      const later = office({ phone: first.phone, before: first.desk });
      await later.signIn(who);
      await wait(later.desk, 5_000);
      shown.push(later.cards());
      await later.desk.close();
    }
    await first.desk.clock.sleep(5 * 3_600_000);
    const tomorrow = office({ phone: first.phone, before: first.desk });
    await tomorrow.signIn();
    await wait(tomorrow.desk, 5_000);
    expect([shown, tomorrow.cards()]).toEqual([[[], [], [`${id} held 13421829060 told`]], []]);
  });

  it('the platform goes and comes back: amber, red, live, and what cannot be known is said', async () => {
    const { desk, phone, signIn, cards } = office();
    await signIn();
    phone.phone = incoming;
    await wait(desk, 8_000);
    phone.answers.set('popEvent', () => fail(appError('unreachable', 'no road')));
    const states: unknown[] = [];
    for (const ms of [12_000, 28_000]) {
      await wait(desk, ms);
      states.push(desk.get('link').state);
    }
    const kept = cards();
    phone.answers.clear();
    await desk.call('session.retryNow');
    await wait(desk, 5_000);
    expect([states, kept, desk.get('link').state, cards(), notices(desk).toSorted()]).toEqual([
      ['stale', 'down'],
      [`${id} ringing 13421829060 calling`],
      'live',
      [`${id} talking 13421829060 answered`],
      ['gap-unread'],
    ]);
  });

  it('commands for what the platform lacks are refused, and nothing is sent', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn();
    phone.phone = incoming;
    await wait(desk, 5_000);
    const sent = phone.asked.length;
    const refusals = await Promise.all([
      run('seat.joinQueue', { queue: '90' }),
      run('seat.leaveQueue', { queue: '90' }),
      run('seat.setDnd', { on: true }),
      run('seat.setForwarding', { kind: 'always', destination: '1' }),
      run('call.park', { callId: id }),
      run('call.dtmf', { callId: id, digits: '1' }),
      run('call.answer', { callId: id }),
      run('pickup.extension', { extension: '803' }),
      run('member.pause', { interface: '803', reason: 1 }),
      run('call.setVariable', { callId: id, name: 'A', value: 'b' }),
    ]);
    expect([new Set(refusals), phone.asked.length]).toEqual([new Set(['not-supported']), sent]);
  });
});
