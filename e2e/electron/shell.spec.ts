import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environment, expect, platformKey, test } from './app';

const root = path.resolve(import.meta.dirname, '../..');

test('signs in on the built-in platform; the tray follows the seat, and its menu changes it', async ({
  desk,
  platform,
}) => {
  expect(await desk.tray()).toEqual({ state: 'offline', tip: '坐席线 · 离线' });
  expect(await desk.signIn()).toMatchObject({ ok: true });
  await expect.poll(() => desk.tray()).toEqual({ state: 'ready', tip: '坐席线 · 2011@2011 · 示闲' });

  const reasons = await desk.topic('reasons');
  const reason = reasons[0]!;
  await desk.main(({ double }, id) => double.trays[0]?.menu?.getMenuItemById(id)?.click(), `pause-${reason.code}`);
  await expect
    .poll(() => desk.tray())
    .toEqual({ state: 'paused', tip: `坐席线 · 2011@2011 · 示忙（${reason.label}）` });
  const checked = await desk.main(
    ({ double }, id) => double.trays[0]?.menu?.getMenuItemById(id)?.checked,
    `pause-${reason.code}`,
  );
  await desk.main(({ double }) => double.trays[0]?.menu?.getMenuItemById('ready')?.click());
  await expect.poll(async () => (await desk.tray()).state).toBe('ready');
  expect({ checked, asked: platform.requests.get('ctiqueuepause') }).toEqual({ checked: true, asked: 2 });
});

test('R25: a ring shows the popup without taking the focus; it goes when the call is answered', async ({
  desk,
  platform,
}) => {
  await desk.signIn();
  await expect.poll(async () => (await desk.tray()).state).toBe('ready');
  const before = (await desk.journal()).length;
  platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  await expect.poll(async () => (await desk.windows()).ring).toEqual({ visible: true, focused: false, onTop: true });
  const tray = await desk.tray();
  const during = (await desk.journal()).slice(before).map(({ what }) => what);
  expect({
    state: tray.state,
    caller: tray.tip.includes('13800138000'),
    focus: during.filter((what) => /focus|window\.show$/.test(what)),
    shown: during.includes('window.showInactive'),
  }).toEqual({
    state: 'ringing',
    caller: true,
    focus: [],
    shown: true,
  });
  expect(
    await desk.main(({ BrowserWindow }) => {
      const popup = BrowserWindow.getAllWindows().at(-1) as unknown as {
        options: { focusable: boolean; skipTaskbar: boolean; frame: boolean };
      };
      return [popup.options.focusable, popup.options.skipTaskbar, popup.options.frame];
    }),
  ).toEqual([false, true, false]);

  platform.scenario.answers('2011');
  await expect
    .poll(async () => [(await desk.windows()).ring?.visible, (await desk.tray()).state])
    .toEqual([false, 'on-call']);
});

test('ignoring hides the popup for this ring only', async ({ desk, platform }) => {
  await desk.signIn();
  await expect.poll(async () => (await desk.tray()).state).toBe('ready');
  const caller = platform.scenario.callerRings({ from: '13800138000', to: { extension: '2011' } });
  await expect.poll(async () => (await desk.windows()).ring?.visible).toBe(true);
  await desk.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)?.close());
  expect([(await desk.windows()).ring?.visible, (await desk.tray()).state]).toEqual([false, 'ringing']);
  caller.givesUp();
  await expect.poll(async () => (await desk.tray()).state).toBe('ready');
  platform.scenario.callerRings({ from: '13900139000', to: { extension: '2011' } });
  await expect.poll(async () => (await desk.windows()).ring?.visible).toBe(true);
});

test('a second start hands its link over and ends; the request waits for a person', async ({
  desk,
  platform,
  profile,
}) => {
  const second = spawnSync(
    path.join(root, 'out/double/electron'),
    [root, `--profile=${profile}`, 'tel:+86-138-0013-8000', 'seatline://listen/2012'],
    {
      cwd: root,
      env: environment(platform),
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  await expect
    .poll(async () => Object.values(await desk.topic('requests')).map(({ source, text }) => [source, text]))
    .toEqual([['link', '+86-138-0013-8000']]);
  expect({
    status: second.status,
    calls: platform.requests.get('ctioriginate') ?? 0,
    // R21: the other verb left an audit line and nothing else.
    refused: desk
      .log()
      .filter(({ event }) => event === 'link.refused')
      .map(({ scheme, verb, why }) => [scheme, verb, why]),
  }).toEqual({ status: 0, calls: 0, refused: [['seatline', 'listen', 'other-verb']] });
});

test('macOS’ open-url and a cold start arrive at the same place', async ({ start }) => {
  const desk = await start(['callto:2012']);
  await desk.main(({ app }) => {
    app.emit('open-url', { preventDefault: () => {} }, 'tel:2013');
    app.emit('open-url', { preventDefault: () => {} }, 'seatline:transfer?to=2012');
  });
  await expect
    .poll(async () => Object.values(await desk.topic('requests')).map(({ text }) => text))
    .toEqual(['2012', '2013']);
});

test('shortcuts of the settings are registered; one that is taken or unreadable is told', async ({
  desk,
  platform,
}) => {
  await desk.signIn();
  await desk.main(({ double }) => double.takenKeys.add('CommandOrControl+Shift+H'));
  await desk.call('settings.change', {
    change: {
      shortcuts: {
        answer: 'F9',
        hangUp: 'CommandOrControl+Shift+H',
        hold: '',
        toggleReady: 'no such key',
        dialSelection: 'CommandOrControl+Shift+D',
        show: '',
      },
    },
  });
  await expect
    .poll(async () => (await desk.happened('notification')).map(({ body }) => body))
    .toEqual(['快捷键 CommandOrControl+Shift+H 已被其他程序占用', '快捷键 no such key 无法识别']);
  const old = await desk.main(({ double }) => double.pressKey('CommandOrControl+Shift+A'));

  await desk.main(({ double }) =>
    Object.assign(double.clipboard, { copied: 'something else', selected: ' 请拨 138 0013 8000 ' }),
  );
  const pressed = await desk.main(({ double }) => double.pressKey('CommandOrControl+Shift+D'));
  const selected = process.platform === 'linux' ? '请拨 138 0013 8000' : 'something else';
  await expect
    .poll(async () => Object.values(await desk.topic('requests')).map(({ source, text }) => [source, text]))
    .toEqual([['selection', selected]]);
  expect({
    old,
    pressed,
    copied: await desk.main(({ double }) => double.clipboard.copied),
    dialled: platform.requests.get('ctioriginate') ?? 0,
  }).toEqual({
    old: false,
    pressed: true,
    copied: 'something else',
    dialled: 0,
  });
});

test('R28: closing asks during a call and stays by default; hiding keeps the seat; quitting asks too', async ({
  desk,
  platform,
}) => {
  await desk.signIn();
  platform.scenario.callerRings({ from: '13800138000', to: { extension: '2011' } });
  await expect.poll(async () => (await desk.tray()).state).toBe('ringing');
  platform.scenario.answers('2011');
  await expect.poll(async () => (await desk.tray()).state).toBe('on-call');
  const close = () => desk.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await close();
  await expect.poll(async () => (await desk.happened('dialog')).length).toBe(1);
  const stayed = (await desk.windows()).workspace?.visible;
  await desk.main(({ double }) => double.answers.push(1));
  await close();
  await expect.poll(async () => (await desk.windows()).workspace?.visible).toBe(false);
  await desk.main(({ app }) => app.quit());
  await expect.poll(async () => (await desk.happened('dialog')).length).toBe(3);
  expect({
    stayed,
    seat: (await desk.topic('seat'))?.device,
    dialogs: (await desk.happened('dialog')).map(({ buttons, defaultId, response }) => [buttons, defaultId, response]),
  }).toEqual({
    stayed: true,
    seat: '2011',
    dialogs: [
      [['留下', '隐藏窗口'], 0, 0],
      [['留下', '隐藏窗口'], 0, 1],
      [['留下', '仍然退出'], 0, 0],
    ],
  });
});

test('R26: the program quits without waiting for a platform that does not answer', async ({ desk, platform }) => {
  await desk.signIn();
  await expect.poll(async () => (await desk.tray()).state).toBe('ready');
  // Longer than this test may last: whatever waits for an answer fails it.
  platform.scenario.faults.slow(3_600_000);
  const gone = new Promise<boolean>((resolve) => desk.app.process().once('exit', () => resolve(true)));
  await desk.main(({ app }) => app.quit()).catch(() => {});
  expect(await gone).toBe(true);
  platform.scenario.faults.clear();
});

test('the web key is kept by the system’s key store; a lost store asks again and deletes nothing', async ({
  start,
  platform,
}) => {
  const save = { id: '', name: 'Office', address: platform.address, key: 'another-web-key-77', pin: '' };
  const first = await start();
  const host = await first.topic('host');
  expect(await first.call('session.saveProfile', save)).toMatchObject({ ok: true });
  await first.close();
  const secrets = path.join(first.profile, 'secrets.json');
  const stored = readFileSync(secrets, 'utf8');

  const second = await start();
  const kept = (await second.topic('session')).profiles.map(({ name, hasKey }) => [name, hasKey]);
  await second.main(({ double }) => Object.assign(double.keyStore, { lost: true }));
  const id = (await second.topic('session')).profiles.find(({ name }) => name === 'Office')?.id ?? '';
  const lost = await second.call('session.signIn', { profileId: id, agent: '2011', device: '2011' });
  expect({
    capability: host.capabilities.includes('secret-store'),
    plain: [stored, ...second.log().map((line) => JSON.stringify(line))].some(
      (text) => text.includes('another-web-key-77') || text.includes(platformKey),
    ),
    kept: kept.find(([name]) => name === 'Office'),
    lost: lost.ok,
    same: readFileSync(secrets, 'utf8') === stored,
  }).toEqual({ capability: true, plain: false, kept: ['Office', true], lost: false, same: true });
});

for (const store of ['none', 'basic_text']) {
  test(`without a real key store (${store}) secrets live for the session only, and the screen is told`, async ({
    start,
    platform,
  }) => {
    const desk = await start([], { SEATLINE_DOUBLE_KEYSTORE: store });
    const { capabilities } = await desk.topic('host');
    await desk.call('session.saveProfile', {
      id: '',
      name: 'Office',
      address: platform.address,
      key: 'another-web-key-77',
      pin: '',
    });
    await desk.close();
    expect(capabilities.includes('secret-store')).toBe(false);
    expect(() => readFileSync(path.join(desk.profile, 'secrets.json'))).toThrow(/ENOENT/);
  });
}

test('R24: the window’s place is kept per shape over restarts, and an unplugged display does not lose it', async ({
  start,
}) => {
  const first = await start();
  await first.main(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 333, y: 77, width: 1200, height: 820 }),
  );
  await first.call('window.shape', { shape: 'bar' });
  const bar = { x: 40, y: 900, width: 920, height: 96 };
  await first.main(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), bar);
  await first.call('window.shape', { shape: 'workspace' });
  const back = await first.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await first.close();

  const second = await start();
  const again = await second.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await second.call('window.shape', { shape: 'bar' });
  const barAgain = await second.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const rescued = await second.main(({ BrowserWindow, screen }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 5000, y: 5000, width: 920, height: 96 });
    screen.emit('display-removed', {}, {});
    return BrowserWindow.getAllWindows()[0]?.getBounds();
  });
  const place = { x: 333, y: 77, width: 1200, height: 820 };
  expect({ back, again, barAgain, rescued }).toEqual({
    back: place,
    again: place,
    barAgain: bar,
    rescued: { x: 1000, y: 944, width: 920, height: 96 },
  });
});

test('power and session events reach the desk', async ({ desk }) => {
  await desk.main(({ powerMonitor }) => {
    for (const name of ['suspend', 'resume', 'lock-screen', 'unlock-screen']) powerMonitor.emit(name as 'suspend');
  });
  expect(
    desk
      .log()
      .map(({ event }) => event)
      .filter((event) => event.startsWith('power.')),
  ).toEqual(['power.suspended', 'power.resumed']);
});

test('a page that reloads gets its state anew and hears nothing twice', async ({ desk }) => {
  await desk.topic('session');
  await desk.reload();
  const heard = await desk.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        window.seatline!.onMessage((message) => {
          const { t, sub, id } = message as { t: string; sub?: number; id?: number };
          if (sub === 42) count += 1;
          // Messages keep their order: when the answer is here, every snapshot before it is too.
          if (t === 'result' && id === 43) resolve(count);
        });
        window.seatline!.send({ t: 'subscribe', sub: 42, topics: ['session'] });
        window.seatline!.send({ t: 'query', id: 43, name: 'no.such', input: {} });
      }),
  );
  expect([heard, (await desk.topic('session')).state]).toEqual([1, 'signed-out']);
});

test('always on top and minimise reach the window; the tray’s dial box reaches the page without a reload', async ({
  desk,
}) => {
  await desk.call('window.alwaysOnTop', { on: true });
  await desk.call('window.minimise');
  const shown = (await desk.windows()).workspace;
  await desk.page.evaluate(() => {
    Object.assign(window, { hashes: [] });
    addEventListener('hashchange', (event) =>
      (window as unknown as { hashes: string[] }).hashes.push(new URL(event.newURL).hash),
    );
  });
  await desk.main(({ double }) => double.trays[0]?.menu?.getMenuItemById('dial')?.click());
  await expect
    .poll(() => desk.page.evaluate(() => (window as unknown as { hashes?: string[] }).hashes?.[0]))
    .toBe('#dial');
  expect([
    shown?.onTop,
    (await desk.happened('window.minimize')).length,
    (await desk.happened('window.restore')).length,
  ]).toEqual([true, 1, 1]);
});
