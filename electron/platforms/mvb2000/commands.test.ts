import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endOf, talk } from './testing/calls';
import { must, type Office, openOffice } from './testing/office';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

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
    const { pop, caller } = await talk(office);
    const nowhere = await office.driver.commands.transfer(pop.refChannel, { number: '1', kind: 'extension' });
    must(await office.driver.commands.transfer(pop.refChannel, { number: '2012', kind: 'extension' }));
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(1);
    expect([!nowhere.ok && nowhere.error.code, caller.talksTo, must(await endOf(office, pop, true))]).toEqual([
      'refused',
      '2012',
      { end: 'transferred', byName: '李雷', endedAt: expect.any(Number) },
    ]);
    const again = office.platform.engine.channels().find(({ name }) => name === caller.channel);
    must(await office.driver.commands.transfer(again?.name ?? '', { number: '91', kind: 'queue' }));
    office.passes(1);
    expect(office.platform.engine.queue('91')?.waiting.map(({ number }) => number)).toEqual(['13800138000']);
  });

  test('to a menu', async () => {
    const { pop, caller } = await talk(office);
    must(await office.driver.commands.transfer(pop.refChannel, { number: '7', kind: 'ivr' }));
    expect(office.platform.engine.channel(caller.channel)?.application).toBe('IVR');
  });

  test.each(['feature', 'hang-up'])('consult completed by %s: caller and colleague stay together', async (how) => {
    if (how === 'hang-up') {
      await office.close();
      office = await openOffice({ features: { answer: 'answer' } });
    }
    const { pop, caller } = await talk(office);
    must(await office.driver.commands.consult(pop.channel, { number: '2012', kind: 'extension' }));
    const music = caller.hearsMusic;
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(2);
    must(await office.driver.commands.completeConsult(pop.channel));
    office.passes(1);
    expect([music, caller.talksTo, must(await endOf(office, pop, true)).end]).toEqual([true, '2012', 'transferred']);
  });

  test.each(['feature', 'hang-up'])('consult cancelled by %s: back with the caller', async (how) => {
    if (how === 'hang-up') {
      await office.close();
      office = await openOffice({ features: { answer: 'answer' } });
    }
    const { pop, caller } = await talk(office);
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
    const { pop, caller } = await talk(office);
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
    const { pop, caller } = await talk(office);
    const { lot } = must(await office.driver.commands.park(pop.refChannel, pop.channel));
    office.passes(1);
    const { parks } = must(await office.driver.status(office.seat, []));
    expect([
      /^7[1-9]$/.test(lot),
      parks.map((park) => [park.lot, park.channel, park.state]),
      must(await endOf(office, pop, true)),
    ]).toEqual([true, [[lot, caller.channel, 'Parked']], { end: 'parked', byName: lot, endedAt: expect.any(Number) }]);
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
    const { pop } = await talk(office);
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
