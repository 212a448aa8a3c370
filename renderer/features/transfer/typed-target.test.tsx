import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { getIntents, resetIntents, setIntent } from '../keyboard/intents';
import { TransferDialog } from './transfer-dialog';
import { typedTarget } from './typed-target';

beforeEach(resetIntents);
afterEach(cleanup);
const id = '1763692293.191';

test('without a directory a typed number is the only way to transfer', async () => {
  const screen = renderScreen(<TransferDialog />, { scene: 'talking', vendor: 'uncall' });
  await screen.settle();
  act(() => setIntent({ transfer: { callId: id, mode: 'blind' } }));
  await screen.settle();
  const lists = [screen.queryByRole('listbox'), screen.queryByRole('combobox')];
  const box = screen.getByLabelText('转给');
  const button = screen.getByRole('button', { name: '盲转' });
  const states = [button.hasAttribute('disabled')];
  fireEvent.change(box, { target: { value: '2011' } });
  states.push(button.hasAttribute('disabled'));
  fireEvent.change(box, { target: { value: '80-02' } });
  states.push(button.hasAttribute('disabled'));
  fireEvent.keyDown(box, { key: 'Enter' });
  await screen.settle();
  expect([lists, states, screen.bridge.sent, getIntents().transfer]).toEqual([
    [null, null],
    [true, true, false],
    [{ name: 'call.transfer', input: { callId: id, to: { number: '8002', kind: 'extension' } } }],
    null,
  ]);
});

test.each([
  ['8002', { number: '8002', kind: 'extension' }],
  [' 138 0013 8000 ', { number: '13800138000', kind: 'outside' }],
  ['+44 20', { number: '+4420', kind: 'outside' }],
  ['*97', { number: '*97', kind: 'extension' }],
  ['', null],
  ['李娜', null],
  ['80;02', null],
] as const)('“%s” is read as %j', (text, expected) => {
  expect(typedTarget(text)).toEqual(expected);
});
