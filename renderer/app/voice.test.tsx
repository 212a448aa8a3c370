import { act, fireEvent, render, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetIntents, setIntent } from '../features/keyboard/intents';
import { createFixtureBridge, type Scene } from '../live/fixture/index';
import { cleanup } from '../live/fixture/render';
import { App } from './app';

beforeEach(() => {
  resetIntents();
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(scene: Scene, shape: 'bar' | 'panel' | 'workspace' | 'ring' = 'workspace') {
  const bridge = createFixtureBridge({ scene, now: Date.now() });
  const settings = bridge.get('settings');
  bridge.set('settings', { ...settings, theme: 'light', ...(shape === 'ring' ? {} : { shape }) });
  const screen = render(<App bridge={bridge} firstShape={shape} />);
  await act(async () => undefined);
  return { screen, bridge };
}

test.each(['bar', 'panel', 'workspace'] as const)(
  'the %s shows the telephone, its microphone and nobody else’s',
  async (shape) => {
    const found = async (scene: Scene) => {
      const { screen } = await open(scene, shape);
      const names = [/^软电话：/, /^已?静音$/].map((name) => screen.queryAllByRole('button', { name }).length > 0);
      cleanup();
      return names;
    };
    expect([await found('voice-muted'), await found('voice'), await found('talking')]).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  },
);

test('the bar and the small window answer what only the telephone has shown', async () => {
  const answered = async (shape: 'bar' | 'ring') => {
    const { screen, bridge } = await open('voice-only', shape);
    const main = within(screen.getByRole('main'));
    const shown = main.getByText('137 0013 7000') !== null;
    fireEvent.click(main.getByRole('button', { name: '接听' }));
    await act(async () => undefined);
    cleanup();
    return [shown, bridge.sent.map(({ name }) => name)];
  };
  expect([await answered('bar'), await answered('ring')]).toEqual(Array(2).fill([true, ['voice.answer']]));
});

test('the small window has no telephone of its own', async () => {
  const count = async (shape: 'ring' | 'workspace') => {
    const { screen, bridge } = await open('voice', shape);
    await act(async () => bridge.set('voice', { ...bridge.get('voice')!, page: false }));
    const found = screen.container.querySelectorAll('iframe').length;
    cleanup();
    return found;
  };
  expect([await count('ring'), await count('workspace')]).toEqual([0, 1]);
});

test('leaving tells that the call ends with the telephone; a desk phone’s call goes on', async () => {
  const told = async (scene: Scene, intent: 'quit' | 'signOut') => {
    const { screen } = await open(scene);
    await act(async () => setIntent({ [intent]: true }));
    const text = screen.getByRole('alertdialog').textContent ?? '';
    cleanup();
    resetIntents();
    return [text.includes('挂断'), text.includes('继续')];
  };
  expect([
    await told('voice-talking', 'quit'),
    await told('voice-talking', 'signOut'),
    await told('talking', 'quit'),
    await told('talking', 'signOut'),
  ]).toEqual([
    [true, false],
    [true, false],
    [false, true],
    [false, true],
  ]);
});

test('without the desk the page does not promise that a telephone is not affected', async () => {
  const told = async (scene: Scene) => {
    const { screen, bridge } = await open(scene);
    act(() => bridge.road('closed'));
    const text = screen.container.querySelector('.road-closed')?.textContent ?? '';
    cleanup();
    return [text.includes('话机不受影响'), text.includes('软电话暂时收不到来电')];
  };
  expect([await told('voice'), await told('ready')]).toEqual([
    [false, true],
    [true, false],
  ]);
});
