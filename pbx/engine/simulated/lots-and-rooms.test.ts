import { describe, expect, test } from 'vitest';
import { createLab, type Lab, openPairs as open, createTalk as talking } from './lab';

describe('park', () => {
  const parked = () => {
    const lab = talking();
    lab.engine.park(lab.caller.channel, lab.mine, 60);
    return lab;
  };
  const row = (lab: Lab) => lab.engine.parks().map((one) => [one.lot, one.number, one.state]);

  test('parked: the customer hears music, the agent is free; taken from another phone', async () => {
    const lab = parked();
    const then = [row(lab), lab.caller.hearsMusic, lab.live('2011')];
    const taking = lab.engine.unpark('SIP/2012', '71', '2012', 60);
    lab.people.answers('2012');
    expect([then, await taking.result, row(lab), open(lab), lab.caller.hearsMusic]).toEqual([
      [[['71', '13800138000', 'Parked']], true, []],
      4,
      [['71', '13800138000', 'UnParked']],
      ['2012>13800138000 Link'],
      false,
    ]);
  });

  test('given up; timed out and returned; nobody takes it back: parked again', () => {
    const given = parked();
    given.caller.givesUp();
    const back = parked();
    back.pass(60);
    const ringing = open(back);
    back.people.answers('2011');
    const again = parked();
    again.pass(60);
    again.people.rejects('2011');
    expect([row(given), row(back), ringing, open(back), row(again)]).toEqual([
      [['71', '13800138000', 'GiveUp']],
      [['71', '13800138000', 'TimeOut']],
      ['13800138000>2011 Dialing'],
      ['13800138000>2011 Link'],
      [
        ['71', '13800138000', 'TimeOut'],
        ['71', '13800138000', 'Parked'],
      ],
    ]);
  });

  test('nine lots and no more; an empty lot; dialling a lot', async () => {
    const lab = createLab();
    const outcomes: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      const caller = lab.people.callerRings({ from: `1380013800${n}`, to: { queue: '90' } });
      const outcome = lab.engine.park(caller.channel, '', 60);
      outcomes.push(outcome.ok ? 'ok' : outcome.why);
    }
    lab.people.dials('2011', '79');
    const empty = lab.engine.unpark('SIP/2012', '79', '', 60);
    expect([outcomes, open(lab), empty.accepted, lab.engine.park('SIP/none', '', 1)]).toEqual([
      [...Array.from({ length: 9 }, () => 'ok'), 'no-lot'],
      ['2011>13800138008 Link'],
      false,
      { ok: false, why: 'no-channel' },
    ]);
  });
});

describe('pickup', () => {
  test('a call that rings at a colleague', async () => {
    const lab = createLab();
    lab.people.dials('2011', '2012');
    const taking = lab.engine.pickup('SIP/2013', '2012', '2013', 20);
    lab.people.answers('2013');
    expect([
      await taking.result,
      open(lab),
      lab.live('2012'),
      lab.engine.pickup('SIP/2013', '2012', '', 20).accepted,
    ]).toEqual([4, ['2011>2013 Link'], [], false]);
  });

  test('a queue call; one that is gone when the picker lifts', () => {
    const queue = createLab();
    queue.engine.queueAdd('90', 'SIP/2012', 0);
    const caller = queue.people.callerRings({
      from: '13800138000',
      to: { queue: '90' },
      ivrPath: '1-3',
      callData: 'order=1',
      variables: { __LEVEL: '3' },
    });
    queue.engine.pickup('SIP/2013', '2012', '', 20);
    queue.people.answers('2013');
    const picker = queue.live('2013')[0];
    expect(picker).toMatchObject({ linkedId: caller.uniqueId, queue: '90', ivrPath: '1-3', callData: 'order=1' });
    expect(queue.engine.getVariable(picker?.name ?? '', 'LEVEL')).toBe('3');
    const gone = createLab();
    gone.people.dials('2011', '2012');
    gone.engine.pickup('SIP/2013', '2012', '', 20);
    gone.people.hangsUp('2011');
    gone.people.answers('2013');
    expect([open(queue), queue.log().slice(-1), gone.live('2013')]).toEqual([
      ['13800138000>2013 Link'],
      ['CONNECT(0,13800138000,0)'],
      [],
    ]);
  });
});

describe('conference', () => {
  test('list, mute, kick, lock and their refusals', () => {
    const lab = createLab();
    for (const no of ['2011', '2012', '2013']) lab.people.dials(no, '9111');
    const { engine } = lab;
    const outcomes = [
      engine.conferenceCommand('mute', '9111', 2),
      engine.conferenceCommand('lock', '9111', 'all'),
      engine.conferenceCommand('kick', '9111', 1),
      engine.conferenceCommand('kick', '9111', 7),
      engine.conferenceCommand('mute', '9112', 1),
    ].map((one) => (one.ok ? 'ok' : one.why));
    lab.people.dials('2014', '9111');
    const seats = engine
      .conferences()
      .map((one) => [one.member, one.number, one.talking, one.muted, one.left, one.locked]);
    engine.conferenceCommand('unlock', '9111', 'all');
    engine.conferenceCommand('unmute', '9111', 'all');
    lab.people.dials('2014', '9111');
    const later = engine.conferences().filter((one) => !one.left);
    lab.pass(30);
    expect({
      outcomes,
      seats,
      cause: lab.cdr()[1],
      later: later.map((one) => [one.member, one.number, one.talking]),
      linger: engine.conferences().length,
    }).toEqual({
      outcomes: ['ok', 'ok', 'ok', 'no-member', 'no-room'],
      seats: [
        [1, '2011', false, false, true, true],
        [2, '2012', false, true, false, true],
        [3, '2013', true, false, false, true],
      ],
      cause: '2014>9111 BUSY 0s 21',
      later: [
        [2, '2012', true],
        [3, '2013', true],
        [1, '2014', true],
      ],
      linger: 3,
    });
  });
});

describe('features', () => {
  test('answer, reject, tones and park by name and by code; what is not there is refused', () => {
    const lab = createLab();
    const { engine, people } = lab;
    people.dials('2011', '2012');
    const ringing = lab.live('2012')[0]?.name ?? '';
    const outcomes = [
      engine.featureByCode(ringing, '01'),
      engine.featureByName(ringing, 'answer'),
      engine.featureByName(ringing, 'dtmf:12#'),
    ];
    engine.featureByCode(ringing, '*6');
    people.presses('2011', '77');
    const tones = engine.events('DTMF', 0).map((event) => event.content.replace(/.*Digit: (.).*/, '$1'));
    outcomes.push(
      engine.featureByName(ringing, 'shortcuts_99'),
      engine.featureByCode(ringing, '99'),
      engine.featureByName('SIP/none', 'answer'),
      engine.featureByCode('SIP/none', '01'),
      engine.featureByName(ringing, 'shortcuts_7'),
    );
    people.dials('2013', '2014');
    outcomes.push(engine.featureByName(lab.live('2014')[0]?.name ?? '', 'reject'));
    expect([
      outcomes.map((one) => (one.ok ? 'ok' : one.why)),
      tones,
      engine.parks().map((one) => [one.number, one.state]),
    ]).toEqual([
      ['ok', 'no-feature', 'ok', 'no-feature', 'no-feature', 'no-channel', 'no-channel', 'ok', 'ok'],
      ['1', '2', '#', '1', '7', '7'],
      [['2011', 'Parked']],
    ]);
  });
});
