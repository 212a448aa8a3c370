import type { Clock } from '../../shared/domain/time';
import { taskTable } from '../../shared/uncall';
import type { Log } from '../http/log';
import type { TaskChanges } from '../store/campaigns-changes';
import type { DialNumber } from '../store/campaigns-numbers';
import type { Task } from '../store/campaigns-tasks';
import { createDirtyTasks } from './task-mirror-dirty';
import { createLine, LineFailure, type MirrorAccount, type MirrorLine } from './task-mirror-line';
import type { MirrorRow } from './task-mirror-rows';
import { definitionOf, existingTables, inTransaction, tableOf } from './task-mirror-tables';

/** What the tables are to hold; the platform's own store behind it is the truth. */
export interface MirrorSource {
  readonly changes: TaskChanges;
  task(id: number): Task | undefined;
  taskCells(task: Task): MirrorRow<'o_uncall_task'>;
  numberCells(number: DialNumber, task: Task): MirrorRow<'o_task_run_x'>;
}

export interface MirrorOptions {
  readonly account: MirrorAccount;
  readonly source: MirrorSource;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps `o_uncall_task` and the tables `o_task_run_<id>` (Uncall chapter 5) of a MySQL or MariaDB database equal to the
 * platform's outbound tasks, for programs that read them there. One way: what others write there is put right again.
 */
export interface TaskMirror {
  /** `away`: not connected, tried again by itself. `current`: everything compared since it connected, changes follow. */
  readonly state: 'away' | 'comparing' | 'current';
  /** When what is under way has ended, well or not. */
  rest(): Promise<void>;
  /** Ends the connection and every timer; what is not written yet is found by the compare of the next start. */
  close(): Promise<void>;
}

/** How often changes are written, ms. */
const pace = 1_000;
/** How often everything is compared, ms; with the first connection too. */
const compareEvery = 300_000;
const firstWait = 1_000;
const longestWait = 60_000;
/** Changed numbers that are remembered for a task, and for all of them; beyond that the whole table is compared. */
const mostNumbers = 500;
const mostRemembered = 5_000;
/** Rows that are compared at once. */
const page = 500;
/** The first and the last value of `int(10)`. */
const [lowest, highest] = [-2_147_483_649, 2_147_483_647];

export function createTaskMirror({ account, source, clock, log }: MirrorOptions): TaskMirror {
  const { changes } = source;
  const place = `${account.host}:${account.port}/${account.database}`;
  /** Empty while there is no connection: everything is compared with the next one. */
  const dirty = createDirtyTasks({ each: mostNumbers, all: mostRemembered });
  let line: MirrorLine | null = null;
  let existing = new Set<string>();
  let state: TaskMirror['state'] = 'away';
  let compareAt = 0;
  let retryAt = 0;
  let wait = firstWait;
  /** The failure that was told last; one line for each kind, not for each try. */
  let told = '';
  let under: Promise<void> | null = null;
  let closed = false;

  /** A connection of the only platform that writes here. */
  async function connected(): Promise<MirrorLine> {
    if (line) return line;
    const made = createLine(account, clock);
    line = made;
    await made.open();
    // One odd value is written as well as it can be, and does not stop the others.
    await made.say("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    // A second, in which the server lets go of our own connection before this one.
    const [held] = await made.ask("SELECT GET_LOCK(CONCAT('seatline.', LEFT(DATABASE(), 50)), 1) AS held");
    if (Number(held?.held) !== 1) throw new LineFailure('in-use');
    state = 'comparing';
    compareAt = clock.monotonic();
    return made;
  }

  async function make(on: MirrorLine, name: string, definition: string): Promise<void> {
    if (existing.has(name)) return;
    await on.say(definition);
    existing.add(name);
  }

  /** Tables as they should be, tasks that are gone, and then every task in its turn. */
  async function compareAll(on: MirrorLine): Promise<void> {
    compareAt = clock.monotonic() + compareEvery;
    const tasks = new Set(changes.tasks());
    existing = await existingTables(on, tasks);
    await make(on, 'o_uncall_task', definitionOf('o_uncall_task'));
    const all = tableOf(on, 'o_uncall_task', 'o_uncall_task');
    const found = await on.ask('SELECT id FROM o_uncall_task');
    await all.remove(found.map(({ id }) => Number(id)).filter((id) => !tasks.has(id)));
    for (const id of tasks) dirty.add(id, null);
  }

  async function gone(on: MirrorLine, id: number): Promise<void> {
    await tableOf(on, 'o_uncall_task', 'o_uncall_task').remove([id]);
    await on.say(`DROP TABLE IF EXISTS ${taskTable(id)}`);
    existing.delete(taskTable(id));
  }

  /** The numbers that changed and the figures that follow from them, of one moment and in one transaction. */
  async function write(on: MirrorLine, task: Task, changed: ReadonlySet<number>): Promise<void> {
    const there = changes.among(task.id, changed);
    const rows = there.map((number) => source.numberCells(number, task));
    const cells = source.taskCells(task);
    const kept = new Set(there.map(({ id }) => id));
    const numbers = tableOf(on, 'o_task_run_x', taskTable(task.id));
    await inTransaction(on, async () => {
      await numbers.put(rows);
      await numbers.remove([...changed].filter((id) => !kept.has(id)));
      await tableOf(on, 'o_uncall_task', 'o_uncall_task').put([cells]);
    });
  }

  /** A table page by page; what changes meanwhile has its mark and follows. */
  async function compare(on: MirrorLine, task: Task): Promise<void> {
    const numbers = tableOf(on, 'o_task_run_x', taskTable(task.id));
    for (let after = lowest; after < highest; ) {
      const mine = changes.after(task.id, after, page);
      const upTo = mine.length === page ? (mine.at(-1)?.id ?? highest) : highest;
      const rows = mine.map((number) => source.numberCells(number, task));
      after = (await numbers.repair(rows, after, upTo)).upTo;
    }
    const now = source.task(task.id);
    if (now) await tableOf(on, 'o_uncall_task', 'o_uncall_task').repair([source.taskCells(now)], now.id - 1, now.id);
  }

  async function follow(on: MirrorLine, id: number, numbers: ReadonlySet<number> | null): Promise<void> {
    const task = source.task(id);
    if (!task) return gone(on, id);
    await make(on, taskTable(id), definitionOf('o_task_run_x', id));
    return numbers ? write(on, task, numbers) : compare(on, task);
  }

  async function turn(): Promise<void> {
    const on = await connected();
    if (clock.monotonic() >= compareAt) await compareAll(on);
    for (let each = dirty.take(); each && !closed; each = dirty.take()) await follow(on, ...each);
    if (state !== 'current') log({ level: 'info', event: 'mirror-current', detail: place });
    state = 'current';
    [wait, told] = [firstWait, ''];
  }

  function failed(error: unknown): void {
    line?.close();
    line = null;
    state = 'away';
    dirty.clear();
    retryAt = clock.monotonic() + wait;
    wait = Math.min(longestWait, wait * 2);
    const code = error instanceof LineFailure ? error.code : null;
    if (closed || code === told) return;
    told = code ?? told;
    const why = code ?? (error instanceof Error ? error.name : 'unknown');
    // Nobody else's tables are touched, and no two platforms write the same ones: that is for a person to settle.
    const refused = code === 'foreign' || code === 'in-use';
    if (refused) log({ level: 'error', event: 'mirror-refused', detail: `${place} ${why}` });
    else log({ level: code === null ? 'error' : 'warn', event: 'mirror-away', detail: `${place} ${why}` });
  }

  /** Every second, also while nothing can be written or a turn is under way: the marks do not pile up. */
  function notice(): void {
    const taken = changes.take(mostNumbers);
    if (state === 'away') return;
    for (const [id, numbers] of taken) dirty.add(id, numbers);
  }

  function tick(): void {
    stop = clock.after(pace, tick);
    notice();
    if (under) return;
    if (line?.gone) failed(new LineFailure('lost'));
    if (clock.monotonic() < retryAt) return;
    if (line && dirty.size === 0 && clock.monotonic() < compareAt) return;
    under = turn()
      .catch(failed)
      .finally(() => {
        under = null;
      });
  }
  let stop = clock.after(0, tick);

  return {
    get state() {
      return state;
    },
    async rest() {
      while (under) await under;
    },
    async close() {
      closed = true;
      stop();
      line?.close();
      while (under) await under;
      line?.close();
      line = null;
      state = 'away';
    },
  };
}
