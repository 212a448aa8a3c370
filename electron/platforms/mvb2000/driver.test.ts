import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Leg } from '../../../shared/domain/call';
import type { PopFact } from '../driver';
import { must, type Office, openOffice } from './testing/office';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const mine = async (): Promise<PopFact> => {
  const { pops } = must(await office.driver.pops(office.seat));
  const [pop] = pops;
  if (!pop || pops.length !== 1) throw new Error(`${pops.length} pops`);
  return pop;
};
const leg = (pop: PopFact, state: Leg['state']): Leg => ({
  id: pop.refId,
  channel: pop.refChannel,
  number: pop.number,
  name: pop.name,
  role: 'party',
  state,
  dialledAt: null,
  answeredAt: null,
});
const endOf = (pop: PopFact, answered: boolean, direction: 'in' | 'out' | 'internal' = 'in') =>
  office.driver.endOf({
    seat: office.seat,
    id: pop.id,
    channel: pop.channel,
    legs: [leg(pop, answered ? 'talking' : direction === 'out' ? 'dialing' : 'ringing')],
    answered,
    direction,
    queue: pop.queue,
  });

/** A caller in queue 90 rings at 2011, who is its only member. */
async function ring() {
  const { driver, platform, seat } = office;
  must(await driver.commands.joinQueue('90', seat.interface, 0));
  const caller = platform.scenario.callerRings({
    from: '13800138000',
    name: '李娜',
    did: '4008001234',
    ivrPath: '1-3',
    ivrKeys: '13',
    to: { queue: '90' },
  });
  office.passes(1);
  return { caller, pop: await mine() };
}
async function talk() {
  const { caller, pop } = await ring();
  must(await office.driver.commands.answer(pop.channel));
  office.passes(5);
  return { caller, pop: await mine() };
}

describe('who is there', () => {
  test('choices: people, telephones, queues and reasons', async () => {
    const choices = must(await office.driver.choices());
    expect({
      agent: choices.agents.find(({ agent }) => agent === '2011'),
      device: choices.devices.find(({ device }) => device === '3001'),
      fixed: choices.devices.find(({ device }) => device === '2012'),
      queues: choices.queues,
      reason: choices.reasons[0],
    }).toEqual({
      agent: { agent: '2011', name: '王芳', device: '2011' },
      device: { device: '3001', interface: 'SIP/3001', kind: 'adhoc', user: '', userName: '' },
      fixed: { device: '2012', interface: 'SIP/2012', kind: 'fixed', user: '2012', userName: '李雷' },
      queues: [
        { queue: '90', name: '售后' },
        { queue: '91', name: '售前' },
      ],
      reason: { code: 1, label: '示忙' },
    });
  });

  test('a seat is who, where, how it is dialled', () => {
    expect(office.seat).toEqual({
      agent: '2011',
      agentName: '王芳',
      device: '2011',
      interface: 'SIP/2011',
      context: 'from-internal',
      kind: 'fixed',
    });
  });

  test("a number or a telephone that does not exist is refused in the platform's words", async () => {
    const answers = [await office.driver.identify('9999', '2011'), await office.driver.identify('2011', '9999')];
    expect(answers.map((answer) => !answer.ok && answer.error.params?.errcode)).toEqual([1161, 1141]);
  });

  test('hot desk: bound, in use by another, taken over, given back', async () => {
    const { driver } = office;
    const one = must(await driver.identify('8001', '3001'));
    const two = must(await driver.identify('8002', '3001'));
    must(await driver.bind(one, false));
    must(await driver.bind(one, false));
    const refused = await driver.bind(two, false);
    expect(!refused.ok && refused.error).toMatchObject({
      code: 'in-use',
      params: { by: '8001', name: '刘洋', device: '3001' },
    });
    must(await driver.bind(two, true));
    const users = () => office.platform.engine.device('3001')?.user;
    const seen = [users()];
    must(await driver.unbind(two));
    seen.push(users());
    expect(seen).toEqual(['8002', '']);
  });

  test('one person at two telephones: the old one is named, and given up on request', async () => {
    const { driver } = office;
    must(await driver.bind(must(await driver.identify('8001', '3001')), false));
    const second = must(await driver.identify('8001', '3002'));
    const refused = await driver.bind(second, false);
    must(await driver.bind(second, true));
    expect([!refused.ok && refused.error.params, office.platform.engine.user('8001')?.device]).toEqual([
      { by: '8001', name: '刘洋', device: '3001' },
      '3002',
    ]);
  });

  test('a fixed telephone of somebody else cannot be had at all', async () => {
    const seat = must(await office.driver.identify('2011', '2012'));
    const refused = await office.driver.bind(seat, true);
    expect(!refused.ok && refused.error).toMatchObject({ code: 'in-use', params: { by: '2012', name: '李雷' } });
  });

  test('extensions with presence and pause, and the reasons', async () => {
    const { driver, seat, platform } = office;
    must(await driver.commands.joinQueue('90', seat.interface, 0));
    must(await driver.commands.pauseQueue('90', seat.interface, 3));
    platform.scenario.unplugs('2013');
    const list = must(await driver.extensions());
    const of = (extension: string) => list.find((entry) => entry.extension === extension);
    expect([of('2011'), of('2013')?.presence]).toEqual([
      {
        extension: '2011',
        name: '王芳',
        device: '2011',
        interface: 'SIP/2011',
        context: 'from-internal',
        presence: 'idle',
        paused: true,
      },
      'unreachable',
    ]);
    expect(must(await driver.pauseReasons()).map(({ code }) => code)).toContain(3);
    expect(must(await driver.extensions())).toBe(list);
  });

  test('settings are read back as they were set', async () => {
    const { driver, seat } = office;
    must(await driver.commands.setDnd(seat, true));
    must(await driver.commands.setForwarding(seat, 'busy', '2012'));
    must(await driver.commands.setForwarding(seat, 'always', '2013'));
    must(await driver.commands.setForwarding(seat, 'always', ''));
    expect(must(await driver.settingsOf(seat))).toEqual({
      dnd: true,
      forwarding: { always: '', busy: '2012', unavailable: '' },
    });
  });

  test('since when a seat is as it is', async () => {
    const { driver, seat } = office;
    expect(must(await driver.stateSince(seat))).toBeNull();
    must(await driver.commands.joinQueue('90', seat.interface, 0));
    office.passes(60);
    const at = office.clock.now();
    must(await driver.commands.pauseQueue('90', seat.interface, 2));
    office.passes(60);
    expect(must(await driver.stateSince(seat))).toEqual({ since: Math.floor(at / 1000) * 1000, event: 'paused' });
  });

  test('capabilities follow the configured features', async () => {
    const bare = await openOffice({ features: {} });
    const missing = [...office.driver.capabilities].filter((name) => !bare.driver.capabilities.has(name));
    expect(missing.sort()).toEqual(['answer', 'consult-swap', 'consult-three-way', 'dtmf']);
    expect(await bare.driver.commands.answer('SIP/2011-1')).toMatchObject({
      ok: false,
      error: { code: 'not-supported' },
    });
    await bare.close();
  });
});

describe('what is going on', () => {
  test('a queue call rings: everything known of the caller', async () => {
    const { pop, caller } = await ring();
    expect(pop).toEqual({
      id: expect.stringMatching(/^\d+\.\d+$/),
      channel: expect.stringMatching(/^SIP\/2011-/),
      state: 'Ringing',
      direct: 'IN',
      number: '13800138000',
      name: '李娜',
      refChannel: caller.channel,
      refId: caller.uniqueId,
      did: '4008001234',
      queue: '90',
      agent: '2011',
      holdSeconds: expect.any(Number),
      ivrPath: '1-3',
      ivrKeys: '13',
      callData: '',
      createdAt: Math.floor(office.clock.now() / 1000) * 1000 - 1000,
    });
  });

  test('status: my telephone, its link, my membership, who waits; the same object while nothing changes', async () => {
    const { pop, caller } = await ring();
    const status = must(await office.driver.status(office.seat, ['90']));
    const [device] = status.devices;
    expect({
      devices: status.devices.map(({ device: no, status: bits }) => [no, bits]),
      link: device?.links.map(({ id, refId, state, refNumber }) => ({ id, refId, state, refNumber })),
      members: status.members.map(({ queue, interface: iface, agent, fixed, paused }) => ({
        queue,
        iface,
        agent,
        fixed,
        paused,
      })),
      users: status.users,
    }).toEqual({
      devices: [['2011', 8]],
      link: [{ id: pop.id, refId: caller.uniqueId, state: 'Dialing', refNumber: '13800138000' }],
      members: [{ queue: '90', iface: 'SIP/2011', agent: '2011', fixed: false, paused: 0 }],
      users: [{ user: '2011', device: '2011' }],
    });
    expect(
      status.waiting.map(({ queue, number, enteredAt }) => ({ queue, number, age: office.clock.now() - enteredAt })),
    ).toEqual([{ queue: '90', number: '13800138000', age: 1000 }]);
  });

  test('facts keep their identity while the answers do', async () => {
    const { driver, seat } = office;
    const one = [must(await driver.pops(seat)), must(await driver.status(seat, [])), must(await driver.queueFigures())];
    office.passes(3);
    const two = [must(await driver.pops(seat)), must(await driver.status(seat, [])), must(await driver.queueFigures())];
    expect(one.map((facts, at) => facts === two[at])).toEqual([true, true, true]);
  });

  test('the whole floor and the figures of the queues', async () => {
    await talk();
    const floor = must(
      await office.driver.floor({ devices: ['2011', '2012', '3001'], users: [], queues: ['90', '91'] }),
    );
    expect(floor.devices.map(({ device, status }) => [device, status])).toEqual([
      ['2011', 1],
      ['2012', 0],
      ['3001', 0],
    ]);
    expect(must(await office.driver.queueFigures()).map(({ queue, name }) => [queue, name])).toEqual([
      ['90', '售后'],
      ['91', '售前'],
    ]);
  });

  test('a held party hears music, and its channel says so', async () => {
    const { pop, caller } = await talk();
    must(await office.driver.commands.hold(pop.refChannel));
    const held = must(await office.driver.channels(office.seat)).find(({ channel }) => channel === caller.channel);
    const heard = [caller.hearsMusic];
    must(await office.driver.commands.resume(pop.refChannel));
    heard.push(caller.hearsMusic);
    expect([heard, held?.held, held?.gone]).toEqual([[true, false], true, false]);
  });

  test('more of a call, and where its number is at home', async () => {
    const { pop } = await talk();
    must(await office.driver.commands.setVariable(pop.refChannel, 'MVB_IVRHIST', '1|3'));
    const detail = must(await office.driver.callDetail(pop.refChannel));
    expect([detail.queue, detail.did, detail.ivrPath !== '', Object.keys(detail.variables)]).toEqual([
      '90',
      '4008001234',
      true,
      expect.arrayContaining(['MVB_IVRHIST']),
    ]);
    const before = office.platform.requests.get('getarea') ?? 0;
    const regions = [
      await office.driver.region('18662616572'),
      await office.driver.region('18662616572'),
      await office.driver.region('2012'),
      await office.driver.region('2012'),
    ].map(must);
    expect([
      regions[0] !== '',
      regions[0] === regions[1],
      regions.slice(2),
      (office.platform.requests.get('getarea') ?? 0) - before,
    ]).toEqual([true, true, ['', ''], 2]);
  });
});

describe('commands', () => {
  test('dial rings my telephone, then the number; the answer comes when I lift', async () => {
    const { driver, platform, seat } = office;
    const dialled = driver.commands.dial(seat, '913900139000');
    await expect.poll(() => platform.engine.channels().length).toBe(1);
    office.passes(1);
    platform.scenario.answers('2011');
    must(await dialled);
    office.passes(1);
    const [first, second] = platform.engine.channels();
    expect([
      first?.name.startsWith('SIP/2011-'),
      second?.callerId,
      platform.engine.getVariable(first?.name ?? '', 'MVB_CALLEE'),
    ]).toEqual([true, '13900139000', '913900139000']);
  });

  test.each([
    ['rejected', (o: Office) => o.platform.scenario.rejects('2011')],
    ['no-answer', (o: Office) => o.passes(46)],
  ])('dial fails with %s when my own telephone does', async (code, act) => {
    const dialled = office.driver.commands.dial(office.seat, '913900139000');
    await expect.poll(() => office.platform.engine.channels().length).toBe(1);
    office.passes(1);
    act(office);
    expect(await dialled).toMatchObject({ ok: false, error: { code, tried: 'ctioriginate' } });
  });

  test('dial fails with busy or congestion at once', async () => {
    const { driver, platform, seat } = office;
    platform.scenario.dials('2011', '2012');
    office.passes(1);
    const busy = await driver.commands.dial(seat, '2013');
    platform.scenario.hangsUp('2011');
    platform.scenario.unplugs('2011');
    office.passes(1);
    const dead = await driver.commands.dial(seat, '2013');
    expect([busy, dead].map((answer) => !answer.ok && answer.error.code)).toEqual(['busy', 'congestion']);
  });

  test('blind transfer to an extension, to a queue, and to nowhere', async () => {
    const { pop, caller } = await talk();
    const nowhere = await office.driver.commands.transfer(pop.refChannel, { number: '1', kind: 'extension' });
    must(await office.driver.commands.transfer(pop.refChannel, { number: '2012', kind: 'extension' }));
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(1);
    expect([!nowhere.ok && nowhere.error.code, caller.talksTo, must(await endOf(pop, true))]).toEqual([
      'refused',
      '2012',
      { end: 'transferred', byName: '李雷' },
    ]);
    const again = office.platform.engine.channels().find(({ name }) => name === caller.channel);
    must(await office.driver.commands.transfer(again?.name ?? '', { number: '91', kind: 'queue' }));
    office.passes(1);
    expect(office.platform.engine.queue('91')?.waiting.map(({ number }) => number)).toEqual(['13800138000']);
  });

  test('to a menu', async () => {
    const { pop, caller } = await talk();
    must(await office.driver.commands.transfer(pop.refChannel, { number: '7', kind: 'ivr' }));
    expect(office.platform.engine.channel(caller.channel)?.application).toBe('IVR');
  });

  test.each(['feature', 'hang-up'])('consult completed by %s: caller and colleague stay together', async (how) => {
    if (how === 'hang-up') {
      await office.close();
      office = await openOffice({ features: { answer: 'answer' } });
    }
    const { pop, caller } = await talk();
    must(await office.driver.commands.consult(pop.channel, { number: '2012', kind: 'extension' }));
    const music = caller.hearsMusic;
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(2);
    must(await office.driver.commands.completeConsult(pop.channel));
    office.passes(1);
    expect([music, caller.talksTo, must(await endOf(pop, true)).end]).toEqual([true, '2012', 'transferred']);
  });

  test.each(['feature', 'hang-up'])('consult cancelled by %s: back with the caller', async (how) => {
    if (how === 'hang-up') {
      await office.close();
      office = await openOffice({ features: { answer: 'answer' } });
    }
    const { pop, caller } = await talk();
    must(await office.driver.commands.consult(pop.channel, { number: '2012', kind: 'extension' }));
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(2);
    const asked = office.platform.engine
      .channels()
      .find(({ device, hungUpAt }) => device === '2012' && hungUpAt === null);
    must(await office.driver.commands.cancelConsult(pop.channel, asked?.name ?? ''));
    office.passes(1);
    expect([caller.talksTo, caller.hearsMusic]).toEqual(['2011', false]);
  });

  test('consult: swapped, then all three', async () => {
    const { pop, caller } = await talk();
    must(await office.driver.commands.consult(pop.channel, { number: '2012', kind: 'extension' }));
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(1);
    const music = [caller.hearsMusic];
    must(await office.driver.commands.swapConsult(pop.channel));
    music.push(caller.hearsMusic);
    must(await office.driver.commands.swapConsult(pop.channel));
    music.push(caller.hearsMusic);
    must(await office.driver.commands.threeWay(pop.channel));
    music.push(caller.hearsMusic);
    expect(music).toEqual([true, false, true, false]);
  });

  test('park names the lot; retrieve brings the caller back', async () => {
    const { pop, caller } = await talk();
    const { lot } = must(await office.driver.commands.park(pop.refChannel, pop.channel));
    office.passes(1);
    const { parks } = must(await office.driver.status(office.seat, []));
    expect([
      /^7[1-9]$/.test(lot),
      parks.map((park) => [park.lot, park.channel, park.state]),
      must(await endOf(pop, true)),
    ]).toEqual([true, [[lot, caller.channel, 'Parked']], { end: 'parked', byName: lot }]);
    must(await office.driver.commands.retrieve(office.seat, lot));
    office.passes(1);
    office.platform.scenario.answers('2011');
    office.passes(1);
    expect(caller.talksTo).toBe('2011');
  });

  test("pickup takes a colleague's ringing call", async () => {
    const caller = office.platform.scenario.callerRings({ from: '13800138000', to: { extension: '2012' } });
    office.passes(1);
    must(await office.driver.commands.pickup(office.seat, '2012'));
    office.passes(1);
    office.platform.scenario.answers('2011');
    office.passes(1);
    expect(caller.talksTo).toBe('2011');
  });

  test('keys go to the other side, and a withdrawn caller leaves the queue', async () => {
    const { pop } = await talk();
    must(await office.driver.commands.dtmf(pop.channel, '12#'));
    const digits = office.platform.engine.events('DTMF', 0).map(({ content }) => /Digit: (\S)/.exec(content)?.[1]);
    const second = office.platform.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    office.passes(1);
    must(await office.driver.commands.withdraw('90', second.channel, 'full'));
    expect([digits, office.platform.engine.queue('90')?.waiting]).toEqual([['1', '2', '#'], []]);
  });

  test('what the platform refuses comes back in its words', async () => {
    const { commands } = office.driver;
    const answers = [
      await commands.joinQueue('55', 'SIP/2011', 0),
      await commands.leaveQueue('90', 'SIP/2011'),
      await commands.pauseQueue('90', 'SIP/2011', 1),
      await commands.hangUp('SIP/2011-0'),
      await commands.hold('SIP/2011-0'),
      await commands.consult('SIP/2011-0', { number: '2012', kind: 'extension' }),
      await commands.retrieve(office.seat, '79'),
    ];
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      expect.stringMatching(/refused|congestion/),
    ]);
  });

  test('conference: muted members are told, foreign words never reach the console', async () => {
    const { driver, platform } = office;
    platform.scenario.dials('2012', '9111');
    platform.scenario.dials('2013', '9111');
    office.passes(2);
    const scope = { devices: ['2011'], users: [], queues: [] };
    const muted = async () =>
      must(await driver.floor(scope)).conferences.map((seat) => [seat.room, seat.member, seat.number, seat.muted]);
    const seen = [await muted()];
    must(await driver.commands.conference('9111', 'mute', 2));
    seen.push(await muted());
    must(await driver.commands.conference('9111', 'unmute', 2));
    must(await driver.commands.conference('9111', 'kick', 1));
    seen.push(await muted());
    expect(seen).toEqual([
      [
        ['9111', 1, '2012', false],
        ['9111', 2, '2013', false],
      ],
      [
        ['9111', 1, '2012', false],
        ['9111', 2, '2013', true],
      ],
      [['9111', 2, '2013', false]],
    ]);
    const before = platform.requests.get('cticommand');
    expect(await driver.commands.conference('9111 all; core stop now', 'kick', null)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(platform.requests.get('cticommand')).toBe(before);
  });
});

describe('why a call is gone', () => {
  test('the caller gave up while it rang', async () => {
    const { pop, caller } = await ring();
    caller.givesUp();
    office.passes(1);
    expect(must(await endOf(pop, false))).toEqual({ end: 'abandoned', byName: '' });
  });

  test('I refused it, by command or on the telephone', async () => {
    const { pop } = await ring();
    must(
      (await office.driver.commands.reject?.(pop.channel)) ?? { ok: false, error: { code: 'x', message: 'no reject' } },
    );
    expect(must(await endOf(pop, false)).end).toBe('rejected');
  });

  test('it rang out, and rings elsewhere', async () => {
    const { pop } = await ring();
    office.passes(60);
    expect(must(await endOf(pop, false)).end).toBe('no-answer');
  });

  test('a colleague took it', async () => {
    const { driver, platform, seat } = office;
    must(await driver.commands.joinQueue('91', seat.interface, 0));
    must(await driver.commands.joinQueue('91', 'SIP/2012', 0));
    platform.scenario.callerRings({ from: '13800138000', to: { queue: '91' } });
    office.passes(1);
    const pop = await mine();
    platform.scenario.answers('2012');
    office.passes(1);
    expect(must(await endOf(pop, false))).toEqual({ end: 'answered-elsewhere', byName: '李雷' });
  });

  test('after the talk: who hung up', async () => {
    const first = await talk();
    first.caller.hangsUp();
    office.passes(2);
    const there = must(await endOf(first.pop, true)).end;
    const second = await talk2();
    must(await office.driver.commands.hangUp(second.channel));
    office.passes(2);
    expect([there, must(await endOf(second, true)).end]).toEqual(['hung-up-there', 'hung-up-here']);
  });
  const talk2 = async () => {
    office.passes(60);
    office.platform.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    office.passes(1);
    const pop = await mine();
    must(await office.driver.commands.answer(pop.channel));
    office.passes(5);
    return mine();
  };

  test.each([
    ['busy', { kind: 'busy' }],
    ['no-answer', { kind: 'silent' }],
    ['failed', { kind: 'congested' }],
    ['rejected', { kind: 'refuses', afterSeconds: 2 }],
  ] as const)('my call outside ended: %s', async (end, behaviour) => {
    const { platform } = office;
    platform.scenario.outsideBehaves('*', behaviour);
    platform.scenario.dials('2011', '913900139000');
    // A busy or congested line is gone in the step in which it was dialled: the facts never show its other leg.
    const [own] = platform.engine.channels();
    if (!own) throw new Error('no channel');
    const seen = must(await office.driver.pops(office.seat)).pops[0];
    office.passes(90);
    const pop = seen ?? { ...emptyPop, id: own.uniqueId, channel: own.name };
    expect(must(await endOf(pop, false, 'out'))).toEqual({ end, byName: '' });
  });

  test('I gave up dialling', async () => {
    const { platform } = office;
    platform.scenario.outsideBehaves('*', { kind: 'silent' });
    platform.scenario.dials('2011', '913900139000');
    office.passes(2);
    const pop = await mine();
    platform.scenario.hangsUp('2011');
    office.passes(2);
    expect(must(await endOf(pop, false, 'out'))).toEqual({ end: 'hung-up-here', byName: '' });
  });
});
const emptyPop: PopFact = {
  id: '',
  channel: '',
  state: 'Up',
  direct: 'OUT',
  number: '',
  name: '',
  refChannel: '',
  refId: '',
  did: '',
  queue: '',
  agent: '',
  holdSeconds: null,
  ivrPath: '',
  ivrKeys: '',
  callData: '',
  createdAt: null,
};

describe('records', () => {
  test('newest first, by person, by number, by both, paged', async () => {
    const first = await talk();
    first.caller.hangsUp();
    office.passes(30);
    office.platform.scenario.dials('2011', '2012');
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(10);
    office.platform.scenario.hangsUp('2011');
    office.passes(30);
    office.platform.scenario.callerRings({ from: '13700137000', to: { extension: '2013' }, patienceSeconds: 5 });
    office.passes(30);
    const span = { from: office.clock.now() - 3_600_000, to: office.clock.now(), offset: 0, rows: 10 };
    const ask = async (who: string, number: string, offset = 0, rows = 10) => {
      const found = must(await office.driver.records({ ...span, who, number, offset, rows }));
      return {
        total: found.total,
        rows: found.rows.map((row) => [row.direction, row.number, row.outcome, row.talkSeconds]),
      };
    };
    const all = await ask('', '');
    expect(all.rows[0]).toEqual(['in', '13700137000', 'no-answer', 0]);
    expect(all.total).toBe(all.rows.length);
    expect((await ask('2012', '')).rows).toEqual([['internal', '2011', 'answered', 10]]);
    expect((await ask('2011', '2012')).rows).toEqual([['internal', '2012', 'answered', 10]]);
    expect((await ask('', '13800138000')).rows).toContainEqual(['in', '13800138000', 'answered', expect.any(Number)]);
    const pages = [await ask('', '', 0, 1), await ask('', '', 1, 1)];
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows.slice(0, 2));
  });
});
