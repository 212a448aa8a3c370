import { BrowserWindow } from 'electron';
import type { Log } from '../desk/effects';
import { pointerDisplay } from './displays';
import { popupPlace } from './placement';
import type { RingNow } from './rings';
import { pageAddress, pagePreferences } from './windows';

const size = { width: 380, height: 220 };

/**
 * The small window that shows what rings. It never takes the focus (fault R25: keystrokes of another program answered
 * calls), stands above other windows, and goes when the ringing stops. "Ignore" is `window.close()` in the page: it
 * hides the popup for the calls that ring now.
 */
export interface RingPopup {
  /** What rings now; empty hides it. */
  ringing(rings: readonly RingNow[]): void;
  close(): void;
}

export function createRingPopup(outFolder: string, log: Log): RingPopup {
  let window: BrowserWindow | null = null;
  let ignored: ReadonlySet<string> = new Set();
  let now: readonly string[] = [];
  let closing = false;

  const make = (): BrowserWindow => {
    const popup = new BrowserWindow({
      ...popupPlace(size, pointerDisplay()),
      show: false,
      frame: false,
      resizable: false,
      movable: true,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      focusable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      webPreferences: pagePreferences(outFolder),
    });
    popup.setAlwaysOnTop(true, 'screen-saver');
    popup.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    popup.on('close', (event) => {
      if (closing) return;
      event.preventDefault();
      ignored = new Set(now);
      popup.hide();
    });
    popup.loadURL(pageAddress('ring')).catch((error: unknown) => log.error('popup.not-loaded', { error }));
    return popup;
  };

  return {
    ringing: (rings) => {
      now = rings.map(({ id }) => id);
      ignored = new Set([...ignored].filter((id) => now.includes(id)));
      const wanted = now.some((id) => !ignored.has(id));
      if (!wanted) {
        if (window?.isVisible()) window.hide();
        return;
      }
      if (!window || window.isDestroyed()) window = make();
      if (window.isVisible()) return;
      window.setBounds(popupPlace(size, pointerDisplay()));
      window.showInactive();
    },
    close: () => {
      closing = true;
      if (window && !window.isDestroyed()) window.destroy();
    },
  };
}
