import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Unreachable } from '../platforms/wire/failure';
import { OutputGone } from './exit';
import { scripted } from './testing/scripted';
import { type Bench, openBench } from './testing/tool';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const sound = Buffer.concat([Buffer.from('RIFF\x24\x10\x00\x00WAVEfmt ', 'latin1'), Buffer.alloc(4_000, 0xa7)]);
const headers = { 'content-type': 'audio/x-wav', 'content-disposition': 'attachment; filename="../../etc/录音 1.wav"' };
const recording = () =>
  scripted((question, place) => {
    if (!place.endsWith('getmonitor.php')) return { body: '{"errcode":0,"message":"SUCCESS","data":[]}' };
    const range = /bytes=(\d+)-(\d*)/.exec(question.headers.range ?? '');
    if (!range) return { body: sound, headers: { ...headers, 'content-length': String(sound.length) } };
    const [from, to] = [Number(range[1]), Number(range[2] || sound.length - 1)];
    return {
      status: 206,
      body: sound.subarray(from, to + 1),
      headers: { ...headers, 'content-range': `bytes ${from}-${to}/${sound.length}` },
    };
  });
const fetch = (argv: readonly string[], more: Parameters<Bench['run']>[1] = {}) =>
  bench.run(['webcti', 'getmonitor', '--filename', 'a.wav', ...argv], {
    ...more,
    io: { http: recording().http, ...more?.io },
  });

test('a file goes where --out says, under the platform’s name made safe, and is never overwritten by itself', async () => {
  const folder = path.join(bench.folder, 'sounds');
  mkdirSync(folder);
  const first = await fetch(['--out', folder, '--json']);
  const [name = ''] = readdirSync(folder);
  const again = await fetch(['--out', folder]);
  writeFileSync(path.join(folder, 'mine.wav'), 'mine');
  const mine = await fetch(['--out', path.join(folder, 'mine.wav')]);
  const kept = readFileSync(path.join(folder, 'mine.wav'), 'utf8');
  const forced = await fetch(['--out', path.join(folder, 'mine.wav'), '--force']);
  expect([first.code, again.code, mine.code, kept, forced.code]).toEqual([0, 6, 6, 'mine', 0]);
  expect(JSON.parse(first.out)).toEqual({ file: path.join(folder, name), type: 'audio/wav', bytes: sound.length });
  expect([readdirSync(folder).sort(), /[/\\]/.test(name), existsSync(path.join(bench.folder, 'etc'))]).toEqual([
    ['mine.wav', name].sort(),
    false,
    false,
  ]);
  expect([
    readFileSync(path.join(folder, 'mine.wav')).equals(sound),
    readFileSync(path.join(folder, name)).equals(sound),
  ]).toEqual([true, true]);
});

test('the bytes go down the pipe untouched, a part of them with --range, and never onto a terminal', async () => {
  const whole = await fetch(['--out', '-']);
  const bytes = bench.lastBytes();
  const part = await fetch(['--out', '-', '--range', '4-11']);
  const middle = bench.lastBytes();
  const terminal = await fetch(['--out', '-'], { columns: 80 });
  const wrong = await fetch(['--out', '-', '--range', '9-4']);
  expect([
    whole.code,
    bytes.equals(sound),
    part.code,
    middle.equals(sound.subarray(4, 12)),
    terminal.code,
    wrong.code,
  ]).toEqual([0, true, 0, true, 2, 2]);
});

test('a refusal comes instead of a file: exit 1 and nothing is left behind', async () => {
  const platform = scripted(() => ({ body: '{"errcode":9003,"message":"file \\"a.wav\\" not exists.","data":[]}' }));
  const folder = path.join(bench.folder, 'sounds');
  mkdirSync(folder);
  const ran = await fetch(['--out', folder], { io: { http: platform.http } });
  expect([ran.code, ran.out, ran.err, readdirSync(folder)]).toEqual([
    1,
    '',
    'seatline: Refused by the platform with code 9003: file "a.wav" not exists. – The platform has no such file.\n',
    [],
  ]);
});

test('a connection that breaks in the middle leaves no half file, and an old one stays with --force', async () => {
  const whole = recording();
  const http = (pin: string) => {
    const road = whole.http(pin);
    return {
      ...road,
      open: async (question: Parameters<typeof road.open>[0]) => ({
        ...(await road.open(question)),
        body: (async function* () {
          yield sound.subarray(0, 2_000);
          throw new Unreachable('cut', { reason: 'ECONNRESET' });
        })(),
      }),
    };
  };
  const file = path.join(bench.folder, 'old.wav');
  writeFileSync(file, 'old');
  const ran = await fetch(['--out', file, '--force'], { io: { http } });
  expect([ran.code, readFileSync(file, 'utf8'), readdirSync(bench.folder)]).toEqual([3, 'old', ['old.wav']]);
});

test('a folder that is not there and a file that cannot be made end with 6', async () => {
  const lost = await fetch(['--out', path.join(bench.folder, 'no', 'x.wav')]);
  expect([lost.code, lost.err.includes('ENOENT')]).toEqual([6, true]);
});

test('progress goes to a terminal’s standard error only', async () => {
  const quiet = await fetch(['--out', path.join(bench.folder, 'a.wav')]);
  const shown = await fetch(['--out', path.join(bench.folder, 'b.wav')], { columns: 80 });
  expect([
    quiet.err.includes('MB'),
    shown.err.includes('0.00 / 0.00 MB'),
    (statSync(path.join(bench.folder, 'a.wav')).mode & 0o777).toString(8),
  ]).toEqual([false, true, '600']);
});

test('an upload sends the file as a form, and a missing one ends with 6 before anything is sent', async () => {
  const file = path.join(bench.folder, '欢迎.wav');
  writeFileSync(file, sound);
  const platform = scripted(() => ({ body: '{"errcode":0,"message":"SUCCESS","data":[]}' }));
  const send = (argv: readonly string[]) =>
    bench.run(['webcti', 'putrecordings', ...argv, '--description', '欢迎'], { io: { http: platform.http } });
  const missing = await send(['--file', path.join(bench.folder, 'none.wav')]);
  const folder = await send(['--file', bench.folder]);
  const nothing = await send([]);
  const before = platform.questions.length;
  const sent = await send(['--file', file]);
  const body = Buffer.from(String(platform.questions.at(-1)?.body), 'latin1');
  expect([missing.code, folder.code, nothing.code, before, sent.code]).toEqual([6, 6, 2, 0, 0]);
  expect([
    body.includes(sound),
    body.includes('filename="欢迎.wav"'),
    body.includes('name="ivrfile"'),
    sent.err.startsWith('Done: putrecordings '),
    /[0-9a-f]{32}/.test(sent.out + sent.err),
  ]).toEqual([true, true, true, true, false]);
});

test('when nobody reads any more, the tool ends quietly', async () => {
  const stdout = { isTerminal: false, columns: 0, write: async () => Promise.reject(new OutputGone()) };
  const rows = await bench.run(['webcti', 'getqueuelist'], { io: { stdout } });
  const bytes = await fetch(['--out', '-'], { io: { stdout } });
  expect([rows.code, rows.err, bytes.code, bytes.err]).toEqual([0, '', 0, '']);
});
