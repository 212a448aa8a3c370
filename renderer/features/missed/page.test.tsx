import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MissedCall } from '../../../shared/bridge/topics';
import { createFixtureBridge, fixtureNow } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { groupMissed } from './groups';
import { MissedBadge, MissedPage } from './index';

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const missed = (id: string, change: Partial<MissedCall> = {}): MissedCall => ({
  id,
  at: fixtureNow - 60_000,
  number: `1380013800${id}`,
  name: '',
  region: '北京',
  queue: '90',
  why: 'no-answer',
  calledBack: false,
  ...change,
});
const calls = [
  missed('1'),
  missed('2', { at: fixtureNow - 30_000, why: 'while-offline' }),
  missed('3', { at: fixtureNow - 86_400_000, why: 'rejected' }),
  missed('4', { at: fixtureNow - 10_000, why: 'abandoned', calledBack: true }),
];
const world = Object.fromEntries(calls.map((call) => [call.id, call]));

test('calls that came while offline stand first, then today, then earlier; newest first', () => {
  expect(groupMissed(calls, fixtureNow, 480).map(({ id, calls: own }) => [id, own.map((call) => call.id)])).toEqual([
    ['offline', ['2']],
    ['today', ['4', '1']],
    ['earlier', ['3']],
  ]);
});

test('each row says why; one click calls back, one dismisses', async () => {
  const bridge = createFixtureBridge({ change: { missed: world } });
  const view = renderScreen(<MissedPage />, { bridge });
  await view.settle();
  const why = screen.getAllByText(/振铃未接|对方先挂断|已拒接|断线期间打入/).map((node) => node.textContent);
  const today = within(screen.getByRole('region', { name: '今天' }));
  fireEvent.click(today.getByRole('button', { name: '回拨 13800138001' }));
  await view.settle();
  fireEvent.click(today.getByRole('button', { name: '忽略 13800138001 的未接来电' }));
  await view.settle();
  expect({ why, sent: bridge.sent }).toEqual({
    why: ['断线期间打入', '对方先挂断', '振铃未接', '已拒接'],
    sent: [
      { name: 'call.dial', input: { number: '13800138001', confirmed: true } },
      { name: 'missed.dismiss', input: { id: '1' } },
    ],
  });
});

test('the badge counts what nobody called back, and is gone at none', async () => {
  const bridge = createFixtureBridge({ change: { missed: world } });
  const view = renderScreen(<MissedBadge />, { bridge });
  await view.settle();
  const three = screen.getByText('未接来电 3 个') !== null;
  cleanup();
  const none = renderScreen(<MissedBadge />, { change: { missed: { '4': calls[3]! } } });
  await none.settle();
  expect({ three, none: none.container.textContent }).toEqual({ three: true, none: '' });
});
