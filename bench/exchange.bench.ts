import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAmi } from '../pbx/engine/asterisk/ami/client';
import { eventMask, filters } from '../pbx/engine/asterisk/ami/line';
import { createAsteriskEngine } from '../pbx/engine/asterisk/engine';
import type { AsteriskSetup } from '../pbx/engine/asterisk/parts';
import { labCentre } from '../pbx/lab/config/centre';
import { type LabExchange, startAsterisk } from '../pbx/lab/exchange';
import { callerFields, memberFields } from '../pbx/lab/local';
import { connectManager } from '../pbx/lab/manager';
import { type AsteriskVersion, asteriskVersions, whyNoAsterisk } from '../pbx/lab/tree';
import { openStore } from '../pbx/store/store';
import { type Answers, type Heard, noting, startPlayer, startReader } from './support/exchange-threads';
import { cpuOf, sleep, until, wallClock } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Exchange';
export const notes =
  'A real Asterisk of each version under 80 queue calls a second for 20 s, 500 members in twenty queues, callers and ' +
  'members without telephones (Local channels), each caller gone after two seconds. "behind": from the exchange’s own time ' +
  'of an event to its effect in channels, queues and records of this platform, the store in memory. "a bare reader": to ' +
  'where a thread that does nothing else has the bytes: what the exchange itself is late. "on the same two cores": the ' +
  'exchange, with a thread for each channel, this platform and whoever makes the calls share them. "played back": what the ' +
  'bare reader has heard, said again by a thread at the same times and with the time of then: an exchange on a machine of ' +
  'its own. "completed": calls answered in time, by our records and by the exchange’s own queue_log (in the others the ' +
  'exchange did not reach a member within the two seconds). "waited for a core": how long this platform was ready and had ' +
  'none. Heap after a full collection, when what ended is forgotten: before, and after each of the loads, the other ' +
  'columns are of the first. The promise is p95 under 100 ms.';

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

/** The exchange under the same load, with nobody but a reader. */
async function arrivals(version: AsteriskVersion): Promise<Heard> {
  const { exchange, load, close } = await loaded(version);
  const reader = startReader({ ...exchange.ami, mask: `${eventMask},dialplan`, filters });
  await load();
  // The last callers talk on for two seconds.
  await sleep(4_000);
  const heard = await reader.heard();
  await close();
  return heard;
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

interface Source {
  readonly account: Pick<LabExchange['ami'], 'host' | 'port' | 'user' | 'secret'>;
  readonly setup: AsteriskSetup;
  /** Offers all calls, and says how long that took, ms. */
  load(): Promise<number>;
  /** Where a real exchange is behind it: its process, and the queue calls that it has completed. */
  readonly real?: { readonly pid: number; completed(): number };
  readonly loads: number;
}

interface Measured {
  readonly answers: Answers;
  /** From `completed` on, as in the table: of the first load. */
  readonly cells: readonly (string | number)[];
}

/** This platform before an exchange that is called all the time. */
async function measured({ account, setup, load, real, loads }: Source): Promise<Measured> {
  const store = openStore();
  const log = (): void => undefined;
  const line = createAmi({ ...account, clock: wallClock, random: Math.random, log });
  await line.opened;
  const { ami, answers } = noting(line);
  const engine = await createAsteriskEngine({ ami, clock: wallClock, log, setup }, store.sink);
  await until('all members', () => engine.queues().reduce((sum, queue) => sum + queue.members.length, 0) >= members);

  let behind: number[] = [];
  // The engine listens first: by now it has done what the event asks of it.
  line.onEvent(({ fields }) => {
    const at = Number(fields.Timestamp);
    if (at > 0) behind.push(Date.now() - at * 1000);
  });
  const heap = (): string => {
    collect();
    return (process.memoryUsage().heapUsed / 1_048_576).toFixed(0);
  };
  const heaps = [heap()];
  /** An overloaded exchange may keep a channel of its own for ever: only what it keeps is kept here. */
  const forgotten = async (): Promise<boolean> => {
    const left = engine.channels();
    if (left.length === 0) return engine.links().length === 0;
    if (left.some(({ hungUpAt }) => hungUpAt !== null)) return false;
    return left.length === (await line.list('CoreShowChannels')).length;
  };
  const share = (milliseconds: number, took: number): string =>
    Number.isNaN(milliseconds) ? '' : `${((milliseconds / took) * 100).toFixed(0)} %`;
  let cells: readonly (string | number)[] = [];
  let completed = '';
  const theirCpu = (): number => (real ? cpuOf(real.pid) : Number.NaN);
  for (let no = 0; no < loads; no += 1) {
    const [own, theirs, waited] = [process.cpuUsage(), theirCpu(), waitedForCore()];
    behind = [];
    const took = await load();
    const cpu = process.cpuUsage(own);
    if (no === 0) {
      cells = [
        Math.round((behind.length / took) * 1000).toLocaleString('en'),
        ...[0.5, 0.95, 0.99].map((part) => ms(percentile(behind, part))),
        share(waitedForCore() - waited, took),
        share((cpu.user + cpu.system) / 1000, took),
        share(theirCpu() - theirs, took),
      ];
    }
    behind = [];
    await sleep(34_000);
    await until('what ended to be forgotten', forgotten, 60_000);
    store.database.flush();
    heaps.push(heap());
    if (completed !== '') continue;
    const row = store.database.first<{ n: number }>(
      "SELECT count(*) AS n FROM queue_event WHERE event LIKE 'COMPLETE%'",
    );
    completed = `${row?.n ?? 0}${real ? ` / ${real.completed()}` : ''}`;
  }
  engine.close();
  line.close();
  store.close();
  return { answers, cells: [completed, ...cells, `${heaps.join(' → ')} MB`] };
}

/** This platform and the exchange on one machine; then the same events from a thread, as from a machine of its own. */
async function both(version: AsteriskVersion, heard: Heard): Promise<readonly (readonly (string | number)[])[]> {
  const { exchange, load, close } = await loaded(version);
  const { ami: account, setup, pid } = exchange;
  let took = 0;
  const timedLoad = async (): Promise<number> => {
    took = await load();
    return took;
  };
  const queueLog = path.join(exchange.folder, 'log', 'queue_log');
  const completed = (): number => readFileSync(queueLog, 'utf8').match(/\|COMPLETE/g)?.length ?? 0;
  const here = await measured({ account, setup, load: timedLoad, real: { pid, completed }, loads: 2 });
  await close();

  const player = await startPlayer(here.answers, heard.pieces, `${version}.0.0`);
  const again = async (): Promise<number> => {
    const from = performance.now();
    await player.play();
    return performance.now() - from;
  };
  const there = await measured({
    account: { host: '127.0.0.1', port: player.port, user: player.user, secret: player.secret },
    setup: { ...setup, port: player.port },
    load: again,
    loads: 3,
  });
  await player.end();
  const perSecond = ((rate * seconds * 1000) / took).toFixed(0);
  return [
    [`${version}, on the same two cores`, perSecond, ...here.cells],
    [`${version}, played back`, perSecond, ...there.cells],
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
    const heard = await arrivals(version);
    const late = [0.5, 0.95, 0.99].map((part) => ms(percentile(heard.ages, part)));
    rows.push([`${version}, a bare reader`, '', '', '', ...late, '', '', '', '']);
    rows.push(...(await both(version, heard)));
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
