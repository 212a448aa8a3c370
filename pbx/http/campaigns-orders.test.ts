import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { permits, taskLetters, taskStates } from '../../shared/webcti/vocabulary/campaigns';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 3 });
});
afterEach(() => platform.close());

type Query = Readonly<Record<string, string | number>>;
const notice = { actiontype: 1, runtype: 0, voicefile1: 'welcome', begindate: '2026-03-02', enddate: '2026-03-31' };
const add = (query: Query = {}) => platform.ask('addobtask', { name: '通知', ...notice, ...query });
async function aTask(query: Query = {}, numbers: readonly string[] = []): Promise<number> {
  const { total } = (await add(query)) as unknown as { total: number };
  for (const dialnumber of numbers) await platform.ask('addobdiallist', { taskid: total, dialnumber });
  return total;
}
const order = (id: number, status: string) => platform.ask('setobtaskstatus', { id, status });
const stateOf = async (id: number) => (await platform.rows('getobtasks', { id }))[0]?.status;
const calls = async (taskid: number) => (await platform.rows('getobcalllog', { taskid })).length;
const list = async (taskid: number, query: Query = {}) =>
  (await platform.rows('getobdiallist', { taskid, ...query })).map((row) => `${row.dialnumber} ${row.status}`);

describe('a task', () => {
  test('permits in each state what the vocabulary says, and refuses the rest without changing anything', async () => {
    const faults: string[] = [];
    const id = await aTask();
    for (const state of Object.keys(taskStates) as (keyof typeof taskStates)[]) {
      const deeds = {
        ...Object.fromEntries(Object.entries(taskLetters).map(([name, letter]) => [name, () => order(id, letter)])),
        change: () => platform.ask('setobtask', { id, name: '改名' }),
        delete: () => platform.ask('delobtask', { id: task }),
      };
      let task = id;
      for (const [name, deed] of Object.entries(deeds)) {
        task = name === 'delete' ? await aTask() : id;
        platform.store.campaigns.tasks.note(task, { status: state });
        const { errcode } = await deed();
        const allowed = permits(state, name as Parameters<typeof permits>[1]);
        const left = await stateOf(task);
        if ((errcode === 0) !== allowed) faults.push(`${name} in ${state}: ${errcode}`);
        if (!allowed && left !== state) faults.push(`${name} in ${state} left ${left}`);
        if (name === 'delete' && allowed && left !== undefined) faults.push(`${state} was not deleted`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('goes from N over B to R and F; stopped or paused it starts nothing, and goes on where it was', async () => {
    const id = await aTask({ maxcalls: 1 }, ['13900000001', '13900000002', '13900000003']);
    const states = [await stateOf(id)];
    const note = async () => states.push(`${await stateOf(id)} ${await calls(id)}`);
    await order(id, 'b');
    await note();
    platform.clock.advance(2_000);
    await note();
    await order(id, 'p');
    platform.clock.advance(60_000);
    await note();
    await order(id, 'c');
    await note();
    platform.clock.advance(2_000);
    await note();
    await order(id, 's');
    platform.clock.advance(60_000);
    await note();
    await order(id, 'b');
    platform.clock.advance(60_000);
    await note();
    expect(states).toEqual(['N', 'B 0', 'R 1', 'P 1', 'C 1', 'R 2', 'S 2', 'F 3']);
  });

  test('calls within its hours only', async () => {
    const numbers = Array.from({ length: 20 }, (_, at) => `1390000${String(at).padStart(4, '0')}`);
    const id = await aTask({ amrange: '8:00-9:01', pmrange: '13:15-17:30', maxcalls: 1 }, numbers);
    await order(id, 'B');
    const counts: number[] = [];
    for (const minutes of [1, 60, 193, 1, 1]) {
      platform.clock.advance(minutes * 60_000);
      counts.push(await calls(id));
    }
    const [row] = await platform.rows('getobtasks', { id });
    // One call takes seven seconds. At 09:01, 10:01, 13:14, 13:15 and 13:16.
    expect([counts, row?.lastrange]).toEqual([[9, 9, 9, 10, 18], '13:15-17:30']);
  });

  test('is refused with what it cannot be', async () => {
    const wrong: readonly Query[] = [
      { runtype: 1 },
      { runtype: 1, actiontype: 3, timelist: '10:00-11:00' },
      { runtype: 1, timelist: '10:00' },
      { enddate: '2026-03-01' },
      { amrange: '8-9' },
      { pmrange: '13:00-14:00,15:00-16:00' },
      { weeklist: '7' },
      { monthlist: '0' },
      { daylist: '1,32' },
      { queuecallrate: 'x' },
      { validkey: '12' },
      { outtrunk: 'SIP/nowhere' },
      { actiontype: 8, context: 'ext-queues', exten: '999', priority: 1 },
      { actiontype: 6 },
      { actiontype: 10 },
      { voicefile1: '' },
    ];
    const answers = await Promise.all(wrong.map(add));
    const id = await aTask();
    expect([
      answers.map(({ message }) => /"(.*)"/.exec(message ?? '')?.[1]),
      await platform.rows('getobtasks').then((rows) => rows.length),
      (await platform.ask('setobtask', { id, enddate: '2026-03-01' })).message,
      (await platform.ask('setobtask', { id: 99, name: 'x' })).message,
      (await platform.ask('delobtask', { id: 99 })).errcode,
      (await order(99, 'B')).errcode,
      (await order(id, 'R')).errcode,
    ]).toEqual([
      ['timelist', 'runtype', 'timelist', 'enddate', 'amrange', 'pmrange', 'weeklist', 'monthlist', 'daylist'].concat([
        'queuecallrate',
        'validkey',
        'outtrunk',
        '999',
        'context',
        'actiontype',
        'voicefile1',
      ]),
      1,
      'variable "enddate" is invalid.',
      'outbound task "99" not exists.',
      9003,
      9003,
      9002,
    ]);
  });

  test('keeps what a change leaves out, and its numbers and log when it is deleted', async () => {
    const id = await aTask({ maxcalls: 3, callerid: '4008100000' }, ['13900000001']);
    await order(id, 'B');
    platform.clock.advance(20_000);
    await platform.ask('setobtask', { id, name: '新名', timeout: 20 });
    const [row] = await platform.rows('getobtasks', { id });
    await platform.ask('delobtask', { id });
    const again = await aTask();
    expect([
      [row?.name, row?.timeout, row?.maxcalls, row?.callerid, row?.voicefile1],
      await list(id),
      await calls(id),
      again > id,
    ]).toEqual([['新名', '20', '3', '4008100000', 'welcome'], ['13900000001 S'], 1, true]);
  });

  test('is found by part of its name, its kind, state and days, sorted and in pages with the number of all', async () => {
    for (const [name, enddate] of [
      ['回访一', '2026-03-10'],
      ['回访二', '2026-03-20'],
      ['通知', '2026-03-30'],
    ] as const) {
      await aTask({ name, enddate });
    }
    const names = async (query: Query) => {
      const { data, ...rest } = await platform.ask('getobtasks', query);
      return [(rest as { total?: string }).total, data.map(({ name }) => name)];
    };
    expect([
      await names({ name: '回访', sort: 'enddate', sens: 'DESC', rows: 1 }),
      await names({ name: '回访', sort: 'enddate', sens: 'DESC', rows: 1, offset: 1 }),
      await names({ enddate: '2026-03-20', begindate: '2026-03-02' }),
      await names({ begindate: '2026-03-03' }),
      await names({ actiontype: 2 }),
      await names({ status: 'N', rows: 1 }),
      (await platform.ask('getobtasks', { sort: 'password' })).errcode,
    ]).toEqual([[2, ['回访二']], [2, ['回访一']], [2, ['回访一', '回访二']], [0, []], [0, []], [3, ['回访一']], 9002]);
  });
});

describe('a cyclic task', () => {
  test('runs through its list once in each range of its days, and the log keeps every run', async () => {
    const id = await aTask({ runtype: 1, timelist: '9:00-9:30,10:00-10:30', weeklist: '1,3', enddate: '2026-03-04' }, [
      '13900000001',
      '13900000002',
    ]);
    await order(id, 'B');
    const seen: (string | undefined)[] = [];
    for (const hours of [0.9, 1, 24, 21, 2, 13, 2]) {
      platform.clock.advance(hours * 3_600_000);
      seen.push(`${await calls(id)} ${await stateOf(id)}`);
    }
    const log = await platform.rows('getobcalllog', { taskid: id, phoneno: '13900000001' });
    // Monday after the first and the second range, Tuesday, Wednesday before, between and after its ranges, Thursday.
    expect([seen, log.map(({ timerange }) => timerange), (await list(id)).length]).toEqual([
      ['2 R', '4 R', '4 R', '4 R', '6 R', '8 R', '8 F'],
      ['09:00-09:30', '10:00-10:30', '09:00-09:30', '10:00-10:30'],
      2,
    ]);
  });
});

describe('the list', () => {
  test('is filtered by each of its parameters', async () => {
    const id = await aTask({ maxcalls: 1, maxretries: 1 }, ['13900000001', '13800000002']);
    platform.scenario.outsideBehaves('138', { kind: 'busy' });
    await order(id, 'B');
    platform.clock.advance(90_000);
    await platform.ask('setobdiallist', { taskid: id, id: 2, remark: '忙 100%', extrefid: 'x', caller: '2011' });
    const found = (query: Query) => list(id, query);
    const [answered, busy] = ['13900000001 S', '13800000002 F'];
    const [row] = await platform.rows('getobdiallist', { taskid: id, id: 1 });
    expect({
      status: [await found({ status: 'S' }), await found({ status: 'N' })],
      number: [await found({ dialnumber: '13800000002' }), await found({ dialnumber: '1380000000' })],
      remark: [await found({ remark: '0%' }), await found({ remark: '_' })],
      caller: [await found({ caller: '2011' }), await found({ caller: '2012' })],
      key: [await found({ responsekey: '-1' }), await found({ responsekey: '1' })],
      answered: [
        await found({ answertime1: '2026-03-02', answertime2: '2026-03-02' }),
        await found({ answertime1: '2026-03-03' }),
      ],
      ended: [
        await found({ endtime2: '2026-03-01' }),
        await found({ endtime1: String(row?.endtime), endtime2: String(row?.endtime) }),
      ],
      dialled: [
        await found({ dialedtime1: '2026-03-02 09:01:00' }),
        await found({ dialedtime2: '2026-03-02 09:00:30' }),
      ],
      created: [await found({ createtime1: '2026-03-02', createtime2: '2026-03-02', sort: 'dialnumber' })],
      duration: [
        await found({ duration: 'up', second: 3 }),
        await found({ duration: 'up', second: 4 }),
        await found({ duration: 'down', second: 4 }),
      ],
      pages: [
        await found({ rows: 1, sens: 'DESC' }),
        (await platform.ask('getobdiallist', { taskid: id, rows: 1 })).data.length,
      ],
      missing: (await platform.ask('getobdiallist', { taskid: id, duration: 'up' })).message,
    }).toEqual({
      status: [[answered], []],
      number: [[busy], []],
      remark: [[busy], []],
      caller: [[busy], []],
      key: [[answered], []],
      answered: [[answered], []],
      ended: [[], [answered]],
      dialled: [[busy], [answered]],
      created: [[busy, answered]],
      duration: [[answered], [], [busy]],
      pages: [[busy], 1],
      missing: 'need variable "second".',
    });
  });

  test('is called again when it is made new, one number or all, but never a number that is in a call', async () => {
    const id = await aTask({ maxcalls: 1 }, ['13900000001', '13900000002']);
    await order(id, 'B');
    platform.clock.advance(60_000);
    await platform.ask('setobdiallist', { taskid: id, id: 2, status: 'N' });
    const one = await list(id);
    await order(id, 'B');
    platform.clock.advance(2_000);
    await platform.ask('setobdiallist', { taskid: id, status: 'N' });
    const during = await list(id);
    platform.clock.advance(60_000);
    expect([
      one,
      during,
      [await calls(id), await stateOf(id)],
      (await platform.ask('setobdiallist', { taskid: id, status: 'D' })).errcode,
      (await platform.ask('setobdiallist', { taskid: id, id: 99, remark: 'x' })).message,
      (await platform.ask('addobdiallist', { taskid: id, dialnumber: 'abc' })).errcode,
      (await platform.ask('addobdiallist', { taskid: 99, dialnumber: '13900000003' })).errcode,
    ]).toEqual([
      ['13900000001 S', '13900000002 N'],
      ['13900000001 N', '13900000002 D'],
      [4, 'F'],
      9002,
      'record "99" of task "1" not exists.',
      9002,
      9003,
    ]);
  });

  test('can be deleted under a call that goes on; the call ends in the log all the same', async () => {
    const id = await aTask({}, ['13900000001']);
    await order(id, 'B');
    platform.clock.advance(4_500);
    await platform.ask('delobdiallist', { taskid: id });
    await platform.ask('delobcalllog', { taskid: id });
    const during = await calls(id);
    platform.clock.advance(20_000);
    const [call] = await platform.rows('getobcalllog', { taskid: id });
    expect([during, call?.duration, await list(id), await stateOf(id)]).toEqual([1, '4', [], 'F']);
  });

  test('and the log lose what is named, of that task alone', async () => {
    const [id, other] = [
      await aTask({}, ['13900000001', '13900000002', '13900000003']),
      await aTask({}, ['13900000004']),
    ];
    for (const task of [id, other]) await order(task, 'B');
    platform.clock.advance(60_000);
    await platform.ask('delobdiallist', { taskid: id, id: '1,4' });
    const some = [await list(id), await list(other)];
    await platform.ask('delobdiallist', { taskid: id });
    await platform.ask('delobcalllog', { taskid: id, dialid: 2 });
    const log = [await calls(id), await calls(other)];
    await platform.ask('delobcalllog', { taskid: id, id: '2' });
    const named = [await calls(id), await calls(other)];
    await platform.ask('delobcalllog', { taskid: id });
    expect([
      some,
      await list(id),
      log,
      named,
      await calls(id),
      (await platform.ask('delobdiallist', { taskid: id, id: 'x' })).errcode,
    ]).toEqual([[['13900000002 S', '13900000003 S'], ['13900000004 S']], [], [2, 1], [2, 1], 0, 9002]);
  });
});

describe('the settings', () => {
  test('hold for every task without a value of its own', async () => {
    const numbers = Array.from({ length: 4 }, (_, at) => `1390000000${at}`);
    await platform.ask('setobparams', { keyname: 'maxcalls', keyvalue: 2, keydesc: '并发' });
    await platform.ask('setobparams', { keyname: 'callerid', keyvalue: '4008100000', keydesc: '' });
    await platform.ask('setobparams', { keyname: 'outtrunk', keyvalue: 'SIP/to117' });
    const ids = [await aTask({}, numbers), await aTask({ callerid: '95500' }, ['13900000009'])];
    for (const id of ids) await order(id, 'B');
    platform.clock.advance(2_000);
    const out = platform.engine.channels().filter(({ trunk }) => trunk === 'SIP/to117').length;
    platform.clock.advance(60_000);
    const shown = await Promise.all(
      ids.map(async (taskid) => (await platform.rows('getobdiallist', { taskid }))[0]?.callerid),
    );
    const found = await platform.rows('getobparams', { keyname: 'maxcalls' });
    expect([
      out,
      shown,
      found,
      (await platform.rows('getobparams')).map(({ keyname }) => keyname).length,
      (await platform.ask('setobparams', { keyname: 'maxcalls', keyvalue: 'many' })).errcode,
      (await platform.ask('setobparams', { keyname: 'nothing', keyvalue: '1' })).errcode,
    ]).toEqual([2, ['4008100000', '95500'], [{ keyname: 'maxcalls', keyvalue: '2', keydesc: '并发' }], 10, 9002, 9003]);
  });
});
