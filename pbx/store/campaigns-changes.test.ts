import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TaskChanges, watchTasks } from './campaigns-changes';
import { type TaskParameters, taskCounts, taskTexts } from './campaigns-tasks';
import { openStore, type Store } from './store';

let store: Store;
let changes: TaskChanges;
beforeEach(() => {
  store = openStore();
  changes = watchTasks(store.database);
});
afterEach(() => store.close());

const blank = { extRef: '', campaignRef: '', text1: '', text2: '', remark: '', caller: '' };
const parameters = Object.fromEntries([
  ...taskTexts.map((name) => [name, '']),
  ...taskCounts.map((name) => [name, 0]),
]) as TaskParameters;
const addTask = () => store.campaigns.tasks.add(parameters, 0);
const addNumber = (task: number) => store.campaigns.numbers.add({ ...blank, task, number: '138' }, 0);
const taken = (most = 10) => [...changes.take(most)].map(([task, ids]) => [task, ids && [...ids]]);

it('tells each change once, whoever made it, and none that was rolled back', () => {
  const { tasks, numbers, write } = store.campaigns;
  const [one, two] = [addTask(), addTask()];
  const [first, second] = [addNumber(one), addNumber(one)];
  const made = taken();
  tasks.note(two, { status: 'B' });
  numbers.setStatus(one, second, 'F');
  store.database.run('UPDATE campaign_number SET number = ? WHERE id = ?', '139', second);
  const changed = taken();
  numbers.remove(one, [first]);
  tasks.remove(two);
  const removed = taken();
  expect(() =>
    write(() => {
      addNumber(one);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect([made, changed, removed, taken()]).toEqual([
    [
      [one, [first, second]],
      [two, []],
    ],
    [
      [one, [second]],
      [two, []],
    ],
    [
      [one, [first]],
      [two, []],
    ],
    [],
  ]);
});

it('of more numbers than wanted it tells the task alone', () => {
  const [one, two] = [addTask(), addTask()];
  for (let n = 0; n < 4; n += 1) addNumber(one);
  for (let n = 0; n < 3; n += 1) addNumber(two);
  expect([taken(3), taken(3)]).toEqual([
    [
      [one, null],
      [two, [5, 6, 7]],
    ],
    [],
  ]);
});

it('pages of a task leave out the numbers of others and miss none', () => {
  const [one, two] = [addTask(), addTask()];
  for (let n = 0; n < 5; n += 1) for (const task of [one, two]) addNumber(task);
  const pages: number[][] = [];
  for (let at = 0; ; ) {
    const ids = changes.after(one, at, 2).map(({ id }) => id);
    if (ids.length === 0) break;
    pages.push(ids);
    at = ids.at(-1) ?? 0;
  }
  const among = changes.among(one, new Set([1, 2, 9, 99])).map(({ id }) => id);
  expect([changes.tasks(), pages, among, changes.after(3, 0, 2)]).toEqual([
    [one, two],
    [[1, 3], [5, 7], [9]],
    [1, 9],
    [],
  ]);
});
