import type { PlatformTime } from './time';

/**
 * Local time of a platform: minutes east of UTC that never change, or a place with rules (summer time). "Local" numbers
 * are milliseconds that read as UTC show the wall clock.
 */
export type Zone = number | ZoneRules;

export interface ZoneRules {
  /** `Europe/Berlin` */
  readonly name: string;
  /** Minutes east of UTC at an instant. */
  offsetAt(at: PlatformTime): number;
  /** The instants from which another offset holds, in order, over `[from, to)`, with that offset in minutes. */
  changes(from: PlatformTime, to: PlatformTime): readonly { readonly at: PlatformTime; readonly offset: number }[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const offsetAt = (zone: Zone, at: PlatformTime): number => (typeof zone === 'number' ? zone : zone.offsetAt(at));

/** What the wall clock shows at an instant. */
export const localOf = (zone: Zone, at: PlatformTime): number => at + offsetAt(zone, at) * 60_000;

/**
 * The instant at which the wall clock shows `local`. Of an hour that comes twice it is the first; an hour that is left
 * out is read on the clock as it ran before, so that 02:30 of that night is the instant that is called 03:30.
 */
export function instantOf(zone: Zone, local: number): PlatformTime {
  if (typeof zone === 'number') return local - zone * 60_000;
  // Offsets a day before and after: whatever changes in between is one of the two.
  const [before, after] = [zone.offsetAt(local - dayMs), zone.offsetAt(local + dayMs)];
  const early = local - before * 60_000;
  if (before === after || zone.offsetAt(early) === before) return early;
  const late = local - after * 60_000;
  return zone.offsetAt(late) === after ? late : early;
}

/**
 * The first instant at which the wall clock has reached `local`: where it is left out, the change itself. Periods begin
 * there, so that they join without a gap or an overlap.
 */
export function reachedAt(zone: Zone, local: number): PlatformTime {
  if (typeof zone === 'number') return local - zone * 60_000;
  const at = instantOf(zone, local);
  if (localOf(zone, at) === local) return at;
  return zone.changes(at - dayMs, at + 1).at(-1)?.at ?? at;
}

/** A zone by its name in the IANA database (`Asia/Shanghai`, `Europe/Berlin`); null when there is none of that name. */
export function namedZone(name: string): ZoneRules | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-nu-latn-ca-gregory', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  const asked = (at: PlatformTime): number => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    return Math.round((local - Math.floor(at / 1000) * 1000) / 60_000);
  };
  // Asking costs a thousand times what remembering does; rules change on quarters of an hour at the finest.
  const quarter = 900_000;
  const known = new Map<number, number>();
  const offset = (at: PlatformTime): number => {
    const slot = Math.floor(at / quarter);
    let minutes = known.get(slot);
    if (minutes === undefined) {
      minutes = asked(slot * quarter);
      if (known.size >= 4_096) known.clear();
      known.set(slot, minutes);
    }
    return minutes;
  };
  return {
    name,
    offsetAt: offset,
    changes(from, to) {
      const found: { at: PlatformTime; offset: number }[] = [];
      let [at, minutes] = [Math.floor(from / quarter) * quarter, asked(from)];
      while (at < to) {
        const next = Math.min(at + 7 * dayMs, Math.ceil(to / quarter) * quarter);
        const there = asked(next);
        if (there !== minutes) {
          let [low, high] = [at, next];
          while (high - low > quarter) {
            const middle = low + Math.floor((high - low) / 2 / quarter) * quarter;
            if (asked(middle) === minutes) low = middle;
            else high = middle;
          }
          if (high >= from && high < to) found.push({ at: high, offset: there });
          minutes = there;
        }
        at = next;
      }
      return found;
    },
  };
}
