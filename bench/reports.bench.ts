import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createVirtualClock } from '../pbx/engine/simulated/clock';
import { writeHistory } from '../pbx/services/history/history';
import { createReports, reportKinds } from '../pbx/services/reports/reports';
import { createReportDetails } from '../pbx/store/reports-details';
import type { ReportKind } from '../pbx/store/reports-feeds';
import type { Unit } from '../pbx/store/reports-periods';
import { openStore } from '../pbx/store/store';
import { ms, type Table } from './table';

export const title = 'Reports';
export const notes =
  'A made-up year in a database on the disk: of a 50-seat centre, and of a million calls (120 seats). Writing it, ' +
  'counting all of it into the tables of hours, counting again when nothing is new, and reading. Rows are those of the ' +
  'call records, the queue log, the offers and the activity. Memory is what the process holds after the step, MB.';

const zone = 480;
/** Monday 2 March 2026, 09:00 in China. */
const now = Date.UTC(2026, 2, 2, 1);
const memory = (): string => String(Math.round(process.memoryUsage().rss / 1_000_000));

function year(name: string, seats: number, callsPerDay?: number): readonly (readonly (string | number)[])[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-reports-'));
  const store = openStore({ folder });
  const rows: (readonly (string | number)[])[] = [];
  const step = (what: string, count: number, work: () => void): void => {
    const from = performance.now();
    work();
    const seconds = (performance.now() - from) / 1000;
    rows.push([name, what, count || '', seconds.toFixed(2), count ? Math.round(count / seconds) : '', memory()]);
  };
  try {
    const from = performance.now();
    const counts = writeHistory(store.database, {
      ...{ seed: 1, zone, days: 365, now, callsPerDay },
      agents: Array.from({ length: seats }, (_, index) => ({
        no: String(10_001 + index),
        interface: `SIP/${10_001 + index}`,
      })),
      queues: ['90', '91', '92', '93', '94', '95'],
    });
    const all = counts.call + counts.event + counts.offer + counts.activity;
    const seconds = (performance.now() - from) / 1000;
    rows.push([name, 'write the year', all, seconds.toFixed(2), Math.round(all / seconds), memory()]);

    const reports = createReports({ database: store.database, clock: createVirtualClock(now), zone });
    const sources: Readonly<Record<ReportKind, number>> = {
      platform: counts.call,
      area: counts.call,
      queue: counts.event,
      agent: counts.event + counts.call + counts.activity,
    };
    for (const kind of reportKinds) step(`count ${kind}`, sources[kind], () => reports.refresh(kind));
    step('count again, nothing new', 0, () => {
      for (const kind of reportKinds) reports.refresh(kind);
    });
    const read = (kind: ReportKind, unit: Unit, first: string, last: string) =>
      step(
        `read ${kind}, ${unit}, ${first} to ${last}`,
        0,
        () => void reports.reader.read({ kind, unit, first, last }),
      );
    read('platform', 'hour', '2026-03-01', '2026-03-01');
    read('agent', 'day', '2026-02-01', '2026-02-28');
    read('queue', 'month', '2025-03-01', '2026-02-28');
    read('area', 'year', '2025-03-01', '2026-02-28');
    const details = createReportDetails(store.database);
    const span = { from: Date.UTC(2026, 1, 1) - zone * 60_000, to: Date.UTC(2026, 2, 1) - zone * 60_000 };
    const part = { sort: 'start', descending: true, offset: 0, rows: 50 };
    let calls = 0;
    step('first 50 calls of February', 0, () => {
      calls = details.calls('in', span, part).total;
    });
    step(`abandoned calls of a queue in February`, 0, () => {
      details.stays('abandancalls', '90', span, { ...part, sort: 'at' });
    });
    const first = store.database.first<{ n: number }>('SELECT count(DISTINCT unique_id) AS n FROM call_record');
    rows.push([name, 'calls in the year / in February', `${first?.n ?? 0} / ${calls}`, '', '', memory()]);
    reports.close();
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

export async function run(): Promise<Table> {
  const from = performance.now();
  const rows = [...year('50 seats', 50), ...year('1,000,000 calls', 120, 2_950)];
  rows.push(['both', 'everything', '', ms((performance.now() - from) / 1000), '', memory()]);
  return { head: ['year', 'step', 'rows', 'seconds', 'rows/s', 'MB'], rows };
}
