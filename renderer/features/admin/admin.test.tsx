import { act, fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail } from '../../../shared/domain/result';
import { createFixtureBridge } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { Notices } from '../notices/notices';
import { AdminMenu } from './index';

afterEach(cleanup);

/** Signed in to a platform of the list; `shanghai` has an account of the admin pages. */
async function menu(profileId: string) {
  const bridge = createFixtureBridge();
  bridge.set('session', { ...bridge.get('session'), profileId });
  const screen = renderScreen(
    <>
      <AdminMenu />
      <Notices />
    </>,
    { bridge },
  );
  await screen.settle();
  return screen;
}
const button = (screen: ReturnType<typeof renderScreen>) => screen.queryByRole('button', { name: '平台管理页面' });

test('four pages, each one command', async () => {
  const screen = await menu('shanghai');
  const sent = [];
  for (const name of ['首页', '菜单', '工具', '报表']) {
    fireEvent.click(button(screen)!);
    await screen.settle();
    fireEvent.click(screen.getByRole('menuitem', { name }));
    await screen.settle();
    sent.push(screen.bridge.sent.at(-1));
  }
  expect(sent).toEqual(
    ['home', 'menus', 'tools', 'reports'].map((page) => ({ name: 'platform.openAdmin', input: { page } })),
  );
});

test('absent without an account, without a window for it, and while nobody is signed in', async () => {
  const without = button(await menu('built-in'));
  cleanup();
  const screen = await menu('shanghai');
  const shown = button(screen) !== null;
  const host = screen.bridge.get('host');
  await act(async () =>
    screen.bridge.set('host', { ...host, capabilities: host.capabilities.filter((name) => name !== 'admin-page') }),
  );
  const noWindow = button(screen);
  await act(async () => {
    screen.bridge.set('host', host);
    screen.bridge.set('session', { ...screen.bridge.get('session'), state: 'signed-out' });
  });
  expect([without, shown, noWindow, button(screen)]).toEqual([null, true, null, null]);
});

test('a page that does not open says so', async () => {
  const screen = await menu('shanghai');
  screen.bridge.onCommand('platform.openAdmin', () =>
    fail(appError('unreachable', 'x', { tried: 'platform.openAdmin' })),
  );
  fireEvent.click(button(screen)!);
  await screen.settle();
  fireEvent.click(screen.getByRole('menuitem', { name: '报表' }));
  await screen.settle();
  expect(screen.getByRole('alert').textContent).toContain('打开平台管理页面：连接不上');
});
