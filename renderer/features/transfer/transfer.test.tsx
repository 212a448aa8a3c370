import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appError, fail } from '../../../shared/domain/result';
import { fixtureNow, people } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { getIntents, resetIntents, setIntent } from '../keyboard/intents';
import { targetsOf } from './targets';
import { TransferDialog } from './transfer-dialog';

beforeEach(resetIntents);
afterEach(cleanup);
const id = '1763692293.191';
const { extensions, queueTiles } = people;

async function dialog(mode: 'blind' | 'consult') {
  const screen = renderScreen(<TransferDialog />, { scene: 'talking' });
  await screen.settle();
  act(() => setIntent({ transfer: { callId: id, mode } }));
  await screen.settle();
  return { screen, field: screen.getByRole('combobox') as HTMLInputElement };
}

test('recent ones first, then extensions, queues, and the typed number itself; never myself', () => {
  const of = (query: string) =>
    targetsOf({
      query,
      found: extensions.filter((row) => row.extension.includes(query) || row.name.includes(query)),
      all: extensions,
      queues: queueTiles(fixtureNow),
      recent: ['13800138000', '2014', '2012'],
      own: '2012',
    }).map((target) => target.id);
  expect([of('').slice(0, 3), of('90'), of('售'), of('13900001111'), of('2014')]).toEqual([
    ['extension/2014', 'extension/2013', 'extension/2015'],
    ['queue/90'],
    ['queue/90', 'queue/91'],
    ['outside/13900001111'],
    ['extension/2014'],
  ]);
});

test('two letters and Enter transfer; the dialog closes', async () => {
  const { screen, field } = await dialog('blind');
  fireEvent.change(field, { target: { value: '李娜' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.settle();
  expect([screen.bridge.sent, getIntents().transfer]).toEqual([
    [{ name: 'call.transfer', input: { callId: id, to: { number: '2012', kind: 'extension' } } }],
    null,
  ]);
});

test('arrows choose, Enter asks first when consulting', async () => {
  const { screen, field } = await dialog('consult');
  fireEvent.change(field, { target: { value: '售' } });
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.settle();
  expect(screen.bridge.sent).toEqual([
    { name: 'call.consult', input: { callId: id, to: { number: '91', kind: 'queue' } } },
  ]);
});

test('a refusal keeps the dialog open and says so', async () => {
  const { screen, field } = await dialog('blind');
  screen.bridge.onCommand('call.transfer', () => fail(appError('busy', 'x', { tried: 'call.transfer' })));
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.settle();
  expect([screen.getByRole('alert').textContent, getIntents().transfer?.mode]).toEqual([
    expect.stringContaining('盲转：对方忙'),
    'blind',
  ]);
});

test('when the call ends the dialog goes', async () => {
  const { screen } = await dialog('blind');
  const call = screen.bridge.get('calls')[id]!;
  await act(async () => screen.bridge.set('calls', { [id]: { ...call, state: 'ended', end: 'hung-up-there' } }));
  await screen.settle();
  expect(screen.queryByRole('combobox')).toBe(null);
});

test('presence in the list is live', async () => {
  const { screen } = await dialog('blind');
  const row = () => screen.getByRole('option', { name: /陈静/ }).textContent;
  const before = row();
  const all = screen.bridge.get('extensions');
  await act(async () => screen.bridge.set('extensions', { ...all, 2014: { ...all['2014']!, presence: 'in-use' } }));
  expect([before, row()]).toEqual([expect.stringContaining('空闲'), expect.stringContaining('通话')]);
});
