import type { Area } from '../migrations';

/** What was recorded, and the calls it belongs to: one, or everybody who sat in a room. */
export const recordingsArea: Area = {
  name: 'recordings',
  steps: [
    `
    CREATE TABLE recording (
      id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, started_at INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL) STRICT;
    CREATE TABLE recording_call (
      unique_id TEXT NOT NULL, recording INTEGER NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
      PRIMARY KEY (unique_id, recording)) STRICT, WITHOUT ROWID;
    CREATE INDEX recording_call_recording ON recording_call (recording);
    CREATE INDEX call_record_monitor ON call_record (monitor) WHERE monitor <> '';
    `,
  ],
};
