import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createVirtualClock } from '../../engine/simulated/clock';
import type { Database } from '../../store/database';
import { openStore } from '../../store/store';
import { createReports, reportKinds } from '../reports/reports';
import { type HistoryOptions, NotEmpty, writeHistory } from './history';
import { historyTables } from './rows';

const zone = 480;
/** Monday 2 March 2026, 09:00 in China. */
const now = Date.UTC(2026, 2, 2, 1);
const options: HistoryOptions = {
  seed: 5,
  zone,
  days: 14,
  now,
  agents: Array.from({ length: 14 }, (_, index) => ({ no: String(2001 + index), interface: `SIP/${2001 + index}` })),
  queues: ['90', '91'],
};
const digest = (db: Database): string => {
  const hash = createHash('sha256');
  for (const table of historyTables) hash.update(JSON.stringify(db.all(`SELECT * FROM ${table} ORDER BY id`)));
  return hash.digest('hex');
};
const indexes = (db: Database): readonly string[] =>
  db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name").map(({ name }) => name);

test('the same seed gives the same past, another one another; the indexes are there again', () => {
  const made = [5, 5, 6].map((seed) => {
    const store = openStore({ limit: Number.POSITIVE_INFINITY });
    const before = indexes(store.database);
    writeHistory(store.database, { ...options, days: 4, seed });
    const told = { digest: digest(store.database), same: indexes(store.database).join() === before.join() };
    store.close();
    return told;
  });
  expect([
    made[0]?.digest === made[1]?.digest,
    made[0]?.digest === made[2]?.digest,
    made.map(({ same }) => same),
  ]).toEqual([true, false, [true, true, true]]);
});

test('a past is not written over', () => {
  const store = openStore();
  writeHistory(store.database, { ...options, days: 1 });
  const before = digest(store.database);
  expect(() => writeHistory(store.database, options)).toThrow(NotEmpty);
  expect(digest(store.database)).toBe(before);
  store.close();
});

test('reads like a call centre: nothing of today, busy mornings, quiet weekends, calls lost when nobody is there', () => {
  const store = openStore({ limit: Number.POSITIVE_INFINITY });
  const counts = writeHistory(store.database, options);
  const reports = createReports({ database: store.database, clock: createVirtualClock(now), zone });
  for (const kind of reportKinds) reports.refresh(kind);
  const read = (kind: 'platform' | 'queue' | 'agent', unit: 'hour' | 'day' | 'year') =>
    reports.reader.read({ kind, unit, first: '2026-02-16', last: '2026-03-02' });
  const sum = (rows: ReturnType<typeof read>, name: string) =>
    rows.reduce((total, { amounts }) => total + (amounts[name] ?? 0), 0);
  const days = read('platform', 'day');
  const hours = read('platform', 'hour');
  const at = (hour: number) =>
    sum(
      hours.filter((row) => row.hour === hour),
      'incomingcalls',
    );
  const weekend = ['2026-02-21', '2026-02-22', '2026-02-28', '2026-03-01'];
  const quiet = days.filter(({ period }) => weekend.includes(period));
  const work = days.filter(({ period }) => !weekend.includes(period));
  const queues = read('queue', 'year');
  const agents = read('agent', 'day');
  const answered = sum(queues, 'agentanswered') / sum(queues, 'queuecalls');
  const between = (value: number, low: number, high: number): boolean => value >= low && value <= high;
  expect({
    days: days.map(({ period }) => period).sort(),
    peak: at(10) > 4 * at(7) && at(10) > 20 * Math.max(1, at(3)) && at(12) < at(10),
    weekend: sum(quiet, 'incomingcalls') / quiet.length < 0.6 * (sum(work, 'incomingcalls') / work.length),
    answered: between(answered, 0.75, 0.98),
    talk: between(sum(queues, 'billsecs') / sum(queues, 'agentanswered'), 120, 320),
    online: agents.every(({ amounts }) => between(amounts.onlineduration ?? 0, 0, 10 * 3600)),
    paused: between(sum(agents, 'pauseduration') / sum(agents, 'onlineduration'), 0.05, 0.3),
    lost: counts.lost,
    // Everybody who came has gone.
    gone: reports.reader.read({ kind: 'agent', unit: 'day', first: '2026-03-02', last: '2026-03-02' }).length,
    open: store.database.all(
      'SELECT queue, agent FROM agent_activity GROUP BY queue, agent HAVING sum(event = ?) <> sum(event = ?)',
      ...['added', 'removed'],
    ),
  }).toEqual({
    days: Array.from({ length: 14 }, (_, index) => new Date(Date.UTC(2026, 1, 16 + index)).toISOString().slice(0, 10)),
    peak: true,
    weekend: true,
    answered: true,
    talk: true,
    online: true,
    paused: true,
    lost: sum(queues, 'abandancalls') + sum(queues, 'noanswerdcalls') + sum(queues, 'timeoutcalls'),
    gone: 0,
    open: [],
  });
  // Nobody talks to two people at once: the talks of an agent do not overlap.
  const overlaps = store.database.all(
    `SELECT agent, connected_at FROM (SELECT agent, connected_at, lag(completed_at) OVER
      (PARTITION BY agent ORDER BY connected_at) AS before FROM agent_call WHERE connected_at IS NOT NULL)
      WHERE before > connected_at`,
  );
  expect(overlaps).toEqual([]);
  reports.close();
  store.close();
});
