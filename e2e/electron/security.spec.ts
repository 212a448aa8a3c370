import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desk } from './app';
import { expect, test } from './app';

// The 20 items of Electron's security tutorial. 16 (current Electron) and 19 (fuses) are facts of the package and are
// held by electron/shell/packaging.test.ts.

const preferences = (desk: Desk) =>
  desk.main(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(
      (window) =>
        (window as unknown as { options: { webPreferences: Record<string, unknown> } }).options.webPreferences,
    ),
  );

test('1 and 18: the page is loaded from its own scheme, and its session reaches nothing else', async ({ desk }) => {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked = await desk.main(async ({ session, BrowserWindow, double }, outside) => {
    const { beforeRequest } = session.defaultSession as unknown as {
      beforeRequest: (
        details: { url: string; resourceType: string },
        done: (answer: { cancel?: boolean }) => void,
      ) => void;
    };
    const cancelled = (url: string) =>
      new Promise((resolve) => beforeRequest({ url, resourceType: 'xhr' }, ({ cancel }) => resolve(cancel === true)));
    const urls = [
      `${outside}/x`,
      'https://crm.example/',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'ftp://x/',
      'data:text/html,x',
      'seatline://app.evil/x',
      'seatline://user@app/',
      'blob:https://evil/1',
      'chrome://settings',
      'seatline://app/index.html',
      'blob:seatline://app/1',
      'data:image/png;base64,AA==',
    ];
    return {
      page: BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
      schemes: double.privilegedSchemes,
      cancelled: await Promise.all(urls.map(cancelled)),
    };
  }, origin);
  await desk.page.evaluate((outside) => fetch(`${outside}/by-fetch`).catch(() => {}), origin);
  await desk.page.evaluate((outside) => {
    new Image().src = `${outside}/by-image`;
  }, origin);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect({ ...asked, hits }).toEqual({
    page: 'seatline://app/?shape=workspace',
    schemes: [
      {
        scheme: 'seatline',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
      },
    ],
    cancelled: [true, true, true, true, true, true, true, true, true, true, false, false, false],
    hits: [],
  });
});

test('2, 3, 4, 6, 8, 9, 10, 12: every window has the strict preferences, and the sandbox is on for all', async ({
  desk,
  platform,
}) => {
  await desk.signIn();
  platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  await expect.poll(async () => (await desk.windows()).ring?.visible).toBe(true);
  const all = await preferences(desk);
  const strict = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  };
  expect(all.length).toBe(2);
  for (const given of all) {
    expect(given).toMatchObject(strict);
    expect(
      Object.keys(given).filter((key) => /blink|enableRemote|additionalArguments|nativeWindowOpen/i.test(key)),
    ).toEqual([]);
  }
  expect(await desk.main(({ double }) => double.isSandboxed())).toBe(true);
});

test('2 and 20: the page sees one frozen road of four members and no Node', async ({ desk }) => {
  const seen = await desk.page.evaluate(async () => {
    const received = await new Promise<unknown[]>((resolve) => {
      // The page itself talks on the same road: only the answer to this question counts.
      const id = 900_001;
      const off = window.seatline!.onMessage((...args: unknown[]) => {
        if ((args[0] as { id?: number }).id !== id) return;
        off();
        resolve(args);
      });
      window.seatline!.send({ t: 'query', id, name: 'no.such', input: {} });
    });
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'];
    let changed = true;
    try {
      (window.seatline as unknown as Record<string, unknown>).send = null;
      changed = window.seatline!.send === null;
    } catch {
      changed = false;
    }
    return {
      road: Object.keys(window.seatline!).sort(),
      frozen: Object.isFrozen(window.seatline),
      changed,
      node: names.filter((name) => name in window),
      received,
    };
  });
  expect(seen).toEqual({
    road: ['edition', 'onMessage', 'onState', 'send'],
    frozen: true,
    changed: false,
    node: [],
    received: [
      {
        t: 'result',
        id: 900_001,
        result: { ok: false, error: expect.objectContaining({ code: 'unknown-command' }) },
      },
    ],
  });
});

test('5: permissions are answered from one table, by both handlers', async ({ desk }) => {
  const answers = await desk.main(async ({ session }) => {
    const { permissionRequest, permissionCheck, devicePermission, displayMedia } =
      session.defaultSession as unknown as {
        permissionRequest: (contents: null, name: string, done: (allowed: boolean) => void, details: object) => void;
        permissionCheck: (contents: null, name: string, origin: string, details: object) => boolean;
        devicePermission: (details: object) => boolean;
        displayMedia: (request: object, done: (streams: object) => void) => void;
      };
    const ask = async (name: string, requestingUrl: string, isMainFrame: boolean, kind = 'audio') => [
      await new Promise((resolve) =>
        permissionRequest(null, name, resolve, { requestingUrl, isMainFrame, mediaTypes: [kind] }),
      ),
      permissionCheck(null, name, requestingUrl, { requestingUrl, isMainFrame, mediaType: kind }),
    ];
    const page = 'seatline://app/';
    const audio = 'seatline://app/audio.html';
    const headset = { deviceId: 'h', collections: [{ usagePage: 0x0b }] };
    const keyboard = { deviceId: 'k', collections: [{ usagePage: 1 }] };
    const choose = (deviceList: readonly object[], url: string) =>
      new Promise((resolve) => {
        const frame = { url, parent: null };
        session.defaultSession.emit('select-hid-device', { preventDefault: () => {} }, { deviceList, frame }, resolve);
      });
    const names = [
      'geolocation',
      'midi',
      'serial',
      'usb',
      'openExternal',
      'clipboard-read',
      'fileSystem',
      'display-capture',
      'idle-detection',
      'local-network-access',
      'loopback-network',
      'constructor',
    ];
    return {
      allowed: [await ask('notifications', page, true), await ask('clipboard-sanitized-write', page, true)],
      frame: await ask('notifications', page, false),
      foreign: [
        await ask('notifications', 'https://evil.example/', true),
        await ask('notifications', '', true),
        await ask('notifications', 'seatline://app.evil/', true),
      ],
      others: (await Promise.all(names.map((name) => ask(name, page, true)))).flat(),
      sound: [
        await ask('media', audio, true),
        await ask('media', audio, true, 'video'),
        await ask('media', audio, false),
        await ask('media', 'https://evil.example/audio.html', true),
        await ask('speaker-selection', audio, true),
      ],
      // The screen may choose a loudspeaker for the ring, which Chromium looks up as a microphone, and never gets one.
      ring: [
        await ask('media', page, true),
        await ask('media', page, true, 'video'),
        await ask('media', page, false),
        await ask('speaker-selection', page, true),
      ],
      devices: [
        devicePermission({}),
        devicePermission({ deviceType: 'hid', origin: 'seatline://app', device: headset }),
        devicePermission({ deviceType: 'hid', origin: 'seatline://app', device: keyboard }),
        devicePermission({ deviceType: 'usb', origin: 'seatline://app', device: headset }),
        await choose([keyboard, headset], page),
        await choose([keyboard], page),
        await choose([headset], 'https://evil.example/'),
      ],
      screen: await new Promise((resolve) => displayMedia({}, resolve)),
    };
  });
  expect(answers).toEqual({
    allowed: [
      [true, true],
      [true, true],
    ],
    frame: [false, false],
    foreign: [
      [false, false],
      [false, false],
      [false, false],
    ],
    others: answers.others.map(() => false),
    sound: [
      [true, true],
      [false, false],
      [false, false],
      [false, false],
      [true, true],
    ],
    ring: [
      [false, true],
      [false, false],
      [false, false],
      [false, true],
    ],
    devices: [false, true, false, false, 'h', null, null],
    screen: {},
  });
});

test('7: the policy comes as a header and holds in the page', async ({ desk }) => {
  // The page asks for its own document: the same handler answers with the same headers.
  const headers = await desk.page.evaluate(async () => {
    const answer = await fetch(location.pathname);
    return Object.fromEntries(answer.headers.entries());
  });
  const violations = await desk.page.evaluate(async () => {
    const seen = new Set<string>();
    // Violations are reported after the attempt: the last of the three ends the wait.
    const reported = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        seen.add(event.effectiveDirective);
        if (['connect-src', 'frame-src', 'img-src'].every((directive) => seen.has(directive))) resolve();
      });
    });
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
    } catch (error) {
      seen.add(error instanceof TypeError ? 'trusted-type refused' : 'other');
    }
    new Image().src = 'https://evil.example/x.png';
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    document.body.append(frame);
    await fetch('https://evil.example/').catch(() => {});
    await reported;
    return [...seen].sort();
  });
  expect({
    policy: headers['content-security-policy'],
    sniff: headers['x-content-type-options'],
    opener: headers['cross-origin-opener-policy'],
    violations,
  }).toEqual({
    policy:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    sniff: 'nosniff',
    opener: 'same-origin',
    violations: expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'trusted-type refused']),
  });
});

test('11 and 13: nothing navigates, redirects or attaches', async ({ desk }) => {
  await desk.page.evaluate(() => {
    location.href = 'https://evil.example/';
  });
  await expect
    .poll(() => desk.happened('navigation-prevented'))
    .toEqual([{ what: 'navigation-prevented', url: 'https://evil.example/' }]);
  const prevented = await desk.main(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].map((name) => {
      let stopped = false;
      contents?.emit(
        name as 'will-redirect',
        {
          preventDefault: () => {
            stopped = true;
          },
          url: 'seatline://app/other',
        } as never,
      );
      return stopped;
    });
  });
  expect({
    prevented,
    url: await desk.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
    logged: desk.log().filter(({ event }) => event === 'navigation.refused').length,
  }).toEqual({
    prevented: [true, true, true, true],
    url: 'seatline://app/?shape=workspace',
    logged: 5,
  });
});

test('14 and 15: no window opens; only web addresses reach the system’s browser, re-serialised', async ({ desk }) => {
  const hostile = [
    'file:///etc/passwd',
    '\\\\server\\share\\x.exe',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-msdt:/id',
    'smb://x/y',
    'https://user:pass@crm.example/',
    'seatline://app/',
    `https://crm.example/${'x'.repeat(3000)}`,
  ];
  for (const url of [...hostile, 'HTTPS://crm.example/a/../b?n=1']) {
    await desk.main(({ BrowserWindow }, wanted) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        askWindow(url: string): void;
      };
      contents.askWindow(wanted);
    }, url);
  }
  await desk.page.evaluate(() => void window.open('https://crm.example/real'));
  await expect
    .poll(async () => (await desk.happened('openExternal')).map(({ url }) => url))
    .toEqual(['https://crm.example/b?n=1', 'https://crm.example/real']);
  const opened = await desk.happened('window-open');
  expect({
    actions: new Set(opened.map(({ action }) => action)),
    refused: desk.log().filter(({ event }) => event === 'external.refused').length,
    windows: await desk.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  }).toEqual({ actions: new Set(['deny']), refused: hostile.length, windows: 1 });
});

test('17: messages are heard from the main frame of the page only', async ({ desk }) => {
  const answers = await desk.main(({ ipcMain, BrowserWindow }) => {
    const sender = BrowserWindow.getAllWindows()[0]?.webContents;
    const main = sender?.mainFrame as unknown as { url: string; parent: unknown };
    const ask = (senderFrame: unknown) => {
      const replies: unknown[] = [];
      ipcMain.emit(
        'seatline:desk',
        { sender, senderFrame, reply: (_channel: string, message: unknown) => replies.push(message) },
        { t: 'call', id: 7, name: 'app.quit', input: { confirmed: true } },
      );
      return replies.map((reply) => (reply as { result: { error: { code: string } } }).result.error.code);
    };
    return [
      ask(null),
      ask({ url: '', parent: null }),
      ask({ url: 'about:blank', parent: null }),
      ask({ url: 'https://evil.example/', parent: null }),
      ask({ url: 'seatline://app.evil/', parent: null }),
      ask({ url: 'seatline://app/', parent: main }),
    ];
  });
  await expect
    .poll(() => [answers, desk.log().filter(({ event }) => event === 'sender.refused').length])
    .toEqual([answers.map(() => ['refused-sender']), 6]);
});

test('18: the scheme serves files of the page and nothing else', async ({ desk }) => {
  const answers = await desk.main(async ({ session }) => {
    const handler = (
      session.defaultSession as unknown as {
        handlers: Map<
          string,
          (request: { method: string; url: string; headers: Headers; signal: AbortSignal }) => Promise<Response>
        >;
      }
    ).handlers.get('seatline');
    const plain = { headers: new Headers(), signal: new AbortController().signal };
    const status = async (url: string, method = 'GET') => (await handler?.({ url, method, ...plain }))?.status;
    return {
      good: [
        await status('seatline://app/'),
        await status('seatline://app/index.html?shape=bar'),
        await status('seatline://app/sounds/ring.wav', 'HEAD'),
      ],
      bad: [
        await status('seatline://app/..%2fmain.cjs'),
        await status('seatline://app/%2e%2e%2fpreload.cjs'),
        await status('seatline://app/..%5cmain.cjs'),
        await status('seatline://app/%00'),
        await status('seatline://other/index.html'),
        await status('seatline://app/', 'POST'),
        await status('not an address'),
        await status(`seatline://app/media/${'x'.repeat(32)}`),
      ],
    };
  });
  expect(answers).toEqual({ good: [200, 200, 200], bad: [404, 404, 404, 404, 421, 405, 400, 404] });
});
