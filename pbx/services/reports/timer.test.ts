import { expect, test } from 'vitest';
import { createVirtualClock } from '../../engine/simulated/clock';
import { openStore, type Store } from '../../store/store';
import { createReports } from './reports';
import { rowsOf, write } from './testing/ledger';

const begin = Date.UTC(2026, 2, 2, 1);
const hour = 3_600_000;

/** A call of 40 minutes in each of so many hours before the beginning. */
function calls(store: Store, count: number, from = 0): void {
  for (let index = from; index < from + count; index += 1) {
    const at = begin - index * hour - 1_800_000;
    const call = {
      kind: 'plain',
      at,
      direct: 'IN',
      caller: '053188881111',
      callee: '2011',
      met: true,
      talk: 1,
    } as const;
    write(store, rowsOf(call, index));
  }
}
const filled = (store: Store) =>
  store.database.first<{ n: number }>('SELECT count(*) AS n FROM report_platform')?.n ?? 0;

test('a long time is counted in slices, one soon after the other, and what is asked for at once', () => {
  const store = openStore();
  const clock = createVirtualClock(begin);
  const reports = createReports({ database: store.database, clock, zone: 480 });
  calls(store, 400);
  clock.advance(60_000);
  const seen = [filled(store), reports.waiting('platform')];
  const row = reports.settings.job('platform');
  // Yesterday is asked for: it need not wait for its turn.
  reports.refresh('platform', { from: 0, to: 1e9 });
  seen.push(filled(store), reports.waiting('platform'));
  reports.rerun('platform');
  seen.push(filled(store), reports.waiting('platform'));
  clock.advance(61_000);
  seen.push(filled(store), reports.waiting('platform'));
  expect([seen, row?.finished, reports.settings.job('platform')?.finished]).toEqual([
    [168, 232, 400, 0, 400, 400, 400, 0],
    null,
    '2026-03-02',
  ]);
  reports.close();
  expect(clock.pending).toBe(0);
  store.close();
});

test('a full disk stops the counting, not the platform; with room again nothing is missing', () => {
  const store = openStore();
  const clock = createVirtualClock(begin);
  const reports = createReports({ database: store.database, clock, zone: 480 });
  calls(store, 1);
  clock.advance(60_000);
  calls(store, 2_000, 1);
  store.database.flush();
  const used = store.database.first<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
  store.database.all(`PRAGMA max_page_count = ${used}`);
  clock.advance(120_000);
  const before = filled(store);
  store.database.all('PRAGMA max_page_count = 1073741823');
  clock.advance(120_000);
  expect([before < 2_001, filled(store)]).toEqual([true, 2_001]);
  reports.close();
  store.close();
});
