import { areaCodes } from './area-codes';
import { mobilePrefixes, mobileSegments } from './mobile-prefixes';

/** What a number tells about its place. Empty text where the number does not tell it. */
export interface Region {
  /** With the trunk zero, `0512`. */
  readonly area: string;
  /** `苏州`; several, joined by `/`, where they share an area code. */
  readonly city: string;
  readonly province: string;
  /** Kind of line: `固定电话`, or operator and prefix of a mobile number, `中国联通186`. */
  readonly type: string;
}

const table: ReadonlyMap<string, Region> = new Map(
  Object.entries(areaCodes).flatMap(([province, entries]) =>
    entries.split(' ').map((entry) => {
      const code = /^\d+/.exec(entry)?.[0] ?? '';
      return [code, { area: `0${code}`, city: entry.slice(code.length), province, type: '固定电话' }] as const;
    }),
  ),
);

/** Digits of a number as dialled inside China: no `+86`, `0086`, blanks or hyphens. */
function national(number: string): string {
  const digits = number
    .trim()
    .replace(/^\+86/, '')
    .replace(/[\s()-]/g, '');
  return digits.replace(/^0086/, '').replace(/^86(?=1\d{10}$)/, '');
}

function mobile(digits: string): Region | null {
  const bare = digits.replace(/^0(?=1[3-9]\d{9}$)/, '');
  if (!/^1[3-9]\d{9}$/.test(bare)) return null;
  const operator = mobilePrefixes.get(bare.slice(0, 4)) ?? mobilePrefixes.get(bare.slice(0, 3));
  if (operator === undefined) return null;
  const place = table.get((mobileSegments.get(bare.slice(0, 7)) ?? '').slice(1));
  return {
    area: place?.area ?? '',
    city: place?.city ?? '',
    province: place?.province ?? '',
    type: `${operator}${bare.slice(0, 3)}`,
  };
}

function fixed(digits: string): Region | null {
  // Two-digit codes (10, 2x) carry eight subscriber digits, three-digit codes seven or eight.
  const parts = /^0?(10|2\d)(\d{8})$/.exec(digits) ?? /^0?([3-9]\d{2})(\d{7,8})$/.exec(digits);
  if (!parts?.[1] || (!digits.startsWith('0') && digits.length < 10)) return null;
  return table.get(parts[1]) ?? null;
}

/** Region of a Chinese number; null for extensions, service numbers, foreign numbers and codes nobody has. */
export function regionOf(number: string): Region | null {
  const digits = national(number);
  if (!/^\d+$/.test(digits)) return null;
  return mobile(digits) ?? fixed(digits);
}

/** Every area code of the table, for the tests. */
export const knownAreas: readonly Region[] = [...table.values()];
