import { app, type WebContents } from 'electron';
import type { Log } from '../desk/effects';

/** Contents that may go about on one foreign origin: the admin page of a platform. */
const allowed = new WeakMap<WebContents, string>();
export const allowOrigin = (contents: WebContents, origin: string): void => void allowed.set(contents, origin);

/** On every contents that will ever exist, whoever made it (security items 11–14). */
export function setupHardening(log: Log, openExternal: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, log, openExternal));
}

/**
 * The page never navigates and never opens windows; an address that a person clicked goes through the checked opener.
 * In-page changes of the hash and `loadURL` from the shell are not navigations in this sense.
 */
export function hardenContents(contents: WebContents, log: Log, openExternal: (url: string) => void): void {
  const refuse = (what: string) => (event: { preventDefault(): void; readonly url?: string }) => {
    const origin = allowed.get(contents);
    if (origin !== undefined && what !== 'webview' && event.url !== undefined && isOf(event.url, origin)) return;
    event.preventDefault();
    log.warn('navigation.refused', { what });
  };
  contents.on('will-navigate', refuse('navigate'));
  contents.on('will-frame-navigate', refuse('frame'));
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', refuse('webview'));
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}

const isOf = (url: string, origin: string): boolean => URL.canParse(url) && new URL(url).origin === origin;
