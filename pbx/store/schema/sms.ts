import type { Area } from '../migrations';

/** Short messages in and out. `processed` of the outbox: 0 new, 1 queued, 2 sent, -1 failed; of the inbox: the reader's own mark. */
export const smsArea: Area = {
  name: 'sms',
  steps: [
    `
    CREATE TABLE sms_in (
      id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL, sent_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
      inserted_at INTEGER NOT NULL, text TEXT NOT NULL, phone TEXT NOT NULL, did TEXT NOT NULL, split INTEGER NOT NULL,
      processed INTEGER NOT NULL DEFAULT 0, imsi TEXT NOT NULL, app_id TEXT NOT NULL DEFAULT '',
      app_user TEXT NOT NULL DEFAULT '', app_flag TEXT NOT NULL DEFAULT '') STRICT;
    CREATE INDEX sms_in_inserted ON sms_in (inserted_at);

    CREATE TABLE sms_out (
      id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL, inserted_at INTEGER NOT NULL, text TEXT NOT NULL,
      phone TEXT NOT NULL, processed INTEGER NOT NULL DEFAULT 0, processed_at INTEGER, errors INTEGER NOT NULL DEFAULT 0,
      retries INTEGER NOT NULL, book_date TEXT NOT NULL, not_before TEXT NOT NULL, not_after TEXT NOT NULL,
      sent_at INTEGER, sender TEXT NOT NULL DEFAULT '', split INTEGER NOT NULL, reported_at INTEGER,
      report TEXT NOT NULL DEFAULT '', message_id TEXT NOT NULL DEFAULT '', app_id TEXT NOT NULL, app_user TEXT NOT NULL,
      app_flag TEXT NOT NULL, due_at INTEGER NOT NULL) STRICT;
    CREATE INDEX sms_out_inserted ON sms_out (inserted_at);
    CREATE INDEX sms_out_due ON sms_out (due_at) WHERE processed IN (0, 1) OR (processed = 2 AND reported_at IS NULL);
    `,
  ],
};
