import type { PlatformTime } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import type { Database } from '../../store/database';
import { foldsOf, presenceFigures } from '../../store/reports-figures';
import { hourOf, startOf } from '../../store/reports-periods';
import { type Activity, Presence, type PresenceEvents, PresenceHours, type PresenceState, type Stop } from './presence';

/** Rows read at once. */
const pageSize = 20_000;

interface Saved {
  /** Local hour; everything before it is counted. */
  readonly hour: number;
  /** Last activity before that hour. */
  readonly seen: number;
  readonly state: PresenceState;
}

const select =
  'SELECT id, at, agent, agent_name AS agentName, queue, event, pause_type AS pauseType FROM agent_activity';
const nameOfState = 'presence';

const stopsAfter = (db: Database, id: number): Stop[] => [
  ...db.all<Stop>(
    'SELECT after_activity AS after, stopped_at AS at FROM report_stop WHERE after_activity >= ? ORDER BY after_activity, id',
    id,
  ),
];

/** Notes that the platform was down from then until now; called before anybody can sign in. */
export function noteStop(db: Database, aliveUntil: PlatformTime | null): void {
  const last = db.first<{ id: number; at: number }>('SELECT id, at FROM agent_activity ORDER BY id DESC LIMIT 1');
  if (!last) return;
  const call = db.first<{ at: number }>('SELECT ended_at AS at FROM call_record ORDER BY id DESC LIMIT 1');
  const event = db.first<{ at: number }>('SELECT at FROM queue_event ORDER BY id DESC LIMIT 1');
  const at = Math.max(last.at, call?.at ?? 0, event?.at ?? 0, aliveUntil ?? 0);
  db.run('INSERT INTO report_stop (after_activity, stopped_at) VALUES (?, ?)', last.id, at);
}

/** What happened to one person, from the beginning: a person has few rows, and the state at any time needs those before. */
export function sweepOf(db: Database, agent: string, events: PresenceEvents, until: PlatformTime): void {
  const rows = db.all<Activity>(
    `${select} WHERE agent IN (SELECT DISTINCT agent FROM agent_activity WHERE agent_name = ?) AND at <= ? ORDER BY id`,
    agent,
    until,
  );
  const stops = stopsAfter(db, 0).filter(({ at }) => at <= until);
  const presence = new Presence(events);
  for (const row of rows) {
    while (stops[0] && stops[0].after < row.id) presence.stop(stops.shift()?.at ?? 0);
    presence.feed(row);
  }
  for (const { at } of stops) presence.stop(at);
  presence.upTo(until);
}

/**
 * Counts presence into `report_presence`, from the hour in which the last count ended. Rows that come late, or a
 * forgotten state, begin from the first row.
 */
export function countPresence(
  db: Database,
  zone: Zone,
  now: PlatformTime,
  within: { readonly from: number; readonly to: number },
): void {
  const saved = savedOf(db);
  const open = hourOf(now, zone);
  if (saved && open < saved.hour) return;
  const late =
    saved &&
    db.first(
      'SELECT 1 AS late FROM agent_activity WHERE id > ? AND at < ? LIMIT 1',
      saved.seen,
      startOf(saved.hour, zone),
    );
  const start = late ? null : saved;
  const collected = new PresenceHours(zone);
  const presence = new Presence(collected, start?.state);
  const stops = stopsAfter(db, start?.seen ?? 0);
  let seen = start?.seen ?? 0;
  let next: Saved | null = null;
  const boundary = startOf(open, zone);
  const save = (): void => {
    next ??= { hour: open, seen, state: presence.state(boundary) };
  };
  for (;;) {
    const rows = db.all<Activity>(`${select} WHERE id > ? ORDER BY id LIMIT ${pageSize}`, seen);
    for (const row of rows) {
      stopBefore(row.id);
      if (row.at >= boundary) save();
      presence.feed(row);
      seen = row.id;
    }
    if (rows.length < pageSize) break;
  }
  stopBefore(Number.POSITIVE_INFINITY);
  save();
  presence.upTo(now);
  function stopBefore(id: number): void {
    while (stops[0] && stops[0].after < id) {
      const { at } = stops.shift() as Stop;
      if (at >= boundary) save();
      presence.stop(at);
    }
  }

  db.write(() => {
    db.run('DELETE FROM report_presence WHERE hour >= ?', start?.hour ?? 0);
    for (const [key, row] of collected.hours) {
      const [hour = '', agent = ''] = key.split(/\|(.*)/s);
      if (Number(hour) < within.from || Number(hour) >= within.to) continue;
      db.run(insert, Number(hour), agent, ...columns.map(([, sql]) => row[sql]));
    }
    db.run(
      'INSERT INTO report_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      nameOfState,
      JSON.stringify(next),
    );
  });
}

/** The next count begins from the first row. */
export const forgetPresence = (db: Database): void => {
  db.run('DELETE FROM report_state WHERE name = ?', nameOfState);
};

type Part = 'online' | 'login' | 'paused' | 'ready' | 'pause' | 'wrapped' | 'worked';
const columns = foldsOf(presenceFigures).map(([name, , sql]) => [name, sql as Part] as const);
const insert =
  `INSERT INTO report_presence (hour, agent, ${columns.map(([name]) => name).join(', ')}) ` +
  `VALUES (?, ?, ${columns.map(() => '?').join(', ')})`;

function savedOf(db: Database): Saved | null {
  const value = db.first<{ value: string }>('SELECT value FROM report_state WHERE name = ?', nameOfState)?.value;
  return value === undefined ? null : (JSON.parse(value) as Saved);
}
