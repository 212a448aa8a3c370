import type { Area } from '../migrations';

/** Callers who left a queue without an agent, and calls to emergency numbers, each with what people noted about them. */
export const lostCallsArea: Area = {
  name: 'lost-calls',
  steps: [
    `
    CREATE TABLE lost_call (
      id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL, called_at INTEGER NOT NULL, queue TEXT NOT NULL,
      channel TEXT NOT NULL, unique_id TEXT NOT NULL, number TEXT NOT NULL, wait INTEGER NOT NULL,
      times INTEGER NOT NULL, reason TEXT NOT NULL, process_app TEXT NOT NULL DEFAULT '', processed_at INTEGER,
      process_flag INTEGER NOT NULL DEFAULT 0, process_mark TEXT NOT NULL DEFAULT '',
      UNIQUE (unique_id, queue)) STRICT;
    CREATE INDEX lost_call_created ON lost_call (created_at);
    CREATE INDEX lost_call_number ON lost_call (number, created_at);

    CREATE TABLE urgent_call (
      id INTEGER PRIMARY KEY AUTOINCREMENT, calldate INTEGER NOT NULL, number TEXT NOT NULL, channel TEXT NOT NULL,
      unique_id TEXT NOT NULL, did TEXT NOT NULL, flag INTEGER NOT NULL DEFAULT 0, app_flag TEXT NOT NULL DEFAULT '',
      remark TEXT NOT NULL DEFAULT '') STRICT;
    CREATE INDEX urgent_call_date ON urgent_call (calldate);
    `,
  ],
};
