import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixtureNow, people, type Scene, voiceCall } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { resetIntents } from './intents';
import { Keyboard } from './keyboard';

beforeEach(resetIntents);
afterEach(cleanup);

async function at(scene: Scene) {
  const screen = renderScreen(
    <>
      <Keyboard />
      <textarea />
    </>,
    { scene },
  );
  await screen.settle();
  const press = async (key: string, more: object = {}, target: Element = document.body) => {
    fireEvent.keyDown(target, { key, ...more });
    await screen.settle();
  };
  return { screen, press };
}

test('M turns the microphone of the call that talks, also by chord from a note; it types there alone', async () => {
  const { screen, press } = await at('voice-talking');
  const note = screen.container.querySelector('textarea')!;
  await press('m');
  await press('M', { ctrlKey: true, shiftKey: true }, note);
  await press('m', {}, note);
  expect(screen.bridge.sent).toEqual([
    { name: 'voice.mute', input: { on: true, voiceCallId: 'a1' } },
    { name: 'voice.mute', input: { on: false, voiceCallId: 'a1' } },
  ]);
});

test('M does nothing while nobody talks here', async () => {
  const { screen, press } = await at('voice-ringing');
  await press('m');
  expect(screen.bridge.sent).toEqual([]);
});

test('answer and hang up reach a call that only the telephone has shown, once a second', async () => {
  const { screen, press } = await at('voice-only');
  await press('h');
  await press('h');
  await act(async () =>
    screen.bridge.set('voiceCalls', { a1: voiceCall(fixtureNow, { callId: '', state: 'ringing' }) }),
  );
  await press('a');
  expect(screen.bridge.sent).toEqual([
    { name: 'voice.hangUp', input: { voiceCallId: 'a1' } },
    { name: 'voice.answer', input: { voiceCallId: 'a1' } },
  ]);
});

test('a call with a card comes first', async () => {
  const { screen, press } = await at('voice-only');
  await act(async () => screen.bridge.set('calls', people.byId([people.talking(fixtureNow)])));
  await press('h');
  expect(screen.bridge.sent.map(({ name }) => name)).toEqual(['call.hangUp']);
});

test('the list of keys knows M only where the app is a telephone', async () => {
  const keys = async (scene: Scene) => {
    const { screen, press } = await at(scene);
    await press('?');
    const found = [...screen.getByRole('dialog').querySelectorAll('kbd')].map((key) => key.textContent);
    cleanup();
    resetIntents();
    return found.includes('M');
  };
  expect([await keys('ready'), await keys('voice')]).toEqual([false, true]);
});
