import type { Area } from '../migrations';

/** Keys that callers pressed: in voice menus, and to judge a call. */
export const menusArea: Area = {
  name: 'menus',
  steps: [
    `
    CREATE TABLE menu_key (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, menu TEXT NOT NULL, name TEXT NOT NULL,
      does TEXT NOT NULL, keys TEXT NOT NULL, channel TEXT NOT NULL, unique_id TEXT NOT NULL, number TEXT NOT NULL,
      called TEXT NOT NULL, task TEXT NOT NULL, dial TEXT NOT NULL) STRICT;
    CREATE INDEX menu_key_at ON menu_key (at);
    CREATE INDEX menu_key_call ON menu_key (unique_id);

    CREATE TABLE rating (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, unique_id TEXT NOT NULL, queue TEXT NOT NULL,
      agent TEXT NOT NULL, number TEXT NOT NULL, key INTEGER NOT NULL, application TEXT NOT NULL) STRICT;
    CREATE INDEX rating_at ON rating (at);
    CREATE INDEX rating_call ON rating (unique_id);
    `,
  ],
};
