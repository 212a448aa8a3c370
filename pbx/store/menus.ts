import type { MenuKeyRow, RatingRow } from '../engine/port';
import type { Database } from './database';
import { equal, type Page, paged, where, within } from './where';

/** Absent members do not filter; times in unix ms, both ends included. */
export interface MenuKeyFilter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly name?: string | undefined;
  readonly uniqueId?: string | undefined;
  readonly channel?: string | undefined;
  readonly dial?: string | undefined;
  readonly task?: string | undefined;
  readonly number?: string | undefined;
  readonly does?: string | undefined;
}

export interface RatingFilter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly uniqueId?: string | undefined;
  readonly number?: string | undefined;
  readonly queue?: string | undefined;
  readonly agent?: string | undefined;
  readonly key?: number | undefined;
}

export interface KeyLog<Row, Filter> {
  add(row: Row): void;
  list(filter: Filter, part: Page): readonly (Row & { readonly id: number })[];
  count(filter: Filter): number;
}
export type MenuKeys = KeyLog<MenuKeyRow, MenuKeyFilter>;
export type Ratings = KeyLog<RatingRow, RatingFilter>;

export function createMenuKeys(db: Database): MenuKeys {
  const matching = (filter: MenuKeyFilter) =>
    where(
      within('at', filter.from, filter.to),
      equal('name', filter.name),
      equal('unique_id', filter.uniqueId),
      equal('channel', filter.channel),
      equal('dial', filter.dial),
      equal('task', filter.task),
      equal('number', filter.number),
      equal('does', filter.does),
    );
  return {
    add: ({ at, menu, name, does, keys, channel, uniqueId, number, called, task, dial }) =>
      void db.run(
        'INSERT INTO menu_key (at, menu, name, does, keys, channel, unique_id, number, called, task, dial) ' +
          'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        ...[at, menu, name, does, keys, channel, uniqueId, number, called, task, dial],
      ),
    list(filter, part) {
      const { text, values } = matching(filter);
      const tail = paged(part);
      return db.all(
        'SELECT id, at, menu, name, does, keys, channel, unique_id AS uniqueId, number, called, task, dial ' +
          `FROM menu_key${text}${tail.text}`,
        ...[...values, ...tail.values],
      );
    },
    count(filter) {
      const { text, values } = matching(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM menu_key${text}`, ...values)?.n ?? 0;
    },
  };
}

export function createRatings(db: Database): Ratings {
  const matching = (filter: RatingFilter) =>
    where(
      within('at', filter.from, filter.to),
      equal('unique_id', filter.uniqueId),
      equal('number', filter.number),
      equal('queue', filter.queue),
      equal('agent', filter.agent),
      equal('key', filter.key),
    );
  return {
    add: ({ at, uniqueId, queue, agent, number, key, application }) =>
      void db.run(
        'INSERT INTO rating (at, unique_id, queue, agent, number, key, application) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[at, uniqueId, queue, agent, number, key, application],
      ),
    list(filter, part) {
      const { text, values } = matching(filter);
      const tail = paged(part);
      return db.all(
        `SELECT id, at, unique_id AS uniqueId, queue, agent, number, key, application FROM rating${text}${tail.text}`,
        ...[...values, ...tail.values],
      );
    },
    count(filter) {
      const { text, values } = matching(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM rating${text}`, ...values)?.n ?? 0;
    },
  };
}
