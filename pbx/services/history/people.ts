import type { Random } from '../../engine/simulated/random';
import { shippedRegions } from '../regions';

/** Share of a day's calls in each hour: nothing much at night, two peaks, a dip at noon. */
const curve = [
  ...[0.3, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 2.2, 6.5, 10.5, 11, 9.5],
  ...[6, 7.5, 10, 10, 8.5, 6, 3.5, 2.5, 1.8, 1.2, 0.8, 0.6],
];
const whole = curve.reduce((sum, share) => sum + share, 0);
/** Sunday to Saturday. */
const weekdays = [0.3, 1.2, 1.05, 1, 1, 0.95, 0.45];

/** How busy a local day (since 1970) is, 1 being a plain Wednesday; summer is quieter, the end of the year busier. */
export function loadOf(day: number): number {
  const date = new Date(day * 86_400_000);
  const season = 1 + 0.15 * Math.cos((2 * Math.PI * (date.getUTCMonth() - 11)) / 12);
  return (weekdays[date.getUTCDay()] ?? 1) * season;
}

/** Arrivals of one day, ms after midnight, in order. */
export function arrivals(count: number, random: Random): readonly number[] {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    let share = random() * whole;
    let hour = 0;
    for (; hour < 23 && share >= (curve[hour] ?? 0); hour += 1) share -= curve[hour] ?? 0;
    times.push(Math.floor((hour + random()) * 3_600_000));
  }
  return times.sort((a, b) => a - b);
}

/** Seconds around a median, with the long tail that talks and waits have. */
export function around(median: number, spread: number, random: Random): number {
  // Box and Muller; 1 − u keeps the logarithm away from 0.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(median * Math.exp(spread * normal)));
}

export const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
export const chance = (share: number, random: Random): boolean => random() < share;

const prefixes = ['138', '139', '135', '136', '150', '158', '186', '189', '133', '177'] as const;
const digits = (count: number, random: Random): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

/** A town of customers who call again and again: six in ten with a mobile, the others from somewhere in China. */
export function createCustomers(size: number, random: Random): readonly string[] {
  return Array.from({ length: size }, () => {
    if (chance(0.6, random)) return pick(prefixes, random) + digits(8, random);
    const area = `0${pick(shippedRegions.areas, random).code}`;
    return `${area}${1 + Math.floor(random() * 8)}${digits(area.length === 3 ? 7 : 6 + Math.floor(random() * 2), random)}`;
  });
}

export interface Break {
  /** Instant from which on it is due; it begins when the agent is free. */
  readonly due: number;
  readonly reason: number;
  readonly seconds: number;
}
export interface Shift {
  readonly start: number;
  readonly end: number;
  readonly breaks: Break[];
}

/** Hours of work that there are; one in twelve works the night. */
const shifts = [
  [8, 17],
  [8.5, 17.5],
  [9, 18],
  [9, 18],
  [10, 19],
  [12, 21],
] as const;

/** When an agent works on a day, or null. `midnight`: instant at which the local day begins. */
export function shiftOf(agent: number, day: number, midnight: number, random: Random): Shift | null {
  const weekday = new Date(day * 86_400_000).getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  // Everybody has two days off; on a weekend one in three is there, by turns.
  if (weekend ? (agent + Math.floor(day / 7)) % 3 !== 0 : (agent + day) % 9 === 0) return null;
  const night = agent % 12 === 11;
  const [from, to] = night ? [20, 29] : (shifts[agent % shifts.length] ?? [9, 18]);
  const start = midnight + Math.round(from * 3_600_000 + (random() * 12 - 8) * 60_000);
  const end = midnight + Math.round(to * 3_600_000 + random() * 8 * 60_000);
  const at = (hours: number, minutes: number): number => start + Math.round((hours * 60 + random() * minutes) * 60_000);
  const breaks: Break[] = [
    { due: at(1.6, 40), reason: 2, seconds: around(480, 0.4, random) },
    { due: at(3.6, 60), reason: 3, seconds: around(2_100, 0.25, random) },
    { due: at(6.4, 40), reason: 2, seconds: around(540, 0.4, random) },
    ...(chance(0.15, random) ? [{ due: at(5, 40), reason: 4, seconds: around(1_800, 0.3, random) }] : []),
    ...(chance(0.04, random) ? [{ due: at(2.4, 30), reason: 5, seconds: around(3_600, 0.2, random) }] : []),
  ].sort((a, b) => a.due - b.due);
  return { start, end, breaks };
}
