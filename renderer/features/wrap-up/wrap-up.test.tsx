import { fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail, ok } from '../../../shared/domain/result';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { dropDraft } from './notes';
import { WrapUpPanel } from './wrap-up-panel';

const id = '1763692293.191';
afterEach(() => {
  cleanup();
  dropDraft(id);
});

async function panel() {
  const screen = renderScreen(<WrapUpPanel />, { scene: 'wrap-up' });
  await screen.settle();
  return { screen, note: screen.getByRole('textbox', { name: '备注' }) as HTMLTextAreaElement };
}

test('the note is saved once the typing rests, and what failed is tried again', async () => {
  const { screen, note } = await panel();
  let refuse = true;
  screen.bridge.onCommand('call.note', () => (refuse ? fail(appError('storage', 'disk')) : ok(null)));
  fireEvent.change(note, { target: { value: '要退' } });
  screen.pass(400);
  fireEvent.change(note, { target: { value: '要退货' } });
  screen.pass(400);
  const early = screen.bridge.sent.length;
  screen.pass(300);
  await screen.settle();
  const failed = screen.getByText('未保存，将自动重试') !== null;
  refuse = false;
  screen.pass(5_000);
  await screen.settle();
  const sent = { name: 'call.note', input: { callId: id, text: '要退货' } };
  expect([early, failed, screen.bridge.sent, screen.getByText('已保存') !== null, note.value]).toEqual([
    0,
    true,
    [sent, sent],
    true,
    '要退货',
  ]);
});

test('the countdown runs to the end that the platform’s clock gave; it can be extended and finished', async () => {
  const { screen, note } = await panel();
  screen.pass(4_000);
  const left = screen.getByRole('timer').textContent;
  fireEvent.click(screen.getByRole('button', { name: '延长 30 秒' }));
  fireEvent.change(note, { target: { value: '已答复' } });
  fireEvent.click(screen.getByRole('button', { name: /已解决/ }));
  fireEvent.click(screen.getByRole('button', { name: '完成' }));
  await screen.settle();
  expect([left, screen.bridge.sent]).toEqual([
    '00:20',
    [
      { name: 'seat.extendWrapUp', input: {} },
      { name: 'seat.finishWrapUp', input: { note: '已答复', disposition: '已解决' } },
    ],
  ]);
});

test('what was typed survives a change of shape', async () => {
  const first = await panel();
  fireEvent.change(first.note, { target: { value: '还没说完' } });
  cleanup();
  const second = await panel();
  expect(second.note.value).toBe('还没说完');
});
