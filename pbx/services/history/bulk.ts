import type { Database, Value } from '../../store/database';

/** Rows of one statement: what a call through the binding costs is shared by so many. */
const together = 24;

/** Writes rows of one table, many at a time. `end` writes the rest. */
export interface Bulk {
  add(values: readonly Value[]): void;
  end(): void;
  readonly count: number;
}

/** Columns, each the next value; or what stands in them, in terms of the values `?1`, `?2` … of the row. */
export type Columns = readonly string[] | Readonly<Record<string, string>>;

export function createBulk(db: Database, table: string, columns: Columns): Bulk {
  const list = Array.isArray(columns);
  const names: readonly string[] = list ? columns : Object.keys(columns);
  const cells: readonly string[] = list ? columns.map((_, at) => `?${at + 1}`) : Object.values(columns);
  const width = Math.max(...[...cells.join(' ').matchAll(/\?(\d+)/g)].map(([, number]) => Number(number)));
  /** The row that stands at this place of a statement. */
  const row = (place: number): string =>
    `(${cells.map((cell) => cell.replace(/\?(\d+)/g, (_, number) => `?${Number(number) + place * width}`)).join(', ')})`;
  const insert = `INSERT INTO ${table} (${names.join(', ')}) VALUES `;
  const full = insert + Array.from({ length: together }, (_, place) => row(place)).join(', ');
  const single = insert + row(0);
  let waiting: Value[] = [];
  let count = 0;
  return {
    add(values) {
      for (const value of values) waiting.push(value);
      count += 1;
      if (waiting.length < together * width) return;
      db.run(full, ...waiting);
      waiting = [];
    },
    end() {
      for (let at = 0; at < waiting.length; at += width) db.run(single, ...waiting.slice(at, at + width));
      waiting = [];
    },
    get count() {
      return count;
    },
  };
}

/**
 * Runs `work` without the indexes of these tables and makes them again: filling an index in order of its keys is many
 * times quicker than row by row. Inside one transaction, so that nobody ever sees the tables without them.
 */
export function withoutIndexes(db: Database, tables: readonly string[], work: () => void): void {
  db.write(() => {
    const indexes = db.all<{ name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL " +
        'AND tbl_name IN (SELECT value FROM json_each(?))',
      JSON.stringify(tables),
    );
    for (const { name } of indexes) db.run(`DROP INDEX ${name}`);
    work();
    for (const { sql } of indexes) db.run(sql);
  });
}
