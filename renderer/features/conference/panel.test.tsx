import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConferenceMember } from '../../../shared/domain/queue';
import { appError, fail } from '../../../shared/domain/result';
import { createFixtureBridge, fixtureNow } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { ConferencePanel } from './index';
import { roomsOf } from './rooms';

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const member = (room: string, number: number, change: Partial<ConferenceMember> = {}): ConferenceMember => ({
  id: `${room}/${number}`,
  room,
  number,
  phone: `201${number}`,
  name: `人${number}`,
  channel: `SIP/201${number}-1`,
  joinedAt: fixtureNow - number * 60_000,
  talking: false,
  muted: false,
  ...change,
});
const people = [member('800', 2, { muted: true }), member('800', 1), member('80', 1)];

function panel() {
  const bridge = createFixtureBridge({
    change: { conferences: Object.fromEntries(people.map((one) => [one.id, one])) },
  });
  return { bridge, view: renderScreen(<ConferencePanel />, { bridge }) };
}

test('rooms stand in the order of their numbers and run since the first of those inside', () => {
  expect(roomsOf(people).map(({ room, since, members }) => [room, since, members.map(({ number }) => number)])).toEqual(
    [
      ['80', fixtureNow - 60_000, [1]],
      ['800', fixtureNow - 120_000, [1, 2]],
    ],
  );
});

test('mute goes at once, in both directions; the time in the room runs on', async () => {
  const { bridge, view } = panel();
  await view.settle();
  const room = within(screen.getByRole('list', { name: '会议室 800 的成员' }));
  fireEvent.click(room.getByRole('button', { name: '静音 人1' }));
  fireEvent.click(room.getByRole('button', { name: '取消 人2 的静音' }));
  await view.settle();
  view.pass(5_000);
  expect({ sent: bridge.sent, time: room.getAllByRole('timer')[0]?.textContent }).toEqual({
    sent: [
      { name: 'conference.mute', input: { room: '800', member: 1, on: true } },
      { name: 'conference.mute', input: { room: '800', member: 2, on: false } },
    ],
    time: '01:05',
  });
});

test('kick asks first, and a refusal stays in the dialog', async () => {
  const { bridge, view } = panel();
  bridge.onCommand('conference.kick', () =>
    fail(appError('refused', 'no', { tried: 'conference.kick', params: { errcode: 5, text: '无此成员' } })),
  );
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '请 人2 离开' }));
  await view.settle();
  const before = bridge.sent.length;
  const dialog = within(screen.getByRole('alertdialog'));
  fireEvent.click(dialog.getByRole('button', { name: '请出' }));
  await view.settle();
  expect({ before, sent: bridge.sent, said: dialog.getByRole('alert').textContent?.includes('无此成员') }).toEqual({
    before: 0,
    sent: [{ name: 'conference.kick', input: { room: '800', member: 2 } }],
    said: true,
  });
});

test('a lock is confirmed, and remembered as mine', async () => {
  const { bridge, view } = panel();
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '锁定会议室 800' }));
  await view.settle();
  fireEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: '锁定' }));
  await view.settle();
  expect({ sent: bridge.sent, mark: screen.getAllByText('您已锁定').length }).toEqual({
    sent: [{ name: 'conference.lock', input: { room: '800', on: true } }],
    mark: 1,
  });
});
