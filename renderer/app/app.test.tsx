import { act, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetIntents } from '../features/keyboard/intents';
import { createFixtureBridge, type Scene } from '../live/fixture/index';
import { cleanup } from '../live/fixture/render';
import { App } from './app';

beforeEach(() => {
  resetIntents();
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(scene: Scene, shape: 'bar' | 'panel' | 'workspace' | 'ring' | null = null) {
  const now = Date.now();
  const bridge = createFixtureBridge({ scene, now });
  const settings = bridge.get('settings');
  bridge.set('settings', { ...settings, theme: 'light', ...(shape && shape !== 'ring' ? { shape } : {}) });
  const screen = render(<App bridge={bridge} firstShape={shape} />);
  await act(async () => undefined);
  return { screen, bridge };
}

test.each(['bar', 'panel', 'workspace'] as const)('the %s shows my state, the call and the link', async (shape) => {
  const { screen } = await open('talking', shape);
  expect([
    screen.getByRole('button', { name: '状态：通话中，打开菜单' }) !== null,
    screen.getAllByText('张伟').length > 0,
    screen.getByRole('button', { name: '挂断' }) !== null,
    screen.getByRole('button', { name: /^连接与数据/ }) !== null,
    document.documentElement.dataset.shape,
  ]).toEqual([true, true, true, true, shape]);
});

test('without data it says that it connects; without a desk it says that the desk is gone', async () => {
  const loading = await open('loading');
  const text = loading.screen.getByRole('status').textContent;
  cleanup();
  const { screen, bridge } = await open('talking');
  act(() => bridge.road('closed'));
  const closed = [
    screen.getByText('与本机程序的连接已断开').closest('[role=alert]') !== null,
    screen.container.querySelector('.road-area')?.hasAttribute('inert'),
  ];
  act(() => bridge.road('open'));
  expect([text, closed, screen.queryByText('与本机程序的连接已断开')]).toEqual([
    // jsdom's browser is English; the settings have not come yet.
    ' Connecting to the program on this computer…',
    [true, true],
    null,
  ]);
});

test('nobody signed in means the sign-in page, whatever the shape', async () => {
  const { screen } = await open('signed-out', 'panel');
  expect(screen.getByRole('button', { name: '签入' })).toBeTruthy();
});

test('language and theme of the settings are on the page at once', async () => {
  const { screen, bridge } = await open('ready');
  await act(async () => bridge.set('settings', { ...bridge.get('settings'), language: 'en', theme: 'dark' }));
  await act(async () => undefined);
  expect([
    document.documentElement.lang,
    document.documentElement.dataset.theme,
    screen.getByRole('heading', { name: 'My queues' }) !== null,
  ]).toEqual(['en', 'dark', true]);
});

test('the host’s request for the dial box focuses it and clears the address', async () => {
  const { screen } = await open('ready');
  await act(async () => {
    location.hash = '#dial';
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: '要拨打的号码' })));
  expect(location.hash).toBe('');
});

test.each([
  [[], ['工具条', '侧栏✓', '工作台', '快捷键?']],
  [
    ['windows', 'always-on-top', 'quit'],
    ['工具条', '侧栏✓', '工作台', '窗口置顶✓', '最小化', '快捷键?', '退出坐席线'],
  ],
] as const)('what the host cannot do is not in the menu: %j', async (capabilities, expected) => {
  const { screen, bridge } = await open('ready', 'panel');
  await act(async () => bridge.set('host', { ...bridge.get('host'), capabilities }));
  fireEvent.click(screen.getByRole('button', { name: '窗口形状' }));
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(expected);
});
