import type { Clock } from '../../../shared/domain/time';

/** A clock that moves only when told to; due timers run in order of time, then of arming. */
export interface VirtualClock extends Clock {
  /** Moves on by `ms`, running every timer that falls due on the way at its own time. */
  advance(ms: number): void;
  /** Milliseconds until the next timer; null when none is armed. */
  untilNext(): number | null;
  /** Timers still armed; a test may assert that none is left. */
  readonly pending: number;
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs;
  const timers: Timer[] = [];

  return {
    now: () => now,
    monotonic: () => now - startMs,
    after(ms, run) {
      const timer: Timer = { due: now + Math.max(0, ms), run };
      let low = 0;
      let high = timers.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((timers[middle]?.due ?? 0) <= timer.due) low = middle + 1;
        else high = middle;
      }
      timers.splice(low, 0, timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    advance(ms) {
      const target = now + ms;
      for (let next = timers[0]; next && next.due <= target; next = timers[0]) {
        timers.shift();
        now = Math.max(now, next.due);
        next.run();
      }
      now = Math.max(now, target);
    },
    untilNext: () => (timers[0] ? Math.max(0, timers[0].due - now) : null),
    get pending() {
      return timers.length;
    },
  };
}

export const isVirtualClock = (clock: Clock): clock is VirtualClock => 'advance' in clock;

/** Time as the machine has it: the only place in `pbx` that asks the machine for time or timers. */
export function createWallClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, Math.max(0, ms));
      return () => clearTimeout(timer);
    },
  };
}
