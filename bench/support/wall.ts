import { readFileSync } from 'node:fs';
import type { Clock } from '../../shared/domain/time';

export const wallClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `test` holds; throws with `what` after `ms`. */
export async function until(what: string, test: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !(await test()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`did not happen within ${ms} ms: ${what}`);
  }
}

/** CPU that a process has used, ms (Linux); NaN where the system does not tell. */
export function cpuOf(pid: number): number {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (.*)/s);
    const fields = rest.split(' ');
    // utime and stime in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Wall time of `run` in ms, one value a round, after a warm-up. */
export function timed(rounds: number, run: () => void, warmUp = Math.ceil(rounds / 5)): readonly number[] {
  for (let round = 0; round < warmUp; round += 1) run();
  return Array.from({ length: rounds }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
}
