import path from 'node:path';

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

/** Headers of every file of the page, in both hosts. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

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
