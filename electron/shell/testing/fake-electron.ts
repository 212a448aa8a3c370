import { EventEmitter } from 'node:events';

interface FakeWindow {
  destroyed: boolean;
  shown: boolean;
  loaded: { readonly bytes: Buffer; readonly headers: string } | null;
  url: string;
  readonly options: unknown;
  readonly contents: EventEmitter;
}

/** Windows in the order they were made, and how a load ends, by the test. */
export const world = {
  windows: [] as FakeWindow[],
  load: (_contents: EventEmitter): Promise<void> => Promise.resolve(),
};

class Contents extends EventEmitter {
  setWindowOpenHandler(): void {}
}

/** As much of `electron` as a window of its own needs; the whole double is in e2e/double. */
export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents();
  readonly state: FakeWindow;
  constructor(options: unknown) {
    super();
    const { webContents: contents } = this;
    this.state = { destroyed: false, shown: false, loaded: null, url: '', options, contents };
    world.windows.push(this.state);
  }
  loadURL(url: string, options?: { postData: { bytes: Buffer }[]; extraHeaders: string }): Promise<void> {
    this.state.url = url;
    if (options) {
      this.state.loaded = { bytes: options.postData[0]?.bytes ?? Buffer.alloc(0), headers: options.extraHeaders };
    }
    return world.load(this.webContents);
  }
  isDestroyed(): boolean {
    return this.state.destroyed;
  }
  show(): void {
    this.state.shown = true;
  }
  destroy(): void {
    this.state.destroyed = true;
    this.emit('closed');
    this.webContents.emit('gone');
  }
}

const done = async (): Promise<void> => {};
export const session = {
  fromPartition: (): EventEmitter =>
    Object.assign(new EventEmitter(), {
      webRequest: { onBeforeRequest: () => {} },
      setPermissionRequestHandler: () => {},
      setPermissionCheckHandler: () => {},
      setDevicePermissionHandler: () => {},
      setDisplayMediaRequestHandler: () => {},
      setCertificateVerifyProc: () => {},
      clearStorageData: done,
      clearCache: done,
      clearAuthCache: done,
      closeAllConnections: done,
    }),
};
export const app = new EventEmitter();
export const protocol = { registerSchemesAsPrivileged: (): void => {} };
