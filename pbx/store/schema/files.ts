import type { Area } from '../migrations';

/** Files that the platform keeps. `bytes` only without a data folder; with one they lie in `files/<kind>/<disk>`. */
export const filesArea: Area = {
  name: 'files',
  steps: [
    `
    CREATE TABLE file (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, disk TEXT NOT NULL, size INTEGER NOT NULL,
      bytes BLOB, UNIQUE (kind, name), UNIQUE (kind, disk)) STRICT;
    `,
  ],
};
