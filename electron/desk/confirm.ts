import type { Clock } from '../../shared/domain/time';
import type { TaskName } from './cadence';

/** A command that no fact confirmed by then ends as "not confirmed" (DESIGN §2). */
export const confirmWithin = 5_000;
/** When to look again while waiting, ms after the command was accepted. */
const looks = [0, 250, 600, 1_100, 1_800, 2_700, 3_700, 4_600];

export interface Confirmations {
  /**
   * Resolves true as soon as `test` holds, false after `limit` ms or when the session ends. `test` runs after every new
   * fact; `ask` is asked more often meanwhile.
   */
  until(test: () => boolean, ask: readonly TaskName[], limit?: number): Promise<boolean>;
  /** New facts are in. */
  check(): void;
  readonly waiting: number;
  close(): void;
}

export function createConfirmations(clock: Clock, ask: (task: TaskName) => void): Confirmations {
  let closed = false;
  const open = new Map<() => boolean, (held: boolean) => void>();
  return {
    until: (test, tasks, limit = confirmWithin) => {
      if (test()) return Promise.resolve(true);
      if (closed) return Promise.resolve(false);
      return new Promise((resolve) => {
        const timers: (() => void)[] = [];
        const end = (held: boolean): void => {
          if (!open.delete(test)) return;
          for (const cancel of timers) cancel();
          resolve(held);
        };
        open.set(test, end);
        for (const wait of looks) {
          if (wait >= limit) continue;
          timers.push(
            clock.after(wait, () => {
              for (const task of tasks) ask(task);
            }),
          );
        }
        timers.push(clock.after(limit, () => end(test())));
      });
    },
    check: () => {
      for (const [test, end] of [...open]) if (test()) end(true);
    },
    get waiting() {
      return open.size;
    },
    close: () => {
      closed = true;
      for (const end of [...open.values()]) end(false);
    },
  };
}
