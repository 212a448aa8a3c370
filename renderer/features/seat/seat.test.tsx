import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Scene } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { resetIntents, setIntent } from '../keyboard/intents';
import { MissedPause } from './missed-pause';
import { SignOutDialog } from './sign-out-dialog';
import { StateChip } from './state-chip';

beforeEach(resetIntents);
afterEach(cleanup);

async function chip(scene: Scene) {
  const screen = renderScreen(<StateChip />, { scene });
  await screen.settle();
  return screen;
}

test.each([
  ['ready', '示闲03:12'],
  ['paused', '示忙 · 就餐12:34'],
  ['ringing', '来电振铃00:08'],
  ['talking', '通话中01:42'],
  ['held', '已保持00:17'],
  ['wrap-up', '话后00:06'],
] as const)('the chip of %s is icon, word and time', async (scene, text) => {
  const screen = await chip(scene);
  const button = screen.container.querySelector('.state-chip');
  expect([button?.textContent, button?.querySelectorAll('svg').length]).toEqual([text, 2]);
});

test('the menu pauses with a reason; the reason that stands for wrap-up is not offered', async () => {
  const screen = await chip('ready');
  fireEvent.click(screen.getByRole('button', { name: /^状态/ }));
  const items = screen.getAllByRole('menuitem').map((item) => item.textContent);
  fireEvent.click(screen.getByRole('menuitem', { name: '就餐' }));
  await screen.settle();
  expect([items, screen.bridge.sent]).toEqual([
    ['示闲R', '小休', '就餐', '会议', '培训', '外拨回访', '签出'],
    [{ name: 'seat.pause', input: { reason: 2 } }],
  ]);
});

test('what comes after the call is shown and can be taken back', async () => {
  const screen = await chip('held');
  const next = screen.container.querySelector('.state-next strong')?.textContent;
  fireEvent.click(screen.getByRole('button', { name: '取消预约 就餐' }));
  await screen.settle();
  expect([next, screen.bridge.sent, screen.container.querySelector('.state-next')]).toEqual([
    '就餐',
    [{ name: 'seat.cancelNext', input: {} }],
    null,
  ]);
});

test('an automatic pause is explained with one press back; my own pause is not', async () => {
  const screen = renderScreen(<MissedPause />, { scene: 'missed-pause' });
  await screen.settle();
  const text = screen.getByRole('status').textContent;
  fireEvent.click(screen.getByRole('button', { name: '恢复示闲' }));
  await screen.settle();
  const sent = [...screen.bridge.sent];
  await act(async () => {
    const seat = screen.bridge.get('seat')!;
    screen.bridge.set('seat', { ...seat, availability: 'paused', pausedBy: 'me', reason: 1 });
  });
  expect([text, sent, screen.queryByRole('status')]).toEqual([
    expect.stringContaining('有来电没有接，平台已将你示忙'),
    [{ name: 'seat.ready', input: {} }],
    null,
  ]);
});

test.each([
  ['ready', '签出', 1],
  ['talking', '通话结束后签出', 1],
  ['talking', '立即签出', 2],
] as const)('sign-out from %s by “%s” confirms %i time(s)', async (scene, button, times) => {
  const screen = renderScreen(<SignOutDialog />, { scene });
  screen.bridge.onCommand('session.signOut', () => ({ ok: true, value: null }));
  await screen.settle();
  act(() => setIntent({ signOut: true }));
  fireEvent.click(screen.getByRole('button', { name: button }));
  await screen.settle();
  expect([screen.bridge.sent, screen.queryByRole('alertdialog')]).toEqual([
    Array.from({ length: times }, () => ({ name: 'session.signOut', input: { confirmed: true } })),
    null,
  ]);
});
