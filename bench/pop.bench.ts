import http from 'node:http';
import { startPlatform } from '../pbx/http/start';
import { openPage, signInOn, startBrowserEdition } from './support/page';
import { sleep, until } from './support/wall';
import { painted, want, watchPage } from './support/watch';
import { spread, type Table } from './table';

export const title = 'Screen pop';
export const notes =
  'The browser edition with its page in headless Chromium, on the built-in platform, once without its event stream ' +
  '(as with every other platform) and once with it; queue calls to a ready seat, ' +
  'each with its own number, at moments that have nothing to do with the polls; the ended card is dismissed by hand. Painted = the card with the number is ' +
  'in the document and the frame that shows it has been handed over (two animation frames). "Received" is taken when ' +
  'the platform ends the answer that first tells of the call, so the road over loopback is in it. Milliseconds.';

/** With push the times are short and alike: fewer calls tell as much. */
const rounds = { polls: 70, push: 40 } as const;
type Mode = keyof typeof rounds;

/** Notes when an answer that holds the number has been written. */
function watchAnswers(): { told(number: string): number | undefined; stop(): void } {
  const times = new Map<string, number>();
  const { end } = http.ServerResponse.prototype;
  let awaited = '';
  const patched = function (this: http.ServerResponse, ...args: unknown[]): http.ServerResponse {
    const [body] = args;
    if (awaited && !times.has(awaited) && Buffer.isBuffer(body) && body.includes(awaited))
      times.set(awaited, Date.now());
    return Reflect.apply(end, this, args) as http.ServerResponse;
  };
  http.ServerResponse.prototype.end = patched as typeof end;
  return {
    told: (number) => {
      awaited = number;
      return times.get(number);
    },
    stop: () => {
      http.ServerResponse.prototype.end = end;
    },
  };
}

interface Measured {
  readonly series: Readonly<Record<'ring' | 'received' | 'told', readonly number[]>>;
  /** MB of the page after ten calls and after all. */
  readonly heaps: readonly number[];
  /** Requests a second of the ready seat before the first call. */
  readonly rate: number;
}

/** Seconds in which the requests of the ready seat are counted. */
const counted = 20;

async function measure(mode: Mode): Promise<Measured> {
  const calls = rounds[mode];
  const platform = await startPlatform({ key: 'bench', ...(mode === 'polls' && { push: false }) });
  const requests = (): number => [...platform.requests.values()].reduce((sum, one) => sum + one, 0);
  const { engine, scenario } = platform;
  const answers = watchAnswers();
  const desk = await startBrowserEdition(platform.address, 'bench');
  const { page, close } = await openPage();
  await watchPage(page);
  await page.goto(desk.url);
  await signInOn(page, '2011', ['90']);
  const cdp = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
  await sleep(3_000);

  const before = requests();
  await sleep(counted * 1_000);
  const rate = (requests() - before) / counted;
  const series: Record<'ring' | 'received' | 'told', number[]> = { ring: [], received: [], told: [] };
  const heaps: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const number = `138${String(10_000_000 + call * 7_919)}`;
    await want(page, [{ name: 'pop', selector: '.call-card.is-ringing', text: number }]);
    answers.told(number);
    let rangAt = 0;
    const stop = engine.onChange(() => {
      if (rangAt === 0 && ((engine.device('2011')?.status ?? 0) & 8) !== 0) rangAt = Date.now();
    });
    const caller = scenario.callerRings({
      from: number,
      name: '李娜',
      did: '4008001234',
      ivrPath: '1-3',
      to: { queue: '90' },
    });
    const { pop = Number.NaN } = await painted(page, ['pop']);
    stop();
    const told = answers.told(number);
    if (rangAt === 0 || told === undefined) throw new Error('the ring was not seen');
    series.ring.push(pop - rangAt);
    series.received.push(pop - told);
    series.told.push(told - rangAt);
    caller.givesUp();
    await page.locator('.call-card.is-ended .call-ended button:last-child').first().click();
    await page.locator('.call-card').waitFor({ state: 'detached' });
    await until('the line is free', () => engine.channels().every(({ hungUpAt }) => hungUpAt !== null));
    if (call === 9 || call === calls - 1) heaps.push(await heap());
    await sleep(1_300 + Math.random() * 1_000);
  }
  answers.stop();
  await close();
  await desk.stop();
  await platform.close();
  return { series, heaps, rate };
}

const heapRow = (mode: Mode, { heaps: [early = 0, late = 0] }: Measured): Table['rows'][number] => [
  `heap of the page after 10 calls ${early.toFixed(1)} MB, after ${rounds[mode]} ${late.toFixed(1)} MB`,
  '',
  '',
  '',
  '',
  '–',
];

export async function run(): Promise<Table> {
  const polls = await measure('polls');
  const push = await measure('push');
  return {
    head: ['from → to', 'n', 'p50', 'p95', 'max', 'promise p95 ≤'],
    rows: [
      ['platform rings → pop painted', rounds.polls, ...spread(polls.series.ring), '1,150 (poll period 1,000 + 150)'],
      ['the same with push', rounds.push, ...spread(push.series.ring), '100'],
      ['answer received → pop painted', rounds.polls, ...spread(polls.series.received), '100'],
      ['platform rings → answer that tells of it (the poll’s part)', rounds.polls, ...spread(polls.series.told), '–'],
      ['the same with push (the hint’s part)', rounds.push, ...spread(push.series.told), '–'],
      [`requests a second, ready: ${polls.rate.toFixed(2)}, with push ${push.rate.toFixed(2)}`, '', '', '', '', '1.5'],
      heapRow('polls', polls),
    ],
  };
}
