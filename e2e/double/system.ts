import { EventEmitter } from 'node:events';
import type * as E from 'electron';
import { event } from './app';
import { write } from './journal';
import { Loud } from './loud';

// The rest of the operating system, as far as the app uses it: kept as state, written to the journal.

export const trays: Tray[] = [];
export class Tray extends Loud implements Pick<E.Tray, 'setToolTip' | 'destroy'> {
  image: unknown;
  tip = '';
  menu: Menu | null = null;
  constructor(image: unknown) {
    super('Tray');
    this.image = image;
    trays.push(this);
  }
  setToolTip(tip: string): void {
    this.tip = tip;
  }
  setImage(image: unknown): void {
    this.image = image;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
  destroy(): void {
    write('tray.destroyed');
  }
}

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu: Menu | null;
  click(): void;
}
export class Menu {
  items: readonly Item[] = [];
  static buildFromTemplate(template: readonly E.MenuItemConstructorOptions[]): Menu {
    const menu = new Menu();
    menu.items = template.map((entry) => ({
      id: entry.id ?? '',
      label: entry.label ?? '',
      type: entry.type ?? (entry.submenu ? 'submenu' : 'normal'),
      enabled: entry.enabled !== false,
      checked: entry.checked === true,
      submenu: Array.isArray(entry.submenu) ? Menu.buildFromTemplate(entry.submenu) : null,
      click: () => {
        if (entry.enabled !== false) entry.click?.(entry as never, undefined, event() as never);
      },
    }));
    return menu;
  }
  /** By id, sub-menus included. */
  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

export class Notification extends Loud {
  static isSupported(): boolean {
    return true;
  }
  constructor(readonly options: E.NotificationConstructorOptions = {}) {
    super('Notification');
  }
  show(): void {
    write('notification', { title: this.options.title, body: this.options.body });
  }
}

const keys = new Map<string, () => void>();
/** Accelerators that "another program" holds. */
export const takenKeys = new Set<string>();
export const globalShortcut = {
  register: (accelerator: string, run: () => void): boolean => {
    if (!/^([A-Za-z]+\+)*[A-Za-z0-9]+$/.test(accelerator))
      throw new TypeError(`Error processing argument: ${accelerator}`);
    if (takenKeys.has(accelerator) || keys.has(accelerator)) return false;
    keys.set(accelerator, run);
    return true;
  },
  unregister: (accelerator: string): void => void keys.delete(accelerator),
  unregisterAll: (): void => keys.clear(),
  isRegistered: (accelerator: string): boolean => keys.has(accelerator),
};
export const pressKey = (accelerator: string): boolean => {
  const run = keys.get(accelerator);
  run?.();
  return run !== undefined;
};

/** What the person copied and selected. Writing is refused by absence: the app must leave it alone. */
export const clipboardText = { copied: '', selected: '' };
export const clipboard = {
  readText: async (): Promise<string> => clipboardText.copied,
  selection: { readText: async (): Promise<string> => clipboardText.selected },
};

/** How the person answers message boxes; the default button when nothing is set. */
export const answers: number[] = [];
export const dialog = {
  showMessageBox: async (...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => {
    const options = args.at(-1) as E.MessageBoxOptions;
    const response = answers.shift() ?? options.defaultId ?? 0;
    write('dialog', {
      message: options.message,
      detail: options.detail,
      buttons: options.buttons,
      defaultId: options.defaultId,
      response,
    });
    return { response, checkboxChecked: false };
  },
  showErrorBox: (title: string, content: string): void => write('error-box', { title, content }),
};

/** Key store: `lost` makes every value unreadable, as after a changed login password. */
export const keyStore = {
  available: process.env.SEATLINE_DOUBLE_KEYSTORE !== 'none',
  backend: process.env.SEATLINE_DOUBLE_KEYSTORE ?? 'gnome_libsecret',
  lost: false,
};
const sealed = (text: Uint8Array): Buffer => Buffer.from(text.map((byte) => byte ^ 0x5a));
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => keyStore.available,
  getSelectedStorageBackend: (): string => keyStore.backend,
  encryptStringAsync: async (text: string): Promise<Buffer> => sealed(Buffer.from(text)),
  decryptStringAsync: async (bytes: Buffer): Promise<E.DecryptStringAsyncReturnValue> => {
    if (keyStore.lost)
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    return { result: sealed(bytes).toString('utf8'), shouldReEncrypt: false };
  },
};

export const shell = {
  openExternal: async (url: string): Promise<void> => write('openExternal', { url }),
};
export const powerMonitor = new EventEmitter();
export const nativeImage = { createFromPath: (file: string) => ({ file }) };
class NativeTheme extends EventEmitter {
  shouldUseDarkColors = false;
}
export const nativeTheme = new NativeTheme();

const area = { x: 0, y: 0, width: 1920, height: 1040 };
class Screen extends EventEmitter {
  displays = [{ id: 1, scaleFactor: 1, workArea: area, bounds: { ...area, height: 1080 } }];
  getAllDisplays = (): unknown[] => this.displays;
  getPrimaryDisplay = (): unknown => this.displays[0];
  getDisplayNearestPoint = (): unknown => this.displays[0];
  getCursorScreenPoint = (): E.Point => ({ x: 100, y: 100 });
}
export const screen = new Screen();

export const privilegedSchemes: E.CustomScheme[] = [];
export const protocol = {
  registerSchemesAsPrivileged: (schemes: E.CustomScheme[]): void => void privilegedSchemes.push(...schemes),
};
