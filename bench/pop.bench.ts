import http from 'node:http';
import { startPlatform } from '../pbx/http/start';
import { openPage, signInOn, startBrowserEdition } from './support/page';
import { sleep, until } from './support/wall';
import { painted, want, watchPage } from './support/watch';
import { spread, type Table } from './table';

export const title = 'Screen pop';
export const notes =
  'The browser edition with its page in headless Chromium, on the built-in platform; 70 queue calls to a ready seat, ' +
  'each with its own number, at moments that have nothing to do with the polls; the ended card is dismissed by hand. Painted = the card with the number is ' +
  'in the document and the frame that shows it has been handed over (two animation frames). "Received" is taken when ' +
  'the platform ends the answer that first tells of the call, so the road over loopback is in it. Milliseconds.';

const calls = 70;

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

export async function run(): Promise<Table> {
  const platform = await startPlatform({ key: 'bench' });
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

  const series: Record<'ring' | 'received' | 'poll', number[]> = { ring: [], received: [], poll: [] };
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
    series.poll.push(told - rangAt);
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
  const [early = 0, late = 0] = heaps;
  return {
    head: ['from → to', 'n', 'p50', 'p95', 'max', 'promise p95 ≤'],
    rows: [
      ['platform rings → pop painted', calls, ...spread(series.ring), '1,150 (poll period 1,000 + 150)'],
      ['answer received → pop painted', calls, ...spread(series.received), '100'],
      ['platform rings → answer that tells of it (the poll’s part)', calls, ...spread(series.poll), '–'],
      [
        `heap of the page after 10 calls ${early.toFixed(1)} MB, after ${calls} ${late.toFixed(1)} MB`,
        '',
        '',
        '',
        '',
        '–',
      ],
    ],
  };
}
