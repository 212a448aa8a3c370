import type { Mailboxes, VoicemailRow } from '../engine/port';
import type { Database } from './database';
import type { Files } from './files';
import { type Condition, equal, type Page, paged, where, within } from './where';

/** A message in a mailbox (WEBCTI2 §4.75). */
export interface Message {
  readonly id: number;
  readonly context: string;
  readonly box: string;
  readonly folder: string;
  /** `msg0000.WAV` */
  readonly file: string;
  readonly at: number;
  readonly seconds: number;
  readonly channel: string;
  readonly uniqueId: string;
  /** Name and number as the exchange writes them. */
  readonly caller: string;
  /** Context that the caller came in by. */
  readonly cameFrom: string;
  /** `NOANSWER`, `BUSY`, `CHANUNAVAIL`; empty: the mailbox itself was dialled. */
  readonly reason: string;
  readonly redirected: string;
  readonly heard: boolean;
  readonly remark: string;
}

/** Where a message lies; `file` with its ending or without. */
export interface MessagePlace {
  readonly context: string;
  readonly box: string;
  readonly folder: string;
  readonly file: string;
}

/** Absent members do not filter; times in unix ms, both ends included. */
export interface MessageFilter {
  readonly context: string;
  readonly box: string;
  readonly folder: string;
  /** Part of the caller or of the remark. */
  readonly text?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly heard?: boolean | undefined;
}

/** Mailboxes, their folders and the sound of each message. */
export interface Voicemail extends Mailboxes {
  /** A new message, in INBOX. */
  add(row: VoicemailRow): void;
  list(filter: MessageFilter, part: Page): readonly Message[];
  count(filter: MessageFilter): number;
  find(place: MessagePlace): Message | undefined;
  /** Null: the message is there and its sound is gone, or there is no message. */
  sound(place: MessagePlace): Uint8Array | null;
  /** Absent marks keep their value; false: there is no such message. */
  mark(place: MessagePlace, marks: { heard?: boolean | undefined; remark?: string | undefined }): boolean;
  /** False: there is no such message. */
  move(place: MessagePlace, folder: string): boolean;
  /** For good, with its sound. */
  remove(place: MessagePlace): boolean;
}

/** A box holds so many messages, in all its folders together. */
export const boxHolds = 100;

const context = 'default';
const columns: readonly (readonly [field: string, column: string])[] = [
  ...(['id', 'context', 'box', 'folder', 'file', 'at', 'seconds', 'channel', 'caller'] as const).map(
    (name) => [name, name] as const,
  ),
  ...(['reason', 'redirected', 'heard', 'remark'] as const).map((name) => [name, name] as const),
  ['uniqueId', 'unique_id'],
  ['cameFrom', 'came_from'],
];
const selected = columns.map(([field, column]) => `${column} AS "${field}"`).join(', ');
type Stored = Omit<Message, 'heard'> & { readonly heard: number };
const message = (row: Stored): Message => ({ ...row, heard: row.heard === 1 });

const soundOf = ({ context: entry, box, file }: Pick<Message, 'context' | 'box' | 'file'>): string =>
  `${entry}/${box}/${file}`;
const fileName = (file: string): string => (/\.wav$/i.test(file) ? `${file.slice(0, -4)}.WAV` : `${file}.WAV`);

/** Contains the text in the caller or the remark. */
const containing = (text: string | undefined): Condition => {
  if (text === undefined) return false;
  const part = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return [`caller LIKE ? ESCAPE '\\' OR remark LIKE ? ESCAPE '\\'`, part, part];
};

export function createVoicemail(db: Database, files: Files): Voicemail {
  const matching = (filter: MessageFilter) =>
    where(
      equal('context', filter.context),
      equal('box', filter.box),
      equal('folder', filter.folder),
      containing(filter.text),
      within('at', filter.from, filter.to),
      filter.heard !== undefined && ['heard = ?', filter.heard ? 1 : 0],
    );
  const place = ({ context: entry, box, folder, file }: MessagePlace) =>
    where(equal('context', entry), equal('box', box), equal('folder', folder), equal('file', fileName(file)));

  const find = (at: MessagePlace): Message | undefined => {
    const { text, values } = place(at);
    const row = db.first<Stored>(`SELECT ${selected} FROM voicemail${text}`, ...values);
    return row && message(row);
  };

  function number(box: string): number {
    db.run(
      'INSERT INTO mailbox (context, box, next) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET next = next + 1',
      ...[context, box],
    );
    const next = db.first<{ next: number }>('SELECT next FROM mailbox WHERE context = ? AND box = ?', context, box);
    return (next?.next ?? 1) - 1;
  }

  return {
    add: (row) =>
      db.write(() => {
        const file = `msg${String(number(row.box)).padStart(4, '0')}.WAV`;
        files.add('voicemail', soundOf({ context, box: row.box, file }), row.sound);
        db.run(
          'INSERT INTO voicemail (context, box, folder, file, at, seconds, channel, unique_id, caller, came_from, reason, ' +
            "redirected) VALUES (?, ?, 'INBOX', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          ...[context, row.box, file, row.at, row.seconds, row.channel, row.uniqueId],
          ...[row.name ? `"${row.name}" <${row.number}>` : row.number, row.context, row.reason, row.redirected],
        );
      }),
    list(filter, part) {
      const { text, values } = matching(filter);
      const tail = paged(part);
      return db
        .all<Stored>(`SELECT ${selected} FROM voicemail${text}${tail.text}`, ...values, ...tail.values)
        .map(message);
    },
    count(filter) {
      const { text, values } = matching(filter);
      return db.first<{ n: number }>(`SELECT count(*) AS n FROM voicemail${text}`, ...values)?.n ?? 0;
    },
    find,
    sound(at) {
      const found = find(at);
      return found ? files.read('voicemail', soundOf(found)) : null;
    },
    mark(at, { heard, remark }) {
      const { text, values } = place(at);
      return (
        db.run(
          `UPDATE voicemail SET heard = coalesce(?, heard), remark = coalesce(?, remark)${text}`,
          ...[heard === undefined ? null : Number(heard), remark ?? null, ...values],
        ).changes > 0
      );
    },
    move(at, folder) {
      const { text, values } = place(at);
      return db.run(`UPDATE voicemail SET folder = ?${text}`, folder, ...values).changes > 0;
    },
    remove: (at) =>
      db.write(() => {
        const found = find(at);
        if (!found) return false;
        files.remove('voicemail', soundOf(found));
        return db.run('DELETE FROM voicemail WHERE id = ?', found.id).changes > 0;
      }),
    isFull: (box) =>
      (db.first<{ n: number }>('SELECT count(*) AS n FROM voicemail WHERE context = ? AND box = ?', context, box)?.n ??
        0) >= boxHolds,
  };
}
