import { expect, test } from 'vitest';
import { createAbsence, sayGoodbye } from './absence';
import type { Journal } from './journal';

/** Keeps in memory what a journal keeps on the disk. */
function memoryJournal(): Journal & { readonly writes: () => number } {
  let state = { seenUntil: {} } as ReturnType<Journal['value']>;
  let writes = 0;
  return {
    value: () => state,
    change: (change) => {
      writes += 1;
      state = { ...state, ...change };
    },
    saved: async () => undefined,
    writes: () => writes,
  };
}

test('after a kill the span since calls were last seen is a gap; after a goodbye there is none', () => {
  const journal = memoryJournal();
  createAbsence(journal, '2011').seen(1_000_000);
  const next = createAbsence(journal, '2011');
  const gaps = [next.gap(1_005_000), next.gap(1_060_000), next.gap(1_000_000 + 13 * 3_600_000)];
  const other = createAbsence(journal, '2012').gap(1_060_000);
  sayGoodbye(journal);
  expect([...gaps, other, next.gap(1_060_000)]).toEqual([null, { from: 1_000_000, to: 1_060_000 }, null, null, null]);
});

test('the journal is written twice a minute, not at every poll', () => {
  const journal = memoryJournal();
  const absence = createAbsence(journal, '2011');
  for (let second = 0; second < 60; second += 1) absence.seen(1_000_000 + second * 1000);
  expect(journal.writes()).toBe(2);
});
