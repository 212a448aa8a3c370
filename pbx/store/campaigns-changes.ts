import { type DialNumber, numberColumns } from './campaigns-numbers';
import type { Database } from './database';

/** Which outbound tasks and numbers somebody has written to; for whoever keeps a copy of them. */
export interface TaskChanges {
  /**
   * What was written since the last time, by task: the numbers, or null when they are more than `most`. A task without
   * numbers of its own has an empty set.
   */
  take(most: number): ReadonlyMap<number, ReadonlySet<number> | null>;
  /** Tasks that there are. */
  tasks(): readonly number[];
  /** The next numbers of a task after this id, in the order of the ids. */
  after(task: number, id: number, most: number): readonly DialNumber[];
  /** Those of these numbers that the task has. */
  among(task: number, ids: ReadonlySet<number>): readonly DialNumber[];
}

const selected = Object.entries(numberColumns)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');

/**
 * Begins to notice. The marks are made by triggers of this connection, inside the transaction of the change: nothing is
 * missed whoever writes, what is rolled back leaves no mark, and nothing of it is kept in the data folder.
 */
export function watchTasks(db: Database): TaskChanges {
  db.run(
    'CREATE TEMP TABLE task_change (task INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (task, number)) WITHOUT ROWID',
  );
  for (const [event, row] of [
    ['INSERT', 'NEW'],
    ['UPDATE', 'NEW'],
    ['DELETE', 'OLD'],
  ]) {
    for (const [table, values] of [
      ['campaign_task', `${row}.id, 0`],
      ['campaign_number', `${row}.task, ${row}.id`],
    ]) {
      db.run(
        `CREATE TEMP TRIGGER ${table}_${event} AFTER ${event} ON main.${table} ` +
          `BEGIN INSERT OR IGNORE INTO task_change VALUES (${values}); END`,
      );
    }
  }

  return {
    take(most) {
      const counted = db.all<{ task: number; n: number }>(
        'SELECT task, sum(number > 0) AS n FROM temp.task_change GROUP BY task',
      );
      if (counted.length === 0) return new Map();
      const taken = new Map(counted.map(({ task, n }) => [task, n > most ? null : idsOf(db, task)] as const));
      db.run('DELETE FROM temp.task_change');
      return taken;
    },
    tasks: () => db.all<{ id: number }>('SELECT id FROM campaign_task ORDER BY id').map(({ id }) => id),
    after(task, id, most) {
      const last = db.first<{ id: number | null }>(
        'SELECT max(id) AS id FROM campaign_number WHERE task = ?',
        task,
      )?.id;
      // The plus keeps to the order of the ids, of which a list has consecutive ones: no page sorts the whole list.
      return db.all<DialNumber>(
        `SELECT ${selected} FROM campaign_number WHERE id > ? AND id <= ? AND +task = ? ORDER BY id LIMIT ?`,
        ...[id, last ?? id, task, most],
      );
    },
    among: (task, ids) =>
      [...ids].flatMap((id) =>
        db.all<DialNumber>(`SELECT ${selected} FROM campaign_number WHERE id = ? AND +task = ?`, id, task),
      ),
  };
}

const idsOf = (db: Database, task: number): ReadonlySet<number> =>
  new Set(
    db
      .all<{ number: number }>('SELECT number FROM temp.task_change WHERE task = ? AND number > 0', task)
      .map(({ number }) => number),
  );
