import { X509Certificate } from 'node:crypto';
import { BrowserWindow, type BrowserWindowConstructorOptions, type Session, session } from 'electron';
import { type AppError, appError, fail, ok, type Result } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { Log } from '../desk/effects';
import type { PostedForm } from '../platforms/driver';
import { isPinOf } from '../platforms/wire/network';
import { allowOrigin } from './harden';

/**
 * The platform's own admin pages (WEBCTI2 chapter 5) in a window of their own. Web key and password are posted by the
 * main process: no page of ours, no address and no history ever holds them. The window has a session of its own in
 * memory, no preload, no tools that could show the form, and reaches its platform and nothing else.
 */
export interface AdminPage {
  /**
   * Opens the window in place of an earlier one and answers when its first page is there.
   * `unreachable`, `name-not-found`, `timed-out`, `tls`, `pin-mismatch`, `http` (with `params.status`), `blocked-url`
   * (the platform sends the browser somewhere else).
   */
  open(form: PostedForm, pin: string): Promise<Result<null>>;
  close(): void;
}

export interface AdminPageOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Title of a window on this host. */
  readonly title: (platform: string) => string;
}

const loadMilliseconds = 20_000;

/** What a foreign page gets (security items 2–4, 6, 8–10, 12): nothing of ours, nothing of Node. */
const preferences = (own: Session): NonNullable<BrowserWindowConstructorOptions['webPreferences']> => ({
  session: own,
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
  // With them a person could post the form again and read it.
  devTools: false,
});

export function createAdminPage({ clock, log, title }: AdminPageOptions): AdminPage {
  let current: BrowserWindow | null = null;
  let count = 0;

  const close = (): void => {
    if (current && !current.isDestroyed()) current.destroy();
    current = null;
  };

  return {
    close,
    open: async (form, pin) => {
      if (!URL.canParse(form.url) || !/^https?:$/.test(new URL(form.url).protocol)) {
        return fail(appError('blocked-url', 'no address of an admin page', { tried: 'platform.openAdmin' }));
      }
      const { origin, host } = new URL(form.url);
      close();
      count += 1;
      // Without `persist:` it lives in memory; a new name each time, because checked certificates are remembered.
      const own = session.fromPartition(`seatline-admin-${count}`, { cache: false });
      const seen: Seen = { status: 0, shown: null, elsewhere: false };
      fence(own, origin, pin, seen, log);
      const window = new BrowserWindow({
        width: 1180,
        height: 800,
        show: false,
        title: title(host),
        autoHideMenuBar: true,
        webPreferences: preferences(own),
      });
      current = window;
      const { webContents } = window;
      allowOrigin(webContents, origin);
      // Not even in the person's browser: an address of the platform may carry its session.
      webContents.setWindowOpenHandler(() => {
        log.warn('admin.window-refused');
        return { action: 'deny' };
      });
      webContents.on('did-navigate', (_event, _url, status) => {
        seen.status = status;
      });
      webContents.on('will-redirect', (details) => {
        if (originOf(details.url) !== origin) seen.elsewhere = true;
      });
      // The title is ours: a page cannot pass for another platform, or for the desk.
      window.on('page-title-updated', (event) => event.preventDefault());
      // A page that wants to be asked before it goes does not hold up the end of the program.
      webContents.on('will-prevent-unload', (event) => event.preventDefault());
      window.once('closed', () => {
        if (current === window) current = null;
        forget(own).catch((error: unknown) => log.warn('admin.not-forgotten', { error }));
      });

      const bytes = Buffer.from(new URLSearchParams(form.fields).toString());
      let late = false;
      const cancel = clock.after(loadMilliseconds, () => {
        late = true;
        if (!window.isDestroyed()) window.destroy();
      });
      const failure = await window
        .loadURL(form.url, {
          postData: [{ type: 'rawData', bytes }],
          extraHeaders: 'Content-Type: application/x-www-form-urlencoded',
        })
        .then(
          () => (seen.status >= 400 ? httpFailure(seen.status) : null),
          (error: unknown) => loadFailure(error, seen, pin),
        );
      cancel();
      bytes.fill(0);
      if (failure === null && !window.isDestroyed()) {
        window.show();
        return ok(null);
      }
      if (!window.isDestroyed()) window.destroy();
      return fail(late ? timedOut : (failure ?? appError('cancelled', 'the window was closed', { tried })));
    },
  };
}

/** What happened on the way to the first page. */
interface Seen {
  status: number;
  /** Fingerprint of a certificate that is not the pinned one. */
  shown: string | null;
  /** Sent to another origin. */
  elsewhere: boolean;
}

/** The walls of the session: one origin, one certificate, no permissions, no downloads. */
function fence(own: Session, origin: string, pin: string, seen: Seen, log: Log): void {
  own.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !mayLoad(details.url, origin);
    if (cancel) log.warn('admin.request-refused', { type: details.resourceType });
    callback({ cancel });
  });
  own.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  own.on('will-download', (event) => {
    event.preventDefault();
    log.warn('admin.download-refused');
  });
  if (pin === '') return;
  // The only origin that this session reaches is the platform's: every certificate has to be the pinned one.
  own.setCertificateVerifyProc(({ certificate }, callback) => {
    const shown = fingerprintOf(certificate.data);
    const good = isPinOf(pin, shown);
    if (!good) seen.shown = shown;
    callback(good ? 0 : -2);
  });
}

const mayLoad = (url: string, origin: string): boolean =>
  url.startsWith('data:') || originOf(url.replace(/^blob:/, '').replace(/^ws(s?:)/, 'http$1')) === origin;

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

function fingerprintOf(pem: string): string {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return '';
  }
}

/** Cookies, answers and connections of a session that nobody sees any more. */
async function forget(own: Session): Promise<void> {
  await Promise.all([own.clearStorageData(), own.clearCache(), own.clearAuthCache(), own.closeAllConnections()]);
}

const tried = 'platform.openAdmin';
const timedOut = appError('timed-out', 'the admin page did not come in time', {
  tried,
  params: { seconds: loadMilliseconds / 1_000 },
});
const httpFailure = (status: number): AppError =>
  appError('http', `the admin page answered ${status}`, { tried, params: { status } });

/** Chromium's word for why a page did not load (`ERR_CONNECTION_REFUSED`), never its text: it has the address. */
function loadFailure(error: unknown, seen: Seen, pin: string): AppError | null {
  const name = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = /^ERR_[A-Z0-9_]{1,60}$/.test(name) ? name : 'ERR_FAILED';
  const because = (code: AppError['code'], params: Readonly<Record<string, string | number>> = { reason }): AppError =>
    appError(code, `the admin page did not load (${reason})`, { tried, params });
  if (seen.status >= 400) return httpFailure(seen.status);
  // A page that came and at once went on to the next one by itself.
  if (reason === 'ERR_ABORTED' && seen.status > 0 && !seen.elsewhere) return null;
  if (pin !== '' && seen.shown !== null) return because('pin-mismatch', { fingerprint: seen.shown });
  if (seen.elsewhere) return because('blocked-url');
  if (/^ERR_(CERT|SSL)/.test(reason)) return because('tls');
  if (reason === 'ERR_NAME_NOT_RESOLVED') return because('name-not-found');
  return because(/TIMED_OUT/.test(reason) ? 'timed-out' : 'unreachable');
}
