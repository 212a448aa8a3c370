import type { Clock } from '../../shared/domain/time';

/** One timer for every clock face on the screen. */
export interface Ticker {
  /** Platform time now, ms. */
  now(): number;
  /**
   * Calls `run` right after each whole multiple of `granularity` ms of platform time, so that all seconds turn together.
   * No timer runs while nobody watches.
   */
  watch(granularity: number, run: () => void): () => void;
  /** The clock's distance to the platform has changed: everybody draws anew. */
  turn(): void;
}

/** @param offset learned distance of the platform's clock, ms */
export function createTicker(clock: Clock, offset: () => number): Ticker {
  const watchers = new Map<() => void, number>();
  let cancel: (() => void) | null = null;
  let last = 0;
  const now = (): number => clock.now() + offset();

  const arm = (): void => {
    cancel?.();
    cancel = null;
    if (watchers.size === 0) return;
    const at = now();
    const wait = Math.min(...[...watchers.values()].map((granularity) => granularity - (at % granularity)));
    last = at;
    cancel = clock.after(wait, () => {
      const present = now();
      for (const [run, granularity] of [...watchers]) {
        if (Math.floor(present / granularity) !== Math.floor(last / granularity)) run();
      }
      arm();
    });
  };

  return {
    now,
    watch(granularity, run) {
      const own = (): void => run();
      watchers.set(own, granularity);
      arm();
      return () => {
        if (watchers.delete(own)) arm();
      };
    },
    turn() {
      for (const run of [...watchers.keys()]) run();
      arm();
    },
  };
}
