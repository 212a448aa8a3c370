import { readFileSync } from 'node:fs';
import type * as E from 'electron';
import { event } from './app';
import { cdp, type Json } from './cdp';
import { ipcMain } from './ipc';
import { write } from './journal';
import { Loud } from './loud';
import { toInside, toOutside } from './origin';
import { defaultSession, type Posted, type Session } from './session';
import { bindingName, isolatedName, isolatedWorld, mainWorld, openBinding } from './world';

export type Preferences = NonNullable<E.BrowserWindowConstructorOptions['webPreferences']>;
type OpenHandler = Parameters<E.WebContents['setWindowOpenHandler']>[0];

/** A frame as the main process sees it. */
export interface Frame {
  url: string;
  readonly parent: Frame | null;
  readonly origin: string;
}

const bySession = new Map<string, Contents>();
export const contentsOfSession = (session: string): Contents | undefined => bySession.get(session);

/** `webContents`: a real Chromium page behind Electron's face. */
export class Contents extends Loud {
  target = '';
  #session = '';
  #world = 0;
  #worldFrames = new Map<number, string>();
  #frames = new Map<string, Frame>();
  #mainId = '';
  #expected: string | null = null;
  #destroyed = false;
  #opened: OpenHandler | null = null;
  readonly session: Session;
  #posted: Posted | null = null;
  /** Electron's word for why the document that was asked for did not come. */
  #refused = '';
  #status = 0;

  constructor(
    readonly id: number,
    readonly preferences: Preferences,
    private readonly attached: Promise<void>,
  ) {
    super('webContents');
    this.session = (preferences.session as unknown as Session | undefined) ?? defaultSession;
  }

  get mainFrame(): Frame {
    return this.#frames.get(this.#mainId) ?? this.#frame('', null);
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#opened = handler;
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed || this.#world === 0) return;
    // Structured clone refuses functions; JSON would drop them in silence.
    const text = JSON.stringify(args, (_key, value: unknown) => {
      if (typeof value === 'function') throw new Error('An object could not be cloned.');
      return value;
    });
    const expression = `__electronDouble.emit(${JSON.stringify(channel)}, ${JSON.stringify(text)})`;
    this.#tell('Runtime.evaluate', { expression, contextId: this.#world });
  }
  async executeJavaScript(expression: string): Promise<unknown> {
    const answer = await cdp(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      this.#session,
    );
    return (answer.result as { value?: unknown }).value;
  }
  async loadURL(url: string, options: E.LoadURLOptions = {}): Promise<void> {
    await this.attached;
    const inPage = url.split('#')[0] === this.getURL().split('#')[0] && url.includes('#');
    const loaded = inPage
      ? Promise.resolve()
      : new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    this.#expected = url;
    this.#posted = postedOf(options);
    this.#refused = '';
    await this.session.applyPermissions(url);
    const { errorText } = (await cdp('Page.navigate', { url: toInside(url) }, this.#session)) as { errorText?: string };
    if (errorText) {
      const code = this.#refused || errorText.replace(/^net::/, '');
      throw Object.assign(new Error(`${code} loading '${url}'`), { code, url });
    }
    await loaded;
  }
  reload(): void {
    this.#expected = this.getURL();
    this.#tell('Page.reload');
  }
  close(): void {
    this.emit('double-close');
  }

  /** Joins the Chromium page `target`; everything is in place before its first document. */
  async attach(target: string): Promise<void> {
    this.target = target;
    const { sessionId } = (await cdp('Target.attachToTarget', { targetId: target, flatten: true })) as {
      sessionId: string;
    };
    this.#session = sessionId;
    bySession.set(sessionId, this);
    const tell = (method: string, params: Json = {}) => cdp(method, params, sessionId);
    await tell('Page.enable');
    await tell('Runtime.enable');
    await tell('Runtime.addBinding', { name: bindingName, executionContextName: isolatedName });
    await tell('Runtime.addBinding', { name: openBinding });
    await tell('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
    if (this.session !== defaultSession) {
      await tell('Network.enable');
      await tell('Security.setIgnoreCertificateErrors', { ignore: true });
    }
    await tell('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld });
    const { preload, nodeIntegrationInSubFrames } = this.preferences;
    if (preload === undefined) return;
    const source = isolatedWorld(readFileSync(preload, 'utf8'), nodeIntegrationInSubFrames === true);
    await tell('Page.addScriptToEvaluateOnNewDocument', { source, worldName: isolatedName });
  }

  /** One DevTools event of this page. */
  receive(method: string, params: Json): void {
    if (method === 'Runtime.executionContextCreated') this.#contextCreated(params.context as Json);
    else if (method === 'Runtime.bindingCalled' && params.name === openBinding) this.askWindow(String(params.payload));
    else if (method === 'Runtime.bindingCalled')
      this.#called(String(params.payload), Number(params.executionContextId));
    else if (method === 'Page.frameAttached') this.#frame(String(params.frameId), String(params.parentFrameId));
    else if (method === 'Page.frameNavigated') this.#navigated(params.frame as Json);
    else if (method === 'Page.navigatedWithinDocument') this.mainFrame.url = toOutside(String(params.url));
    else if (method === 'Page.loadEventFired') this.emit('did-finish-load');
    else if (method === 'Network.responseReceived' && params.type === 'Document' && params.frameId === this.target)
      this.#status = (params.response as { status: number }).status;
    else if (method === 'Fetch.requestPaused') void this.#paused(params);
  }

  destroyed(): void {
    this.#destroyed = true;
    bySession.delete(this.#session);
    this.emit('destroyed');
  }

  #tell(method: string, params: Json = {}): void {
    cdp(method, params, this.#session).catch((error: unknown) => {
      // A page that just closed or navigated cannot hear; anything else is a fault of the double.
      if (!this.#destroyed && !/Cannot find context|gone|not found/.test(String(error)))
        write('double-fault', { error: String(error) });
    });
  }
  #frame(id: string, parentId: string | null): Frame {
    const known = this.#frames.get(id);
    if (known) return known;
    const frame: Frame = {
      url: '',
      parent: parentId === null ? null : (this.#frames.get(parentId) ?? null),
      get origin() {
        return URL.canParse(this.url) ? new URL(this.url).origin : '';
      },
    };
    if (id !== '') this.#frames.set(id, frame);
    return frame;
  }
  #contextCreated(context: Json): void {
    const { frameId } = context.auxData as { frameId: string };
    if (context.name !== isolatedName) return;
    this.#worldFrames.set(Number(context.id), frameId);
    if (this.#mainId === '' || frameId === this.#mainId) this.#world = Number(context.id);
  }
  #navigated(frame: Json): void {
    const id = String(frame.id);
    const parentId = typeof frame.parentId === 'string' ? frame.parentId : null;
    if (parentId === null) this.#mainId = id;
    this.#frame(id, parentId).url = toOutside(String(frame.url));
    if (parentId === null) this.emit('did-navigate', event(), this.getURL(), this.#status, '');
  }
  #called(payload: string, context: number): void {
    const { channel, args } = JSON.parse(payload) as { channel: string; args: unknown[] };
    const frame = this.#frames.get(this.#worldFrames.get(context) ?? '') ?? null;
    const reply = (answer: string, ...values: unknown[]): void => this.send(answer, ...values);
    ipcMain.deliver(channel, { ...event(), sender: this, senderFrame: frame, frameId: 1, processId: 1, reply }, args);
  }
  /** A page asks for a window: the handler decides, as in Electron, before anything is made. */
  askWindow(url: string): void {
    const handled = this.#opened?.({
      url: toOutside(url),
      frameName: '',
      features: '',
      disposition: 'new-window',
    } as never);
    write('window-open', { url, action: handled?.action ?? 'allow' });
  }
  async #paused(params: Json): Promise<void> {
    const url = toOutside((params.request as { url: string }).url);
    const frameId = String(params.frameId);
    const isMainFrame = frameId === this.#mainId || this.#mainId === '';
    let posted: Posted | null = null;
    if (params.resourceType === 'Document') {
      const asked = this.#expected !== null && this.#expected.split('#')[0] === url.split('#')[0] && isMainFrame;
      if (asked) this.#expected = null;
      if (asked) posted = this.#posted;
      if (!asked && !this.#mayNavigate(url, isMainFrame, params.redirectedRequestId !== undefined)) {
        write('navigation-prevented', { url });
        if (isMainFrame) this.#refused = 'ERR_ABORTED';
        await cdp('Fetch.failRequest', { requestId: params.requestId, errorReason: 'Aborted' }, this.#session).catch(
          () => {},
        );
        return;
      }
      if (isMainFrame) this.emit('did-start-navigation', { url, isMainFrame, isSameDocument: false });
    }
    await this.session.answer(params, this.#session, posted).then(
      (refused) => {
        if (refused !== '' && isMainFrame && params.resourceType === 'Document') this.#refused = refused;
      },
      (error: unknown) => {
        if (!this.#destroyed) write('double-fault', { error: String(error), url });
      },
    );
  }
  #mayNavigate(url: string, isMainFrame: boolean, isRedirect: boolean): boolean {
    const details = () => ({ ...event(), url, isMainFrame, isSameDocument: false });
    const events = isRedirect
      ? ['will-redirect']
      : isMainFrame
        ? ['will-frame-navigate', 'will-navigate']
        : ['will-frame-navigate'];
    return events.every((name) => {
      const asked = details();
      this.emit(name, asked, url);
      return !asked.defaultPrevented;
    });
  }
}

function postedOf({ postData, extraHeaders = '' }: E.LoadURLOptions): Posted | null {
  if (!postData) return null;
  const parts = postData.map((part) => {
    if (part.type !== 'rawData') throw new Error(`the double posts no ${part.type}`);
    return Buffer.from(part.bytes);
  });
  const headers = extraHeaders
    .split('\n')
    .map((line) => /^([\w-]+): *(.*)$/.exec(line.trim()))
    .filter((found) => found !== null)
    .map(([, name = '', value = '']) => ({ name, value }));
  return { body: Buffer.concat(parts), headers };
}
