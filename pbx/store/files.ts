import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Database, guarded } from './database';

export const fileKinds = ['voicemail', 'prompt', 'fax'] as const;
export type FileKind = (typeof fileKinds)[number];

/** Largest file of each kind, bytes: two minutes of speech, eight of a prompt, and a very thick fax. */
export const largestFile: Readonly<Record<FileKind, number>> = {
  voicemail: 2_000_000,
  prompt: 8_000_000,
  fax: 16_000_000,
};

/**
 * Files by kind and name. A name is any text; where a file lies is the store's own business, so that no name leads out
 * of its folder. Crash-safe: the bytes are on the disk under their final name before the row that tells of them, and
 * what has no row when the store is opened is removed.
 */
export interface Files {
  /** False: the name is taken, or the file is too large. */
  add(kind: FileKind, name: string, bytes: Uint8Array): boolean;
  /** Null: there is no such file. */
  read(kind: FileKind, name: string): Uint8Array | null;
  /** False: there is no such file. */
  remove(kind: FileKind, name: string): boolean;
}

/** A name that is safe on any disk: letters of the name for a person who looks, and a mark that makes it the only one. */
function diskName(name: string): string {
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const ending = /\.[a-z]{3,4}$/i.exec(name)?.[0] ?? '';
  const readable = name
    .slice(0, name.length - ending.length)
    .replace(/[^A-Za-z0-9]+/g, '_')
    .slice(-40);
  return `${mark}-${readable}${ending.toLowerCase()}`;
}

const partial = '.partial';

export function createFiles(db: Database, folder: string | null): Files {
  const root = folder === null ? null : path.join(folder, 'files');
  const placeOf = (kind: FileKind, disk: string): string => path.join(root ?? '', kind, disk);
  if (root !== null) guarded(() => sweep(db, root));

  /** The bytes are whole and on the disk before they have their name. */
  function put(kind: FileKind, disk: string, bytes: Uint8Array): void {
    const place = placeOf(kind, disk);
    guarded(() => {
      const file = openSync(place + partial, 'w', 0o600);
      try {
        writeFileSync(file, bytes);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(place + partial, place);
    });
  }

  const find = (kind: FileKind, name: string) =>
    db.first<{ disk: string; bytes: ArrayBuffer | null }>(
      'SELECT disk, bytes FROM file WHERE kind = ? AND name = ?',
      ...[kind, name],
    );

  return {
    add(kind, name, bytes) {
      if (bytes.length > largestFile[kind] || find(kind, name) !== undefined) return false;
      const disk = diskName(name);
      if (root !== null) put(kind, disk, bytes);
      db.run(
        'INSERT INTO file (kind, name, disk, size, bytes) VALUES (?, ?, ?, ?, ?)',
        ...[kind, name, disk, bytes.length, root === null ? bytes : null],
      );
      return true;
    },
    read(kind, name) {
      const found = find(kind, name);
      if (found === undefined) return null;
      if (root === null) return found.bytes && new Uint8Array(found.bytes);
      try {
        return readFileSync(placeOf(kind, found.disk));
      } catch (error) {
        // Somebody took it away.
        if ((error as { code?: unknown }).code === 'ENOENT') return null;
        throw error;
      }
    },
    remove(kind, name) {
      const found = find(kind, name);
      if (found === undefined) return false;
      db.run('DELETE FROM file WHERE kind = ? AND name = ?', kind, name);
      // After the row, so that a crash in between leaves a file without a row and never a row without a file; and only
      // if the name was not given anew meanwhile.
      if (root !== null) {
        db.later(() => {
          if (find(kind, name) === undefined) guarded(() => rmSync(placeOf(kind, found.disk), { force: true }));
        });
      }
      return true;
    },
  };
}

/** Makes the folders, and removes what a crash left: half written files, and files whose row was never written. */
function sweep(db: Database, root: string): void {
  for (const kind of fileKinds) {
    const folder = path.join(root, kind);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const known = new Set(
      db.all<{ disk: string }>('SELECT disk FROM file WHERE kind = ?', kind).map(({ disk }) => disk),
    );
    for (const name of readdirSync(folder)) if (!known.has(name)) rmSync(path.join(folder, name), { force: true });
  }
}
