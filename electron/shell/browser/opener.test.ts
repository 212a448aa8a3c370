import { expect, test } from 'vitest';
import { chromiumCandidates, hasDisplay, openExternal, openerCommand, windowArguments } from './opener';

test('where a Chromium is looked for, the wanted one first', () => {
  expect([
    chromiumCandidates('linux', { PATH: '/a:/b', SEATLINE_CHROMIUM: '/x/chrome' }).slice(0, 3),
    chromiumCandidates('linux', { PATH: '/a:/b' }).length,
    chromiumCandidates('darwin', {})[0],
    chromiumCandidates('win32', { PROGRAMFILES: 'C:\\Program Files' }),
    chromiumCandidates('linux', {}),
  ]).toEqual([
    ['/x/chrome', '/a/google-chrome-stable', '/a/google-chrome'],
    14,
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    [
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    [],
  ]);
});

test('a display is needed on Linux only', () => {
  expect([
    hasDisplay('linux', {}),
    hasDisplay('linux', { DISPLAY: ':0' }),
    hasDisplay('linux', { WAYLAND_DISPLAY: 'w' }),
    hasDisplay('darwin', {}),
  ]).toEqual([false, true, true, true]);
});

test('the window is an application window with a profile of its own; the sandbox is off for root only', () => {
  const person = windowArguments('http://127.0.0.1:1/?t=x', '/p', false);
  expect([
    person.slice(0, 2),
    person.includes('--no-sandbox'),
    windowArguments('http://127.0.0.1:1/', '/p', true).includes('--no-sandbox'),
  ]).toEqual([['--app=http://127.0.0.1:1/?t=x', '--user-data-dir=/p/window'], false, true]);
});

test('an address is one argument of the opener, never part of a shell’s line', async () => {
  const url = 'https://crm.example/?a=1&b=$(x)';
  expect([openerCommand('linux', url), openerCommand('darwin', url), openerCommand('win32', url)]).toEqual([
    ['xdg-open', [url]],
    ['open', [url]],
    ['rundll32', ['url.dll,FileProtocolHandler', url]],
  ]);
  const blocked = await openExternal('file:///etc/passwd');
  expect(blocked.ok ? '' : blocked.error.code).toBe('blocked-url');
});
