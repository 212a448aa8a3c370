import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { PlatformTime } from '../../../../shared/domain/time';
import type { ExchangeTimes } from './times';

/** A gap longer than what fits is told as far as this reaches. */
const mostBytes = 16 * 1024 * 1024;

/** Lines at the end of a file of the exchange, oldest first; throws what the file system says. */
export function linesSince(path: string): readonly string[] {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - mostBytes);
    const bytes = Buffer.alloc(size - from);
    readSync(file, bytes, 0, bytes.length, from);
    const lines = bytes.toString('utf8').split('\n');
    // The first one may have begun before; the last one is empty, or being written.
    return lines.slice(from > 0 ? 1 : 0, -1);
  } finally {
    closeSync(file);
  }
}

/** A line of `queue_log`: `1795254503|lab16-1795254503.12|91|Agent 2011|RINGNOANSWER|8000`. */
export interface LogLine {
  readonly at: PlatformTime;
  readonly uniqueId: string;
  readonly queue: string;
  /** Interface or name of a member, or `NONE`. */
  readonly agent: string;
  readonly event: string;
  readonly args: readonly string[];
}

export const queueLogLines = (lines: readonly string[], times: ExchangeTimes): readonly LogLine[] =>
  lines.flatMap((line) => {
    const [epoch = '', uniqueId = '', queue = '', agent = '', event = '', ...args] = line.trimEnd().split('|');
    const at = times.epoch(epoch);
    return at === null || event === '' ? [] : [{ at, uniqueId, queue, agent, event, args }];
  });

/** Columns of `cdr_csv`, under the names that the event `Cdr` has for them. */
const columns = [
  ...['AccountCode', 'Source', 'Destination', 'DestinationContext', 'CallerID', 'Channel', 'DestinationChannel'],
  ...['LastApplication', 'LastData', 'StartTime', 'AnswerTime', 'EndTime', 'Duration', 'BillableSeconds'],
  ...['Disposition', 'AMAFlags', 'UniqueID', 'UserField'],
];

/** Records of `Master.csv`; those without a unique id (`loguniqueid = no`) cannot be told apart and are left out. */
export const cdrLines = (lines: readonly string[]): readonly Readonly<Record<string, string>>[] =>
  lines.flatMap((line) => {
    const cells = cellsOf(line);
    if ((cells[columns.indexOf('UniqueID')] ?? '') === '') return [];
    return [Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']))];
  });

/** Cells of a CSV line; quotes inside are doubled. */
export function cellsOf(line: string): readonly string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
  }
  return cells;
}
