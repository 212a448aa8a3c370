/** A row that is watched: flat, so that it is one line of NDJSON. */
export type WatchedRow = Readonly<Record<string, string | number | boolean | null>>;

export type Change =
  | { readonly event: 'now' | 'new' | 'gone'; readonly row: WatchedRow }
  | { readonly event: 'changed'; readonly row: WatchedRow; readonly fields: readonly string[] };

/**
 * Successive pictures, keyed by id, as changes. The first picture is what is there `now`; an unchanged one gives
 * nothing. Fields in `silent` may differ without a line of their own.
 */
export function createChanges(
  silent: readonly string[] = [],
): (rows: ReadonlyMap<string, WatchedRow>) => readonly Change[] {
  let before: ReadonlyMap<string, WatchedRow> | null = null;
  return (rows) => {
    const changes: Change[] = [];
    for (const [key, row] of rows) {
      const known = before?.get(key);
      if (!known) changes.push({ event: before ? 'new' : 'now', row });
      else {
        const fields = Object.keys(row).filter((field) => row[field] !== known[field] && !silent.includes(field));
        if (fields.length > 0) changes.push({ event: 'changed', row, fields });
      }
    }
    for (const [key, row] of before ?? []) if (!rows.has(key)) changes.push({ event: 'gone', row });
    before = rows;
    return changes;
  };
}
