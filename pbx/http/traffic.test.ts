import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
});
afterEach(() => platform.close());

const day = '2026-03-02';
const span = { calldate1: day, calldate2: day };
const later = (seconds: number): void => platform.clock.advance(seconds * 1_000);

/** An hour of which the ledger below knows every call. */
async function hour(): Promise<void> {
  const { scenario } = platform;
  // Answered after 3 s, 40 s of talk, the caller hangs up.
  const first = scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  later(3);
  scenario.answers('2011');
  later(40);
  first.hangsUp();
  later(60);
  for (const iface of ['SIP/2011', 'SIP/2012'])
    await platform.ask('ctiqueuepause', { queue: '90', interface: iface, paused: 2 });
  // Two callers, one of them twice, give up after 10 and 20 s; nobody is ready.
  for (const [from, wait] of [
    ['13700137000', 10],
    ['02085558321', 20],
    ['13700137000', 10],
  ] as const) {
    const caller = scenario.callerRings({ from, to: { queue: '90' } });
    later(wait);
    caller.hangsUp();
    later(30);
  }
  // 2013 calls a customer for 25 s, and the fire brigade.
  scenario.dials('2013', '13900139000');
  later(30);
  scenario.hangsUp('2013');
  later(10);
  scenario.dials('2013', '119');
  later(20);
  scenario.hangsUp('2013');
  later(40);
}

test('lists, counts and sums of an hour agree with what happened', async () => {
  await hour();
  const [list, count, compare, log, logCount, entered] = await Promise.all([
    platform.rows('getbadcalllist', { sort: 'createtime', sens: 'ASC' }),
    platform.rows('getbadcallcount'),
    platform.rows('getqueuecallcmp', span),
    platform.rows('getqueuecalldetail', span),
    platform.rows('getqueuecallcount', span),
    platform.rows('getqueuecallcount', { ...span, queueevent: 'ENTERQUEUE' }),
  ]);
  expect(list.map((row) => [row.callerid, row.waittime, row.times, row.lastexitreason, row.processflag])).toEqual([
    ['13700137000', '10', '1', 'ABANDON', '0'],
    ['02085558321', '20', '1', 'ABANDON', '0'],
    ['13700137000', '10', '2', 'ABANDON', '0'],
  ]);
  expect([count, logCount[0]?.result, entered[0]?.result]).toEqual([[{ result: '3' }], log.length, 4]);
  expect(compare).toEqual([
    {
      queuename: '90',
      totalcalls: '4',
      answeredcalls: '1',
      callerexit: '3',
      calltimeout: '0',
      othexit: '0',
      ansrate: '25.00',
      maxholdtime: '3',
      avgholdtime: '3.00',
      avgringtime: '3.00',
      talktime: '40',
      avgtalktime: '40.00',
      callerhangups: '1',
      agenthangups: '0',
      agenttrans: '0',
    },
  ]);
});

test('traffic by hour, month and agent are the call records summed up', async () => {
  await hour();
  const records = await platform.rows('getcdrsimple', { ...span, rows: 100 });
  const [hours, months, users, counted] = await Promise.all([
    platform.rows('getcallday', { calldate: day }),
    platform.rows('getcallmonth', span),
    platform.rows('getusercallsum', span),
    platform.rows('getcdrcountsimple', span),
  ]);
  const talk = records.reduce((sum, row) => sum + Number(row.billsec), 0);
  const of2013 = records.filter((row) => [row.caller, row.callee].includes('2013'));
  expect({
    hours: hours.map((row) => [row.calldatehour, Number(row.callscount), Number(row.timesum)]),
    months: months.map((row) => [row.yeardate, row.newcalldate, Number(row.callscount), Number(row.timesum)]),
    counted: counted[0]?.result,
    agent: users.filter((row) => row.agentno === '2013').map((row) => [Number(row.callsum), Number(row.totaltalktime)]),
    some: records.length > 5 && talk > 40,
  }).toEqual({
    hours: [['9', records.length, talk]],
    months: [['2026', '3', records.length, talk]],
    counted: records.length,
    agent: [[of2013.length, of2013.reduce((sum, row) => sum + Number(row.billsec), 0)]],
    some: true,
  });
});

test('either side, any of several numbers and both directions find their records', async () => {
  await hour();
  const all = await platform.rows('getcdrsimple', { ...span, rows: 100 });
  const ask = async (query: Record<string, string>) =>
    (await platform.rows('getcdrsimple', { ...span, ...query })).length;
  const having = (test: (row: (typeof all)[number]) => boolean): number => all.filter(test).length;
  expect([
    await ask({ caller: '13700137000', callee: '13700137000' }),
    await ask({ number: '13700137000,02085558321' }),
    await ask({ direct: 'INOUT' }),
    await ask({ direct: 'OUT' }),
    await ask({ direct: 'INNER' }),
  ]).toEqual([
    having((row) => row.caller === '13700137000'),
    having((row) => ['13700137000', '02085558321'].includes(String(row.caller))),
    having((row) => row.direct !== ''),
    having((row) => row.direct === 'OUT'),
    having((row) => row.direct === ''),
  ]);
});

test('a lost call that was handled says by whom, when and how, and leaves the list of the new ones', async () => {
  await hour();
  const [first] = await platform.rows('getbadcalllist', { sort: 'createtime', sens: 'ASC' });
  const uniqueid = String(first?.uniqueid);
  const mark = Buffer.from('已回电，客户满意').toString('base64');
  await platform.ask('setbadcall', { uniqueid, processapp: 'CSR', processflag: 2, processmark: mark });
  const [handled] = await platform.rows('getbadcalllist', { uniqueid });
  const [fresh, byMark, byQueue] = await Promise.all([
    platform.rows('getbadcallcount', { processflag: 0 }),
    platform.rows('getbadcallreport', { reporttype: 'p', sens: 'ASC' }),
    platform.rows('getbadcallreport', { reporttype: 'q' }),
  ]);
  await platform.ask('delbadcall', { uniqueid });
  const [left] = await platform.rows('getbadcallcount');
  const gone = await platform.ask('setbadcall', { uniqueid, processflag: 1 });
  expect({
    handled: [
      handled?.processapp,
      handled?.processflag,
      handled?.processmark,
      handled?.processtime?.toString().slice(0, 13),
    ],
    fresh: fresh[0]?.result,
    byMark: byMark.map((row) => [row.item, row.callcount, row.waittime_sum, row.waittime_avg, row.times_sum]),
    byQueue: byQueue.map((row) => [row.item, row.callcount, row.waittime_sum, row.waittime_avg, row.times_sum]),
    left: left?.result,
    gone: gone.errcode,
  }).toEqual({
    handled: ['CSR', '2', '已回电，客户满意', '2026-03-02 09'],
    fresh: '2',
    byMark: [
      ['0', '2', '30', '15', '3'],
      ['2', '1', '10', '10', '1'],
    ],
    byQueue: [['90', '3', '40', '13', '4']],
    left: '2',
    gone: 9003,
  });
});

test('a call to the fire brigade is an urgent call until somebody has marked and deleted it', async () => {
  await hour();
  const [found] = await platform.rows('geturgentcalls', { calldates: day, calldatee: day });
  const id = String(found?.id);
  await platform.ask('seturgentcall', { id, flag: 1, appflag: 'seen', remark: '误拨' });
  const marked = await platform.rows('geturgentcalls', { flag: 1, appflag: 'seen', dnid: '119' });
  await platform.ask('deleteurgentcall', { id });
  expect([
    [found?.calleridnum, found?.dnid, found?.flag],
    marked.map((row) => [row.id, row.remark]),
    await platform.rows('geturgentcalls'),
    (await platform.ask('deleteurgentcall', { id })).errcode,
  ]).toEqual([['2013', '119', '0'], [[id, '误拨']], [], 9003]);
});
