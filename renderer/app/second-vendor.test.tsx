import { act, fireEvent, render, within } from '@testing-library/react';
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

async function open(scene: Scene, shape: 'bar' | 'panel' | 'workspace', vendor: 'mvb2000' | 'uncall' = 'uncall') {
  const bridge = createFixtureBridge({ scene, vendor, now: Date.now() });
  bridge.set('settings', { ...bridge.get('settings'), theme: 'light', language: 'zh-CN', shape });
  const screen = render(<App bridge={bridge} firstShape={shape} />);
  await act(async () => undefined);
  return { screen, bridge };
}
const places = (screen: ReturnType<typeof render>) =>
  [...screen.container.querySelectorAll('.nav-place .nav-word')].map((place) => place.textContent);
const headings = (screen: ReturnType<typeof render>) =>
  screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);

test('the workspace has no place, panel or figure for what the platform lacks', async () => {
  const second = await open('ready', 'workspace');
  const found = [
    places(second.screen),
    headings(second.screen),
    second.screen.queryByText('同事'),
    second.screen.container.querySelector('.queue-summary'),
    second.screen.getByPlaceholderText('号码或分机') !== null,
  ];
  cleanup();
  const first = await open('ready', 'workspace', 'mvb2000');
  expect([found, places(first.screen), headings(first.screen)]).toEqual([
    [['通话台', '监听', '通话记录', '未接', '设置'], ['拨号'], null, null, true],
    ['通话台', '监控', '通话记录', '未接', '会议', '演示', '设置'],
    ['我的队列', '拨号', '免打扰与转移'],
  ]);
});

test('the panel has the same tabs less what is missing, and listening in as one of them', async () => {
  const { screen, bridge } = await open('talking', 'panel');
  const tabs = () => screen.getAllByRole('tab').map((tab) => tab.textContent);
  const alone = tabs();
  await act(async () => bridge.set('host', { ...bridge.get('host'), driver: ['hold', 'dnd'] }));
  expect([alone, tabs()]).toEqual([
    ['拨号', '未接', '通话记录', '监听'],
    ['拨号', '免打扰与转移', '未接', '通话记录'],
  ]);
});

test('the bar keeps state, switch, call and link', async () => {
  const { screen } = await open('talking', 'bar');
  expect(
    within(screen.getByRole('main'))
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label')?.replace(/：.*|,.*/, '')),
  ).toEqual(
    ['状态', '张伟 来电资料', '挂断', '保持', '盲转', '满意度', '连接与数据', '窗口形状'].map((name) =>
      expect.stringContaining(name),
    ),
  );
  expect(screen.getByRole('switch', { name: '示忙' })).toBeTruthy();
});

test('keys and settings speak only of what there is', async () => {
  const { screen } = await open('ready', 'workspace');
  await act(async () => {
    fireEvent.keyDown(window, { key: '?' });
  });
  const keys = [...screen.getByRole('dialog').querySelectorAll('kbd')].map((key) => key.textContent);
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  await act(async () => undefined);
  fireEvent.click(screen.getByRole('button', { name: '设置' }));
  await vi.waitFor(() => expect(screen.container.querySelector('.settings-nav')).toBeTruthy());
  const sections = [...screen.container.querySelectorAll('.settings-link')].map((link) => link.textContent);
  expect([keys, sections]).toEqual([
    ['H', 'O', 'T', 'R', '1–9', 'Ctrl+Enter', 'D  /', '?', 'Esc'],
    ['通用', '话后', '拨号规则', '弹屏', '提醒', '快捷键', '告警阈值', '平台', '键盘操作', '关于'],
  ]);
});

test('an outage promises no list of missed calls where the platform keeps none', async () => {
  const told = async (vendor: 'mvb2000' | 'uncall') => {
    const { screen } = await open('down', 'workspace', vendor);
    const text = screen.container.querySelector('.offline-banner')?.textContent ?? '';
    cleanup();
    return [text.includes('恢复后会从记录中补出'), text.includes('平台不保存通话记录，无法补出')];
  };
  expect([await told('mvb2000'), await told('uncall')]).toEqual([
    [true, false],
    [false, true],
  ]);
});
