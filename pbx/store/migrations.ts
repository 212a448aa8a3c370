import type Libsql from 'libsql';
import { StoreFailure } from './database';

/**
 * The tables of one part of the platform. `steps` are only ever added to: step n brings a database from version n to
 * n + 1. `docs/platform-schema.md` draws them.
 */
export interface Area {
  readonly name: string;
  readonly steps: readonly string[];
}

/** Brings every area up to date, each step in a transaction of its own: a kill between two steps loses nothing. */
export function migrate(sql: Libsql.Database, areas: readonly Area[]): void {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS schema_area (name TEXT PRIMARY KEY, step INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  const done = new Map(
    (sql.prepare('SELECT name, step FROM schema_area').all() as { name: string; step: number }[]).map((row) => [
      row.name,
      row.step,
    ]),
  );
  for (const { name, steps } of areas) {
    const from = done.get(name) ?? 0;
    if (from > steps.length) {
      throw new StoreFailure('newer', `the data folder was written by a newer version (${name} ${from})`);
    }
    for (let step = from; step < steps.length; step += 1) {
      sql.exec(
        `BEGIN IMMEDIATE; ${steps[step]}; INSERT INTO schema_area (name, step) VALUES ('${name}', ${step + 1}) ` +
          `ON CONFLICT (name) DO UPDATE SET step = excluded.step; COMMIT`,
      );
    }
  }
}
