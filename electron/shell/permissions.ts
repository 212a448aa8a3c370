import type { Session } from 'electron';
import type { Log } from '../desk/effects';
import { isAudioUrl, isPageUrl } from './origin';

/**
 * What a page may ask of Chromium. Electron grants everything by default (security item 5), so both the request and
 * the check handler answer from these two tables; what is not in them is refused.
 */
export const allowedPermissions: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'copy a number or a recording’s name with one click',
  notifications: 'a missed call while the window is hidden',
  hid: 'the buttons of a headset; of all devices only telephony ones are there (below)',
};

/** What the audio page may ask for besides, and no other page. That it could be had every page of ours may know. */
export const soundPermissions: Readonly<Record<string, string>> = {
  media: 'speak on a call; the microphone, never a camera',
  'speaker-selection': 'play on the headset and ring on the loudspeaker',
};

export interface Asker {
  readonly url: string;
  readonly isMainFrame: boolean;
  /** Kinds of media asked for; empty for any other permission. */
  readonly media?: readonly (string | undefined)[];
}

/** What is granted when it is asked for. */
export function mayUse(permission: string, { url, isMainFrame, media = [] }: Asker): boolean {
  if (!isMainFrame || !isPageUrl(url)) return false;
  if (Object.hasOwn(allowedPermissions, permission)) return true;
  return isAudioUrl(url) && isSound(permission, media);
}

/**
 * What Chromium is told when it only looks. The screen rings on a second loudspeaker, and Chromium lets a page choose one
 * only where the page would be allowed a microphone; what opens the microphone is a request (`mayUse`), and is refused.
 */
export function mayLook(permission: string, asker: Asker): boolean {
  const { url, isMainFrame, media = [] } = asker;
  return mayUse(permission, asker) || (isMainFrame && isPageUrl(url) && isSound(permission, media));
}

const isSound = (permission: string, media: readonly (string | undefined)[]): boolean =>
  Object.hasOwn(soundPermissions, permission) &&
  (permission !== 'media' || (media.length > 0 && media.every((kind) => kind === 'audio')));

/** Usage page of telephony devices (USB HID Usage Tables, chapter 14): headsets and handsets, no keyboard or mouse. */
const telephony = 0x0b;

/** A telephony device, as far as the system tells what it is. */
export const isHeadset = (device: unknown): boolean => {
  const { collections } = (device ?? {}) as { readonly collections?: readonly { readonly usagePage?: number }[] };
  return Array.isArray(collections) && collections.some((part) => part?.usagePage === telephony);
};

export function setupPermissions(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const allowed = mayUse(permission, { url: details.requestingUrl, isMainFrame: details.isMainFrame, media });
    if (!allowed) log.warn('permission.refused', { permission });
    callback(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayLook(permission, {
      url: details.requestingUrl ?? requestingOrigin,
      isMainFrame: details.isMainFrame,
      media: permission === 'media' ? [details.mediaType] : [],
    }),
  );
  // Who may ask is decided above, by the permission `hid`; here, which devices exist for those who may.
  session.setDevicePermissionHandler(
    ({ deviceType, origin, device }) => deviceType === 'hid' && isPageUrl(origin ?? '') && isHeadset(device),
  );
  session.on('select-hid-device', (event, { deviceList, frame }, callback) => {
    event.preventDefault();
    const mayChoose = frame !== null && frame.parent === null && isPageUrl(frame.url);
    callback(mayChoose ? (deviceList.find(isHeadset)?.deviceId ?? null) : null);
  });
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
}
