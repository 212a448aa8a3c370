import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Libsql from 'libsql';
import type { Clock } from '../../shared/domain/time';
import { type Area, migrate } from './migrations';

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/**
 * The platform's one database (SQLite through libsql, write-ahead log). Synchronous: a question is answered before
 * anything else happens, so that a handler sees one moment of the platform.
 *
 * What has been told to anybody is on the disk: `write` returns after the commit, and what the engine left with `later`
 * is committed before any question is answered.
 */
export interface Database {
  all<T = Row>(sql: string, ...values: readonly Value[]): readonly T[];
  first<T = Row>(sql: string, ...values: readonly Value[]): T | undefined;
  /** One statement in a transaction of its own, or in the one that is open. */
  run(sql: string, ...values: readonly Value[]): { readonly changes: number; readonly id: number };
  /** All of it or nothing; inside another `write` it is part of that one. */
  write<T>(work: () => T): T;
  /** Queues writing for the next transaction: before the next question, or soon. In order. */
  later(work: () => void): void;
  /** Commits what was left with `later`. */
  flush(): void;
  close(): void;
}

export type StoreTrouble = 'in-use' | 'read-only' | 'full' | 'damaged' | 'newer' | 'not-a-folder';

/** Why the data folder cannot be used; `message` is one plain sentence. */
export class StoreFailure extends Error {
  readonly code: StoreTrouble;

  constructor(code: StoreTrouble, message: string) {
    super(message);
    this.code = code;
  }
}

export interface DatabaseOptions {
  /** Data folder; null keeps everything in memory until the end. */
  readonly folder: string | null;
  readonly areas: readonly Area[];
  /** Absent = what is left with `later` waits for the next question. */
  readonly clock?: Clock | undefined;
}

const fileName = 'platform.db';
/** What the engine writes is on the disk so much later at the latest, ms. */
const flushAfter = 50;
/** And not more of it than this in one transaction. */
const flushAt = 64;
/** A disk that is full is tried again after so long, ms. */
const tryAgainAfter = 1_000;

export function openDatabase({ folder, areas, clock }: DatabaseOptions): Database {
  const lock = folder === null ? null : lockFolder(folder);
  let sql: Libsql.Database;
  try {
    sql = guarded(() => new Libsql(folder === null ? ':memory:' : path.join(folder, fileName)));
    guarded(() => {
      if (folder !== null)
        sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
      sql.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000');
      migrate(sql, areas);
    });
  } catch (error) {
    lock?.close();
    throw error;
  }

  const statements = new Map<string, Libsql.Statement<Value[]>>();
  const prepared = (text: string): Libsql.Statement<Value[]> => {
    let statement = statements.get(text);
    if (!statement) {
      statement = sql.prepare<Value[]>(text);
      statements.set(text, statement);
    }
    return statement;
  };
  let queued: (() => void)[] = [];
  let unset: (() => void) | null = null;
  let depth = 0;
  let open = true;

  function write<T>(work: () => T): T {
    if (depth > 0) return work();
    return guarded(() => {
      sql.exec('BEGIN IMMEDIATE');
      depth = 1;
      try {
        const value = work();
        sql.exec('COMMIT');
        return value;
      } catch (error) {
        // A full disk may have ended the transaction already; a second end would hide the reason.
        if (sql.inTransaction) sql.exec('ROLLBACK');
        throw error;
      } finally {
        depth = 0;
      }
    });
  }
  function flush(): void {
    unset?.();
    unset = null;
    // Inside a transaction they wait for its end, in their order.
    if (queued.length === 0 || depth > 0) return;
    const work = queued;
    queued = [];
    try {
      write(() => {
        for (const each of work) each();
      });
    } catch (error) {
      // Nobody was told of it and nothing of it is written: it is kept for when there is room again.
      if (error instanceof StoreFailure) {
        queued = [...work, ...queued];
        unset ??= clock?.after(tryAgainAfter, flushLater) ?? null;
      }
      throw error;
    }
  }
  /** For whoever does not ask anything: a disk that fails now is tried again, and the next question tells of it. */
  function flushLater(): void {
    try {
      flush();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }

  return {
    all: <T>(text: string, ...values: readonly Value[]) => {
      flush();
      return guarded(() => prepared(text).all(...values) as readonly T[]);
    },
    first: <T>(text: string, ...values: readonly Value[]) => {
      flush();
      return guarded(() => (prepared(text).all(...values) as readonly T[])[0]);
    },
    run: (text, ...values) => {
      flush();
      return write(() => {
        const { changes, lastInsertRowid } = prepared(text).run(...values);
        return { changes, id: Number(lastInsertRowid) };
      });
    },
    write: (work) => {
      flush();
      return write(work);
    },
    later: (work) => {
      if (!open) return;
      queued.push(work);
      if (queued.length % flushAt === 0) flushLater();
      else unset ??= clock?.after(flushAfter, flushLater) ?? null;
    },
    flush,
    close: () => {
      if (!open) return;
      try {
        // What is left may leave something itself.
        while (queued.length > 0) flush();
      } finally {
        // Also when the last of it could not be written: the folder is free again, and the reason is told.
        open = false;
        unset?.();
        unset = null;
        statements.clear();
        sql.close();
        lock?.close();
      }
    },
  };
}

/** A second connection that holds an exclusive transaction: the system frees it whatever way this process ends. */
function lockFolder(folder: string): Libsql.Database {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storeFailure(error) ?? new StoreFailure('not-a-folder', `${folder} is no folder that can be made`);
  }
  return guarded(() => {
    const lock = new Libsql(path.join(folder, 'platform.lock'));
    try {
      lock.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
      return lock;
    } catch (error) {
      lock.close();
      if (codeOf(error).startsWith('SQLITE_BUSY')) {
        throw new StoreFailure('in-use', `another platform is running on the data folder ${folder}`);
      }
      throw error;
    }
  });
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const openingCodes: Readonly<Record<string, string>> = {
  8: 'SQLITE_READONLY',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

function storeFailure(error: unknown): StoreFailure | null {
  // Opening a file has no code of its own, only SQLite's number in the text.
  const opening = /ConnectionFailed\(.*: (\d+)"?\)/.exec(error instanceof Error ? error.message : '')?.[1];
  const code = opening === undefined ? codeOf(error) : (openingCodes[opening] ?? codeOf(error));
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EROFS|EACCES|EPERM)/.test(code)) {
    return new StoreFailure('read-only', 'the data folder cannot be written to');
  }
  if (/^(SQLITE_FULL|ENOSPC)/.test(code)) return new StoreFailure('full', 'the disk of the data folder is full');
  if (/^(SQLITE_CORRUPT|SQLITE_NOTADB)/.test(code)) {
    return new StoreFailure('damaged', `${fileName} in the data folder is damaged or no database`);
  }
  return null;
}

/** Errors of the disk as `StoreFailure`; everything else is a fault of this program and stays what it is. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFailure(error) ?? error;
  }
}
