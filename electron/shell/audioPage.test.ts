import { beforeEach, expect, test, vi } from 'vitest';
import { createFakeClock, settle } from '../desk/testing/fake-clock';
import { createAudioPage } from './audioPage';
import { world } from './testing/fake-electron';
import { pagePreferences } from './windows';

vi.mock('electron', () => import('./testing/fake-electron'));

const log = { info: () => {}, warn: () => {}, error: () => {} };
const open = () => {
  const clock = createFakeClock();
  return { clock, page: createAudioPage({ outFolder: '/out', clock, log }) };
};
const alive = (): readonly boolean[] => world.windows.map(({ destroyed }) => !destroyed);

beforeEach(() => {
  world.windows.length = 0;
  world.load = async () => {};
});

test('a hidden window as strict as every other, once, while the seat is a telephone', async () => {
  const { clock, page } = open();
  page.follow(false);
  page.follow(true);
  page.follow(true);
  const [window] = world.windows;
  page.follow(false);
  await clock.advance(1_900);
  const leaving = alive();
  await clock.advance(100);
  expect([
    window?.url,
    window?.shown,
    (window?.options as { show: boolean; webPreferences: unknown } | undefined) ?? null,
    leaving,
    alive(),
    clock.timers,
  ]).toEqual([
    'seatline://app/audio.html',
    false,
    expect.objectContaining({ show: false, webPreferences: pagePreferences('/out') }),
    [true],
    [false],
    0,
  ]);
});

test('signed in again before it has gone, it stays', async () => {
  const { clock, page } = open();
  page.follow(true);
  page.follow(false);
  page.follow(true);
  await clock.advance(5_000);
  expect([alive(), clock.timers]).toEqual([[true], 0]);
  page.close();
});

test('a page that dies or cannot be loaded comes back, later each time; closed, it does not', async () => {
  const { clock, page } = open();
  page.follow(true);
  world.windows[0]?.contents.emit('render-process-gone', {}, { reason: 'crashed' });
  const dead = alive();
  world.load = () => Promise.reject(new Error('ERR_FAILED'));
  await clock.advance(1_000);
  world.load = async () => {};
  await settle();
  await clock.advance(1_900);
  const waiting = alive();
  await clock.advance(100);
  const back = alive();
  world.windows[2]?.contents.emit('render-process-gone', {}, { reason: 'oom' });
  page.close();
  await clock.advance(60_000);
  expect([dead, waiting, back, alive(), clock.timers]).toEqual([
    [false],
    [false, false],
    [false, false, true],
    [false, false, false],
    0,
  ]);
});
