import type { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { watchNetwork } from './network';

type Interfaces = ReturnType<typeof networkInterfaces>;
const of = (address: string, internal = false): Interfaces => ({ eth0: [{ address, internal }] as Interfaces['eth0'] });

test('tells of a changed address once, not of loopback, and stops', () => {
  const timers: (() => void)[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (_ms: number, run: () => void) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0);
    },
  };
  let now = of('10.0.0.1');
  let told = 0;
  const stop = watchNetwork(
    clock,
    () => (told += 1),
    () => now,
  );
  const tick = (next: Interfaces): number => {
    now = next;
    timers.shift()?.();
    return told;
  };
  const counts = [
    tick(of('10.0.0.1')),
    tick(of('10.0.0.2')),
    tick(of('10.0.0.2')),
    tick({}),
    tick({ lo: of('127.0.0.1', true).eth0 }),
  ];
  stop();
  expect([counts, timers.length]).toEqual([[0, 1, 1, 2, 2], 0]);
});
