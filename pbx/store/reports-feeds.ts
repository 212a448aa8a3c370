import type { Zone } from '../../shared/domain/zone';
import type { Database } from './database';
import {
  areaFigures,
  type Figures,
  foldsOf,
  holdFigures,
  offerFigures,
  outgoingFigures,
  pickupFigures,
  platformFigures,
  stayFigures,
} from './reports-figures';
import { hourSql, startOf } from './reports-periods';
import { callsSql, offersSql, pickupsSql, staysSql } from './reports-sources';

export type ReportKind = 'platform' | 'agent' | 'queue' | 'area';

/**
 * From a table that the platform writes to a table of hours. What is new in the source says which hours are to be
 * counted again; an hour is always counted as a whole from its rows, so that counting again changes nothing.
 */
export interface Feed {
  readonly name: string;
  readonly kind: ReportKind;
  readonly source: 'call_record' | 'queue_event' | 'music_hold';
  /** Column of the source that says when; rows before the oldest one have been thrown away. */
  readonly time: string;
  readonly table: string;
  /** Hours that rows above ?1 and up to ?2 have a part in; a first filling need not look for a call's other records. */
  touched(first: boolean): string;
  /** Counts the hours `[from, to)` anew. */
  fill(db: Database, from: number, to: number): void;
}

interface Shape {
  readonly table: string;
  readonly key: string | null;
  readonly keySql: string;
  readonly figures: Figures;
  readonly rows: string;
  readonly condition: string;
  readonly start: string;
}

function filling(zone: Zone, { table, key, keySql, figures, rows, condition, start }: Shape): Feed['fill'] {
  const columns = foldsOf(figures).map(([name, fold, sql]) => [name, `coalesce(${fold}(${sql}), 0)`] as const);
  const names = ['hour', ...(key === null ? [] : [key]), ...columns.map(([name]) => name)];
  const values = [
    `${hourSql(start, zone)} AS hour`,
    ...(key === null ? [] : [`${keySql} AS ${key}`]),
    ...columns.map(([, sql]) => sql),
  ];
  // The names of the groups by their place: a column of the source may have the same name.
  const groups = key === null ? '1' : '1, 2';
  const insert = `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} ${rows}${condition} GROUP BY ${groups}`;
  const remove = `DELETE FROM ${table} WHERE hour >= ? AND hour < ?`;
  return (db, from, to) => {
    db.run(remove, from, to);
    db.run(insert, startOf(from, zone), startOf(to, zone));
  };
}

export function createFeeds(zone: Zone, areaOf: (number: string) => string): readonly Feed[] {
  const calls = (first: boolean): string =>
    first
      ? `SELECT DISTINCT ${hourSql('calldate', zone)} AS hour FROM call_record WHERE id > ?1 AND id <= ?2`
      : `SELECT DISTINCT ${hourSql('other.calldate', zone)} AS hour FROM call_record AS fresh ` +
        'JOIN call_record AS other ON other.unique_id = fresh.unique_id WHERE fresh.id > ?1 AND fresh.id <= ?2';
  const ofCalls = { source: 'call_record', time: 'calldate', touched: calls } as const;
  const entered =
    `SELECT DISTINCT ${hourSql('queue_start', zone)} AS hour FROM queue_event ` +
    "WHERE id > ?1 AND id <= ?2 AND unique_id <> ''";
  const ofQueues = { source: 'queue_event', time: 'queue_start', touched: () => entered } as const;
  const call = { rows: `FROM (${callsSql})`, start: 'start' };

  const fillArea = filling(zone, {
    ...call,
    table: 'report_area',
    key: 'area',
    keySql: '(SELECT area FROM report_number WHERE number = caller)',
    figures: areaFigures,
    condition: " WHERE direct = 'IN'",
  });
  return [
    {
      ...ofCalls,
      name: 'platform',
      kind: 'platform',
      table: 'report_platform',
      fill: filling(zone, {
        ...call,
        table: 'report_platform',
        key: null,
        keySql: '',
        figures: platformFigures,
        condition: '',
      }),
    },
    {
      ...ofCalls,
      name: 'area',
      kind: 'area',
      table: 'report_area',
      fill(db, from, to) {
        const strangers = db.all<{ caller: string }>(
          "SELECT DISTINCT caller FROM call_record WHERE calldate >= ?1 AND calldate < ?2 AND direct = 'IN' " +
            'AND NOT EXISTS (SELECT 1 FROM report_number WHERE number = caller)',
          ...[startOf(from, zone), startOf(to, zone)],
        );
        for (const { caller } of strangers) db.run('INSERT INTO report_number VALUES (?, ?)', caller, areaOf(caller));
        fillArea(db, from, to);
      },
    },
    {
      ...ofQueues,
      name: 'queue',
      kind: 'queue',
      table: 'report_queue',
      fill: filling(zone, {
        table: 'report_queue',
        key: 'queue',
        keySql: 'queue',
        figures: stayFigures,
        rows: `FROM (${staysSql})`,
        condition: '',
        start: 'start',
      }),
    },
    {
      ...ofQueues,
      name: 'offer',
      kind: 'agent',
      table: 'report_offer',
      fill: filling(zone, {
        table: 'report_offer',
        key: 'agent',
        keySql: 'agent_no',
        figures: offerFigures,
        rows: offersSql,
        condition: '',
        start: 'queue_start',
      }),
    },
    {
      ...ofCalls,
      name: 'outgoing',
      kind: 'agent',
      table: 'report_outgoing',
      fill: filling(zone, {
        ...call,
        table: 'report_outgoing',
        key: 'agent',
        keySql: 'caller',
        figures: outgoingFigures,
        condition: " WHERE direct = 'OUT'",
      }),
    },
    {
      ...ofCalls,
      name: 'pickup',
      kind: 'agent',
      table: 'report_pickup',
      fill: filling(zone, {
        table: 'report_pickup',
        key: 'agent',
        keySql: 'agent',
        figures: pickupFigures,
        rows: `FROM (${pickupsSql})`,
        condition: '',
        start: 'start',
      }),
    },
    {
      name: 'hold',
      kind: 'agent',
      source: 'music_hold',
      time: 'at',
      touched: () => `SELECT DISTINCT ${hourSql('at', zone)} AS hour FROM music_hold WHERE id > ?1 AND id <= ?2`,
      table: 'report_hold',
      fill: filling(zone, {
        table: 'report_hold',
        key: 'agent',
        keySql: 'agent',
        figures: holdFigures,
        rows: 'FROM (SELECT *, ended_at / 1000 - at / 1000 AS seconds FROM music_hold WHERE at >= ?1 AND at < ?2)',
        condition: '',
        start: 'at',
      }),
    },
  ];
}
