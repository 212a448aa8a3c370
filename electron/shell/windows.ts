import path from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron';
import { dialHash, type PageShape } from '../../shared/bridge/window';
import type { Clock } from '../../shared/domain/time';
import type { Log, Storage } from '../desk/effects';
import { displayFacts } from './displays';
import { pageOrigin } from './origin';
import { type PlacementMemory, place, readMemory, remember, rescue, type Shape, shapeSizes } from './placement';

/** What every page gets, and nothing weaker (security items 2–4, 6, 8–10, 12). */
export const pagePreferences = (outFolder: string): NonNullable<BrowserWindowConstructorOptions['webPreferences']> => ({
  preload: path.join(outFolder, 'preload.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  // A ring must be drawn and heard while the window is hidden.
  backgroundThrottling: false,
  autoplayPolicy: 'no-user-gesture-required',
});

export const pageAddress = (shape: PageShape): string => `${pageOrigin}/?shape=${shape}`;

export interface WindowsOptions {
  readonly outFolder: string;
  readonly storage: Storage;
  readonly log: Log;
  readonly clock: Clock;
  /** Asked when a person closes the window; true lets it be hidden. */
  readonly mayHide: () => Promise<boolean>;
  readonly title: string;
}

/** The main window: one page that changes its shape. It is hidden, not destroyed, until the program quits. */
export interface Windows {
  open(shape: Shape, alwaysOnTop: boolean): Promise<void>;
  show(): void;
  /** Shows the window with the cursor in the pad. */
  showDial(): void;
  setShape(shape: Shape): void;
  setAlwaysOnTop(on: boolean): void;
  minimise(): void;
  readonly window: BrowserWindow | null;
  /** From now on a close is a close. */
  release(): void;
}

const memoryName = 'windows.json';
/** A window that has not moved for so long stands. */
const settleMilliseconds = 500;

export async function createWindows(options: WindowsOptions): Promise<Windows> {
  const { outFolder, storage, log, clock } = options;
  let memory = await readStored(storage);
  let window: BrowserWindow | null = null;
  let shape: Shape = 'workspace';
  let released = false;

  const save = (): void => {
    storage
      .write(memoryName, JSON.stringify(memory))
      .catch((error: unknown) => log.warn('windows.not-saved', { error }));
  };
  const note = (): void => {
    // Bounds of a maximised or minimised window are the screen's, not the person's choice.
    if (!window || window.isDestroyed() || window.isMinimized() || window.isMaximized() || window.isFullScreen())
      return;
    memory = remember(memory, shape, window.getBounds(), displayFacts());
    save();
  };
  let cancelNote = (): void => {};
  const noteSoon = (): void => {
    cancelNote();
    cancelNote = clock.after(settleMilliseconds, note);
  };
  const onlyWith = (run: (window: BrowserWindow) => void): void => {
    if (window && !window.isDestroyed()) run(window);
  };

  const keepReachable = (): void =>
    onlyWith((open) => {
      const now = open.getBounds();
      const better = rescue(now, displayFacts());
      if (better !== now) open.setBounds(better);
    });
  screen.on('display-removed', keepReachable);
  screen.on('display-metrics-changed', keepReachable);

  const show = (): void =>
    onlyWith((open) => {
      if (open.isMinimized()) open.restore();
      keepReachable();
      open.show();
      open.focus();
    });

  return {
    open: async (first, alwaysOnTop) => {
      shape = first;
      const bounds = place(shape, displayFacts(), memory);
      const { minWidth, minHeight } = shapeSizes[shape];
      window = new BrowserWindow({
        ...bounds,
        minWidth,
        minHeight,
        show: false,
        title: options.title,
        backgroundColor: '#f4f6f8',
        autoHideMenuBar: true,
        alwaysOnTop: alwaysOnTop && shape !== 'workspace',
        icon: path.join(outFolder, 'assets', 'icons', '256x256.png'),
        webPreferences: pagePreferences(outFolder),
      });
      // `moved` and `resized` do not exist on Linux; these come with every pixel.
      window.on('move', noteSoon);
      window.on('resize', noteSoon);
      window.on('close', (event) => {
        note();
        if (released) return;
        event.preventDefault();
        void options.mayHide().then((hide) => {
          if (hide) onlyWith((open) => open.hide());
        });
      });
      window.webContents.on('render-process-gone', (_event, details) => {
        log.error('window.gone', { reason: details.reason });
        if (details.reason !== 'clean-exit') onlyWith((open) => open.webContents.reload());
      });
      await window.loadURL(pageAddress(shape));
    },
    show,
    showDial: () => {
      show();
      // The same document with another hash: the page hears `hashchange` and loses nothing.
      onlyWith((open) => void open.loadURL(`${pageAddress(shape)}${dialHash}`));
    },
    setShape: (next) => {
      if (next === shape) return;
      cancelNote();
      note();
      shape = next;
      onlyWith((open) => {
        if (open.isMaximized()) open.unmaximize();
        const { minWidth, minHeight } = shapeSizes[next];
        open.setMinimumSize(minWidth, minHeight);
        open.setBounds(place(next, displayFacts(), memory));
      });
    },
    setAlwaysOnTop: (on) => onlyWith((open) => open.setAlwaysOnTop(on, 'floating')),
    minimise: () => onlyWith((open) => open.minimize()),
    get window() {
      return window && !window.isDestroyed() ? window : null;
    },
    release: () => {
      cancelNote();
      note();
      released = true;
    },
  };
}

async function readStored(storage: Storage): Promise<PlacementMemory> {
  try {
    for (const text of await storage.read(memoryName)) {
      const memory = readMemory(parse(text));
      if (Object.keys(memory).length > 0) return memory;
    }
  } catch {
    // A folder that cannot be read costs positions only.
  }
  return {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
