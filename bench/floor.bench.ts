import type { CDPSession, Page } from '@playwright/test';
import { readFloor } from '../electron/desk/floor';
import { createTopics } from '../electron/desk/state';
import { createMvb2000Driver } from '../electron/platforms/mvb2000/driver';
import { nodeNetwork } from '../electron/platforms/wire/network';
import { undiciHttp } from '../electron/platforms/wire/undici';
import { createVirtualClock } from '../pbx/engine/simulated/clock';
import type { Platform } from '../pbx/http/platform';
import { startPlatform } from '../pbx/http/start';
import { applyRows } from '../shared/bridge/patch';
import { defaultSettings } from '../shared/bridge/settings';
import type { Patch, Rows, Topic } from '../shared/bridge/topics';
import { quiet } from './support/desk';
import { openPage, signInOn, startBrowserEdition } from './support/page';
import { cpuOf, sleep } from './support/wall';
import { ms, percentile, spread, type Table } from './table';

export const title = 'Floor';
export const notes =
  'First part: 500 seats in 50 queues (three queues each), the wallboard open in headless Chromium at 1440 × 900, the ' +
  'desk asking once a second (its seat is in a call), 30 s each. "Busy": every second 20 members pause or become ready ' +
  'and 3 callers come. "Still": nothing happens but the clocks. Frame interval = distance of two animation frames (16.7 ' +
  'at 60 Hz); work = main-thread time of script, style, layout and paint. Second part: one changed snapshot (5 % of the ' +
  'members) from facts to patched copy, in process, and the JSON that goes to a page. Milliseconds unless said.';

const seats = 500;
const queues = 50;
const seconds = 30;

interface Run {
  readonly frames: readonly number[];
  readonly long: number;
  readonly mutations: number;
  readonly clocks: number;
  readonly work: Readonly<Record<'script' | 'style' | 'layout' | 'all', number>>;
  readonly cpu: number;
  readonly polls: number;
}

async function metrics(cdp: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics: list } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value * 1000]));
}

/** Watches the page for a while: its frames, long tasks, and changes of the document beside those of clock faces. */
async function watch(page: Page, cdp: CDPSession, platform: Platform, pid: number): Promise<Run> {
  const before = await metrics(cdp);
  const polls = platform.requests.get('getallstatus') ?? 0;
  const cpu = cpuOf(pid);
  const seen = await page.evaluate(
    (time) =>
      new Promise<{ frames: number[]; long: number; mutations: number; clocks: number }>((resolve) => {
        const frames: number[] = [];
        let [long, mutations, clocks, last, running] = [0, 0, 0, performance.now(), true];
        const tasks = new PerformanceObserver((list) => {
          long += list.getEntries().length;
        });
        tasks.observe({ entryTypes: ['longtask'] });
        const changes = new MutationObserver((records) => {
          for (const { target } of records) {
            const element = target instanceof Element ? target : target.parentElement;
            if (element?.closest('time, [role=timer], .link-dot, .as-of')) clocks += 1;
            else mutations += 1;
          }
        });
        changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        const frame = (at: number): void => {
          frames.push(at - last);
          last = at;
          if (running) requestAnimationFrame(frame);
        };
        requestAnimationFrame((at) => {
          last = at;
          requestAnimationFrame(frame);
        });
        setTimeout(() => {
          running = false;
          tasks.disconnect();
          changes.disconnect();
          resolve({ frames, long, mutations, clocks });
        }, time);
      }),
    seconds * 1000,
  );
  const after = await metrics(cdp);
  const passed = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
  return {
    ...seen,
    work: {
      script: passed('ScriptDuration'),
      style: passed('RecalcStyleDuration'),
      layout: passed('LayoutDuration'),
      all: passed('TaskDuration'),
    },
    cpu: cpuOf(pid) - cpu,
    polls: (platform.requests.get('getallstatus') ?? 0) - polls,
  };
}

/** Every second some members pause or become ready, and callers come who stay for half a minute. */
function stir(platform: Platform): () => void {
  const { engine, scenario } = platform;
  let step = 0;
  const timer = setInterval(() => {
    step += 1;
    for (let index = 0; index < 20; index += 1) {
      const iface = `SIP/${10_011 + ((step * 37 + index * 23) % (seats - 20))}`;
      for (const { no, members } of engine.queues()) {
        const member = members.find((one) => one.interface === iface);
        if (member) engine.queuePause(no, iface, member.paused ? 0 : 1 + (step % 5));
      }
    }
    for (let index = 0; index < 3; index += 1) {
      const queue = String(900_001 + ((step * 3 + index) % queues));
      scenario.callerRings({
        from: `137${String(step * 10 + index).padStart(8, '0')}`,
        to: { queue },
        patienceSeconds: 20,
        talkSeconds: 20,
      });
    }
  }, 1_000);
  return () => clearInterval(timer);
}

/** The worst frame of each second: what an update costs, which the many idle frames around it would hide. */
function worst(frames: readonly number[]): readonly number[] {
  const longest = new Map<number, number>();
  let at = 0;
  for (const frame of frames) {
    at += frame;
    const second = Math.floor(at / 1_000);
    longest.set(second, Math.max(longest.get(second) ?? 0, frame));
  }
  return [...longest.values()];
}

async function onPage(): Promise<readonly (readonly (string | number)[])[]> {
  const platform = await startPlatform({ key: 'bench', centre: { seats, queues } });
  const desk = await startBrowserEdition(platform.address, 'bench');
  const { page, close } = await openPage();
  await page.goto(desk.url);
  await signInOn(page, '10001', []);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  platform.scenario.callerRings({ from: '13800138000', to: { extension: '10001' } });
  await sleep(1_000);
  platform.scenario.answers('10001');
  await page.locator('.nav-place').nth(1).click();
  await page.locator('.agents-panel [role=row]').nth(5).waitFor();
  await sleep(8_000);
  const still = await watch(page, cdp, platform, desk.pid);
  const end = stir(platform);
  await sleep(5_000);
  const busy = await watch(page, cdp, platform, desk.pid);
  end();
  await close();
  await desk.stop();
  await platform.close();

  const cells = (name: string, run: Run) => [
    [`${name}: frame interval`, ...spread(run.frames)],
    [`${name}: longest frame interval of each second`, ...spread(worst(run.frames))],
    [
      `${name}: frames later than 20 ms / of, long tasks (> 50 ms)`,
      `${run.frames.filter((one) => one > 20).length} / ${run.frames.length}`,
      run.long,
      '',
    ],
    [
      `${name}: main-thread work a snapshot (all / script / style + layout)`,
      ...[run.work.all, run.work.script, run.work.style + run.work.layout].map((all) =>
        ms(all / Math.max(1, run.polls)),
      ),
    ],
    [
      `${name}: changes of the document a snapshot / of clock faces`,
      ms(run.mutations / Math.max(1, run.polls)),
      ms(run.clocks / Math.max(1, run.polls)),
      '',
    ],
    [`${name}: desk’s CPU a snapshot, snapshots`, ms(run.cpu / Math.max(1, run.polls)), run.polls, ''],
  ];
  return [...cells('still', still), ...cells('busy', busy)];
}

/** Facts → rows → patches → the copy of a page, with two snapshots in turn that differ in 5 % of the members. */
async function inProcess(agents: number): Promise<readonly (string | number)[]> {
  const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30, 0));
  const platform = await startPlatform({
    clock,
    key: 'bench',
    centre: { seats: agents, queues: Math.round(agents / 10) },
  });
  const { engine } = platform;
  const driver = createMvb2000Driver(
    { address: platform.address, key: 'bench', pin: '', features: {} },
    { clock, random: Math.random, log: quiet, http: undiciHttp, network: nodeNetwork },
  );
  const scope = {
    devices: engine.devices().map(({ no }) => no),
    users: engine.users().map(({ no }) => no),
    queues: engine.queues().map(({ no }) => no),
  };
  const snapshot = async () => {
    const facts = await driver.floor(scope);
    if (!facts.ok) throw new Error(facts.error.message);
    return facts.value;
  };
  const first = await snapshot();
  for (let index = 0; index < agents / 20; index += 1) {
    const iface = `SIP/${10_001 + index * 20}`;
    for (const { no, members } of engine.queues())
      if (members.some((one) => one.interface === iface)) engine.queuePause(no, iface, 2);
  }
  clock.advance(1_000);
  const second = await snapshot();
  driver.close();
  await platform.close();

  const single = {
    link: null,
    session: null,
    host: null,
    seat: null,
    settings: defaultSettings,
    reasons: [],
    dial: null,
  };
  const topics = createTopics(single as never);
  const names = {
    agentName: (agent: string) => `座席${agent}`,
    queueName: (queue: string) => `队列${queue}`,
    queues: scope.queues,
    figures: new Map(),
    wrapUpCode: 9,
  };
  const copies = new Map<Topic, Rows<unknown>>();
  let patches: Patch[] = [];
  topics.subscribe(['agents', 'queues', 'waiting'], (message) => {
    if ('patches' in message) patches.push(...message.patches);
  });
  const times = { rows: [] as number[], diff: [] as number[], apply: [] as number[] };
  let [sent, whole] = [0, 0];
  for (let round = 0; round < 120; round += 1) {
    patches = [];
    const t0 = performance.now();
    const rows = readFloor(round % 2 ? second : first, names, topics.get('agents'));
    const t1 = performance.now();
    topics.setRows('agents', rows.agents);
    topics.setRows('queues', rows.queues);
    topics.setRows('waiting', rows.waiting);
    const t2 = performance.now();
    for (const patch of patches)
      if ('set' in patch) copies.set(patch.topic, applyRows(copies.get(patch.topic) ?? {}, patch));
    const t3 = performance.now();
    if (round < 20) continue;
    times.rows.push(t1 - t0);
    times.diff.push(t2 - t1);
    times.apply.push(t3 - t2);
    sent = JSON.stringify(patches).length;
    whole = JSON.stringify([rows.agents, rows.queues, rows.waiting]).length;
  }
  const both = (list: readonly number[]) => `${ms(percentile(list, 0.5))} / ${ms(percentile(list, 0.95))}`;
  return [
    `in process, ${agents} agents: rows / diff / patch, p50 / p95; patch ${(sent / 1000).toFixed(1)} kB instead of ${(whole / 1000).toFixed(0)} kB whole (1 : ${(whole / sent).toFixed(0)})`,
    ...[both(times.rows), both(times.diff), both(times.apply)],
  ];
}

export async function run(): Promise<Table> {
  const page = await onPage();
  const rows = [await inProcess(100), await inProcess(500), await inProcess(2_000)];
  return { head: ['what', 'p50', 'p95', 'max'], rows: [...page, ...rows] };
}
