import { expect, test } from 'vitest';
import type { Topic, VoiceCall } from '../../shared/bridge/topics';
import type { TopicMessage } from '../../shared/bridge/wire';
import { ok } from '../../shared/domain/result';
import { followDesk, isOnCall } from './follow';
import type { ShortcutName } from './shortcuts';

const sound = (more: Partial<VoiceCall>): VoiceCall => ({
  id: 'v1',
  callId: '',
  number: '',
  name: '',
  direction: 'in',
  state: 'ringing',
  muted: false,
  since: 0,
  quality: null,
  ...more,
});

/** A shell beside a desk that has these sounds and no cards; what it sends when a shortcut is pressed. */
function pressed(sounds: readonly VoiceCall[], ...names: readonly ShortcutName[]) {
  const sent: unknown[] = [];
  const following = followDesk({
    desk: {
      dispatch: async (name, input) => {
        sent.push([name, input]);
        return ok(null);
      },
      subscribe: (topics: readonly Topic[], listener: (message: TopicMessage) => void) => {
        const voiceCalls = Object.fromEntries(sounds.map((row) => [row.id, row]));
        const value = (topic: Topic): unknown =>
          topic === 'voiceCalls' ? voiceCalls : topic === 'calls' ? {} : undefined;
        listener({ snapshots: topics.map((topic) => ({ topic, seq: 0, value: value(topic) })) });
        return () => {};
      },
    },
    windows: { show: () => sent.push('show'), showDial: () => {} },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    dialSelection: () => {},
    dialNumber: () => {},
    quit: () => {},
    shortcutFault: () => {},
  });
  for (const name of names) following.press(name);
  return { sent, onCall: isOnCall(following.facts()) };
}

test('shortcuts reach the app’s own telephone where there is no card', () => {
  expect([
    pressed([sound({})], 'answer', 'mute'),
    pressed([sound({ state: 'talking' })], 'answer', 'mute', 'hangUp'),
    pressed([sound({ state: 'talking', muted: true, callId: 'c' })], 'mute', 'hangUp'),
    pressed([], 'answer', 'mute', 'hangUp', 'show'),
    pressed([sound({ state: 'ended', end: 'there' })], 'answer', 'mute', 'hangUp', 'show'),
  ]).toEqual([
    { sent: [['voice.answer', { voiceCallId: 'v1' }]], onCall: false },
    {
      sent: [
        ['voice.mute', { on: true, voiceCallId: 'v1' }],
        ['voice.hangUp', { voiceCallId: 'v1' }],
      ],
      onCall: true,
    },
    { sent: [['voice.mute', { on: false, voiceCallId: 'v1' }]], onCall: true },
    { sent: ['show'], onCall: false },
    { sent: ['show'], onCall: false },
  ]);
});
