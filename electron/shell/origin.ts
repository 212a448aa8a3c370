/** The page's own scheme and host; `standard` and `secure`, so `seatline://app` is an origin like any other. */
export const pageScheme = 'seatline';
export const pageHost = 'app';
export const pageOrigin = `${pageScheme}://${pageHost}`;

/** The one page that carries sound; a window of its own in Electron, a frame of its own in the browser edition. */
export const audioPath = '/audio.html';

/** Whether an address is the audio page's. */
export const isAudioUrl = (url: string): boolean => isPageUrl(url) && new URL(url).pathname === audioPath;

/** Whether an address belongs to the page. Empty, `about:blank` and anything unreadable do not. */
export function isPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${pageScheme}:` && host === pageHost && username === '' && password === '';
}
