import type { Page } from '@playwright/test';
import { startPlatform } from '../pbx/http/start';
import { openPage, signInOn, startBrowserEdition } from './support/page';
import { sleep } from './support/wall';
import { painted, want, watchPage } from './support/watch';
import { spread, type Table } from './table';

export const title = 'Commands';
export const notes =
  'A real press of the mouse on the page of the browser edition (headless Chromium), 34 rounds of dial, hold, resume, ' +
  'hang up, pause and ready. Pending = the control shows that it is under way; confirmed = the card or the state ' +
  'shows what the platform’s next facts say. Both painted, counted from the release of the button. Milliseconds.';

const rounds = 34;

interface Step {
  readonly name: string;
  /** What shows that it is under way, and what that it has happened. */
  readonly pending: string;
  readonly done: string;
  press(page: Page): Promise<void>;
}

const menu = async (page: Page, option: string): Promise<void> => {
  await page.locator('.top .state-chip').click();
  await page.locator(option).first().click();
};
const card = '.call-card:not(.is-ended)';
/** Every control keeps its place in the row, whatever the call does. */
const button = (place: number) => {
  const control = `${card} .controls-main button:nth-of-type(${place})`;
  return { pending: `${control}.is-pending`, press: (page: Page) => page.locator(control).click() };
};
const [hangUp, hold] = [3, 4];

const steps: readonly Step[] = [
  {
    name: 'dial',
    pending: '.dial-row button.is-pending',
    done: card,
    press: async (page) => {
      await page.locator('.dial-field input').fill('13900139000');
      await page.locator('.dial-row button.button-answer').click();
    },
  },
  { name: 'hold', ...button(hold), done: '.call-card.is-held' },
  { name: 'resume', ...button(hold), done: '.call-card.is-talking' },
  { name: 'hang up', ...button(hangUp), done: '.call-card.is-ended' },
  {
    name: 'pause',
    pending: '.top .state-chip.is-pending',
    done: '.top .state-chip.tone-paused',
    press: (page) => menu(page, '.menu .option.tone-paused'),
  },
  {
    name: 'ready',
    pending: '.top .state-chip.is-pending',
    done: '.top .state-chip.tone-ready',
    press: (page) => menu(page, '.menu .option.tone-ready'),
  },
];

export async function run(): Promise<Table> {
  const platform = await startPlatform({ key: 'bench' });
  platform.scenario.behaves('2011', { kind: 'answers', afterSeconds: 0.3 });
  platform.scenario.outsideBehaves('*', { kind: 'answers', afterSeconds: 0.3 });
  const desk = await startBrowserEdition(platform.address, 'bench');
  const { page, close } = await openPage();
  await watchPage(page);
  await page.goto(desk.url);
  await signInOn(page, '2011', ['90']);
  await sleep(3_000);

  const times = new Map(steps.map(({ name }) => [name, { pending: [] as number[], done: [] as number[] }]));
  const drawn = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (const step of steps) {
      if (step.name === 'hold') await page.locator('.call-card.is-talking').waitFor();
      await sleep(100 + Math.random() * 500);
      await want(page, [
        { name: 'pending', selector: step.pending },
        { name: 'done', selector: step.done },
      ]);
      await step.press(page);
      const { done = Number.NaN } = await painted(page, ['done']);
      const { at, pending } = await page.evaluate(() => ({
        at: window.bench.pressedAt,
        pending: window.bench.painted.pending,
      }));
      // Confirmed before it could be drawn as pending is no delay.
      times.get(step.name)?.pending.push(Math.min(pending ?? done, done) - at);
      if (pending !== undefined) drawn.add(step.name);
      times.get(step.name)?.done.push(done - at);
    }
    // The last button of an ended card takes it away.
    for (const dismiss of await page.locator('.call-card.is-ended .call-ended button:last-child').all())
      await dismiss.click();
    await page.locator('.call-card').waitFor({ state: 'detached' });
  }
  const never = steps.filter(({ name }) => !drawn.has(name)).map(({ name }) => name);
  if (never.length > 0) throw new Error(`never drawn as pending: ${never.join()}`);
  await close();
  await desk.stop();
  await platform.close();
  return {
    head: ['command', 'n', 'pending p50', 'p95', 'max', 'confirmed p50', 'p95', 'max'],
    rows: [
      ...[...times].map(([name, { pending, done }]) => [name, done.length, ...spread(pending), ...spread(done)]),
      ['promise', '', '', '100', '', '', '5,000', ''],
    ],
  };
}
