import type { FaxRow } from '../engine/port';
import type { Database } from './database';
import type { Files } from './files';
import { equal, type Page, paged, where, within } from './where';

/** A received fax (WEBCTI2 §4.63). */
export interface Fax extends Omit<FaxRow, 'document'> {
  readonly id: number;
  /** Empty: no page came. */
  readonly file: string;
  readonly size: number;
  readonly read: boolean;
  readonly folder: string;
  readonly trashedAt: number | null;
  readonly flag1: string | null;
  readonly flag2: string | null;
  readonly remark: string | null;
}

/** Absent members do not filter; times in unix ms, both ends included. */
export interface FaxFilter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly number?: string | undefined;
  readonly called?: string | undefined;
  readonly flag1?: string | undefined;
  readonly flag2?: string | undefined;
  readonly user?: string | undefined;
  readonly result?: string | undefined;
  readonly folder?: string | undefined;
  readonly read?: boolean | undefined;
}

export interface FaxChange {
  readonly flag1?: string | undefined;
  readonly flag2?: string | undefined;
  readonly remark?: string | undefined;
  readonly read?: boolean | undefined;
}

export interface FaxStore {
  add(row: FaxRow): void;
  list(filter: FaxFilter, part: Page): readonly Fax[];
  count(filter: FaxFilter): number;
  /** Absent marks keep their value; false: there is no such fax. */
  mark(id: number, change: FaxChange): boolean;
  /** The pages by the name of the file; null: there is none. */
  document(file: string): Uint8Array | null;
}

const plain = [
  'id',
  'at',
  'channel',
  'number',
  'name',
  'called',
  'user',
  'station',
  'pages',
  'rate',
  'seconds',
] as const;
const more = ['result', 'file', 'size', 'folder', 'flag1', 'flag2', 'remark'] as const;
const selected = [...plain, ...more, 'unique_id AS uniqueId', 'heard AS "read"', 'trashed_at AS trashedAt'].join(', ');

export function createFaxStore(db: Database, files: Files): FaxStore {
  const matching = (filter: FaxFilter) =>
    where(
      within('at', filter.from, filter.to),
      equal('number', filter.number),
      equal('called', filter.called),
      equal('flag1', filter.flag1),
      equal('flag2', filter.flag2),
      equal('user', filter.user),
      equal('result', filter.result),
      equal('folder', filter.folder),
      filter.read !== undefined && ['heard = ?', filter.read ? 1 : 0],
    );
  return {
    add: (row) =>
      db.write(() => {
        const file = `${row.uniqueId}.tif`;
        const kept = row.document !== null && files.add('fax', file, row.document);
        db.run(
          'INSERT INTO fax (at, channel, unique_id, number, name, called, user, station, pages, rate, seconds, result, ' +
            'file, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          ...[row.at, row.channel, row.uniqueId, row.number, row.name, row.called, row.user, row.station, row.pages],
          ...[row.rate, row.seconds, row.result, kept ? file : '', row.document?.length ?? 0],
        );
      }),
    list(filter, part) {
      const { text, values } = matching(filter);
      const tail = paged(part);
      return db
        .all<Omit<Fax, 'read'> & { read: number }>(
          `SELECT ${selected} FROM fax${text}${tail.text}`,
          ...[...values, ...tail.values],
        )
        .map((row) => ({ ...row, read: row.read === 1 }));
    },
    count(filter) {
      const { text, values } = matching(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM fax${text}`, ...values)?.n ?? 0;
    },
    mark: (id, { flag1, flag2, remark, read }) =>
      db.run(
        'UPDATE fax SET flag1 = coalesce(?, flag1), flag2 = coalesce(?, flag2), remark = coalesce(?, remark), ' +
          'heard = coalesce(?, heard) WHERE id = ?',
        ...[flag1 ?? null, flag2 ?? null, remark ?? null, read === undefined ? null : Number(read), id],
      ).changes > 0,
    document: (file) => files.read('fax', file),
  };
}
