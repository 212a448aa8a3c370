import type { Clock } from '../../shared/domain/time';

/** What was waited for did not come. */
export class NotYet extends Error {}

/**
 * Waits until `holds` says something true and gives that. Looks every 20 ms.
 *
 * @throws NotYet after `ms`, with `what` in its message
 */
export async function until<T>(
  clock: Clock,
  what: string,
  holds: () => T | Promise<T>,
  ms = 20_000,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const end = clock.monotonic() + ms;
  for (;;) {
    const value = await holds();
    if (value) return value as Exclude<T, false | null | undefined | 0 | ''>;
    if (clock.monotonic() >= end) throw new NotYet(`${what}: not within ${ms / 1000} s`);
    await pause(clock, 20);
  }
}

/** Resolves after `ms`. */
export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });
