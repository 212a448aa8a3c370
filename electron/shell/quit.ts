import { app } from 'electron';
import type { Clock } from '../../shared/domain/time';
import type { Log } from '../desk/effects';
import { quitLimitMilliseconds } from './limits';

export interface QuitOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly isOnCall: () => boolean;
  /** Asks the person; true quits in spite of the call. */
  readonly ask: () => Promise<boolean>;
  /** Lets windows, tray and shortcuts go, at once. */
  readonly release: () => void;
  /** Ends the desk; may take as long as the platform does. */
  readonly close: () => Promise<void>;
}

export interface Quit {
  /** Quits without asking: somebody asked already. */
  now(): void;
}

export function setupQuit({ clock, log, isOnCall, ask, release, close }: QuitOptions): Quit {
  let state: 'running' | 'asking' | 'ending' = 'running';
  const end = (): void => {
    if (state === 'ending') return;
    state = 'ending';
    let left = false;
    const leave = (how: string): void => {
      if (left) return;
      left = true;
      log.info('app.quit', { how });
      app.exit(0);
    };
    clock.after(quitLimitMilliseconds, () => leave('time was up'));
    release();
    close().then(
      () => leave('done'),
      (error: unknown) => {
        log.warn('app.close-failed', { error });
        leave('failed');
      },
    );
  };
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (state !== 'running') return;
    if (!isOnCall()) return end();
    state = 'asking';
    void ask()
      .catch(() => true)
      .then((leave) => {
        state = 'running';
        if (leave) end();
      });
  });
  // The tray keeps the program; leaving is a decision of its own.
  app.on('window-all-closed', () => {});
  return { now: end };
}
