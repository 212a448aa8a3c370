import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreFailure } from '../../store/database';
import { type CampaignLab, createCampaignLab } from './testing';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-dialler-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const list = ['13000000001', '13000000002', '13000000003', '13000000004'];
/** What was written is all that is left, as after a kill: no call is ended first. */
const kill = ({ store }: CampaignLab): void => store.close();
const again = ({ clock }: CampaignLab): CampaignLab => {
  const lab = createCampaignLab({ folder, start: clock.now() + 5_000 });
  lab.people.outsideBehaves('130', { kind: 'answers', afterSeconds: 4, talkSeconds: 30 });
  return lab;
};
const books = (lab: CampaignLab, task: number) => ({
  numbers: lab
    .numbers(task)
    .map(({ number, status, tries, message }) => `${number} ${status} ${tries} ${message}`.trim()),
  calls: lab.calls(task).map(({ number, outcome }) => `${number} ${outcome}`),
});

test('a kill leaves every number as it was, and what was in a call is called once more', () => {
  const first = createCampaignLab({ folder });
  first.people.outsideBehaves('130', { kind: 'answers', afterSeconds: 4, talkSeconds: 30 });
  const task = first.task({ maxcalls: 2, maxretries: 1 }, list);
  first.order(task, 'B');
  // Two have heard the notice, two are in a call.
  first.pass(10);
  const before = books(first, task);
  kill(first);

  const second = again(first);
  const after = books(second, task);
  const finished = second.finish(600);
  const end = books(second, task);
  second.close();
  expect([before, after, finished, end]).toEqual([
    {
      numbers: ['13000000001 S 1', '13000000002 S 1', '13000000003 D 1', '13000000004 D 1'],
      calls: ['13000000001 S', '13000000002 S', '13000000003 ', '13000000004 '],
    },
    {
      numbers: [
        ...['13000000001 S 1', '13000000002 S 1', '13000000003 R 1 interrupted', '13000000004 R 1 interrupted'],
      ],
      calls: ['13000000001 S', '13000000002 S', '13000000003 I', '13000000004 I'],
    },
    true,
    {
      numbers: ['13000000001 S 1', '13000000002 S 1', '13000000003 S 2', '13000000004 S 2'],
      calls: [
        ...['13000000001 S', '13000000002 S', '13000000003 I', '13000000004 I'],
        ...['13000000003 S', '13000000004 S'],
      ],
    },
  ]);
});

test('a number that is cut off again and again is not called for ever', () => {
  let lab = createCampaignLab({ folder });
  lab.people.outsideBehaves('130', { kind: 'answers', afterSeconds: 4, talkSeconds: 30 });
  const task = lab.task({ maxretries: 1 }, ['13000000001']);
  lab.order(task, 'B');
  let kills = 0;
  while (lab.campaigns.tasks.active().length > 0 && kills < 9) {
    lab.pass(1);
    if (lab.campaigns.calls.open().length === 0) continue;
    kill(lab);
    kills += 1;
    lab = again(lab);
  }
  const end = books(lab, task);
  lab.close();
  // Once, once more because the first cut is nobody's fault, and the one retry that the task allows.
  expect([kills, end]).toEqual([
    3,
    { numbers: ['13000000001 F 3 interrupted'], calls: Array(3).fill('13000000001 I') },
  ]);
});

test('a stop of the exchange alone counts as a cut, and a kill at any second loses no number and no row', () => {
  let lab = createCampaignLab({ folder });
  lab.people.outsideBehaves('130', { kind: 'answers', afterSeconds: 4, talkSeconds: 30 });
  const task = lab.task({ maxcalls: 1, maxretries: 2 }, list);
  lab.order(task, 'B');
  const restarted: string[] = [];
  for (const seconds of [3, 7, 20, 66, 71]) {
    lab.pass(seconds);
    if (seconds === 3) {
      lab.engine.restart({ keepState: false });
      restarted.push(...books(lab, task).calls);
      lab.pass(2);
    }
    kill(lab);
    lab = again(lab);
  }
  const finished = lab.finish(1_200);
  const numbers = lab.numbers(task);
  const rows = numbers.map(({ id }) => lab.calls(task).filter(({ dial }) => dial === id).length);
  const outcomes = new Set(lab.calls(task).map(({ outcome }) => outcome));
  lab.close();
  expect([restarted, finished, numbers.map(({ status }) => status), rows, [...outcomes].sort()]).toEqual([
    ['13000000001 I'],
    true,
    ['S', 'S', 'S', 'S'],
    numbers.map(({ tries }) => tries),
    ['I', 'S'],
  ]);
});

test('while the disk is full nothing is called that could not be written, and afterwards everything is', () => {
  const told: string[] = [];
  const lab = createCampaignLab({ trouble: (sentence) => told.push(sentence) });
  lab.people.outsideBehaves('130', { kind: 'answers', afterSeconds: 4, talkSeconds: 30 });
  const task = lab.task({ maxcalls: 1 }, list);
  lab.order(task, 'B');
  lab.pass(3);
  const { campaigns } = lab;
  const original = { begin: campaigns.calls.begin, end: campaigns.calls.end };
  const full = (): never => {
    throw new StoreFailure('full', 'the disk of the data folder is full');
  };
  // The first call ends and the second would begin while the disk is full.
  Object.assign(campaigns.calls, { begin: full, end: full });
  lab.pass(90);
  const during = lab.engine.channels().filter(({ hungUpAt }) => hungUpAt === null).length;
  const books = lab.numbers(task).map(({ status }) => status);
  Object.assign(campaigns.calls, original);
  const finished = lab.finish(600);
  const end = lab.numbers(task).map(({ status }) => status);
  lab.close();
  expect([during, books, new Set(told), finished, end]).toEqual([
    0,
    ['D', 'N', 'N', 'N'],
    new Set(['the disk of the data folder is full']),
    true,
    ['S', 'S', 'S', 'S'],
  ]);
});
