import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Agent, request } from 'undici';
import { createVirtualClock } from '../pbx/engine/simulated/clock';
import { startPlatform } from '../pbx/http/start';
import { platformDate } from '../shared/domain/time';
import { type EndpointName, endpointOf } from '../shared/webcti/index';
import { webKey } from '../shared/webcti/webkey';
import { cpuOf } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Load';
export const notes =
  'The built-in platform as its own process on loopback, 500 seats in 50 queues with people who call, answer and hang ' +
  'up, for 30 s: every seat asks `getpopupscreen` once a second and `getallstatus` of itself and its queue every 4.5 s, 50 wallboards ' +
  'ask `getallstatus` of everything every second. Milliseconds from asking to the whole answer, keep-alive, all clients ' +
  'in one other process on the same cores. The promise is p95 under 50 ms. Below it the memory of the demo centre over a ' +
  'simulated day with its people living, a whole wallboard asked for every simulated minute: heap is what is left after ' +
  'a full collection.';

const [seats, queues, boards, seconds] = [500, 50, 50, 30];
const key = 'bench';
const dayArgument = 'simulated-day';

const numbers = Array.from({ length: seats }, (_, index) => String(10_001 + index));
const everything = {
  devices: numbers.join(),
  users: numbers.join(),
  queues: Array.from({ length: queues }, (_, index) => String(900_001 + index)).join(),
};

/** A process that says one line when it is there; killed when this one goes. */
async function start(argv: readonly string[], found: RegExp) {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const closed = once(child, 'close').then(() => process.off('exit', kill));
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      const part = found.exec(text)?.[1];
      if (part) resolve(part);
    });
    child.once('close', (code) => reject(new Error(`${argv.join(' ')} ended with ${code}`)));
  });
  return {
    ...{ pid: child.pid ?? 0, said },
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

interface Loaded {
  readonly times: ReadonlyMap<string, readonly number[]>;
  /** Of one core, while the load lasted. */
  readonly cpu: number;
  readonly ownCpu: number;
  readonly bytes: number;
}

async function load(): Promise<Loaded> {
  const platform = await start(
    ['out/pbx.mjs', `--centre=${seats}x${queues}`, '--alive=yes', `--key=${key}`, '--port=0'],
    /"address":"([^"]+)"/,
  );
  const dispatcher = new Agent({ connections: seats + boards, keepAliveTimeout: 10_000 });
  const webkey = webKey(key, platformDate(Date.now(), 480));
  const times = new Map<string, number[]>();
  let [bytes, running, counted] = [0, true, false];

  const ask = async (label: string, name: EndpointName, args: Readonly<Record<string, string>>): Promise<void> => {
    const body = new URLSearchParams({ webkey, json: '2', ...args }).toString();
    const from = performance.now();
    const answer = await request(`${platform.said}/${endpointOf(name).path}`, {
      ...{ dispatcher, method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    });
    const { byteLength } = await answer.body.arrayBuffer();
    if (!counted) return;
    if (answer.statusCode !== 200) throw new Error(`${name} answered ${answer.statusCode}`);
    bytes += byteLength;
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
  const loops = [
    ...numbers.map((no) => loop(1_000, () => ask('getpopupscreen', 'getpopupscreen', { channel: `SIP/${no}` }))),
    ...numbers.map((no, index) => {
      const own = { devices: no, users: no, queues: String(900_001 + (index % queues)) };
      return loop(4_500, () => ask('getallstatus, own', 'getallstatus', own));
    }),
    ...Array.from({ length: boards }, () => loop(1_000, () => ask('getallstatus, all', 'getallstatus', everything))),
  ];
  // Connections are made and code is compiled before anything counts.
  await sleep(5_000);
  counted = true;
  const [from, ownFrom] = [cpuOf(platform.pid), cpuOf(process.pid)];
  await sleep(seconds * 1000);
  const cpu = (cpuOf(platform.pid) - from) / (seconds * 1000);
  const ownCpu = (cpuOf(process.pid) - ownFrom) / (seconds * 1000);
  running = false;
  await Promise.all(loops);
  await dispatcher.close();
  await platform.stop();
  return { times, cpu, ownCpu, bytes };
}

interface Memory {
  readonly hour: number;
  readonly rss: number;
  readonly heap: number;
}

/** In a process of its own: a working day and the night around it on a virtual clock. */
async function day(): Promise<readonly Memory[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const clock = createVirtualClock(Date.UTC(2026, 2, 9, 16, 0, 0));
  const platform = await startPlatform({ clock, key, centre: 'demo', alive: true, seed: 7 });
  const readings: Memory[] = [];
  for (let minute = 0; minute <= 1_440; minute += 1) {
    if (minute % 720 === 0 || minute === 60) {
      collect();
      const { rss, heapUsed } = process.memoryUsage();
      readings.push({ hour: minute / 60, rss, heap: heapUsed });
    }
    clock.advance(60_000);
    const webkey = webKey(key, platformDate(clock.now(), 480));
    const body = new URLSearchParams({ webkey, json: '2' });
    const answer = await fetch(`${platform.address}/${endpointOf('getallstatus').path}`, { method: 'POST', body });
    await answer.arrayBuffer();
  }
  await platform.close();
  return readings;
}

if (process.argv[2] === dayArgument) {
  process.stdout.write(`readings ${JSON.stringify(await day())}\n`);
  process.exit(0);
}

export async function run(): Promise<Table> {
  const { times, cpu, ownCpu, bytes } = await load();
  const memory = await start([fileURLToPath(import.meta.url), dayArgument], /readings (.*)\n/);
  const readings = JSON.parse(memory.said) as readonly Memory[];

  const row = (label: string, list: readonly number[]) => [
    ...[label, (list.length / seconds).toFixed(1)],
    ...[0.5, 0.95, 0.99, 1].map((p) => ms(percentile(list, p))),
  ];
  const megabytes = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
  return {
    head: ['question', 'a second', 'p50', 'p95', 'p99', 'max'],
    rows: [
      ...[...times].map(([label, list]) => row(label, list)),
      row('all', [...times.values()].flat()),
      [
        `CPU of the platform ${(cpu * 100).toFixed(0)} % of one core, of the clients ${(ownCpu * 100).toFixed(0)} %`,
        `${(bytes / seconds / 1e6).toFixed(1)} MB/s`,
        ...['', '', '', ''],
      ],
      ...readings.map(({ hour, rss, heap }) => [
        `simulated hour ${hour}: RSS ${megabytes(rss)}, heap ${megabytes(heap)}`,
        ...['', '', '', '', ''],
      ]),
    ],
  };
}
