import type { dialStates } from '../../shared/webcti/vocabulary/campaigns';
import type { Database, Value } from './database';
import { type Condition, equal, like, oneOf, type Page, paged, where, within } from './where';

export type DialState = keyof typeof dialStates;

/** A number in the list of a task (§8.8). */
export interface DialNumber {
  readonly id: number;
  readonly task: number;
  readonly createdAt: number;
  readonly number: string;
  readonly extRef: string;
  readonly campaignRef: string;
  readonly text1: string;
  readonly text2: string;
  readonly remark: string;
  /** Agent who is to call, or who talked. */
  readonly caller: string;
  readonly status: DialState;
  /** Calls that were begun, those that a stop of the platform cut off included. */
  readonly tries: number;
  /** 1: one of them was cut off and does not count against the retries. */
  readonly spared: number;
  readonly uniqueId: string;
  /** Empty: nobody was asked; -1: no key. */
  readonly key: string;
  readonly keyAt: number | null;
  readonly agentInput: string;
  readonly lastRunAt: number | null;
  readonly cause: number;
  readonly disposition: string;
  readonly message: string;
  readonly lastRange: string;
  readonly monitor: string;
  readonly callerId: string;
  readonly dialledAt: number | null;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** Seconds. */
  readonly duration: number;
}

export type NewNumber = Pick<
  DialNumber,
  'task' | 'number' | 'extRef' | 'campaignRef' | 'text1' | 'text2' | 'remark' | 'caller'
>;
export type NumberChange = Partial<Omit<NewNumber, 'task' | 'number'> & Pick<DialNumber, 'uniqueId'>>;

interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}
export interface NumberFilter {
  readonly task: number;
  readonly id?: number | undefined;
  readonly number?: string | undefined;
  readonly created?: Span | undefined;
  readonly dialled?: Span | undefined;
  readonly answered?: Span | undefined;
  readonly ended?: Span | undefined;
  readonly status?: string | undefined;
  /** Part of it. */
  readonly remark?: string | undefined;
  readonly caller?: string | undefined;
  readonly key?: string | undefined;
  readonly longerThan?: number | undefined;
  readonly shorterThan?: number | undefined;
}

/** Which numbers of a task could be called now. */
export interface Due {
  readonly task: number;
  /** Numbers to be tried again whose last call ended after this are left alone. */
  readonly endedBefore: number;
  /** Numbers that are in a call already, of this task or another. */
  readonly except: readonly string[];
  /** Only numbers that one of these is to call, empty for those without a name; absent: whoever is to call. */
  readonly callers?: readonly string[] | undefined;
  readonly most: number;
}

export interface Figures {
  readonly total: number;
  readonly failed: number;
  readonly succeeded: number;
}

export interface Numbers {
  add(number: NewNumber, now: number): number;
  /** One number of the task or all of them; how many there were. */
  change(task: number, id: number | undefined, change: NumberChange): number;
  /** Sets the state by hand; N and R give all tries back. A number in a call is left alone. */
  setStatus(task: number, id: number | undefined, status: Exclude<DialState, 'D'>): number;
  /** Some numbers of the task or all of them. */
  remove(task: number, ids: readonly number[] | undefined): number;
  get(id: number): DialNumber | undefined;
  list(filter: NumberFilter, part: Page): readonly DialNumber[];
  count(filter: NumberFilter): number;
  /** New ones in the order of the list, then those to be tried again, the longest ago first. */
  due(due: Due): readonly DialNumber[];
  /** Agents who are named for numbers that could be called. */
  callers(task: number): readonly string[];
  /** Whether the task has numbers that are not final. */
  unfinished(task: number): boolean;
  /** Another run through the list: every number that is not in a call is new again. */
  renew(task: number): void;
  figures(task: number): Figures;
}

/** Columns by the names of `DialNumber`; §8.8 sorts by its own words, see the handler. */
export const numberColumns: Readonly<Record<keyof DialNumber, string>> = {
  id: 'id',
  task: 'task',
  createdAt: 'created_at',
  number: 'number',
  extRef: 'ext_ref',
  campaignRef: 'campaign_ref',
  text1: 'text1',
  text2: 'text2',
  remark: 'remark',
  caller: 'caller',
  status: 'status',
  tries: 'tries',
  spared: 'spared',
  uniqueId: 'unique_id',
  key: 'key',
  keyAt: 'key_at',
  agentInput: 'agent_input',
  lastRunAt: 'last_run_at',
  cause: 'cause',
  disposition: 'disposition',
  message: 'message',
  lastRange: 'last_range',
  monitor: 'monitor',
  callerId: 'caller_id',
  dialledAt: 'dialled_at',
  answeredAt: 'answered_at',
  endedAt: 'ended_at',
  duration: 'duration',
};
const selected = Object.entries(numberColumns)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');

/** `column = ?` for each member that is there, and the values. */
export function setting(change: Readonly<Partial<Record<keyof DialNumber, Value>>>): {
  readonly text: string;
  readonly values: readonly Value[];
} {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return {
    text: given.map(([field]) => `${numberColumns[field as keyof DialNumber]} = ?`).join(', '),
    values: given.map(([, value]) => value as Value),
  };
}

export function createNumbers(db: Database): Numbers {
  const conditions = (filter: NumberFilter) =>
    where(
      equal('task', filter.task),
      equal('id', filter.id),
      equal('number', filter.number),
      within('created_at', filter.created?.from, filter.created?.to),
      within('dialled_at', filter.dialled?.from, filter.dialled?.to),
      within('answered_at', filter.answered?.from, filter.answered?.to),
      within('ended_at', filter.ended?.from, filter.ended?.to),
      equal('status', filter.status),
      like('remark', filter.remark),
      equal('caller', filter.caller),
      equal('key', filter.key),
      filter.longerThan !== undefined && ['duration > ?', filter.longerThan],
      filter.shorterThan !== undefined && ['duration < ?', filter.shorterThan],
    );
  const fresh = "tries = 0, spared = 0, key = '', key_at = NULL, agent_input = '', cause = 0, disposition = ''";

  return {
    add: ({ task, number, extRef, campaignRef, text1, text2, remark, caller }, now) =>
      db.run(
        'INSERT INTO campaign_number (task, number, ext_ref, campaign_ref, text1, text2, remark, caller, created_at) ' +
          'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        ...[task, number, extRef, campaignRef, text1, text2, remark, caller, now],
      ).id,
    change(task, id, change) {
      const { text, values } = setting(change);
      const condition = where(equal('task', task), equal('id', id));
      if (text === '') {
        return db.all(`SELECT id FROM campaign_number${condition.text}`, ...condition.values).length;
      }
      return db.run(`UPDATE campaign_number SET ${text}${condition.text}`, ...values, ...condition.values).changes;
    },
    setStatus(task, id, status) {
      const { text, values } = where(equal('task', task), equal('id', id), ["status <> 'D'"]);
      const again = status === 'N' ? `, ${fresh}` : status === 'R' ? ', tries = 0, spared = 0' : '';
      return db.run(`UPDATE campaign_number SET status = ?${again}${text}`, status, ...values).changes;
    },
    remove(task, ids) {
      const { text, values } = where(equal('task', task), oneOf('id', ids));
      return db.run(`DELETE FROM campaign_number${text}`, ...values).changes;
    },
    get: (id) => db.first<DialNumber>(`SELECT ${selected} FROM campaign_number WHERE id = ?`, id),
    list(filter, part) {
      const [condition, tail] = [conditions(filter), paged(part)];
      return db.all<DialNumber>(
        `SELECT ${selected} FROM campaign_number${condition.text}${tail.text}`,
        ...condition.values,
        ...tail.values,
      );
    },
    count(filter) {
      const { text, values } = conditions(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM campaign_number${text}`, ...values)?.n ?? 0;
    },
    due({ task, endedBefore, except, callers, most }) {
      const found = (state: Condition, order: string, limit: number): readonly DialNumber[] => {
        const { text, values } = where(
          equal('task', task),
          state,
          except.length > 0 && [`number NOT IN (${except.map(() => '?').join(', ')})`, ...except],
          oneOf('caller', callers),
        );
        const sql = `SELECT ${selected} FROM campaign_number${text} ORDER BY ${order} LIMIT ?`;
        return db.all<DialNumber>(sql, ...values, limit);
      };
      const fresh = found(["status = 'N'"], 'id', most);
      if (fresh.length >= most) return fresh;
      const again: Condition = ["status = 'R' AND coalesce(ended_at, 0) <= ?", endedBefore];
      return [...fresh, ...found(again, 'coalesce(ended_at, 0), id', most - fresh.length)];
    },
    callers: (task) =>
      db
        .all<{ caller: string }>(
          "SELECT DISTINCT caller FROM campaign_number WHERE task = ? AND status IN ('N', 'R') AND caller <> ''",
          task,
        )
        .map(({ caller }) => caller),
    unfinished: (task) =>
      db.first("SELECT 1 FROM campaign_number WHERE task = ? AND status IN ('N', 'R', 'D') LIMIT 1", task) !==
      undefined,
    renew(task) {
      db.run(
        "UPDATE campaign_number SET status = 'N', tries = 0, spared = 0 WHERE task = ? AND status IN ('S', 'F', 'R')",
        task,
      );
    },
    figures: (task) =>
      db.first<Figures>(
        "SELECT count(*) AS total, coalesce(sum(status = 'F'), 0) AS failed, coalesce(sum(status = 'S'), 0) AS succeeded " +
          'FROM campaign_number WHERE task = ?',
        task,
      ) ?? { total: 0, failed: 0, succeeded: 0 },
  };
}
