import type { Clock } from '../../shared/domain/time';

/** The only place of the screen that reads the wall clock or sets a timer. */
export const screenClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
