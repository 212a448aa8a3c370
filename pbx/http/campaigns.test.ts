import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutsideBehaviour } from '../scenario/port';
import { pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

type Query = Readonly<Record<string, string | number>>;
const days = { begindate: '2026-03-02', enddate: '2026-03-31' } as const;

/** A task with a list; the id. */
async function aTask(query: Query, numbers: readonly string[]): Promise<number> {
  const added = await platform.ask('addobtask', { name: '任务', runtype: 0, ...days, ...query });
  if (added.errcode !== 0) throw new Error(added.message ?? '');
  const { total } = added as unknown as { total: number };
  for (const dialnumber of numbers) {
    await platform.ask('addobdiallist', { taskid: total, dialnumber, extrefid: `ref-${dialnumber}`, remark: '春季' });
  }
  return total;
}
const order = (id: number, status: string) => platform.ask('setobtaskstatus', { id, status });
const stateOf = async (id: number) => (await platform.rows('getobtasks', { id }))[0]?.status;

/** A person of the script, and what the script says comes of calling that number. */
interface Person {
  readonly behaviour: OutsideBehaviour;
  readonly attempts: number;
  readonly seconds?: number;
  readonly key?: string;
  readonly disposition: string;
  readonly cause: number;
}
const answers = { kind: 'answers', afterSeconds: 3 } as const;
/** Prompt 4 s, two seconds of thought, thanks 2 s; five seconds for a key. */
const people: Readonly<Record<string, Person>> = {
  13810000001: {
    behaviour: { ...answers, keys: '1' },
    attempts: 1,
    seconds: 8,
    key: '1',
    disposition: 'ANSWER',
    cause: 16,
  },
  13820000002: {
    behaviour: { ...answers, keys: '92' },
    attempts: 1,
    seconds: 14,
    key: '2',
    disposition: 'ANSWER',
    cause: 16,
  },
  13830000003: { behaviour: answers, attempts: 1, seconds: 18, key: '-1', disposition: 'ANSWER', cause: 16 },
  13840000004: { behaviour: { kind: 'busy' }, attempts: 2, disposition: 'BUSY', cause: 17 },
  13850000005: { behaviour: { kind: 'silent' }, attempts: 2, disposition: 'NOANSWER', cause: 19 },
  13860000006: {
    behaviour: { ...answers, talkSeconds: 2 },
    attempts: 1,
    seconds: 2,
    key: '-1',
    disposition: 'ANSWER',
    cause: 16,
  },
  13870000007: {
    behaviour: { ...answers, keys: '99' },
    attempts: 1,
    seconds: 12,
    key: '-1',
    disposition: 'ANSWER',
    cause: 16,
  },
};
const numbers = Object.keys(people);

test('a survey from its first call to its reports: list, log, call records and figures agree with the script', async () => {
  for (const [number, { behaviour }] of Object.entries(people)) platform.scenario.outsideBehaves(number, behaviour);
  const id = await aTask(
    {
      ...{ actiontype: 2, voicefile1: 'welcome', voicefile2: 'goodbye', validkey: '1-2', maxcalls: 3, maxretries: 1 },
      ...{ inputtimeout: 5, inputerrorcount: 1, inputtimeoutcount: 1, outtrunk: 'SIP/to117', callerid: '4008100000' },
    },
    numbers,
  );
  await order(id, 'B');
  platform.clock.advance(300_000);

  const list = await platform.rows('getobdiallist', { taskid: id });
  expect(
    list.map((row) => [
      row.dialnumber,
      row.status,
      row.retrytimes,
      row.duration,
      row.responsekey,
      row.disposition,
      row.cause,
    ]),
  ).toEqual(
    Object.entries(people).map(([number, { attempts, seconds = 0, key = '', disposition, cause }]) => [
      ...[number, seconds > 0 ? 'S' : 'F', String(attempts), String(seconds), key, disposition, String(cause)],
    ]),
  );
  expect(pick(list[0] ?? {}, 'extrefid', 'remark', 'callerid', 'lastrange', 'message')).toEqual({
    ...{ extrefid: 'ref-13810000001', remark: '春季', callerid: '4008100000', lastrange: '00:00-24:00', message: '' },
  });

  const log = await platform.rows('getobcalllog', { taskid: id });
  const records = await platform.rows('getcdr');
  const calls = (number: string) => ({
    log: log.filter(({ phoneno }) => phoneno === number).map(({ uniqueid, duration }) => `${uniqueid} ${duration}`),
    records: records
      .filter(({ callee }) => callee === number)
      .map(({ uniqueid, billsec }) => `${uniqueid} ${billsec}`)
      .reverse(),
  });
  for (const [number, { attempts, seconds = 0 }] of Object.entries(people)) {
    const { log: mine, records: theirs } = calls(number);
    expect([number, mine, mine.map((each) => each.split(' ')[1])]).toEqual([
      number,
      theirs.sort(),
      Array(attempts).fill(String(seconds)),
    ]);
  }

  const answered = Object.values(people).filter(({ seconds }) => seconds !== undefined);
  const above = answered.filter(({ seconds = 0 }) => seconds > 10).length;
  expect({
    state: await stateOf(id),
    task: (await platform.rows('gettaskreport', { id })).map((row) =>
      pick(row, 'total', 'succcount', 'failcount', 'succrate', 'finishrate'),
    ),
    keys: await platform.rows('getpresskeyreport', { id, sort: 'responsekey' }),
    times: await platform.rows('gettimereport', { id }),
    shorter: await platform.rows('gettimereport', { id, second: 17 }),
    agents: await platform.rows('getagentreport', { id }),
  }).toEqual({
    state: 'F',
    task: [{ total: '7', succcount: '5', failcount: '2', succrate: 71.43, finishrate: 100 }],
    keys: ['-1', '1', '2'].map((responsekey) => ({
      taskid: String(id),
      responsekey,
      num: String(answered.filter(({ key }) => key === responsekey).length),
    })),
    times: [{ taskid: String(id), up: String(above), down: String(answered.length - above) }],
    shorter: [{ taskid: String(id), up: '1', down: '4' }],
    agents: [],
  });
});

test('calls into a queue: agents’ talks of the report are those of the queue log, never more out than agents are free', async () => {
  for (const device of ['2011', '2012']) {
    platform.scenario.behaves(device, { kind: 'answers', afterSeconds: 2 });
    await platform.ask('ctiqueueadd', { queue: '90', interface: `SIP/${device}` });
  }
  platform.scenario.outsideBehaves('139', { ...answers, talkSeconds: 25 });
  const list = Array.from({ length: 7 }, (_, at) => `1390000000${at}`);
  const id = await aTask(
    { actiontype: 8, context: 'ext-queues', exten: '90', priority: 1, queuecallrate: '1.00' },
    list,
  );
  await order(id, 'B');
  let most = 0;
  for (let second = 0; second < 200; second += 1) {
    platform.clock.advance(1_000);
    most = Math.max(most, platform.engine.channels().filter((one) => one.trunk !== '' && one.hungUpAt === null).length);
  }
  const day = { calldate1: '2026-03-02', calldate2: '2026-03-02' };
  const log = await platform.rows('getqueuecalldetail', { ...day, queuename: '90', queueevent: 'CONNECT' });
  const talkers = log.map(({ agentno }) => String(agentno));
  const talks = (agent: string) => String(talkers.filter((each) => each === agent).length);
  const called = await platform.rows('getobdiallist', { taskid: id });
  const report = await platform.rows('getagentreport', { id, sort: 'agent' });
  expect({
    most,
    state: await stateOf(id),
    called: called.map(({ status }) => status),
    callers: report.map(({ agent, num }) => [agent, num]),
  }).toEqual({
    most: 2,
    state: 'F',
    called: list.map(() => 'S'),
    callers: ['2011', '2012'].map((agent) => [agent, talks(agent)]),
  });
  expect(called.map(({ caller }) => caller).sort()).toEqual(talkers.sort());
});

test('a queue without free agents gets no calls, until one is free', async () => {
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: 3 });
  platform.scenario.behaves('2011', { kind: 'answers', afterSeconds: 2 });
  platform.scenario.outsideBehaves('139', { ...answers, talkSeconds: 5 });
  const id = await aTask({ actiontype: 8, context: 'ext-queues', exten: '90', priority: 1 }, ['13900000001']);
  await order(id, 'B');
  platform.clock.advance(120_000);
  const paused = await platform.rows('getobcalllog', { taskid: id });
  await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: 0 });
  platform.clock.advance(30_000);
  expect([paused, await stateOf(id)]).toEqual([[], 'F']);
});

describe('agents and customers', () => {
  const staff = (device: string) => platform.scenario.behaves(device, { kind: 'answers', afterSeconds: 2 });
  const outcome = async (id: number) =>
    (await platform.rows('getobdiallist', { taskid: id })).map((row) =>
      [row.dialnumber, row.status, row.retrytimes, row.caller, row.disposition, row.duration, row.message]
        .join(' ')
        .trim(),
    );

  test('agent first: the agent named by the number or the task is rung, then the customer', async () => {
    staff('2011');
    staff('2012');
    platform.scenario.outsideBehaves('1391', { ...answers, talkSeconds: 20 });
    platform.scenario.outsideBehaves('1392', { kind: 'busy' });
    const id = await aTask({ actiontype: 3, agentno: '2011', maxretries: 1 }, ['13910000001', '13920000002']);
    await platform.ask('addobdiallist', { taskid: id, dialnumber: '13910000003', caller: '2012' });
    await order(id, 'B');
    platform.clock.advance(3_500);
    const rung = platform.engine
      .channels()
      .filter(({ device }) => device !== '')
      .map(({ device }) => device);
    platform.clock.advance(200_000);
    expect([rung.sort(), await outcome(id), await platform.rows('getagentreport', { id, sort: 'agent' })]).toEqual([
      ['2011', '2012'],
      ['13910000001 S 1 2011 ANSWER 20', '13920000002 F 2  BUSY 0', '13910000003 S 1 2012 ANSWER 20'],
      ['2011', '2012'].map((agent) => ({ taskid: String(id), agent, num: '1' })),
    ]);
  });

  test('agent first: nobody is called for an agent who does not answer, and a stop takes the ringing back', async () => {
    const id = await aTask({ actiontype: 3, agentno: '2011', maxretries: 1, timeout: 10 }, ['13910000001']);
    await order(id, 'B');
    platform.clock.advance(100_000);
    const unanswered = await outcome(id);
    const other = await aTask({ actiontype: 3, agentno: '2012' }, ['13910000002']);
    await order(other, 'B');
    platform.clock.advance(3_000);
    await order(other, 'S');
    platform.clock.advance(2_000);
    const phone = platform.engine.device('2012')?.status;
    expect([unanswered, phone, await outcome(other), await stateOf(other)]).toEqual([
      ['13910000001 F 2  NOANSWER 0 agent not reached'],
      0,
      ['13910000002 R 1  CANCEL 0 interrupted'],
      'S',
    ]);
  });

  test('agent first: a customer is not rung for longer than the task allows', async () => {
    staff('2011');
    platform.scenario.outsideBehaves('139', { kind: 'silent' });
    const id = await aTask({ actiontype: 3, agentno: '2011', maxretries: 1, timeout: 12 }, ['13910000001']);
    await order(id, 'B');
    platform.clock.advance(17_000);
    const [first] = await platform.rows('getobcalllog', { taskid: id });
    expect([await outcome(id), first?.duration, platform.engine.device('2011')?.status]).toEqual([
      ['13910000001 R 1  NOANSWER 0'],
      '0',
      0,
    ]);
  });

  test('customer first: the agent is taken before the customer is called and connected when he answers', async () => {
    staff('2011');
    platform.scenario.outsideBehaves('139', { ...answers, talkSeconds: 20 });
    const id = await aTask({ actiontype: 4, agentno: '2011' }, ['13910000001', '13910000002']);
    await order(id, 'B');
    platform.clock.advance(2_000);
    const out = platform.engine.channels().filter(({ trunk }) => trunk !== '').length;
    platform.clock.advance(100_000);
    // Three seconds of prompt and two until the agent answered went by before they talked.
    expect([out, await outcome(id)]).toEqual([1, ['13910000001 S 1 2011 ANSWER 25', '13910000002 S 1 2011 ANSWER 25']]);
  });

  test('shared: whoever is idle gets the next number, and the platform says who', async () => {
    for (const device of ['2011', '2012']) {
      staff(device);
      await platform.ask('ctiqueueadd', { queue: '91', interface: `SIP/${device}` });
    }
    platform.scenario.outsideBehaves('139', { ...answers, talkSeconds: 20 });
    const id = await aTask({ actiontype: 9, exten: '91' }, ['13910000001', '13910000002', '13910000003']);
    await order(id, 'B');
    platform.clock.advance(100_000);
    expect(await outcome(id)).toEqual([
      '13910000001 S 1 2011 ANSWER 20',
      '13910000002 S 1 2012 ANSWER 20',
      '13910000003 S 1 2011 ANSWER 20',
    ]);
  });

  test('preview: the platform calls nobody; what the agent dials is the call, what colleagues dial is not', async () => {
    platform.scenario.outsideBehaves('139', { ...answers, talkSeconds: 20 });
    const id = await aTask({ actiontype: 7, needinput: 'Y' }, []);
    await platform.ask('addobdiallist', { taskid: id, dialnumber: '13910000001', caller: '2011' });
    await platform.ask('addobdiallist', { taskid: id, dialnumber: '13910000002', caller: '2011' });
    await order(id, 'B');
    platform.clock.advance(60_000);
    const waiting = await platform.rows('getcdr');
    platform.scenario.dials('2012', '13910000001');
    platform.clock.advance(40_000);
    const foreign = await outcome(id);
    platform.scenario.dials('2011', '913910000001');
    platform.clock.advance(5_000);
    platform.scenario.presses('2011', '7');
    platform.clock.advance(40_000);
    staff('2011');
    await platform.ask('ctioriginate', {
      ...{ channel: 'SIP/2011', exten: '13910000002', context: 'from-internal', priority: 1, callerid: '2011' },
      ...{ variable: `__MVBBOB_TASKID=${id}|MVB_CALLEE=13910000002`, async: 'yes' },
    });
    platform.clock.advance(60_000);
    const [first] = await platform.rows('getobdiallist', { taskid: id });
    expect([waiting, foreign, await outcome(id), first?.agentinput, await stateOf(id)]).toEqual([
      [],
      ['13910000001 N 0 2011  0', '13910000002 N 0 2011  0'],
      ['13910000001 S 1 2011 ANSWER 20', '13910000002 S 1 2011 ANSWER 20'],
      '7',
      'F',
    ]);
  });
});

test('into an application and into a script: answered is enough', async () => {
  platform.scenario.outsideBehaves('139', { ...answers, talkSeconds: 7 });
  const menu = { actiontype: 6, context: 'ivr-1', exten: 's', priority: 1 };
  const tasks = [
    await aTask({ actiontype: 5, application: 'Playback', appdata: 'welcome', variable: 'A=1|B=2' }, ['13910000001']),
    await aTask(menu, ['13910000002']),
  ];
  for (const id of tasks) await order(id, 'B');
  platform.clock.advance(4_500);
  const [application, script] = platform.engine.channels().filter(({ trunk }) => trunk !== '');
  const variable = platform.engine.getVariable(application?.name ?? '', 'B');
  platform.scenario.presses('13910000002', '8');
  platform.clock.advance(1_000);
  const keys = await platform.rows('getivrlog', { obtaskid: Number(tasks[1]) });
  if (script) platform.engine.hangUp(script.name);
  platform.clock.advance(20_000);
  expect({
    application: [application?.application, application?.applicationData, variable],
    keys: keys.map((row) => [row.ivrname, row.obdialid]),
    lists: await Promise.all(
      tasks.map(async (taskid) =>
        (await platform.rows('getobdiallist', { taskid })).map((row) => [row.status, row.duration]),
      ),
    ),
    pressed: (await platform.rows('getpresskeyreport', { id: Number(tasks[1]) })).map((row) => row.responsekey),
  }).toEqual({
    application: ['Playback', 'welcome', '2'],
    keys: [['welcomemenu', '2']],
    lists: [[['S', '7']], [['S', '1']]],
    pressed: ['8'],
  });
});
