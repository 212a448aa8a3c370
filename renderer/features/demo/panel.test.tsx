import { notifyManager } from '@tanstack/react-query';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DemoState } from '../../../shared/bridge/contract';
import { appError, fail, ok } from '../../../shared/domain/result';
import { createFixtureBridge } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { DemoPanel } from './index';

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

const state: DemoState = {
  phones: [
    { device: '2011', state: 'ringing', caller: '13800138000' },
    { device: '2012', state: 'idle', caller: '' },
  ],
  queues: [{ queue: '90', name: '售后', waiting: 1 }],
  verbs: [
    'ringMe',
    'ringQueue',
    'callerHangsUp',
    'answer',
    'reject',
    'hangUp',
    'offline',
    'restart',
    'slow',
    'colleagueRings',
    'outside',
  ],
};

function panel(change: Partial<DemoState> = {}) {
  const bridge = createFixtureBridge();
  bridge.onQuery('demo.state', () => ok({ ...state, ...change }));
  return { bridge, view: renderScreen(<DemoPanel />, { bridge }) };
}

test('each button sends its verb with what it said it would do', async () => {
  const { bridge, view } = panel();
  await view.settle();
  const buttons = [
    '摘机',
    '拒接',
    '挂机',
    '给我来电',
    '给队列来电',
    '让来电者挂机',
    '同事话机振铃',
    '同事呼叫我',
    '外线对方的反应',
    '平台变慢',
    '断网',
    '重启平台（保留通话）',
    '重启平台（丢失通话）',
  ];
  for (const name of buttons) {
    fireEvent.click(screen.getByRole('button', { name }));
    await view.settle();
  }
  expect(bridge.sent.map(({ name, input }) => (name === 'demo.act' ? input : name))).toEqual([
    { verb: 'answer', args: { device: '2011' } },
    { verb: 'reject', args: { device: '2011' } },
    { verb: 'hangUp', args: { device: '2011' } },
    { verb: 'ringMe', args: { device: '2011' } },
    { verb: 'ringQueue', args: { queue: '90' } },
    { verb: 'callerHangsUp', args: { device: '2011' } },
    { verb: 'ringMe', args: { device: '2012' } },
    { verb: 'colleagueRings', args: { device: '2011' } },
    { verb: 'outside', args: { behaviour: 'answers', afterSeconds: 4 } },
    { verb: 'slow', args: { ms: 2000, seconds: 30 } },
    { verb: 'offline', args: { seconds: 20 } },
    { verb: 'restart', args: { keepState: true, seconds: 3 } },
    { verb: 'restart', args: { keepState: false, seconds: 3 } },
  ]);
});

test('it says plainly what it is, shows my phone, and reports what came of a button', async () => {
  const { bridge, view } = panel();
  await view.settle();
  bridge.onCommand('demo.act', () => fail(appError('not-possible-now', 'nothing rings', { tried: 'demo.act' })));
  fireEvent.click(screen.getByRole('button', { name: '摘机' }));
  await view.settle();
  expect({
    plain: screen.getByText(/这是内置平台/) !== null,
    phone: screen.getByText('话机 2011：振铃') !== null,
    will: screen.getByText('平台 20 秒内不应答，之后自动恢复。') !== null,
    report: screen.getByText(/演示操作/).textContent?.length !== 0,
  }).toEqual({ plain: true, phone: true, will: true, report: true });
});

test('a number that no caller can have is refused next to its box, and sends nothing', async () => {
  const { bridge, view } = panel();
  await view.settle();
  const box = screen.getByLabelText('来电号码');
  fireEvent.change(box, { target: { value: '12;rm' } });
  fireEvent.click(screen.getByRole('button', { name: '给我来电' }));
  await view.settle();
  const bad = { said: screen.getAllByText('号码为 3–20 位数字，可带开头的 +。').length > 0, sent: bridge.sent.length };
  fireEvent.change(box, { target: { value: '13912345678' } });
  fireEvent.click(screen.getByRole('button', { name: '给我来电' }));
  await view.settle();
  expect({ bad, sent: bridge.sent.map(({ input }) => input) }).toEqual({
    bad: { said: true, sent: 0 },
    sent: [{ verb: 'ringMe', args: { device: '2011', from: '13912345678' } }],
  });
});

test('what this platform version cannot do is there, off, and says so', async () => {
  const { bridge, view } = panel({ verbs: ['ringMe'] });
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '断网' }));
  await view.settle();
  expect({ said: screen.getAllByText('此平台版本不支持这一项。').length > 0, sent: bridge.sent }).toEqual({
    said: true,
    sent: [],
  });
});

test('without the built-in platform there is no panel and no question', async () => {
  const bridge = createFixtureBridge();
  bridge.set('host', { ...bridge.get('host'), demo: false });
  const view = renderScreen(<DemoPanel />, { bridge });
  await view.settle();
  expect({
    said: screen.getByText(/没有演示可做/) !== null,
    buttons: screen.queryAllByRole('button').length,
  }).toEqual({ said: true, buttons: 0 });
});
