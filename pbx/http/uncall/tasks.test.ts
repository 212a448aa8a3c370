import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pick, startTestPlatform, type TestPlatform } from '../test-platform';
import { ask, field, say } from './test-soap';

/** Chapter 4: what is made here is dialled, and is what chapter 8 of the other face shows. */
let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const passes = (seconds: number) => platform.clock.advance(seconds * 1000);
const ivrTask = (...rest: string[]) =>
  ask(platform, 'addIvrTask', '2011', '催费 & <通知>', 'SIP/to117/', '2', '3', '4008001234', ...rest);
const queueTask = (control: string, factor: string) =>
  ask(platform, 'addQueueTask', '2011', '回访', 'sip/to117', '90', '2', control, factor, '0', '8:30', '20:00', '0');
const tableOf = (document: string) => field(document, 'TaskID');
const idOf = (document: string) => tableOf(document).replace(/\D/g, '');
const phones = (count: number) => Array.from({ length: count }, (_, n) => String(13_800_000_000 + n));
const counts = async (id: string) => {
  const row = await ask(platform, 'getAllTask', id);
  return ['task_status', 'task_num', 'task_called', 'task_success', 'task_visit', 'task_fail'].map((name) =>
    field(row, name),
  );
};

it('a voice task is dialled within its hours, and who answers hears its voice file and is in the menu then', async () => {
  const made = await ivrTask('09:00', '09:30', 'welcome.wav');
  const id = idOf(made);
  const filled = await say(platform, 'addPhoneToTask', tableOf(made), phones(5).join(','));
  const before = await counts(id);
  passes(30);
  const idle = (await platform.rows('getchannel')).length;
  const started = await say(platform, 'updateTask', id, 'run', '0', '0');
  const shown = async () => (await platform.rows('getchannel')).filter(({ clearflag }) => clearflag === '0');
  passes(6);
  const listening = await shown();
  passes(4);
  const live = await shown();
  const running = await counts(id);
  for (const { channel } of live) await platform.ask('ctihangup', { channel: String(channel) });
  passes(10);
  for (const { name } of platform.engine.channels()) platform.engine.hangUp(name);
  passes(40);
  expect({
    made,
    filled,
    before,
    idle,
    started,
    listening: listening.map((row) => pick(row, 'state', 'application', 'appdata')),
    live: live.map((row) => pick(row, 'callerid', 'state', 'application', 'appdata')),
    running,
    after: await counts(id),
  }).toEqual({
    made: expect.stringContaining('<TaskID>o_task_run_1</TaskID>'),
    filled: '1 | Response=success AffectedRows=5',
    before: ['ready', '5', '0', '0', '0', '0'],
    idle: 0,
    started: '1 | Response=success',
    // Three at a time.
    listening: phones(3).map(() => ({ state: 'Up', application: 'Playback', appdata: 'welcome' })),
    live: phones(3).map((callerid) => ({ callerid, state: 'Up', application: 'IVR', appdata: '2' })),
    running: ['run', '5', '3', '0', '0', '0'],
    after: ['finish', '5', '5', '5', '0', '0'],
  });
});

it('a task waits for its hours, and a queue task for free people', async () => {
  const early = await ivrTask('10:00', '11:00', '0');
  await ask(platform, 'addPhoneToTask', tableOf(early), phones(2).join(','));
  await ask(platform, 'updateTask', idOf(early), 'run');
  const made = await queueTask('i', '2');
  await ask(platform, 'addPhoneToTask', tableOf(made), '13900139000,13900139001,13900139002');
  await ask(platform, 'updateTask', idOf(made), 'run');
  passes(20);
  const nobody = [await counts(idOf(early)), await counts(idOf(made))];
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  passes(5);
  platform.scenario.answers('2011');
  passes(1);
  expect({
    nobody,
    popped: field(await ask(platform, 'popEvent', '2011'), 'calla'),
    called: await counts(idOf(made)),
  }).toEqual({
    nobody: [
      ['run', '2', '0', '0', '0', '0'],
      ['run', '3', '0', '0', '0', '0'],
    ],
    popped: expect.stringMatching(/^1390013900\d$/),
    called: ['run', '3', '2', '0', '0', '0'],
  });
});

describe('one task in both faces', () => {
  it('made here, it is a task of chapter 8, which can change it', async () => {
    const made = await queueTask('i', '1.5');
    await ask(platform, 'addPhoneToTask', tableOf(made), '13800138000');
    const [row] = await platform.rows('getobtasks', { id: idOf(made) });
    const changed = await platform.ask('setobtask', { id: idOf(made), maxcalls: 7, name: '改名' });
    const voice = idOf(await ivrTask('09:00', '09:30', 'welcome.wav'));
    const voiced = await platform.ask('setobtask', { id: voice, maxcalls: 4 });
    expect({
      row:
        row &&
        pick(
          row,
          'name',
          'actiontype',
          'runtype',
          'context',
          'exten',
          'priority',
          'queuecallrate',
          'maxcalls',
          'outtrunk',
          'amrange',
          'callerid',
          'creater',
          'createbyapp',
          'status',
        ),
      changed: [changed.errcode, voiced.errcode],
      told: (await ask(platform, 'getAllTask', idOf(made)))
        .split('\n')
        .slice(4, -2)
        .map((line) => line.trim()),
    }).toEqual({
      row: {
        ...{ name: '回访', actiontype: '8', runtype: '0', context: 'ext-queues', exten: '90', priority: '1' },
        ...{ queuecallrate: '1.50', maxcalls: '2', outtrunk: 'SIP/to117', amrange: '08:30-20:00', callerid: '' },
        ...{ creater: '2011', createbyapp: 'uncall', status: 'N' },
      },
      changed: [0, 0],
      told: [
        '<id>1</id>',
        '<task_name>改名</task_name>',
        '<task_type>queue</task_type>',
        '<create_time>2026-03-02 09:00:00</create_time>',
        '<create_users>2011</create_users>',
        '<task_out_line>SIP/to117/</task_out_line>',
        '<task_queue>90</task_queue>',
        '<task_status>ready</task_status>',
        '<call_max>7</call_max>',
        '<task_day_start>08:30</task_day_start>',
        '<task_day_end>20:00</task_day_end>',
        '<task_num>1</task_num>',
        '<task_called>0</task_called>',
        '<task_success>0</task_success>',
        '<task_visit>0</task_visit>',
        '<task_fail>0</task_fail>',
        '<task_cortrol_type>i</task_cortrol_type>',
        '<task_override>1.50</task_override>',
        '<queue_name>售后</queue_name>',
        '<task_callerid>0</task_callerid>',
      ],
    });
  });

  it('made there, it is listed and steered here, the newest first', async () => {
    await ivrTask();
    const made = await platform.ask('addobtask', {
      ...{ name: '预览', begindate: '2026-03-02', enddate: '2026-03-31', runtype: '0', actiontype: '7' },
      ...{ amrange: '08:00-12:00', pmrange: '14:00-18:30', maxcalls: 5, agentno: '2011' },
    });
    const all = await ask(platform, 'getAllTask', '0');
    const one = await ask(platform, 'getAllTask', '2');
    const states: string[] = [];
    for (const state of ['run', 'push', 'run', 'stop', 'ready', '0']) {
      await ask(platform, 'updateTask', '2', state, '9', '0');
      states.push(field(await ask(platform, 'getAllTask', '2'), 'task_status'));
    }
    expect({
      made: made.errcode,
      order: [...all.matchAll(/<id>(\d+)<\/id>/g)].map(([, id]) => id),
      one: ['task_type', 'task_queue', 'task_day_start', 'task_day_end', 'queue_name'].map((name) => field(one, name)),
      states,
      there: (await platform.rows('getobtasks', { id: '2' })).map((row) => pick(row, 'maxcalls', 'status')),
    }).toEqual({
      made: 0,
      order: ['2', '1'],
      one: ['click', '', '08:00', '18:30', '0'],
      states: ['run', 'push', 'run', 'stop', 'ready', 'ready'],
      there: [{ maxcalls: '9', status: 'N' }],
    });
  });
});

it('numbers that are doubled or none are passed over, and the count tells', async () => {
  const table = tableOf(await ivrTask());
  const said = [
    await say(platform, 'addPhoneToTask', table, '13800138000, 13800138000,,02088881234,abc,12345678901234567890,1;2'),
    await say(platform, 'addPhoneToTask', table, '13800138000,13800138001'),
    await say(platform, 'addPhoneToTask', table, phones(2_000).join(',')),
    await say(platform, 'addPhoneToTask', `${table}; DROP TABLE campaign_task`, '13800138000'),
  ];
  expect([said, (await counts('1'))[1]]).toEqual([
    [
      '1 | Response=success AffectedRows=2',
      '1 | Response=success AffectedRows=1',
      '1 | Response=success AffectedRows=2000',
      '1 | Response=error Message=databases error',
    ],
    '2003',
  ]);
});

it('what is there and wrong is refused in words like the documented ones', async () => {
  const said = await Promise.all([
    say(platform, 'addIvrTask', '2011', 'x', 'SIP/none/', '1', '3', '0'),
    say(platform, 'addIvrTask', '2011', 'x', 'SIP/to117/', '77', '3', '0'),
    say(platform, 'addIvrTask', '2011', 'x', 'SIP/to117/', '1', '-3', '0'),
    say(platform, 'addIvrTask', '2011', 'x', 'SIP/to117/', '1', '3', '0', '25:00'),
    say(platform, 'addQueueTask', '2011', 'x', 'SIP/to117/', '999', '3', 'g', '1', '0'),
    say(platform, 'updateTask', '1', 'finish'),
    say(platform, 'updateTask', '1', '0', 'many'),
    say(platform, 'updateTask', '99', 'run'),
    say(platform, 'getAllTask', '1 OR 1=1'),
  ]);
  expect(said).toEqual([
    '1 | Response=error Message=task_out_line is error',
    '1 | Response=error Message=incoming_ivr_values is error',
    '1 | Response=error Message=call_max is error',
    '1 | Response=error Message=start_time is error',
    '1 | Response=error Message=incoming_queue_values is error',
    '1 | Response=error Message=task_status is error',
    '1 | Response=error Message=call_max is error',
    '1 | Response=success',
    '1',
  ]);
});

it('a deleted task calls nobody any more and takes no numbers', async () => {
  const made = await ivrTask();
  await ask(platform, 'addPhoneToTask', tableOf(made), phones(20).join(','));
  await ask(platform, 'updateTask', idOf(made), 'run');
  passes(6);
  const deleted = await say(platform, 'delTask', idOf(made));
  for (const { name } of platform.engine.channels()) platform.engine.hangUp(name);
  passes(60);
  expect([
    deleted,
    await say(platform, 'getAllTask', '0'),
    await say(platform, 'addPhoneToTask', tableOf(made), '13800138000'),
    (await platform.rows('getchannel')).length,
  ]).toEqual(['1 | Response=success', '1', '1 | Response=error Message=databases error', 0]);
});

it('lines, menus and queues are those of the other face', async () => {
  const valuesOf = async (name: 'getTrunkList' | 'getIncomingIVR' | 'getIncomingQueues') =>
    [...(await ask(platform, name, '2011')).matchAll(/<value>([^<]*)<\/value>/g)].map(([, value]) => value);
  expect({
    trunks: await valuesOf('getTrunkList'),
    menus: await valuesOf('getIncomingIVR'),
    queues: await valuesOf('getIncomingQueues'),
  }).toEqual({
    trunks: (await platform.rows('gettrunklist')).map(({ trunk }) => `${trunk}/`),
    menus: (await platform.rows('getivrlist')).map(({ id }) => String(id)),
    queues: (await platform.rows('getqueuelist')).map(({ queueno }) => String(queueno)),
  });
});
