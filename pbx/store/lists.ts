import type { Screening } from '../engine/port';
import type { Database } from './database';
import { equal, like, type Page, paged, where } from './where';

/** Record of the platform's blacklist (WEBCTI2 §4.127). */
export interface Block {
  readonly id: number;
  readonly creator: string;
  readonly createdAt: number;
  readonly number: string;
  readonly reason: string;
}

/** A number of the outgoing routes' lists (§4.137, §4.140). */
export interface RouteRule {
  readonly id: number;
  readonly number: string;
  readonly reason: string;
  readonly valid: boolean;
}
export type RouteList = 'black' | 'white';

/** Two kinds of blacklist for callers, and the two lists of the outgoing routes. All of them count for the next call. */
export interface Lists extends Screening {
  /** Adds to a list by name, which begins with its first number; a number that is there gets the new reason. */
  addNamed(name: string, number: string, reason: string): void;
  /** From one list, or from all of them; false: it is on none. The list ends with its last number. */
  removeNamed(name: string | undefined, number: string): boolean;
  named(name: string): readonly string[];

  addBlock(block: Omit<Block, 'id'>): void;
  /** Absent members keep their value; false: there is no such record. */
  changeBlock(id: number, change: Partial<Pick<Block, 'creator' | 'number' | 'reason'>>): boolean;
  removeBlock(id: number): boolean;
  /** `number` finds a part of it. */
  blocks(filter: { number?: string | undefined; creator?: string | undefined }, part: Page): readonly Block[];
  countBlocks(filter: { number?: string | undefined; creator?: string | undefined }): number;

  /** False: the number is on that list. */
  addRoute(list: RouteList, rule: Omit<RouteRule, 'id'>): boolean;
  /** False: the number is not on that list. */
  removeRoute(list: RouteList, number: string): boolean;
  routes(
    list: RouteList,
    filter: { number?: string | undefined; valid?: boolean | undefined },
    part: Page,
  ): readonly RouteRule[];
}

export function createLists(db: Database): Lists {
  const blocksWhere = (filter: { number?: string | undefined; creator?: string | undefined }) =>
    where(like('number', filter.number), equal('creator', filter.creator));
  const exists = (sql: string, ...values: string[]): boolean => db.first(`${sql} LIMIT 1`, ...values) !== undefined;

  return {
    addNamed(name, number, reason) {
      db.run(
        'INSERT INTO named_block (name, number, reason) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason',
        ...[name, number, reason],
      );
    },
    removeNamed(name, number) {
      const { text, values } = where(equal('name', name), equal('number', number));
      return db.run(`DELETE FROM named_block${text}`, ...values).changes > 0;
    },
    named: (name) =>
      db
        .all<{ number: string }>('SELECT number FROM named_block WHERE name = ? ORDER BY number', name)
        .map(({ number }) => number),

    addBlock({ creator, createdAt, number, reason }) {
      db.run(
        'INSERT INTO block (creator, created_at, number, reason) VALUES (?, ?, ?, ?)',
        ...[creator, createdAt, number, reason],
      );
    },
    changeBlock: (id, { creator, number, reason }) =>
      db.run(
        'UPDATE block SET creator = coalesce(?, creator), number = coalesce(?, number), reason = coalesce(?, reason) WHERE id = ?',
        ...[creator ?? null, number ?? null, reason ?? null, id],
      ).changes > 0,
    removeBlock: (id) => db.run('DELETE FROM block WHERE id = ?', id).changes > 0,
    blocks(filter, part) {
      const [condition, tail] = [blocksWhere(filter), paged(part)];
      const sql = `SELECT id, creator, created_at AS createdAt, number, reason FROM block${condition.text}${tail.text}`;
      return db.all<Block>(sql, ...condition.values, ...tail.values);
    },
    countBlocks(filter) {
      const { text, values } = blocksWhere(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM block${text}`, ...values)?.n ?? 0;
    },

    addRoute: (list, { number, reason, valid }) =>
      db.run(
        'INSERT INTO route_rule (list, number, reason, valid) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        ...[list, number, reason, valid ? 1 : 0],
      ).changes > 0,
    removeRoute: (list, number) =>
      db.run('DELETE FROM route_rule WHERE list = ? AND number = ?', list, number).changes > 0,
    routes(list, { number, valid }, part) {
      const condition = where(
        equal('list', list),
        equal('number', number),
        valid !== undefined && ['valid = ?', valid ? 1 : 0],
      );
      const tail = paged(part);
      return db
        .all<Omit<RouteRule, 'valid'> & { valid: number }>(
          `SELECT id, number, reason, valid FROM route_rule${condition.text}${tail.text}`,
          ...condition.values,
          ...tail.values,
        )
        .map((row) => ({ ...row, valid: row.valid === 1 }));
    },

    refusesCaller: (number) =>
      exists('SELECT 1 FROM named_block WHERE number = ?', number) ||
      exists('SELECT 1 FROM block WHERE number = ?', number),
    /** What is on the white list is let through whatever the black one says. */
    refusesCalled: (number) =>
      exists("SELECT 1 FROM route_rule WHERE list = 'black' AND valid = 1 AND number = ?", number) &&
      !exists("SELECT 1 FROM route_rule WHERE list = 'white' AND valid = 1 AND number = ?", number),
  };
}
