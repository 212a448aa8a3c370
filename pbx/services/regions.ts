import type { RegionStore, RegionTables } from '../store/regions';
import { areaCodes } from './area-codes';
import { areaOfAllotment } from './mobile-places';
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

export interface Regions {
  /** Region of a Chinese number; null for extensions, service numbers, foreign numbers and codes nobody has. */
  of(number: string): Region | null;
}

/** The tables that a platform begins with. */
export const shippedRegions: RegionTables = {
  areas: Object.entries(areaCodes).flatMap(([province, entries]) =>
    entries.split(' ').map((entry) => {
      const code = /^\d+/.exec(entry)?.[0] ?? '';
      return { code, city: entry.slice(code.length), province };
    }),
  ),
  prefixes: [...mobilePrefixes].map(([prefix, operator]) => ({ prefix, operator })),
  segments: [...mobileSegments].map(([segment, code]) => ({ segment, code: code.replace(/^0/, '') })),
};

/** Digits of a number as dialled inside China: no `+86`, `0086`, blanks or hyphens. */
function national(number: string): string {
  const digits = number
    .trim()
    .replace(/^\+86/, '')
    .replace(/[\s()-]/g, '');
  return digits.replace(/^0086/, '').replace(/^86(?=1\d{10}$)/, '');
}

/** Allotments that are remembered: there are half a million, and the callers of one centre are of some thousands. */
const mostSegments = 20_000;

/**
 * Reads numbers with a platform's tables. Codes and prefixes, a few hundred, are in memory from the first number on;
 * an allotment is looked up once. Tables change between two starts only.
 */
export function createRegions(
  store: Pick<RegionStore, 'areas' | 'prefixes'> & {
    /** Absent = it cannot be said now, and is asked again. */
    segmentOf(segment: string): string | null | undefined;
  },
): Regions {
  const segments = new Map<string, Region | null>();
  let loaded: { readonly areas: ReadonlyMap<string, Region>; readonly operators: ReadonlyMap<string, string> } | null =
    null;

  function tables() {
    loaded ??= {
      areas: new Map(
        store.areas().map(({ code, city, province }) => [code, { area: `0${code}`, city, province, type: '固定电话' }]),
      ),
      operators: new Map(store.prefixes().map(({ prefix, operator }) => [prefix, operator])),
    };
    return loaded;
  }
  function placeOf(segment: string): Region | null {
    let place = segments.get(segment);
    if (place === undefined) {
      const code = store.segmentOf(segment);
      if (code === undefined) return null;
      // What an office knows better wins over what is published.
      place = tables().areas.get(code ?? areaOfAllotment(segment)) ?? null;
      if (segments.size >= mostSegments) segments.clear();
      segments.set(segment, place);
    }
    return place;
  }

  function mobile(digits: string): Region | null {
    const bare = digits.replace(/^0(?=1[3-9]\d{9}$)/, '');
    if (!/^1[3-9]\d{9}$/.test(bare)) return null;
    const { operators } = tables();
    const operator = operators.get(bare.slice(0, 4)) ?? operators.get(bare.slice(0, 3));
    if (operator === undefined) return null;
    const place = placeOf(bare.slice(0, 7));
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
    return tables().areas.get(parts[1]) ?? null;
  }

  return {
    of(number) {
      const digits = national(number);
      if (!/^\d+$/.test(digits)) return null;
      return mobile(digits) ?? fixed(digits);
    },
  };
}

const shippedSegments = new Map(shippedRegions.segments.map(({ segment, code }) => [segment, code]));
/** By the tables that a platform begins with; for what has no platform around it. */
export const { of: regionOf } = createRegions({
  areas: () => shippedRegions.areas,
  prefixes: () => shippedRegions.prefixes,
  segmentOf: (segment) => shippedSegments.get(segment) ?? null,
});
