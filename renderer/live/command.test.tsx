import { act, fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { PendingCommand } from '../../shared/bridge/topics';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import { useCommand } from './command';
import { cleanup, renderScreen } from './fixture/render';

afterEach(cleanup);

function Hold() {
  const hold = useCommand('call.hold', 'call-1');
  return (
    <>
      <button type="button" onClick={() => void hold.run({ callId: 'call-1' })}>
        hold
      </button>
      <button type="button" onClick={hold.clear}>
        clear
      </button>
      <output>{`${hold.pending ? 'pending' : 'still'} ${hold.error?.code ?? ''}`.trim()}</output>
    </>
  );
}
const row = (change: Partial<PendingCommand>): Readonly<Record<string, PendingCommand>> => ({
  c1: { id: 'c1', name: 'call.hold', subject: 'call-1', state: 'pending', since: 1, error: null, ...change },
});
const shown = (screen: ReturnType<typeof renderScreen>) => screen.container.querySelector('output')?.textContent;

test('pending in the same turn as the press, until the answer', async () => {
  const screen = renderScreen(<Hold />);
  let answer: (result: Result<null>) => void = () => undefined;
  screen.bridge.onCommand('call.hold', () => new Promise<Result<null>>((settle) => (answer = settle)));
  fireEvent.click(screen.getByText('hold'));
  expect(shown(screen)).toBe('pending');
  await act(async () => answer(ok(null)));
  expect(shown(screen)).toBe('still');
});

test('a refusal stays until it is cleared or the next press', async () => {
  const screen = renderScreen(<Hold />);
  screen.bridge.onCommand('call.hold', () => fail(appError('refused', 'no such channel')));
  fireEvent.click(screen.getByText('hold'));
  await screen.settle();
  expect(shown(screen)).toBe('still refused');
  fireEvent.click(screen.getByText('clear'));
  expect(shown(screen)).toBe('still');
});

test('what another window or a shortcut started is seen through the topic, with its end', async () => {
  const screen = renderScreen(<Hold />);
  await act(async () => screen.bridge.set('commands', row({})));
  expect(shown(screen)).toBe('pending');
  await act(async () => screen.bridge.set('commands', row({ state: 'not-confirmed' })));
  expect(shown(screen)).toBe('still not-confirmed');
  await act(async () => screen.bridge.set('commands', row({ subject: 'call-2', state: 'refused' })));
  expect(shown(screen)).toBe('still');
});

test('a bridge that throws is an error like any other', async () => {
  const screen = renderScreen(<Hold />);
  screen.bridge.onCommand('call.hold', () => {
    throw new Error('broken');
  });
  fireEvent.click(screen.getByText('hold'));
  await screen.settle();
  expect(shown(screen)).toBe('still internal');
});
