import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Desk, expect, platformKey, test } from './app';
import { certificateOf, type Front, openFront } from './front';

const password = 'Adm1n-of-the-platform';
const account = { user: 'supervisor', password };

/** A seat on the platform behind `front`, with an account of its admin page. */
async function signIn(desk: Desk, front: Front, pin = '', admin = account): Promise<void> {
  const saved = await desk.call('session.saveProfile', {
    name: 'Office',
    address: front.address,
    key: platformKey,
    pin,
    admin,
  });
  if (!saved.ok) throw new Error(saved.error.code);
  const { id } = saved.value as { id: string };
  const entered = await desk.call('session.signIn', { profileId: id, agent: '2011', device: '2011', takeOver: true });
  if (!entered.ok) throw new Error(`${entered.error.code} ${entered.error.message}`);
}
const openAdmin = async (desk: Desk, page = 'home'): Promise<unknown> => {
  const answer = await desk.call('platform.openAdmin', { page });
  return answer.ok ? 'ok' : [answer.error.code, answer.error.params ?? {}];
};
/** Windows beside the desk's own. */
const adminWindows = (desk: Desk): Promise<readonly unknown[]> =>
  desk.main(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .slice(1)
      .map((window) => [window.getTitle(), window.isVisible(), window.webContents.getURL()]),
  );
/** Runs in the admin page. */
const inPage = (desk: Desk, code: string): Promise<unknown> =>
  desk.main(
    ({ BrowserWindow }, source) => BrowserWindow.getAllWindows().at(-1)?.webContents.executeJavaScript(source),
    code,
  );

test('the form is posted by the main process, the platform’s pages are shown, and no secret is anywhere else', async ({
  desk,
  platform,
}) => {
  const front = await openFront(platform);
  front.pages.set('/admin/config.php', (response) =>
    response.writeHead(302, { location: '/admin/start', 'set-cookie': 'PHPSESSID=s3ss10n; HttpOnly' }).end(),
  );
  await signIn(desk, front);
  const answer = await openAdmin(desk, 'menus');
  const shown = await adminWindows(desk);
  await expect.poll(async () => (await adminWindows(desk)).length).toBe(1);
  const [posted, next] = front.visits;
  const fields = Object.fromEntries(new URLSearchParams(posted?.body));
  const md5 = createHash('md5').update(password).digest('hex');
  const seen = [
    await desk.page.content(),
    JSON.stringify(await desk.journal()),
    JSON.stringify(desk.log()),
    JSON.stringify(await desk.topic('session')),
    JSON.stringify(await desk.topic('commands')),
    JSON.stringify(shown),
    JSON.stringify(await desk.happened('openExternal')),
    front.visits.map(({ url }) => url).join(' '),
    String(
      await inPage(desk, 'document.documentElement.outerHTML + location.href + document.referrer + history.length'),
    ),
  ].join('\n');
  const secrets = [platformKey, password, md5, fields.webkey ?? 'no key'];
  await front.close();
  expect({
    answer,
    shown,
    posted: posted && [
      posted.method,
      posted.url,
      posted.type,
      Object.keys(fields),
      fields.frienduser,
      fields.friendpass,
    ],
    key: /^[0-9a-f]{32}$/.test(fields.webkey ?? ''),
    next: next && [next.method, next.url, next.cookie, next.body],
    leaked: secrets.filter((secret) => seen.toLowerCase().includes(secret.toLowerCase())),
  }).toEqual({
    answer: 'ok',
    shown: [[`坐席线 · 平台管理页 · ${front.host}`, true, `${front.address}/admin/start`]],
    posted: [
      'POST',
      '/admin/config.php?type=setup&display=ivr',
      'application/x-www-form-urlencoded',
      ['webkey', 'frienduser', 'friendpass'],
      'supervisor',
      md5,
    ],
    key: true,
    next: ['GET', '/admin/start', 'PHPSESSID=s3ss10n', ''],
    leaked: [],
  });
});

test('the window is a fence: its own session in memory, its platform only, no windows, downloads or permissions', async ({
  desk,
  platform,
}) => {
  const hits: string[] = [];
  const other = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const outside = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const front = await openFront(platform);
  front.pages.set('/admin/file', (response) =>
    response.writeHead(200, { 'content-disposition': 'attachment; filename="report.csv"' }).end('1,2'),
  );
  await signIn(desk, front);
  const opened = await openAdmin(desk);
  const made = await desk.main(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().at(-1) as unknown as {
      options: { webPreferences: Record<string, unknown> & { session: Fence } };
    };
    interface Fence {
      partition: string;
      permissionRequest: (contents: null, name: string, done: (allowed: boolean) => void, details: object) => void;
      permissionCheck: (contents: null, name: string, origin: string, details: object) => boolean;
      devicePermission: (details: object) => boolean;
      displayMedia: (request: object, done: (streams: object) => void) => void;
      handlers: Map<string, unknown>;
    }
    const { session, ...preferences } = window.options.webPreferences;
    return {
      preferences,
      partition: session.partition,
      asked: await new Promise((resolve) => session.permissionRequest(null, 'notifications', resolve, {})),
      checked: session.permissionCheck(null, 'media', '', {}),
      device: session.devicePermission({}),
      screen: await new Promise((resolve) => session.displayMedia({}, resolve)),
      handlers: session.handlers.size,
    };
  });
  const road = await inPage(desk, "[typeof window.seatline, typeof require, typeof process].join(' ')");
  // Each is waited for: Chromium may lose a question that reaches a page in the moment in which a request of it fails.
  const fetched = await inPage(desk, `fetch('${outside}/by-fetch').then(() => 'came', () => 'refused')`);
  const drawn = await inPage(
    desk,
    `new Promise((done) => {
      const image = new Image();
      image.onload = () => done('came');
      image.onerror = () => done('refused');
      image.src = '${outside}/by-image';
    })`,
  );
  await inPage(desk, `window.open('${outside}/by-window'); window.open('${front.address}/admin/by-window'); 0`);
  await inPage(desk, `location.href = '${outside}/by-navigation'; 0`);
  await expect.poll(async () => (await desk.happened('navigation-prevented')).length).toBe(1);
  await inPage(desk, `location.href = '${front.address}/admin/next'; 0`);
  await expect.poll(() => adminWindows(desk)).toEqual([[expect.any(String), true, `${front.address}/admin/next`]]);
  await inPage(desk, `location.href = '/admin/file'; 0`);
  await expect
    .poll(() => desk.happened('download'))
    .toEqual([{ what: 'download', name: 'report.csv', prevented: true }]);
  await desk.call('session.signOut', { confirmed: true });
  await expect.poll(async () => (await adminWindows(desk)).length).toBe(0);
  const cleared = await desk.happened('session.cleared');
  await front.close();
  await new Promise<void>((resolve) => {
    other.close(() => resolve());
    // Chromium may hold a connection that it never used.
    other.closeAllConnections();
  });
  expect({
    opened,
    made,
    road,
    fetched,
    drawn,
    hits,
    opens: (await desk.happened('window-open')).map(({ action }) => action),
    external: (await desk.happened('openExternal')).length,
    visits: front.visits.map(({ method, url }) => `${method} ${url}`),
    logged: desk
      .log()
      .map(({ event }) => event)
      .filter((event) => /^(admin|navigation)\./.test(event) && event !== 'admin.opened')
      .sort(),
    cleared: cleared.length,
  }).toEqual({
    opened: 'ok',
    made: {
      preferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        spellcheck: false,
        devTools: false,
      },
      partition: 'seatline-admin-1',
      asked: false,
      checked: false,
      device: false,
      screen: {},
      handlers: 0,
    },
    road: 'undefined undefined undefined',
    fetched: 'refused',
    drawn: 'refused',
    hits: [],
    opens: ['deny', 'deny'],
    external: 0,
    visits: ['POST /admin/config.php', 'GET /admin/next', 'GET /admin/file'],
    logged: [
      'admin.download-refused',
      'admin.request-refused',
      'admin.request-refused',
      'admin.window-refused',
      'admin.window-refused',
      'navigation.refused',
    ],
    cleared: 1,
  });
});

test('no account, a refusal, a page elsewhere, a line that is cut: the reason is answered and no window stays', async ({
  desk,
  platform,
}) => {
  const front = await openFront(platform);
  const before = await openAdmin(desk);
  await signIn(desk, front);
  const outcomes: unknown[] = [];
  const answers: ((response: import('node:http').ServerResponse) => void)[] = [
    (response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<title>no</title>no'),
    (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end(),
    (response) => void response.destroy(),
  ];
  for (const answer of answers) {
    front.pages.set('/admin/config.php', answer);
    outcomes.push([await openAdmin(desk), (await adminWindows(desk)).length]);
  }
  await desk.call('session.signOut', { confirmed: true });
  await desk.signIn();
  const without = await openAdmin(desk);
  await front.close();
  expect([before, outcomes, without]).toEqual([
    ['not-signed-in', {}],
    [
      [['http', { status: 403 }], 0],
      [['blocked-url', { reason: expect.stringMatching(/^ERR_/) }], 0],
      [['unreachable', { reason: 'ERR_EMPTY_RESPONSE' }], 0],
    ],
    ['not-possible-now', { why: 'no-admin-account' }],
  ]);
});

test('a pinned platform is entered with its own certificate only; another one is not sent a byte', async ({
  desk,
  platform,
}) => {
  const front = await openFront(platform, { tls: true });
  const pin = new X509Certificate(certificateOf(1)).fingerprint256;
  await signIn(desk, front, pin);
  const show = (number: 1 | 2): Promise<void> =>
    desk.main(
      ({ double }, [host, data]) => void double.certificates.set(host, { data, error: 'CERT_AUTHORITY_INVALID' }),
      [front.host, certificateOf(number)] as const,
    );
  await show(2);
  const wrong = [await openAdmin(desk), front.visits.length, (await adminWindows(desk)).length];
  await show(1);
  const right = [await openAdmin(desk), front.visits.map(({ method }) => method), (await adminWindows(desk)).length];
  await front.close();
  expect([wrong, right]).toEqual([
    [['pin-mismatch', { fingerprint: new X509Certificate(certificateOf(2)).fingerprint256 }], 0, 0],
    ['ok', ['POST'], 1],
  ]);
});
