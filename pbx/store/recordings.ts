import type { RecordingRow } from '../engine/port';
import type { Database } from './database';

/** Recordings of calls and rooms (WEBCTI2 §4.72). What is heard in them is the engine's to say. */
export interface Recordings {
  add(row: RecordingRow): void;
  /** Undefined: there is none of that name. */
  find(file: string): RecordingRow | undefined;
  /** Of a call, the latest first. */
  ofCall(uniqueId: string): readonly RecordingRow[];
  /** The call records no longer name it; false: there is none of that name and kind. */
  remove(kind: RecordingRow['kind'], file: string): boolean;
}

interface Stored {
  readonly id: number;
  readonly file: string;
  readonly kind: RecordingRow['kind'];
  readonly startedAt: number;
  readonly milliseconds: number;
}
const selected = 'SELECT recording.id, file, kind, started_at AS startedAt, milliseconds FROM recording';

export function createRecordings(db: Database): Recordings {
  const whole = ({ id, ...row }: Stored): RecordingRow => ({
    ...row,
    uniqueIds: db
      .all<{ uniqueId: string }>('SELECT unique_id AS uniqueId FROM recording_call WHERE recording = ?', id)
      .map(({ uniqueId }) => uniqueId),
  });
  return {
    add: ({ file, kind, uniqueIds, startedAt, milliseconds }) =>
      db.write(() => {
        // A clock that was set back may give a name again: what is there already stays.
        const { id, changes } = db.run(
          'INSERT INTO recording (file, kind, started_at, milliseconds) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          ...[file, kind, startedAt, milliseconds],
        );
        if (changes === 0) return;
        for (const uniqueId of uniqueIds) {
          db.run('INSERT INTO recording_call (unique_id, recording) VALUES (?, ?)', uniqueId, id);
        }
      }),
    find(file) {
      const found = db.first<Stored>(`${selected} WHERE file = ?`, file);
      return found && whole(found);
    },
    ofCall: (uniqueId) =>
      db
        .all<Stored>(
          `${selected} JOIN recording_call ON recording = recording.id WHERE unique_id = ? ` +
            'ORDER BY started_at DESC, recording.id DESC',
          uniqueId,
        )
        .map(whole),
    remove: (kind, file) =>
      db.write(() => {
        const gone = db.run('DELETE FROM recording WHERE kind = ? AND file = ?', kind, file).changes > 0;
        if (gone) db.run("UPDATE call_record SET monitor = '' WHERE monitor = ? AND monitor <> ''", file);
        return gone;
      }),
  };
}
