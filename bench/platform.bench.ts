import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { platformDate } from '../shared/domain/time';
import { type EndpointName, endpointOf } from '../shared/webcti/index';
import { webKey } from '../shared/webcti/webkey';
import { cpuOf, sleep } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Platform';
export const notes =
  'The built-in platform as its own process on loopback, 100 seats in 10 queues, for 20 s: every seat asks ' +
  '`getpopupscreen` once a second and `getallstatus` of itself every 4.5 s, five wallboards ask `getallstatus` of ' +
  'everything every second. Milliseconds from asking to the whole answer, keep-alive, clients in one other process.';

const [seats, queues, boards, seconds] = [100, 10, 5, 20];
const key = 'bench';

async function start(): Promise<{ pid: number; address: string; stop(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    ['out/pbx.mjs', `--centre=${seats}x${queues}`, '--alive=yes', `--key=${key}`, '--port=0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      const found = /"address":"([^"]+)"/.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`the platform ended with ${code}`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'close');
    process.off('exit', kill);
  };
  return { pid: child.pid ?? 0, address, stop };
}

export async function run(): Promise<Table> {
  const platform = await start();
  const dispatcher = new Agent({ connections: 110, keepAliveTimeout: 4_000 });
  const webkey = webKey(key, platformDate(Date.now(), 480));
  const times = new Map<string, number[]>();
  let [bytes, running] = [0, true];

  const ask = async (label: string, name: EndpointName, args: Readonly<Record<string, string>>): Promise<void> => {
    const body = new URLSearchParams({ webkey, json: '2', ...args }).toString();
    const from = performance.now();
    const answer = await request(`${platform.address}/${endpointOf(name).path}`, {
      ...{ dispatcher, method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    });
    bytes += (await answer.body.arrayBuffer()).byteLength;
    const list = times.get(label) ?? [];
    times.set(label, list);
    list.push(performance.now() - from);
  };
  const loop = async (period: number, run: () => Promise<void>): Promise<void> => {
    for (let at = performance.now() + Math.random() * period; running; at = Math.max(at + period, performance.now())) {
      await sleep(Math.max(0, at - performance.now()));
      if (running) await run();
    }
  };
  const numbers = Array.from({ length: seats }, (_, index) => String(10_001 + index));
  const all = {
    devices: numbers.join(),
    users: numbers.join(),
    queues: Array.from({ length: queues }, (_, index) => String(900_001 + index)).join(),
  };
  const from = cpuOf(platform.pid);
  const loops = [
    ...numbers.map((no) => loop(1_000, () => ask('getpopupscreen', 'getpopupscreen', { channel: `SIP/${no}` }))),
    ...numbers.map((no) => loop(4_500, () => ask('getallstatus, own', 'getallstatus', { devices: no, users: no }))),
    ...Array.from({ length: boards }, () => loop(1_000, () => ask('getallstatus, all', 'getallstatus', all))),
  ];
  await sleep(seconds * 1000);
  running = false;
  const cpu = (cpuOf(platform.pid) - from) / (seconds * 1000);
  await Promise.all(loops);
  await dispatcher.close();
  await platform.stop();

  const row = (label: string, list: readonly number[]) => [
    ...[label, (list.length / seconds).toFixed(1)],
    ...[0.5, 0.95, 0.99, 1].map((p) => ms(percentile(list, p))),
  ];
  return {
    head: ['question', 'a second', 'p50', 'p95', 'p99', 'max'],
    rows: [
      ...[...times].map(([label, list]) => row(label, list)),
      row('all', [...times.values()].flat()),
      [
        `CPU of the platform ${(cpu * 100).toFixed(0)} % of one core`,
        `${(bytes / seconds / 1e6).toFixed(1)} MB/s`,
        '',
        '',
        '',
        '',
      ],
    ],
  };
}
