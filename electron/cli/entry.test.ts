import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Platform } from '../../pbx/http/platform';
import { startPlatform } from '../../pbx/http/start';

// The real bundle in a process of its own: what only a pipe, a signal and an exit code can show.
let folder: string;
let bundle: string;
let platform: Platform;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-bundle-'));
  bundle = path.join(folder, 'seatline.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'entry.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    define: { 'process.env.SEATLINE_VERSION': '"1.2.3"' },
    banner: { js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);" },
  });
  platform = await startPlatform({ key: 'pipe-key-1', centre: { seats: 400, queues: 4 } });
}, 60_000);
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [bundle, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LANG: 'en_GB.UTF-8',
      SEATLINE_PROFILE_FOLDER: path.join(folder, 'desk'),
      SEATLINE_PLATFORM_URL: platform.address,
      SEATLINE_PLATFORM_KEY: 'pipe-key-1',
      ...env,
    },
  });
}
function gather(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
const run = (argv: readonly string[], env?: Readonly<Record<string, string>>) => gather(start(argv, env));

test('exit codes and clean streams of the real process', async () => {
  const [version, rows, refused, usage, gone, key] = await Promise.all([
    run(['--version']),
    run(['webcti', 'getallextensions']),
    run(['webcti', 'ctihangup', '--channel', 'SIP/x']),
    run(['webcti', 'ctihangup']),
    run(['webcti', 'about', '--address', 'http://127.0.0.1:9'], { SEATLINE_KEY: 'k' }),
    run(['webcti', 'about'], { SEATLINE_PLATFORM_KEY: 'wrong' }),
  ]);
  expect([version.out, [rows, refused, usage, gone, key].map(({ code }) => code)]).toEqual([
    '1.2.3\n',
    [0, 1, 2, 3, 4],
  ]);
  expect([(JSON.parse(rows.out) as { rows: unknown[] }).rows.length, rows.err, refused.out]).toEqual([400, '', '']);
}, 30_000);

test('a pipe that closes early ends the tool quietly', async () => {
  const child = start(['webcti', 'getallstatus']);
  child.stdout?.once('readable', () => child.stdout?.destroy());
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, err]).toEqual([0, '']);
}, 30_000);

test('Ctrl-C ends a watch with 0', async () => {
  const child = start(['watch', 'pops', '--json']);
  const ended = gather(child);
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (text: string) => {
      if (String(text).includes('Watching')) resolve();
    });
  });
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
}, 30_000);
