import type * as E from 'electron';
import { cdp, type Json } from './cdp';
import { write } from './journal';
import { Loud } from './loud';
import { toInside, toOutside } from './origin';

type PermissionRequest = Parameters<E.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<E.Session['setPermissionCheckHandler']>[0];
type BeforeRequest = (
  details: { url: string; method: string; resourceType: string },
  callback: (response: { cancel?: boolean }) => void,
) => void;

/** The default session: who answers a request, and what the page may ask for. */
export class Session extends Loud {
  constructor() {
    super('session');
  }
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

  /** One paused request: the filter first, then the scheme's handler; what neither stops goes to the network. */
  async answer(params: Json, devtools: string): Promise<void> {
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
      return;
    }
    const handler = this.handlers.get(shown.split(':', 1)[0] ?? '');
    if (!handler || shown === url) {
      await cdp('Fetch.continueRequest', { requestId }, devtools);
      return;
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
  }

  /** Grants in Chromium exactly what the app's check handler grants the page. */
  async applyPermissions(url: string): Promise<void> {
    const names = { notifications: 'notifications', media: 'audioCapture', geolocation: 'geolocation' } as const;
    const granted = Object.entries(names)
      .filter(
        ([name]) =>
          this.permissionCheck?.(null, name as never, url, { isMainFrame: true, requestingUrl: url } as never) ?? true,
      )
      .map(([, chromium]) => chromium);
    await cdp('Browser.grantPermissions', { origin: new URL(toInside(url)).origin, permissions: granted });
  }
}
export const defaultSession = new Session();
