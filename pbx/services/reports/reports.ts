import type { Clock, PlatformTime } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import { type Database, StoreFailure } from '../../store/database';
import { createFeeds, type Feed, type ReportKind } from '../../store/reports-feeds';
import { dateOf, dayOf, hourOf } from '../../store/reports-periods';
import { createReportReader, type ReportReader } from '../../store/reports-reader';
import { createReportSettings, type Known, type ReportSettings } from '../../store/reports-settings';
import { type Regions, regionOf } from '../regions';
import { countPresence, forgetPresence, noteStop } from './presence-feed';

/** Local hours `[from, to)`. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}
const always: Hours = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** The report system: counts what the platform wrote into tables of hours, and reads them. */
export interface Reports {
  readonly settings: ReportSettings;
  readonly reader: ReportReader;
  /** Takes in everything new that belongs to these hours; also what came late. Again changes nothing. */
  refresh(kind: ReportKind, hours?: Hours): void;
  /** Counts everything of this kind anew, bit by bit; what was counted stays readable until then. */
  rerun(kind: ReportKind): void;
  /** Hours of this kind that wait to be counted. */
  waiting(kind: ReportKind): number;
  /** People and queues that the exchange knows, for the lists of the configuration. */
  notice(known: Known): void;
  close(): void;
}

export interface ReportsOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Minutes east of UTC. */
  readonly zone: Zone;
  /** Where callers are from; absent = by the tables that a platform begins with. */
  readonly regions?: Regions | undefined;
}

export const reportKinds = ['platform', 'area', 'queue', 'agent'] as const satisfies readonly ReportKind[];

/** The timer counts as often, ms; and goes on so soon while hours wait. */
const every = 60_000;
const soon = 200;
/** Hours that the timer counts at once. */
const slice = 24 * 7;
/** Counts of another version of the definitions are done again. */
const version = '1';

export function createReports({ database: db, clock, zone, regions = { of: regionOf } }: ReportsOptions): Reports {
  const feeds = createFeeds(zone, (number) => regions.of(number)?.area ?? '');
  const of = (kind: ReportKind): readonly Feed[] => feeds.filter((feed) => feed.kind === kind);
  const settings = createReportSettings(db);
  /** Last row of the source that was taken in, by feed; and the feeds that have hours to count. */
  const seen = new Map<string, number>(
    db.all<{ feed: string; seen: number }>('SELECT feed, seen FROM report_feed').map((row) => [row.feed, row.seen]),
  );
  const unfinished = new Set<string>(
    db.all<{ feed: string }>('SELECT DISTINCT feed FROM report_todo').map(({ feed }) => feed),
  );
  let counted = -1;
  let activity = -1;
  noteStop(db, Math.max(0, ...settings.jobs().map(({ ended }) => ended ?? 0)));
  const made = `${version} ${typeof zone === 'number' ? zone : zone.name}`;
  if (stateOf('made') !== made) {
    db.write(() => {
      for (const kind of reportKinds) rerun(kind);
      for (const { table } of feeds) db.run(`DELETE FROM ${table}`);
      setState('made', made);
    });
  }

  function stateOf(name: string): string | undefined {
    return db.first<{ value: string }>('SELECT value FROM report_state WHERE name = ?', name)?.value;
  }
  function setState(name: string, value: string): void {
    db.run(
      'INSERT INTO report_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }

  /** Puts the hours that new rows have a part in on the list. */
  function discover(feed: Feed): void {
    const last = db.first<{ id: number | null }>(`SELECT max(id) AS id FROM ${feed.source}`)?.id ?? 0;
    const before = seen.get(feed.name) ?? 0;
    if (last === before) return;
    db.write(() => {
      if (last > before) {
        db.run(
          `INSERT OR IGNORE INTO report_todo (feed, hour) SELECT '${feed.name}', hour FROM (${feed.touched(before === 0)})`,
          ...[before, last],
        );
      }
      db.run(
        'INSERT INTO report_feed (feed, seen) VALUES (?, ?) ON CONFLICT (feed) DO UPDATE SET seen = excluded.seen',
        feed.name,
        last,
      );
    });
    seen.set(feed.name, last);
    unfinished.add(feed.name);
  }

  /** Counts waiting hours within `hours`, at most so many. */
  function work(feed: Feed, hours: Hours, most: number): void {
    if (!unfinished.has(feed.name)) return;
    const waiting = db.all<{ hour: number }>(
      'SELECT hour FROM report_todo WHERE feed = ? AND hour >= ? AND hour < ? ORDER BY hour LIMIT ?',
      ...[feed.name, hours.from, hours.to, most],
    );
    if (waiting.length === 0 && hours !== always) return;
    const limits = limitsOf(feed.kind);
    const oldest = db.first<{ id: number; at: number }>(
      `SELECT id, ${feed.source === 'queue_event' ? 'at' : feed.time} AS at FROM ${feed.source} ORDER BY id LIMIT 1`,
    );
    // Rows have been thrown away: what was counted of them stands, for it cannot be counted again.
    const kept = oldest && oldest.id > 1 ? hourOf(oldest.at, zone) + 1 : 0;
    const first = Math.max(kept, limits.from);
    for (const [from, to] of runsOf(waiting.map(({ hour }) => hour))) {
      db.write(() => {
        const [begin, end] = [Math.max(from, first), Math.min(to, limits.to)];
        // Days that the job does not work up any more have no figures.
        db.run(
          `DELETE FROM ${feed.table} WHERE hour >= ?1 AND hour < ?2 AND (hour < ?3 OR hour >= ?4)`,
          ...[from, to, limits.from, limits.to],
        );
        if (begin < end) feed.fill(db, begin, end);
        db.run('DELETE FROM report_todo WHERE feed = ? AND hour >= ? AND hour < ?', feed.name, from, to);
      });
    }
    if (!db.first('SELECT 1 AS more FROM report_todo WHERE feed = ? LIMIT 1', feed.name)) unfinished.delete(feed.name);
  }

  function limitsOf(kind: ReportKind): Hours {
    const job = settings.job(kind);
    if (!job) return { from: 0, to: 0 };
    return { from: dayOf(job.begin) * 24, to: job.end === null ? always.to : (dayOf(job.end) + 1) * 24 };
  }

  function run(kind: ReportKind, hours: Hours, most: number): void {
    const job = settings.job(kind);
    if (!job?.enabled) return;
    const begun = clock.now();
    for (const feed of of(kind)) {
      discover(feed);
      work(feed, hours, most);
    }
    if (kind === 'agent') countTime(begun);
    const today = Math.floor(hourOf(begun, zone) / 24);
    const last = job.end === null ? today : Math.min(today, dayOf(job.end));
    settings.ran(kind, { begun, ended: clock.now(), finished: waits(kind) ? null : dateOf(last) });
  }

  /** What goes on grows with every second; but nobody is asked, and the timer has other things to do. */
  function countTime(now: PlatformTime): void {
    countPresence(db, zone, now, limitsOf('agent'));
    counted = hourOf(now, zone);
    activity = lastActivity();
  }
  function lastActivity(): number {
    return db.first<{ id: number | null }>('SELECT max(id) AS id FROM agent_activity')?.id ?? 0;
  }
  /** Whether the timer has anything to do for this kind. */
  function isNews(kind: ReportKind): boolean {
    if (kind === 'agent' && (counted !== hourOf(clock.now(), zone) || activity !== lastActivity())) return true;
    return of(kind).some(
      ({ name, source }) =>
        unfinished.has(name) ||
        (db.first<{ id: number | null }>(`SELECT max(id) AS id FROM ${source}`)?.id ?? 0) !== (seen.get(name) ?? 0),
    );
  }
  function waits(kind: ReportKind): boolean {
    return of(kind).some(({ name }) => unfinished.has(name));
  }

  function waiting(kind: ReportKind): number {
    let count = 0;
    for (const { name } of of(kind)) {
      count += db.first<{ n: number }>('SELECT count(*) AS n FROM report_todo WHERE feed = ?', name)?.n ?? 0;
    }
    return count;
  }

  function rerun(kind: ReportKind): void {
    db.write(() => {
      for (const { name, table } of of(kind)) {
        // Hours that have figures and no rows any more are looked at too.
        db.run(`INSERT OR IGNORE INTO report_todo (feed, hour) SELECT DISTINCT '${name}', hour FROM ${table}`);
        db.run('DELETE FROM report_feed WHERE feed = ?', name);
        seen.delete(name);
        unfinished.add(name);
      }
      if (kind === 'agent') forgetPresence(db);
    });
  }

  let stop: () => void = () => undefined;
  const tick = (): void => {
    let next = every;
    try {
      for (const kind of reportKinds) if (isNews(kind)) run(kind, always, slice);
      settings.alive(clock.now());
      if (reportKinds.some((kind) => waits(kind) && settings.job(kind)?.enabled)) next = soon;
    } catch (error) {
      // A full disk: nothing was taken in that is not counted, so the next time makes good for it.
      if (!(error instanceof StoreFailure)) throw error;
    }
    stop = clock.after(next, tick);
  };
  stop = clock.after(every, tick);

  return {
    settings,
    reader: createReportReader(db, zone),
    refresh: (kind, hours = always) => run(kind, hours, Number.MAX_SAFE_INTEGER),
    rerun,
    waiting,
    notice: settings.notice,
    close() {
      stop();
      try {
        settings.alive(clock.now());
      } catch (error) {
        // The end of the last minute is then the last sign of life.
        if (!(error instanceof StoreFailure)) throw error;
      }
    },
  };
}

/** Neighbouring hours together, a week at most: `[from, to)`. */
function runsOf(hours: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const hour of hours) {
    const last = runs.at(-1);
    if (last && last[1] === hour && hour - last[0] < slice) last[1] = hour + 1;
    else runs.push([hour, hour + 1]);
  }
  return runs;
}
