import { expect, it } from 'vitest';
import { createDirtyTasks, type DirtyTasks } from './task-mirror-dirty';

const ids = (from: number, count: number) => new Set(Array.from({ length: count }, (_, n) => from + n));
const rest = (dirty: DirtyTasks) => {
  const found: unknown[] = [];
  for (let one = dirty.take(); one; one = dirty.take()) found.push([one[0], one[1] && [...one[1]]]);
  return found;
};

it('changes of a task come together, and before tasks that are compared whole', () => {
  const dirty = createDirtyTasks({ each: 4, all: 10 });
  dirty.add(1, null);
  dirty.add(2, ids(20, 2));
  dirty.add(3, ids(0, 0));
  dirty.add(2, ids(21, 2));
  // Compared whole already: its changes are found then.
  dirty.add(1, ids(10, 1));
  expect([dirty.size, rest(dirty), dirty.size]).toEqual([
    3,
    [
      [2, [20, 21, 22]],
      [3, []],
      [1, null],
    ],
    0,
  ]);
});

it('what is too much for a task or for all of them is remembered as the task alone', () => {
  const dirty = createDirtyTasks({ each: 4, all: 10 });
  dirty.add(1, ids(1, 3));
  dirty.add(1, ids(4, 2));
  for (const task of [2, 3, 4]) dirty.add(task, ids(task * 10, 4));
  const first = rest(dirty);
  for (const task of [5, 6]) dirty.add(task, ids(task * 10, 4));
  dirty.clear();
  // What was taken or cleared counts no more.
  for (const task of [7, 8]) dirty.add(task, ids(task * 10, 4));
  expect([first, rest(dirty)]).toEqual([
    [
      [2, [20, 21, 22, 23]],
      [3, [30, 31, 32, 33]],
      [1, null],
      [4, null],
    ],
    [
      [7, [70, 71, 72, 73]],
      [8, [80, 81, 82, 83]],
    ],
  ]);
});
