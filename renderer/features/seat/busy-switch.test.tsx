import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appError, fail } from '../../../shared/domain/result';
import type { Scene } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { resetIntents } from '../keyboard/intents';
import { Keyboard } from '../keyboard/keyboard';
import { StateChip } from './state-chip';

beforeEach(resetIntents);
afterEach(cleanup);

async function chip(scene: Scene, vendor: 'mvb2000' | 'uncall' = 'uncall') {
  const screen = renderScreen(
    <>
      <StateChip />
      <Keyboard />
    </>,
    { scene, vendor },
  );
  await screen.settle();
  return screen;
}
const busy = (screen: ReturnType<typeof renderScreen>) => screen.getByRole('switch', { name: '示忙' });
const isOn = (screen: ReturnType<typeof renderScreen>): boolean => (busy(screen) as HTMLInputElement).checked;

test('one switch turns the phone busy and idle, and the state follows what the desk says', async () => {
  const screen = await chip('ready');
  const states = [isOn(screen)];
  fireEvent.click(busy(screen));
  await screen.settle();
  states.push(isOn(screen));
  const word = screen.container.querySelector('.state-word')?.textContent;
  fireEvent.click(busy(screen));
  await screen.settle();
  states.push(isOn(screen));
  expect([states, word, screen.bridge.sent]).toEqual([
    [false, true, false],
    '示忙',
    [
      { name: 'seat.pause', input: { reason: 1 } },
      { name: 'seat.ready', input: {} },
    ],
  ]);
});

test('the menu has no reasons to choose from and no second road to the same switch', async () => {
  const screen = await chip('paused');
  fireEvent.click(screen.getByRole('button', { name: /^状态/ }));
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['签出']);
});

test('the ready key turns the same switch', async () => {
  const screen = await chip('ready');
  fireEvent.keyDown(window, { key: 'r' });
  await screen.settle();
  fireEvent.keyDown(window, { key: 'r' });
  await screen.settle();
  expect(screen.bridge.sent.map(({ name }) => name)).toEqual(['seat.pause', 'seat.ready']);
});

test('during a call busy is what comes after it, and can be taken back', async () => {
  const screen = await chip('held');
  const next = screen.container.querySelector('.state-next strong')?.textContent;
  const before = isOn(screen);
  fireEvent.click(screen.getByRole('button', { name: '取消预约 示忙' }));
  await screen.settle();
  expect([next, before, isOn(screen), screen.bridge.sent]).toEqual([
    '示忙',
    true,
    false,
    [{ name: 'seat.cancelNext', input: {} }],
  ]);
});

test('a refusal stands below and the switch stays as the platform has it', async () => {
  const screen = await chip('ready');
  screen.bridge.onCommand('seat.pause', () => fail(appError('timed-out', 'x', { tried: 'seat.pause' })));
  fireEvent.click(busy(screen));
  await screen.settle();
  expect([isOn(screen), screen.getByRole('alert').textContent]).toEqual([
    false,
    expect.stringContaining('示忙：平台没有在限定时间内应答'),
  ]);
});

test('a platform with reasons has no such switch; one with neither has none of both', async () => {
  const first = await chip('ready', 'mvb2000');
  const switches = [first.queryByRole('switch')];
  cleanup();
  const second = await chip('ready');
  await act(async () => second.bridge.set('host', { ...second.bridge.get('host'), driver: ['hold'] }));
  fireEvent.keyDown(window, { key: 'r' });
  await second.settle();
  expect([...switches, second.queryByRole('switch'), second.bridge.sent]).toEqual([null, null, []]);
});
