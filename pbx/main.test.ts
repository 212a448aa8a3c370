import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformDate } from '../shared/domain/time';
import { webKey } from '../shared/webcti/webkey';
import { bundleProgram } from './test-bundle';

let folder = '';
let entry = '';
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatline-pbx-'));
  entry = join(folder, 'pbx.mjs');
  await bundleProgram({ file: fileURLToPath(new URL('./main.ts', import.meta.url)) }, entry);
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
      stderr: 'seatline platform: --centre is small, demo, empty or seats x queues such as 500x50, not "big"\n',
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

test('a data folder that cannot be used is said in the language of the terminal, with an exit code of its own', async () => {
  const data = join(folder, 'data');
  const first = run(['--centre', 'small', '--data', data]);
  await first.line;
  const file = join(folder, 'file');
  await writeFile(file, '');
  const broken = join(folder, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, 'platform.db'), 'this is no database, however long it may be '.repeat(100));
  const [second, chinese, none, damaged] = await Promise.all([
    run(['--data', data]).ended,
    run(['--data', data], { LANG: 'zh_CN.UTF-8' }).ended,
    run(['--data', file]).ended,
    run(['--data', broken]).ended,
  ]);
  first.child.kill('SIGTERM');
  await first.ended;
  const [again, help] = [run(['--centre', 'small', '--data', data]), await run(['--help'], { LANG: 'zh_CN' }).ended];
  const ready = (await again.line).includes('"ready":true');
  again.child.kill('SIGTERM');
  await again.ended;
  expect([second, chinese, none?.code, damaged, ready, help.stdout.startsWith('坐席线')]).toEqual([
    { code: 3, stdout: '', stderr: `seatline platform: another platform is running on the data folder ${data}\n` },
    { code: 3, stdout: '', stderr: 'seatline platform: 另一个平台正在使用该数据目录，请先结束它或换一个目录\n' },
    3,
    { code: 3, stdout: '', stderr: 'seatline platform: platform.db in the data folder is damaged or no database\n' },
    true,
    true,
  ]);
});

test('the key of the manual keeps a platform at home, also when it is given', async () => {
  const { code, stderr } = await run(['--host', '0.0.0.0', '--key', 'seatline']).ended;
  expect([code, stderr]).toEqual([
    2,
    'seatline platform: a platform that other machines can reach needs a key of its own: --key\n',
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

test('--doctor looks at an exchange, and ends with the codes of the check', async () => {
  const secret = { SEATLINE_ASTERISK_SECRET: 'never to be seen' };
  const at = ['--doctor', '--asterisk', '127.0.0.1:1', '--asterisk-user', 'seatline'];
  const [closed, json, nowhere, alone] = await Promise.all([
    run(at, secret).ended,
    run([...at, '--json'], secret).ended,
    run(['--doctor']).ended,
    run(['--json']).ended,
  ]);
  expect([closed, json.code, JSON.parse(json.stdout), nowhere, alone]).toEqual([
    { code: 3, stdout: '127.0.0.1:1\n  ✗ no manager interface listens there (127.0.0.1:1)\n', stderr: '' },
    3,
    { exchange: '', address: '127.0.0.1:1', error: 'no manager interface listens there (127.0.0.1:1)' },
    { code: 2, stdout: '', stderr: 'seatline platform: --doctor needs --asterisk\n' },
    { code: 2, stdout: '', stderr: 'seatline platform: --json needs --doctor\n' },
  ]);
});
