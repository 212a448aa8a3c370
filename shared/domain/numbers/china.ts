/**
 * The Chinese plan by hand: libphonenumber's `min` pattern for CN is so wide (it takes `019 216 800 1001`, which is an
 * IP address without dots) that it cannot tell a number from a text.
 */

/** Mobile and data numbers, 11 digits. */
const mobile = /^1[3-9]\d{9}$/;
/** `0` + area code + subscriber. Two-digit areas have 8 subscriber digits, three-digit areas 7 or 8. */
const landline = /^0(10|2[0-57-9]|[3-9]\d\d)([2-8]\d{6,7})$/;
const tollFree = /^[48]00\d{7}$/;
/** Operators, hotlines and banks: 114, 10086, 12315, 118114, 95588, 955xxx, 96xxx, 10100xxx. */
const service = /^(?:1(?:0\d{3}|010\d{4}|[12]\d|[12]\d{3}|1[68]\d{3})|95\d{3,4}|96\d{3,4})$/;
const local = /^[2-8]\d{6,7}$/;

export interface ChineseNumber {
  readonly kind: 'mobile' | 'landline' | 'toll-free' | 'service' | 'local';
  /** As dialled anywhere in China; of a local number: without its area. */
  readonly national: string;
  /** Area code without its `0`; empty for numbers that have none. */
  readonly area: string;
  readonly display: string;
}

/** A number as written inside China, with `0` or `86` before it or not; null when the plan has no such number. */
export function chineseNumber(digits: string): ChineseNumber | null {
  if (mobile.test(digits)) return number('mobile', digits, '', grouped(digits, 3, 4));
  if (/^0?1/.test(digits) && mobile.test(digits.slice(1))) return chineseNumber(digits.slice(1));
  const fixed = landline.exec(digits);
  if (fixed) {
    const [, area = '', subscriber = ''] = fixed;
    if (area.length === 2 && subscriber.length !== 8) return null;
    return number('landline', digits, area, `0${area} ${grouped(subscriber, subscriber.length - 4)}`);
  }
  if (tollFree.test(digits)) return number('toll-free', digits, '', grouped(digits, 3, 3));
  if (service.test(digits)) return number('service', digits, '', digits);
  if (local.test(digits)) return number('local', digits, '', grouped(digits, digits.length - 4));
  return null;
}

/** What follows `+86`: a landline there has no `0`. */
export function chineseFromAbroad(digits: string): ChineseNumber | null {
  const here = chineseNumber(digits);
  if (here && here.kind !== 'local') return here;
  const fixed = chineseNumber(`0${digits}`);
  return fixed?.kind === 'landline' ? fixed : null;
}

/** E.164 without `+`; empty for numbers that cannot be reached from abroad or whose area is not known. */
export function chineseE164(of: ChineseNumber, homeArea: string): string {
  switch (of.kind) {
    case 'mobile':
    case 'toll-free':
      return `86${of.national}`;
    case 'landline':
      return `86${of.national.slice(1)}`;
    case 'local':
      return homeArea === '' ? '' : `86${homeArea}${of.national}`;
    case 'service':
      return '';
  }
}

const number = (kind: ChineseNumber['kind'], national: string, area: string, display: string): ChineseNumber => ({
  kind,
  national,
  area,
  display,
});

/** Blanks after the given numbers of digits. */
function grouped(digits: string, ...sizes: readonly number[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const size of sizes) {
    parts.push(digits.slice(from, from + size));
    from += size;
  }
  parts.push(digits.slice(from));
  return parts.join(' ');
}
