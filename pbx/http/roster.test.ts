import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EndpointName } from '../../shared/webcti';
import { createVirtualClock } from '../engine/simulated/clock';
import { openDatabase } from '../store/database';
import { campaignsArea } from '../store/schema/campaigns';
import { faxArea } from '../store/schema/fax';
import { filesArea } from '../store/schema/files';
import { listsArea } from '../store/schema/lists';
import { lostCallsArea } from '../store/schema/lost-calls';
import { menusArea } from '../store/schema/menus';
import { promptsArea } from '../store/schema/prompts';
import { recordingsArea } from '../store/schema/recordings';
import { recordsArea } from '../store/schema/records';
import { reportsArea } from '../store/schema/reports';
import { smsArea } from '../store/schema/sms';
import { voicemailArea } from '../store/schema/voicemail';
import type { RowsOf } from './handlers/handler';
import type { PlatformOptions } from './platform';
import { startTestPlatform, type TestPlatform } from './test-platform';

let folder = '';
let platform: TestPlatform | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-roster-'));
});
afterEach(async () => {
  await platform?.close();
  platform = null;
  rmSync(folder, { recursive: true, force: true });
});

/** The platform of the folder; one that runs is closed first, and time goes on. */
async function start(options: PlatformOptions = {}, downSeconds = 60): Promise<TestPlatform> {
  const clock = platform && createVirtualClock(platform.clock.now() + downSeconds * 1_000);
  await platform?.close();
  platform = await startTestPlatform({ folder, ...(clock && { clock }), ...options });
  return platform;
}
const must = async (name: EndpointName, query: Record<string, string>): Promise<void> => {
  const answer = await platform?.ask(name, query);
  if (answer?.errcode !== 0) throw new Error(`${name}: ${JSON.stringify(answer)}`);
};

/** The one row of an endpoint, also where it does not stand in a list. */
async function rowOf<N extends EndpointName>(of: TestPlatform, name: N, query: Record<string, string>) {
  const found: unknown = await of.rows(name, query);
  return (Array.isArray(found) ? found[0] : found) as RowsOf<N>;
}
/** Numbers are text in some answers. */
const worded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(worded) : typeof value === 'number' ? String(value) : value;

/** What of the people is kept, as the endpoints tell it. */
async function kept(of: TestPlatform) {
  const users = ['2011', '2012', '8001', '8002'];
  const settings = async (name: 'ctigetdnd' | 'ctigetcf' | 'ctigetcnd') =>
    Promise.all(users.map((extension) => rowOf(of, name, { extension })));
  return {
    devices: await of.rows('getdevices'),
    extensions: (await of.rows('getallextensions')).map(({ extension, device }) => [extension, device]),
    members: (await of.rows('getqueuemember')).map(
      ({ queue, agent, agentname, agentship, penalty, paused, createtime }) =>
        [queue, agent, agentname, agentship, penalty, paused, createtime] as const,
    ),
    settings: [await settings('ctigetdnd'), await settings('ctigetcf'), await settings('ctigetcnd')],
  };
}

describe('what people have set outlives the platform', () => {
  test('who sits where, who serves which queue with which pause, do-not-disturb, forwarding, and the ban', async () => {
    const first = await start();
    await must('ctibinddevice', { extension: '8001', device: '3001' });
    await must('ctibinddevice', { extension: '8002', device: '3002' });
    await must('ctibinddevice', { extension: '8001', device: '3003' });
    await must('ctisplitdevice', { extension: '8002', device: '3002' });
    await must('ctiqueueadd', { queue: '91', interface: 'SIP/2012' });
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/3003', penalty: '2' });
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    first.clock.advance(100_000);
    await must('ctiqueuepause', { queue: '90', interface: 'SIP/3003', paused: '4' });
    await must('ctiqueueremove', { queue: '90', interface: 'SIP/2011' });
    await must('ctisetdndon', { extension: '2012' });
    await must('ctisetdndon', { extension: '8002' });
    await must('ctisetdndoff', { extension: '8002' });
    await must('ctisetcfon', { extension: '8001', cftype: 'CFB', destination: '2012' });
    await must('ctisetcfon', { extension: '8001', cftype: 'CF', destination: '13800138000' });
    await must('ctisetcfoff', { extension: '8001', cftype: 'CF' });
    await must('ctisetcndon', { extension: '2011' });
    const before = await kept(first);
    first.clock.advance(10_000);

    const second = await start();
    const after = await kept(second);
    const [paused] = (await second.rows('getqueuemember', { queue: '90' })).map(({ pausetime }) => pausetime);
    // It works, and is not only listed: 3003 is paused, so nobody rings; then he comes back and is rung.
    const rung = (no: string) => second.engine.channels().some((one) => one.device === no && one.state === 'Ringing');
    second.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    second.clock.advance(3_000);
    const pausedRings = rung('3003');
    await must('ctiqueuepause', { queue: '90', interface: 'SIP/3003', paused: '0' });
    const rings = rung('3003');
    second.scenario.dials('2011', '13900139000');
    second.clock.advance(3_000);
    const [call] = await second.rows('getcdr', { src: '2011' });

    expect(after).toEqual(before);
    expect(worded([before.members, paused, call?.hangupcause])).toEqual([
      [
        ['90', 'SIP/3003', '8001', 'dynamic', '2', '4', '2026-03-02 09:00:00'],
        ['91', 'SIP/2012', '2012', 'dynamic', '0', '0', '2026-03-02 09:00:00'],
      ],
      ...['70', '52'],
    ]);
    expect([pausedRings, rings]).toEqual([false, true]);
  });

  test('the time of a membership goes on, and the report counts who is there again from the start on', async () => {
    const first = await start();
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    first.clock.advance(100_000);
    await must('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '3' });
    first.clock.advance(50_000);
    await start({}, 0);
    platform?.clock.advance(30_000);
    await must('ctiqueueremove', { queue: '90', interface: 'SIP/2011' });
    const activity = (await platform?.rows('getagentactivity', { datefrom: '2026-03-02', dateto: '2026-03-02' })) ?? [];
    const told = activity.map(({ event, logintime, conseconds, unpauseseconds, pauseseconds, pausetype }) =>
      [event, String(logintime).slice(-5), conseconds, unpauseseconds, pauseseconds, pausetype].join(' '),
    );
    expect(told.reverse()).toEqual([
      'added 00:00 0 0 0 0',
      'paused 00:00 100 100 0 3',
      'added 00:00 100 100 0 3',
      'removed 00:00 180 100 80 3',
    ]);
    const [report] = (await platform?.rows('getagentdayreport', { agentno: '2011', rptdate1: '2026-03-02' })) ?? [];
    expect(worded([report?.onlineduration, report?.pauseduration, report?.logintimes])).toEqual(['180', '80', '2']);
  });

  test('a static member keeps its pause, and is ready after the next start when it came back', async () => {
    const sized: PlatformOptions = { centre: { seats: 4, queues: 2 }, alive: false };
    const pauses = async (of: TestPlatform) =>
      (await of.rows('getqueuemember', { queue: '900001' })).map(({ agent, agentship, paused }) => [
        ...[agent, agentship, String(paused)],
      ]);
    const first = await start(sized);
    const [member] = await pauses(first);
    const place = { queue: '900001', interface: String(member?.[0]) };
    await must('ctiqueuepause', { ...place, paused: '3' });
    const paused = await pauses(await start(sized));
    await must('ctiqueuepause', { ...place, paused: '0' });
    const rows = () => platform?.store.database.all('SELECT * FROM membership').length;
    const ready = await pauses(await start(sized));
    expect([paused.filter(([, , reason]) => reason === '3').length, paused.length, rows()]).toEqual([
      1,
      ready.length,
      0,
    ]);
    expect([paused.every(([, ship]) => ship === 'static'), ready.every(([, , reason]) => reason === '0')]).toEqual([
      true,
      true,
    ]);
  });

  test('an exchange that crashed has lost its dynamic members for good, and joins them anew', async () => {
    const first = await start();
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    await must('ctiqueueadd', { queue: '91', interface: 'SIP/2011' });
    await must('ctisetdndon', { extension: '2012' });
    const crash = first.scenario.faults.restart({ keepState: false, downSeconds: 3 });
    first.clock.advance(3_000);
    await crash;
    // The line of before the crash is gone; whoever asks finds a new one.
    await expect.poll(() => first.text('about').then(Boolean, () => false)).toBe(true);
    const lost = await first.rows('getqueuemember');
    await must('ctiqueueadd', { queue: '91', interface: 'SIP/2011' });
    const second = await start();
    expect([
      lost,
      (await second.rows('getqueuemember')).map(({ queue, agent }) => [queue, agent]),
      (await rowOf(second, 'ctigetdnd', { extension: '2012' })).status,
    ]).toEqual([[], [['91', 'SIP/2011']], '1']);
  });

  test('with the exchange’s state kept, nothing is lost', async () => {
    const first = await start();
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    const restart = first.scenario.faults.restart({ keepState: true, downSeconds: 3 });
    first.clock.advance(3_000);
    await restart;
    const second = await start();
    expect((await second.rows('getqueuemember')).map(({ queue, agent }) => [queue, agent])).toEqual([
      ['90', 'SIP/2011'],
    ]);
  });

  test('people of the demo who were on a break come back from it', async () => {
    const demo: PlatformOptions = { centre: 'demo', seed: 3 };
    const first = await start(demo);
    const away = (of: TestPlatform) =>
      of.engine.queues().flatMap(({ members }) => members.filter(({ paused }) => paused !== 0));
    for (let minutes = 0; minutes < 240 && away(first).length === 0; minutes += 1) first.clock.advance(60_000);
    const [one] = away(first);
    const second = await start(demo, 0);
    const still = away(second).some((member) => member.interface === one?.interface && member.paused === one.paused);
    const back = () => !away(second).some(({ interface: iface }) => iface === one?.interface);
    for (let seconds = 0; seconds < 200 && !back(); seconds += 1) second.clock.advance(1_000);
    expect([one !== undefined, still, back()]).toEqual([true, true, true]);
  });

  test('a disk without room lets people pause all the same, and is told what they did when there is room', async () => {
    const first = await start();
    const { database } = first.store;
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    const used = Number(database.first<{ page_count: number }>('PRAGMA page_count')?.page_count);
    database.all(`PRAGMA max_page_count = ${used}`);
    let roomy = false;
    database.later(() => {
      if (roomy) database.all('PRAGMA max_page_count = 1073741823');
    });
    database.later(() => database.run('INSERT INTO prompt_given (name) VALUES (hex(zeroblob(200000)))'));
    await must('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '4' });
    const told = first.logged.map(({ event, detail }) => `${event} ${detail}`);
    const [member] = await first.rows('getqueuemember');
    roomy = true;
    first.clock.advance(1_000);
    const [after] = await (await start()).rows('getqueuemember');
    expect([worded([member?.paused, after?.paused]), told]).toEqual([
      ['4', '4'],
      ['store-failed changes: the disk of the data folder is full'],
    ]);
  });

  test('a platform without a folder begins anew', async () => {
    const options = { folder: undefined };
    platform = await startTestPlatform(options);
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    await platform.close();
    platform = await startTestPlatform(options);
    expect(await platform.rows('getqueuemember')).toEqual([]);
  });
});

test('what desks poll is answered from memory: no poll asks the database', async () => {
  const { store, scenario, clock, text } = await start();
  await must('ctibinddevice', { extension: '8001', device: '3001' });
  await must('ctiqueueadd', { queue: '90', interface: 'SIP/3001' });
  const caller = scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  clock.advance(2_000);
  const asked = (['all', 'first', 'run', 'write'] as const).map((verb) => vi.spyOn(store.database, verb));
  const count = (): number => asked.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  const polls: readonly (readonly [EndpointName, Record<string, string>])[] = [
    ['getallstatus', {}],
    ['getqueuemember', {}],
    ['getqueue', {}],
    ['getqueuegeneral', {}],
    ['getqueuelist', {}],
    ['getqueuecalls', {}],
    ['getdevices', {}],
    ['getusers', {}],
    ['getallextensions', {}],
    ['getextensionstatus', {}],
    ['getcalls', {}],
    ['getpausetype', {}],
    ['gettrunklist', {}],
    ['getpeers', {}],
    ['getdevicerules', {}],
    ['getholdmusic', {}],
    ['getivrlist', {}],
    ['getsmsdevices', {}],
    ['ctigetdnd', { extension: '8001' }],
    ['ctigetcf', { extension: '8001' }],
    ['getpopupscreen', { channel: 'SIP/3001' }],
  ];
  const asking: unknown[] = [];
  for (let round = 0; round < 2; round += 1) {
    for (const [name, query] of polls) {
      const before = count();
      await text(name, query);
      // The number of the caller is looked up once.
      if (count() > before && round > 0) asking.push([name, count() - before]);
    }
  }
  vi.restoreAllMocks();
  caller.hangsUp();
  expect(asking).toEqual([]);
});

describe('a folder', () => {
  test('keeps the centre that it began with, whatever it is started with', async () => {
    const first = await start({ centre: 'small' });
    const before = [await first.rows('getusers'), await first.rows('getqueuelist'), await first.rows('getdevices')];
    const second = await start({ centre: 'demo', alive: false });
    expect([await second.rows('getusers'), await second.rows('getqueuelist'), await second.rows('getdevices')]).toEqual(
      before,
    );
  });

  test('of a version that had no such tables gets them, and keeps what it had', async () => {
    const earlier = [
      ...[recordsArea, lostCallsArea, listsArea, smsArea, filesArea, recordingsArea, voicemailArea, promptsArea],
      ...[faxArea, menusArea, reportsArea, campaignsArea],
    ];
    const old = openDatabase({ folder, areas: earlier });
    old.run("INSERT INTO block (creator, created_at, number, reason) VALUES ('admin', 0, '13600136001', '骚扰')");
    const before = old.all("SELECT name FROM sqlite_master WHERE name IN ('user', 'region_area', 'membership')");
    old.close();
    const first = await start();
    const users = await first.rows('getusers');
    const blocked = (await first.rows('getblacklist')).map(({ extension }) => extension);
    await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    const second = await start();
    expect([
      ...[before, blocked, users.length, (await second.rows('getusers')).length],
      (await second.rows('getqueuemember')).length,
      (await rowOf(second, 'getarea', { phoneno: '051265881234' })).city,
    ]).toEqual([[], ['13600136001'], 8, 8, 1, '苏州']);
  });
});
