import type { PlatformTime } from '../../shared/domain/time';
import { localOf, reachedAt, type Zone } from '../../shared/domain/zone';
import { localSql } from './local-sql';

/** How long the periods of a report are. */
export type Unit = 'hour' | 'day' | 'week' | 'month' | 'year';

/** Days since 1970 of `yyyy-mm-dd`. */
export const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

/** `yyyy-mm-dd` of days since 1970. */
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/**
 * Local hours since 1970 of an instant. An hour that the clock shows twice is one hour of 7,200 seconds, one that it
 * leaves out has none: a day has 23 or 25 hours of time, and 24 rows at the most.
 */
export const hourOf = (at: PlatformTime, zone: Zone): number => Math.floor(localOf(zone, at) / 3_600_000);

/** First instant of a local hour. */
export const startOf = (hour: number, zone: Zone): PlatformTime => reachedAt(zone, hour * 3_600_000);

/** The same as `hourOf`, in SQL. */
export const hourSql = (column: string, zone: Zone): string => `${localSql(column, zone)} / 3600`;

/** Weeks begin on Monday (GB/T 7408, ISO 8601); day 0 of 1970 was a Thursday. */
const mondayOf = (day: number): number => Math.floor((day + 3) / 7) * 7 - 3;

/** Local hours `[from, to)` of all whole periods that have a day between two dates. */
export function hoursOf(unit: Unit, first: string, last: string): { readonly from: number; readonly to: number } {
  const [from, to] = [dayOf(first), dayOf(last)];
  const span = (begin: number, end: number) => ({ from: begin * 24, to: end * 24 });
  switch (unit) {
    case 'hour':
    case 'day':
      return span(from, to + 1);
    case 'week':
      return span(mondayOf(from), mondayOf(to) + 7);
    case 'month': {
      const end = new Date(to * 86_400_000);
      return span(
        dayOf(`${dateOf(from).slice(0, 7)}-01`),
        Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 1) / 86_400_000,
      );
    }
    case 'year': {
      const end = new Date(to * 86_400_000).getUTCFullYear();
      return span(dayOf(`${dateOf(from).slice(0, 4)}-01-01`), Date.UTC(end + 1, 0, 1) / 86_400_000);
    }
  }
}

/**
 * The period of a local hour as a report writes it, in SQL: the day, the Monday of the week, `yyyy-mm`, `yyyy`. The
 * document shows days only; text sorts in order of time in all of them.
 */
export function periodSql(unit: Unit): string {
  const text = (format: string, seconds: string) => `strftime('${format}', ${seconds}, 'unixepoch')`;
  switch (unit) {
    case 'hour':
    case 'day':
      return text('%Y-%m-%d', 'hour * 3600');
    case 'week':
      return text('%Y-%m-%d', '((hour / 24 + 3) / 7 * 7 - 3) * 86400');
    case 'month':
      return text('%Y-%m', 'hour * 3600');
    case 'year':
      return text('%Y', 'hour * 3600');
  }
}
