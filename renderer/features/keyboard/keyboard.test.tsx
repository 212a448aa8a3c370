import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appError, fail } from '../../../shared/domain/result';
import type { Scene } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { Notices } from '../notices/notices';
import { getDraft } from '../wrap-up/notes';
import { getIntents, resetIntents } from './intents';
import { Keyboard } from './keyboard';

beforeEach(resetIntents);
afterEach(cleanup);

async function at(scene: Scene) {
  const screen = renderScreen(
    <>
      <Keyboard />
      <Notices />
      <textarea />
    </>,
    { scene },
  );
  await screen.settle();
  return screen;
}
const id = '1763692293.191';

test('keys act on the call that needs a hand', async () => {
  const screen = await at('busy');
  for (const key of ['a', 'o', 'h']) fireEvent.keyDown(document.body, { key });
  await screen.settle();
  expect(screen.bridge.sent).toEqual([
    { name: 'call.answer', input: { callId: '1763692310.200' } },
    { name: 'call.hold', input: { callId: id } },
    { name: 'call.hangUp', input: { callId: '1763692310.200' } },
  ]);
});

test('what is not possible now is not sent', async () => {
  const screen = await at('ringing');
  for (const key of ['o', 't', 'c']) fireEvent.keyDown(document.body, { key });
  expect([screen.bridge.sent, getIntents().transfer]).toEqual([[], null]);
});

test('hang up bounces once a second only', async () => {
  const screen = await at('talking');
  screen.bridge.onCommand('call.hangUp', () => ({ ok: true, value: null }));
  fireEvent.keyDown(document.body, { key: 'h' });
  fireEvent.keyDown(document.body, { key: 'h' });
  screen.pass(1_000);
  fireEvent.keyDown(document.body, { key: 'h' });
  expect(screen.bridge.sent.length).toBe(2);
});

test('typing a note never controls the call', async () => {
  const screen = await at('talking');
  const field = screen.container.querySelector('textarea')!;
  for (const key of ['h', 'o', 'r', '1', '?']) fireEvent.keyDown(field, { key });
  expect([screen.bridge.sent, getIntents().help]).toEqual([[], false]);
});

test('dispositions by number, ready and pause by R, the list by ?', async () => {
  const screen = await at('talking');
  fireEvent.keyDown(document.body, { key: '2' });
  fireEvent.keyDown(document.body, { key: 'r' });
  fireEvent.keyDown(document.body, { key: '?' });
  await screen.settle();
  expect([
    getDraft(id).disposition,
    screen.bridge.sent,
    screen.getByRole('dialog', { name: '键盘快捷键' }) !== null,
  ]).toEqual(['需跟进', [{ name: 'seat.pause', input: { reason: 1 } }], true]);
});

test('a key whose command never began is told in a notice', async () => {
  const screen = await at('talking');
  screen.bridge.onCommand('call.hold', () => fail(appError('unreachable', 'road', { tried: 'call.hold' })));
  fireEvent.keyDown(document.body, { key: 'o' });
  await screen.settle();
  expect(screen.getByRole('alert').textContent).toContain('保持：连接不上');
});
