import type { Area } from '../migrations';

/** Messages in mailboxes. A message keeps its name whatever folder it lies in, and no name is given twice in a box. */
export const voicemailArea: Area = {
  name: 'voicemail',
  steps: [
    `
    CREATE TABLE mailbox (
      context TEXT NOT NULL, box TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (context, box)) STRICT, WITHOUT ROWID;
    CREATE TABLE voicemail (
      id INTEGER PRIMARY KEY AUTOINCREMENT, context TEXT NOT NULL, box TEXT NOT NULL, folder TEXT NOT NULL,
      file TEXT NOT NULL, at INTEGER NOT NULL, seconds INTEGER NOT NULL, channel TEXT NOT NULL, unique_id TEXT NOT NULL,
      caller TEXT NOT NULL, came_from TEXT NOT NULL, reason TEXT NOT NULL, redirected TEXT NOT NULL,
      heard INTEGER NOT NULL DEFAULT 0, remark TEXT NOT NULL DEFAULT '', UNIQUE (context, box, file)) STRICT;
    CREATE INDEX voicemail_folder ON voicemail (context, box, folder, at);
    `,
  ],
};
