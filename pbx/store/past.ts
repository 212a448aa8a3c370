import type { PlatformTime } from '../../shared/domain/time';
import type { CallRecordRow, QueueEventRow, RecordsPast } from '../engine/port';
import type { Database } from './database';

/** Rows are written in the order in which things end: the newest ones reach back far enough. */
const newest = 5_000;

/** What of the records an exchange has to know that goes on writing them. */
export function createPast(db: Database): RecordsPast {
  const last = (table: string, column: string): PlatformTime | null =>
    db.first<{ at: number }>(`SELECT ${column} AS at FROM ${table} ORDER BY id DESC LIMIT 1`)?.at ?? null;
  return {
    get lastAt() {
      const times = [last('call_record', 'ended_at'), last('queue_event', 'at')].filter((at) => at !== null);
      return times.length === 0 ? null : Math.max(...times);
    },
    calls: (since) =>
      db.all<Pick<CallRecordRow, 'uniqueId' | 'endedAt'>>(
        'SELECT unique_id AS uniqueId, ended_at AS endedAt FROM ' +
          '(SELECT * FROM call_record ORDER BY id DESC LIMIT ?) WHERE ended_at >= ?',
        ...[newest, since],
      ),
    queueEvents: (since) =>
      db.all<Pick<QueueEventRow, 'at' | 'queue' | 'uniqueId' | 'event'>>(
        'SELECT at, queue, unique_id AS uniqueId, event FROM ' +
          '(SELECT * FROM queue_event ORDER BY id DESC LIMIT ?) WHERE at >= ? ORDER BY id',
        ...[newest, since],
      ),
  };
}
