import { describe, expect, test } from 'vitest';
import type { QueueStrategy } from '../../port';
import { chooseMembers } from './strategy';

const member = (no: string, penalty = 0, callsTaken = 0, lastCallAt: number | null = null) => ({
  interface: no,
  penalty,
  callsTaken,
  lastCallAt,
});
const order = ['a', 'b', 'c', 'd'];

const cases: readonly [string, QueueStrategy, ReturnType<typeof member>[], string, string[]][] = [
  ['nobody is free', 'ringall', [], '', []],
  ['ringall rings everybody', 'ringall', [member('a'), member('b')], 'a', ['a', 'b']],
  ['a larger penalty is served earlier', 'ringall', [member('a', 1), member('b', 5), member('c', 5)], '', ['b', 'c']],
  ['rrmemory begins with the first', 'rrmemory', [member('a'), member('b')], '', ['a']],
  ['rrmemory goes on after the last', 'rrmemory', [member('a'), member('b'), member('d')], 'b', ['d']],
  ['rrmemory wraps round', 'rrmemory', [member('a'), member('b')], 'd', ['a']],
  ['rrmemory keeps to the larger penalty', 'rrmemory', [member('b', 2), member('c')], 'b', ['b']],
  ['leastrecent prefers who never had a call', 'leastrecent', [member('a', 0, 1, 500), member('b')], '', ['b']],
  ['leastrecent takes the oldest', 'leastrecent', [member('a', 0, 9, 500), member('b', 0, 1, 400)], '', ['b']],
  ['fewestcalls counts', 'fewestcalls', [member('a', 0, 3), member('b', 0, 2), member('c', 0, 2)], '', ['b']],
];

describe('who is rung', () => {
  test.each(cases)('%s', (_name, strategy, free, last, expected) => {
    expect(chooseMembers(strategy, free, order, last).map((one) => one.interface)).toEqual(expected);
  });
});
