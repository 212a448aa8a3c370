import type { Database } from './database';

/** What regions are worked out from. Codes are without the trunk zero. */
export interface RegionTables {
  readonly areas: readonly { readonly code: string; readonly city: string; readonly province: string }[];
  /** First digits of mobile numbers, three or four; the longest one wins. */
  readonly prefixes: readonly { readonly prefix: string; readonly operator: string }[];
  /** First seven digits of mobile numbers whose place is known; `code` is that of an area. */
  readonly segments: readonly { readonly segment: string; readonly code: string }[];
}

/** Where numbers are from, as rows; `pbx/services/regions.ts` reads numbers with them. */
export interface RegionStore {
  /** The tables of a folder that has none; false: it has some, and they stay. */
  seed(tables: RegionTables): boolean;
  areas(): RegionTables['areas'];
  prefixes(): RegionTables['prefixes'];
  segments(): RegionTables['segments'];
  /** Area code of an allotment; null = it is in no table. */
  segmentOf(segment: string): string | null;
  /**
   * The tables that are given are these from now on. The reports' areas are counted anew by the platform that starts
   * next.
   */
  replace(tables: Partial<RegionTables>): void;
}

export function createRegionStore(db: Database): RegionStore {
  /** One statement a table: a table of allotments may have hundreds of thousands of rows. */
  function fill(table: string, columns: readonly string[], list: readonly object[] | undefined): void {
    if (list === undefined) return;
    db.run(`DELETE FROM ${table}`);
    db.run(
      `INSERT INTO ${table} (${columns.join(', ')}) ` +
        `SELECT ${columns.map((column) => `value ->> '${column}'`).join(', ')} FROM json_each(?)`,
      JSON.stringify(list),
    );
  }
  function write({ areas, prefixes, segments }: Partial<RegionTables>): void {
    fill('region_area', ['code', 'city', 'province'], areas);
    fill('region_prefix', ['prefix', 'operator'], prefixes);
    fill('region_segment', ['segment', 'code'], segments);
  }

  return {
    seed(tables) {
      if (db.first('SELECT 1 AS there FROM region_area LIMIT 1')) return false;
      db.write(() => write(tables));
      return true;
    },
    areas: () => db.all('SELECT code, city, province FROM region_area ORDER BY code'),
    prefixes: () => db.all('SELECT prefix, operator FROM region_prefix ORDER BY prefix'),
    segments: () => db.all('SELECT segment, code FROM region_segment ORDER BY segment'),
    segmentOf: (segment) =>
      db.first<{ code: string }>('SELECT code FROM region_segment WHERE segment = ?', segment)?.code ?? null,
    replace: (tables) =>
      db.write(() => {
        write(tables);
        db.run('DELETE FROM report_number');
        db.run("DELETE FROM report_state WHERE name = 'made'");
      }),
  };
}
