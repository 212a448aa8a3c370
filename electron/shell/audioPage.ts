import { BrowserWindow } from 'electron';
import type { Clock } from '../../shared/domain/time';
import type { Log } from '../desk/effects';
import { audioPath, pageOrigin } from './origin';
import { pagePreferences } from './windows';

/**
 * The hidden window of the audio page. It lives as long as the seat has voice, whatever happens to the other windows,
 * and comes back when it dies: a call is lost with it, the next one must not be.
 */
export interface AudioPage {
  /** Follows the topic `voice`: whether the seat is a telephone. */
  follow(on: boolean): void;
  /** At once; the desk has said good-bye to the exchange or has no time for it. */
  close(): void;
}

/** After sign-out the page still unregisters through the desk. */
const leavesWithin = 2_000;
/** Milliseconds before a page that died is opened again: doubled with each death in a row. */
const firstPause = 1_000;
const longestPause = 30_000;
/** A page that lived so long was a good one. */
const goodAfter = 60_000;

export function createAudioPage({
  outFolder,
  clock,
  log,
}: {
  readonly outFolder: string;
  readonly clock: Clock;
  readonly log: Log;
}): AudioPage {
  let window: BrowserWindow | null = null;
  let wanted = false;
  let deaths = 0;
  let disarm = (): void => {};

  const end = (): void => {
    disarm();
    const old = window;
    window = null;
    if (old && !old.isDestroyed()) old.destroy();
  };
  const open = (): void => {
    disarm();
    const mine = new BrowserWindow({
      show: false,
      width: 400,
      height: 300,
      focusable: false,
      skipTaskbar: true,
      webPreferences: pagePreferences(outFolder),
    });
    window = mine;
    const since = clock.monotonic();
    const died = (why: string): void => {
      if (window !== mine) return;
      end();
      if (!wanted) return;
      deaths = clock.monotonic() - since >= goodAfter ? 1 : deaths + 1;
      const pause = Math.min(longestPause, firstPause * 2 ** (deaths - 1));
      log.error('audio.gone', { why, pause });
      disarm = clock.after(pause, open);
    };
    mine.webContents.on('render-process-gone', (_event, { reason }) => died(reason));
    mine.once('closed', () => died('closed'));
    mine.loadURL(`${pageOrigin}${audioPath}`).catch(() => died('not-loaded'));
  };

  return {
    follow: (on) => {
      if (on === wanted) return;
      wanted = on;
      disarm();
      deaths = 0;
      if (!on) disarm = clock.after(leavesWithin, end);
      else if (!window) open();
    },
    close: () => {
      wanted = false;
      end();
    },
  };
}
