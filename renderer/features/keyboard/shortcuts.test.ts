import { expect, test } from 'vitest';
import { fixtureNow, people } from '../../live/fixture/index';
import { type KeyFacts, type KeyScene, readKey } from './shortcuts';

const { consulting, talking } = people;
const press = (key: string, change: Partial<KeyFacts> = {}): KeyFacts => ({
  key,
  ctrl: false,
  shift: false,
  alt: false,
  meta: false,
  repeat: false,
  typing: false,
  overlay: false,
  ...change,
});
const idle: KeyScene = { call: undefined, wrapUp: false };
const talk: KeyScene = { call: talking(fixtureNow), wrapUp: false };
const held: KeyScene = { call: talking(fixtureNow, { state: 'held' }), wrapUp: false };
const asking: KeyScene = { call: consulting(fixtureNow), wrapUp: false };
const wrapUp: KeyScene = { call: undefined, wrapUp: true };
const call = (action: string) => ({ kind: 'call', action });

test.each([
  ['a', {}, talk, call('answer')],
  ['H', { shift: true, ctrl: true }, talk, call('hang-up')],
  ['o', {}, talk, call('hold')],
  ['o', {}, held, call('resume')],
  ['m', {}, talk, { kind: 'mute' }],
  ['M', { shift: true, ctrl: true, typing: true }, talk, { kind: 'mute' }],
  ['t', {}, talk, call('transfer')],
  ['c', {}, talk, call('consult')],
  ['Enter', { ctrl: true }, asking, call('complete-consult')],
  ['Enter', { ctrl: true, typing: true }, asking, call('complete-consult')],
  ['Escape', {}, asking, call('cancel-consult')],
  ['Escape', {}, talk, null],
  ['Enter', { ctrl: true, typing: true }, wrapUp, { kind: 'finish' }],
  ['Enter', { ctrl: true }, talk, null],
  ['5', {}, talk, { kind: 'disposition', index: 4 }],
  ['r', {}, idle, { kind: 'ready' }],
  ['s', {}, idle, { kind: 'state-menu' }],
  ['/', {}, idle, { kind: 'dial' }],
  ['?', { shift: true }, idle, { kind: 'help' }],
] as const)('%s %o', (key, change, scene, expected) => {
  expect(readKey(press(key, change), scene)).toEqual(expected);
});

test('single keys are text while a field has the focus; chords are not', () => {
  const keys = ['a', 'h', 'o', 'm', 't', 'c', 'r', 's', 'd', '/', '?', '1', 'Escape'];
  expect(keys.map((key) => readKey(press(key, { typing: true }), asking))).toEqual(keys.map(() => null));
  expect(readKey(press('A', { typing: true, ctrl: true, shift: true }), talk)).toEqual(call('answer'));
});

test('nothing acts below an open dialog, on a held key, or with Alt and Meta (AltGr, the system’s own)', () => {
  const quiet: Partial<KeyFacts>[] = [
    { overlay: true },
    { repeat: true },
    { alt: true },
    { meta: true },
    { ctrl: true },
  ];
  expect(quiet.map((change) => readKey(press('h', change), talk))).toEqual(quiet.map(() => null));
});
