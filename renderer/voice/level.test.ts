// @vitest-environment node
import { expect, test } from 'vitest';
import { levelOf, watchLevel } from './level';
import { createTestClock } from './testing/clock';

test('levels are decibels: silence 0, full scale 1, half of the scale at −30 dB', () => {
  expect(
    [0, 1, 10 ** (-30 / 20), 10 ** (-60 / 20), 2, 1e-9].map((loudness) => Number(levelOf(loudness).toFixed(3))),
  ).toEqual([0, 1, 0.5, 0, 1, 0]);
});

test('a level is told ten times a second until stopped; the meter is closed once', async () => {
  const clock = createTestClock();
  const told: number[] = [];
  const closed: string[] = [];
  const meter = { loudness: () => 1, close: () => void closed.push('closed') };
  const stop = watchLevel(meter, clock, (level) => told.push(level));
  await clock.pass(1_000);
  stop();
  stop();
  await clock.pass(1_000);
  expect({ told: told.length, closed, pending: clock.pending }).toEqual({ told: 10, closed: ['closed'], pending: 0 });
});
