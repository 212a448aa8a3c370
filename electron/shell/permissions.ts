import type { Session } from 'electron';
import type { Log } from '../desk/effects';
import { isPageUrl } from './origin';

/**
 * What the page may ask of Chromium. Electron grants everything by default (security item 5), so both the request and
 * the check handler answer from this one table; what is not in it is refused.
 */
export const allowedPermissions: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'copy a number or a recording’s name with one click',
  notifications: 'a missed call while the window is hidden',
};

export const mayUse = (permission: string, url: string, isMainFrame: boolean): boolean =>
  Object.hasOwn(allowedPermissions, permission) && isMainFrame && isPageUrl(url);

export function setupPermissions(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const allowed = mayUse(permission, details.requestingUrl, details.isMainFrame);
    if (!allowed) log.warn('permission.refused', { permission });
    callback(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayUse(permission, details.requestingUrl ?? requestingOrigin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
}
