import type { Database } from './database';
import { type Condition, equal, like, type Page, paged, type Where, where, within } from './where';

/** A short message that came in (WEBCTI2 §4.89). */
export interface ReceivedSms {
  readonly id: number;
  readonly number: string;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly insertedAt: number;
  readonly text: string;
  /** Device that received it. */
  readonly phone: string;
  readonly did: string;
  /** Parts that it came in. */
  readonly split: number;
  readonly processed: number;
  readonly imsi: string;
  readonly appId: string;
  readonly appUser: string;
  readonly appFlag: string;
}

/** A short message on its way out (§4.92). */
export interface SentSms {
  readonly id: number;
  readonly number: string;
  readonly insertedAt: number;
  readonly text: string;
  /** Device that was asked for; empty = any. */
  readonly phone: string;
  /** 0 new, 1 queued, 2 sent, -1 failed. */
  readonly processed: number;
  readonly processedAt: number | null;
  readonly errors: number;
  readonly retries: number;
  /** `yyyy-mm-dd`, or empty for any day. */
  readonly bookDate: string;
  /** `hh:mm:ss` */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly sentAt: number | null;
  /** Device that sent it. */
  readonly sender: string;
  readonly split: number;
  readonly reportedAt: number | null;
  readonly report: string;
  readonly messageId: string;
  readonly appId: string;
  readonly appUser: string;
  readonly appFlag: string;
  /** When the gateway looks at it next. */
  readonly dueAt: number;
}

/** Absent members do not filter; times in unix ms, both ends included. */
export interface SmsFilter {
  readonly id?: { readonly compare: '=' | '>' | '<'; readonly value: number } | undefined;
  readonly number?: string | undefined;
  readonly phone?: string | undefined;
  readonly imsi?: string | undefined;
  readonly text?: string | undefined;
  readonly processed?: number | undefined;
  readonly appId?: string | undefined;
  readonly appUser?: string | undefined;
  readonly appFlag?: string | undefined;
  readonly insertedFrom?: number | undefined;
  readonly insertedTo?: number | undefined;
}
export interface ReceivedFilter extends SmsFilter {
  readonly did?: string | undefined;
  readonly sentFrom?: number | undefined;
  readonly sentTo?: number | undefined;
  readonly receivedFrom?: number | undefined;
  readonly receivedTo?: number | undefined;
}
export interface SentFilter extends SmsFilter {
  readonly sender?: string | undefined;
  readonly messageId?: string | undefined;
  readonly processedFrom?: number | undefined;
  readonly processedTo?: number | undefined;
}

/** Null where there is no message. */
export interface SmsSummary {
  readonly rows: number;
  readonly maxId: number | null;
  readonly minId: number | null;
  readonly latest: number | null;
  readonly earliest: number | null;
  readonly latestProcessed: number | null;
  readonly earliestProcessed: number | null;
}

export interface SmsBox<Row, Filter> {
  list(filter: Filter, part: Page): readonly Row[];
  count(filter: Filter): number;
  summary(filter: Filter): SmsSummary;
  /** False: there is no such message. */
  remove(id: number): boolean;
}
export interface SmsStore {
  readonly received: SmsBox<ReceivedSms, ReceivedFilter> & {
    add(
      message: Pick<ReceivedSms, 'number' | 'sentAt' | 'receivedAt' | 'text' | 'phone' | 'did' | 'split' | 'imsi'>,
    ): number;
    /** Absent marks keep their value; false: there is no such message. */
    mark(
      id: number,
      marks: {
        processed?: number | undefined;
        appId?: string | undefined;
        appUser?: string | undefined;
        appFlag?: string | undefined;
      },
    ): boolean;
  };
  readonly sent: SmsBox<SentSms, SentFilter> & {
    add(
      message: Omit<
        SentSms,
        'id' | 'processed' | 'processedAt' | 'errors' | 'sentAt' | 'sender' | 'reportedAt' | 'report' | 'messageId'
      >,
    ): void;
    /** Messages that the gateway has to look at, the longest due first. */
    due(now: number): readonly SentSms[];
    /** When the next one falls due; null = nothing is on its way. */
    nextDue(): number | null;
    change(id: number, change: Partial<Omit<SentSms, 'id'>>): void;
  };
}

const common = ['id', 'number', 'text', 'phone', 'split', 'processed'] as const;
const inColumns = new Map<string, string>([
  ...common.map((name) => [name, name] as const),
  ...(['imsi', 'did'] as const).map((name) => [name, name] as const),
  ['sentAt', 'sent_at'],
  ['receivedAt', 'received_at'],
  ['insertedAt', 'inserted_at'],
  ['appId', 'app_id'],
  ['appUser', 'app_user'],
  ['appFlag', 'app_flag'],
]);
const outColumns = new Map<string, string>([
  ...common.map((name) => [name, name] as const),
  ...(['errors', 'retries', 'sender', 'report'] as const).map((name) => [name, name] as const),
  ['insertedAt', 'inserted_at'],
  ['processedAt', 'processed_at'],
  ['bookDate', 'book_date'],
  ['notBefore', 'not_before'],
  ['notAfter', 'not_after'],
  ['sentAt', 'sent_at'],
  ['reportedAt', 'reported_at'],
  ['messageId', 'message_id'],
  ['appId', 'app_id'],
  ['appUser', 'app_user'],
  ['appFlag', 'app_flag'],
  ['dueAt', 'due_at'],
]);
const selected = (columns: ReadonlyMap<string, string>): string =>
  [...columns].map(([field, column]) => `${column} AS "${field}"`).join(', ');

const shared = (filter: SmsFilter): readonly Condition[] => [
  filter.id !== undefined && [`id ${filter.id.compare} ?`, filter.id.value],
  equal('number', filter.number),
  equal('phone', filter.phone),
  like('text', filter.text),
  equal('processed', filter.processed),
  equal('app_id', filter.appId),
  equal('app_user', filter.appUser),
  equal('app_flag', filter.appFlag),
  within('inserted_at', filter.insertedFrom, filter.insertedTo),
];

function box<Row, Filter>(
  db: Database,
  table: 'sms_in' | 'sms_out',
  columns: ReadonlyMap<string, string>,
  condition: (filter: Filter) => Where,
): SmsBox<Row, Filter> {
  const processedAt = table === 'sms_out' ? 'processed_at' : 'NULL';
  return {
    list(filter, part) {
      const { text, values } = condition(filter);
      const tail = paged({ ...part, sort: columns.get(part.sort) ?? 'id' });
      return db.all<Row>(`SELECT ${selected(columns)} FROM ${table}${text}${tail.text}`, ...values, ...tail.values);
    },
    count(filter) {
      const { text, values } = condition(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM ${table}${text}`, ...values)?.n ?? 0;
    },
    summary(filter) {
      const { text, values } = condition(filter);
      const [row] = db.all<SmsSummary>(
        `SELECT count(*) AS rows, max(id) AS maxId, min(id) AS minId, max(inserted_at) AS latest, ` +
          `min(inserted_at) AS earliest, max(${processedAt}) AS latestProcessed, min(${processedAt}) AS earliestProcessed ` +
          `FROM ${table}${text}`,
        ...values,
      );
      if (!row) throw new Error('an aggregate has one row');
      return row;
    },
    remove: (id) => db.run(`DELETE FROM ${table} WHERE id = ?`, id).changes > 0,
  };
}

export function createSmsStore(db: Database): SmsStore {
  const received = box<ReceivedSms, ReceivedFilter>(db, 'sms_in', inColumns, (filter) =>
    where(
      ...shared(filter),
      equal('imsi', filter.imsi),
      equal('did', filter.did),
      within('sent_at', filter.sentFrom, filter.sentTo),
      within('received_at', filter.receivedFrom, filter.receivedTo),
    ),
  );
  const sent = box<SentSms, SentFilter>(db, 'sms_out', outColumns, (filter) =>
    where(
      ...shared(filter),
      // The gateway has no device serials; nothing was sent by one.
      filter.imsi !== undefined && ['? = 0', filter.imsi.length],
      equal('sender', filter.sender),
      equal('message_id', filter.messageId),
      within('processed_at', filter.processedFrom, filter.processedTo),
    ),
  );
  const onItsWay = '(processed IN (0, 1) OR (processed = 2 AND reported_at IS NULL))';
  return {
    received: {
      ...received,
      add: (message) =>
        db.run(
          'INSERT INTO sms_in (number, sent_at, received_at, inserted_at, text, phone, did, split, imsi) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          ...[message.number, message.sentAt, message.receivedAt, message.receivedAt, message.text, message.phone],
          ...[message.did, message.split, message.imsi],
        ).id,
      mark: (id, { processed, appId, appUser, appFlag }) =>
        db.run(
          'UPDATE sms_in SET processed = coalesce(?, processed), app_id = coalesce(?, app_id), ' +
            'app_user = coalesce(?, app_user), app_flag = coalesce(?, app_flag) WHERE id = ?',
          ...[processed ?? null, appId ?? null, appUser ?? null, appFlag ?? null, id],
        ).changes > 0,
    },
    sent: {
      ...sent,
      add(message) {
        const given = Object.entries(message).map(([field, value]) => [outColumns.get(field) ?? '', value] as const);
        db.run(
          `INSERT INTO sms_out (${given.map(([column]) => column).join(', ')}) VALUES (${given.map(() => '?').join(', ')})`,
          ...given.map(([, value]) => value),
        );
      },
      due: (now) =>
        db.all<SentSms>(
          `SELECT ${selected(outColumns)} FROM sms_out WHERE ${onItsWay} AND due_at <= ? ORDER BY due_at, id`,
          now,
        ),
      nextDue: () =>
        db.first<{ at: number | null }>(`SELECT min(due_at) AS at FROM sms_out WHERE ${onItsWay}`)?.at ?? null,
      change(id, change) {
        const given = Object.entries(change).map(([field, value]) => [outColumns.get(field) ?? '', value] as const);
        const sets = given.map(([column]) => `${column} = ?`).join(', ');
        db.run(`UPDATE sms_out SET ${sets} WHERE id = ?`, ...given.map(([, value]) => value), id);
      },
    },
  };
}
