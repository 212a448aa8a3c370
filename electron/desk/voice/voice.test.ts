import { afterEach, describe, expect, it } from 'vitest';
import { driverCapabilities } from '../../../shared/bridge/topics';
import { appError, fail } from '../../../shared/domain/result';
import { answers, linkFact, popFact, rings } from '../testing/fake-driver';
import { audioCall } from './testing/fake-page';
import { openVoiceDesk, openVoiceUncall, type VoiceDesk, voiceAddress } from './testing/voice-desk';

let office: VoiceDesk;
afterEach(async () => {
  await office.close();
  expect(office.clock.timers).toBe(0);
});

/** Calls of the app's telephone that live. */
const legs = () =>
  Object.values(office.get('voiceCalls'))
    .filter(({ state }) => state !== 'ended')
    .map(({ id, callId, state, muted }) => [id, callId, state, muted]);
const cards = () => Object.values(office.get('calls')).map(({ id, state, end }) => [id, state, end]);
const without =
  (...names: readonly string[]) =>
  (platform: { capabilities: Set<string> }) => {
    for (const name of names) platform.capabilities.delete(name);
  };

describe('the account', () => {
  it('the page gets an address without a password, the exchange is the profile’s, and the topic tells the way', async () => {
    office = await openVoiceDesk();
    const { told } = office.page;
    expect([
      told.filter(({ t }) => t === 'account' || t === 'link'),
      office.exchange.asked,
      office.get('voice'),
      JSON.stringify(told).includes('hidden-3391'),
    ]).toEqual([
      [
        {
          t: 'account',
          account: { uri: 'sip:2011@pbx.example', authorizationUser: '2011', displayName: '李坐席', stun: [] },
        },
        { t: 'link', state: 'closed' },
        { t: 'link', state: 'closed' },
        { t: 'link', state: 'open' },
      ],
      [{ address: voiceAddress, pin: '' }],
      {
        registration: 'registered',
        error: null,
        page: true,
        microphone: 'granted',
        inputs: [],
        outputs: [],
        fallback: false,
        headset: null,
        test: null,
      },
      false,
    ]);
  });

  it('answers the exchange’s challenge in the page’s place', async () => {
    office = await openVoiceDesk();
    const { exchange, page } = office;
    exchange.line?.frame(
      'SIP/2.0 401 Unauthorized\r\nCSeq: 1 REGISTER\r\nWWW-Authenticate: Digest realm="a", nonce="n"\r\n\r\n',
    );
    const shown = page.told.at(-1);
    page.say({
      t: 'sip',
      frame:
        'REGISTER sip:pbx.example SIP/2.0\r\n' +
        'Authorization: Digest username="2011", realm="a", nonce="n", uri="sip:pbx.example", response="0"\r\n\r\n',
    });
    const sent = exchange.frames.at(-1) ?? '';
    expect([
      shown?.t,
      /response="[0-9a-f]{32}"/.test(sent),
      JSON.stringify(office.log.rows).includes('nonce'),
      office.log.rows.filter(({ event }) => event === 'sip').map(({ fields }) => fields),
    ]).toEqual([
      'sip',
      true,
      false,
      [
        { way: 'in', kind: '401 REGISTER' },
        { way: 'out', kind: 'REGISTER' },
      ],
    ]);
  });

  it('a refused registration, a line that cannot be had, one that is lost and comes back', async () => {
    office = await openVoiceDesk();
    const { exchange, page } = office;
    const seen = () => {
      const voice = office.get('voice');
      return [voice?.registration, voice?.error?.code ?? null, voice?.error?.params?.errcode ?? null];
    };
    page.say({ t: 'registration', state: 'failed', status: 403 });
    const refused = seen();
    page.say({ t: 'registration', state: 'registered', status: 200 });
    const lost = appError('unreachable', 'gone');
    exchange.line?.closed(lost);
    const first = seen();
    await office.passes(500);
    exchange.line?.closed(lost);
    await office.passes(1_000);
    exchange.line?.closed(lost);
    const third = seen();
    await office.passes(2_000);
    exchange.line?.opened();
    page.say({ t: 'registration', state: 'registered', status: 200 });
    expect([refused, first, third, seen(), exchange.asked.length]).toEqual([
      ['failed', 'refused', 403],
      ['connecting', 'unreachable', null],
      ['failed', 'unreachable', null],
      ['registered', null, null],
      4,
    ]);
  });

  it('another network proves the line, or tries at once', async () => {
    office = await openVoiceDesk();
    const { exchange } = office;
    office.desk.networkChanged();
    exchange.line?.closed(appError('unreachable', 'gone'));
    office.desk.networkChanged();
    expect([exchange.probes, exchange.asked.length]).toEqual([1, 2]);
  });

  it('a newer page takes over and the older one is told; without a page nothing is registered', async () => {
    office = await openVoiceDesk();
    const { page, exchange } = office;
    const second: unknown[] = [];
    const newer = office.desk.audio.attach((message) => second.push(message.t));
    page.say({ t: 'wanted', on: true });
    const deaf = exchange.line;
    newer.receive({ t: 'wanted', on: true });
    newer.receive({ t: 'nonsense' });
    const taken = exchange.line !== null;
    newer.end();
    expect([page.told.at(-1), deaf, second, taken, exchange.line, office.get('voice')]).toMatchObject([
      { t: 'replaced' },
      null,
      ['preferences', 'account', 'link', 'link'],
      true,
      null,
      { registration: 'off', page: false, microphone: 'unknown' },
    ]);
  });

  it('changed settings reach the page; signing out unregisters before the line goes', async () => {
    office = await openVoiceDesk();
    const { page, exchange } = office;
    await office.change({ voice: { volume: 0.5 } });
    const preferences = page.told.at(-1);
    await office.call('session.signOut', {});
    const last = page.told.at(-1);
    const during = [office.get('voice'), exchange.line !== null];
    page.say({ t: 'sip', frame: 'REGISTER sip:pbx.example SIP/2.0\r\nExpires: 0\r\n\r\n' });
    const left = exchange.frames.length;
    page.say({ t: 'wanted', on: false });
    expect([preferences, last, during, left, exchange.line]).toMatchObject([
      { t: 'preferences', preferences: { volume: 0.5 } },
      { t: 'account', account: null },
      [null, true],
      1,
      null,
    ]);
  });

  it('a password changed while signed in starts the telephone anew', async () => {
    office = await openVoiceDesk();
    const before = office.page.told.length;
    await office.call('session.saveProfile', {
      id: 'built-in',
      name: 'x',
      address: 'http://127.0.0.1:8123',
      voice: { address: 'ws://other.example/ws', user: '3011', password: 'p2' },
    });
    await office.call('voice.retry', {});
    office.page.say({ t: 'wanted', on: true });
    expect([
      office.page.told.slice(before).filter(({ t }) => t === 'account'),
      office.exchange.asked.at(-1)?.address,
    ]).toMatchObject([
      [
        { account: null },
        { account: { uri: 'sip:3011@other.example' } },
        { account: { uri: 'sip:3011@other.example' } },
      ],
      'ws://other.example/ws',
    ]);
  });
});

describe('one card per call', () => {
  it('rings, is answered, muted, hung up at the app', async () => {
    office = await openVoiceDesk({ platform: without('answer', 'dtmf') });
    const { page, platform, call } = office;
    page.has(audioCall());
    const alone = legs();
    rings(platform);
    await office.passes();
    const ringing = [legs(), cards()];
    const answering = call('call.answer', { callId: '100.2' });
    await office.passes(0);
    answers(platform, '100.2', office.clock.now());
    const answered = await answering;
    const lifted = cards();
    await call('voice.mute', { on: true });
    const muted = legs();
    const dtmf = await call('call.dtmf', { callId: '100.2', digits: '12#' });
    const ending = call('call.hangUp', { callId: '100.2' });
    await office.passes(100);
    platform.pops = [];
    platform.links = [];
    const ended = await ending;
    await office.passes();
    expect([
      alone,
      ringing,
      answered.ok,
      lifted,
      muted,
      dtmf.ok,
      ended.ok,
      legs(),
      cards(),
      page.acts,
      platform.commands.filter((line) => /answer|hangUp|dtmf/.test(line)),
    ]).toEqual([
      [['v1', '', 'ringing', false]],
      [[['v1', '100.2', 'ringing', false]], [['100.2', 'ringing', null]]],
      true,
      [['100.2', 'talking', null]],
      [['v1', '100.2', 'talking', true]],
      true,
      true,
      [],
      [['100.2', 'ended', 'hung-up-here']],
      ['answer v1 false', 'mute v1 true', 'dtmf v1 12#', 'hang-up v1'],
      [],
    ]);
  });

  it('the INVITE asks the platform at once, so that the card is there long before the next poll', async () => {
    office = await openVoiceDesk();
    rings(office.platform);
    const before = office.platform.asked.get('pops') ?? 0;
    office.page.has(audioCall());
    await office.passes(0);
    expect([(office.platform.asked.get('pops') ?? 0) > before, legs()]).toEqual([
      true,
      [['v1', '100.2', 'ringing', false]],
    ]);
  });

  it('what no platform shows is answered, refused and hung up by itself', async () => {
    office = await openVoiceDesk();
    office.page.has(audioCall(), audioCall({ id: 'v2', number: '2015' }));
    const done = [
      await office.call('voice.hangUp', { voiceCallId: 'v2' }),
      await office.call('voice.answer', { voiceCallId: 'v1' }),
      await office.call('voice.answer', { voiceCallId: 'v1' }),
      await office.call('voice.hangUp', { voiceCallId: 'v1' }),
      await office.call('voice.hangUp', { voiceCallId: 'v1' }),
      await office.call('voice.mute', { on: true }),
    ].map((result) => (result.ok ? 'ok' : result.error.params?.why));
    expect([done, office.page.acts, legs()]).toEqual([
      ['ok', 'ok', 'not-ringing', 'ok', 'ended', 'not-talking'],
      ['reject v2', 'answer v1 false', 'hang-up v1'],
      [],
    ]);
  });

  it('a second call answered puts the first on hold; a hold that fails answers nothing', async () => {
    office = await openVoiceDesk({ platform: without('hold') });
    const { page, platform } = office;
    page.has(audioCall({ state: 'talking' }));
    rings(platform);
    answers(platform, '100.2', office.clock.now());
    await office.passes();
    page.has(...page.calls, audioCall({ id: 'v2', number: '2015' }));
    page.refuses = fail(appError('timed-out', 'no 200'));
    const refused = await office.call('voice.answer', { voiceCallId: 'v2' });
    page.refuses = null;
    const taken = await office.call('voice.answer', { voiceCallId: 'v2' });
    const held = [legs(), cards()];
    const resumed = await office.call('call.resume', { callId: '100.2' });
    expect([refused.ok, taken.ok, held, resumed.ok, legs(), cards(), page.acts]).toEqual([
      false,
      true,
      [
        [
          ['v1', '100.2', 'held', false],
          ['v2', '', 'talking', false],
        ],
        [['100.2', 'held', null]],
      ],
      true,
      [
        ['v1', '100.2', 'talking', false],
        ['v2', '', 'held', false],
      ],
      [['100.2', 'talking', null]],
      ['hold v1 true', 'hold v1 true', 'answer v2 false', 'hold v2 true', 'hold v1 false'],
    ]);
  });

  it('hold is the platform’s own where it has one, and the telephone’s where it has none', async () => {
    office = await openVoiceDesk();
    const { page, platform, call } = office;
    page.has(audioCall({ state: 'talking' }));
    rings(platform);
    answers(platform, '100.2', office.clock.now());
    await office.passes();
    const held = await call('call.hold', { callId: '100.2' });
    expect([held.ok, cards(), page.acts, platform.commands.at(-1)]).toEqual([
      true,
      [['100.2', 'held', null]],
      [],
      'hold SIP/trunk-00000001',
    ]);
  });

  it('buttons appear with the registration and go with it, but not under a call', async () => {
    office = await openVoiceDesk({ platform: without('answer', 'reject', 'dtmf', 'hold') });
    const { page } = office;
    const gained = () => driverCapabilities.filter((name) => office.get('host').driver.includes(name)).length;
    const all = gained();
    page.say({ t: 'registration', state: 'connecting', status: 0 });
    const less = gained();
    page.say({ t: 'registration', state: 'registered', status: 200 });
    page.has(audioCall({ state: 'talking' }));
    office.exchange.line?.closed(appError('unreachable', 'gone'));
    const underCall = gained();
    page.has();
    expect([all, less, underCall, gained()]).toEqual([
      driverCapabilities.length,
      driverCapabilities.length - 4,
      driverCapabilities.length,
      driverCapabilities.length - 4,
    ]);
  });

  it('a call that rings on another telephone only is not answered here', async () => {
    office = await openVoiceDesk({ platform: without('answer', 'reject') });
    rings(office.platform);
    await office.passes();
    const results = [
      await office.call('call.answer', { callId: '100.2' }),
      await office.call('call.reject', { callId: '100.2' }),
    ].map((result) => (result.ok ? 'ok' : result.error.code));
    expect([results, office.page.acts]).toEqual([['not-supported', 'not-supported'], []]);
  });
});

describe('somebody else has it', () => {
  it('answered elsewhere as SIP says it: the ring is gone, and the card does not end as missed', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    rings(platform);
    page.has(audioCall());
    await office.passes();
    page.change('v1', { state: 'ended', end: 'elsewhere' });
    const gone = legs();
    platform.pops = [];
    platform.links = [];
    await office.passes();
    expect([gone, cards(), office.get('missed')]).toEqual([[], [['100.2', 'ended', 'answered-elsewhere']], {}]);
  });

  it('the end of a call is shown for four seconds, with its reason', async () => {
    office = await openVoiceDesk();
    const { page, platform, clock } = office;
    rings(platform);
    page.has(audioCall());
    await office.passes();
    const since = office.get('voiceCalls').v1?.since;
    page.change('v1', { state: 'ended', end: 'elsewhere' });
    const told = office.get('voiceCalls');
    await clock.advance(3_900);
    const late = Object.keys(office.get('voiceCalls'));
    await clock.advance(200);
    const ended = { direction: 'in', state: 'ended', end: 'elsewhere', muted: false, quality: null };
    expect([told, late, office.get('voiceCalls')]).toEqual([
      { v1: { id: 'v1', callId: '100.2', number: '13800138000', name: '', since, ...ended } },
      ['v1'],
      {},
    ]);
  });

  it('a card that ends before its sound keeps it, and a sound that goes on is shown by itself', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    rings(platform);
    page.has(audioCall());
    await office.passes();
    platform.pops = [];
    platform.links = [];
    await office.passes();
    const early = [cards(), legs()];
    await office.passes(3_000);
    const late = legs();
    page.change('v1', { state: 'ended', end: 'there' });
    expect([early, late, office.get('voiceCalls').v1?.callId]).toEqual([
      [[['100.2', 'ended', expect.anything()]], [['v1', '100.2', 'ringing', false]]],
      [['v1', '', 'ringing', false]],
      '',
    ]);
  });

  it('a card that comes after its ring is the ring’s from the first moment on', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    const seen: unknown[] = [];
    const off = office.desk.subscribe(['calls', 'voiceCalls'], () => {
      const alone = Object.values(office.get('voiceCalls')).filter(({ callId }) => callId === '').length;
      seen.push([Object.keys(office.get('calls')).length, alone]);
    });
    page.has(audioCall());
    rings(platform);
    await office.passes();
    off();
    expect(seen.filter((pair) => JSON.stringify(pair) === '[1,1]')).toEqual([]);
    expect(seen.at(-1)).toEqual([1, 0]);
  });

  it('the platform shows it talking on the desk phone: the app stops ringing, the card goes on', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    rings(platform);
    page.has(audioCall());
    await office.passes();
    answers(platform, '100.2', office.clock.now());
    await office.passes();
    expect([page.acts, legs(), cards()]).toEqual([['reject v1'], [], [['100.2', 'talking', null]]]);
  });
});

describe('desk phone and app at one extension', () => {
  const other = { id: '100.3', channel: 'SIP/2011-00000003' };

  it('two channels ring for one caller: one card, that of the app, and whoever lifts keeps it', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    rings(platform, other);
    rings(platform);
    page.has(audioCall());
    await office.passes();
    const ringing = [cards(), legs()];
    answers(platform, '100.3', office.clock.now());
    platform.pops = platform.pops.filter(({ id }) => id !== '100.2');
    platform.links = platform.links.filter(({ id }) => id !== '100.2');
    page.change('v1', { state: 'ended', end: 'elsewhere' });
    await office.passes(6_000);
    expect([ringing[0], cards(), legs(), office.get('missed'), Object.keys(office.get('pops')).length]).toEqual([
      [[expect.stringMatching(/^100\.[23]$/), 'ringing', null]],
      [['100.3', 'talking', null]],
      [],
      {},
      1,
    ]);
  });

  it('nobody lifts either: one missed call', async () => {
    office = await openVoiceDesk();
    const { platform } = office;
    rings(platform, other);
    rings(platform);
    await office.passes();
    const both = cards().length;
    for (const id of ['100.3', '100.2']) {
      platform.pops = platform.pops.filter((pop) => pop.id !== id);
      platform.links = platform.links.filter((link) => link.id !== id);
      await office.passes(6_000);
    }
    expect([both, cards().map(([, state]) => state), Object.keys(office.get('missed')).length]).toEqual([
      1,
      ['ended'],
      1,
    ]);
  });
});

describe('a platform that only says that there is a call (Uncall)', () => {
  it('what rings long is not taken for answered, and an answer here is known as one', async () => {
    const uncall = await openVoiceUncall();
    office = uncall;
    const { page } = office;
    const shown = () =>
      Object.values(office.get('calls')).map(({ state, assumed, answeredAt }) => [
        state,
        assumed ?? 'told',
        answeredAt !== null,
      ]);
    uncall.rings();
    page.has(audioCall({ number: '13421829060' }));
    await office.passes(25_000);
    const long = [shown(), legs(), [...page.acts]];
    const answered = await office.call('call.answer', { callId: uncall.callId });
    await office.passes(5_000);
    expect([long, answered.ok, shown(), page.acts]).toEqual([
      [[['ringing', 'told', false]], [['v1', uncall.callId, 'ringing', false]], []],
      true,
      [['talking', 'told', true]],
      ['answer v1 false'],
    ]);
  });
});

describe('a number dialled here', () => {
  const dialled = popFact({ id: '200.1', direct: 'OUT', number: '13900139000', refId: '', refChannel: '', queue: '' });

  it.each([
    ['the number dialled', '+86 139 0013 9000'],
    ['my own number', '2011'],
  ])('the INVITE that names %s is answered at once, without a tone', async (_what, number) => {
    office = await openVoiceDesk();
    void office.desk.dispatch('call.dial', { number: '13900139000', confirmed: true });
    await office.passes(0);
    office.page.has(audioCall({ number }));
    await office.passes(0);
    const early = [...office.page.acts];
    office.platform.pops.push({ ...dialled, state: 'Up' });
    office.platform.links.push(
      linkFact({ id: '200.1', refId: '200.2', refNumber: '13900139000', direct: 'OUT', channelState: 'Up' }),
    );
    await office.passes();
    expect([early, legs(), cards()]).toEqual([
      ['answer v1 false'],
      [['v1', '200.1', 'talking', false]],
      [['200.1', 'dialing', null]],
    ]);
  });

  it('is not taken by itself while another call talks: that one would be put on hold unasked', async () => {
    office = await openVoiceDesk();
    const { page } = office;
    page.has(audioCall({ id: 'talk', state: 'talking' }));
    void office.desk.dispatch('call.dial', { number: '13900139000', confirmed: true });
    await office.passes(0);
    page.has(...page.calls, audioCall({ id: 'mine', number: '13900139000' }));
    await office.passes(0);
    expect([page.acts, legs()]).toEqual([
      [],
      [
        ['talk', '', 'talking', false],
        ['mine', '', 'ringing', false],
      ],
    ]);
  });

  it('one without a number waits for the platform, and a customer’s call meanwhile rings', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    void office.desk.dispatch('call.dial', { number: '13900139000', confirmed: true });
    await office.passes(0);
    page.has(audioCall({ id: 'mine', number: 'anonymous' }), audioCall({ id: 'theirs' }));
    const before = [...page.acts];
    rings(platform);
    platform.pops.push(dialled);
    await office.passes();
    expect([before, page.acts, legs()]).toEqual([
      [],
      ['answer mine false'],
      [
        ['mine', '200.1', 'talking', false],
        ['theirs', '100.2', 'ringing', false],
      ],
    ]);
  });

  it('is called from here where the platform cannot, and its card is the same call', async () => {
    office = await openVoiceDesk();
    const { page, platform } = office;
    platform.answers.set('dial', async () => fail(appError('not-supported', 'no originate')));
    const done = await office.call('call.dial', { number: '13900139000', confirmed: true });
    const phases = [office.get('dial')?.phase];
    page.change('out', { state: 'talking' });
    phases.push(office.get('dial')?.phase);
    platform.pops.push({ ...dialled, state: 'Up' });
    platform.links.push(
      linkFact({
        id: '200.1',
        refId: '200.2',
        refNumber: '13900139000',
        direct: 'OUT',
        state: 'Link',
        channelState: 'Up',
      }),
    );
    await office.passes();
    expect([done.ok, phases, page.acts, legs(), cards()]).toEqual([
      true,
      ['calling-them', 'connected'],
      ['call 913900139000'],
      [['out', '200.1', 'talking', false]],
      [['200.1', 'talking', null]],
    ]);
  });
});

describe('answered without a hand', () => {
  it('after the seconds of the settings, with a tone; not when it is gone by then', async () => {
    office = await openVoiceDesk({ voice: { autoAnswer: 'all', autoAnswerSeconds: 3 } });
    const { page } = office;
    page.has(audioCall());
    await office.passes(2_900);
    page.has();
    page.has(audioCall({ id: 'v2' }));
    await office.passes(2_900);
    const early = [...page.acts];
    await office.passes(200);
    expect([early, page.acts]).toEqual([[], ['answer v2 true']]);
  });

  it('only calls of a queue, when that is set', async () => {
    office = await openVoiceDesk({ voice: { autoAnswer: 'queue' } });
    const { page, platform } = office;
    page.has(audioCall({ id: 'direct', number: '2015' }));
    await office.passes();
    page.has();
    rings(platform);
    page.has(audioCall());
    await office.passes();
    expect(page.acts).toEqual(['answer v1 true']);
  });

  it('never a second one, never under another call, never into a dead microphone', async () => {
    office = await openVoiceDesk({ voice: { autoAnswer: 'all', autoAnswerSeconds: 1 } });
    const { page, platform } = office;
    page.has(audioCall(), audioCall({ id: 'v2', number: '2015' }));
    await office.passes(5_000);
    page.has();
    rings(platform, { id: '300.1', refId: '300.2', number: '2222' });
    answers(platform, '300.1', office.clock.now());
    await office.passes();
    page.has(audioCall({ id: 'v3' }));
    await office.passes(5_000);
    page.has();
    platform.pops = [];
    platform.links = [];
    await office.passes();
    page.say({ t: 'devices', microphone: 'denied', inputs: [], outputs: [], fallback: false, headset: null });
    page.has(audioCall({ id: 'v4' }));
    await office.passes(5_000);
    const none = [...page.acts];
    page.say({ t: 'devices', microphone: 'granted', inputs: [], outputs: [], fallback: false, headset: null });
    await office.passes(1_000);
    expect([none, page.acts]).toEqual([[], ['answer v4 true']]);
  });
});

describe('the headset', () => {
  it('lifting answers, mute turns, putting down hangs up, refusing refuses; out of turn they do nothing', async () => {
    office = await openVoiceDesk();
    const { page } = office;
    const press = async (button: 'hook-on' | 'hook-off' | 'mute' | 'reject') => {
      page.say({ t: 'button', button });
      await office.passes(0);
    };
    for (const button of ['hook-on', 'hook-off', 'mute', 'reject'] as const) await press(button);
    page.has(audioCall());
    for (const button of ['hook-on', 'mute', 'hook-off', 'hook-off', 'mute', 'mute', 'hook-on'] as const) {
      await press(button);
    }
    page.has(audioCall({ id: 'v2' }));
    await press('reject');
    expect([page.acts, legs()]).toEqual([
      ['answer v1 false', 'mute v1 true', 'mute v1 false', 'hang-up v1', 'reject v2'],
      [],
    ]);
  });
});

describe('how it sounds', () => {
  it('is shown every two seconds at most, and logged as a whole when the call ends', async () => {
    office = await openVoiceDesk();
    const { page, clock } = office;
    page.has(audioCall({ state: 'talking' }));
    const shown: unknown[] = [];
    const sample = (jitter: number, loss: number, mos: number, roundTrip: number | null) =>
      page.change('v1', { quality: { at: clock.now(), jitter, loss, mos, roundTrip } });
    sample(10.04, 0, 4.4, null);
    shown.push(office.get('voiceCalls').v1?.quality);
    await office.passes(1_000);
    sample(30, 0.1, 3.2, 80);
    sample(30, 0.1, 3.2, 80);
    shown.push(office.get('voiceCalls').v1?.quality);
    await office.passes(1_000);
    sample(20, 0.05, 3.8, 60);
    shown.push(office.get('voiceCalls').v1?.quality);
    page.change('v1', { state: 'ended', end: 'there' });
    const first = { jitter: 10, loss: 0, mos: 4.4, roundTrip: null };
    expect([shown, office.log.rows.find(({ event }) => event === 'voice.call-ended')?.fields]).toEqual([
      [first, first, { jitter: 20, loss: 0.05, mos: 3.8, roundTrip: 60 }],
      {
        direction: 'in',
        end: 'there',
        answered: true,
        samples: 3,
        jitterAverage: 20,
        jitterMost: 30,
        lossAverage: 0.05,
        lossMost: 0.1,
        roundTripAverage: 70,
        mosAverage: 3.8,
        mosLeast: 3.2,
      },
    ]);
  });
});

describe('the line is lost under a call', () => {
  it('the sound and the card go on, the page registers anew, and the topic says what happens', async () => {
    office = await openVoiceDesk();
    const { page, exchange } = office;
    page.has(audioCall({ state: 'talking' }));
    exchange.line?.closed(appError('unreachable', 'gone'));
    const during = [office.get('voice')?.registration, legs()];
    await office.passes(500);
    exchange.line?.opened();
    const reopened = page.told.filter(({ t }) => t === 'link').slice(-2);
    page.say({ t: 'registration', state: 'registered', status: 200 });
    expect([during, reopened, office.get('voice')?.registration, legs(), page.acts]).toEqual([
      ['connecting', [['v1', '', 'talking', false]]],
      [
        { t: 'link', state: 'closed' },
        { t: 'link', state: 'open' },
      ],
      'registered',
      [['v1', '', 'talking', false]],
      [],
    ]);
  });

  it('a page that dies takes its calls with it; an act it never answered ends', async () => {
    office = await openVoiceDesk();
    const { page } = office;
    page.has(audioCall());
    page.deaf = true;
    const answering = office.desk.dispatch('voice.answer', { voiceCallId: 'v1' });
    await office.passes(0);
    page.end();
    const answered = await answering;
    expect([answered.ok ? 'ok' : answered.error.code, legs()]).toEqual(['unreachable', []]);
  });

  it('a page that does not answer is given up after ten seconds', async () => {
    office = await openVoiceDesk();
    office.page.deaf = true;
    office.page.has(audioCall());
    const answered = await office.call('voice.answer', { voiceCallId: 'v1' }, 11_000);
    expect(answered.ok ? 'ok' : answered.error.code).toBe('timed-out');
  });
});

describe('the devices are tried', () => {
  it('a tone is under test until it ends', async () => {
    office = await openVoiceDesk();
    const { page } = office;
    page.deaf = true;
    const playing = office.desk.dispatch('voice.test', { what: 'output' });
    await office.passes(0);
    const during = office.get('voice')?.test;
    const { id } = page.told.findLast((message) => message.t === 'act') as { id: number };
    page.say({ t: 'done', id, result: { ok: true, value: null } });
    const done = await playing;
    expect([during, done.ok, office.get('voice')?.test]).toEqual([{ what: 'output', level: 0 }, true, null]);
  });

  it('a microphone that does not open is not under test', async () => {
    office = await openVoiceDesk();
    const error = { code: 'not-possible-now', message: 'microphone', params: { reason: 'denied' } } as never;
    office.page.refuses = { ok: false, error };
    const done = await office.call('voice.test', { what: 'microphone' });
    expect([done.ok, office.get('voice')?.test]).toEqual([false, null]);
  });

  it('the level is shown while the microphone is tested, and no longer', async () => {
    office = await openVoiceDesk();
    const { page } = office;
    await office.call('voice.test', { what: 'microphone' });
    page.say({ t: 'level', level: 0.456 });
    const during = office.get('voice')?.test;
    await office.call('voice.test', { what: 'off' });
    page.say({ t: 'level', level: 0.9 });
    expect([during, office.get('voice')?.test]).toEqual([{ what: 'microphone', level: 0.46 }, null]);
  });
});
