import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { createAmi } from '../pbx/engine/asterisk/ami/client';
import { eventMask, filters } from '../pbx/engine/asterisk/ami/line';
import { createAsteriskEngine } from '../pbx/engine/asterisk/engine';
import { labCentre } from '../pbx/lab/config/centre';
import { type LabExchange, startAsterisk } from '../pbx/lab/exchange';
import { callerFields, memberFields } from '../pbx/lab/local';
import { connectManager } from '../pbx/lab/manager';
import { type AsteriskVersion, asteriskVersions, whyNoAsterisk } from '../pbx/lab/tree';
import { openStore } from '../pbx/store/store';
import { cpuOf, sleep, until, wallClock } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Exchange';
export const notes =
  'A real Asterisk of each version under 80 queue calls a second for 20 s, 500 members in twenty queues, callers and ' +
  'members without telephones (Local channels), each caller gone after two seconds. "behind": from the exchange’s own time ' +
  'of an event to its effect in channels, queues and records of this platform, the store in memory. "a bare reader": the ' +
  'same load without this platform, to where a thread that does nothing else has the bytes: what the exchange itself is ' +
  'late. "completed": calls answered in time, by our records and by the exchange’s own queue_log (in the others the ' +
  'exchange did not reach a member within the two seconds). The exchange, with a thread for each call, and this platform ' +
  'share two cores; "waited for a core" is how long this platform was ready and had none. Heap after a full ' +
  'collection, when what ended is forgotten: before, after this load, and after the same load once more. The promise is p95 under 100 ms.';

/** Reads a manager's events and does nothing but look at their age; answers all ages when it is told to end. */
const bareReader = `
  const { parentPort, workerData } = require('node:worker_threads');
  const socket = require('node:net').connect(workerData.port, workerData.host);
  const ages = [];
  let rest = '';
  socket.on('data', (bytes) => {
    const now = Date.now();
    const text = rest + bytes;
    const end = text.lastIndexOf('\\n') + 1;
    rest = text.slice(end);
    for (const [, at] of text.slice(0, end).matchAll(/^Timestamp: ([0-9.]+)/gm)) ages.push(now - Number(at) * 1000);
  });
  const { user, secret, mask, filters } = workerData;
  const say = (...lines) => socket.write([...lines, '', ''].join('\\r\\n'));
  say('Action: Login', 'Username: ' + user, 'Secret: ' + secret, 'Events: ' + mask);
  for (const filter of filters) say('Action: Filter', 'Operation: Add', 'Filter: ' + filter);
  parentPort.on('message', () => {
    socket.destroy();
    parentPort.postMessage(ages);
    parentPort.close();
  });
`;

const [members, rate, seconds] = [500, 80, 20];
const queues = labCentre('large').queues.map(({ no }) => no);
const queueOf = (no: number): string => queues[no % queues.length] ?? '';

interface Loaded {
  readonly exchange: LabExchange;
  /** Offers all calls at the rate, and says how long that took, ms. */
  load(): Promise<number>;
  close(): Promise<void>;
}

/** An exchange with its members, waiting for calls. */
async function loaded(version: AsteriskVersion): Promise<Loaded> {
  const exchange = await startAsterisk({ version, centre: 'large' });
  const manager = await connectManager(exchange.ami, 'off');
  for (let no = 0; no < members; no += 1)
    await manager.send('QueueAdd', memberFields(queueOf(no), no, { kind: 'answers', afterSeconds: 0 }));
  return {
    exchange,
    async load() {
      const from = performance.now();
      for (let call = 0; call < rate * seconds; call += 1) {
        const queue = queueOf(call);
        void manager.send(
          'Originate',
          callerFields({ queue, from: `138${String(call).padStart(8, '0')}`, seconds: 2 }),
        );
        await sleep(Math.max(0, from + ((call + 1) * 1000) / rate - performance.now()));
      }
      return performance.now() - from;
    },
    async close() {
      manager.close();
      await exchange.close();
    },
  };
}

/** Age of every event where it arrives, ms: the exchange under the same load, with nobody but a reader. */
async function arrivals(version: AsteriskVersion): Promise<readonly number[]> {
  const { exchange, load, close } = await loaded(version);
  const reader = new Worker(bareReader, {
    eval: true,
    workerData: { ...exchange.ami, mask: `${eventMask},dialplan`, filters },
  });
  await load();
  const arrived = new Promise<readonly number[]>((resolve) => reader.once('message', resolve));
  reader.postMessage('end');
  const ages = await arrived;
  await close();
  return ages;
}

/** Time that this process was ready and had no core, ms (Linux); NaN where the system does not tell. */
function waitedForCore(): number {
  try {
    const { pid } = process;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1_000_000;
  } catch {
    return Number.NaN;
  }
}

async function under(version: AsteriskVersion): Promise<readonly (string | number)[]> {
  const { exchange, load, close } = await loaded(version);
  const store = openStore();
  const log = (): void => undefined;
  const ami = createAmi({ ...exchange.ami, clock: wallClock, random: Math.random, log });
  await ami.opened;
  const engine = await createAsteriskEngine({ ami, clock: wallClock, log, setup: exchange.setup }, store.sink);
  await until('all members', () => engine.queues().reduce((sum, queue) => sum + queue.members.length, 0) >= members);

  const behind: number[] = [];
  let events = 0;
  // The engine listens first: by now it has done what the event asks of it.
  ami.onEvent(({ fields }) => {
    events += 1;
    const at = Number(fields.Timestamp);
    if (at > 0) behind.push(Date.now() - at * 1000);
  });
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 1_048_576;
  };
  const before = heap();
  const [own, theirs, waited] = [process.cpuUsage(), cpuOf(exchange.pid), waitedForCore()];
  const took = await load();
  const cpu = process.cpuUsage(own);
  const theirCpu = cpuOf(exchange.pid) - theirs;
  const waiting = waitedForCore() - waited;
  const heard = events;
  const late = [0.5, 0.95, 0.99].map((part) => ms(percentile(behind, part)));
  const forgotten = async (): Promise<number> => {
    await sleep(34_000);
    await until(
      'what ended to be forgotten',
      () => engine.channels().length === 0 && engine.links().length === 0,
      60_000,
    );
    store.database.flush();
    return heap();
  };
  const once = await forgotten();
  const written = store.database.first<{ n: number }>(
    "SELECT count(*) AS n FROM queue_event WHERE event LIKE 'COMPLETE%'",
  );
  const told = readFileSync(path.join(exchange.folder, 'log', 'queue_log'), 'utf8').match(/\|COMPLETE/g)?.length ?? 0;
  await load();
  const twice = await forgotten();
  engine.close();
  ami.close();
  store.close();
  await close();
  const share = (milliseconds: number): string => `${((milliseconds / took) * 100).toFixed(0)} %`;
  return [
    version,
    ((rate * seconds * 1000) / took).toFixed(0),
    `${written?.n ?? 0} / ${told}`,
    Math.round((heard / took) * 1000).toLocaleString('en'),
    ...late,
    share(waiting),
    share((cpu.user + cpu.system) / 1000),
    share(theirCpu),
    `${before.toFixed(0)} → ${once.toFixed(0)} → ${twice.toFixed(0)} MB`,
  ];
}

const collect = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

export async function run(): Promise<Table> {
  const rows: (readonly (string | number)[])[] = [];
  for (const version of asteriskVersions) {
    const missing = whyNoAsterisk(version).trim();
    if (missing) {
      rows.push([`${version}: not run, ${missing}`, ...Array.from({ length: 10 }, () => '–')]);
      continue;
    }
    const alone = await arrivals(version);
    const late = [0.5, 0.95, 0.99].map((part) => ms(percentile(alone, part)));
    rows.push([`${version}, a bare reader`, '', '', '', ...late, '', '', '', '']);
    rows.push(await under(version));
  }
  return {
    head: [
      'Asterisk',
      'calls a second',
      'completed (ours / theirs)',
      'events a second',
      'behind p50 (ms)',
      'p95',
      'p99',
      'waited for a core',
      'CPU here',
      'CPU there',
      'heap',
    ],
    rows,
  };
}
