import { App } from './app';
import { certificates } from './certificates';
import type { Contents } from './contents';
import { ipcMain as ipc } from './ipc';
import { journal } from './journal';
import { loud } from './loud';
import { defaultSession, fromPartition } from './session';
import * as system from './system';
import { Window, watchTargets } from './window';

/**
 * The module `electron` for the unchanged bundles: windows are real Chromium pages, everything else of the operating
 * system is state that specs read and move through `double`. A member that is not here throws when it is asked for.
 */
const owner = new App();
const api = {
  app: owner,
  BrowserWindow: Window,
  clipboard: loud(system.clipboard, 'clipboard'),
  dialog: loud(system.dialog, 'dialog'),
  globalShortcut: loud(system.globalShortcut, 'globalShortcut'),
  ipcMain: loud(ipc, 'ipcMain'),
  Menu: system.Menu,
  nativeImage: loud(system.nativeImage, 'nativeImage'),
  nativeTheme: loud(system.nativeTheme, 'nativeTheme'),
  Notification: system.Notification,
  powerMonitor: loud(system.powerMonitor, 'powerMonitor'),
  protocol: loud(system.protocol, 'protocol'),
  safeStorage: loud(system.safeStorage, 'safeStorage'),
  screen: loud(system.screen, 'screen'),
  session: loud({ defaultSession, fromPartition }, 'session'),
  shell: loud(system.shell, 'shell'),
  Tray: system.Tray,
  webContents: {
    getAllWebContents: (): Contents[] => Window.getAllWindows().map((window) => window.webContents),
    fromDevToolsTargetId: (target: string): Contents | undefined =>
      Window.getAllWindows().find((window) => window.webContents.target === target)?.webContents,
  },
} satisfies Partial<Record<keyof typeof import('electron'), unknown>>;

/** What specs see and move. Not part of Electron. */
const double = {
  journal,
  trays: system.trays,
  pressKey: system.pressKey,
  takenKeys: system.takenKeys,
  clipboard: system.clipboardText,
  answers: system.answers,
  keyStore: system.keyStore,
  privilegedSchemes: system.privilegedSchemes,
  certificates,
  isSandboxed: (): boolean => owner.sandboxed,
  start: async (): Promise<void> => {
    await owner.begin();
  },
};
export type Double = typeof double;

// Windows made in `ready` need the target events: they are asked for before `ready` is emitted.
owner.beforeReady = () => watchTargets(owner);

/** What `require('electron')` answers. */
export const electron = loud({ ...api, double }, 'electron');
