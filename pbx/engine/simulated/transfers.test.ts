import { describe, expect, test } from 'vitest';
import { createLab, openPairs as open, createTalk as talking } from './lab';

describe('hold', () => {
  test('music until taken back; the pair stays linked', () => {
    const lab = talking();
    const outcomes = [lab.engine.hold(lab.caller.channel, ''), lab.engine.hold('SIP/none', '')];
    const held = [lab.caller.hearsMusic, lab.engine.channel(lab.caller.channel)?.musicClass, open(lab)];
    lab.engine.unhold(lab.caller.channel);
    expect([outcomes, held, lab.caller.hearsMusic, lab.engine.unhold('SIP/none')]).toEqual([
      [{ ok: true }, { ok: false, why: 'no-channel' }],
      [true, 'default', ['13800138000>2011 Link']],
      false,
      { ok: false, why: 'no-channel' },
    ]);
  });
});

describe('blind transfer', () => {
  test.each([
    ['an extension', '2012', ['13800138000>2012 Dialing']],
    ['a queue', '91', []],
    ['an outside number', '13900139000', ['13800138000>13900139000 Dialing']],
    ['a room', '9111', []],
  ])('to %s', (_name, exten, expected) => {
    const lab = talking();
    const outcome = lab.engine.redirect(lab.caller.channel, '', 'from-internal', exten, '1');
    expect([outcome, open(lab), lab.caller.alive, lab.live('2011'), lab.log()[2]]).toEqual([
      { ok: true },
      expected,
      true,
      [],
      `BLINDTRANSFER(${exten},from-internal,0,5,1)`,
    ]);
  });

  test('to a parked call; records name who transferred; refusals', () => {
    const lab = talking();
    lab.people.dials('2013', '2014');
    lab.people.answers('2014');
    lab.engine.park(lab.live('2013')[0]?.name ?? '', lab.live('2014')[0]?.name ?? '', 60);
    const outcomes = [
      lab.engine.redirect('SIP/none', '', 'from-internal', '2012', '1'),
      lab.engine.redirect(lab.caller.channel, 'SIP/none', 'from-internal', '2012', '1'),
      lab.engine.redirect(lab.caller.channel, '', 'from-internal', '777', '1'),
      lab.engine.redirect(lab.caller.channel, '', 'from-internal', '71', '1'),
    ];
    lab.pass(3);
    lab.caller.hangsUp();
    expect([
      outcomes.map((one) => (one.ok ? 'ok' : one.why)),
      lab.cdr(),
      lab.records.calls.map((row) => row.transfer),
    ]).toEqual([
      ['no-channel', 'no-channel', 'no-exten', 'ok'],
      ['2013>2014 ANSWERED 0s 16', '13800138000>2011 ANSWERED 5s 16', '13800138000>2013 ANSWERED 3s 16'],
      ['', '2011', '2011'],
    ]);
  });

  test('to where it is already: the same lot, room or queue', () => {
    const parked = talking();
    parked.engine.park(parked.caller.channel, parked.mine, 60);
    parked.engine.redirect(parked.caller.channel, '', 'from-internal', '71', '1');
    const seated = createLab();
    seated.people.dials('2011', '9111');
    seated.engine.redirect(seated.live('2011')[0]?.name ?? '', '', 'from-internal', '9111', '1');
    const queued = createLab();
    const waiting = queued.people.callerRings({ from: '13800138000', to: { queue: '90' } });
    queued.engine.redirect(waiting.channel, '', 'from-internal', '90', '1');
    expect([
      parked.engine.parks().map((one) => one.state),
      parked.caller.alive,
      seated.engine.conferences().map((one) => [one.member, one.left]),
      queued.log(),
    ]).toEqual([
      ['Parked'],
      true,
      [
        [1, true],
        [1, false],
      ],
      ['ENTERQUEUE(13800138000,1)', 'TRANSFER(90,from-internal,0,1)', 'ENTERQUEUE(13800138000,1)'],
    ]);
  });

  test('both sides into a room', () => {
    const lab = talking();
    lab.engine.redirect(lab.caller.channel, lab.mine, 'from-internal', '9111', '1');
    expect([lab.engine.conferences().map((seat) => [seat.member, seat.number]), lab.pairs()]).toEqual([
      [
        [1, '13800138000'],
        [2, '2011'],
      ],
      ['13800138000>2011 UnLink'],
    ]);
  });
});

describe('attended transfer', () => {
  test('while asking: two pairs, the customer hears music', () => {
    const lab = talking();
    lab.engine.attendedTransfer(lab.mine, '2012', '');
    const ringing = open(lab);
    lab.people.answers('2012');
    expect([ringing, open(lab), lab.caller.hearsMusic, lab.caller.talksTo]).toEqual([
      ['13800138000>2011 Link', '2011>2012 Dialing'],
      ['13800138000>2011 Link', '2011>2012 Link'],
      true,
      '',
    ]);
  });

  const completions: readonly [string, (lab: ReturnType<typeof talking>) => void][] = [
    ['by hanging up', (lab) => lab.people.hangsUp('2011')],
    ['by feature', (lab) => void lab.engine.featureByName(lab.mine, 'atxfercomplete')],
    ['by key', (lab) => lab.people.presses('2011', '*2')],
    [
      'after a three-way',
      (lab) => {
        lab.engine.featureByName(lab.mine, 'atxferthreeway');
        lab.people.hangsUp('2011');
      },
    ],
  ];
  test.each(completions)('completed %s', (_name, complete) => {
    const lab = talking();
    lab.engine.attendedTransfer(lab.mine, '2012', '');
    lab.people.answers('2012');
    lab.pass(4);
    complete(lab);
    expect([open(lab), lab.caller.hearsMusic, lab.caller.talksTo, lab.live('2011'), lab.log().slice(2)]).toEqual([
      ['13800138000>2012 Link'],
      false,
      '2012',
      [],
      ['ATTENDEDTRANSFER(2012,0,9,1)'],
    ]);
    lab.caller.hangsUp();
    expect(lab.records.calls.at(-1)).toMatchObject({ src: '13800138000', dst: '2012', transfer: '2011', direct: 'IN' });
  });

  const returns: readonly [string, (lab: ReturnType<typeof talking>) => void][] = [
    [
      'the target is busy',
      (lab) => {
        lab.engine.setDnd('2012', true);
        lab.engine.attendedTransfer(lab.mine, '2012', '');
      },
    ],
    [
      'the target is silent',
      (lab) => {
        lab.engine.attendedTransfer(lab.mine, '2012', '');
        lab.pass(30);
      },
    ],
    [
      'the target refuses',
      (lab) => {
        lab.engine.attendedTransfer(lab.mine, '2012', '');
        lab.people.rejects('2012');
      },
    ],
    ['there is no such number', (lab) => void lab.engine.attendedTransfer(lab.mine, '777', '')],
    [
      'given up while ringing',
      (lab) => {
        lab.engine.attendedTransfer(lab.mine, '2012', '');
        lab.engine.featureByName(lab.mine, 'atxferabort');
      },
    ],
    [
      'given up while asking',
      (lab) => {
        lab.engine.attendedTransfer(lab.mine, '2012', '');
        lab.people.answers('2012');
        lab.engine.featureByName(lab.mine, 'atxferabort');
      },
    ],
    [
      'the asked channel is hung up',
      (lab) => {
        lab.engine.attendedTransfer(lab.mine, '2012', '');
        lab.people.answers('2012');
        lab.engine.hangUp(lab.live('2012')[0]?.name ?? '');
      },
    ],
    [
      'a queue was asked and given up',
      (lab) => {
        lab.engine.attendedTransfer(lab.mine, '91', '');
        lab.engine.featureByName(lab.mine, 'atxferabort');
      },
    ],
  ];
  test.each(returns)('back with the customer: %s', (_name, ask) => {
    const lab = talking();
    ask(lab);
    expect([open(lab), lab.caller.hearsMusic, lab.caller.talksTo, lab.live('2012'), lab.log('90').slice(2)]).toEqual([
      ['13800138000>2011 Link'],
      false,
      '2011',
      [],
      [],
    ]);
    lab.people.hangsUp('2011');
    expect(lab.log('90').slice(2)).toHaveLength(1);
    expect(lab.caller.alive).toBe(false);
  });

  test('swap and three-way', () => {
    const lab = talking();
    const early = lab.engine.featureByName(lab.mine, 'atxferswap');
    lab.engine.attendedTransfer(lab.mine, '2012', '');
    const ringing = lab.engine.featureByName(lab.mine, 'atxferthreeway');
    lab.people.answers('2012');
    const music = (): boolean[] => [lab.caller.hearsMusic, lab.live('2012')[0]?.held === true];
    const seen = [music()];
    lab.engine.featureByName(lab.mine, 'atxferswap');
    seen.push(music());
    const talks = lab.engine.talksTo(lab.mine)?.callerId;
    lab.engine.featureByName(lab.mine, 'atxferthreeway');
    seen.push(music());
    expect([early.ok, ringing.ok, seen, talks, open(lab)]).toEqual([
      false,
      false,
      [
        [true, false],
        [false, true],
        [false, false],
      ],
      '13800138000',
      ['13800138000>2011 Link', '2011>2012 Link'],
    ]);
    lab.caller.hangsUp();
    expect(open(lab)).toEqual(['2011>2012 Link']);
  });

  test('handed over while it rings: the customer goes on calling, and comes back when nobody answers', () => {
    const answered = talking();
    answered.engine.attendedTransfer(answered.mine, '2012', '');
    answered.people.hangsUp('2011');
    const waiting = open(answered);
    answered.people.answers('2012');
    const recalled = talking();
    recalled.engine.attendedTransfer(recalled.mine, '2012', '');
    recalled.people.hangsUp('2011');
    recalled.pass(30);
    expect([waiting, open(answered), answered.caller.talksTo, open(recalled)]).toEqual([
      ['13800138000>2012 Dialing'],
      ['13800138000>2012 Link'],
      '2012',
      ['13800138000>2011 Dialing'],
    ]);
  });

  test('the customer leaves: agent and asked stay together, also while it rings', () => {
    const asking = talking();
    asking.engine.attendedTransfer(asking.mine, '2012', '');
    asking.people.answers('2012');
    asking.caller.hangsUp();
    const ringing = talking();
    ringing.engine.attendedTransfer(ringing.mine, '2012', '');
    ringing.caller.hangsUp();
    ringing.people.answers('2012');
    expect([open(asking), open(ringing), asking.log().slice(2)]).toEqual([
      ['2011>2012 Link'],
      ['2011>2012 Link'],
      ['COMPLETECALLER(0,5,1)'],
    ]);
  });

  test('to a queue: whoever answers there is asked, and gets the customer', () => {
    const lab = talking();
    lab.engine.queueAdd('91', 'SIP/2013', 0);
    lab.engine.attendedTransfer(lab.mine, '91', '');
    lab.people.answers('2013');
    lab.people.hangsUp('2011');
    const numbers = open(lab);
    lab.caller.hangsUp();
    expect([numbers, lab.engine.snapshotState().channels]).toEqual([
      ['13800138000>2013 Link', '13800138000>91 Link'],
      [],
    ]);
  });

  test('to outside, and refusals', () => {
    const lab = talking();
    lab.engine.attendedTransfer(lab.mine, '13900139000', '');
    lab.pass(3);
    lab.people.hangsUp('2011');
    expect([
      open(lab),
      lab.engine.attendedTransfer('SIP/none', '2012', ''),
      lab.engine.attendedTransfer(
        lab.engine.dial('2013', '9111').ok ? (lab.live('2013')[0]?.name ?? '') : '',
        '2012',
        '',
      ),
    ]).toEqual([['13800138000>13900139000 Link'], { ok: false, why: 'no-channel' }, { ok: false, why: 'no-peer' }]);
  });
});
