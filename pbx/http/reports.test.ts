import { afterEach, describe, expect, test } from 'vitest';
import { type EndpointName, endpointOf } from '../../shared/webcti';
import { pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
const start = async (options: Parameters<typeof startTestPlatform>[0] = {}) => {
  platform = await startTestPlatform(options);
  const { clock, scenario } = platform;
  return { ...platform, clock, scenario, pass: (seconds: number) => clock.advance(seconds * 1000) };
};
afterEach(() => platform.close());

const today = '2026-03-02';
const day = { calldate1: today, calldate2: today };
const one = async <N extends EndpointName>(name: N, query: Record<string, string>) => {
  const found = await platform.rows(name, query);
  expect(found.length).toBe(1);
  return found[0] as Readonly<Record<string, unknown>>;
};
const totalOf = async (name: EndpointName, query: Record<string, string>): Promise<number> =>
  Number(((await platform.ask(name, query)) as unknown as { total: number }).total);

describe('a scripted morning', () => {
  test('stands in all reports as the script kept it', async () => {
    const { clock, scenario, pass } = await start();
    const must = async (name: EndpointName, query: Record<string, string>) =>
      expect((await platform.ask(name, query)).errcode).toBe(0);
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    await must('ctiqueueadd', { queue: '91', interface: 'SIP/2011' });
    pass(60);

    const came = clock.now() - 60_000;
    // Answered after 4 s, 100 s of talk, the caller hangs up.
    const first = scenario.callerRings({ from: '053188881111', to: { queue: '90' } });
    pass(4);
    scenario.answers('2011');
    pass(100);
    first.hangsUp();
    pass(36);
    // Rings in vain for 15 s, is offered again after the queue's pause of 5 s, gives up 2 s into the second ring.
    const second = scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    pass(22);
    second.givesUp();
    pass(38);
    // Paused for lunch for five minutes; a caller waits 30 s for nobody.
    await must('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '3' });
    await must('ctiqueuepause', { queue: '91', interface: 'SIP/2011', paused: '3' });
    const third = scenario.callerRings({ from: '02166668888', to: { queue: '90' } });
    pass(30);
    third.givesUp();
    pass(270);
    await must('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '0' });
    await must('ctiqueuepause', { queue: '91', interface: 'SIP/2011', paused: '0' });
    // A call straight to 2012, answered after 2 s, on hold for 10 of its 40 s.
    const direct = scenario.callerRings({ from: '053188882222', to: { extension: '2012' } });
    pass(2);
    scenario.answers('2012');
    pass(10);
    await must('ctihold', { channel: direct.channel });
    pass(10);
    await must('ctiunhold', { channel: direct.channel });
    pass(20);
    direct.hangsUp();
    pass(18);
    // Out to Suzhou: answered after 3 s, 27 s of talk.
    scenario.dials('2011', '9051265881234');
    pass(30);
    scenario.hangsUp('2011');
    pass(30);
    const online = (clock.now() - came) / 1000;
    // Nobody is there any more; a call is picked up by 2013 while it rings at 2012.
    await must('ctiqueueremove', { queue: '90', interface: 'SIP/2011' });
    await must('ctiqueueremove', { queue: '91', interface: 'SIP/2011' });
    const last = scenario.callerRings({ from: '8001234', to: { extension: '2012' } });
    pass(3);
    await must('ctipickup', { channel: 'SIP/2013', pickupexten: '2012', callerid: '2013', async: 'yes' });
    pass(1);
    scenario.answers('2013');
    pass(15);
    last.hangsUp();
    pass(60);

    const figures = ['incomingcalls', 'incominganswered', 'incomingbillsecs', 'incomingmaxbillsecs', 'incomingrate'];
    const outward = ['outboundcalls', 'outboundanswered', 'outboundnationalcalls', 'outboundbillsecs', 'internalcalls'];
    const served = ['incomingextensions', 'incomingqueues'];
    const platformRow = {
      ...pick(await one('getplatformdayreport', { rptdate1: today }), ...figures, ...served, 'incomingivr', ...outward),
    };
    expect(platformRow).toEqual({
      incomingcalls: 5,
      incominganswered: 3,
      incomingbillsecs: 100 + 40 + 15,
      incomingmaxbillsecs: 100,
      incomingrate: 60,
      incomingextensions: 2,
      incomingqueues: 1,
      incomingivr: 0,
      outboundcalls: 1,
      outboundanswered: 1,
      outboundnationalcalls: 1,
      outboundbillsecs: 27,
      internalcalls: 0,
    });
    const hour = { ...platformRow, incomingivrs: 0, rpthour: 9, rptdate: today, pbxid: 1 };
    delete (hour as Record<string, unknown>).incomingivr;
    expect(await one('getplatformhourreport', { rptdate1: today })).toMatchObject(hour);
    for (const [name, rptdate] of [
      ['getplatformweekreport', today],
      ['getplatformmonthreport', '2026-03'],
      ['getplatformyearreport', '2026'],
    ] as const) {
      expect(await one(name, { rptdate1: '2026-03-05' })).toMatchObject({ ...platformRow, rptdate });
    }

    expect(await one('getqueuedayreport', { rptdate1: today })).toMatchObject({
      ...{ rptdate: today, queue: 90, queuecalls: 3, agentcalls: 2, agentanswered: 1, noanswerdcalls: 1 },
      ...{ timeoutcalls: 0, abandancalls: 1, otherbadcalls: 0, answeredin5: 1, answeredin10: 0 },
      ...{ answeredholdtime: 4, avgansweredholdtime: 4, abandanholdtime: 30, avgabandanholdtime: 30, maxholdtime: 30 },
      ...{ agentrate: 50, billsecs: 100, avgbillsecs: 100, qmcounts: 0 },
    });
    expect(pick(await one('getagentdayreport', { rptdate1: today, agentno: '2011' }), ...agentNames)).toEqual({
      ...{ incomingcalls: 3, incallanswered: 1, ringnoanswer: 1, callerhangup: 1, agenthangup: 0, transfercalls: 0 },
      ...{ incomingbillsecs: 100, ringsecs: 4 + 15, ringavg: 10, holdsecs: 4, outboundcalls: 1, outcallanswered: 1 },
      ...{ outboundbillsecs: 27, logintimes: 1, pausetimes: 1, pauseduration: 300, pickupcalls: 0 },
      ...{
        onlineduration: online,
        unpauseduration: online - 300,
        wrappedsecs: 0,
        othworksecs: 0,
        occupancyrate: Number(((100 * 127) / online).toFixed(4)),
      },
    });
    expect(await one('getagentdayreport', { rptdate1: today, agentno: '2012' })).toMatchObject({
      ...{ musicholdsecs: 10, musicholdcounts: 1, musicholdavg: 10, maxmusicholdsec: 10, incomingcalls: 0 },
    });
    expect(await one('getagentdayreport', { rptdate1: today, agentno: '2013' })).toMatchObject({ pickupcalls: 1 });
    expect(
      (await platform.rows('getareadayreport', { rptdate1: today, sort: 'areacode', sens: 'ASC' })).map((row) =>
        pick(row as Record<string, unknown>, 'areacode', 'incomingcalls', 'incominganswered'),
      ),
    ).toEqual([
      { areacode: '', incomingcalls: '1', incominganswered: '1' },
      { areacode: '010', incomingcalls: '1', incominganswered: '0' },
      { areacode: '021', incomingcalls: '1', incominganswered: '0' },
      { areacode: '0531', incomingcalls: '2', incominganswered: '2' },
    ]);

    const events = async (name: EndpointName, query: Record<string, string>) =>
      ((await platform.rows(name, query)) as readonly Record<string, unknown>[]).map((row) =>
        pick(row, 'dialstatus', ...['billsecs', 'actiontime', 'onlinetime'].filter((key) => key in row)),
      );
    expect({
      queue: await events('getqueuerptdetail', { ...day, flag: 'agentcalls', queueno: '90' }),
      lost: await events('getqueuerptdetail', { ...day, flag: 'abandancalls', queueno: '90' }),
      entered: await totalOf('getqueuecallrptdetail', { ...day, queueno: '90', rows: '1' }),
      offered: await events('getagentcallrptdetail', { ...day, flag: 'incomingcalls', agentno: '2011' }),
      online: await events('getagentonlinerptdetail', { ...day, agentno: '2011' }),
      paused: await events('getagentpauserptdetail', { ...day, flag: 'pauseduration', agentno: '2011' }),
      in: await totalOf('getplatformrptdetail', { ...day, flag: 'in' }),
      far: (await platform.rows('getplatformrptdetail', { ...day, flag: 'nationalcall' })).map(
        ({ areacode, callee, billsec }) => [areacode, callee, billsec],
      ),
      pickups: (await platform.rows('getagentpickuprptdetail', { ...day, agentno: '2013' })).map(
        ({ caller, callee, pickup, billsecs }) => [caller, callee, pickup, billsecs],
      ),
    }).toEqual({
      queue: [
        { dialstatus: 'COMPLETECALLER', billsecs: '100' },
        { dialstatus: 'RINGCANCELED', billsecs: '0' },
      ],
      lost: [{ dialstatus: 'ABANDON', billsecs: '0' }],
      entered: 3,
      offered: [
        { dialstatus: 'COMPLETECALLER', billsecs: '100' },
        { dialstatus: 'RINGNOANSWER', billsecs: '0' },
        { dialstatus: 'RINGCANCELED', billsecs: '0' },
      ],
      online: [
        { dialstatus: 'LOGIN', onlinetime: '' },
        { dialstatus: 'LOGOFF', onlinetime: String(online) },
      ],
      paused: [{ dialstatus: 'UNPAUSE', actiontime: '300' }],
      in: 5,
      far: [['0512', '051265881234', '27']],
      pickups: [['8001234', '2012', '2013', '15']],
    });
  });
});

const agentNames = [
  ...['incomingcalls', 'incallanswered', 'ringnoanswer', 'callerhangup', 'agenthangup', 'transfercalls'],
  ...['incomingbillsecs', 'ringsecs', 'ringavg', 'holdsecs', 'outboundcalls', 'outcallanswered', 'outboundbillsecs'],
  ...['logintimes', 'pausetimes', 'pauseduration', 'pickupcalls', 'onlineduration', 'unpauseduration', 'wrappedsecs'],
  ...['othworksecs', 'occupancyrate'],
];

describe('a call that goes on', () => {
  test('counts in the hour in which it came, when it has ended and whenever the report was read before', async () => {
    const { scenario, pass } = await start();
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    pass(59 * 60);
    const caller = scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    pass(2);
    scenario.answers('2011');
    pass(600);
    const hours = async () =>
      (await platform.rows('getqueuehourreport', { rptdate1: today })).map(({ rpthour, agentanswered, billsecs }) => [
        rpthour,
        agentanswered,
        billsecs,
      ]);
    const before = await hours();
    caller.hangsUp();
    pass(3600);
    expect([before, await hours()]).toEqual([[['9', 1, 0]], [['9', 1, 600]]]);
    expect(
      (await platform.rows('getplatformhourreport', { rptdate1: today })).map((row) => [
        row.rpthour,
        row.incomingbillsecs,
      ]),
    ).toEqual([[9, 600]]);
  });

  test('so does the time of an agent who is still there', async () => {
    const { pass } = await start();
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    const online = async () => (await one('getagentdayreport', { rptdate1: today, agentno: '2011' })).onlineduration;
    pass(100);
    const first = await online();
    pass(7200);
    expect([first, await online()]).toEqual([100, 7300]);
  });
});

describe('the lists of the configuration', () => {
  test('decide who stands in a report', async () => {
    const { pass } = await start();
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2012' });
    pass(60);
    const agents = async () =>
      (await platform.rows('getagentdayreport', { rptdate1: today })).map(({ agentno }) => agentno).sort();
    const count = async () => (await platform.ask('agentlistconfig', { item: 'count' })).message;
    const seen = [await agents(), await count()];
    await platform.ask('agentlistconfig', { item: 'delete', pbxid: '1', agentno: '2012' });
    seen.push(await agents(), await count());
    const again = { item: 'add', pbxid: '1', agentno: '2012', agentname: '小王', remark: '夜班' };
    const answers = [await platform.ask('agentlistconfig', again), await platform.ask('agentlistconfig', again)];
    seen.push(await agents(), await count());
    await platform.ask('agentlistconfig', { item: 'update', pbxid: '1', agentno: '2012' });
    expect({
      seen,
      answers: answers.map(({ errcode }) => errcode),
      row: await platform.rows('agentlistconfig', { item: 'find', agentno: '2012' }),
      missing: (await platform.ask('agentlistconfig', { item: 'update', pbxid: '1', agentno: '7777' })).errcode,
      needs: (await platform.ask('agentlistconfig', { item: 'delete' })).errcode,
    }).toEqual({
      seen: [['2011', '2012'], '8', ['2011'], '7', ['2011', '2012'], '8'],
      answers: [0, 9000],
      // A remark that is left out is emptied, a name is kept (§7.29).
      row: [{ pbxid: '1', agentno: '2012', agentname: '小王', remark: '' }],
      missing: 9003,
      needs: 9002,
    });
  });

  test('of platforms and queues too', async () => {
    const { scenario, pass } = await start();
    scenario.callerRings({ from: '13800138000', to: { queue: '90' } }).givesUp();
    pass(60);
    const both = async () => [
      (await platform.rows('getqueuedayreport', { rptdate1: today })).length,
      (await platform.rows('getplatformdayreport', { rptdate1: today })).length,
    ];
    const seen = [await both()];
    await platform.ask('queuelistconfig', { item: 'delete', pbxid: '1', queueno: '90' });
    seen.push(await both());
    await platform.ask('pbxconfig', { item: 'add', pbxid: '2', pbxname: 'zwei' });
    await platform.ask('pbxconfig', { item: 'delete', pbxid: '1' });
    seen.push(await both());
    expect({
      seen,
      pbxs: await platform.rows('pbxconfig', { item: 'find' }),
      queues: (await platform.rows('queuelistconfig', { item: 'find' })).map(({ queueno }) => queueno),
    }).toEqual({
      seen: [
        [1, 1],
        [0, 1],
        [0, 0],
      ],
      pbxs: [{ pbxid: '2', pbxname: 'zwei', remark: '' }],
      queues: ['91'],
    });
  });

  test('say what a rating is worth, in every report that is read afterwards', async () => {
    const { clock } = await start();
    const row = { uniqueId: '1.1', queue: '90', agent: '2011', number: '13800138000', application: 'QUEUE' };
    for (const key of [5, 3, -1]) platform.store.sink.rating({ ...row, at: clock.now(), key });
    const rated = async () =>
      pick(await one('getagentdayreport', { rptdate1: today, agentno: '2011' }), 'qmcounts', 'qmscore', 'qmresult');
    const before = await rated();
    await platform.ask('qmrconfig', { item: 'update', inputkey: '5', score: '10', remark: '非常满意' });
    await platform.ask('qmrconfig', { item: 'update', inputkey: '-1', score: '1' });
    expect({
      before,
      after: await rated(),
      queue: pick(await one('getqueuedayreport', { rptdate1: today }), 'qmcounts', 'qmscore'),
      keys: (await platform.rows('qmrconfig', { item: 'find' })).map(({ inputkey, score }) => `${inputkey}:${score}`),
      detail: (await platform.rows('getagentqmrrptdetail', { ...day, agentno: '2011', sort: 'selkey' })).map(
        ({ selkey, score }) => [selkey, score],
      ),
    }).toEqual({
      before: { qmcounts: 3, qmscore: 8, qmresult: 2.6667 },
      after: { qmcounts: 3, qmscore: 14, qmresult: 4.6667 },
      queue: { qmcounts: 3, qmscore: 14 },
      keys: ['-1:1', '0:0', '1:1', '2:2', '3:3', '4:4', '5:10', '6:6', '7:7', '8:8', '9:9'],
      detail: [
        ['-1', '1'],
        ['3', '3'],
        ['5', '10'],
      ],
    });
  });

  test('of jobs: what is off is not filled, what is on again catches up, other days are counted anew', async () => {
    const { scenario, pass } = await start();
    const call = () => {
      scenario.callerRings({ from: '13800138000', to: { queue: '90' } }).givesUp();
      pass(120);
    };
    const calls = async () =>
      (await platform.rows('getplatformdayreport', { rptdate1: today })).map((row) => row.incomingcalls);
    const job = async () => {
      const [found] = await platform.rows('rptcontrol', { item: 'find', rpttype: 'platform' });
      return pick(found as Record<string, unknown>, 'status', 'enabled', 'begindate', 'enddate', 'finishdate');
    };
    const control = (query: Record<string, string>) =>
      platform.ask('rptcontrol', { pbxid: '1', rpttype: 'platform', ...query });
    call();
    const seen: unknown[] = [await calls(), await job()];
    await control({ item: 'update', enabled: '0' });
    call();
    seen.push(await calls(), (await job()).status);
    await control({ item: 'update', enabled: '1' });
    seen.push(await calls());
    // Nothing before tomorrow: today's figures go.
    await control({ item: 'update', begindate: '2026-03-03' });
    seen.push(await calls());
    await control({ item: 'update', begindate: '2026-03-01', enddate: '2026-03-02' });
    seen.push(await calls(), await job());
    await control({ item: 'delete' });
    call();
    seen.push(await calls(), await platform.rows('rptcontrol', { item: 'find', rpttype: 'platform' }));
    seen.push((await control({ item: 'delete' })).errcode, (await control({ item: 'add' })).errcode, await calls());
    expect(seen).toEqual([
      [1],
      { status: '结束', enabled: '1', begindate: '2015-01-01', enddate: null, finishdate: today },
      [1],
      '停止',
      [2],
      [],
      [2],
      { status: '结束', enabled: '1', begindate: '2026-03-01', enddate: '2026-03-02', finishdate: today },
      [2],
      [],
      9003,
      0,
      [3],
    ]);
  });
});

test('every report has exactly the columns of the catalogue, sorts by them and by nothing else', async () => {
  const { scenario, pass } = await start();
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  scenario.callerRings({ from: '053188881111', to: { queue: '90' } }).givesUp();
  pass(60);
  const names = ['platform', 'agent', 'queue', 'area'].flatMap((kind) =>
    ['hour', 'day', 'week', 'month', 'year'].map((unit) => `get${kind}${unit}report`),
  );
  const there = names.filter((name) => name !== 'getagenthourreport' && name !== 'getareahourreport') as EndpointName[];
  for (const name of there) {
    const columns = Object.keys(endpointOf(name).fields);
    const [row] = await platform.rows(name, { rptdate1: today });
    expect([name, Object.keys(row ?? {})]).toEqual([name, columns]);
    expect(Object.values(row ?? {}).filter((value) => value === null)).toEqual([]);
    const last = columns.at(-1) ?? '';
    expect([
      (await platform.ask(name, { rptdate1: today, sort: last })).errcode,
      (await platform.ask(name, { rptdate1: today, sort: 'hour); --' })).message,
      (await platform.rows(name, { rptdate1: today, pbxid: '7' })).length,
    ]).toEqual([0, 'variable "sort" is invalid.', 0]);
  }
});

test('the timer fills the reports by itself', async () => {
  const { scenario, pass } = await start();
  scenario.callerRings({ from: '13800138000', to: { queue: '90' } }).givesUp();
  const filled = () => platform.store.database.all('SELECT incomingcalls FROM report_platform');
  const before = filled();
  pass(61);
  expect([before, filled()]).toEqual([[], [{ incomingcalls: 1 }]]);
});

test('a made-up past is there from the start, and only once', async () => {
  const { clock } = await start({ history: 3, centre: 'demo', alive: false });
  const days = await platform.rows('getplatformdayreport', { rptdate1: '2026-02-20', rptdate2: today, sens: 'ASC' });
  expect(days.map(({ rptdate, incomingcalls }) => [rptdate, Number(incomingcalls) > 20])).toEqual([
    ['2026-02-27', true],
    ['2026-02-28', true],
    ['2026-03-01', true],
  ]);
  expect(Number((await platform.rows('getbadcallcount', {}))[0]?.result)).toBeGreaterThan(0);
  expect(clock.now()).toBeGreaterThan(0);
});
