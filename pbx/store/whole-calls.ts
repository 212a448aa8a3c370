import type { RecordingRow } from '../engine/port';
import type { Database } from './database';
import type { Recordings } from './recordings';

/** No call lasts longer; channel names begin anew when the exchange does. */
const longest = 86_400_000;

interface Pair {
  readonly calldate: number;
  readonly channel: string;
  readonly dstChannel: string;
}

/**
 * All recordings of a call from its first word to its last, the earliest first. Each pair of channels has a call record
 * and a recording of its own (WEBCTI2 §4.74); a call that was on hold in a parking lot or went to a colleague has
 * several, and they share a channel. `uniqueId` is that of the call's first channel.
 */
export function recordingsOfWholeCall(db: Database, recordings: Recordings, uniqueId: string): readonly RecordingRow[] {
  const pairs = db.all<Pair>(
    'SELECT calldate, channel, dst_channel AS dstChannel FROM call_record WHERE unique_id = ? ORDER BY calldate LIMIT 50',
    uniqueId,
  );
  const [first] = pairs;
  if (!first) return [];
  const channels = [...new Set(pairs.flatMap(({ channel, dstChannel }) => [channel, dstChannel]))].filter(Boolean);
  const list = channels.map(() => '?').join(', ');
  const related = db.all<{ uniqueId: string }>(
    "SELECT DISTINCT unique_id AS uniqueId FROM call_record WHERE monitor <> '' AND calldate BETWEEN ? AND ? " +
      `AND (channel IN (${list}) OR dst_channel IN (${list}))`,
    ...[first.calldate, first.calldate + longest, ...channels, ...channels],
  );
  const ids = new Set([uniqueId, ...related.map((row) => row.uniqueId)]);
  const found = new Map([...ids].flatMap((id) => recordings.ofCall(id)).map((row) => [row.file, row]));
  return [...found.values()].filter(({ kind }) => kind === 'call').sort((a, b) => a.startedAt - b.startedAt);
}
