import type { Log } from '../desk/effects';

/** What nobody caught: a line in the log, never Electron's dialog in the middle of a call. */
export function setupFailures(log: Log): void {
  process.on('uncaughtException', (error) => log.error('uncaught', { error, stack: error.stack ?? '' }));
  process.on('unhandledRejection', (reason) => log.error('unhandled', { error: reason }));
}
