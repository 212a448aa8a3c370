import { act, fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { fixtureNow, people } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { Announcer } from './announcer';
import { RingPopup } from './ring-popup';

afterEach(cleanup);
const { byId, talking } = people;

test('a ring interrupts the screen reader; the answer and the end are said when there is room', async () => {
  const screen = renderScreen(<Announcer />, { scene: 'ringing' });
  await screen.settle();
  const said = () => [screen.getByRole('alert').textContent, screen.getByRole('status').textContent];
  const ringing = said();
  await act(async () => screen.bridge.set('calls', byId([talking(fixtureNow)])));
  const answered = said();
  await act(async () =>
    screen.bridge.set('calls', byId([talking(fixtureNow, { state: 'ended', end: 'hung-up-there' })])),
  );
  const ended = said();
  expect([ringing, answered, ended]).toEqual([
    ['张伟 来电，北京 移动, 售后服务', ''],
    ['', '已接通 张伟'],
    ['', '通话已结束：对方挂断'],
  ]);
});

test('a change of state by somebody else is said too', async () => {
  const screen = renderScreen(<Announcer />);
  await screen.settle();
  const seat = screen.bridge.get('seat')!;
  await act(async () => screen.bridge.set('seat', { ...seat, availability: 'paused', reason: 1 }));
  expect(screen.getByRole('status').textContent).toBe('状态：示忙');
});

test('the popup answers and rejects the call that rings, and is empty without one', async () => {
  const screen = renderScreen(<RingPopup />, { scene: 'ringing' });
  screen.bridge.onCommand('call.reject', () => ({ ok: true, value: null }));
  await screen.settle();
  fireEvent.click(screen.getByRole('button', { name: '拒接' }));
  fireEvent.click(screen.getByRole('button', { name: '接听' }));
  await screen.settle();
  expect([screen.bridge.sent.map(({ name }) => name), screen.getByRole('main').textContent]).toEqual([
    ['call.reject', 'call.answer'],
    '',
  ]);
});
