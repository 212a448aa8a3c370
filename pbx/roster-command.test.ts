import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestPlatform } from './http/test-platform';
import { type RosterCommand, runRosterCommand } from './roster-command';
import { StoreFailure } from './store/database';
import { Usage } from './usage';

let folder = '';
let data = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-office-'));
  data = path.join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(content: unknown, name = 'office.json'): string {
  const at = path.join(folder, name);
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return at;
}
/** What the command says, in English, or why it is refused. */
function said(command: Partial<RosterCommand>, tongue: 'en' | 'zh' = 'en'): readonly string[] {
  try {
    return runRosterCommand({ apply: false, folder: data, centre: 'small', ...command }).map((line) => line[tongue]);
  } catch (error) {
    if (error instanceof Usage) return ['refused', ...error.said[tongue].split('\n')];
    if (error instanceof StoreFailure) return [error.code];
    throw error;
  }
}

const office = {
  settings: { name: '我的公司', parkSeconds: 90 },
  users: [
    { no: '601', name: '张三', englishName: 'Zhang San' },
    { no: '602', name: '李四', voicemail: true },
    { no: '603', name: '王五' },
  ],
  devices: [
    { no: '601', kind: 'fixed', user: '601' },
    { no: '602', kind: 'fixed', user: '602' },
    { no: '701', kind: 'adhoc' },
  ],
  queues: [{ no: '80', name: '客服', members: [{ interface: 'SIP/601', penalty: 1 }] }],
  menus: [{ id: '1', name: '欢迎', keys: { 1: { does: 'gotoqueue', to: '80' } } }],
  pauseReasons: [
    { code: 1, label: '示忙', custom: false },
    { code: 8, label: '未接', custom: false },
    { code: 12, label: '培训' },
  ],
};

test('an office puts in its own people: first told, then written, and the platform has them', async () => {
  const read = file(office);
  const told = said({ read });
  const untouched = !existsSync(data);
  const written = said({ read, apply: true });
  const again = said({ read });
  const platform = await startTestPlatform({ folder: data });
  const answers = [
    (await platform.rows('getusers')).map(({ userinfo, cnname, voicemail }) => [userinfo, cnname, voicemail]),
    (await platform.rows('getdevices')).map(({ channel, user }) => [channel, user]),
    (await platform.rows('getqueuemember')).map(({ queue, agentname, agentship }) => [queue, agentname, agentship]),
    (await platform.rows('getpausetype', { onlycustom: '1' })).map(({ description }) => description),
    (await platform.rows('getivrlist')).map(({ ivrname }) => ivrname),
    // Lists that the file does not have are those that a new folder begins with.
    (await platform.rows('getholdmusic')).map(({ name }) => name),
  ];
  // They work: a caller of the queue rings 601, who answers.
  const caller = platform.scenario.callerRings({ from: '13800138000', to: { queue: '80' } });
  platform.clock.advance(2_000);
  platform.scenario.answers('601');
  const talks = caller.talksTo;
  await platform.close();
  expect([untouched, told.slice(0, -1), told.at(-1), written.at(-1)]).toEqual([
    true,
    [
      'users: 3 new (601, 602, 603); 8 removed (2011, 2012, 2013, 2014, 8001, 8002, 8003, 8004)',
      'devices: 3 new (601, 602, 701); 10 removed (2011, 2012, 2013, 2014, 2015, 2016, 3001, 3002, …)',
      'queues: 1 new (80); 2 removed (90, 91)',
      'menus: 1 changed (1: name keys); 5 removed (2, 3, 5, 7, 9)',
      'pauseReasons: 1 new (12); 1 changed (8: label); 5 removed (2, 3, 4, 5, 9)',
      'settings: 2 changed (name, parkSeconds)',
    ].toSorted((a, b) => order(a) - order(b)),
    'Nothing has been written. With --apply it is.',
    'Written. The platform works with it from its next start.',
  ]);
  expect(again.slice(0, -1).every((line) => line.endsWith(': no change'))).toBe(true);
  expect([answers, talks]).toEqual([
    [
      [
        ['601', '张三', 'disabled'],
        ['602', '李四', 'enabled'],
        ['603', '王五', 'disabled'],
      ],
      [
        ['SIP/601', '601'],
        ['SIP/602', '602'],
        ['SIP/701', ''],
      ],
      [['80', '601', 'static']],
      ['培训'],
      ['欢迎'],
      ['default', 'agent'],
    ],
    '601',
  ]);
});
/** Changes are told in the order in which the lists belong together. */
const order = (line: string): number =>
  ['users', 'devices', 'queues', 'pauseReasons', 'menus', 'settings'].indexOf(line.split(':')[0] ?? '');

test('what is written out is read in again without a change, and a file that is there is not written over', () => {
  said({ read: file(office), apply: true });
  const out = path.join(folder, 'out.json');
  const first = said({ write: out });
  const second = said({ write: out });
  const [printed] = said({ write: '-' });
  const back = said({ read: out, apply: true });
  expect([first, second, `${printed}\n` === readFileSync(out, 'utf8')]).toEqual([
    [`${out} has been written.`],
    ['refused', `${out} is there already`],
    true,
  ]);
  expect([back.length, back.slice(0, -1).filter((line) => !line.endsWith(': no change'))]).toEqual([17, []]);
});

test('a wrong file changes nothing, and is told by line, also where it contradicts the folder', () => {
  said({ read: file(office), apply: true });
  const wrong = file(
    { queues: [{ no: '81', name: 'x', members: [{ interface: 'SIP/9' }] }], devices: [] },
    'wrong.json',
  );
  const gone = file({ users: [{ no: '601', name: '张三' }] }, 'gone.json');
  const many = file({ lots: Array.from({ length: 30 }, () => 'a b') }, 'many.json');
  const told = [said({ read: wrong, apply: true }), said({ read: gone, apply: true }), said({ read: gone }, 'zh')];
  const after = said({ read: file(office) });
  expect(told).toEqual([
    [
      'refused',
      'wrong.json is wrong, nothing has been written',
      '  line 8, queues[0].members[0].interface: there is no device SIP/9',
    ],
    [
      'refused',
      'gone.json is wrong, nothing has been written',
      '  in the data folder, devices 602.user: there is no user 602',
    ],
    ['refused', 'gone.json 有误，未写入任何内容', '  数据目录中，devices 602.user：没有用户 602'],
  ]);
  const cut = said({ read: many });
  expect([cut.length, cut.at(-1), after.every((line) => /no change|Nothing/.test(line))]).toEqual([
    ...[23, '  and 10 more', true],
  ]);
});

test('what was kept of somebody who is no more goes with him, the rest stays', async () => {
  said({ read: file(office), apply: true });
  const first = await startTestPlatform({ folder: data });
  await first.ask('ctibinddevice', { extension: '603', device: '701' });
  await first.ask('ctiqueueadd', { queue: '80', interface: 'SIP/701' });
  await first.ask('ctiqueueadd', { queue: '80', interface: 'SIP/602' });
  await first.ask('ctisetdndon', { extension: '603' });
  await first.ask('ctisetdndon', { extension: '602' });
  const running = said({ read: file(office) });
  await first.close();
  const { users, devices } = office;
  said({ read: file({ users: users.slice(0, 2), devices: devices.slice(0, 2) }), apply: true });
  said({ read: file({ users, devices }), apply: true });
  const second = await startTestPlatform({ folder: data });
  const members = (await second.rows('getqueuemember')).map(({ agent, agentship }) => [agent, agentship]);
  const switches = [second.engine.dnd('602'), second.engine.dnd('603'), second.engine.user('603')?.device];
  await second.close();
  expect([running, members, switches]).toEqual([
    ['in-use'],
    [
      ['SIP/601', 'static'],
      ['SIP/602', 'dynamic'],
    ],
    [true, false, ''],
  ]);
});

test('a table of allotments is an office’s own, and reports count with it', async () => {
  const first = await startTestPlatform({ folder: data });
  first.scenario.callerRings({ from: '17012345678', to: { extension: '2011' } }).hangsUp();
  first.clock.advance(1_000);
  const day = { rptdate1: '2026-03-02' };
  const before = (await first.rows('getareadayreport', day)).map(({ areacode }) => areacode);
  await first.close();
  const own = { segments: [{ segment: '1701234', code: '571' }] };
  const told = said({ read: file({ regions: own }), apply: true });
  const second = await startTestPlatform({ folder: data });
  const after = (await second.rows('getareadayreport', day)).map(({ areacode }) => areacode);
  await second.close();
  expect([told[0], before, after]).toEqual([
    'regions.segments: 1 new (1701234); 3 removed (1856546, 1865264, 1866261)',
    [''],
    ['0571'],
  ]);
});

test('options that do not go together are refused in both languages', () => {
  const read = file(office);
  expect([
    said({ read, folder: undefined }),
    said({ apply: true }, 'zh'),
    said({ read: path.join(folder, 'none.json') }),
    said({ write: path.join(folder, 'none', 'x.json') }),
  ]).toEqual([
    ['refused', '--roster needs the data folder that it is about: --data'],
    ['refused', '--apply 须与 --roster <文件> 同用'],
    ['refused', `${path.join(folder, 'none.json')} cannot be read (ENOENT)`],
    ['refused', `${path.join(folder, 'none', 'x.json')} cannot be written (ENOENT)`],
  ]);
});
