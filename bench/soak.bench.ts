import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Desk } from '../electron/desk/desk';
import type { Http } from '../electron/platforms/wire/http';
import { createVirtualClock } from '../pbx/engine/simulated/clock';
import { startPlatform } from '../pbx/http/start';
import { createMemoryBridge } from '../shared/bridge/memory';
import { rowTopics, singleTopics, type Topic } from '../shared/bridge/topics';
import type { Call } from '../shared/domain/call';
import { openDesk, signIn } from './support/desk';
import type { Table } from './table';

export const title = 'Soak';
export const notes =
  'Eight simulated hours: a busy seat (a queue call every 144 s: answered after 3 s, held and resumed, hung up by the ' +
  'agent after 70 s, wrapped up; every fifth caller gives up unanswered; a dial and a pause an hour) and a supervisor ' +
  'with the wallboard open, both desks with a subscribed screen in one heap of their own (a worker thread), the real ' +
  'driver and real sockets to the built-in platform in another thread, all on one virtual clock. Nothing is dismissed ' +
  'by hand. Heap is what is left after a full collection.';

const startAt = Date.UTC(2026, 2, 10, 1, 0, 0);
const hour = 3_600_000;
const hours = 8;
const key = 'soak';

interface Reading {
  readonly hour: number;
  readonly heap: number;
  readonly timers: number;
  readonly handles: number;
  readonly calls: number;
  readonly requests: number;
  readonly rows: string;
}

/** This thread: the platform, its callers, and the clock's other half. */
async function platformSide(): Promise<readonly Reading[]> {
  const clock = createVirtualClock(startAt);
  const platform = await startPlatform({ clock, key, seed: 5, push: false });
  const { scenario, engine } = platform;
  for (const no of ['2012', '2013']) {
    engine.queueAdd('91', `SIP/${no}`, 0);
    scenario.behaves(no, { kind: 'answers', afterSeconds: 4 });
  }
  let count = 0;
  const every = (ms: number, run: () => void): void => {
    clock.after(ms, () => {
      run();
      every(ms, run);
    });
  };
  every(144_000, () => {
    count += 1;
    const who = { from: `1380000${String(1000 + (count % 9000))}`, name: `客户${count}`, did: '4008001234' };
    scenario.callerRings({
      ...who,
      ivrPath: '1-3',
      ivrKeys: '13',
      to: { queue: '90' },
      patienceSeconds: count % 5 ? 600 : 2,
    });
  });
  every(45_000, () => {
    scenario.callerRings({ from: `1390000${count % 9000}`, to: { queue: '91' }, talkSeconds: 60, patienceSeconds: 90 });
  });
  const desk = new Worker(new URL(import.meta.url), { workerData: { soak: platform.address } });
  const readings: Reading[] = [];
  await new Promise<void>((resolve, reject) => {
    desk.on('error', reject);
    desk.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the desks ended with ${code}`))));
    desk.on('message', (message: { at?: number; lift?: string; reading?: Reading }) => {
      if (message.reading) {
        readings.push(message.reading);
        return;
      }
      if (message.lift) scenario.answers(message.lift);
      if (message.at !== undefined) {
        clock.advance(Math.max(0, message.at - clock.now()));
        desk.postMessage(message.at);
      }
    });
  });
  await platform.close();
  return readings;
}

/** The other thread: both desks, and a person who works. */
async function deskSide(address: string): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('no parent');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const clock = createVirtualClock(startAt);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  let [open, requests, calls] = [0, 0, 0];
  const arrivals: (() => void)[] = [];
  port.on('message', () => arrivals.shift()?.());

  /** The platform's clock follows before anything is asked of it. */
  const http = (real: Http): Http => ({
    send: async (request) => {
      const waits = /ctioriginate|ctiunpark|ctipickup/.test(request.url);
      requests += 1;
      if (!waits) open += 1;
      try {
        await new Promise<void>((resolve) => {
          arrivals.push(resolve);
          port.postMessage({ at: clock.now() });
        });
        return await real.send(request);
      } finally {
        if (!waits) open -= 1;
      }
    },
    open: (question) => real.open(question),
    close: () => real.close(),
  });
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const settle = async (): Promise<void> => {
    for (let still = 0; still < 3; still = open === 0 ? still + 1 : 0) await turn();
  };
  const runUntil = async (at: number): Promise<void> => {
    await settle();
    for (let next = clock.untilNext(); next !== null && clock.now() + next <= at; next = clock.untilNext()) {
      clock.advance(next);
      await settle();
    }
    clock.advance(Math.max(0, at - clock.now()));
  };
  const during = async <T>(work: Promise<T>): Promise<T> => {
    let over = false;
    const watched = work.finally(() => {
      over = true;
    });
    while (!over) await runUntil(clock.now() + 50);
    return watched;
  };

  const given = { address, key, clock, random, http };
  const [seat, board] = [await openDesk(given), await openDesk(given)];
  const all: readonly Topic[] = [...singleTopics, ...rowTopics];
  const held = new Map<Desk, Map<Topic, number>>();
  for (const [desk, topics] of [
    [seat, all.filter((topic) => topic !== 'agents')],
    [board, all],
  ] as const) {
    const bridge = createMemoryBridge(desk, { clock });
    const copies = new Map<Topic, Set<string>>();
    const sizes = new Map<Topic, number>();
    held.set(desk, sizes);
    bridge.subscribe(topics, (message) => {
      for (const step of 'snapshots' in message ? message.snapshots : message.patches) {
        if (!(rowTopics as readonly Topic[]).includes(step.topic)) continue;
        const ids = copies.get(step.topic) ?? new Set<string>();
        copies.set(step.topic, ids);
        const set = 'set' in step ? step.set : (step.value as object);
        if (!('set' in step)) ids.clear();
        for (const id of Object.keys(set)) ids.add(id);
        if ('del' in step) for (const id of step.del) ids.delete(id);
        sizes.set(step.topic, ids.size);
      }
    });
  }
  await during(signIn(seat, '2011', ['90']));
  await during(signIn(board, '2014', []));

  // The person: reacts to cards, never to anything behind them.
  const seen = new Set<string>();
  const act = (name: string, callId: string): void => void seat.dispatch(name, { callId });
  seat.subscribe(['calls'], (message) => {
    const rows =
      'patches' in message ? message.patches.flatMap((patch) => ('set' in patch ? Object.values(patch.set) : [])) : [];
    for (const call of rows as readonly Call[]) {
      const mark = `${call.id} ${call.state}`;
      if (seen.has(mark)) continue;
      seen.add(mark);
      if (call.state === 'ringing') clock.after(3_000, () => act('call.answer', call.id));
      if (call.state === 'calling-me') clock.after(1_500, () => port.postMessage({ at: clock.now(), lift: '2011' }));
      if (call.state === 'talking' && !seen.has(`${call.id} held`)) {
        calls += 1;
        clock.after(20_000, () => act('call.hold', call.id));
        clock.after(35_000, () => act('call.resume', call.id));
        clock.after(70_000, () => act('call.hangUp', call.id));
        for (const old of [...seen].slice(0, Math.max(0, seen.size - 40))) seen.delete(old);
      }
    }
  });
  const hourly = (): void => {
    clock.after(hour, hourly);
    void seat.dispatch('seat.pause', { reason: 2 });
    clock.after(120_000, () => void seat.dispatch('seat.ready', {}));
    clock.after(200_000, () => void seat.dispatch('call.dial', { number: '13900139000' }));
  };
  clock.after(hour / 2, hourly);

  for (let done = 1; done <= hours; done += 1) {
    await runUntil(startAt + done * hour);
    for (let round = 0; round < 3; round += 1) {
      collect();
      await turn();
    }
    const rows = [...held.values()].map((sizes) =>
      [...sizes].flatMap(([topic, size]) => (size > 0 ? `${topic} ${size}` : [])).join(', '),
    );
    const reading: Reading = {
      hour: done,
      heap: process.memoryUsage().heapUsed,
      timers: clock.pending,
      handles: process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length,
      ...{ calls, requests, rows: `seat: ${rows[0]}; board: ${rows[1]}` },
    };
    port.postMessage({ reading });
  }
  await during(Promise.all([seat.close(), board.close()]));
  port.close();
  process.exit(0);
}

const task = workerData as { readonly soak?: string } | null;
if (!isMainThread && task?.soak) await deskSide(task.soak);

export async function run(): Promise<Table> {
  const from = performance.now();
  const readings = await platformSide();
  const took = (performance.now() - from) / 1000;
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) throw new Error('no reading');
  const growth = (reading: Reading) => `${((reading.heap / first.heap - 1) * 100).toFixed(1)} %`;
  return {
    head: ['after', 'heap MB', 'since hour 1', 'clock timers', 'handles', 'calls talked', 'requests'],
    rows: [
      ...readings.map((reading) => [
        ...[`${reading.hour} h`, (reading.heap / 1e6).toFixed(2), growth(reading)],
        ...[reading.timers, reading.handles, reading.calls, reading.requests],
      ]),
      [`rows at the end: ${last.rows}`, '', '', '', '', '', `run in ${took.toFixed(0)} s`],
    ],
  };
}
