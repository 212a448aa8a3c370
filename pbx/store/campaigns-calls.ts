import { type DialNumber, type DialState, setting } from './campaigns-numbers';
import type { Database } from './database';
import { equal, oneOf, type Page, paged, where, within } from './where';

/** A call of an outbound task (§8.12): one row an attempt, written when it begins and filled in while it goes on. */
export interface CampaignCall {
  readonly id: number;
  readonly task: number;
  readonly dial: number;
  /** Reference of the number in the customer's own system. */
  readonly guid: string;
  readonly number: string;
  readonly range: string;
  readonly remark: string;
  /** Agent who was to talk, or talked; empty = nobody. */
  readonly agent: string;
  readonly dialledAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly uniqueId: string;
  /** Seconds. */
  readonly duration: number;
  /** Empty: not answered; -1: no key. */
  readonly key: string;
  readonly keyAt: number | null;
  readonly cause: number;
  readonly disposition: string;
  /** Empty: goes on; S succeeded, F failed, I cut off by a stop of the platform or the exchange. */
  readonly outcome: '' | 'S' | 'F' | 'I';
}

export interface CallFilter {
  readonly task?: number | undefined;
  readonly dial?: number | undefined;
  readonly number?: string | undefined;
  readonly answeredFrom?: number | undefined;
  readonly answeredTo?: number | undefined;
}

/** What is known of a call so far. */
export type CallProgress = Partial<Pick<CampaignCall, 'uniqueId' | 'answeredAt' | 'agent' | 'key' | 'keyAt'>> & {
  readonly caller?: string | undefined;
};
export interface CallEnd {
  readonly outcome: 'S' | 'F' | 'I';
  readonly status: Exclude<DialState, 'D' | 'N'>;
  readonly endedAt: number;
  readonly duration: number;
  readonly cause: number;
  readonly disposition: string;
  readonly message: string;
  readonly agentInput: string;
  readonly monitor: string;
  readonly spared: number;
}

export interface CampaignCalls {
  /** The number is in a call from now on; the id of the row. */
  begin(
    number: DialNumber,
    call: {
      readonly at: number;
      readonly range: string;
      readonly agent: string;
      readonly callerId: string;
      readonly caller?: string | undefined;
    },
  ): number;
  progress(id: number, dial: number, progress: CallProgress): void;
  end(id: number, dial: number, end: CallEnd): void;
  /** Calls that no end was written of. */
  open(): readonly CampaignCall[];
  list(filter: CallFilter, part: Page): readonly CampaignCall[];
  count(filter: CallFilter): number;
  /** Of one task: the calls named, those of one number, or all; what goes on stays. */
  remove(task: number, ids: readonly number[] | undefined, dial: number | undefined): number;
  /** Talks with customers by agent. */
  byAgent(task: number): readonly { readonly agent: string; readonly num: number }[];
  /** Answered calls above so many seconds, and up to it. */
  byLength(task: number, seconds: number): { readonly up: number; readonly down: number };
  /** Answered calls by key, -1 for none. */
  byKey(task: number): readonly { readonly key: string; readonly num: number }[];
}

const columns =
  'id, task, dial, guid, number, range, remark, agent, dialled_at AS dialledAt, answered_at AS answeredAt, ' +
  'ended_at AS endedAt, unique_id AS uniqueId, duration, key, key_at AS keyAt, cause, disposition, outcome';

export function createCampaignCalls(db: Database): CampaignCalls {
  const conditions = ({ task, dial, number, answeredFrom, answeredTo }: CallFilter) =>
    where(
      equal('task', task),
      equal('dial', dial),
      equal('number', number),
      within('answered_at', answeredFrom, answeredTo),
    );
  const changeNumber = (id: number, change: Parameters<typeof setting>[0]): void => {
    const { text, values } = setting(change);
    if (text !== '') db.run(`UPDATE campaign_number SET ${text} WHERE id = ?`, ...values, id);
  };

  return {
    begin: (number, { at, range, agent, callerId, caller }) =>
      db.write(() => {
        changeNumber(number.id, {
          ...{ status: 'D', tries: number.tries + 1, lastRunAt: at, dialledAt: at, answeredAt: null, endedAt: null },
          ...{ uniqueId: '', key: '', keyAt: null, agentInput: '', cause: 0, disposition: '', message: '' },
          ...{ lastRange: range, monitor: '', callerId, duration: 0, ...(caller !== undefined && { caller }) },
        });
        return db.run(
          'INSERT INTO campaign_call (task, dial, guid, number, range, remark, agent, dialled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          ...[number.task, number.id, number.extRef, number.number, range, number.remark, agent, at],
        ).id;
      }),
    progress: (id, dial, { uniqueId, answeredAt, agent, key, keyAt, caller }) =>
      db.write(() => {
        changeNumber(dial, {
          ...(uniqueId !== undefined && { uniqueId }),
          ...(answeredAt !== undefined && { answeredAt }),
          ...(key !== undefined && { key }),
          ...(keyAt !== undefined && { keyAt }),
          ...(caller !== undefined && { caller }),
        });
        db.run(
          'UPDATE campaign_call SET unique_id = coalesce(?, unique_id), answered_at = coalesce(?, answered_at), ' +
            'agent = coalesce(?, agent), key = coalesce(?, key), key_at = coalesce(?, key_at) WHERE id = ?',
          ...[uniqueId ?? null, answeredAt ?? null, agent ?? null, key ?? null, keyAt ?? null, id],
        );
      }),
    end: (id, dial, { outcome, status, endedAt, duration, cause, disposition, message, agentInput, monitor, spared }) =>
      db.write(() => {
        changeNumber(dial, { status, endedAt, duration, cause, disposition, message, agentInput, monitor, spared });
        db.run(
          'UPDATE campaign_call SET outcome = ?, ended_at = ?, duration = ?, cause = ?, disposition = ? WHERE id = ?',
          ...[outcome, endedAt, duration, cause, disposition, id],
        );
      }),
    open: () => db.all<CampaignCall>(`SELECT ${columns} FROM campaign_call WHERE outcome = '' ORDER BY id`),
    list(filter, part) {
      const [condition, tail] = [conditions(filter), paged(part)];
      return db.all<CampaignCall>(
        `SELECT ${columns} FROM campaign_call${condition.text}${tail.text}`,
        ...condition.values,
        ...tail.values,
      );
    },
    count(filter) {
      const { text, values } = conditions(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM campaign_call${text}`, ...values)?.n ?? 0;
    },
    remove(task, ids, dial) {
      const { text, values } = where(equal('task', task), oneOf('id', ids), equal('dial', dial), ["outcome <> ''"]);
      return db.run(`DELETE FROM campaign_call${text}`, ...values).changes;
    },
    byAgent: (task) =>
      db.all(
        "SELECT agent, count(*) AS num FROM campaign_call WHERE task = ? AND agent <> '' AND outcome = 'S' " +
          'GROUP BY agent ORDER BY agent',
        task,
      ),
    byLength: (task, seconds) =>
      db.first<{ up: number; down: number }>(
        'SELECT coalesce(sum(duration > ?), 0) AS up, coalesce(sum(duration <= ?), 0) AS down FROM campaign_call ' +
          "WHERE task = ? AND answered_at IS NOT NULL AND outcome IN ('S', 'F')",
        ...[seconds, seconds, task],
      ) ?? { up: 0, down: 0 },
    byKey: (task) =>
      db.all(
        "SELECT key, count(*) AS num FROM campaign_call WHERE task = ? AND key <> '' AND outcome IN ('S', 'F') " +
          'GROUP BY key ORDER BY key',
        task,
      ),
  };
}
