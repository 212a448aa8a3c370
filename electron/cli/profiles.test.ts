import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProfiles } from '../desk/profiles';
import { createFileStorage } from '../desk/storage';
import { fileSecrets } from '../shell/browser/secrets';
import { type Bench, benchKey, openBench } from './testing/tool';

let bench: Bench;
let desk: string;
beforeEach(async () => {
  bench = await openBench();
  desk = path.join(bench.folder, 'desk');
});
afterEach(() => bench.close());

const none = { SEATLINE_PLATFORM_URL: '', SEATLINE_PLATFORM_KEY: '' };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** The profiles as a desk of the browser edition opens them. */
const deskSees = (folder: string) => {
  const storage = createFileStorage(folder);
  const secrets = fileSecrets(folder, storage, silent);
  return openProfiles({ storage, secrets, log: silent, builtIn: null, newId: () => 'new' });
};
const add = (argv: readonly string[] = [], env: Readonly<Record<string, string>> = { SEATLINE_KEY: benchKey }) =>
  bench.run(['profiles', 'add', 'Office', '--address', bench.platform.address, ...argv], { env: { ...none, ...env } });

test('a profile made here is the desk’s, its key sealed, and works by name; removing it takes the key too', async () => {
  const added = await add(['--answer', 'answer']);
  const seen = (await deskSees(desk)).list();
  const access = await (await deskSees(desk)).access(seen[0]?.id ?? '');
  const used = await bench.run(['webcti', 'about', '--profile', 'office'], { env: none });
  const alone = await bench.run(['webcti', 'about'], { env: none });
  const listed = await bench.run(['profiles'], { env: none });
  const shown = await bench.run(['profiles', 'show', 'OFFICE', '--table'], { env: none });
  const files = ['profiles.json', 'secrets.json'].map((name) => readFileSync(path.join(desk, name), 'utf8')).join();
  const removed = await bench.run(['profiles', 'remove', 'Office'], { env: none });
  const after = await bench.run(['profiles', 'list', '--json'], { env: none });
  const ran = [added, used, alone, listed, shown, removed, after];
  expect(ran.map(({ code }) => code)).toEqual(Array(7).fill(0));
  expect(seen).toMatchObject([
    { name: 'Office', address: bench.platform.address, hasKey: true, features: { answer: 'answer' } },
  ]);
  expect(access).toMatchObject({ ok: true, value: { key: benchKey } });
  expect(JSON.parse(listed.out)).toEqual([
    {
      id: seen[0]?.id,
      name: 'Office',
      vendor: 'mvb2000',
      address: bench.platform.address,
      key: 'stored',
      pin: '',
      admin: '',
      tasks: '',
      voice: '',
    },
  ]);
  expect([files.includes(benchKey), ran.some(({ out, err }) => (out + err).includes(benchKey))]).toEqual([
    false,
    false,
  ]);
  expect([after.out, readFileSync(path.join(desk, 'secrets.json'), 'utf8').trim()]).toEqual(['[]\n', '{}']);
});

test('the telephone’s account: address, user and pin on the line, the password from the environment only', async () => {
  const pin = Array(32).fill('AB').join(':');
  const voice = ['--voice-address', 'pbx.example:8089/ws', '--voice-user', '2011', '--voice-pin', pin];
  const env = { ...none, SEATLINE_VOICE_PASSWORD: 'sip-3391' };
  const added = await bench.run(['profiles', 'add', 'A', '--address', 'pbx.example', ...voice], { env });
  const again = await bench.run(['profiles', 'add', 'A', '--address', 'pbx.example', '--force'], { env: none });
  const wrong = await bench.run(['profiles', 'add', 'B', '--address', 'pbx.example', '--voice-pin', 'x'], { env });
  const told = await bench.run(['profiles', 'add', 'B', '--address', 'pbx.example', '--voice-password', 'p'], { env });
  const profiles = await deskSees(desk);
  const shown = await bench.run(['profiles', 'show', 'A', '--json'], { env: none });
  expect([
    [added, again, wrong, told].map(({ code }) => code),
    await profiles.voice(profiles.list()[0]?.id ?? ''),
    JSON.parse(shown.out),
    shown.out.includes('sip-3391'),
  ]).toMatchObject([
    [0, 0, 2, 2],
    { address: 'wss://pbx.example:8089/ws', user: '2011', pin, password: 'sip-3391' },
    { voice: 'wss://pbx.example:8089/ws', voicePassword: true },
    false,
  ]);
});

test('the key is asked for without echo; without a terminal the profile is kept without one', async () => {
  const typed = await bench.run(['profiles', 'add', 'A', '--address', 'pbx.example'], { env: none, types: [benchKey] });
  const later = await bench.run(['profiles', 'add', 'B', '--address', 'pbx.example'], { env: none });
  const rows = (await deskSees(desk)).list().map(({ name, hasKey, address }) => [name, hasKey, address]);
  expect([typed.code, later.code, rows]).toEqual([
    0,
    0,
    [
      ['A', true, 'http://pbx.example'],
      ['B', false, 'http://pbx.example'],
    ],
  ]);
  expect((typed.out + typed.err).includes(benchKey)).toBe(false);
});

test('what is there is not replaced without --force, which keeps what is not given', async () => {
  await add(['--admin-user', 'root']);
  const refused = await add();
  const forced = await add(['--force', '--swap', 'atxferswap']);
  const [row] = (await deskSees(desk)).list();
  expect([refused.code, forced.code, row?.admin.user, row?.features.swap]).toEqual([2, 0, 'root', 'atxferswap']);
});

test('a wrong word, a wrong vendor, a key on the command line: 2, and nothing is written', async () => {
  const codes = [];
  for (const argv of [
    ['lst'],
    ['add', 'X'],
    ['add', 'X', '--address', 'ftp://x'],
    ['remove', 'X'],
    ['show'],
    ['list', 'more', 'words'],
  ])
    codes.push((await bench.run(['profiles', ...argv], { env: none })).code);
  codes.push(
    (await add(['--vendor', 'avaya'])).code,
    (await add(['--key', benchKey])).code,
    (await add(['--pin', 'zz'])).code,
  );
  expect([codes, existsSync(path.join(desk, 'profiles.json'))]).toEqual([Array(9).fill(2), false]);
});

test('with several profiles the tool asks which; the other vendor’s is refused', async () => {
  await add();
  await bench.run(['profiles', 'add', 'Branch', '--address', 'branch.example'], {
    env: { ...none, SEATLINE_KEY: 'k' },
  });
  await bench.run(['profiles', 'add', 'Uncall', '--address', 'uncall.example', '--vendor', 'uncall'], { env: none });
  const which = await bench.run(['webcti', 'about'], { env: none });
  const wrong = await bench.run(['webcti', 'about', '--profile', 'Uncall'], { env: none });
  const misspelt = await bench.run(['webcti', 'about', '--profile', 'Ofice'], { env: none });
  const named = await bench.run(['webcti', 'about'], { env: { ...none, SEATLINE_PROFILE: 'Office' } });
  expect([which, wrong, misspelt, named].map(({ code, err }) => [code, err.trim()])).toEqual([
    [2, 'seatline: Which platform? Give --profile <name>: Office, Branch, Uncall.'],
    [2, 'seatline: The profile "Uncall" is of the other vendor (uncall).'],
    [2, `seatline: There is no profile "Ofice" in ${desk}. Did you mean Office?`],
    [0, ''],
  ]);
});

test('a key that the Electron edition sealed is not opened: the tool says so and takes SEATLINE_KEY', async () => {
  mkdirSync(desk);
  const row = { id: 'p1', name: 'Office', address: bench.platform.address };
  writeFileSync(path.join(desk, 'profiles.json'), JSON.stringify({ profiles: [row] }));
  writeFileSync(path.join(desk, 'secrets.json'), JSON.stringify({ 'profile.p1.key': 'c3lzdGVt' }));
  const listed = await bench.run(['profiles', '--table'], { env: none });
  const without = await bench.run(['webcti', 'about'], { env: none });
  const withKey = await bench.run(['webcti', 'about'], { env: { ...none, SEATLINE_KEY: benchKey } });
  const added = await bench.run(['profiles', 'add', 'B', '--address', 'b.example'], {
    env: { ...none, SEATLINE_KEY: 'k' },
  });
  expect([
    listed.code,
    listed.out.includes('sealed'),
    without.code,
    without.err.includes('system’s key store'),
    withKey.code,
  ]).toEqual([0, true, 2, true, 0]);
  // No key file of ours appears in Electron's folder, and its secrets stay as they are.
  expect([
    added.code,
    existsSync(path.join(desk, 'secrets.key')),
    readFileSync(path.join(desk, 'secrets.json'), 'utf8'),
  ]).toEqual([0, false, '{"profile.p1.key":"c3lzdGVt"}']);
});

test('a desk that runs on the folder is mentioned, for it will not see the change before its next start', async () => {
  mkdirSync(desk);
  writeFileSync(path.join(desk, 'instance.json'), '{}');
  expect((await add()).err.includes('A desk seems to run')).toBe(true);
});

test('a folder that cannot be written ends with 6', async () => {
  writeFileSync(desk, 'a file where the folder should be');
  expect((await add([], { SEATLINE_KEY: '' })).code).toBe(6);
});
