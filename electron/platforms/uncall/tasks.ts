import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { Column } from '../../../shared/uncall/catalogue';
import { type NumberState, numberStates, type TableName, tables, taskTable } from '../../../shared/uncall/index';
import type { Effects } from '../wire/effects';
import { toAppError } from '../wire/failure';
import { type Cells, createTaskPool } from './tasks-pool';
import { repairText } from './tasks-text';

/**
 * Per-number results of Uncall's outbound tasks. No SOAP operation returns them; they stand in the database `outbound`:
 * one row a task in `o_uncall_task`, and a table of numbers for each, `o_task_run_<id>` (Uncall §5).
 */
export interface TaskReader {
  /** Newest first. `status`: a word of `taskStates`. */
  tasks(query: { offset: number; rows: number; status?: string }): Promise<Result<Page<TaskRow>>>;
  /** Null when there is no such task. */
  task(id: number): Promise<Result<TaskRow | null>>;
  /**
   * Numbers in the order they were added, deleted ones left out. `number`: a part of the telephone number. A task without
   * a table is `refused` with errcode 1146.
   */
  numbers(
    taskId: number,
    query: { offset: number; rows: number; status?: NumberState; number?: string },
  ): Promise<Result<Page<NumberRow>>>;
  counts(taskId: number): Promise<Result<TaskCounts>>;
  /** Ends every connection; questions under way end with `cancelled`. */
  close(): void;
}

export interface Page<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** What the columns hold: numbers and text by their MySQL type. Times are the platform's local `YYYY-MM-DD HH:MM:SS`. */
type Value<C extends Column> =
  | (C['type'] extends `int${string}` | `float${string}` ? number : string)
  | (C['nullable'] extends false ? never : null);
type Row<T extends TableName> = {
  readonly [K in keyof (typeof tables)[T]['columns']]: (typeof tables)[T]['columns'][K] extends Column
    ? Value<(typeof tables)[T]['columns'][K]>
    : never;
};
export type TaskRow = Row<'o_uncall_task'>;
export type NumberRow = Row<'o_task_run_x'>;

export interface TaskCounts {
  readonly total: number;
  readonly byStatus: Readonly<Record<NumberState, number>>;
  /** Rows whose status is empty or none of the document's. */
  readonly other: number;
  /** Of all numbers together. */
  readonly talkSeconds: number;
}

/** @param profile.address `host[:port]`, `[v6]:port`; the port is 3306 when left out */
export function createTaskReader(
  profile: { readonly address: string; readonly user: string; readonly password: string },
  effects: Pick<Effects, 'clock' | 'log'>,
): TaskReader {
  const { user, password } = profile;
  const place = readPlace(profile.address);
  const { database } = tables.o_uncall_task;
  const pool = place && createTaskPool({ ...place, user, password, database }, effects);

  const read = async <T>(tried: string, ask: (select: Select) => Promise<T>): Promise<Result<T>> => {
    if (!pool) return invalid('address');
    try {
      return ok(await ask(pool.select));
    } catch (thrown) {
      return fail(toAppError(thrown, tried));
    }
  };
  const page = <T>(tried: string, table: TableName, from: string, query: PageQuery): Promise<Result<Page<T>>> =>
    read(tried, async (select) => {
      const { where, values, order, offset, rows } = query;
      const [counted, found] = await Promise.all([
        select(`SELECT COUNT(*) AS total FROM ${from}${where}`, values),
        // As text: a server that is told a fraction refuses it as a limit.
        select(`SELECT * FROM ${from}${where} ORDER BY id ${order} LIMIT ? OFFSET ?`, [
          ...values,
          String(rows),
          String(offset),
        ]),
      ]);
      return { total: count(counted[0]?.total), rows: found.map((cells) => readRow<T>(table, cells)) };
    });

  return {
    tasks: async ({ offset, rows, status }) => {
      const fault = faultOf({ offset, rows });
      if (fault) return invalid(fault);
      const where = status === undefined ? '' : ' WHERE task_status = ?';
      const values = status === undefined ? [] : [status];
      return page('tasks', 'o_uncall_task', 'o_uncall_task', { where, values, order: 'DESC', offset, rows });
    },
    task: async (id) => {
      if (!isId(id)) return invalid('id');
      return read('task', async (select) => {
        const [cells] = await select('SELECT * FROM o_uncall_task WHERE id = ?', [id]);
        return cells ? readRow<TaskRow>('o_uncall_task', cells) : null;
      });
    },
    numbers: async (taskId, { offset, rows, status, number }) => {
      const fault = isId(taskId) ? faultOf({ offset, rows }) : 'taskId';
      if (fault) return invalid(fault);
      const conditions: [string, string | number][] = [];
      if (status !== undefined) conditions.push(['call_status = ?', status]);
      if (number !== undefined && number !== '') conditions.push(["mobile LIKE ? ESCAPE '|'", `%${literal(number)}%`]);
      const where = ` WHERE ${[kept, ...conditions.map(([condition]) => condition)].join(' AND ')}`;
      const values = conditions.map(([, value]) => value);
      return page('task-numbers', 'o_task_run_x', taskTable(taskId), { where, values, order: 'ASC', offset, rows });
    },
    counts: async (taskId) => {
      if (!isId(taskId)) return invalid('taskId');
      return read('task-counts', async (select) => {
        const groups = await select(
          `SELECT call_status AS status, COUNT(*) AS numbers, SUM(call_billsec) AS seconds FROM ${taskTable(taskId)} WHERE ${kept} GROUP BY call_status`,
          [],
        );
        const byStatus = Object.fromEntries(states.map((state) => [state, 0])) as Record<NumberState, number>;
        let [total, talkSeconds, known] = [0, 0, 0];
        for (const { status, numbers, seconds } of groups) {
          total += count(numbers);
          talkSeconds += count(seconds);
          const state = states.find((one) => status !== null && one === Number(status));
          if (state === undefined) continue;
          byStatus[state] += count(numbers);
          known += count(numbers);
        }
        return { total, byStatus, other: total - known, talkSeconds };
      });
    },
    close: () => pool?.close(),
  };
}

type Select = (sql: string, values: readonly (string | number)[]) => Promise<readonly Cells[]>;
interface PageQuery {
  readonly where: string;
  readonly values: readonly (string | number)[];
  readonly order: 'ASC' | 'DESC';
  readonly offset: number;
  readonly rows: number;
}

const states = Object.keys(numberStates).map(Number) as readonly NumberState[];
/** Deleted numbers stay in the table (`del` 1). */
const kept = '(del IS NULL OR del = 0)';
const mostRows = 1_000;

const invalid = (field: string): Result<never> => fail(appError('invalid-input', field, { params: { field } }));
/** The only thing that a table's name is made of. */
const isId = (id: number): boolean => Number.isSafeInteger(id) && id > 0 && id <= 4_294_967_295;
const faultOf = ({ offset, rows }: { offset: number; rows: number }): string | null => {
  if (!Number.isSafeInteger(offset) || offset < 0) return 'offset';
  return Number.isSafeInteger(rows) && rows > 0 && rows <= mostRows ? null : 'rows';
};
/** `%` and `_` of a person mean themselves. */
const literal = (text: string): string => text.replace(/[|%_]/g, '|$&');
/** COUNT and SUM come as numbers or, when large or exact, as text; SUM of nothing is null. */
const count = (value: unknown): number => {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
};

/** The documented columns of a row; what a table lacks is null (or empty where null is not allowed), what it has more is left out. */
function readRow<T>(table: TableName, cells: Cells): T {
  const columns: Readonly<Record<string, Column>> = tables[table].columns;
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, readCell(cells[name], column)]),
  ) as T;
}

function readCell(cell: unknown, { type, nullable }: Column): string | number | null {
  const isNumber = /^(int|float)/.test(type);
  const none = nullable ? null : isNumber ? 0 : '';
  if (cell === null || cell === undefined) return none;
  if (isNumber) {
    const number = Number(cell);
    return Number.isFinite(number) ? number : none;
  }
  const text = Buffer.isBuffer(cell) ? cell.toString('utf8') : String(cell);
  // MySQL's "never".
  if (/^(timestamp|datetime)/.test(type)) return text.startsWith('0000-00-00') ? none : text.slice(0, 19);
  return repairText(text);
}

function readPlace(address: string): { host: string; port: number } | null {
  const found = /^(?:\[([0-9a-f:.%]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(address.trim());
  const host = found?.[1] ?? found?.[2];
  const port = Number(found?.[3] ?? 3306);
  return host !== undefined && port > 0 && port < 65_536 ? { host, port } : null;
}
