import { localOf, type Zone } from '../../../shared/domain/zone';
/**
 * When a task may call (WEBCTI2 §8.2). An ordinary task has one range in the morning and one in the afternoon of every
 * day from its first to its last; a cyclic one a list of ranges on chosen months, weekdays (0 = Sunday) and days, all of
 * which have to agree. No range at all means the whole day. A range that ends before it begins ends on the next day, and
 * belongs to the day on which it began.
 */
export interface Schedule {
  readonly runtype: string;
  readonly begindate: string;
  readonly enddate: string;
  readonly amrange: string;
  readonly pmrange: string;
  readonly monthlist: string;
  readonly timelist: string;
  readonly weeklist: string;
  readonly daylist: string;
}

/** A range that is open now. */
export interface Opening {
  /** `08:00-12:30` */
  readonly range: string;
  /** `2026-03-02 08:00-12:30`: one run of a cyclic task through its list. */
  readonly round: string;
}

interface Range {
  readonly text: string;
  /** Minutes of the day; `to` may lie behind midnight. */
  readonly from: number;
  readonly to: number;
}

const dayMs = 86_400_000;
const wholeDay: Range = { text: '00:00-24:00', from: 0, to: 1440 };

function rangeOf(text: string): Range | null {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return null;
  const [from, to] = [Number(fromHour) * 60 + Number(fromMinute), Number(toHour) * 60 + Number(toMinute)];
  if (Number(fromMinute) > 59 || Number(toMinute) > 59 || from >= 1440 || to > 1440) return null;
  const padded = `${fromHour.padStart(2, '0')}:${fromMinute}-${toHour.padStart(2, '0')}:${toMinute}`;
  return { text: padded, from, to: to <= from ? to + 1440 : to };
}

/** Ranges of a list such as `10:10-12:10,14:10-16:20`; null when one of them is none. */
export function rangesOf(text: string): readonly Range[] | null {
  const ranges = partsOf(text).map(rangeOf);
  return ranges.every((range) => range !== null) ? ranges : null;
}

/** Whole numbers of a list, each within both ends; null when one of them is not. */
export function numbersOf(text: string, from: number, to: number): readonly number[] | null {
  const parts = partsOf(text);
  const good = parts.every((part) => /^\d{1,2}$/.test(part) && Number(part) >= from && Number(part) <= to);
  return good ? parts.map(Number) : null;
}

const partsOf = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000');

function isDayOf(schedule: Schedule, day: number): boolean {
  const date = dateOf(day);
  const { begindate, enddate } = schedule;
  if (isDate(begindate) && date < begindate) return false;
  if (isDate(enddate) && date > enddate) return false;
  if (schedule.runtype !== '1') return true;
  const at = new Date(day * dayMs);
  const allows = (text: string, from: number, to: number, value: number): boolean => {
    const list = numbersOf(text, from, to) ?? [];
    return list.length === 0 || list.includes(value);
  };
  return (
    allows(schedule.monthlist, 1, 12, at.getUTCMonth() + 1) &&
    allows(schedule.weeklist, 0, 6, at.getUTCDay()) &&
    allows(schedule.daylist, 1, 31, at.getUTCDate())
  );
}

function rangesOfDay({ runtype, timelist, amrange, pmrange }: Schedule): readonly Range[] {
  const ranges = rangesOf(runtype === '1' ? timelist : `${amrange},${pmrange}`) ?? [];
  return ranges.length === 0 ? [wholeDay] : ranges;
}

/** The range that is open at an instant, by the wall clock of the zone; null when the task has to wait. */
export function openingAt(schedule: Schedule, at: number, zone: Zone): Opening | null {
  const local = localOf(zone, at);
  const today = Math.floor(local / dayMs);
  for (const day of [today, today - 1]) {
    if (!isDayOf(schedule, day)) continue;
    const minute = (local - day * dayMs) / 60_000;
    const range = rangesOfDay(schedule).find(({ from, to }) => minute >= from && minute < to);
    if (range) return { range: range.text, round: `${dateOf(day)} ${range.text}` };
  }
  return null;
}

/** Its last day is over, and with it a range that reaches beyond midnight. */
export function isOver(schedule: Schedule, at: number, zone: Zone): boolean {
  if (!isDate(schedule.enddate)) return false;
  const today = dateOf(Math.floor(localOf(zone, at) / dayMs));
  return today > schedule.enddate && openingAt(schedule, at, zone) === null;
}
