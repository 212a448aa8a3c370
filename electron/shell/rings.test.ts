import { expect, test } from 'vitest';
import type { SingleTopics, VoiceCall } from '../../shared/bridge/topics';
import type { Call } from '../../shared/domain/call';
import { createRings } from './rings';

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
const card = (id: string, state: Call['state'] = 'ringing'): Call => ({ id, state }) as Call;
const rows = <T extends { readonly id: string }>(list: readonly T[]) =>
  Object.fromEntries(list.map((one) => [one.id, one]));

/** What rings after each step. */
function steps(
  ...list: readonly (readonly [readonly Call[], readonly VoiceCall[], SingleTopics['dial']?])[]
): readonly string[] {
  const rings = createRings();
  return list.map(([calls, voiceCalls, dial = null]) =>
    rings({ calls: rows(calls), voiceCalls: rows(voiceCalls), dial })
      .map(({ id }) => id)
      .join(),
  );
}

test('what the telephone or the platform shows first keeps its name when the other shows it too', () => {
  expect([
    steps([[], [sound({})]], [[card('c')], [sound({ callId: 'c' })]], [[card('c')], []], [[card('c', 'ended')], []]),
    steps([[card('c')], []], [[card('c')], [sound({ callId: 'c' })]]),
    steps([[card('c'), card('d')], [sound({ id: 'v2' })]]),
  ]).toEqual([['v1', 'v1', 'v1', ''], ['c', 'c'], ['c,d,v2']]);
});

test('a ring that the telephone knows to be over is over; one that it could not take is not', () => {
  const over = (more: Partial<VoiceCall>): readonly string[] => steps([[card('c')], [sound({ callId: 'c', ...more })]]);
  expect([
    over({ state: 'talking' }),
    over({ state: 'ended', end: 'elsewhere' }),
    over({ state: 'ended', end: 'rejected' }),
    over({ state: 'ended', end: 'failed' }),
    steps([[], [sound({ state: 'ended', end: 'cancelled' })]]),
  ]).toEqual([[''], [''], [''], ['c'], ['']]);
});

test('neither what is dialled nor the ring of one’s own click to dial calls anybody', () => {
  const dial = { phase: 'calling-me' } as SingleTopics['dial'];
  expect(steps([[], [sound({})], dial], [[], [sound({ direction: 'out', state: 'calling' })]])).toEqual(['', '']);
});
