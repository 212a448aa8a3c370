import { expect, test } from 'vitest';
import { appError } from '../../../shared/domain/result';
import { fixtureNow, people, registered, voiceCall } from '../../live/fixture/index';
import { onlyHere, openVoiceCall, qualityLevel, stillRings, voiceFault, voiceStateOf } from './model';

const { zhangWei, talking } = people;

test.each([
  [{}, 'registered'],
  [{ fallback: true }, 'fallback'],
  [{ microphone: 'unknown', fallback: true }, 'ask'],
  [{ registration: 'connecting', microphone: 'unknown' }, 'connecting'],
  [{ registration: 'off' }, 'off'],
  [{ registration: 'connecting', microphone: 'absent' }, 'absent'],
  [{ microphone: 'denied', fallback: true }, 'denied'],
  [{ registration: 'failed', microphone: 'denied' }, 'failed'],
  [{ page: false, registration: 'failed' }, 'no-page'],
] as const)('%o is %s: what a person must do something about comes first', (change, expected) => {
  expect(voiceStateOf(registered(change))).toBe(expected);
});

test('a registrar’s refusal is told by what it means', () => {
  const refused = (errcode: number) => voiceFault(appError('refused', 'x', { params: { errcode } }));
  expect([
    [401, 403, 407].map(refused),
    refused(404),
    refused(503),
    voiceFault(appError('key-refused', 'x')),
    voiceFault(appError('unreachable', 'x')),
  ]).toEqual([Array(3).fill('voice.fault.account'), 'voice.fault.unknown', null, 'voice.fault.account', null]);
});

test('quality has the two limits of G.107', () => {
  const level = (mos: number) => qualityLevel({ jitter: 0, loss: 0, roundTrip: null, mos });
  expect([4.4, 4.03, 4.02, 3.6, 3.59, 1].map(level)).toEqual(['good', 'good', 'fair', 'fair', 'poor', 'poor']);
});

test('a call is shown once: by its card where it has one, alone until then, and not again when its card is gone', () => {
  const at = (change: Parameters<typeof voiceCall>[1]) => voiceCall(fixtureNow, change);
  const shown = (change: Parameters<typeof voiceCall>[1], cards: readonly string[]) =>
    onlyHere([at(change)], new Set(cards)).length;
  expect([
    shown({ callId: '' }, []),
    shown({ callId: '1' }, []),
    shown({ callId: '1' }, ['1']),
    shown({ callId: '', state: 'ended', end: 'elsewhere' }, []),
    shown({ callId: '1', state: 'ended' }, []),
  ]).toEqual([1, 1, 0, 1, 0]);
});

test('the microphone is that of the call that talks, else of the one on hold', () => {
  const row = (id: string, state: 'ringing' | 'held' | 'talking') => voiceCall(fixtureNow, { id, state });
  expect([
    openVoiceCall([row('a', 'held'), row('b', 'talking')])?.id,
    openVoiceCall([row('a', 'ringing'), row('b', 'held')])?.id,
    openVoiceCall([row('a', 'ringing')])?.id,
  ]).toEqual(['b', 'b', undefined]);
});

test('it rings as long as the platform says so, unless this telephone knows better', () => {
  const call = zhangWei(fixtureNow);
  const own = (change: Parameters<typeof voiceCall>[1]) => [voiceCall(fixtureNow, { callId: call.id, ...change })];
  expect([
    stillRings(call, [], false),
    stillRings(call, own({ state: 'ringing' }), true),
    // It could not take the call; the phone on the desk still rings.
    stillRings(call, own({ state: 'ended', end: 'failed' }), true),
    stillRings(call, own({ state: 'talking' }), true),
    stillRings(call, own({ state: 'ended', end: 'elsewhere' }), true),
    stillRings(call, [], true),
    stillRings(talking(fixtureNow), [], false),
  ]).toEqual([true, true, true, false, false, false, false]);
});
