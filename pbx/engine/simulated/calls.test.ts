import { describe, expect, test } from 'vitest';
import type { OutsideBehaviour } from '../../scenario/port';
import { createLab, order } from './lab';

describe('calls between phones', () => {
  test('rings, is answered and ends; names, ids, states, links and the record follow', () => {
    const { engine, people, pass, live, records, cdr } = createLab();
    people.dials('2011', '2012');
    const ringing = { pair: engine.links(), status: [engine.device('2011')?.status, engine.device('2012')?.status] };
    const names = engine.channels().map((one) => [one.name, one.uniqueId, one.linkedId, one.state, one.direct]);
    pass(4);
    people.answers('2012');
    const linked = structuredClone(engine.links());
    pass(60);
    people.hangsUp('2012');
    expect({ names, status: ringing.status, live: live('2011').concat(live('2012')), cdr: cdr() }).toEqual({
      names: [
        ['SIP/2011-00000000', '1772413200.0', '1772413200.0', 'Ring', 'OUT'],
        ['SIP/2012-00000001', '1772413200.1', '1772413200.0', 'Ringing', 'IN'],
      ],
      status: [1, 8],
      live: [],
      cdr: ['2011>2012 ANSWERED 60s 16'],
    });
    expect(linked).toMatchObject([{ state: 'Link', dialledAt: 1772413200000, linkedAt: 1772413204000 }]);
    expect(records.calls[0]).toMatchObject({
      channel: 'SIP/2011-00000000',
      dstChannel: 'SIP/2012-00000001',
      lastApp: 'Dial',
      lastData: 'SIP/2012',
      durationSeconds: 64,
      userField: 'DIALSTATUS:ANSWER',
      direct: '',
      clid: '"王芳" <2011>',
    });
  });

  test('ended channels and links stay readable for 30 s, then nothing is left', () => {
    const { clock, engine, people, pass, legs, pairs } = createLab();
    people.dials('2011', '2012');
    pass(2);
    people.rejects('2012');
    const after = [legs(), pairs()];
    pass(29);
    const late = engine.channels().length;
    pass(1);
    expect({ after, late, gone: engine.channels().length + engine.links().length, timers: clock.pending }).toEqual({
      after: [['2012 21', '2011 21'], ['2011>2012 Hangup']],
      late: 2,
      gone: 0,
      timers: 0,
    });
  });

  test.each([
    ['nobody answers', '2012', (lab: ReturnType<typeof createLab>) => lab.pass(46), ['2011>2012 NO ANSWER 0s 19'], 19],
    [
      'the caller gives up',
      '2012',
      (lab: ReturnType<typeof createLab>) => lab.people.hangsUp('2011'),
      ['2011>2012 NO ANSWER 0s 16'],
      16,
    ],
    ['a number that does not exist', '777', () => undefined, ['2011>777 FAILED 0s 1'], 1],
    ['a user without a phone', '8001', () => undefined, ['2011>8001 FAILED 0s 34'], 34],
  ] as const)('%s', (_name, number, then, expected, cause) => {
    const lab = createLab();
    lab.people.dials('2011', number);
    then(lab);
    expect([lab.cdr(), lab.engine.channels().find((one) => one.device === '2011')?.cause]).toEqual([expected, cause]);
  });

  test('a phone in a call, in do-not-disturb or unplugged', () => {
    const lab = createLab();
    lab.people.dials('2012', '2013');
    lab.people.dials('2011', '2012');
    lab.engine.setDnd('2014', true);
    lab.people.dials('2011', '2014');
    lab.people.unplugs('2015');
    lab.people.dials('2011', '2015');
    expect([lab.cdr(), lab.engine.device('2015')?.status]).toEqual([
      ['2011>2012 BUSY 0s 17', '2011>2014 BUSY 0s 17', '2011>2015 FAILED 0s 34'],
      4,
    ]);
  });

  test('pulling the plug ends the calls of that phone', () => {
    const lab = createLab();
    lab.people.dials('2011', '2012');
    lab.people.answers('2012');
    lab.people.unplugs('2012');
    lab.people.plugsIn('2012');
    expect([lab.legs(), lab.engine.device('2012')?.status]).toEqual([['2012 38', '2011 16'], 0]);
  });
});

describe('calls to outside', () => {
  const outcomes: readonly [string, OutsideBehaviour, number, string, number][] = [
    [
      'answered, and the other side hangs up later',
      { kind: 'answers', afterSeconds: 5, talkSeconds: 7 },
      12,
      '2011>13800138000 ANSWERED 7s 16',
      16,
    ],
    ['busy', { kind: 'busy' }, 1, '2011>13800138000 BUSY 0s 17', 17],
    ['never answered', { kind: 'silent' }, 60, '2011>13800138000 NO ANSWER 0s 19', 19],
    ['congested', { kind: 'congested' }, 1, '2011>13800138000 FAILED 0s 34', 34],
    ['refused', { kind: 'refuses', afterSeconds: 3 }, 3, '2011>13800138000 BUSY 0s 21', 21],
  ];
  test.each(outcomes)('%s', (_name, behaviour, wait, record, cause) => {
    const lab = createLab();
    lab.people.outsideBehaves('1380', behaviour);
    lab.people.outsideBehaves('138', { kind: 'answers', afterSeconds: 0 });
    lab.people.dials('2011', '913800138000');
    const during = lab.legs();
    lab.pass(wait);
    const mine = lab.engine.channels().find((one) => one.device === '2011');
    expect([during, lab.cdr(), mine?.cause]).toEqual([['2011 Ring', '13800138000 Dialing'], [record], cause]);
  });

  test('seven digits go out without a prefix; a full trunk overflows and then is congested', () => {
    const lab = createLab({
      trunks: [
        { name: 'SIP/to117', channels: 1, prefix: '9' },
        { name: 'ZAP/g0', channels: 1, prefix: '9' },
      ],
    });
    lab.people.dials('2011', '6512345');
    lab.people.dials('2012', '13900000000');
    lab.people.dials('2013', '13900000001');
    expect([
      lab.engine
        .channels()
        .map((one) => one.trunk)
        .filter(Boolean),
      lab.cdr(),
    ]).toEqual([['SIP/to117', 'ZAP/g0'], ['2013>13900000001 FAILED 0s 34']]);
  });

  test('a barred user calls inside only', async () => {
    const lab = createLab();
    lab.engine.setBarred('2011', true);
    lab.people.dials('2011', '13800138000');
    const refused = lab.engine.originate(order({ exten: '13800138000' }));
    lab.people.dials('2011', '2012');
    expect([lab.cdr(), refused.accepted, await refused.result, lab.legs()]).toEqual([
      ['2011>13800138000 FAILED 0s 52'],
      false,
      8,
      ['2011 Ring', '2012 Ringing', '2011 52'],
    ]);
  });
});

describe('forwarding', () => {
  const to = (kind: 'CF' | 'CFB' | 'CFU', lab: ReturnType<typeof createLab>): void => {
    lab.engine.setForwarding('2012', kind, '2013');
  };
  test('always, when busy and when unavailable', () => {
    const always = createLab();
    to('CF', always);
    always.people.dials('2011', '2012');
    always.people.answers('2013');
    const busy = createLab();
    to('CFB', busy);
    busy.engine.setDnd('2012', true);
    busy.people.dials('2011', '2012');
    const silent = createLab();
    to('CFU', silent);
    silent.people.dials('2011', '2012');
    silent.pass(45);
    const unplugged = createLab();
    to('CFU', unplugged);
    unplugged.people.unplugs('2012');
    unplugged.people.dials('2011', '2012');
    expect([always, busy, silent, unplugged].map((lab) => lab.pairs())).toEqual([
      ['2011>2013 Link'],
      ['2011>2012 Hangup', '2011>2013 Dialing'],
      ['2011>2012 Hangup', '2011>2013 Dialing'],
      ['2011>2013 Dialing'],
    ]);
    always.people.hangsUp('2011');
    expect(always.records.calls[0]).toMatchObject({ dst: '2013', redirected: '2012' });
  });

  test('a loop ends; forwarding to outside and to a queue works', () => {
    const lab = createLab();
    lab.engine.setForwarding('2012', 'CF', '2013');
    lab.engine.setForwarding('2013', 'CF', '2012');
    lab.people.dials('2011', '2012');
    const loop = lab.pairs();
    lab.engine.setForwarding('2013', 'ALL', '13800138000');
    lab.people.dials('2014', '2013');
    lab.engine.setForwarding('2013', 'CF', '90');
    lab.people.dials('2015', '2013');
    expect([loop, lab.pairs().slice(1), lab.engine.queue('90')?.waiting.map((one) => one.number)]).toEqual([
      ['2011>2012 Dialing'],
      ['2014>13800138000 Dialing'],
      ['2015'],
    ]);
  });
});

describe('originate', () => {
  test('rings my phone first, with the number I want in it, then the other side', async () => {
    const lab = createLab();
    const originating = lab.engine.originate(
      order({ exten: '13800138000', variables: { MVB_CALLEE: '13800138000', MVB_DIRECT: 'OUT' } }),
    );
    const first = lab.engine.channels().map((one) => [one.state, one.direct, one.callerId, one.dialled]);
    lab.people.answers('2011');
    lab.pass(3);
    expect([first, await originating.result, lab.pairs()]).toEqual([
      [['Ringing', 'OUT', '2011', '13800138000']],
      4,
      ['2011>13800138000 Link'],
    ]);
  });

  test.each([
    ['nobody lifts', {}, (lab: ReturnType<typeof createLab>) => lab.pass(20), 3],
    ['refused at the phone', {}, (lab: ReturnType<typeof createLab>) => lab.people.rejects('2011'), 1],
    ['hung up by command', {}, (lab: ReturnType<typeof createLab>) => lab.engine.hangUp('SIP/2011-00000000'), 1],
    ['outside is busy', { channel: 'SIP/to117/13800138000' }, (lab: ReturnType<typeof createLab>) => lab.pass(1), 5],
    ['crash', {}, (lab: ReturnType<typeof createLab>) => lab.engine.restart({ keepState: false }), 8],
  ] as const)('%s', async (_name, change, then, reason) => {
    const lab = createLab();
    lab.people.outsideBehaves('*', { kind: 'busy' });
    const originating = lab.engine.originate(order({ ...change, timeoutMs: 20_000 }));
    then(lab);
    expect([originating.accepted, await originating.result]).toEqual([true, reason]);
  });

  test('what cannot even be tried', async () => {
    const lab = createLab({ trunks: [{ name: 'SIP/to117', channels: 0, prefix: '9' }] });
    lab.people.unplugs('2011');
    lab.engine.setDnd('2012', true);
    lab.people.dials('2013', '2014');
    const results = ['SIP/2011', 'SIP/2012', 'SIP/2013', 'SIP/9999', 'SIP/to117/13800138000'].map((channel) =>
      lab.engine.originate(order({ channel })),
    );
    const reasons = await Promise.all(results.map(({ result }) => result));
    expect(results.map(({ accepted }, at) => [accepted, reasons[at]])).toEqual([
      [false, 8],
      [true, 5],
      [true, 5],
      [false, 8],
      [true, 8],
    ]);
  });

  test.each([
    ['queue', { exten: '90' }, 'queued'],
    ['room', { exten: '9111' }, 'seated'],
    ['ivr', { exten: 's', context: 'ivr-32' }, 'application'],
    ['application', { application: 'MeetMe', data: '9112,d', exten: '' }, 'seated'],
    ['playback', { application: 'Playback', data: 'hello', exten: '' }, 'application'],
  ] as const)('to a %s', (_name, change, place) => {
    const lab = createLab();
    lab.engine.originate(order(change));
    lab.people.answers('2011');
    expect(lab.engine.snapshotState().channels.map((one) => one.place)).toEqual([place]);
  });

  test('a Local channel takes the route of its number', () => {
    const lab = createLab();
    lab.engine.originate(order({ channel: 'Local/13800138000@from-internal', exten: '2011' }));
    lab.engine.originate(order({ channel: 'Local/2012@from-internal', exten: '2013' }));
    expect(lab.legs()).toEqual(['13800138000 Dialing', '2012 Ringing']);
  });
});
