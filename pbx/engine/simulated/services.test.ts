import { describe, expect, test } from 'vitest';
import { createLab, order } from './lab';

describe('hot desks', () => {
  test('binding clears what both were bound to; fixed phones and unknown ones refuse', () => {
    const { engine } = createLab();
    const word = (outcome: { ok: boolean; why?: string }): string => outcome.why ?? 'ok';
    const outcomes = [
      engine.bind('8001', '3001'),
      engine.bind('8002', '3002'),
      engine.bind('8001', '3002'),
      engine.bind('8001', '3002'),
      engine.bind('8001', '2015'),
      engine.bind('2011', '3003'),
      engine.bind('9999', '3003'),
      engine.bind('8001', '9999'),
      engine.split('2011', '2011'),
      engine.split('8002', '3002'),
    ].map(word);
    const bound = [
      engine.device('3001')?.user,
      engine.device('3002')?.user,
      engine.user('8001')?.device,
      engine.user('8002')?.device,
    ];
    const split = [word(engine.split('8001', '3002')), engine.device('3002')?.user, engine.user('8001')?.device];
    expect([outcomes, bound, split]).toEqual([
      ['ok', 'ok', 'ok', 'ok', 'fixed', 'fixed', 'no-user', 'no-device', 'fixed', 'ok'],
      ['', '8001', '3002', ''],
      ['ok', '', ''],
    ]);
  });

  test('calls to a user ring where he sits', () => {
    const { engine, people, legs } = createLab();
    engine.bind('8001', '3001');
    people.dials('2011', '8001');
    expect([legs(), engine.channels()[1]?.name]).toEqual([['2011 Ring', '8001 Ringing'], 'SIP/3001-00000001']);
  });
});

describe('services of users', () => {
  test('read back, changed one by one or together, unknown users refused', () => {
    const { engine } = createLab();
    engine.setForwarding('2011', 'ALL', '2012');
    engine.setForwarding('2011', 'CFB', '');
    engine.setDnd('2011', true);
    engine.setBarred('2011', true);
    expect([
      engine.forwarding('2011'),
      engine.dnd('2011'),
      engine.barred('2011'),
      engine.forwarding('9'),
      engine.dnd('9'),
      engine.barred('9'),
      engine.setDnd('9', true),
      engine.setBarred('9', true),
      engine.setForwarding('9', 'CF', '1'),
    ]).toEqual([
      { CF: '2012', CFB: '', CFU: '2012' },
      true,
      true,
      undefined,
      undefined,
      undefined,
      { ok: false, why: 'no-user' },
      { ok: false, why: 'no-user' },
      { ok: false, why: 'no-user' },
    ]);
  });

  test('pause reasons of the platform label the queue log', () => {
    const { engine, records } = createLab();
    engine.setPauseReasons([{ code: 7, label: '回访', custom: true }]);
    engine.queueAdd('90', 'SIP/2011', 0);
    engine.queuePause('90', 'SIP/2011', 7);
    expect([engine.pauseReasons(), records.queueLog.at(-1)?.args]).toEqual([
      [{ code: 7, label: '回访', custom: true }],
      ['0', '7', '回访', '0', ''],
    ]);
  });
});

describe('channel variables', () => {
  test('`_` is handed on once, `__` without end, spellings read the same, read-only ones stay', () => {
    const { engine, people, live } = createLab();
    engine.originate(
      order({ variables: { _ONCE: '1', __EVER: '2', PLAIN: '3', MVB_CALLER: '2011', MVB_CALLEE: '2012' } }),
    );
    people.answers('2011');
    people.answers('2012');
    const mine = live('2011')[0]?.name ?? '';
    const other = live('2012')[0]?.name ?? '';
    engine.attendedTransfer(other, '2013', '');
    const third = live('2013')[0]?.name ?? '';
    const read = (channel: string, ...names: string[]) => names.map((name) => engine.getVariable(channel, name));
    engine.setVariable(mine, 'EVER', '9');
    engine.setVariable(mine, 'DIALEDPEERNUMBER', '110');
    engine.setVariable(mine, 'CALLDATA', '工单 7');
    expect([
      read(mine, 'ONCE', '_ONCE', '__EVER', 'PLAIN', 'MVB_CALLER', 'MVB_CALLEE', 'UNIQUEID', 'DIALEDPEERNUMBER'),
      read(other, 'ONCE', 'EVER', 'PLAIN', 'DIALEDPEERNAME', 'MVB_EXTDEVICE'),
      read(third, 'ONCE', 'EVER', 'PLAIN'),
      engine.channel(mine)?.callData,
      engine.getVariable('SIP/none', 'X'),
      engine.setVariable('SIP/none', 'X', '1'),
    ]).toEqual([
      ['1', '1', '9', '3', '2011', '2012', '1772413200.0', '2012'],
      ['1', '2', '', 'SIP/2013-00000002', 'SIP/2012'],
      ['', '2', ''],
      '工单 7',
      undefined,
      { ok: false, why: 'no-channel' },
    ]);
  });
});

describe('restart', () => {
  const busy = () => {
    const lab = createLab();
    lab.engine.bind('8001', '3001');
    lab.engine.setDnd('2014', true);
    lab.engine.queueAdd('90', 'SIP/2011', 0);
    lab.people.callerRings({ from: '13800138000', to: { queue: '90' }, patienceSeconds: 100 });
    lab.people.callerRings({ from: '13900139000', to: { queue: '90' } });
    lab.people.answers('2011');
    lab.people.dials('2012', '9111');
    lab.pass(10);
    return lab;
  };

  test('without state: calls, rooms, waiting callers and dynamic members are gone, settings stay', () => {
    const lab = busy();
    lab.engine.restart({ keepState: false });
    const { channels, links, queues, conferences } = lab.engine.snapshotState();
    expect({
      channels,
      links,
      conferences,
      lists: [lab.engine.channels(), lab.engine.links()],
      queues: queues.map((queue) => [queue.members.length, queue.waiting.length]),
      status: lab.engine.device('2011')?.status,
      bound: lab.engine.user('8001')?.device,
      dnd: lab.engine.dnd('2014'),
      times: [lab.engine.startedAt, lab.engine.reloadedAt],
      timers: lab.clock.pending,
    }).toEqual({
      channels: [],
      links: [],
      conferences: [],
      lists: [[], []],
      queues: [
        [0, 0],
        [0, 0],
      ],
      status: 0,
      bound: '3001',
      dnd: true,
      times: [lab.clock.now(), lab.clock.now()],
      timers: 0,
    });
    lab.engine.queueAdd('90', 'SIP/2011', 0);
    lab.people.callerRings({ from: '13700137000', to: { queue: '90' } });
    lab.people.answers('2011');
    expect(lab.pairs()).toEqual(['13700137000>2011 Link']);
  });

  test('with state: everything goes on', () => {
    const lab = busy();
    const before = lab.engine.snapshotState();
    lab.engine.restart({ keepState: true });
    expect([lab.engine.snapshotState(), lab.engine.startedAt, lab.engine.reloadedAt]).toEqual([
      before,
      lab.clock.now() - 10_000,
      lab.clock.now(),
    ]);
  });

  test('closed: no timer is left and waits end', async () => {
    const lab = busy();
    const wait = lab.engine.waitFor(() => false, 60_000);
    const ringing = lab.engine.originate(order({ channel: 'SIP/2013' }));
    lab.engine.close();
    expect([await wait, await ringing.result, lab.clock.pending]).toEqual([false, 8, 0]);
  });
});

test('events carry rising ids, can be read from an id on, and are capped', () => {
  const { engine, people } = createLab();
  for (let n = 0; n < 1_300; n += 1) {
    people.dials('2011', '2012');
    people.hangsUp('2011');
  }
  const all = engine.events('', 0);
  const hangups = engine.events('Hangup', all[0]?.id ?? 0);
  expect([
    all.length,
    engine.events('', all.at(-2)?.id ?? 0).length,
    hangups.every((one) => one.name === 'Hangup'),
  ]).toEqual([10_000, 1, true]);
  expect(hangups[0]?.content).toMatch(
    /^Event: Hangup Privilege: call,all Channel: SIP\/2011-[0-9a-f]{8} Uniqueid: \d+\.\d+ Cause: 16 /,
  );
});

test('a call for help is let through whatever is set, with or without the key for an outside line', () => {
  const { engine, people, records } = createLab();
  engine.setBarred('2011', true);
  engine.setScreening({ refusesCaller: () => true, refusesCalled: () => true });
  people.outsideBehaves('*', { kind: 'answers', afterSeconds: 1, talkSeconds: 5 });
  const dialled = ['120', '9119', '913800138000'].map((number) => {
    people.dials('2011', number);
    const channel = engine.channels().find(({ hungUpAt, trunk }) => hungUpAt === null && trunk !== '');
    if (channel) people.hangsUp('2011');
    return channel?.dialled ?? 'no line';
  });
  expect([dialled, records.calls.map(({ dst, trunk }) => [dst, trunk !== ''])]).toEqual([
    ['120', '119', 'no line'],
    [
      ['120', true],
      ['119', true],
      ['13800138000', false],
    ],
  ]);
});
