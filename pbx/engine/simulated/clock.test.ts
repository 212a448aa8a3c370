import { expect, test } from 'vitest';
import { createVirtualClock, createWallClock } from './clock';
import { Steps } from './steps';

test('a virtual clock runs due timers in order of time, also those armed on the way', () => {
  const clock = createVirtualClock(1_000);
  const ran: string[] = [];
  const note = (name: string) => () => void ran.push(`${name}@${clock.now()}`);
  clock.after(50, note('b'));
  clock.after(10, () => {
    note('a')();
    clock.after(20, note('nested'));
  });
  clock.after(50, note('c'));
  const cancel = clock.after(40, note('never'));
  cancel();
  cancel();
  clock.after(101, note('later'));
  clock.advance(100);
  expect({
    ran,
    now: clock.now(),
    monotonic: clock.monotonic(),
    next: clock.untilNext(),
    pending: clock.pending,
  }).toEqual({
    ran: ['a@1010', 'nested@1030', 'b@1050', 'c@1050'],
    now: 1_100,
    monotonic: 100,
    next: 1,
    pending: 1,
  });
});

test('the wall clock arms and cancels real timers', async () => {
  const clock = createWallClock();
  let cancelled = false;
  const cancel = clock.after(0, () => {
    cancelled = true;
  });
  cancel();
  cancel();
  await new Promise<void>((resolve) => clock.after(1, resolve));
  expect(cancelled).toBe(false);
});

test('observers see a step once, when it is over; waits settle by their test, by time or by the end', async () => {
  const clock = createVirtualClock(0);
  const steps = new Steps(clock);
  let value = 0;
  const seen: number[] = [];
  const stop = steps.onChange(() => seen.push(value));
  const set = (to: number): void =>
    steps.run(() => {
      steps.run(() => {
        value = to - 1;
        steps.touch();
      });
      value = to;
    });
  const reached = steps.waitFor(() => value === 2, 1_000);
  const missed = steps.waitFor(() => value === 99, 1_000);
  const cut = steps.waitFor(() => value === 98, 9_000);
  const already = steps.waitFor(() => true, 0);
  set(1);
  steps.after(500, () => set(2));
  clock.advance(1_000);
  steps.run(() => undefined);
  stop();
  set(3);
  steps.after(10, () => set(50));
  steps.close();
  clock.advance(10_000);
  expect({
    seen,
    value,
    waits: await Promise.all([reached, missed, cut, already, steps.waitFor(() => false, 5)]),
    pending: clock.pending,
  }).toEqual({ seen: [1, 2], value: 3, waits: [true, false, false, true, false], pending: 0 });
});
