import type { Log } from '../http/log';
import { StoreFailure } from './database';

/** Does `work`; where the disk refuses, says so in the log and answers `instead`. */
export type Lenient = <T>(what: string, instead: T, work: () => T) => T;

/**
 * For work that nobody waits for, on the engine's clock: a disk that is full must not take the telephones with it. One
 * line for each kind of work until that kind has worked again.
 */
export function lenient(log: Log): Lenient {
  const told = new Set<string>();
  return (what, instead, work) => {
    try {
      const value = work();
      told.delete(what);
      return value;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      if (!told.has(what)) log({ level: 'error', event: 'store-failed', detail: `${what}: ${error.message}` });
      told.add(what);
      return instead;
    }
  };
}
