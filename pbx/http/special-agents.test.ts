import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

/** Agent 1111 of a group with these options, signed in at SIP/2012 for queue 90. */
async function staffed(options: Readonly<Record<string, string | number>>): Promise<void> {
  await platform.ask('addagentgroup', { groupname: '营销组', ...options });
  await platform.ask('addspecialagent', { groupid: 1, agent: '1111', agentname: '坐席', agentpassword: '4711' });
  await platform.ask('addobagent', { queue: '90', agent: '1111' });
  platform.scenario.behaves('2012', { kind: 'answers', afterSeconds: 1 });
  await platform.ask('ctioriginate', {
    ...{ channel: 'SIP/2012', application: 'AgentCallbackLogin', data: '1111', callerid: '1111', variable: 'A=1' },
    async: 'yes',
  });
  pass(2);
  platform.scenario.presses('2012', '4711#');
  pass(1);
  platform.scenario.behaves('2012', { kind: 'hand' });
}
const pass = (seconds: number): void => platform.clock.advance(seconds * 1_000);
const calls = (from: string) => platform.scenario.callerRings({ from, to: { queue: '90' } });
const rings = () => platform.engine.device('2012')?.status === 8;
const signedIn = async () => (await platform.rows('getspecialagent'))[0]?.logstatus;
const members = async () =>
  (await platform.rows('getqueuemember', { queue: '90' })).map(({ agent, paused }) => `${agent} ${paused}`);
const waiting = async () => (await platform.rows('getqueuecalls', { queue: '90' })).map((row) => row.callerid);
/** Queue log of the agent's telephone, without what the sign-in wrote. */
const log = () =>
  platform.store.database
    .all<{ event: string }>("SELECT event FROM queue_event WHERE agent = 'SIP/2012' ORDER BY id")
    .map(({ event }) => event)
    .filter((event) => event !== 'LOGIN' && event !== 'AGENTLOGIN');

test('wrap-up: after a call nobody rings the agent for so many seconds, and the reports find it as after-call work', async () => {
  await staffed({ wrapuptime: 20 });
  calls('13800000001');
  calls('13800000002');
  pass(1);
  platform.scenario.answers('2012');
  pass(10);
  platform.scenario.hangsUp('2012');
  const after = [rings(), await members(), await waiting()];
  pass(19);
  const before = rings();
  pass(2);
  const later = [rings(), await members()];
  const activity = await platform.rows('getagentactivity', {
    datefrom: '2026-03-02',
    dateto: '2026-03-02',
    sens: 'ASC',
  });
  expect({ after, before, later, activity: activity.map((row) => [row.event, row.pausetype]) }).toEqual({
    after: [false, ['SIP/2012 9'], ['13800000002']],
    before: false,
    later: [true, ['SIP/2012 0']],
    activity: [
      ['added', '0'],
      ['paused', '9'],
      ['unpaused', '0'],
    ],
  });
});

test('wrap-up: who chose another reason meanwhile keeps it, and a sign-out ends it', async () => {
  await staffed({ wrapuptime: 20 });
  const talks = (from: string): void => {
    calls(from);
    pass(1);
    platform.scenario.answers('2012');
    pass(3);
    platform.scenario.hangsUp('2012');
  };
  talks('13800000001');
  await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2012', paused: 3 });
  pass(30);
  const lunch = await members();
  await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2012', paused: 0 });
  talks('13800000002');
  const wraps = await members();
  await platform.ask('delobagent', { queue: '90' });
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2012' });
  pass(30);
  expect([lunch, wraps, await members()]).toEqual([['SIP/2012 3'], ['SIP/2012 9'], ['SIP/2012 0']]);
});

test('wrap-up goes on where the platform was ended in it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seatline-agents-'));
  await platform.close();
  platform = await startTestPlatform({ folder });
  await staffed({ wrapuptime: 20 });
  calls('13800000001');
  pass(1);
  platform.scenario.answers('2012');
  pass(3);
  platform.scenario.hangsUp('2012');
  const { clock } = platform;
  pass(5);
  await platform.close();
  platform = await startTestPlatform({ folder, clock });
  pass(14);
  const before = await members();
  pass(2);
  expect([before, await members()]).toEqual([['SIP/2012 9'], ['SIP/2012 0']]);
  await platform.close();
  rmSync(folder, { recursive: true });
});

test('by key: the caller hears the group’s music until the agent presses one', async () => {
  await staffed({ ackcall: 'yes', musiconhold: 'agent' });
  const caller = calls('13800000001');
  pass(1);
  platform.scenario.answers('2012');
  pass(3);
  const heard = async () => {
    const rows = await platform.rows('getchannel', { channel: caller.channel });
    return rows.map((row) => pick(row, 'hold', 'musichold'));
  };
  const before = await heard();
  platform.scenario.presses('2012', '1');
  const after = await heard();
  pass(40);
  expect({ before, after, talks: caller.talksTo, log: log() }).toEqual({
    before: [{ hold: '1', musichold: 'agent' }],
    after: [{ hold: '0', musichold: '' }],
    talks: '2012',
    log: ['CONNECT'],
  });
});

test('by key: without one the caller goes back and the agent stays; after the group’s seconds the agent is signed out', async () => {
  await staffed({ ackcall: 'yes', autologoff: 40, wrapuptime: 60 });
  const caller = calls('13800000001');
  pass(1);
  platform.scenario.answers('2012');
  const ringSeconds = platform.engine.queue('90')?.ringSeconds ?? 0;
  pass(ringSeconds + 1);
  // No wrap-up for a call that was not taken: it rings again.
  const back = [caller.alive, await waiting(), await members(), await signedIn(), rings()];
  await platform.ask('setagentgroup', { id: 1, autologoff: 8 });
  platform.scenario.rejects('2012');
  pass(6);
  const again = rings();
  platform.scenario.answers('2012');
  pass(9);
  expect({ back, again, out: [caller.alive, await waiting(), await members(), await signedIn()], log: log() }).toEqual({
    back: [true, ['13800000001'], ['SIP/2012 0'], '1', true],
    again: true,
    out: [true, ['13800000001'], [], '0'],
    log: ['CONNECT', 'BLINDTRANSFER', 'AGENTDUMP', 'CONNECT', 'LOGOFF', 'AGENTLOGOFF', 'BLINDTRANSFER'],
  });
});

test('who lets it ring for the group’s seconds is signed out, who lifts in time is not', async () => {
  await staffed({ autologoff: 8 });
  const first = calls('13800000001');
  pass(5);
  platform.scenario.answers('2012');
  pass(20);
  const kept = await signedIn();
  first.hangsUp();
  pass(1);
  calls('13800000002');
  pass(7);
  const before = [rings(), await signedIn()];
  pass(2);
  expect({ kept, before, after: [rings(), await signedIn(), await members(), await waiting()], log: log() }).toEqual({
    kept: '1',
    before: [true, '1'],
    after: [false, '0', [], ['13800000002']],
    log: ['CONNECT', 'COMPLETECALLER', 'LOGOFF', 'AGENTLOGOFF', 'AGENTDUMP'],
  });
});

test('a queue that stops ringing in the very second signs the agent out too', async () => {
  await staffed({ autologoff: platform.engine.queue('90')?.ringSeconds ?? 0 });
  calls('13800000001');
  pass(30);
  expect([await signedIn(), log()]).toEqual(['0', ['RINGNOANSWER', 'LOGOFF', 'AGENTLOGOFF']]);
});

test('wrap-up after a call that a campaign put through to the agent, and no second one meanwhile', async () => {
  await staffed({ wrapuptime: 20 });
  platform.scenario.behaves('2012', { kind: 'answers', afterSeconds: 1 });
  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 1, talkSeconds: 5 });
  await platform.ask('addobtask', {
    ...{ name: '外呼', actiontype: 3, runtype: 0, begindate: '2026-03-02', enddate: '2026-03-02', agentno: '2012' },
  });
  for (const dialnumber of ['13900000001', '13900000002'])
    await platform.ask('addobdiallist', { taskid: 1, dialnumber });
  await platform.ask('setobtaskstatus', { id: 1, status: 'B' });
  const states = async () => (await platform.rows('getobdiallist', { taskid: 1 })).map(({ status }) => status);
  pass(15);
  const wraps = [await states(), await members()];
  pass(25);
  expect([wraps, await states()]).toEqual([
    [['S', 'N'], ['SIP/2012 9']],
    ['S', 'S'],
  ]);
});

test('a campaign counts an agent who lifts only once the key has come', async () => {
  await staffed({ ackcall: 'yes', wrapuptime: 5 });
  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 2, talkSeconds: 300 });
  await platform.ask('addobtask', {
    ...{ name: '营销', actiontype: 8, runtype: 0, begindate: '2026-03-02', enddate: '2026-03-02' },
    ...{ context: 'ext-queues', exten: '90', priority: 1 },
  });
  await platform.ask('addobdiallist', { taskid: 1, dialnumber: '13900000001' });
  await platform.ask('setobtaskstatus', { id: 1, status: 'B' });
  pass(6);
  platform.scenario.answers('2012');
  pass(3);
  const dial = async () =>
    (await platform.rows('getobdiallist', { taskid: 1 })).map((row) => pick(row, 'caller', 'status'));
  const before = await dial();
  platform.scenario.presses('2012', '#');
  pass(1);
  const after = await dial();
  platform.scenario.hangsUp('2012');
  pass(2);
  expect({ before, after, end: await dial(), members: await members() }).toEqual({
    before: [{ caller: '', status: 'D' }],
    after: [{ caller: '1111', status: 'D' }],
    end: [{ caller: '1111', status: 'S' }],
    members: ['SIP/2012 9'],
  });
});

test('a campaign’s call without the key is nobody’s: the customer was not reached', async () => {
  await staffed({ ackcall: 'yes' });
  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 2, talkSeconds: 10 });
  await platform.ask('addobtask', {
    ...{ name: '营销', actiontype: 8, runtype: 0, begindate: '2026-03-02', enddate: '2026-03-02', maxretries: 1 },
    ...{ context: 'ext-queues', exten: '90', priority: 1 },
  });
  await platform.ask('addobdiallist', { taskid: 1, dialnumber: '13900000001' });
  await platform.ask('setobtaskstatus', { id: 1, status: 'B' });
  pass(5);
  platform.scenario.answers('2012');
  pass(20);
  const [row] = await platform.rows('getobdiallist', { taskid: 1 });
  expect(row && pick(row, 'caller', 'status', 'message')).toEqual({ caller: '', status: 'R', message: 'no agent' });
});

test('hold music without a wish: the agent’s group’s, in a campaign’s call that of the settings, else the exchange’s own', async () => {
  await staffed({ musiconhold: 'vip' });
  const heard = async (channel: string) => {
    await platform.ask('ctihold', { channel });
    return platform.engine.channel(channel)?.musicClass;
  };
  const caller = calls('13800000001');
  pass(1);
  platform.scenario.answers('2012');
  pass(1);
  const ofAgent = await heard(caller.channel);
  await platform.ask('setobparams', { keyname: 'musichold', keyvalue: 'campaign' });
  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 1, talkSeconds: 300 });
  await platform.ask('addobtask', {
    ...{ name: '外呼', actiontype: 3, runtype: 0, begindate: '2026-03-02', enddate: '2026-03-02', agentno: '2011' },
  });
  await platform.ask('addobdiallist', { taskid: 1, dialnumber: '13900000001' });
  platform.scenario.behaves('2011', { kind: 'answers', afterSeconds: 1 });
  await platform.ask('setobtaskstatus', { id: 1, status: 'B' });
  pass(6);
  const outside = platform.engine.links().find(({ src, state }) => src.startsWith('SIP/2011') && state === 'Link')?.dst;
  const ofTask = await heard(outside ?? '');
  platform.scenario.behaves('2013', { kind: 'answers', afterSeconds: 1 });
  const plain = platform.scenario.callerRings({ from: '13700000001', to: { extension: '2013' } });
  pass(3);
  expect([ofAgent, ofTask, await heard(plain.channel)]).toEqual(['vip', 'campaign', 'default']);
});

test('the keys of a sign-in are a password: no endpoint shows them, other keys stay readable', async () => {
  await staffed({});
  calls('13800000001');
  pass(1);
  platform.scenario.answers('2012');
  pass(1);
  platform.scenario.presses('2012', '7');
  const digits = (await platform.rows('getevents', { event: 'DTMF' })).map(
    (row) => /Digit: (\S)/.exec(String(row.content))?.[1],
  );
  const seen = JSON.stringify([
    await platform.rows('getevents', { event: '' }),
    await platform.rows('getpopupscreen'),
    await platform.rows('getallstatus'),
    await platform.rows('getchannel'),
    // What any endpoint could take from the exchange.
    platform.engine.channels(),
    platform.logged,
  ]);
  expect({ digits, shown: seen.includes('4711') }).toEqual({ digits: ['-', '-', '-', '-', '-', '7'], shown: false });
});

test('asexten: the agent’s own number rings where he has signed in, as long as the group allows it', async () => {
  await staffed({ asexten: 'yes' });
  platform.scenario.behaves('2012', { kind: 'answers', afterSeconds: 1 });
  const called = async (): Promise<unknown> => {
    platform.scenario.dials('2013', '1111');
    pass(3);
    const talks = (await platform.rows('getcalls', { srcchannel: 'SIP/2013' }))
      .filter(({ clearflag }) => clearflag === '0')
      .map((row) => String(row.dstchannel).replace(/-.*/, ''));
    if (talks.length > 0) platform.scenario.hangsUp('2013');
    pass(40);
    const [record] = await platform.rows('getcdr');
    return [talks, record && pick(record, 'src', 'disposition')];
  };
  const allowed = await called();
  const byCommand = await platform.ask('ctioriginate', {
    ...{
      channel: 'Local/1111@from-internal',
      application: 'Playback',
      data: 'welcome',
      callerid: '1',
      variable: 'A=1',
    },
    async: 'yes',
  });
  pass(3);
  const rung = platform.engine.device('2012')?.status;
  platform.scenario.hangsUp('2012');
  pass(40);
  await platform.ask('setagentgroup', { id: 1, asexten: 'no' });
  const forbidden = await called();
  await platform.ask('setagentgroup', { id: 1, asexten: 'yes' });
  const again = await called();
  await platform.ask('delobagent', { queue: '90' });
  const reached = [['SIP/2012'], { src: '2013', disposition: 'ANSWERED' }];
  const unknown = [[], { src: '2013', disposition: 'FAILED' }];
  expect({ allowed, byCommand: [byCommand.errcode, rung], forbidden, again, signedOut: await called() }).toEqual({
    ...{ allowed: reached, byCommand: [0, 1], forbidden: unknown, again: reached, signedOut: unknown },
  });
});
