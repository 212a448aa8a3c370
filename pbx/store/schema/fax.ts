import type { Area } from '../migrations';

/** Received faxes. `folder`: new, archive, trash; `file` is empty where no page came. */
export const faxArea: Area = {
  name: 'fax',
  steps: [
    `
    CREATE TABLE fax (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, channel TEXT NOT NULL, unique_id TEXT NOT NULL,
      number TEXT NOT NULL, name TEXT NOT NULL, called TEXT NOT NULL, user TEXT NOT NULL, station TEXT NOT NULL,
      pages INTEGER NOT NULL, rate INTEGER NOT NULL, seconds INTEGER NOT NULL, result TEXT NOT NULL, file TEXT NOT NULL,
      size INTEGER NOT NULL, heard INTEGER NOT NULL DEFAULT 0, folder TEXT NOT NULL DEFAULT 'new', trashed_at INTEGER,
      flag1 TEXT, flag2 TEXT, remark TEXT) STRICT;
    CREATE INDEX fax_at ON fax (at);
    `,
  ],
};
