import { expect, it } from 'vitest';
import { type DriverCapability, driverCapabilities } from '../../shared/bridge/topics';
import { appError, fail, ok } from '../../shared/domain/result';
import { uncallCapabilities, uncallRhythm } from '../platforms/uncall/driver';
import { type Pace, periodOf, plan, tasks } from './cadence';
import { createPoller } from './poller';
import { createFakeClock } from './testing/fake-clock';

const open = { floor: true, extensions: true, figures: true };
const paces = ['ringing', 'in-call', 'ready', 'paused'] as const satisfies readonly Pace[];

it('what the platform lacks is never asked, whoever looks', () => {
  const uncall = { capabilities: uncallCapabilities, rhythm: uncallRhythm };
  const asked = tasks.filter((task) => paces.some((pace) => periodOf(task, pace, open, false, uncall) > 0));
  const periods = paces.map((pace) => periodOf('pops', pace, open, false, uncall));
  expect([asked, periods, periodOf('pops', 'ready', open, true, uncall)]).toEqual([
    ['pops'],
    [1_500, 3_000, 3_750, 7_500],
    7_500,
  ]);
});

it('a platform without a floor keeps its status while somebody looks at the floor', () => {
  const without = (...names: readonly DriverCapability[]) => ({
    capabilities: new Set(driverCapabilities.filter((name) => !names.includes(name))),
  });
  const asked = (platform: ReturnType<typeof without>) =>
    tasks.filter((task) => periodOf(task, 'ready', open, false, platform) > 0);
  expect([
    asked(without('floor')),
    asked(without('queues')),
    asked(without('dnd')),
    asked(without('dnd', 'forwarding')),
  ]).toEqual([
    ['pops', 'status', 'extensions', 'figures', 'settings'],
    ['pops', 'floor', 'extensions', 'figures', 'settings'],
    ['pops', 'floor', 'extensions', 'figures', 'settings'],
    ['pops', 'floor', 'extensions', 'figures'],
  ]);
  expect(tasks.map((task) => periodOf(task, 'ready', open, false))).toEqual(
    tasks.map((task) => (task === 'status' ? 0 : plan.ready[task])),
  );
});

it('no two requests are nearer than the least the platform wants, failing or not, however often it is wanted', async () => {
  const clock = createFakeClock();
  const left: number[] = [];
  const poller = createPoller({ clock, random: () => 0 }, () => undefined);
  poller.add({
    endpoint: 'pops',
    period: () => 200,
    least: 1_000,
    run: async () => {
      left.push(clock.monotonic());
      return left.length % 2 === 0 ? fail(appError('unreachable', 'no road')) : ok(null);
    },
  });
  for (let n = 0; n < 400; n += 1) {
    await clock.advance(25);
    poller.now('pops');
    if (n % 50 === 0) poller.retryAll();
    poller.replan();
  }
  poller.close();
  const gaps = left.slice(1).map((at, n) => at - (left[n] ?? 0));
  expect([Math.min(...gaps) >= 1_000, left.length >= 9, clock.timers]).toEqual([true, true, 0]);
});
