import { describe, expect, test } from 'vitest';
import type { QueueConfig } from '../../../scenario/centre';
import { queueOf } from '../../../scenario/centre-parts';
import { createLab, type Lab } from '../lab';

/** An exchange with one queue 90 and dynamic members 2011, 2012 … in that order. */
function withQueue(extra: Partial<QueueConfig> = {}, members: readonly string[] = ['2011', '2012'], change = {}): Lab {
  const lab = createLab({ queues: [queueOf('90', '售后', 'rrmemory', extra)], ...change });
  for (const no of members) lab.engine.queueAdd('90', `SIP/${no}`, 0);
  lab.records.queueLog.length = 0;
  return lab;
}
const ring = (lab: Lab, from = '13800138000', extra = {}) =>
  lab.people.callerRings({ from, to: { queue: '90' }, ...extra });
const ringing = (lab: Lab): string[] =>
  lab.engine
    .channels()
    .filter((one) => one.state === 'Ringing')
    .map((one) => one.device);

describe('a queue call', () => {
  test('is offered with all that is known of the caller, answered and completed', () => {
    const lab = withQueue({ wrapUpSeconds: 10 });
    ring(lab, '13800138000', {
      name: '王先生',
      did: '4008001190',
      ivrPath: '1-3',
      ivrKeys: '13',
      callData: 'order=1',
      variables: { __LEVEL: '3', _ONCE: 'x', PLAIN: 'y' },
    });
    lab.pass(4);
    const [offered] = lab.live('2011');
    const name = offered?.name ?? '';
    const known = ['LEVEL', 'ONCE', 'PLAIN', 'MVB_IVRHIST', 'MVB_QUEUENAME', 'MVB_HOLDTIME', 'MVB_REALUSER'].map(
      (one) => lab.engine.getVariable(name, one),
    );
    lab.people.answers('2011');
    lab.pass(20);
    const during = lab.engine.queue('90');
    lab.people.hangsUp('2011');
    expect(offered).toMatchObject({
      direct: 'IN',
      queue: '90',
      did: '4008001190',
      ivrPath: '1-3',
      ivrKeys: '13',
      callData: 'order=1',
      queueWait: 4,
    });
    expect({ known, log: lab.log(), cdr: lab.cdr() }).toEqual({
      known: ['3', 'x', '', '1|3', '售后', '0-30', '2011'],
      log: ['ENTERQUEUE(13800138000,1)', 'CONNECT(4,13800138000,4)', 'COMPLETEAGENT(4,20,1)'],
      cdr: ['13800138000>2011 ANSWERED 20s 16'],
    });
    expect(during).toMatchObject({ waiting: [], completed: 0, holdTime: 1, members: [{ status: 2 }, { status: 1 }] });
    expect(lab.engine.queue('90')).toMatchObject({
      completed: 1,
      servicePercent: 100,
      members: [{ callsTaken: 1, lastCallAt: lab.clock.now() }, { callsTaken: 0 }],
    });
    expect(
      lab.records.agentCalls.map(({ state, reason, holdSeconds, ringSeconds, talkSeconds }) => [
        state,
        reason,
        holdSeconds,
        ringSeconds,
        talkSeconds,
      ]),
    ).toEqual([
      ['Called', '', 0, 0, 0],
      ['Connect', '', 4, 4, 0],
      ['Complete', 'agent', 4, 4, 20],
    ]);
  });

  test('completed by the caller; the caller gives up waiting and while it rings', () => {
    const completed = withQueue();
    const caller = ring(completed);
    completed.people.answers('2011');
    completed.pass(3);
    caller.hangsUp();
    const abandoned = withQueue({}, ['2011']);
    ring(abandoned, '13800138000', { patienceSeconds: 14 });
    ring(abandoned, '13900139000', { patienceSeconds: 6 });
    abandoned.pass(14);
    expect([
      completed.log().slice(1),
      abandoned.log(),
      abandoned.cdr(),
      abandoned.engine.queue('90')?.abandoned,
    ]).toEqual([
      ['CONNECT(0,13800138000,0)', 'COMPLETECALLER(0,3,1)'],
      [
        'ENTERQUEUE(13800138000,1)',
        'ENTERQUEUE(13900139000,2)',
        'ABANDON(2,2,6)',
        'RINGCANCELED(14)',
        'ABANDON(1,1,14)',
      ],
      ['13900139000>90 NO ANSWER 0s 16', '13800138000>2011 NO ANSWER 0s 16'],
      2,
    ]);
  });
});

describe('who rings next', () => {
  test('rrmemory: after no answer the next member; when all had a turn, again after the retry time', () => {
    const lab = withQueue();
    ring(lab);
    const turns = [ringing(lab)];
    for (const wait of [15, 15, 5]) {
      lab.pass(wait);
      turns.push(ringing(lab));
    }
    expect([turns, lab.log().slice(1)]).toEqual([
      [['2011'], ['2012'], [], ['2011']],
      ['RINGNOANSWER(15)', 'RINGNOANSWER(15)'],
    ]);
  });

  test('a refusal goes to the next at once; ringall stops everybody when one answers', () => {
    const dumped = withQueue();
    ring(dumped);
    dumped.people.rejects('2011');
    const all = withQueue({ strategy: 'ringall' }, ['2011', '2012', '2013']);
    ring(all);
    const together = ringing(all);
    all.people.answers('2012');
    expect([dumped.log().slice(1), ringing(dumped), together, all.log().slice(1), all.legs().slice(2)]).toEqual([
      ['AGENTDUMP()'],
      ['2012'],
      ['2011', '2012', '2013'],
      ['CONNECT(0,13800138000,0)'],
      ['2011 16', '2013 16'],
    ]);
    expect(all.records.agentCalls.slice(3).map((row) => [row.agentName, row.state, row.reason])).toEqual([
      ['2011', 'Complete', 'answered-elsewhere'],
      ['2013', 'Complete', 'answered-elsewhere'],
      ['2012', 'Connect', ''],
    ]);
  });

  test('the larger penalty is served first', () => {
    const lab = withQueue({}, []);
    lab.engine.queueAdd('90', 'SIP/2011', 1);
    lab.engine.queueAdd('90', 'SIP/2012', 5);
    ring(lab);
    lab.engine.queuePenalty('90', 'SIP/2011', 9);
    expect([ringing(lab), lab.log().slice(-1)]).toEqual([['2012'], ['PENALTY(9)']]);
  });

  test.each([
    ['paused', (lab: Lab) => lab.engine.queuePause('90', 'SIP/2011', 3)],
    ['unplugged', (lab: Lab) => lab.people.unplugs('2011')],
    ['do-not-disturb', (lab: Lab) => lab.engine.setDnd('2011', true)],
    ['talking', (lab: Lab) => lab.people.dials('2011', '2013')],
  ])('nobody who is %s', (_name, make) => {
    const lab = withQueue();
    make(lab);
    ring(lab);
    expect(ringing(lab).filter((no) => no !== '2013')).toEqual(['2012']);
  });

  test('a member who becomes free is rung at once; wrap-up holds in all his queues', () => {
    const lab = createLab({
      queues: [queueOf('90', '甲', 'rrmemory', { wrapUpSeconds: 10 }), queueOf('91', '乙', 'ringall')],
    });
    for (const queue of ['90', '91']) lab.engine.queueAdd(queue, 'SIP/2011', 0);
    ring(lab);
    lab.people.callerRings({ from: '13900139000', to: { queue: '91' } });
    lab.people.answers('2011');
    lab.pass(5);
    lab.people.hangsUp('2011');
    lab.pass(9);
    const wrapping = ringing(lab);
    lab.pass(1);
    expect([wrapping, ringing(lab), lab.engine.queue('91')?.waiting.length]).toEqual([[], ['2011'], 1]);
    lab.engine.queuePause('91', 'SIP/2011', 1);
    lab.people.rejects('2011');
    const paused = ringing(lab);
    lab.pass(5);
    lab.engine.queuePause('91', 'SIP/2011', 0);
    expect([paused, ringing(lab)]).toEqual([[], ['2011']]);
  });

  test('the heavier queue is served first when a member becomes free', () => {
    const lab = createLab({
      queues: [queueOf('90', '甲', 'rrmemory'), queueOf('92', 'VIP', 'rrmemory', { weight: 10 })],
    });
    ring(lab);
    lab.people.callerRings({ from: '13900139000', to: { queue: '92' } });
    lab.people.dials('2011', '2013');
    for (const queue of ['90', '92']) lab.engine.queueAdd(queue, 'SIP/2011', 0);
    lab.people.hangsUp('2011');
    expect(lab.pairs().filter((one) => one.endsWith('Dialing'))).toEqual(['13900139000>2011 Dialing']);
  });

  test('auto-pause after an unanswered ring', () => {
    const lab = withQueue({ autoPause: true }, ['2011']);
    ring(lab);
    lab.pass(15);
    expect([lab.engine.queue('90')?.members[0]?.paused, lab.log().slice(1)]).toEqual([
      8,
      ['RINGNOANSWER(15)', 'PAUSE(15,8,振铃未接,0)'],
    ]);
  });
});

describe('leaving unserved', () => {
  test('time-out with and without a failure destination', () => {
    const dropped = withQueue({ timeoutSeconds: 30 }, []);
    const caller = ring(dropped);
    dropped.pass(30);
    const sent = withQueue({ timeoutSeconds: 30, failover: '2014' }, []);
    ring(sent);
    sent.pass(30);
    expect([dropped.log(), caller.alive, sent.pairs()]).toEqual([
      ['ENTERQUEUE(13800138000,1)', 'EXITWITHTIMEOUT(1,1,30)'],
      false,
      ['13800138000>2014 Dialing'],
    ]);
  });

  test('a queue with nobody or no place turns callers away; it empties when the last member goes', () => {
    const empty = withQueue({ joinEmpty: false }, []);
    const turned = ring(empty);
    const full = withQueue({ maxWaiting: 1 }, []);
    ring(full);
    const second = ring(full, '13900139000');
    const emptied = withQueue({ joinEmpty: false }, ['2011']);
    emptied.engine.queuePause('90', 'SIP/2011', 1);
    const waiting = ring(emptied);
    emptied.pass(7);
    emptied.engine.queueRemove('90', 'SIP/2011');
    const unplugged = withQueue({ joinEmpty: false }, ['2011']);
    ring(unplugged);
    unplugged.people.unplugs('2011');
    expect([
      turned.alive,
      empty.log(),
      second.alive,
      waiting.alive,
      emptied.log().slice(2),
      unplugged.log().slice(1),
    ]).toEqual([
      false,
      [],
      false,
      false,
      ['LOGOFF(7,0,7)', 'EXITEMPTY(1,1,7)'],
      ['RINGNOANSWER(0)', 'EXITEMPTY(1,1,0)'],
    ]);
  });

  test('withdrawn by command', () => {
    const lab = withQueue({ failover: '2014' }, []);
    const caller = ring(lab);
    lab.pass(9);
    const outcomes = [
      lab.engine.queueWithdraw('99', caller.channel, ''),
      lab.engine.queueWithdraw('90', 'SIP/none', ''),
      lab.engine.queueWithdraw('90', caller.channel, '主管处理'),
    ];
    const variables = ['QUEUESTATUS', 'QUEUE_WITHDRAW_INFO'].map((name) =>
      lab.engine.getVariable(caller.channel, name),
    );
    expect([outcomes, variables, lab.log().slice(1), lab.pairs()]).toEqual([
      [{ ok: false, why: 'no-queue' }, { ok: false, why: 'not-there' }, { ok: true }],
      ['WITHDRAW', '主管处理'],
      ['WITHDRAW(1,1,9,主管处理)'],
      ['13800138000>2014 Dialing'],
    ]);
  });
});

test('sent elsewhere while waiting: neither given up nor lost, and the log says where to', () => {
  const lab = withQueue({}, []);
  const caller = ring(lab);
  lab.pass(9);
  const outcome = lab.engine.redirect(caller.channel, '', 'from-internal', '2014', '1');
  expect([outcome, lab.log().slice(1), lab.pairs(), lab.engine.queue('90')]).toEqual([
    { ok: true },
    ['TRANSFER(2014,from-internal,9,1)'],
    ['13800138000>2014 Dialing'],
    expect.objectContaining({ waiting: [], abandoned: 0 }),
  ]);
});

describe('members', () => {
  test('join, pause with reasons, leave; each refusal by name', () => {
    const lab = createLab({
      queues: [queueOf('90', '售后', 'rrmemory', { members: [{ interface: 'SIP/2014', penalty: 2 }] })],
    });
    const { engine, pass } = lab;
    const outcomes = [
      engine.queueAdd('90', 'SIP/2011', 3),
      engine.queueAdd('90', 'SIP/2011', 3),
      engine.queueAdd('99', 'SIP/2011', 3),
      engine.queueAdd('90', 'SIP/9999', 3),
      engine.queueRemove('90', 'SIP/2014'),
      engine.queueRemove('90', 'SIP/2012'),
      engine.queueRemove('99', 'SIP/2012'),
      engine.queuePause('90', 'SIP/2012', 1),
      engine.queuePause('99', 'SIP/2012', 1),
    ].map((outcome) => (outcome.ok ? 'ok' : outcome.why));
    pass(10);
    engine.queuePause('90', 'SIP/2011', 2);
    pass(20);
    engine.queuePause('90', 'SIP/2011', 3);
    const paused = engine.queue('90')?.members[1];
    pass(30);
    engine.queuePause('90', 'SIP/2011', 0);
    pass(5);
    engine.queueRemove('90', 'SIP/2011');
    expect({ outcomes, log: lab.log() }).toEqual({
      outcomes: ['ok', 'already', 'no-queue', 'no-device', 'static', 'not-there', 'no-queue', 'not-there', 'no-queue'],
      log: ['LOGIN()', 'PAUSE(10,2,小休,0)', 'PAUSE(0,3,就餐,2)', 'UNPAUSE(30,3)', 'LOGOFF(65,15,50)'],
    });
    expect(paused).toMatchObject({
      paused: 3,
      kind: 'dynamic',
      penalty: 3,
      agent: '2011',
      pausedAt: lab.clock.now() - 35_000,
    });
    expect(
      lab.records.activity.map((row) => [row.agentName, row.event, row.pauseType, row.readySeconds, row.pausedSeconds]),
    ).toEqual([
      ['2014', 'added', 0, 0, 0],
      ['2011', 'added', 0, 0, 0],
      ['2011', 'paused', 2, 10, 0],
      ['2011', 'paused', 3, 10, 20],
      ['2011', 'unpaused', 0, 10, 50],
      ['2011', 'removed', 0, 15, 50],
    ]);
  });

  test('the status follows the phone', () => {
    const lab = withQueue({}, ['2011']);
    const status = (): number | undefined => lab.engine.queue('90')?.members[0]?.status;
    const seen = [status()];
    ring(lab);
    seen.push(status());
    lab.people.answers('2011');
    seen.push(status());
    lab.people.unplugs('2011');
    seen.push(status());
    expect(seen).toEqual([1, 6, 2, 5]);
  });

  test('a hot-desk member goes by the number of who sits there', () => {
    const lab = withQueue({}, ['3001']);
    const agent = (): string | undefined => lab.engine.queue('90')?.members[0]?.agent;
    const bare = agent();
    lab.engine.bind('8001', '3001');
    expect([bare, agent()]).toEqual(['3001', '8001']);
  });
});
