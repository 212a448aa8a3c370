import { notifyManager } from '@tanstack/react-query';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../shared/bridge/settings';
import { appError, fail } from '../../../shared/domain/result';
import { createFixtureBridge } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { SettingsPage, type SettingsSection } from './index';
import { inverseOf } from './saving';

beforeEach(() => {
  fakeLayout();
  // Answers arrive within `settle()`, not a timer later.
  notifyManager.setScheduler(queueMicrotask);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(section: SettingsSection, bridge = createFixtureBridge()) {
  const view = renderScreen(<SettingsPage section={section} />, { bridge });
  await view.settle();
  return { bridge, view };
}
const type = (label: string, value: string): HTMLElement => {
  const box = screen.getByLabelText(label);
  fireEvent.change(box, { target: { value } });
  return box;
};
const leave = (box: HTMLElement): void => {
  fireEvent.focus(box);
  fireEvent.blur(box);
};
const changes = (bridge: ReturnType<typeof createFixtureBridge>) =>
  bridge.sent.filter(({ name }) => name === 'settings.change').map(({ input }) => input);

test('a valid box is saved when it is left, and the save can be undone', async () => {
  const { bridge, view } = await open('wrapUp');
  leave(type('话后时间（秒）', '45'));
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '撤销' }));
  await view.settle();
  expect(changes(bridge)).toEqual([{ change: { wrapUp: { seconds: 45 } } }, { change: { wrapUp: { seconds: 30 } } }]);
});

test('what is not valid gets a sentence, is not saved, and is still there after a visit elsewhere', async () => {
  const { bridge, view } = await open('wrapUp');
  leave(type('话后时间（秒）', '3'));
  await view.settle();
  const sentence = screen.getByText('请填 5 到 900 之间的整数。') !== null;
  fireEvent.click(screen.getByRole('button', { name: '关于' }));
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '话后' }));
  await view.settle();
  expect({
    sentence,
    kept: (screen.getByLabelText('话后时间（秒）') as HTMLInputElement).value,
    saved: changes(bridge),
  }).toEqual({ sentence: true, kept: '3', saved: [] });
});

test('a save that fails keeps what was typed and says why', async () => {
  const bridge = createFixtureBridge();
  bridge.onCommand('settings.change', () => fail(appError('storage', 'disk full', { tried: 'settings.change' })));
  const { view } = await open('wrapUp', bridge);
  leave(type('话后时间（秒）', '45'));
  await view.settle();
  expect({
    kept: (screen.getByLabelText('话后时间（秒）') as HTMLInputElement).value,
    why: screen.getByText(/保存设置/) !== null,
    hint: screen.getByText('您的输入仍在，改好后会再次保存。') !== null,
  }).toEqual({ kept: '45', why: true, hint: true });
});

test('red must stay above amber, also for a queue of its own', async () => {
  const bridge = createFixtureBridge();
  bridge.set('settings', {
    ...defaultSettings,
    thresholds: { ...defaultSettings.thresholds, byQueue: { '90': { waitAmberSeconds: 10, waitRedSeconds: 30 } } },
  });
  const { view } = await open('thresholds', bridge);
  leave(type('最长等待（秒），红色', '20'));
  leave(type('队列 90，红色', '5'));
  leave(type('队列 90，黄色', '12'));
  await view.settle();
  expect({
    sentences: screen.getAllByText(/红色阈值必须大于黄色阈值/).map((node) => node.textContent),
    saved: changes(bridge),
  }).toEqual({
    sentences: ['红色阈值必须大于黄色阈值（20）。', '红色阈值必须大于黄色阈值（12）。'],
    saved: [{ change: { thresholds: { byQueue: { '90': { waitAmberSeconds: 12, waitRedSeconds: 30 } } } } }],
  });
});

test('the dial preview shows exactly what the desk would dial', async () => {
  const { view } = await open('dialling');
  type('输入任意号码，看实际会拨出什么', '138 0013 8000');
  await view.settle();
  const preview = within(screen.getByRole('region', { name: '试一试' }));
  expect({ dial: preview.getByText('913800138000') !== null, kind: preview.getByText(/国内号码/) !== null }).toEqual({
    dial: true,
    kind: true,
  });
});

test('short codes: one that is none is named, good ones are saved as a list', async () => {
  const { bridge, view } = await open('dialling');
  const box = type('短号', '110, abc');
  leave(box);
  await view.settle();
  const sentence = screen.getByText(/“abc”不行/) !== null;
  leave(type('短号', '110，119 10086'));
  await view.settle();
  expect({ sentence, saved: changes(bridge) }).toEqual({
    sentence: true,
    saved: [{ change: { dialling: { shortCodes: ['110', '119', '10086'] } } }],
  });
});

test('a template with a bad scheme or an unknown name gets its sentence; a variable is inserted and saved', async () => {
  const { bridge, view } = await open('pop');
  type('弹屏网址模板', 'javascript:alert(1)');
  await view.settle();
  const scheme = screen.getAllByText(/网址必须以 http/).length > 0;
  type('弹屏网址模板', 'https://crm.example/?n=');
  fireEvent.click(screen.getByRole('button', { name: '{number}' }));
  await view.settle();
  const saved = changes(bridge);
  type('弹屏网址模板', 'https://crm.example/?n={nobody}');
  await view.settle();
  expect({ scheme, saved, unknown: screen.getAllByText(/不认识的变量：nobody/).length > 0 }).toEqual({
    scheme: true,
    saved: [{ change: { pop: { template: 'https://crm.example/?n={number}' } } }],
    unknown: true,
  });
});

test('a shortcut is recorded by pressing it; a conflict is named and not saved', async () => {
  const { bridge, view } = await open('shortcuts');
  const box = screen.getByRole('button', { name: /录制“保持 \/ 恢复”/ });
  fireEvent.click(box);
  fireEvent.keyDown(box, { key: 'A', code: 'KeyA', ctrlKey: true, shiftKey: true });
  await view.settle();
  const conflict = screen.getByText('与“接听”相同，请换一个。') !== null;
  fireEvent.keyDown(box, { key: 'F9', code: 'F9' });
  await view.settle();
  expect({ conflict, saved: changes(bridge) }).toEqual({
    conflict: true,
    saved: [{ change: { shortcuts: { hold: 'F9' } } }],
  });
});

test('controls for what this host cannot do are absent', async () => {
  const bridge = createFixtureBridge();
  bridge.set('host', { ...bridge.get('host'), capabilities: [] });
  const { view } = await open('general', bridge);
  const general = [screen.queryByText('窗口形态'), screen.queryByText('窗口总在最前')];
  fireEvent.click(screen.getByRole('button', { name: '快捷键' }));
  await view.settle();
  expect({ general, shortcuts: screen.queryAllByRole('button', { name: /录制/ }).length }).toEqual({
    general: [null, null],
    shortcuts: 0,
  });
});

test('the inverse of a change holds the values before it, field by field', () => {
  expect(inverseOf(defaultSettings, { language: 'en', wrapUp: { seconds: 99 }, thresholds: { byQueue: {} } })).toEqual({
    language: 'zh-CN',
    wrapUp: { seconds: 30 },
    thresholds: { byQueue: {} },
  });
});
