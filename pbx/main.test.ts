import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformDate } from '../shared/domain/time';
import { webKey } from '../shared/webcti/webkey';

let folder = '';
let entry = '';
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatline-pbx-'));
  entry = join(folder, 'pbx.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./main.ts', import.meta.url))],
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  /** First line on stdout. */
  readonly line: Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function run(args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [entry, ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
  children.add(child);
  let [stdout, stderr] = ['', ''];
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const end = stdout.indexOf('\n');
      if (end >= 0) resolve(stdout.slice(0, end));
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => {
      children.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  return { child, line, ended };
}

test.each(['SIGTERM', 'SIGINT'] as const)('serves as a process of its own and ends cleanly on %s', async (signal) => {
  const started = run(['--centre', 'small', '--port', '0'], {
    SEATLINE_PLATFORM_KEY: 'k1',
    SEATLINE_CONTROL_TOKEN: 't1',
  });
  const { ready, address } = JSON.parse(await started.line) as { ready: boolean; address: string };
  const webkey = webKey('k1', platformDate(Date.now(), 480));
  const about = await fetch(`${address}/webservice2/about.php?json=2&webkey=${webkey}`);
  const { errcode } = (await about.json()) as { errcode: number };
  const state = await fetch(`${address}/seatline/control/state`, { headers: { authorization: 'Bearer t1' } });
  await state.arrayBuffer();
  started.child.kill(signal);
  const { code, stderr } = await started.ended;
  expect([ready, errcode, state.status, code, stderr]).toEqual([true, 0, 200, 0, '']);
});

test('wrong options end with a sentence, help with a list', async () => {
  const runs = [['--port', 'x'], ['--centre', 'big'], ['--host', '0.0.0.0'], ['--nothing'], ['--help']].map(
    (args) => run(args).ended,
  );
  const [port, centre, host, unknown, help] = await Promise.all(runs);
  expect([port, centre, host, unknown?.code, help?.code, help?.stdout.includes('--control-token')]).toEqual([
    { code: 2, stdout: '', stderr: 'seatline platform: --port needs a number from 0 to 65535, not "x"\n' },
    {
      code: 2,
      stdout: '',
      stderr: 'seatline platform: --centre is small, demo or seats x queues such as 500x50, not "big"\n',
    },
    {
      code: 2,
      stdout: '',
      stderr: 'seatline platform: a platform that other machines can reach needs a key of its own: --key\n',
    },
    2,
    0,
    true,
  ]);
});

test('a port that is in use is said, and nothing goes on living', async () => {
  const first = run(['--centre', 'small'], { SEATLINE_PLATFORM_KEY: 'k1' });
  const { address } = JSON.parse(await first.line) as { address: string };
  const second = await run(['--centre', 'demo', '--port', new URL(address).port]).ended;
  first.child.kill('SIGTERM');
  await first.ended;
  expect(second).toEqual({ code: 1, stdout: '', stderr: 'seatline platform: the port is in use\n' });
});
