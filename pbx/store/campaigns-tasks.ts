import type { TaskState } from '../../shared/webcti/vocabulary/campaigns';
import type { Database, Value } from './database';
import { equal, like, type Page, paged, where } from './where';

/** Parameters of a task by the names of §8.2: texts, empty where nothing was said. */
export const taskTexts = [
  ...(['name', 'begindate', 'enddate', 'amrange', 'pmrange', 'monthlist', 'timelist', 'weeklist', 'daylist'] as const),
  ...(['runtype', 'actiontype', 'queuecallrate', 'outtrunk', 'needqs', 'neednotify', 'needinput'] as const),
  ...(['agentvoice', 'voicefile1', 'voicefile2', 'validkey', 'callerid', 'account', 'application'] as const),
  ...(['appdata', 'variable', 'context', 'exten', 'priority', 'agentno', 'agentchannel'] as const),
  ...(['createbyapp', 'creater'] as const),
] as const;
/** Numbers, 0 where nothing was said. */
export const taskCounts = [
  ...(['maxcalls', 'maxretries', 'timeout', 'inputtimeout', 'inputerrorcount', 'inputtimeoutcount'] as const),
] as const;

export type TaskParameters = Readonly<
  Record<(typeof taskTexts)[number], string> & Record<(typeof taskCounts)[number], number>
>;

export interface Task extends TaskParameters {
  readonly id: number;
  readonly status: TaskState;
  readonly createdAt: number;
  readonly begunAt: number | null;
  /** Time range worked on last, as `08:00-12:30`. */
  readonly lastRange: string;
  /** Day and range of a cyclic task's present run through its list. */
  readonly round: string;
  /** Id of the number dialled last; 0 = none. */
  readonly current: number;
  readonly lastRunAt: number | null;
  readonly finishedAt: number | null;
}

export interface TaskFilter {
  readonly id?: number | undefined;
  /** Part of the name. */
  readonly name?: string | undefined;
  readonly actiontype?: string | undefined;
  readonly status?: string | undefined;
  /** First day of the task, at the earliest and at the latest. */
  readonly beginFrom?: string | undefined;
  readonly beginTo?: string | undefined;
  /** Last day of the task, at the latest. */
  readonly endTo?: string | undefined;
}

/** What the dialler notes of a task. */
export type TaskProgress = Partial<
  Pick<Task, 'status' | 'begunAt' | 'lastRange' | 'round' | 'current' | 'lastRunAt' | 'finishedAt'>
>;

export interface Tasks {
  /** The id of the new task; its state is N. */
  add(parameters: TaskParameters, now: number): number;
  /** Absent parameters keep their value; false: there is no such task. */
  change(id: number, change: Partial<TaskParameters>): boolean;
  note(id: number, progress: TaskProgress): void;
  /** The numbers and the log stay (§8.5). */
  remove(id: number): boolean;
  get(id: number): Task | undefined;
  list(filter: TaskFilter, part: Page): readonly Task[];
  count(filter: TaskFilter): number;
  /** Tasks in the states B, C and R, the oldest first. */
  active(): readonly Task[];
}

const progressColumns: Readonly<Record<keyof TaskProgress, string>> = {
  status: 'status',
  begunAt: 'begun_at',
  lastRange: 'last_range',
  round: 'round',
  current: 'current',
  lastRunAt: 'last_run_at',
  finishedAt: 'finished_at',
};
const parameters = [...taskTexts, ...taskCounts] as const;
const selected = [
  'id',
  ...parameters,
  'created_at AS createdAt',
  ...Object.entries(progressColumns).map(([field, column]) => `${column} AS "${field}"`),
].join(', ');

export function createTasks(db: Database): Tasks {
  const conditions = ({ id, name, actiontype, status, beginFrom, beginTo, endTo }: TaskFilter) =>
    where(
      equal('id', id),
      like('name', name),
      equal('actiontype', actiontype),
      equal('status', status),
      beginFrom !== undefined && ['begindate >= ?', beginFrom],
      beginTo !== undefined && ['begindate <= ?', beginTo],
      endTo !== undefined && ['enddate <= ?', endTo],
    );
  const update = (id: number, sets: readonly (readonly [column: string, value: Value])[]): boolean =>
    sets.length === 0
      ? db.first('SELECT 1 FROM campaign_task WHERE id = ?', id) !== undefined
      : db.run(
          `UPDATE campaign_task SET ${sets.map(([column]) => `${column} = ?`).join(', ')} WHERE id = ?`,
          ...sets.map(([, value]) => value),
          id,
        ).changes > 0;

  return {
    add: (given, now) =>
      db.run(
        `INSERT INTO campaign_task (${parameters.join(', ')}, created_at) VALUES (${parameters.map(() => '?').join(', ')}, ?)`,
        ...parameters.map((name) => given[name]),
        now,
      ).id,
    change: (id, change) =>
      update(
        id,
        parameters.flatMap((name) => {
          const value = change[name];
          return value === undefined ? [] : [[name, value] as const];
        }),
      ),
    note(id, progress) {
      update(
        id,
        Object.entries(progress).map(
          ([field, value]) => [progressColumns[field as keyof TaskProgress], value] as const,
        ),
      );
    },
    remove: (id) => db.run('DELETE FROM campaign_task WHERE id = ?', id).changes > 0,
    get: (id) => db.first<Task>(`SELECT ${selected} FROM campaign_task WHERE id = ?`, id),
    list(filter, part) {
      const [condition, tail] = [conditions(filter), paged(part)];
      return db.all<Task>(
        `SELECT ${selected} FROM campaign_task${condition.text}${tail.text}`,
        ...condition.values,
        ...tail.values,
      );
    },
    count(filter) {
      const { text, values } = conditions(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM campaign_task${text}`, ...values)?.n ?? 0;
    },
    active: () => db.all<Task>(`SELECT ${selected} FROM campaign_task WHERE status IN ('B', 'C', 'R') ORDER BY id`),
  };
}
