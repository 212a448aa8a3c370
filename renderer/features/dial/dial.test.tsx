import { act, fireEvent, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appError, fail, ok } from '../../../shared/domain/result';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { offerNumber, resetIntents } from '../keyboard/intents';
import { DialPanel } from './dial-panel';
import { DialPhases } from './dial-phases';
import { RequestDialog } from './request-dialog';

beforeEach(resetIntents);
afterEach(cleanup);

async function panel() {
  const screen = renderScreen(<DialPanel />);
  await screen.settle();
  return { screen, field: screen.getByRole('textbox', { name: '要拨打的号码' }) as HTMLInputElement };
}

test('Enter reads the text and dials the number in it as a person reads it', async () => {
  const { screen, field } = await panel();
  fireEvent.change(field, { target: { value: '138 0013 8000' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.settle();
  expect([screen.bridge.sent, field.value]).toEqual([
    [{ name: 'call.dial', input: { number: '13800138000', confirmed: true } }],
    '',
  ]);
});

test('an input method’s Enter chooses characters and dials nothing', async () => {
  const { screen, field } = await panel();
  fireEvent.change(field, { target: { value: 'wang' } });
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  await screen.settle();
  expect(screen.bridge.sent).toEqual([]);
});

test('several numbers are offered, none is dialled by itself', async () => {
  const { screen, field } = await panel();
  screen.bridge.onQuery('dial.read', () =>
    ok({
      candidates: [
        { display: '010 8888 6666', dial: '901088886666', kind: 'national', region: '北京' },
        { display: '138 0013 8000', dial: '913800138000', kind: 'national', region: '' },
      ],
    }),
  );
  fireEvent.change(field, { target: { value: '010-8888 6666 / 138 0013 8000' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.settle();
  const before = screen.bridge.sent.length;
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '拨打 138 0013 8000' }));
  await screen.settle();
  expect([before, screen.bridge.sent]).toEqual([
    0,
    [{ name: 'call.dial', input: { number: '138 0013 8000', confirmed: true } }],
  ]);
});

test('a refusal is told below the box and the text stays', async () => {
  const { screen, field } = await panel();
  screen.bridge.onCommand('call.dial', () =>
    fail(appError('number-not-allowed', 'x', { tried: 'call.dial', params: { number: '+1***' } })),
  );
  fireEvent.change(field, { target: { value: '+12125550123' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.settle();
  expect([screen.getByRole('alert').textContent, field.value]).toEqual([
    expect.stringContaining('拨号：不允许拨打 +1***'),
    '+12125550123',
  ]);
});

test('colleagues carry live presence; the row of a ringing one can be picked up', async () => {
  const { screen, field } = await panel();
  fireEvent.change(field, { target: { value: '张' } });
  await screen.settle();
  fireEvent.click(screen.getByRole('button', { name: '代接 张三丰' }));
  await screen.settle();
  const [row] = Object.values(screen.bridge.get('extensions')).filter(({ extension }) => extension === '2015');
  await act(async () =>
    screen.bridge.set('extensions', { ...screen.bridge.get('extensions'), 2015: { ...row!, presence: 'idle' } }),
  );
  expect([
    screen.bridge.sent,
    screen.queryByRole('button', { name: '代接 张三丰' }),
    screen.getByText('空闲') !== null,
  ]).toEqual([[{ name: 'pickup.extension', input: { extension: '2015' } }], null, true]);
});

test('a number offered from elsewhere is put into the box, not dialled', async () => {
  const { screen, field } = await panel();
  act(() => offerNumber('13700137000'));
  screen.pass(30);
  expect([field.value, document.activeElement === field, screen.bridge.sent]).toEqual(['13700137000', true, []]);
});

test('both phases are visible and can be cancelled', async () => {
  const screen = renderScreen(<DialPhases />, { scene: 'dialing' });
  await screen.settle();
  const mine = screen.getByText('正在呼叫本机，请拿起话机') !== null;
  fireEvent.click(screen.getByRole('button', { name: '取消呼叫' }));
  const dial = screen.bridge.get('dial')!;
  await act(async () => screen.bridge.set('dial', { ...dial, phase: 'calling-them' }));
  fireEvent.click(screen.getByRole('button', { name: '取消呼叫' }));
  await screen.settle();
  const theirs = screen.getByText('正在呼叫对方') !== null;
  await act(async () => screen.bridge.set('dial', { ...dial, phase: 'failed', error: appError('busy', 'x') }));
  expect([mine, theirs, screen.bridge.sent.map(({ name }) => name), screen.getByRole('alert').textContent]).toEqual([
    true,
    true,
    ['call.cancelDial', 'call.cancelDial'],
    '对方忙，请稍后再拨。',
  ]);
});

test('a request from outside waits for a person, and its own Enter dials nothing', async () => {
  const screen = renderScreen(<RequestDialog />, { scene: 'request' });
  await screen.settle();
  const dialog = screen.getByRole('alertdialog', { name: '选中的文字里有多个号码' });
  const focused = document.activeElement?.textContent ?? '';
  fireEvent.click(within(dialog).getByRole('button', { name: '拨打 138 0013 8000' }));
  await screen.settle();
  expect([/呼叫/.test(focused) && document.activeElement?.tagName === 'BUTTON', screen.bridge.sent]).toEqual([
    false,
    [{ name: 'request.answer', input: { id: 'r1', dial: '913800138000' } }],
  ]);
});

test('“do not dial” and Escape both answer with nothing', async () => {
  for (const how of ['button', 'escape'] as const) {
    const screen = renderScreen(<RequestDialog />, { scene: 'request' });
    await screen.settle();
    if (how === 'button') fireEvent.click(screen.getByRole('button', { name: '不拨' }));
    else fireEvent.keyDown(screen.getByRole('alertdialog'), { key: 'Escape' });
    await screen.settle();
    expect([how, screen.bridge.sent]).toEqual([how, [{ name: 'request.answer', input: { id: 'r1', dial: '' } }]]);
    cleanup();
  }
});
