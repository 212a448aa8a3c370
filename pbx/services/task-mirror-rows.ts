import { type NumberState, type OperationRow, type TableName, tables, taskTable } from '../../shared/uncall';
import type { Column } from '../../shared/uncall/catalogue';
import type { DialNumber, DialState } from '../store/campaigns-numbers';
import type { Task } from '../store/campaigns-tasks';

export type Cell = string | number | null;
/** The documented columns of a table, in their order, as they are to stand in the database. */
export type MirrorRow<T extends TableName = TableName> = Readonly<Record<keyof (typeof tables)[T]['columns'], Cell>>;
/** A moment as the platform's local text; null stays null. */
type Local = (at: number | null) => string | null;

/** WEBCTI2 §8.8 in the figures of Uncall §5.4; `5` (ignored) is set by nobody here. */
const statusOf = { N: 0, S: 1, R: 2, F: 3, D: 4 } as const satisfies Readonly<Record<DialState, NumberState>>;

/** A row of `o_uncall_task`: what getAllTask says, and what only the table has. `waiting`: numbers that nobody has yet. */
export function taskCells(task: Task, said: OperationRow<'getAllTask'>, waiting: number): MirrorRow<'o_uncall_task'> {
  const row: MirrorRow<'o_uncall_task'> = {
    ...said,
    task_mark: null,
    task_run_id: taskTable(task.id),
    task_undistribute: said.task_type === 'click' ? waiting : 0,
    context: task.context || null,
    task_loss_ceiling: '0',
    is_run: said.task_status === 'run' ? 1 : 0,
    recording_files: task.voicefile1 || '0',
  };
  return fitted('o_uncall_task', row);
}

/** A row of `o_task_run_x`. `click`: the number belongs to the agent who is to call it. */
export function numberCells(number: DialNumber, click: boolean, local: Local): MirrorRow<'o_task_run_x'> {
  const agent = /^\d{1,10}$/.test(number.caller) && Number(number.caller) <= largest ? Number(number.caller) : null;
  return fitted('o_task_run_x', {
    id: number.id,
    mobile: number.number,
    contact: null,
    remark: number.remark || null,
    address: null,
    call_status: statusOf[number.status],
    call_time: local(number.dialledAt),
    call_billsec: number.duration,
    call_uniqueid: number.uniqueId || null,
    tab_status: null,
    customer_id: null,
    extension: number.status === 'S' ? agent : null,
    author: click ? agent : null,
    action_id: null,
    date_from_type: null,
    // The number's reference in the customer's own system.
    date_from_code: number.extRef || null,
    addtime: local(number.createdAt),
    del: 0,
    task_id: number.task,
  });
}

const largest = 2_147_483_647;

const fitted = <T extends TableName>(table: T, row: MirrorRow<T>): MirrorRow<T> => {
  const columns: Readonly<Record<string, Column>> = tables[table].columns;
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      inColumn((row as Readonly<Record<string, Cell>>)[name], column),
    ]),
  ) as MirrorRow<T>;
};

/** A value as its column holds it: what is longer or larger is cut here, so that the next compare finds it equal. */
function inColumn(value: Cell | undefined, { type, nullable }: Column): Cell {
  if (value === null || value === undefined) return nullable ? null : /^(int|float)/.test(type) ? 0 : '';
  if (type.startsWith('int')) return Math.max(-largest, Math.min(largest, Math.trunc(Number(value) || 0)));
  if (type.startsWith('float')) return Number(Math.min(99_999_999, Number(value) || 0).toFixed(2));
  const most = /^(?:var)?char\((\d+)\)$/.exec(type)?.[1];
  return most === undefined ? String(value) : [...String(value)].slice(0, Number(most)).join('');
}

/** Whether the database's row is the one that should be there. */
export const isSame = (row: MirrorRow, found: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(row).every(([name, value]) => {
    const there = found[name];
    if (value === null || there === null || there === undefined) return value === (there ?? null);
    // A float of four bytes comes back a little off.
    if (typeof value === 'number') return Math.abs(value - Number(there)) <= Math.abs(value) * 1e-6;
    return value === String(there);
  });
