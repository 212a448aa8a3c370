import type { Area } from '../migrations';

/** Numbers that may not call in, and numbers that may not or always be called. */
export const listsArea: Area = {
  name: 'lists',
  steps: [
    `
    CREATE TABLE named_block (
      name TEXT NOT NULL, number TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (name, number)) STRICT, WITHOUT ROWID;
    CREATE INDEX named_block_number ON named_block (number);

    CREATE TABLE block (
      id INTEGER PRIMARY KEY AUTOINCREMENT, creator TEXT NOT NULL, created_at INTEGER NOT NULL, number TEXT NOT NULL,
      reason TEXT NOT NULL) STRICT;
    CREATE INDEX block_number ON block (number);

    CREATE TABLE route_rule (
      id INTEGER PRIMARY KEY AUTOINCREMENT, list TEXT NOT NULL CHECK (list IN ('black', 'white')), number TEXT NOT NULL,
      reason TEXT NOT NULL, valid INTEGER NOT NULL, UNIQUE (list, number)) STRICT;
    `,
  ],
};
