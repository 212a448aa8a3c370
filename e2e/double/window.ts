import type * as E from 'electron';
import { type App, event } from './app';
import { cdp, type Json, onEvent } from './cdp';
import { Contents, contentsOfSession } from './contents';
import { write } from './journal';
import { Loud } from './loud';

const windows = new Set<Window>();
let nextId = 1;
let app: App | null = null;

/** Routes DevTools events to windows; called once Chromium runs. */
export async function watchTargets(owner: App): Promise<void> {
  app = owner;
  onEvent((method, params, session) => {
    if (session !== '') contentsOfSession(session)?.receive(method, params);
    else if (method === 'Target.targetDestroyed') {
      for (const window of windows) if (window.webContents.target === params.targetId) window.gone();
    } else if (method === 'Target.targetInfoChanged') {
      const { targetId, title } = params.targetInfo as { targetId: string; title: string };
      for (const window of windows) if (window.webContents.target === targetId) window.named(title);
    } else if (method === 'Browser.downloadWillBegin') {
      // A frame's id is its page's target as long as the page has no frames of other processes.
      for (const window of windows) if (window.webContents.target === params.frameId) window.download(params);
    }
  });
  await cdp('Target.setDiscoverTargets', { discover: true });
}

/** `BrowserWindow`: what a window manager would do is kept as state and written to the journal. */
export class Window extends Loud {
  static getAllWindows(): Window[] {
    return [...windows];
  }
  static fromWebContents(contents: unknown): Window | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }
  static getFocusedWindow(): Window | null {
    return [...windows].find((window) => window.isFocused()) ?? null;
  }

  readonly id = nextId++;
  readonly webContents: Contents;
  readonly options: E.BrowserWindowConstructorOptions;
  #bounds: E.Rectangle;
  #visible: boolean;
  #focused = false;
  #minimized = false;
  #onTop: boolean;
  #destroyed = false;
  #title: string;
  #pageTitle = '';

  constructor(options: E.BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow');
    this.options = options;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show !== false;
    this.#onTop = options.alwaysOnTop === true;
    this.#title = options.title ?? '';
    let attached: () => void = () => {};
    let failed: (error: unknown) => void = () => {};
    const ready = new Promise<void>((resolve, reject) => {
      attached = resolve;
      failed = reject;
    });
    this.webContents = new Contents(this.id, options.webPreferences ?? {}, ready);
    windows.add(this);
    this.webContents.on('double-close', () => this.close());
    app?.emit('web-contents-created', event(), this.webContents);
    const { width, height } = this.#bounds;
    this.#create(width, height)
      .then(({ targetId }) => this.webContents.attach(String(targetId)))
      .then(attached, failed);
  }

  /** In the context of its session; downloads are only reported, nothing is written. */
  async #create(width: number, height: number): Promise<Json> {
    const browserContextId = await this.webContents.session.context;
    const place = browserContextId === '' ? {} : { browserContextId };
    if (browserContextId !== '')
      await cdp('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true, ...place });
    return cdp('Target.createTarget', { url: 'about:blank', newWindow: true, width, height, ...place });
  }
  loadURL(url: string, options?: E.LoadURLOptions): Promise<void> {
    return this.webContents.loadURL(url, options);
  }
  getTitle(): string {
    return this.#title;
  }
  /** A page says what it is called; the app may keep its own title. */
  named(title: string): void {
    if (title === this.#pageTitle || title === '' || title === 'about:blank') return;
    this.#pageTitle = title;
    const asked = event();
    this.emit('page-title-updated', asked, title, true);
    if (!asked.defaultPrevented) this.#title = title;
  }
  download(params: Json): void {
    const asked = event();
    this.webContents.session.emit('will-download', asked, {}, this.webContents);
    write('download', { name: String(params.suggestedFilename), prevented: asked.defaultPrevented });
  }
  show(): void {
    this.#visible = true;
    this.#note('show');
    this.emit('show');
    this.focus();
  }
  showInactive(): void {
    this.#visible = true;
    this.#note('showInactive');
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.#focused = false;
    this.#note('hide');
    this.emit('hide');
  }
  focus(): void {
    for (const other of windows) other.blur();
    this.#focused = true;
    this.#note('focus');
  }
  blur(): void {
    this.#focused = false;
  }
  isFocused(): boolean {
    return this.#focused;
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  isMaximized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  isAlwaysOnTop(): boolean {
    return this.#onTop;
  }
  minimize(): void {
    this.#minimized = true;
    this.#note('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.#note('restore');
  }
  getBounds(): E.Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<E.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#note('bounds', { bounds: this.getBounds() });
    const { width, height } = this.#bounds;
    void this.#resize(width, height);
    this.emit('move', event());
    this.emit('resize', event());
  }
  setMinimumSize(width: number, height: number): void {
    this.#note('minimum-size', { width, height });
  }
  setAlwaysOnTop(on: boolean, level = 'floating'): void {
    this.#onTop = on;
    this.#note('always-on-top', { on, level });
  }
  setVisibleOnAllWorkspaces(on: boolean): void {
    this.#note('all-workspaces', { on });
  }
  close(): void {
    const asked = event();
    this.emit('close', asked);
    if (!asked.defaultPrevented) this.destroy();
  }
  destroy(): void {
    cdp('Target.closeTarget', { targetId: this.webContents.target }).catch(() => {});
    this.gone();
  }
  /** The page is no more: by `destroy`, by a crash, or because somebody closed it through DevTools. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const window of windows) if (window.id === this.id) windows.delete(window);
    this.webContents.destroyed();
    this.emit('closed');
    if (windows.size === 0) app?.emit('window-all-closed');
  }

  async #resize(width: number, height: number): Promise<void> {
    try {
      const { windowId } = await cdp('Browser.getWindowForTarget', { targetId: this.webContents.target });
      await cdp('Browser.setWindowBounds', { windowId, bounds: { width, height } });
    } catch (error) {
      if (!this.#destroyed) write('double-fault', { error: String(error) });
    }
  }
  #note(what: string, details: Readonly<Record<string, unknown>> = {}): void {
    write(`window.${what}`, {
      window: this.id,
      shape: new URLSearchParams(this.webContents.getURL().split(/[?#]/)[1] ?? '').get('shape') ?? '',
      ...details,
    });
  }
}
