import type { Clock } from '../../../shared/domain/time';

export interface TestClock extends Clock {
  /** Runs what is due, one after another, and lets promises settle between. */
  pass(ms: number): Promise<void>;
  /** Timers that wait. */
  readonly pending: number;
}

/** Lets everything that waits only for promises go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** A clock moved by the test. */
export function createTestClock(start = 0): TestClock {
  let at = start;
  let next = 0;
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>();
  return {
    now: () => at,
    monotonic: () => at - start,
    after: (ms, run) => {
      const id = next++;
      timers.set(id, { at: at + ms, run });
      return () => {
        timers.delete(id);
      };
    },
    pass: async (ms) => {
      const end = at + ms;
      for (;;) {
        await settle();
        const due = [...timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due[0]);
        at = due[1].at;
        due[1].run();
      }
      at = end;
    },
    get pending() {
      return timers.size;
    },
  };
}
