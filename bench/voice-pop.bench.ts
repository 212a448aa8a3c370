import type { Page } from '@playwright/test';
import { saveVoiceProfile } from '../e2e/voice/support/profile';
import { startWire } from '../e2e/voice/support/wire';
import { asteriskExchange } from '../pbx/engine/asterisk/exchange';
import type { Platform } from '../pbx/http/platform';
import { startPlatform } from '../pbx/http/start';
import { type LabExchange, startAsterisk } from '../pbx/lab/exchange';
import { createOutside } from '../pbx/lab/outside';
import { plugIn } from '../pbx/lab/phone';
import { type AsteriskVersion, asteriskVersions, whyNoAsterisk } from '../pbx/lab/tree';
import { openPage, signInOn, startBrowserEdition } from './support/page';
import { sleep, until } from './support/wall';
import { painted, want, watchPage } from './support/watch';
import { percentile, spread, type Table } from './table';

export const title = 'Screen pop before a real exchange';
export const notes =
  'Queue calls from outside to a ready seat of the browser edition, each with its own number; the built-in platform with ' +
  'its event stream, once on the simulated engine and once before an Asterisk on the same machine. At a desk phone the ' +
  'clock starts when the INVITE has reached it (a scripted telephone), in the app when the INVITE leaves the exchange on ' +
  'the WebSocket. "Pop" is the first card with the number, "full" the card of the platform with queue and waiting time. ' +
  'Painted as in [screen pop](#screen-pop). The last column is the median beside that of the simulated engine. Milliseconds.';

const calls = 40;
const key = 'bench';
const [deskPhone, app] = ['2011', '2017'];

interface Series {
  readonly pop: number[];
  readonly full: number[];
}
interface Ring {
  /** Somebody calls the queue; returns how he gives up. */
  call(number: string): () => Promise<void> | void;
  /** Wall clock ms at which it rang for this number; undefined until then. */
  rangAt(number: string): number | undefined;
}

/** Rings again and again; each pop is painted before the next call comes. */
async function ringOften(page: Page, platform: Platform, ring: Ring): Promise<Series> {
  const series: Series = { pop: [], full: [] };
  await sleep(3_000);
  for (let call = 0; call < calls; call += 1) {
    const number = `138${String(10_000_000 + call * 7_919)}`;
    await want(page, [
      { name: 'pop', selector: '.call-card.is-ringing', text: number },
      { name: 'full', selector: '.call-card.is-ringing:not(.voice-card)', text: number },
    ]);
    const givesUp = ring.call(number);
    const { pop = Number.NaN, full = Number.NaN } = await painted(page, ['pop', 'full']);
    const rang = ring.rangAt(number);
    if (rang === undefined) throw new Error('the ring was not seen');
    series.pop.push(pop - rang);
    series.full.push(full - rang);
    await givesUp();
    await page.locator('.call-card.is-ended:not(.voice-card) .call-ended button:last-child').first().click();
    await page.locator('.call-card').first().waitFor({ state: 'detached' });
    await until('the line is free', () => platform.engine.channels().every(({ hungUpAt }) => hungUpAt !== null));
    await sleep(700 + Math.random() * 1_000);
  }
  return series;
}

/** The real screen on a platform, signed in. */
async function withPage<T>(
  platform: Platform,
  agent: string,
  voice: { readonly address: string; readonly password: string } | null,
  run: (page: Page) => Promise<T>,
): Promise<T> {
  const desk = await startBrowserEdition(platform.address, key);
  const { page, close } = await openPage(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  try {
    await watchPage(page);
    await page.goto(desk.url);
    if (voice) await saveVoiceProfile(page, { platform: { address: platform.address, key }, user: app, ...voice });
    await signInOn(page, agent, ['90']);
    if (voice) await page.getByRole('button', { name: '软电话：软电话就绪' }).waitFor();
    return await run(page);
  } finally {
    await close();
    await desk.stop();
  }
}

async function simulated(): Promise<Series> {
  const platform = await startPlatform({ key });
  const { engine, scenario } = platform;
  const rang = new Map<string, number>();
  let awaited = '';
  const off = engine.onChange(() => {
    if (rang.has(awaited) || ((engine.device(deskPhone)?.status ?? 0) & 8) === 0) return;
    rang.set(awaited, Date.now());
  });
  const series = await withPage(platform, deskPhone, null, (page) =>
    ringOften(page, platform, {
      call: (number) => {
        awaited = number;
        const caller = scenario.callerRings({ from: number, to: { queue: '90' } });
        return () => caller.givesUp();
      },
      rangAt: (number) => rang.get(number),
    }),
  );
  off();
  await platform.close();
  return series;
}

async function beforeAsterisk(exchange: LabExchange): Promise<{ readonly atDesk: Series; readonly inApp: Series }> {
  const platform = await startPlatform({ key, centre: 'empty', exchange: asteriskExchange(exchange.setup) });
  const outside = await createOutside(exchange);
  const rang = new Map<string, number>();
  const note = (number: string): void => void (rang.has(number) || rang.set(number, Date.now()));
  const ring: Ring = {
    call: (number) => {
      const caller = outside.call('90', { from: number });
      return () => caller.hangUp();
    },
    rangAt: (number) => rang.get(number),
  };
  const phone = await plugIn(exchange, deskPhone);
  phone.onCall(({ number }) => note(number));
  const atDesk = await withPage(platform, deskPhone, null, (page) => ringOften(page, platform, ring));
  await phone.close();

  rang.clear();
  const { hostname, port, pathname } = new URL(exchange.web);
  const wire = await startWire({ host: hostname, port: Number(port) }, (part) => {
    const text = part.toString('latin1');
    if (text.includes('INVITE sip:')) note(/^(?:From|f):[^\r\n]*sip:(\d+)@/im.exec(text)?.[1] ?? '');
  });
  const voice = { address: `ws://127.0.0.1:${wire.port}${pathname}`, password: exchange.phoneSecret };
  const inApp = await withPage(platform, app, voice, (page) => ringOften(page, platform, ring));
  await wire.close();
  await outside.close();
  await platform.close();
  return { atDesk, inApp };
}

export async function run(): Promise<Table> {
  const base = await simulated();
  const beside = (values: readonly number[]): string =>
    `× ${(percentile(values, 0.5) / percentile(base.pop, 0.5)).toFixed(2)}`;
  const row = (name: string, values: readonly number[]) => [name, calls, ...spread(values), beside(values)];
  const rows: Table['rows'][number][] = [row('simulated engine: phone rings → pop', base.pop)];
  const measured = async (version: AsteriskVersion): Promise<void> => {
    const why = whyNoAsterisk(version);
    if (why !== '') {
      rows.push([`Asterisk ${version}${why}`, 0, '–', '–', '–', '–']);
      return;
    }
    const exchange = await startAsterisk({ version, ringSeconds: 15 });
    try {
      const { atDesk, inApp } = await beforeAsterisk(exchange);
      rows.push(
        row(`Asterisk ${version}, desk phone: INVITE → pop`, atDesk.pop),
        row(`Asterisk ${version}, in the app: INVITE → pop`, inApp.pop),
        row(`Asterisk ${version}, in the app: INVITE → full`, inApp.full),
      );
    } finally {
      await exchange.close();
    }
  };
  for (const version of asteriskVersions) await measured(version);
  return { head: ['from → to', 'n', 'p50', 'p95', 'max', 'beside simulated'], rows };
}
