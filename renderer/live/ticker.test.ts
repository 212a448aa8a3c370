import { expect, test } from 'vitest';
import { createHandClock } from './fixture/render';
import { createTicker } from './ticker';

test('all watchers of a granularity turn in the same moment, on the platform’s whole seconds', () => {
  const clock = createHandClock(10_300);
  const ticker = createTicker(clock, () => 250);
  const turns: string[] = [];
  ticker.watch(1000, () => turns.push(`a${ticker.now()}`));
  ticker.watch(1000, () => turns.push(`b${ticker.now()}`));
  ticker.watch(5000, () => turns.push(`c${ticker.now()}`));
  clock.pass(5000);
  expect(turns).toEqual([
    'a11000',
    'b11000',
    'a12000',
    'b12000',
    'a13000',
    'b13000',
    'a14000',
    'b14000',
    'a15000',
    'b15000',
    'c15000',
  ]);
});

test('no timer is left when nobody watches', () => {
  const clock = createHandClock(0);
  let armed = 0;
  const counting = {
    ...clock,
    after: (ms: number, run: () => void) => {
      armed += 1;
      const cancel = clock.after(ms, () => {
        armed -= 1;
        run();
      });
      let done = false;
      return () => {
        if (!done) armed -= 1;
        done = true;
        cancel();
      };
    },
  };
  const ticker = createTicker(counting, () => 0);
  const stop = ticker.watch(1000, () => undefined);
  expect(armed).toBe(1);
  stop();
  stop();
  expect(armed).toBe(0);
});

test('a learned offset turns everybody at once', () => {
  const clock = createHandClock(0);
  let offset = 0;
  const ticker = createTicker(clock, () => offset);
  let seen = -1;
  ticker.watch(1000, () => {
    seen = ticker.now();
  });
  offset = 90_000;
  ticker.turn();
  expect(seen).toBe(90_000);
});
