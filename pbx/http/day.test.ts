import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndpointName, endpointNames, endpointOf } from '../../shared/webcti';
import { type Ledger, liveDay, type QueueLedger } from './test-day';
import { only, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
let ledger: Ledger;
beforeAll(async () => {
  platform = await startTestPlatform();
  ledger = await liveDay(platform);
});
afterAll(() => platform.close());

const day = '2026-03-02';
const span = { calldate1: day, calldate2: day };
type Query = Readonly<Record<string, string>>;
type Loose = Readonly<Record<string, unknown>>;
const rowsOf = async (name: EndpointName, query: Query = {}): Promise<readonly Loose[]> => {
  const rows = (await platform.rows(name, query)) as readonly Loose[];
  // §4.125 prints its rows one level deeper.
  const { inside } = endpointOf(name);
  return inside === undefined ? rows : (only(rows)[inside] as readonly Loose[]);
};
const sum = (rows: readonly Loose[], key: string): number => rows.reduce((all, row) => all + Number(row[key] ?? 0), 0);
const total = (list: readonly number[]): number => list.reduce((all, each) => all + each, 0);
const count = async (name: EndpointName, query: Query = {}): Promise<number> =>
  Number(only(await rowsOf(name, query)).result);

describe('a day of calls is in the records', () => {
  test('each call once by its id, answered and talked as the script did', async () => {
    const records = await rowsOf('getcdr', { sens: 'ASC' });
    const calls = (direct: string) => {
      const rows = records.filter((row) => row.direct === direct);
      return {
        calls: new Set(rows.map(({ uniqueid }) => uniqueid)).size,
        answered: new Set(rows.filter((row) => row.disposition === 'ANSWERED').map(({ uniqueid }) => uniqueid)).size,
        talk: sum(rows, 'billsec'),
      };
    };
    expect({ incoming: calls('IN'), outgoing: calls('OUT'), internal: calls('') }).toEqual({
      ...{ incoming: ledger.incoming, outgoing: ledger.outgoing, internal: ledger.internal },
    });
  });

  test('and so are their sums by hour, month and person', async () => {
    const records = await rowsOf('getcdr');
    const hours = await rowsOf('getcallday', { calldate: day });
    const month = only(await rowsOf('getcallmonth', span));
    const people = await rowsOf('getusercallsum', span);
    const person = (no: string) => people.find(({ agentno }) => agentno === no);
    expect([
      [sum(hours, 'callscount'), sum(hours, 'timesum')],
      [Number(month.callscount), Number(month.timesum)],
      [Number(person('2011')?.totaltalktime), Number(person('2012')?.totaltalktime)],
    ]).toEqual([
      [records.length, sum(records, 'billsec')],
      [records.length, sum(records, 'billsec')],
      [ledger.agents[2011].talk, ledger.agents[2012].talk],
    ]);
  });
});

describe('a day of calls is in the queues', () => {
  const compared = (row: Loose | undefined) => ({
    entered: Number(row?.totalcalls),
    answered: Number(row?.answeredcalls),
    abandoned: Number(row?.callerexit),
    timedOut: Number(row?.calltimeout),
    transferred: Number(row?.agenttrans),
    callerHangups: Number(row?.callerhangups),
    agentHangups: Number(row?.agenthangups),
    talk: Number(row?.talktime),
  });
  const told = ({ waits, rung, ...figures }: QueueLedger) => figures;

  test('in the log, event by event, and in its sums', async () => {
    const log = await rowsOf('getqueueloglist', { eventtime1: day, eventtime2: day, queuename: '90' });
    const events = (...names: string[]): number => log.filter(({ event }) => names.includes(String(event))).length;
    const sums = await rowsOf('getqueuecallcmp', span);
    const { 90: first } = ledger.queues;
    expect([
      ['90', '91'].map((queue) => compared(sums.find(({ queuename }) => queuename === queue))),
      ['ENTERQUEUE', 'CONNECT', 'ABANDON', 'EXITWITHTIMEOUT', 'BLINDTRANSFER'].map((name) => events(name)),
      [events('COMPLETECALLER'), events('COMPLETEAGENT'), events('RINGCANCELED'), events('PAUSE'), events('UNPAUSE')],
      [events('LOGIN'), events('LOGOFF')],
    ]).toEqual([
      [told(ledger.queues[90]), told(ledger.queues[91])],
      [first.entered, first.answered, first.abandoned, first.timedOut, first.transferred],
      [first.callerHangups, first.agentHangups, first.rung, ...[1, 2].map(() => pausesOf('2011', '2012').length)],
      [2, 2],
    ]);
  });

  test('in the calls that were lost, and handled ones are no longer new', async () => {
    const lost = await rowsOf('getbadcalllist', { sens: 'ASC' });
    const [first, second = ''] = ledger.lost;
    const report = await rowsOf('getbadcallreport', { createtime1: day, createtime2: day, reporttype: 'd' });
    await platform.ask('setbadcall', { uniqueid: String(first), processflag: '1', processapp: 'day' });
    await platform.ask('setbadcall', { uniqueid: second, processflag: '1', processapp: 'day' });
    expect([
      lost.map(({ uniqueid }) => uniqueid),
      sum(report, 'callcount'),
      sum(report, 'waittime_sum'),
      await count('getbadcallcount', { processflag: '0' }),
      await count('getbadcallcount', { processflag: '1' }),
    ]).toEqual([ledger.lost, ledger.lost.length, sum(lost, 'waittime'), ledger.lost.length - 2, 2]);
  });

  test('and in who was there, paused and why', async () => {
    const activity = await rowsOf('getagentactivity', { datefrom: day, dateto: day, queue: '90' });
    const of = (agent: string, event: string) =>
      activity
        .filter((row) => row.agent === `SIP/${agent}` && row.event === event)
        .sort((a, b) => Number(a.eventtimestamp ?? 0) - Number(b.eventtimestamp ?? 0));
    const told = (['2011', '2012'] as const).map((agent) => [of(agent, 'added').length, of(agent, 'removed').length]);
    const log = await rowsOf('getqueueloglist', { eventtime1: day, eventtime2: day, event: 'UNPAUSE', sens: 'ASC' });
    expect([told, log.map(({ agentno, arg1, arg4 }) => `${agentno} ${arg4} ${arg1}`).sort()]).toEqual([
      [
        [1, 1],
        [1, 1],
      ],
      (['2011', '2012'] as const)
        .flatMap((agent) => ledger.agents[agent].pauses.map((each) => `${agent} ${each.reason} ${each.seconds}`))
        .sort(),
    ]);
  });
});

const pausesOf = (...agents: readonly ('2011' | '2012')[]) => agents.flatMap((agent) => ledger.agents[agent].pauses);

describe('a day of calls is in the reports', () => {
  const report = (name: EndpointName, query: Query = {}) => rowsOf(name, { rptdate1: day, ...query });
  const platformFigures = (row: Loose) => ({
    incoming: { calls: row.incomingcalls, answered: row.incominganswered, talk: row.incomingbillsecs },
    outgoing: { calls: row.outboundcalls, answered: row.outboundanswered, talk: row.outboundbillsecs },
    internal: { calls: row.internalcalls, answered: row.internalanswered, talk: row.internalbillsecs },
  });

  test('of the platform, by day and by hour', async () => {
    const hours = await report('getplatformhourreport');
    const byHour = hours
      .filter((row) => Number(row.incomingcalls) + Number(row.outboundcalls) > 0)
      .map((row) => [row.rpthour, { incoming: row.incomingcalls, outgoing: row.outboundcalls }])
      .sort(([a], [b]) => Number(a) - Number(b));
    expect([platformFigures(only(await report('getplatformdayreport'))), byHour]).toEqual([
      { incoming: ledger.incoming, outgoing: ledger.outgoing, internal: ledger.internal },
      [...ledger.hours],
    ]);
  });

  test('of the queues, and the hours of each add up to its day', async () => {
    const days = await report('getqueuedayreport');
    const figures = days.map((row) => ({
      queue: String(row.queue),
      entered: row.queuecalls,
      answered: row.agentanswered,
      // Who went while somebody was rung, and who went while nobody was.
      gone: Number(row.noanswerdcalls) + Number(row.abandancalls),
      rung: row.noanswerdcalls,
      timedOut: row.timeoutcalls,
      talk: row.billsecs,
      longest: row.maxholdtime,
    }));
    const added = ['queuecalls', 'agentcalls', 'agentanswered', 'abandancalls', 'timeoutcalls', 'billsecs'];
    const folded = await Promise.all(
      days.map(async (row) => {
        const hours = await report('getqueuehourreport', { queue: String(row.queue) });
        return added.map((key) => sum(hours, key) - Number(row[key]));
      }),
    );
    const expected = (queue: '90' | '91', longest: number) => {
      const { entered, answered, abandoned, rung, timedOut, talk } = ledger.queues[queue];
      return { queue, entered, answered, gone: abandoned, rung, timedOut, talk, longest };
    };
    expect([figures.sort((a, b) => a.queue.localeCompare(b.queue)), folded.flat().filter(Boolean)]).toEqual([
      [expected('90', 300), expected('91', 1)],
      [],
    ]);
  });

  test('of the agents: what they took, how long they talked and were away', async () => {
    const days = await report('getagentdayreport');
    const told = (['2011', '2012'] as const).map((agent) => {
      const row = days.find((each) => String(each.agent ?? each.agentno) === agent);
      return {
        answered: row?.incallanswered,
        talk: row?.incomingbillsecs,
        logintimes: row?.logintimes,
        pausetimes: row?.pausetimes,
        pauseduration: row?.pauseduration,
      };
    });
    expect(told).toEqual(
      (['2011', '2012'] as const).map((agent) => ({
        answered: ledger.agents[agent].answered,
        talk: ledger.agents[agent].talk,
        logintimes: 1,
        pausetimes: pausesOf(agent).length,
        pauseduration: total(pausesOf(agent).map(({ seconds }) => seconds)),
      })),
    );
  });
});

describe('a day of messages and campaigns', () => {
  test('is in mailboxes, faxes, recordings, ratings and texts', async () => {
    const lamp = only(await rowsOf('ctimailboxcount', { mailbox: '8003' }));
    const sent = await rowsOf('getsendsms');
    const recorded = (await rowsOf('getcdr')).filter(({ monitor }) => monitor !== '');
    const files = await Promise.all(
      recorded.map(({ uniqueid }) => rowsOf('getmonitornums', { uniqueid: String(uniqueid) })),
    );
    expect({
      voicemails: [Number(lamp.newmessages), await count('getmsgcount', { msgbox: '8003', msgdir: 'INBOX' })],
      faxes: await count('getfaxrecvlogcount'),
      recordings: [recorded.length, files.flat().length],
      ratings: (await rowsOf('getqmr')).map(({ selkey }) => selkey).reverse(),
      texts: {
        received: await count('getrecvsmscount'),
        sent: sent.filter(({ processed }) => String(processed) === '2').length,
        failed: sent.filter(({ processed }) => String(processed) === '-1').length,
      },
    }).toEqual({
      voicemails: [ledger.voicemails, ledger.voicemails],
      faxes: ledger.faxes,
      recordings: [ledger.recordings, ledger.recordings],
      ratings: ledger.ratings,
      texts: ledger.texts,
    });
  });

  test('is in the campaign’s list, log and reports, and its calls are calls of the platform', async () => {
    const { task, numbers, successful, failed, attempts } = ledger.campaign;
    const list = await rowsOf('getobdiallist', { taskid: task });
    const log = await rowsOf('getobcalllog', { taskid: task });
    const report = only(await rowsOf('gettaskreport', { id: task }));
    const known = new Set((await rowsOf('getcdr')).map(({ uniqueid }) => uniqueid));
    expect({
      list: [list.length, list.filter(({ status }) => status === 'S').length, sum(list, 'retrytimes')],
      log: [log.length, log.filter((row) => known.has(row.uniqueid)).length, sum(log, 'duration')],
      report: [Number(report.total), Number(report.succcount), Number(report.failcount), report.status],
      agents: sum(await rowsOf('getagentreport', { id: task }), 'num'),
      times: await rowsOf('gettimereport', { id: task, second: '12' }),
    }).toEqual({
      list: [numbers, successful, attempts],
      log: [attempts, attempts, 33],
      report: [numbers, successful, failed, 'F'],
      agents: successful,
      // Twelve seconds are not longer than twelve.
      times: [{ taskid: task, up: '1', down: '1' }],
    });
  });
});

describe('a list has as many rows as its count says', () => {
  type Pair = readonly [list: EndpointName, count: EndpointName, fixed: Query, filters: readonly Query[]];
  const pairs: readonly Pair[] = [
    [
      ...(['getcdr', 'getcdrcount', {}] as const),
      [
        ...[{}, { direct: 'IN' }, { direct: 'OUT' }, { direct: 'INNER' }, { caller: '13800138001' }],
        ...[{ disposition: 'ANSWERED' }, { lastdialstatus: '2' }, { firstdialstatus: '1' }],
      ],
    ],
    [
      ...(['getcdrsimple', 'getcdrcountsimple', span] as const),
      [{}, { direct: 'INOUT' }, { number: '2011,2012' }, { lastdialstatus: '1' }],
    ],
    [
      ...(['getqueueloglist', 'getqueuelogcount', { eventtime1: day, eventtime2: day }] as const),
      [{}, { queuename: '90' }, { event: 'CONNECT' }, { agentno: '2011' }, { agent: 'SIP/2012' }],
    ],
    ['getqueuecalldetail', 'getqueuecallcount', span, [{}, { queuename: '91' }, { queueevent: 'ABANDON' }]],
    ['getbadcalllist', 'getbadcallcount', {}, [{}, { queue: '90' }, { queue: '91' }, { processflag: '0' }]],
    [
      ...(['getagentactivity', 'getagentactivitycount', { datefrom: day, dateto: day }] as const),
      [{}, { queue: '90' }, { agent: 'SIP/2011' }, { agentname: '2016' }],
    ],
    ['getrecvsms', 'getrecvsmscount', {}, [{}, { number: '13800138001' }, { processed: '0' }]],
    ['getsendsms', 'getsendsmscount', {}, [{}, { number: '12345' }, { processed: '2' }, { processed: '-1' }]],
    ['getfaxrecvlog', 'getfaxrecvlogcount', {}, [{}]],
    ['getivrlog', 'getivrlogcount', {}, [{}]],
    ['getqmr', 'getqmrcount', {}, [{}, { agentno: '2016' }, { agentno: '2011' }]],
    ['getmsglist', 'getmsgcount', { msgbox: '8003', msgdir: 'INBOX' }, [{}]],
  ];

  test.each(pairs)('%s, %s', async (list, counter, fixed, filters) => {
    const told: unknown[] = [];
    for (const filter of filters) {
      const query = { ...fixed, ...filter };
      const all = await rowsOf(list, query);
      if (all.length !== (await count(counter, query))) told.push([query, all.length, await count(counter, query)]);
      // Pages of two, put together, are the list again.
      const pages: Loose[] = [];
      for (let offset = 0; offset < all.length + 2; offset += 2) {
        pages.push(...(await rowsOf(list, { ...query, offset: String(offset), rows: '2' })));
      }
      if (JSON.stringify(pages) !== JSON.stringify(all)) told.push([query, 'pages', pages.length, all.length]);
    }
    expect(told).toEqual([]);
  });

  test('and no pair is left out', () => {
    const counters = endpointNames.filter((name) => /^get.*count/.test(name));
    expect(pairs.map(([, counter]) => counter).sort()).toEqual([...counters].sort());
  });
});
