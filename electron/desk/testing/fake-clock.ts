import type { Clock } from '../../../shared/domain/time';

export interface FakeClock extends Clock {
  /** Moves time step by step: every timer runs at its own moment, and what it started settles before the next. */
  advance(ms: number): Promise<void>;
  /** Moves both clocks without running anything between, as sleep does; what is due then runs. */
  sleep(ms: number): Promise<void>;
  /** The wall clock is set by somebody; the monotonic one is not. */
  jump(ms: number): void;
  /** Timers that are armed. */
  readonly timers: number;
}

/** Lets everything that is ready run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** 2026-03-02 09:00:00 in China. */
export const fakeStart = Date.UTC(2026, 2, 2, 1, 0, 0);

export function createFakeClock(start: number = fakeStart): FakeClock {
  let elapsed = 0;
  let shift = 0;
  let order = 0;
  const timers = new Map<number, { at: number; run: () => void }>();

  const nextDue = (until: number): [number, { at: number; run: () => void }] | null => {
    let best: [number, { at: number; run: () => void }] | null = null;
    for (const entry of timers) {
      if (
        entry[1].at <= until &&
        (!best || entry[1].at < best[1].at || (entry[1].at === best[1].at && entry[0] < best[0]))
      ) {
        best = entry;
      }
    }
    return best;
  };
  const runDue = async (until: number, keepTime: boolean): Promise<void> => {
    await settle();
    for (let due = nextDue(until); due; due = nextDue(until)) {
      timers.delete(due[0]);
      if (!keepTime) elapsed = Math.max(elapsed, due[1].at);
      due[1].run();
      await settle();
    }
  };

  return {
    now: () => start + shift + elapsed,
    monotonic: () => elapsed,
    after: (ms, run) => {
      order += 1;
      const id = order;
      timers.set(id, { at: elapsed + Math.max(0, ms), run });
      return () => {
        timers.delete(id);
      };
    },
    advance: async (ms) => {
      const until = elapsed + ms;
      await runDue(until, false);
      elapsed = until;
      await settle();
    },
    sleep: async (ms) => {
      elapsed += ms;
      await settle();
    },
    jump: (ms) => {
      shift += ms;
    },
    get timers() {
      return timers.size;
    },
  };
}
