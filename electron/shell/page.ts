import path from 'node:path';
import { audioPath } from './origin';

/**
 * One policy for both hosts (codebases §2.3), sent as a header because `frame-ancestors` is ignored in a `<meta>`.
 * `connect-src 'self'` is possible because the desk owns all traffic to the platform.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Headers of every answer, in both hosts; `headersOf` adds what a file of the page needs. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/**
 * What a page may ask the computer for. A headset is chosen in the screen. `microphone` is what Chromium wants for a
 * choice of loudspeakers too, and the screen rings on a second one; who gets the microphone is not decided here, but
 * where it is asked for (./permissions; in the browser edition by the person).
 */
const permissionsPolicy =
  'camera=(), display-capture=(), geolocation=(), hid=(self), microphone=(self), serial=(), usb=()';

/**
 * Headers of one file. In Electron the audio page is a window of its own. In the browser edition it is a frame in the
 * screen: our own origin may frame that one file, the screen may frame our own origin, and nobody else anybody.
 */
export function headersOf(requestPath: string, host: 'electron' | 'browser'): Readonly<Record<string, string>> {
  const isAudio = requestPath === audioPath;
  if (host === 'electron') return { ...pageHeaders, 'permissions-policy': permissionsPolicy };
  const policy = isAudio
    ? contentSecurityPolicy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    : contentSecurityPolicy.replace("connect-src 'self'", "connect-src 'self'; frame-src 'self'");
  return {
    ...pageHeaders,
    'content-security-policy': policy,
    'permissions-policy': permissionsPolicy,
    ...(isAudio ? { 'x-frame-options': 'SAMEORIGIN' } : {}),
  };
}

/** Nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The file behind a request's path, or null when it may not be served. Decoded once; compared with `path.relative`
 * because a plain prefix check lets `/app-evil` pass for `/app`.
 * @param root folder of the page
 * @param requestPath path as it came, percent-encoded, without the query
 */
export function pageFile(root: string, requestPath: string): { readonly file: string; readonly type: string } | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || decoded.includes('\0') || decoded.includes('\\')) return null;
  const file = path.resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`);
  const relative = path.relative(root, file);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return null;
  // Dot files and alternate data streams (`index.html::$DATA`) are nobody's business.
  if (relative.split(path.sep).some((part) => part.startsWith('.') || part.includes(':'))) return null;
  const type = types[path.extname(file).toLowerCase()];
  return type === undefined ? null : { file, type };
}
