import { afterEach, beforeEach, expect, test } from 'vitest';
import { pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const code = async (...call: Parameters<TestPlatform['ask']>) => (await platform.ask(...call)).errcode;
async function aGroup(groupname: string): Promise<number> {
  await platform.ask('addagentgroup', { groupname });
  return Number((await platform.rows('getagentgroup', { groupname }))[0]?.id);
}
const anAgent = (groupid: number, agent: string) =>
  platform.ask('addspecialagent', { groupid, agent, agentname: `坐席${agent}`, agentpassword: '4711' });
const places = async () =>
  (await platform.rows('getobagent')).map((row) => `${row.agentid}@${row.queue} ${row.penalty}`);

test('a group keeps its options, keeps what a change leaves out, and takes its agents and their places with it', async () => {
  const [one, two] = [await aGroup('营销组'), await aGroup('客服组')];
  await platform.ask('setagentgroup', { id: one, wrapptime: 5, ackcall: 'yes', autologoff: 30 });
  await platform.ask('setagentgroup', { id: one, musiconhold: 'agent' });
  const [row] = await platform.rows('getagentgroup', { groupname: '营销组' });
  for (const [group, agent] of [
    [one, '1111'],
    [one, '1112'],
    [two, '2222'],
  ] as const) {
    await anAgent(group, agent);
    await platform.ask('addobagent', { queue: '90', agent, penalty: 2 });
  }
  const refused = [
    await code('addagentgroup', { groupname: '营销组' }),
    await code('setagentgroup', { id: two, groupname: '营销组' }),
    await code('setagentgroup', { id: 99, groupname: '无' }),
    await code('delagentgroup', { id: 99 }),
  ];
  await platform.ask('delagentgroup', { id: one });
  expect([
    row,
    refused,
    await places(),
    (await platform.rows('getspecialagent')).map(({ agentid }) => agentid),
  ]).toEqual([
    {
      ...{ id: String(one), groupname: '营销组', grouplist: '', ackcall: 'yes', autologoff: '30', wrapuptime: '5' },
      ...{ musiconhold: 'agent', asexten: 'no' },
    },
    [9000, 9000, 9003, 9003],
    ['2222@90 2'],
    ['2222'],
  ]);
});

test('agents and their places: one number is one agent, places stay behind a deleted agent and go by queue', async () => {
  const group = await aGroup('营销组');
  await anAgent(group, '1111');
  const nowhere = (await platform.rows('getspecialagent')).map((row) =>
    pick(row, 'agentid', 'id', 'queue', 'logstatus'),
  );
  await platform.ask('addobagent', { queue: '90', agent: '1111' });
  await platform.ask('addobagent', { queue: '91', agent: '1111', penalty: 3 });
  await platform.ask('setspecialagent', { groupid: group, agent: '1111', agentname: '新名', agentpassword: '1' });
  const both = (await platform.rows('getspecialagent', { sort: 'queue', sens: 'DESC' })).map((row) => [
    row.agentname,
    row.queue,
  ]);
  const refused = [
    await code('addspecialagent', { groupid: group, agent: '1111', agentname: 'x', agentpassword: 'x' }),
    await code('addspecialagent', { groupid: 99, agent: '3333', agentname: 'x', agentpassword: 'x' }),
    await code('setspecialagent', { groupid: 99, agent: '1111', agentname: 'x', agentpassword: 'x' }),
    await code('delspecialagent', { groupid: 99, agent: '1111' }),
    await code('addobagent', { queue: '90', agent: '1111' }),
    await code('addobagent', { queue: '999', agent: '1111' }),
    await code('addobagent', { queue: '90', agent: '3333' }),
    await code('setobagent', { id: 1, queue: '91' }),
    await code('setobagent', { id: 99, queue: '91' }),
    await code('setobagent', { id: 1, agent: '3333' }),
  ];
  await platform.ask('setobagent', { id: 1, penalty: 7 });
  await platform.ask('delspecialagent', { groupid: group, agent: '1111' });
  const left = await places();
  await platform.ask('delobagent', { queue: '90', agent: '2222' });
  const others = await places();
  await platform.ask('delobagent', { queue: '90' });
  expect({ nowhere, both, refused, left, others, end: await places() }).toEqual({
    nowhere: [{ agentid: '1111', id: null, queue: null, logstatus: null }],
    both: [
      ['新名', '91'],
      ['新名', '90'],
    ],
    refused: [9000, 9003, 9003, 9003, 9000, 9003, 9003, 9000, 9003, 9003],
    left: ['1111@90 7', '1111@91 3'],
    others: ['1111@90 7', '1111@91 3'],
    end: ['1111@91 3'],
  });
});

/** The telephone is put through to the sign-in and the keys are pressed. */
async function signs(application: string, keys: string): Promise<void> {
  platform.scenario.behaves('2012', { kind: 'answers', afterSeconds: 1 });
  await platform.ask('ctioriginate', {
    ...{ channel: 'SIP/2012', application, data: '1111', callerid: '1111', variable: 'A=1', async: 'yes' },
  });
  platform.clock.advance(2_000);
  if (keys) platform.scenario.presses('2012', keys);
  platform.clock.advance(2_000);
}

test('an agent who signs in by telephone takes the calls of a campaign, and none after signing out', async () => {
  const group = await aGroup('营销组');
  await anAgent(group, '1111');
  await platform.ask('addobagent', { queue: '90', agent: '1111', penalty: 4 });
  await signs('AgentCallbackLogin', '123#');
  const wrong = [platform.engine.queue('90')?.members.length, platform.engine.device('2012')?.status];
  platform.scenario.presses('2012', '4711#');
  platform.clock.advance(2_000);
  const [place] = await platform.rows('getobagent');
  const member = platform.engine.queue('90')?.members.map(({ interface: phone, penalty }) => `${phone} ${penalty}`);

  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 2, talkSeconds: 10 });
  const task = {
    ...{ name: '营销', actiontype: 8, runtype: 0, begindate: '2026-03-02', enddate: '2026-03-02' },
    ...{ context: 'ext-queues', exten: '90', priority: 1 },
  };
  await platform.ask('addobtask', task);
  await platform.ask('addobdiallist', { taskid: 1, dialnumber: '13900000001' });
  await platform.ask('setobtaskstatus', { id: 1, status: 'B' });
  platform.clock.advance(40_000);
  const [number] = await platform.rows('getobdiallist', { taskid: 1 });

  await platform.whilePassing(platform.scenario.faults.restart({ keepState: false, downSeconds: 1 }));
  const restarted = platform.engine.queue('90')?.members.map((one) => one.interface);

  await signs('AgentLogoff', '');
  const [after] = await platform.rows('getspecialagent');
  const events = platform.store.database
    .all<{ event: string; agent: string; number: string }>(
      "SELECT event, agent, agent_no AS number FROM queue_event WHERE event LIKE 'AGENTLOG%' ORDER BY id",
    )
    .map((row) => `${row.event} ${row.agent} ${row.number}`);
  expect({
    wrong,
    place: [place?.logstatus, place?.logintime],
    member,
    number: [number?.status, number?.caller],
    restarted,
    after: [after?.logstatus, String(after?.logouttime).slice(0, 10)],
    members: platform.engine.queue('90')?.members.length,
    events,
  }).toEqual({
    // The first password was wrong: the telephone still listens.
    wrong: [0, 1],
    place: ['1', '2026-03-02 09:00:04'],
    member: ['SIP/2012 4'],
    number: ['S', '1111'],
    restarted: ['SIP/2012'],
    after: ['0', '2026-03-02'],
    members: 0,
    events: ['AGENTLOGIN SIP/2012 1111', 'AGENTLOGOFF SIP/2012 1111'],
  });
});
