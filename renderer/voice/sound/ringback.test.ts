// @vitest-environment node
import { expect, test } from 'vitest';
import { createTestClock, settle } from '../testing/clock';
import { startRingback } from './ringback';

test('rings where the person listens now, again and again, and is silent at once when told', async () => {
  const clock = createTestClock();
  const played: string[] = [];
  let output = 'out-1';
  let last: AbortSignal | undefined;
  const stop = startRingback({
    clock,
    output: () => output,
    volume: () => 0.5,
    tones: {
      play: async (tone, on, volume, signal) => {
        played.push(`${tone[0]?.hertz} on ${on} at ${volume}`);
        last = signal;
        return true;
      },
    },
  });
  await settle();
  output = 'out-2';
  await clock.pass(4_000);
  await settle();
  const before = last?.aborted;
  stop();
  await clock.pass(60_000);
  await settle();
  expect([played, before, last?.aborted, clock.pending]).toEqual([
    ['450 on out-1 at 0.5', '450 on out-2 at 0.5'],
    false,
    true,
    0,
  ]);
});

test('where a browser forbids sound it is not tried again', async () => {
  const clock = createTestClock();
  let tries = 0;
  const play = async (): Promise<boolean> => {
    tries += 1;
    return false;
  };
  startRingback({ clock, output: () => '', volume: () => 1, tones: { play } });
  await settle();
  await clock.pass(60_000);
  await settle();
  expect(tries).toBe(1);
});
