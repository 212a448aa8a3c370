/**
 * Plain Chromium cannot load `seatline://app`, so the page lives at an https address that exists nowhere and is answered
 * by interception. Outside of this file everybody sees the address that Electron would show.
 */
const outside = 'seatline://app';
const inside = 'https://seatline.app.invalid';

export const toInside = (url: string): string => (url.startsWith(outside) ? inside + url.slice(outside.length) : url);
export const toOutside = (url: string): string => (url.startsWith(inside) ? outside + url.slice(inside.length) : url);
