import { act } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { HostCapability } from '../../../shared/bridge/topics';
import { createFixtureBridge, registered, type Scene } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { AudioFrame } from './audio-frame';

afterEach(cleanup);

async function frame(scene: Scene, capabilities: readonly HostCapability[] = ['audio-frame'], page = false) {
  const bridge = createFixtureBridge({ scene });
  bridge.set('host', { ...bridge.get('host'), capabilities });
  const voice = bridge.get('voice');
  if (voice) bridge.set('voice', { ...voice, page });
  const screen = renderScreen(<AudioFrame />, { bridge });
  await screen.settle();
  return { screen, bridge, found: () => screen.container.querySelector('iframe') };
}
const leave = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('a host without a telephone of its own gets one in the page, with what it needs', async () => {
  const { found } = await frame('voice');
  expect([found()?.getAttribute('src'), found()?.getAttribute('allow'), found()?.tabIndex]).toEqual([
    '/audio.html',
    'microphone; autoplay; hid; speaker-selection',
    -1,
  ]);
});

test('no frame where the host has its own, nor for a profile without voice', async () => {
  const own = (await frame('voice', ['windows'])).found();
  cleanup();
  expect([own, (await frame('talking')).found()]).toEqual([null, null]);
});

test('a second window does not take the telephone from a call; it comes when the call is over', async () => {
  const { found, bridge } = await frame('voice-talking', ['audio-frame'], true);
  const during = [found(), leave()];
  await act(async () => bridge.set('voiceCalls', {}));
  expect([during, found() !== null]).toEqual([[null, false], true]);
});

test('leaving the page asks while its telephone talks, and never else', async () => {
  const { bridge } = await frame('voice-talking');
  const during = leave();
  await act(async () => bridge.set('voiceCalls', {}));
  expect([during, leave()]).toEqual([true, false]);
});

test('a telephone that was replaced or broke is loaded again after a while, but not below a call', async () => {
  const { screen, bridge, found } = await frame('voice');
  await act(async () => bridge.set('voice', registered()));
  const first = found();
  screen.pass(60_000);
  const kept = found() === first;
  await act(async () => bridge.set('voice', registered({ page: false })));
  screen.pass(9_999);
  const patient = found() === first;
  screen.pass(1);
  const second = found();
  screen.pass(10_000);
  expect([kept, patient, second !== first, found() !== second]).toEqual([true, true, true, true]);
});
