import { beforeEach, expect, test, vi } from 'vitest';
import { createFakeClock, settle } from '../desk/testing/fake-clock';
import { createAdminPage } from './adminPage';
import { world } from './testing/fake-electron';

vi.mock('electron', () => import('./testing/fake-electron'));

const clock = createFakeClock();
const log = { info: () => {}, warn: () => {}, error: () => {} };
const form = { url: 'https://pbx.example/admin/config.php', fields: { webkey: 'k=e&y', friendpass: 'geheim' } };
const open = () => createAdminPage({ clock, log, title: (platform) => platform }).open(form, '');
const failing = (code: string) => () =>
  Promise.reject(Object.assign(new Error(`${code} loading 'https://pbx.example/?x'`), { code }));

beforeEach(() => {
  world.windows.length = 0;
});

test('Chromium’s words become our codes, and never its text', async () => {
  const codes: Record<string, unknown> = {};
  for (const word of [
    'ERR_CONNECTION_REFUSED',
    'ERR_ADDRESS_UNREACHABLE',
    'ERR_NAME_NOT_RESOLVED',
    'ERR_CONNECTION_TIMED_OUT',
    'ERR_CERT_AUTHORITY_INVALID',
    'ERR_SSL_PROTOCOL_ERROR',
    'ERR_ABORTED',
    'https://pbx.example/?webkey=x',
  ]) {
    world.load = failing(word);
    const answer = await open();
    codes[word] = answer.ok
      ? 'ok'
      : [answer.error.code, answer.error.params?.reason, answer.error.message.includes('?')];
  }
  expect([codes, world.windows.map(({ destroyed, shown }) => [destroyed, shown])]).toEqual([
    {
      ERR_CONNECTION_REFUSED: ['unreachable', 'ERR_CONNECTION_REFUSED', false],
      ERR_ADDRESS_UNREACHABLE: ['unreachable', 'ERR_ADDRESS_UNREACHABLE', false],
      ERR_NAME_NOT_RESOLVED: ['name-not-found', 'ERR_NAME_NOT_RESOLVED', false],
      ERR_CONNECTION_TIMED_OUT: ['timed-out', 'ERR_CONNECTION_TIMED_OUT', false],
      ERR_CERT_AUTHORITY_INVALID: ['tls', 'ERR_CERT_AUTHORITY_INVALID', false],
      ERR_SSL_PROTOCOL_ERROR: ['tls', 'ERR_SSL_PROTOCOL_ERROR', false],
      ERR_ABORTED: ['unreachable', 'ERR_ABORTED', false],
      'https://pbx.example/?webkey=x': ['unreachable', 'ERR_FAILED', false],
    },
    world.windows.map(() => [true, false]),
  ]);
});

test('a page that answers an error, and one that goes on by itself before it has finished', async () => {
  world.load = async (contents) => {
    contents.emit('did-navigate', {}, form.url, 500);
  };
  const refused = await open();
  world.load = (contents) => {
    contents.emit('did-navigate', {}, form.url, 200);
    return failing('ERR_ABORTED')();
  };
  const goesOn = await open();
  world.load = (contents) => {
    contents.emit('will-redirect', { url: 'https://evil.example/' });
    return failing('ERR_ABORTED')();
  };
  const elsewhere = await open();
  expect(
    [refused, goesOn, elsewhere].map((answer) => (answer.ok ? 'ok' : [answer.error.code, answer.error.params])),
  ).toEqual([['http', { status: 500 }], 'ok', ['blocked-url', { reason: 'ERR_ABORTED' }]]);
});

test('a page that does not come ends by the clock, and its window with it', async () => {
  world.load = (contents) => new Promise((_, reject) => contents.once('gone', () => reject(new Error('ERR_FAILED'))));
  const waiting = open();
  await settle();
  await clock.advance(19_000);
  const early = world.windows[0]?.destroyed;
  await clock.advance(1_000);
  const answer = await waiting;
  expect([
    early,
    answer.ok || [answer.error.code, answer.error.params],
    world.windows[0]?.destroyed,
    clock.timers,
  ]).toEqual([false, ['timed-out', { seconds: 20 }], true, 0]);
});

test('the form is encoded as a browser would, and wiped from memory once it is sent', async () => {
  let sent = '';
  world.load = async () => {
    const last = world.windows.at(-1)?.loaded;
    sent = `${last?.headers}\n${last?.bytes.toString()}`;
  };
  const answer = await open();
  expect([answer, sent, world.windows[0]?.loaded?.bytes.every((byte) => byte === 0)]).toEqual([
    { ok: true, value: null },
    'Content-Type: application/x-www-form-urlencoded\nwebkey=k%3De%26y&friendpass=geheim',
    true,
  ]);
});

test('one window at a time; an address that is no web page opens none', async () => {
  world.load = async () => {};
  const page = createAdminPage({ clock, log, title: (platform) => platform });
  await page.open(form, '');
  await page.open(form, '');
  const two = world.windows.map(({ destroyed }) => destroyed);
  page.close();
  const closed = world.windows.map(({ destroyed }) => destroyed);
  const addresses = ['file:///etc/passwd', 'javascript:alert(1)', 'nothing'];
  const refused = await Promise.all(addresses.map(async (url) => (await page.open({ url, fields: {} }, '')).ok));
  expect([two, closed, refused, world.windows.length]).toEqual([[true, false], [true, true], [false, false, false], 2]);
});
