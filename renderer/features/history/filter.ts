import type { CallRecord, QueryInput } from '../../../shared/bridge/contract';
import { parsePlatformTime } from '../../../shared/domain/time';

/** What a person set above the table; times are what `<input type="datetime-local">` holds, in the platform's time. */
export interface HistoryFilter {
  readonly mine: boolean;
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly direction: CallRecord['direction'] | '';
  readonly outcome: CallRecord['outcome'] | '';
}

export const noFilter: HistoryFilter = { mine: true, number: '', from: '', to: '', direction: '', outcome: '' };

export const isFiltered = (filter: HistoryFilter): boolean =>
  filter.number.trim() !== '' || filter.from !== '' || filter.to !== '' || isLocal(filter);

/** Direction and outcome are no parameters of the platform; they look through what has been read. */
export const isLocal = (filter: HistoryFilter): boolean => filter.direction !== '' || filter.outcome !== '';

/** An instant, `undefined` for an empty box, `null` for one that is no time. */
export function readTime(text: string, zone: number): number | undefined | null {
  if (text === '') return undefined;
  const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? `${text}:00` : text;
  return parsePlatformTime(whole, zone);
}

export type FilterFault = { readonly field: 'from' | 'to'; readonly key: 'badTime' | 'badRange' };

/** What is wrong with the times; null when they can be asked for. */
export function faultOf(filter: HistoryFilter, zone: number): FilterFault | null {
  const from = readTime(filter.from, zone);
  const to = readTime(filter.to, zone);
  if (from === null) return { field: 'from', key: 'badTime' };
  if (to === null) return { field: 'to', key: 'badTime' };
  return from !== undefined && to !== undefined && to < from ? { field: 'to', key: 'badRange' } : null;
}

/** The question of one page. */
export function questionOf(filter: HistoryFilter, zone: number): Omit<QueryInput<'history.calls'>, 'offset' | 'rows'> {
  const from = readTime(filter.from, zone);
  const to = readTime(filter.to, zone);
  return {
    mine: filter.mine,
    number: filter.number.trim().slice(0, 40),
    ...(typeof from === 'number' ? { from } : {}),
    ...(typeof to === 'number' ? { to } : {}),
  };
}

export const passes = (filter: HistoryFilter, record: CallRecord): boolean =>
  (filter.direction === '' || record.direction === filter.direction) &&
  (filter.outcome === '' || record.outcome === filter.outcome);

/** Rows of all pages, each once: a call that came meanwhile pushes the last row of a page to the next one. */
export function joinPages(pages: readonly { readonly rows: readonly CallRecord[] }[]): readonly CallRecord[] {
  const seen = new Map<string, CallRecord>();
  for (const page of pages) for (const row of page.rows) if (!seen.has(row.id)) seen.set(row.id, row);
  return [...seen.values()];
}
