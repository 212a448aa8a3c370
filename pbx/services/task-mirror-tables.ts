import { type TableName, tables, taskIdOf, taskTable } from '../../shared/uncall';
import type { Table } from '../../shared/uncall/catalogue';
import { LineFailure, type MirrorLine } from './task-mirror-line';
import { isSame, type MirrorRow } from './task-mirror-rows';

/** Comment of the tables that the mirror made. It touches no others: the database may be somebody's platform. */
const ours = 'Seatline mirror';
const numbersTable = /^o_task_run_\d{1,10}$/;
const columnsOf = (table: TableName): readonly string[] => Object.keys(tables[table].columns);

/** `CREATE TABLE` with the documented columns, types, defaults and keys (Uncall §5.3, §5.4). */
export function definitionOf(table: TableName, task?: number): string {
  const { columns, primaryKey, keys }: Table = tables[table];
  const name = task === undefined ? table : taskTable(task);
  const lines = Object.entries(columns).map(([column, { type, nullable, default: initial, about }]) => {
    const value = column === 'task_id' && task !== undefined ? String(task) : initial;
    const start =
      column === primaryKey
        ? ' AUTO_INCREMENT'
        : value === 'CURRENT_TIMESTAMP'
          ? ' DEFAULT CURRENT_TIMESTAMP'
          : value !== null
            ? ` DEFAULT '${value}'`
            : nullable && type !== 'text'
              ? ' DEFAULT NULL'
              : '';
    return `${column} ${type} ${nullable ? 'NULL' : 'NOT NULL'}${start} COMMENT '${about.zh.replaceAll("'", "''")}'`;
  });
  const indexes = [`PRIMARY KEY (${primaryKey})`, ...keys.map((key) => `KEY ${key} (${key})`)];
  return `CREATE TABLE ${name} (${[...lines, ...indexes].join(', ')}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='${ours}'`;
}

/**
 * Tables of the mirror that are there and whole, and no others: those of tasks that are gone, or with other columns, are
 * dropped. Throws `foreign` when one was made by somebody else.
 */
export async function existingTables(line: MirrorLine, tasks: ReadonlySet<number>): Promise<Set<string>> {
  const found = await line.ask(
    'SELECT t.table_name AS name, t.table_comment AS comment, c.column_name AS col FROM information_schema.tables t ' +
      'JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name ' +
      "WHERE t.table_schema = DATABASE() AND (t.table_name = 'o_uncall_task' OR t.table_name LIKE 'o!_task!_run!_%' ESCAPE '!') " +
      'ORDER BY t.table_name, c.ordinal_position',
  );
  const there = new Map<string, string[]>();
  for (const { name, comment, col } of found) {
    const table = String(name);
    if (table !== 'o_uncall_task' && !numbersTable.test(table)) continue;
    if (String(comment) !== ours) throw new LineFailure('foreign');
    there.set(table, [...(there.get(table) ?? []), String(col)]);
  }
  for (const [table, columns] of there) {
    const kind = table === 'o_uncall_task' ? 'o_uncall_task' : 'o_task_run_x';
    const wanted = kind === 'o_uncall_task' || tasks.has(Number(taskIdOf(table)));
    if (wanted && columns.join() === columnsOf(kind).join()) continue;
    await line.say(`DROP TABLE IF EXISTS ${table}`);
    there.delete(table);
  }
  return new Set(there.keys());
}

/** Writing and reading one table. `name` is `o_uncall_task` or made of a task's number, nothing else. */
export interface MirrorTable<T extends TableName> {
  /** Whole rows, whatever stood there. */
  put(rows: readonly MirrorRow<T>[]): Promise<void>;
  remove(ids: readonly number[]): Promise<void>;
  /** Makes the rows with `after` < id ≤ `upTo` those; how far it came: `upTo`, or less where there are very many. */
  repair(rows: readonly MirrorRow<T>[], after: number, upTo: number): Promise<Repaired>;
}
export interface Repaired {
  readonly upTo: number;
  readonly changed: number;
}

/** Rows of one statement: few sizes, so that few statements are prepared. */
const sizes = [64, 8, 1] as const;
const mostRead = 1_000;

export function tableOf<T extends TableName>(line: MirrorLine, kind: T, name: string): MirrorTable<T> {
  const columns = columnsOf(kind);
  const marks = `(${columns.map(() => '?').join(', ')})`;
  const put = (rows: readonly MirrorRow<T>[]): Promise<void> =>
    inParts(rows, (part) =>
      line.ask(
        `REPLACE INTO ${name} (${columns.join(', ')}) VALUES ${part.map(() => marks).join(', ')}`,
        part.flatMap((row) => columns.map((column) => row[column as keyof typeof row])),
      ),
    );
  const remove = (ids: readonly number[]): Promise<void> =>
    inParts(ids, (part) => line.ask(`DELETE FROM ${name} WHERE id IN (${part.map(() => '?').join(', ')})`, part));

  return {
    put,
    remove,
    async repair(rows, after, upTo) {
      const found = await line.ask(
        `SELECT ${columns.join(', ')} FROM ${name} WHERE id > ? AND id <= ? ORDER BY id LIMIT ${mostRead}`,
        [after, upTo],
      );
      const reached = found.length === mostRead ? Number(found.at(-1)?.id) : upTo;
      const there = new Map(found.map((row) => [Number(row.id), row]));
      const wanted = rows.filter(({ id }) => Number(id) > after && Number(id) <= reached);
      const wrong = wanted.filter((row) => {
        const one = there.get(Number(row.id));
        return one === undefined || !isSame(row, one);
      });
      const known = new Set(wanted.map(({ id }) => Number(id)));
      const extra = [...there.keys()].filter((id) => !known.has(id));
      if (wrong.length + extra.length > 0) {
        await inTransaction(line, async () => {
          await put(wrong);
          await remove(extra);
        });
      }
      return { upTo: reached, changed: wrong.length + extra.length };
    },
  };
}

async function inParts<T>(all: readonly T[], work: (part: readonly T[]) => Promise<unknown>): Promise<void> {
  let done = 0;
  for (const size of sizes) for (; all.length - done >= size; done += size) await work(all.slice(done, done + size));
}

/** All of it or nothing: a failure costs the connection, and with it what was not committed. */
export async function inTransaction(line: MirrorLine, work: () => Promise<void>): Promise<void> {
  await line.say('START TRANSACTION');
  await work();
  await line.say('COMMIT');
}
