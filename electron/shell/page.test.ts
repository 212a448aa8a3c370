import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, headersOf, pageFile, pageHeaders } from './page';

const root = path.resolve('/srv/app');
const at = (name: string): string => path.join(root, ...name.split('/'));

test('files of the page with their types', () => {
  expect(
    ['/', '/index.html', '/assets/a-1.js', '/sounds/ring.wav', '/a%20b.css'].map((name) => pageFile(root, name)),
  ).toEqual([
    { file: at('index.html'), type: 'text/html; charset=utf-8' },
    { file: at('index.html'), type: 'text/html; charset=utf-8' },
    { file: at('assets/a-1.js'), type: 'text/javascript; charset=utf-8' },
    { file: at('sounds/ring.wav'), type: 'audio/wav' },
    { file: at('a b.css'), type: 'text/css; charset=utf-8' },
  ]);
});

test('what may not be served', () => {
  const paths = [
    '/../app-evil/x.js',
    '/..%2fapp-evil%2fx.js',
    '/%2e%2e/%2e%2e/etc/passwd.html',
    '/..\\..\\x.html',
    '/a%5c..%5c..%5cx.html',
    '/%00.html',
    '/%E0%A4%A.html',
    '/.stamps.json',
    '/a/.git/x.json',
    '/index.html::$DATA.html',
    '/main.cjs',
    '/noextension',
    'index.html',
    '',
  ];
  expect(paths.map((name) => pageFile(root, name))).toEqual(paths.map(() => null));
});

test('no path leaves the folder, however it is written', () => {
  const part = fc.constantFrom('..', '.', '%2e%2e', '%252e', '/', '%2f', '\\', 'a', 'x.html', 'app-evil', '%00', '~');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const found = pageFile(root, `/${parts.join('/')}`);
      if (found) expect(found.file.startsWith(root + path.sep)).toBe(true);
    }),
  );
});

test('the policy allows nothing that is not the page’s own', () => {
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|wasm/);
  expect(contentSecurityPolicy).toMatch(
    /^default-src 'none';.*connect-src 'self'.*frame-ancestors 'none'.*require-trusted-types-for 'script'$/,
  );
});

test('our own origin may frame the audio page in the browser edition, nobody anything else; no policy gives a microphone to others', () => {
  const of = (name: string, host: 'electron' | 'browser') => {
    const headers = headersOf(name, host);
    const policy = headers['content-security-policy'] ?? '';
    return [
      /frame-ancestors ('\w+')/.exec(policy)?.[1],
      /frame-src ('\w+')/.exec(policy)?.[1] ?? 'none',
      headers['x-frame-options'],
      /microphone=(\(\w*\))/.exec(headers['permissions-policy'] ?? '')?.[1],
    ];
  };
  expect([
    of('/audio.html', 'browser'),
    of('/', 'browser'),
    of('/assets/a.js', 'browser'),
    of('/audio.html', 'electron'),
    of('/', 'electron'),
    headersOf('/audio.html/../index.html', 'browser')['x-frame-options'],
    Object.keys(pageHeaders).every((name) => name in headersOf('/audio.html', 'browser')),
  ]).toEqual([
    ["'self'", 'none', 'SAMEORIGIN', '(self)'],
    ["'none'", "'self'", 'DENY', '(self)'],
    ["'none'", "'self'", 'DENY', '(self)'],
    ["'none'", 'none', 'DENY', '(self)'],
    ["'none'", 'none', 'DENY', '(self)'],
    'DENY',
    true,
  ]);
});
