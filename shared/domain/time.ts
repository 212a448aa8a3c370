import { instantOf, localOf, type Zone } from './zone';

/** Milliseconds since the epoch on the platform's clock. The desk learns the offset; the screen ticks from it. */
export type PlatformTime = number;

export interface Clock {
  /** Wall clock, ms since the epoch. */
  now(): number;
  /** Monotonic ms; never jumps. */
  monotonic(): number;
  /** Runs `run` once after `ms`; the returned function cancels and may be called any number of times. */
  after(ms: number, run: () => void): () => void;
}

const pad = (n: number, width = 2): string => String(Math.trunc(n)).padStart(width, '0');

/** `0000-00-00 00:00:00` is the vendor's "no time" (WEBCTI2 §4.49 ff.). */
export const noTime = '0000-00-00 00:00:00';

/** Platform local text `2015-01-20 11:34:46` of an instant. */
export function formatPlatformTime(at: PlatformTime | null, zone: Zone): string {
  if (at === null) return noTime;
  const d = new Date(localOf(zone, at));
  return `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
}

/** Inverse of `formatPlatformTime`; null for "no time" and for anything that is not a time. */
export function parsePlatformTime(text: string, zone: Zone): PlatformTime | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?$/.exec(text.trim());
  if (!m || m[1] === '0000') return null;
  const [year, month, day, hour, minute, second] = m.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  return instantOf(zone, Date.UTC(year, month - 1, day, hour, minute, second));
}

/** Platform date `2015-01-20` of an instant: half of the web key (WEBCTI2 chapter 1). */
export const platformDate = (at: PlatformTime, zone: Zone): string => formatPlatformTime(at, zone).slice(0, 10);
