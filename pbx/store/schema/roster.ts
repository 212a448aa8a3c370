import type { Area } from '../migrations';

/**
 * What an administrator has set up (one row a thing, `place` = where it stands in its list), and what people have set
 * since: who sits where, who serves which queue, forwarding. The latter three refer to nothing, for an exchange may have
 * telephones and queues that are not set up here; `roster.ts` takes them away with the thing that they are about.
 */
export const rosterArea: Area = {
  name: 'roster',
  steps: [
    `
    CREATE TABLE centre_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE user (
      no TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, english_name TEXT NOT NULL,
      outbound_cid TEXT NOT NULL, direct_did TEXT NOT NULL, ring_seconds INTEGER NOT NULL, voicemail INTEGER NOT NULL,
      recording INTEGER NOT NULL) STRICT;

    CREATE TABLE device (
      no TEXT PRIMARY KEY, place INTEGER NOT NULL, tech TEXT NOT NULL CHECK (tech IN ('SIP', 'IAX2', 'ZAP')),
      kind TEXT NOT NULL CHECK (kind IN ('fixed', 'adhoc')), owner TEXT REFERENCES user (no) ON DELETE SET NULL,
      description TEXT NOT NULL, context TEXT NOT NULL, address TEXT NOT NULL, port INTEGER NOT NULL,
      acts TEXT NOT NULL CHECK (acts IN ('hand', 'answers', 'rejects')), acts_after REAL NOT NULL) STRICT;
    CREATE INDEX device_owner ON device (owner);

    CREATE TABLE trunk (
      name TEXT PRIMARY KEY, place INTEGER NOT NULL, channels INTEGER NOT NULL, prefix TEXT NOT NULL) STRICT;

    CREATE TABLE queue (
      no TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL,
      strategy TEXT NOT NULL CHECK (strategy IN ('ringall', 'rrmemory', 'leastrecent', 'fewestcalls')),
      max_waiting INTEGER NOT NULL, timeout_seconds INTEGER NOT NULL, ring_seconds INTEGER NOT NULL,
      retry_seconds INTEGER NOT NULL, wrap_up_seconds INTEGER NOT NULL, join_empty INTEGER NOT NULL,
      auto_pause INTEGER NOT NULL, service_level_seconds INTEGER NOT NULL, weight INTEGER NOT NULL,
      failover TEXT NOT NULL, recording INTEGER NOT NULL, survey INTEGER NOT NULL) STRICT;

    CREATE TABLE queue_member (
      queue TEXT NOT NULL REFERENCES queue (no) ON DELETE CASCADE, interface TEXT NOT NULL, place INTEGER NOT NULL,
      penalty INTEGER NOT NULL, PRIMARY KEY (queue, interface)) STRICT, WITHOUT ROWID;

    CREATE TABLE pause_reason (
      code INTEGER PRIMARY KEY CHECK (code BETWEEN 1 AND 99), place INTEGER NOT NULL, label TEXT NOT NULL,
      custom INTEGER NOT NULL) STRICT;
    CREATE TABLE dial_rule (
      name TEXT PRIMARY KEY, place INTEGER NOT NULL, context TEXT NOT NULL, outside INTEGER NOT NULL) STRICT;
    CREATE TABLE feature (
      code TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, action TEXT NOT NULL) STRICT;
    CREATE TABLE menu (menu TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
    CREATE TABLE menu_choice (
      menu TEXT NOT NULL REFERENCES menu (menu) ON DELETE CASCADE, keys TEXT NOT NULL,
      does TEXT NOT NULL CHECK (does IN ('gotoivr', 'gotoqueue', 'gotoexten', 'voicemail', 'replay', 'hangup')),
      goes_to TEXT, context TEXT, PRIMARY KEY (menu, keys)) STRICT, WITHOUT ROWID;
    CREATE TABLE room (no TEXT PRIMARY KEY, place INTEGER NOT NULL, recorded INTEGER NOT NULL) STRICT;
    CREATE TABLE lot (no TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT;
    CREATE TABLE hold_music (name TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT;
    CREATE TABLE modem (
      modem TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, imsi TEXT NOT NULL, did TEXT NOT NULL) STRICT;

    CREATE TABLE binding (
      device TEXT PRIMARY KEY, user TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
    CREATE TABLE membership (
      queue TEXT NOT NULL, interface TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('static', 'dynamic')),
      penalty INTEGER NOT NULL, joined_at INTEGER NOT NULL, paused INTEGER NOT NULL, paused_at INTEGER,
      since INTEGER NOT NULL, ready_ms INTEGER NOT NULL, paused_ms INTEGER NOT NULL, PRIMARY KEY (queue, interface)) STRICT, WITHOUT ROWID;
    CREATE TABLE personal (
      user TEXT PRIMARY KEY, dnd INTEGER NOT NULL, barred INTEGER NOT NULL,
      cf TEXT NOT NULL, cfb TEXT NOT NULL, cfu TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  ],
};
