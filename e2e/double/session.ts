import type * as E from 'electron';
import { cdp, type Json } from './cdp';
import { type Certificate, certificates } from './certificates';
import { write } from './journal';
import { Loud } from './loud';
import { toInside, toOutside } from './origin';

type PermissionRequest = Parameters<E.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<E.Session['setPermissionCheckHandler']>[0];
type BeforeRequest = (
  details: { url: string; method: string; resourceType: string },
  callback: (response: { cancel?: boolean }) => void,
) => void;

type VerifyProc = NonNullable<Parameters<E.Session['setCertificateVerifyProc']>[0]>;

/** Method and body that a load brings along, given to Chromium when it asks for the document. */
export interface Posted {
  readonly body: Buffer;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** A session: who answers a request, and what the page may ask for. `partition` empty = the default one. */
export class Session extends Loud {
  /** Chromium's own context of a partition; one in memory each, as with Electron. */
  readonly context: Promise<string>;
  constructor(readonly partition = '') {
    super('session');
    this.context =
      partition === ''
        ? Promise.resolve('')
        : cdp('Target.createBrowserContext', { disposeOnDetach: true }).then(({ browserContextId }) =>
            String(browserContextId),
          );
  }
  verifyProc: VerifyProc | null = null;
  setCertificateVerifyProc(proc: VerifyProc | null): void {
    this.verifyProc = proc;
  }
  async clearStorageData(): Promise<void> {
    write('session.cleared', { partition: this.partition });
  }
  async clearCache(): Promise<void> {}
  async clearAuthCache(): Promise<void> {}
  async closeAllConnections(): Promise<void> {}
  readonly handlers = new Map<string, (request: Request) => Promise<Response> | Response>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response> | Response): void => {
      this.handlers.set(scheme, handler);
    },
  };
  beforeRequest: BeforeRequest | null = null;
  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest): void => {
      this.beforeRequest = handler;
    },
  };
  permissionRequest: PermissionRequest = null;
  permissionCheck: PermissionCheck = null;
  devicePermission: unknown = null;
  displayMedia: unknown = null;
  /** Chromium grants to an origin, not to a page: what one page has may not go when another one loads. */
  readonly #granted = new Set<string>();
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    this.displayMedia = handler;
  }

  /**
   * One paused request: the filter first, then the scheme's handler; what neither stops goes to the network. Answers
   * Electron's word for what was stopped, empty for what went on.
   */
  async answer(params: Json, devtools: string, posted: Posted | null = null): Promise<string> {
    const { requestId } = params as { requestId: string };
    const { url, method, headers } = params.request as { url: string; method: string; headers: Record<string, string> };
    const shown = toOutside(url);
    const resourceType = String(params.resourceType).toLowerCase();
    const cancelled = await new Promise<boolean>((resolve) => {
      if (!this.beforeRequest) resolve(false);
      else this.beforeRequest({ url: shown, method, resourceType }, ({ cancel }) => resolve(cancel === true));
    });
    if (cancelled) {
      write('request-cancelled', { url: shown });
      await cdp('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }, devtools);
      return 'ERR_BLOCKED_BY_CLIENT';
    }
    const handler = this.handlers.get(shown.split(':', 1)[0] ?? '');
    if (!handler || shown === url) {
      const distrust = shown.startsWith('https:') ? await this.#distrust(new URL(shown)) : '';
      if (distrust !== '') {
        await cdp('Fetch.failRequest', { requestId, errorReason: 'Failed' }, devtools);
        return distrust;
      }
      const post = posted && {
        method: 'POST',
        postData: posted.body.toString('base64'),
        headers: [...Object.entries(headers).map(([name, value]) => ({ name, value })), ...posted.headers],
      };
      await cdp('Fetch.continueRequest', { requestId, ...post }, devtools);
      return '';
    }
    const response = await handler(new Request(shown, { method, headers }));
    const body = Buffer.from(await response.arrayBuffer());
    await cdp(
      'Fetch.fulfillRequest',
      {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: body.toString('base64'),
      },
      devtools,
    );
    return '';
  }

  /** Chromium itself is told to trust all (`Security.setIgnoreCertificateErrors`): here it is decided, as the app wants. */
  async #distrust({ hostname, host }: URL): Promise<string> {
    const shown: Certificate = certificates.get(host) ?? { data: '', error: '' };
    const normal = shown.error === '' ? '' : `ERR_${shown.error}`;
    const { verifyProc } = this;
    if (!verifyProc) return normal;
    const verdict = await new Promise<number>((resolve) => {
      const certificate = { data: shown.data } as E.Certificate;
      verifyProc(
        {
          hostname,
          certificate,
          validatedCertificate: certificate,
          isIssuedByKnownRoot: shown.error === '',
          verificationResult: shown.error === '' ? 'net::OK' : `net::ERR_${shown.error}`,
          errorCode: shown.error === '' ? 0 : -202,
        },
        resolve,
      );
    });
    write('certificate', { host, verdict });
    return verdict === 0 ? '' : verdict === -3 ? normal : 'ERR_FAILED';
  }

  /** Grants in Chromium exactly what the app's check handler grants the page. */
  async applyPermissions(url: string): Promise<void> {
    const names = { notifications: 'notifications', media: 'audioCapture', geolocation: 'geolocation' } as const;
    const granted = Object.entries(names)
      .filter(
        ([name]) =>
          this.permissionCheck?.(
            null,
            name as never,
            url,
            // Electron names the kind of media that is asked for.
            { isMainFrame: true, requestingUrl: url, ...(name === 'media' && { mediaType: 'audio' }) } as never,
          ) ?? true,
      )
      .map(([, chromium]) => chromium);
    for (const name of granted) this.#granted.add(name);
    const browserContextId = await this.context;
    const place = browserContextId === '' ? {} : { browserContextId };
    await cdp('Browser.grantPermissions', {
      origin: new URL(toInside(url)).origin,
      permissions: [...this.#granted],
      ...place,
    });
  }
}
export const defaultSession = new Session();

const partitions = new Map<string, Session>();
/** One session a name; a name without `persist:` lives in memory. */
export function fromPartition(name: string): Session {
  const known = partitions.get(name) ?? new Session(name);
  partitions.set(name, known);
  return known;
}
