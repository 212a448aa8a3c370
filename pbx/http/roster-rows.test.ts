import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EndpointName } from '../../shared/webcti';
import { createVirtualClock } from '../engine/simulated/clock';
import { regionsArea } from '../store/schema/regions';
import { rosterArea } from '../store/schema/roster';
import { openStore } from '../store/store';
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
/** The one row of an endpoint, also where it does not stand in a list. */
async function rowOf<N extends EndpointName>(of: TestPlatform, name: N, query: Record<string, string>) {
  const found: unknown = await of.rows(name, query);
  return (Array.isArray(found) ? found[0] : found) as RowsOf<N>;
}
/** Numbers are text in some answers. */
const worded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(worded) : typeof value === 'number' ? String(value) : value;

/** One thing that is set up: how to change its row, and what a platform with that row says that it did not say before. */
interface Proof {
  readonly sql: string;
  readonly ask: (of: TestPlatform) => Promise<unknown>;
  readonly says: unknown;
}
const rowsWith =
  <N extends EndpointName>(name: N, test: (row: Readonly<Record<string, unknown>>) => boolean, query = {}) =>
  async (of: TestPlatform) =>
    (await of.rows(name, query)).filter((row) => test(row as Readonly<Record<string, unknown>>)).length;

const proofs: Readonly<Record<string, readonly Proof[]>> = {
  user: [
    {
      sql: "UPDATE user SET name = '王小芳', english_name = 'Wang Xiaofang', voicemail = 1 WHERE no = '2011'",
      ask: async (of) => [
        (await rowOf(of, 'ctigetuser', { user: '2011' })).voicemail,
        (await rowOf(of, 'ctigetuser', { user: '2011' })).cidname,
        (await of.rows('getusers')).find(({ userinfo }) => userinfo === '2011')?.cnname,
        (await of.rows('getallextensions', { extension: '2011' }))[0]?.cnname,
        (await rowOf(of, 'ctigetdevice', { device: '2011' })).cnname,
      ],
      says: ['enabled', 'Wang Xiaofang', '王小芳', '王小芳', '王小芳'],
    },
    {
      sql: "INSERT INTO user VALUES ('8009', 99, '新人', 'New', '', '', 30, 0, 0)",
      ask: rowsWith('getallextensions', ({ extension }) => extension === '8009'),
      says: 1,
    },
  ],
  device: [
    {
      sql: "UPDATE device SET description = '前台话机', context = 'from-internal-5', address = '10.0.0.9' WHERE no = '2012'",
      ask: async (of) => [
        (await of.rows('getdevices', { device: '2012' }))[0]?.cndescription,
        (await rowOf(of, 'ctigetdevice', { device: '2012' })).context,
        (await rowOf(of, 'getextinterface', { extension: '2012' })).context,
        (await of.rows('getpeers', { peername: '2012' }))[0]?.ipaddress,
        (await of.rows('getallstatus', { devices: '2012' }))[0]?.devices[0]?.context,
      ],
      says: ['前台话机', 'from-internal-5', 'from-internal-5', '10.0.0.9', 'from-internal-5'],
    },
  ],
  trunk: [
    {
      sql: "INSERT INTO trunk VALUES ('ZAP/g9', 9, 3, '8')",
      ask: async (of) => [
        await rowsWith('gettrunklist', ({ trunk }) => trunk === 'ZAP/g9')(of),
        (await of.rows('getzapchannel')).length,
      ],
      says: [1, 11],
    },
  ],
  queue: [
    {
      sql: "UPDATE queue SET name = '客户关怀', max_waiting = 7, service_level_seconds = 33, weight = 4 WHERE no = '91'",
      ask: async (of) => [
        (await of.rows('getqueuelist')).find(({ queueno }) => queueno === '91')?.description,
        (await of.rows('getqueue', { queue: '91' })).map(({ max, serviceLevel, weight }) => [
          max,
          serviceLevel,
          weight,
        ]),
      ],
      says: ['客户关怀', [[7, 33, 4]]],
    },
    {
      sql: "INSERT INTO queue VALUES ('95', 9, '新队列', 'ringall', 5, 0, 15, 5, 0, 1, 0, 20, 0, '', 0, 0)",
      ask: async (of) => [
        (await of.rows('getqueuegeneral', { queuenos: '95' })).length,
        (await of.rows('getallstatus', { queues: '95' }))[0]?.queues.length,
      ],
      says: [1, 1],
    },
  ],
  queue_member: [
    {
      sql: "INSERT INTO queue_member VALUES ('90', 'SIP/2013', 0, 3)",
      ask: async (of) =>
        (await of.rows('getqueuemember', { queue: '90' })).map(({ agent, agentship, penalty }) => [
          ...[agent, agentship, penalty],
        ]),
      says: [['SIP/2013', 'static', 3]],
    },
  ],
  pause_reason: [
    {
      sql: "UPDATE pause_reason SET label = '外出' WHERE code = 5; INSERT INTO pause_reason VALUES (21, 9, '回访', 1)",
      ask: async (of) =>
        (await of.rows('getpausetype', { onlycustom: '1' }))
          .filter(({ pausetype }) => Number(pausetype) >= 5)
          .map(({ pausetype, description }) => [pausetype, description]),
      says: [
        [5, '外出'],
        [21, '回访'],
      ],
    },
  ],
  dial_rule: [
    {
      sql: "UPDATE dial_rule SET name = '仅内线', outside = 0 WHERE context = 'from-internal'",
      ask: async (of) => {
        const rules = (await of.rows('getdevicerules')).map(({ rulename }) => rulename);
        of.scenario.dials('2014', '13900139000');
        of.clock.advance(2_000);
        if (of.engine.channels().some((one) => one.device === '2014' && one.hungUpAt === null)) {
          of.scenario.hangsUp('2014');
        }
        of.clock.advance(2_000);
        const [call] = (await of.rows('getcdr', { sens: 'DESC' })).map(({ hangupcause }) => Number(hangupcause));
        return [rules.includes('仅内线'), call === 52];
      },
      says: [true, true],
    },
  ],
  feature: [
    {
      sql: "INSERT INTO feature VALUES ('*77', 99, 'shortcuts_77', 'answer')",
      ask: async (of) => {
        of.scenario.dials('2015', '2016');
        const ringing = of.engine.channels().find(({ device, hungUpAt }) => device === '2016' && hungUpAt === null);
        const pressed = await of.ask('ctifeaturecode', { channel: ringing?.name ?? '', code: '*77' });
        of.scenario.hangsUp('2015');
        of.clock.advance(40_000);
        return pressed.errcode;
      },
      says: 0,
    },
  ],
  menu: [
    {
      sql: "UPDATE menu SET name = 'newmenu' WHERE menu = '2'",
      ask: rowsWith('getivrlist', ({ ivrname }) => ivrname === 'newmenu'),
      says: 1,
    },
  ],
  menu_choice: [
    {
      sql: "UPDATE menu_choice SET does = 'hangup', goes_to = NULL, context = NULL WHERE menu = '1' AND keys = '3'",
      ask: async (of) => {
        const caller = of.scenario.callerRings({
          ...{ from: '13800138123', ivrPath: '1', ivrKeys: '3', to: { queue: '90' } },
        });
        of.clock.advance(1_000);
        caller.hangsUp();
        return (await of.rows('getivrlog', { callerid: '13800138123' }))[0]?.funcname;
      },
      says: 'hangup',
    },
  ],
  room: [
    {
      sql: "INSERT INTO room VALUES ('9333', 9, 0)",
      ask: async (of) => {
        of.scenario.dials('2016', '9333');
        of.clock.advance(2_000);
        const seats = (await of.rows('getallstatus'))[0]?.conferences.filter(({ confno }) => confno === '9333').length;
        of.scenario.hangsUp('2016');
        of.clock.advance(40_000);
        return seats;
      },
      says: 1,
    },
  ],
  lot: [
    {
      sql: "UPDATE lot SET place = -1 WHERE no = '79'",
      ask: async (of) => {
        const caller = of.scenario.callerRings({ from: '13800138321', to: { extension: '2016' } });
        of.clock.advance(1_000);
        of.scenario.answers('2016');
        const own = of.engine.channels().find(({ device, hungUpAt }) => device === '2016' && hungUpAt === null);
        await of.ask('ctipark', { channel: caller.channel, srcchannel: own?.name ?? '', timeout: '0' });
        const [parked] = await of.rows('getparkedcall');
        caller.hangsUp();
        of.clock.advance(40_000);
        return [parked?.exten, parked?.timeout];
      },
      says: ['79', 77],
    },
  ],
  // Seen with the parked call above.
  centre_setting: [
    {
      sql: "UPDATE centre_setting SET value = '77' WHERE name = 'parkSeconds'",
      ask: async (of) => of.store.roster.settings().parkSeconds,
      says: 77,
    },
  ],
  hold_music: [
    {
      sql: "INSERT INTO hold_music VALUES ('moonlight', 9)",
      ask: rowsWith('getholdmusic', ({ name }) => name === 'moonlight'),
      says: 1,
    },
  ],
  modem: [
    {
      sql: "UPDATE modem SET name = 'GSM7' WHERE modem = '1'",
      ask: async (of) => {
        const named = await rowsWith('getsmsdevices', ({ devname }) => devname === 'GSM7')(of);
        of.scenario.textArrives({ from: '13800138000', text: '你好' });
        return [named, (await of.rows('getrecvsms')).some(({ phone }) => phone === 'GSM7')];
      },
      says: [1, true],
    },
  ],
  region_area: [
    {
      sql: "UPDATE region_area SET city = '姑苏' WHERE code = '512'",
      ask: async (of) => [
        (await rowOf(of, 'getarea', { phoneno: '051265881234' })).city,
        (await of.rows('getareas', { phoneno: '051265881234,2011' }))[0]?.city,
      ],
      says: ['姑苏', '姑苏'],
    },
  ],
  region_prefix: [
    {
      sql: "UPDATE region_prefix SET operator = '某运营商' WHERE prefix = '138'",
      ask: async (of) => (await rowOf(of, 'getarea', { phoneno: '13800138000' })).type,
      says: '某运营商138',
    },
  ],
  region_segment: [
    {
      sql: "INSERT INTO region_segment VALUES ('1390013', '571')",
      ask: async (of) => (await rowOf(of, 'getarea', { phoneno: '13900139000' })).city,
      says: '杭州',
    },
  ],
  binding: [
    {
      sql: "INSERT INTO binding VALUES ('3004', '8004')",
      ask: async (of) => [
        (await of.rows('getdevices', { device: '3004' }))[0]?.user,
        (await rowOf(of, 'ctigetuser', { user: '8004' })).device,
        (await of.rows('getallstatus', { users: '8004' }))[0]?.users[0]?.device,
      ],
      says: ['8004', '3004', '3004'],
    },
  ],
  membership: [
    {
      sql: "INSERT INTO membership VALUES ('91', 'SIP/2015', 'dynamic', 1, 0, 5, 0, 0, 0, 0)",
      ask: async (of) =>
        (await of.rows('getqueuemember', { queue: '91' })).map(({ agent, penalty, paused }) => [
          agent,
          penalty,
          paused,
        ]),
      says: [['SIP/2015', 1, 5]],
    },
  ],
  personal: [
    {
      sql: "INSERT INTO personal VALUES ('8003', 1, 0, '', '2011', '')",
      ask: async (of) => [
        (await rowOf(of, 'ctigetdnd', { extension: '8003' })).status,
        (await rowOf(of, 'ctigetcf', { extension: '8003' })).CFB,
      ],
      says: ['1', '2011'],
    },
  ],
};

test('every list of configuration is a row: what was changed in the database is what the endpoints say', async () => {
  const all = Object.entries(proofs).flatMap(([table, list]) => list.map((proof) => ({ table, ...proof })));
  const before = await start();
  const already: string[] = [];
  for (const { table, ask, says } of all) {
    if (JSON.stringify(worded(await ask(before))) === JSON.stringify(worded(says))) already.push(table);
  }
  await before.close();
  const store = openStore({ folder });
  for (const { sql } of all) for (const statement of sql.split('; ')) store.database.run(statement);
  const tables = store.database
    .all<{ sql: string }>("SELECT sql FROM sqlite_master WHERE type = 'table'")
    .map(({ sql }) => /TABLE (\w+)/.exec(sql)?.[1] ?? '');
  store.close();
  const after = await start();
  for (const { table, ask, says } of all) expect([table, worded(await ask(after))]).toEqual([table, worded(says)]);
  const made = [...rosterArea.steps, ...regionsArea.steps]
    .flatMap((step) => [...step.matchAll(/CREATE TABLE (\w+)/g)])
    .map(([, name = '']) => name);
  expect([already, made.filter((name) => !Object.hasOwn(proofs, name) || !tables.includes(name))]).toEqual([[], []]);
});
