import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rateCall } from './test-messages';
import { only, pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const keys = async (query: Record<string, string> = {}) =>
  (await platform.rows('getivrlog', { sort: 'ivrdate', sens: 'ASC', ...query })).map((row) => [
    row.ivrname,
    row.keyinput,
    row.funcname,
  ]);

describe('voice menus', () => {
  /** 2016 in a menu, as ctioriginate puts him there. */
  const inMenu = async (id: string) => {
    platform.scenario.behaves('2016', { kind: 'answers', afterSeconds: 0 });
    await platform.whilePassing(
      platform.ask('ctioriginate', {
        ...{ channel: 'SIP/2016', context: `ivr-${id}`, exten: 's', priority: '1', callerid: '2016' },
        ...{ variable: '__MVBBOB_TASKID=T1|__MVBBOB_DIALID=D7', async: 'yes' },
      }),
    );
    platform.clock.advance(1_000);
    return platform.engine.channels().find(({ device, hungUpAt }) => device === '2016' && hungUpAt === null);
  };

  test('are the ones of the centre, and keys pressed on the way in belong each to its menu', async () => {
    const caller = platform.scenario.callerRings({
      ...{ from: '13800138000', did: '4008001234', ivrPath: '1-3', ivrKeys: '31', to: { queue: '90' } },
    });
    const list = await platform.rows('getivrlist');
    const rows = await platform.rows('getivrlog', { uniqueid: caller.uniqueId, sens: 'ASC' });
    expect([list.slice(0, 3), rows]).toEqual([
      [
        { id: '1', ivrname: 'welcomemenu' },
        { id: '2', ivrname: 'presales' },
        { id: '3', ivrname: 'aftersales' },
      ],
      [
        ['ivr-1', 'welcomemenu', '3'],
        ['ivr-3', 'aftersales', '1'],
      ].map(([ivrcontext, ivrname, keyinput]) => ({
        ...{ ivrdate: '2026-03-02 09:00:00', ivrcontext, ivrname, funcname: 'gotoivr', channel: caller.channel },
        ...{
          uniqueid: caller.uniqueId,
          keyinput,
          callerid: '13800138000',
          dnid: '4008001234',
          obtaskid: '0',
          obdialid: '0',
        },
      })),
    ]);
  });

  test('lead on by their keys, from menu to menu and into a queue', async () => {
    const leg = await inMenu('1');
    const { scenario, clock } = platform;
    for (const digits of ['7', '3', '13579', '2']) {
      scenario.presses('2016', digits);
      clock.advance(1_000);
    }
    const waiting = await platform.rows('getqueuecalls', { queue: '90' });
    expect([
      await keys(),
      waiting.map(({ uniqueid }) => uniqueid),
      await platform
        .rows('ctigetvar', { channel: leg?.name ?? '', variable: 'MVB_IVRHIST' })
        .then((all) => JSON.stringify(all)),
      await keys({ obtaskid: 'T1', obdialid: 'D7' }).then((all) => all.length),
      await keys({ obtaskid: '0' }),
    ]).toEqual([
      [
        ['welcomemenu', '7', 'input'],
        ['welcomemenu', '3', 'gotoivr'],
        ['aftersales', '13579', 'input'],
        ['aftersales', '2', 'gotoqueue'],
      ],
      [leg?.uniqueId],
      expect.stringContaining('1|3"'),
      4,
      [],
    ]);
  });

  test('and one key ends the call', async () => {
    const leg = await inMenu('7');
    platform.scenario.presses('2016', '*');
    expect([leg?.hungUpAt === null, await keys()]).toEqual([false, [['repairs', '*', 'hangup']]]);
  });

  test('the log is found by every filter, counted alike, and thirty rows at most', async () => {
    for (let call = 0; call < 33; call += 1) {
      const caller = platform.scenario.callerRings({
        ...{ from: `138001380${String(call).padStart(2, '0')}`, ivrPath: '1-2', ivrKeys: call % 3 === 0 ? '2' : '0' },
        to: { queue: '90' },
      });
      platform.clock.advance(1_000);
      caller.hangsUp();
    }
    const filters: readonly Record<string, string>[] = [
      {},
      { callerid: '1380013807' },
      { callerid: '13800138007' },
      { funcname: 'gotoivr' },
      { ivrname: 'welcomemenu' },
      { ivrname: 'presales' },
      { ivrdate1: '2026-03-02 09:00:05', ivrdate2: '2026-03-02 09:00:06' },
      { ivrdate1: '2026-03-03' },
    ];
    const found = await Promise.all(
      filters.map(async (query) => [
        (await keys(query)).length,
        Number(only(await platform.rows('getivrlogcount', query)).result),
      ]),
    );
    const rest = await keys({ offset: '30' });
    const tooMany = await platform.ask('getivrlog', { rows: 31 });
    expect([found, rest.length, tooMany.errcode, (await platform.ask('getivrlog', { sort: 'x' })).errcode]).toEqual([
      [
        [30, 33],
        [0, 0],
        [1, 1],
        [11, 11],
        [30, 33],
        [0, 0],
        [2, 2],
        [0, 0],
      ],
      3,
      9002,
      9002,
    ]);
  });
});

describe('ratings', () => {
  test('are the key that the caller pressed, or that he pressed none', async () => {
    const [content, gone] = [rateCall(platform, '5'), rateCall(platform, '')];
    const rows = await platform.rows('getqmr');
    const filters: readonly Record<string, string>[] = [
      {},
      { selkey: '5' },
      { selkey: '-1' },
      { uniqueid: gone },
      { queuenum: '91' },
      { queuenum: '90' },
      { agentno: '2016' },
      { phonenumber: '13912345678' },
      { calltime1: '2026-03-02 09:00:00', calltime2: '2026-03-02 09:00:20' },
    ];
    const counts = await Promise.all(
      filters.map(async (query) => {
        const count = Number(only(await platform.rows('getqmrcount', query)).result);
        return (await platform.rows('getqmr', query)).length === count ? count : 'not alike';
      }),
    );
    expect([
      rows.map((row) => pick({ ...row }, 'id', 'uniqueid', 'selkey', 'agentno', 'phonenumber', 'calltime')),
      counts,
    ]).toEqual([
      [
        [2, gone, -1, '09:00:25'],
        [1, content, 5, '09:00:12'],
      ].map(([id, uniqueid, selkey, time]) => ({
        ...{ id, uniqueid, selkey, agentno: '2016', phonenumber: '13912345678', calltime: `2026-03-02 ${time}` },
      })),
      [2, 1, 1, 1, 2, 0, 2, 2, 1],
    ]);
  });

  test('are asked for after the agent hung up only, and for ten seconds only', async () => {
    const { scenario, engine, clock } = platform;
    engine.queueAdd('90', 'SIP/2011', 0);
    const talk = (variables: Record<string, string>, rates?: string) => {
      const caller = scenario.callerRings({
        ...{ from: '13800138000', to: { queue: '90' }, variables },
        ...(rates !== undefined && { rates }),
      });
      clock.advance(1_000);
      scenario.answers('2011');
      clock.advance(5_000);
      return caller;
    };
    const asked = { QUEUEQMCONTEXT: 'qm' };
    talk(asked).hangsUp();
    const unasked = talk({});
    scenario.hangsUp('2011');
    const silent = talk(asked);
    scenario.hangsUp('2011');
    clock.advance(9_000);
    const waiting = silent.alive;
    clock.advance(2_000);
    talk(asked, '3');
    scenario.hangsUp('2011');
    clock.advance(4_000);
    const rows = await platform.rows('getqmr', { sens: 'ASC', sort: 'calltime' });
    expect([unasked.alive, waiting, silent.alive, rows.map(({ selkey }) => selkey)]).toEqual([
      ...[false, true, false],
      [-1, 3],
    ]);
  });
});
