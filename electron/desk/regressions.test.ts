import { afterEach, describe, expect, it } from 'vitest';
import { appError, fail, ok } from '../../shared/domain/result';
import { createFakeDesk, createMemoryStorage, type FakeDesk } from './testing/fake-desk';
import { answers, ends, linkFact, member, popFact, rings, unreachable } from './testing/fake-driver';

/** Named after the faults of other clients that they keep out. */
let fake: FakeDesk;
const open = (...args: Parameters<typeof createFakeDesk>): FakeDesk => {
  fake = createFakeDesk(...args);
  return fake;
};
afterEach(async () => {
  await fake.close();
  expect(fake.clock.timers).toBe(0);
});
const done = { ok: true, value: null };
const live = (desk: FakeDesk) => Object.values(desk.get('calls')).filter((call) => call.state !== 'ended');
const noticesOf = (desk: FakeDesk): string[] => Object.values(desk.get('notices')).map((notice) => notice.key);

describe('connection', () => {
  it('R1 shows a call one poll after the cable was changed for another', async () => {
    const { desk, platform, clock, signIn } = open();
    await signIn();
    platform.answers.set('*', unreachable);
    await clock.advance(60_000);
    expect(fake.get('link').state).toBe('down');
    platform.answers.clear();
    rings(platform);
    desk.networkChanged();
    await clock.advance(150);
    expect([fake.get('link').state, live(fake).map((call) => call.state)]).toEqual(['live', ['ringing']]);
  });

  it('R2 is live within 3 s of waking, signed in, and lists what came while it slept', async () => {
    const { desk, platform, clock, signIn } = open();
    await signIn();
    const slept = clock.now();
    desk.suspended();
    await clock.sleep(2 * 3_600_000);
    platform.records.push({
      id: '300.1',
      at: slept + 600_000,
      direction: 'in',
      number: '13700137000',
      name: '',
      region: '',
      caller: '13700137000',
      callee: '2011',
      queue: '90',
      talkSeconds: 0,
      totalSeconds: 20,
      outcome: 'no-answer',
      recorded: false,
    });
    desk.resumed();
    await clock.advance(3_000);
    expect([fake.get('link').state, fake.get('session').state]).toEqual(['live', 'signed-in']);
    expect(Object.values(fake.get('missed'))).toMatchObject([
      { id: '300.1', number: '13700137000', why: 'while-offline' },
    ]);
    expect(noticesOf(fake)).toContain('missed-while-offline');
  });

  it('R17 marks the dead endpoint and keeps the others fresh; it recovers alone', async () => {
    const { platform, clock, signIn } = open();
    await signIn();
    platform.answers.set('settings', unreachable);
    await clock.advance(20 * 60_000);
    const health = () => Object.fromEntries(fake.get('link').endpoints.map((row) => [row.endpoint, row.state]));
    expect([health(), fake.get('link').state]).toEqual([{ pops: 'ok', status: 'ok', settings: 'down' }, 'live']);
    platform.answers.clear();
    await clock.advance(61_000);
    expect(health().settings).toBe('ok');
  });

  it('R17 still ends a ring when the status endpoint is dead', async () => {
    const { platform, clock, signIn } = open();
    await signIn();
    platform.answers.set('status', unreachable);
    rings(platform);
    await clock.advance(3_000);
    expect(live(fake)).toHaveLength(1);
    ends(platform, '100.2', 'abandoned');
    await clock.advance(1_000);
    expect(live(fake)).toEqual([]);
  });

  it('R18 does not sign out when the platform restarts, and joins again what it forgot, once', async () => {
    const { platform, clock, signIn } = open();
    await signIn({ queues: ['90', '91'] });
    platform.commands.length = 0;
    platform.answers.set('*', unreachable);
    await clock.advance(10_000);
    platform.answers.clear();
    platform.members = platform.members.filter((row) => row.queue !== '90');
    await clock.advance(30_000);
    expect([fake.get('session').state, platform.commands, fake.get('seat')?.availability]).toEqual([
      'signed-in',
      ['join 90 SIP/2011 0'],
      'ready',
    ]);
    expect(noticesOf(fake)).toContain('rejoined');
    platform.members = platform.members.filter((row) => row.queue !== '90');
    await clock.advance(30_000);
    expect(platform.commands).toEqual(['join 90 SIP/2011 0']);
  });

  it('R18 never joins against what somebody did on the platform meanwhile', async () => {
    const { platform, clock, signIn } = open();
    await signIn();
    platform.commands.length = 0;
    platform.answers.set('*', unreachable);
    await clock.advance(10_000);
    platform.answers.clear();
    platform.members = [];
    platform.since = { since: clock.now(), event: 'removed' };
    await clock.advance(30_000);
    expect([platform.commands, fake.get('seat')?.availability, fake.get('session').state]).toEqual([
      [],
      'offline',
      'signed-in',
    ]);
    expect(noticesOf(fake)).toContain('removed-from-queue');
  });

  it('says nothing of a queue that the sign-in joined and the platform shows later; a queue of somebody else’s is told', async () => {
    const { platform, clock, signIn } = open();
    // Taken, and shown some time later.
    platform.answers.set('join', async () => ok(null as never));
    await signIn();
    await clock.advance(5_000);
    platform.members = [member('90')];
    await clock.advance(5_000);
    const before = noticesOf(fake);
    platform.members = [member('90'), member('91')];
    await clock.advance(5_000);
    expect([before, noticesOf(fake)]).toEqual([[], ['added-to-queue']]);
  });

  it('R19 asks nobody but the platform whether the road is open', async () => {
    const { platform, clock, signIn } = open();
    expect(await signIn()).toMatchObject({ ok: true });
    rings(platform);
    await clock.advance(1_200);
    expect([fake.get('link').state, live(fake).length]).toEqual(['live', 1]);
  });
});

describe('calls', () => {
  it('R3 stops ringing within a poll when a colleague answers, and does not call it missed', async () => {
    const { platform, clock, signIn } = open();
    await signIn();
    rings(platform);
    await clock.advance(360_000);
    ends(platform, '100.2', 'answered-elsewhere');
    await clock.advance(500);
    expect(live(fake)).toEqual([]);
    await clock.advance(1_000);
    expect([fake.get('calls')['100.2']?.end, fake.get('missed')]).toEqual(['answered-elsewhere', {}]);
  });

  it('R5 shows one card for a call dialled elsewhere and one for the next from here, both closable', async () => {
    const { platform, clock, signIn, call } = open();
    await signIn();
    platform.pops.push(
      popFact({ id: '5.1', channel: 'SIP/2011-5', direct: 'OUT', state: 'Ring', queue: '', refId: '5.2' }),
    );
    await clock.advance(1_500);
    expect(live(fake).map((card) => card.state)).toEqual(['dialing']);
    expect(await call('call.hangUp', { callId: '5.1' })).toEqual(done);
    let sent = 0;
    platform.answers.set('dial', async () => {
      sent += 1;
      platform.pops.push(
        popFact({
          id: '6.1',
          channel: 'SIP/2011-6',
          direct: 'OUT',
          state: 'Ringing',
          number: '2011',
          queue: '',
          refId: '',
          refChannel: '',
        }),
      );
      return ok(null) as never;
    });
    expect(await call('call.dial', { number: '13900139000' })).toEqual(done);
    expect([sent, live(fake).map((card) => card.state)]).toEqual([1, ['calling-me']]);
    expect(await call('call.hangUp', { callId: '6.1' })).toEqual(done);
    expect(live(fake)).toEqual([]);
  });

  it('R6 gives a clean card after a conference whose first party left', async () => {
    const { platform, clock, signIn } = open();
    await signIn();
    rings(platform);
    answers(platform, '100.2', clock.now());
    platform.facts = {
      conferences: [
        {
          room: '9111',
          member: 1,
          number: '2011',
          channel: 'SIP/2011-00000002',
          id: '100.2',
          joinedAt: 0,
          muted: false,
          talking: true,
        },
      ],
    };
    await clock.advance(3_000);
    expect(live(fake).map((card) => [card.state, card.room])).toEqual([['conference', '9111']]);
    ends(platform, '100.2', 'hung-up-there');
    platform.facts = {};
    await clock.advance(2_000);
    rings(platform, {
      id: '7.2',
      refId: '7.1',
      channel: 'SIP/2011-7',
      refChannel: 'SIP/trunk-7',
      number: '13600136000',
      name: '',
    });
    await clock.advance(8_000);
    expect(live(fake).map(({ id, state, room, number, name }) => ({ id, state, room, number, name }))).toEqual([
      { id: '7.2', state: 'ringing', room: '', number: '13600136000', name: '' },
    ]);
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['rejected', 'rejected'],
    ['failed', 'congestion'],
  ] as const)('R7 tells a dial that ends %s from every other', async (end, code) => {
    const { platform, clock, signIn, call } = open();
    await signIn();
    platform.answers.set('dial', async () => {
      platform.pops.push(
        popFact({
          id: '8.1',
          channel: 'SIP/2011-8',
          direct: 'OUT',
          state: 'Ringing',
          number: '2011',
          queue: '',
          refId: '',
          refChannel: '',
        }),
      );
      return ok(null) as never;
    });
    await call('call.dial', { number: '13900139000' });
    platform.pops = [
      popFact({
        id: '8.1',
        channel: 'SIP/2011-8',
        direct: 'OUT',
        state: 'Up',
        number: '2011',
        queue: '',
        refId: '',
        refChannel: '',
      }),
    ];
    platform.links = [
      linkFact({
        id: '8.1',
        channel: 'SIP/2011-8',
        direct: 'OUT',
        refId: '8.2',
        refChannel: 'SIP/t-8',
        channelState: 'Up',
      }),
    ];
    await clock.advance(2_000);
    expect(fake.get('dial')?.phase).toBe('calling-them');
    ends(platform, '8.1', end);
    await clock.advance(2_000);
    expect(fake.get('dial')).toMatchObject({ phase: 'failed', error: { code, params: { phase: 'calling-them' } } });
  });

  it('R7 refuses what is no number before anything is sent', async () => {
    const { platform, signIn, call } = open();
    await signIn();
    expect(await call('call.dial', { number: 'hello' })).toMatchObject({
      ok: false,
      error: { code: 'invalid-number' },
    });
    expect(platform.commands.filter((line) => line.startsWith('dial'))).toEqual([]);
  });

  it('R8 ends a command that the platform accepts and does not do as "not confirmed" in 5 s, sent once', async () => {
    const { platform, clock, signIn, call, desk } = open();
    await signIn();
    rings(platform);
    answers(platform, '100.2', clock.now());
    await clock.advance(2_000);
    platform.obeys = false;
    void desk.dispatch('call.hold', { callId: '100.2' });
    await clock.advance(0);
    expect(Object.values(fake.get('commands')).filter((row) => row.name === 'call.hold')).toMatchObject([
      { name: 'call.hold', subject: '100.2', state: 'pending' },
    ]);
    expect(await call('call.hold', { callId: '100.2' })).toMatchObject({
      ok: false,
      error: { params: { why: 'pending' } },
    });
    await clock.advance(5_000);
    expect(Object.values(fake.get('commands')).filter((row) => row.name === 'call.hold')).toMatchObject([
      { state: 'not-confirmed', error: { code: 'not-confirmed' } },
    ]);
    expect([live(fake).map((card) => card.state), platform.commands.filter((line) => line.startsWith('hold'))]).toEqual(
      [['talking'], ['hold SIP/trunk-00000001']],
    );
    platform.obeys = true;
    expect(await call('call.hold', { callId: '100.2' })).toEqual(done);
  });

  it('R8 cancels a dial before its channel is seen: it is hung up the moment it appears', async () => {
    const { platform, clock, signIn, call, desk } = open();
    await signIn();
    void desk.dispatch('call.dial', { number: '13900139000' });
    await clock.advance(100);
    expect(await call('call.cancelDial')).toEqual(done);
    platform.pops.push(
      popFact({
        id: '9.1',
        channel: 'SIP/2011-9',
        direct: 'OUT',
        state: 'Ringing',
        number: '2011',
        queue: '',
        refId: '',
        refChannel: '',
      }),
    );
    await clock.advance(2_500);
    expect([platform.commands.filter((line) => /dial|hangup/.test(line)), live(fake), fake.get('dial')]).toEqual([
      ['dial 913900139000', 'hangup SIP/2011-9'],
      [],
      null,
    ]);
  });

  it('R9 transfers without holding first, and the same controls do the same with a held call', async () => {
    const { platform, clock, signIn, call } = open();
    await signIn();
    rings(platform);
    answers(platform, '100.2', clock.now());
    await clock.advance(2_000);
    let asked = 0;
    platform.answers.set('consult', async () => {
      asked += 1;
      platform.links.push(
        linkFact({
          refId: `100.7${asked}`,
          refChannel: 'SIP/2012-7',
          refNumber: '2012',
          direct: 'OUT',
          channelState: 'Up',
          state: 'Dialing',
        }),
      );
      return ok(null) as never;
    });
    platform.answers.set('cancel', async () => {
      platform.links = platform.links.filter((link) => !link.refId.startsWith('100.7'));
      return ok(null) as never;
    });
    platform.answers.set('complete', async () => {
      ends(platform, '100.2', 'transferred');
      return ok(null) as never;
    });
    expect(await call('call.consult', { callId: '100.2', to: { number: '2012' } })).toEqual(done);
    expect(await call('call.cancelConsult', { callId: '100.2' })).toEqual(done);
    expect(live(fake).map((card) => card.state)).toEqual(['talking']);
    expect(await call('call.hold', { callId: '100.2' })).toEqual(done);
    expect(await call('call.consult', { callId: '100.2', to: { number: '2012' } })).toEqual(done);
    expect(await call('call.completeConsult', { callId: '100.2' })).toEqual(done);
    await clock.advance(500);
    expect(fake.get('calls')['100.2']?.end).toBe('transferred');
  });

  it('R11 pops once though the caller hangs up meanwhile, the queue rings again, and the desk restarts', async () => {
    const storage = createMemoryStorage();
    const first = open({ storage });
    await first.signIn();
    await first.change({ pop: { template: 'https://crm.example/?n={number}&q={queue}' } });
    rings(first.platform);
    await first.clock.advance(2_000);
    ends(first.platform, '100.2', 'no-answer');
    await first.clock.advance(1_000);
    rings(first.platform, { id: '100.4', channel: 'SIP/2011-4' });
    await first.clock.advance(2_000);
    expect(first.opened).toEqual(['https://crm.example/?n=13800138000&q=90']);
    expect(Object.keys(fake.get('pops'))).toEqual(['100.1/ring']);
    await first.close();
    const second = open({ storage, platform: first.platform, clock: first.clock });
    await second.signIn();
    await second.clock.advance(2_000);
    expect([second.opened, Object.values(second.get('pops')).map((pop) => pop.urlState)]).toEqual([[], ['suppressed']]);
  });
});

describe('links and pages', () => {
  it.each([
    'seatline://listen?to=2012',
    'seatline://transfer?to=1',
    'nethlink://intrude?to=1',
    'https://x/',
    'javascript:alert(1)',
  ])('R21 refuses %s and leaves a line in the log', async (link) => {
    const { desk, platform, signIn, clock } = open();
    await signIn();
    platform.commands.length = 0;
    desk.receiveDial(link, 'link');
    await clock.advance(1_000);
    expect([fake.get('requests'), platform.commands, noticesOf(fake)]).toEqual([{}, [], ['link-refused']]);
    expect(fake.log.rows.some((row) => row.event === 'request.refused')).toBe(true);
  });

  it('R21 makes a request of a tel: link that only a person can confirm, with a number it offered', async () => {
    const { desk, platform, signIn, call, clock } = open();
    await signIn();
    desk.receiveDial('tel:+86-138-0013-8000', 'link');
    await clock.advance(1_000);
    const [request] = Object.values(fake.get('requests'));
    expect(platform.commands.filter((line) => line.startsWith('dial'))).toEqual([]);
    expect(await call('request.answer', { id: request?.id, dial: '9110' })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    void desk.dispatch('request.answer', { id: request?.id, dial: request?.candidates[0]?.dial });
    await clock.advance(100);
    expect(platform.commands.filter((line) => line.startsWith('dial'))).toEqual(['dial 913800138000']);
  });

  it.each(['file:///etc/passwd', '\\\\host\\share\\x', 'javascript:alert({number})', 'https://{number}.evil/'])(
    'R22 opens no page of %s',
    async (template) => {
      const { platform, signIn, clock, change } = open();
      await signIn();
      await change({ pop: { template } });
      rings(platform, { number: 'javascript:alert(1)' });
      await clock.advance(3_000);
      expect([fake.opened, Object.values(fake.get('pops')).map((pop) => pop.urlState), noticesOf(fake)]).toEqual([
        [],
        ['blocked'],
        ['pop-blocked'],
      ]);
    },
  );
});

describe('seat', () => {
  it('R12 undoes a pause that do-not-disturb caused, and keeps one that a person made', async () => {
    const { signIn, call, clock } = open();
    await signIn();
    await call('seat.setDnd', { on: true });
    await clock.advance(1_000);
    expect(fake.get('seat')).toMatchObject({ availability: 'paused', pausedBy: 'dnd' });
    await call('seat.setDnd', { on: false });
    await clock.advance(1_000);
    expect(fake.get('seat')).toMatchObject({ availability: 'ready', pausedBy: null });
    await call('seat.pause', { reason: 2 });
    await call('seat.setDnd', { on: true });
    await call('seat.setDnd', { on: false });
    await clock.advance(20_000);
    expect(fake.get('seat')).toMatchObject({ availability: 'paused', pausedBy: 'me', reason: 2 });
  });

  it('R12 says who paused: the platform after a missed call, a supervisor otherwise', async () => {
    const { platform, signIn, clock } = open();
    await signIn();
    platform.members = [member('90', { paused: 3 })];
    await clock.advance(6_000);
    expect([fake.get('seat')?.pausedBy, noticesOf(fake)]).toEqual(['supervisor', ['paused-by-supervisor']]);
    platform.members = [member('90')];
    await clock.advance(13_000);
    rings(platform);
    await clock.advance(7_000);
    ends(platform, '100.2', 'no-answer');
    platform.members = [member('90', { paused: 1 })];
    await clock.advance(6_000);
    expect([fake.get('seat')?.pausedBy, fake.get('seat')?.missed]).toEqual(['platform', 1]);
  });

  it('R23 names who uses the device, takes it over when told to, and notices when it is taken', async () => {
    const { platform, signIn, clock } = open();
    platform.answers.set('bind', async () => fail(appError('in-use', 'in use', { params: { by: '2015' } })));
    expect(await signIn()).toMatchObject({ ok: false, error: { code: 'in-use', params: { by: '2015' } } });
    expect(fake.get('session').state).toBe('signed-out');
    platform.answers.clear();
    await signIn({ takeOver: true });
    expect(platform.commands).toContain('bind true');
    platform.commands.length = 0;
    await clock.advance(5_000);
    platform.users = [{ user: '2011', device: '2020' }];
    await clock.advance(6_000);
    expect([fake.get('session').state, fake.get('session').error?.code, platform.commands]).toEqual([
      'signed-out',
      'in-use',
      [],
    ]);
    expect(noticesOf(fake)).toContain('signed-in-elsewhere');
  });

  it.each([600_000, -600_000, 8 * 3_600_000])(
    'R27 keeps times exact with the clock of the PC %d ms off',
    async (skew) => {
      const { platform, signIn, clock } = open();
      platform.offset = -skew;
      clock.jump(skew);
      await signIn();
      const platformNow = clock.now() - skew;
      rings(platform);
      answers(platform, '100.2', platformNow - 65_000);
      await clock.advance(2_000);
      const [call] = live(fake);
      const screenNow = clock.now() + fake.get('link').platformOffset;
      expect([
        fake.get('link').platformOffset,
        Math.round((screenNow - (call?.answeredAt ?? 0)) / 1000),
        call?.waitSeconds,
      ]).toEqual([-skew, 67, 12]);
    },
  );

  it('R28 refuses to sign out during a call, waits when confirmed, and goes once it is over', async () => {
    const { platform, signIn, clock, call } = open();
    await signIn();
    rings(platform);
    answers(platform, '100.2', clock.now());
    await clock.advance(2_000);
    expect(await call('session.signOut')).toMatchObject({ ok: false, error: { code: 'on-a-call' } });
    expect(await call('session.signOut', { confirmed: true })).toEqual(done);
    expect([fake.get('session').state, fake.get('seat')?.next]).toEqual(['signed-in', { kind: 'sign-out' }]);
    ends(platform, '100.2', 'hung-up-there');
    await clock.advance(3_000);
    expect([fake.get('session').state, platform.commands.slice(-2)]).toEqual([
      'signed-out',
      ['leave 90 SIP/2011', 'unbind'],
    ]);
  });
});
