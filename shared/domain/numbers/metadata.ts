import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** `min` metadata (19 kB gz): lengths and general patterns of all countries, no types of number. */
export type { PhoneNumber };

/** International prefixes where the plan knows several and none by itself (one per carrier): the usual choice. */
const usualInternationalPrefix: Readonly<Record<string, string>> = {
  BR: '0021',
  CO: '009',
  HK: '001',
  ID: '001',
  IL: '012',
  JP: '010',
  KR: '001',
  SG: '001',
  TH: '001',
  TW: '002',
};

export interface CountryPlan {
  /** ISO code; empty when libphonenumber does not know the country. */
  readonly country: string;
  readonly callingCode: string;
  /** Trunk digit before national numbers, `0` in most countries; empty = none. */
  readonly nationalPrefix: string;
  /** What is dialled for `+` from this country. */
  readonly internationalPrefix: string;
  /** Every international prefix of the country, anchored at the start. */
  readonly startsAbroad: RegExp;
}

const plans = new Map<string, CountryPlan>();

/** Numbering plan of an ISO country code; an unknown code gives a plan that only knows `00`. */
export function countryPlan(code: string): CountryPlan {
  const country = code.toUpperCase();
  const known = plans.get(country);
  if (known) return known;
  const plan = readPlan(country);
  // Settings name few countries; the bound only stops a caller that makes codes up.
  if (plans.size > 300) plans.clear();
  plans.set(country, plan);
  return plan;
}

function readPlan(country: string): CountryPlan {
  if (!isKnown(country)) {
    return { country: '', callingCode: '', nationalPrefix: '', internationalPrefix: '00', startsAbroad: /^00/ };
  }
  const all = new Metadata(metadata);
  all.selectNumberingPlan(country);
  const plan = all.numberingPlan as unknown as {
    IDDPrefix(): unknown;
    defaultIDDPrefix(): unknown;
    nationalPrefix(): unknown;
  };
  const pattern = textOr(plan.IDDPrefix(), '00');
  const usual = usualInternationalPrefix[country] ?? textOr(plan.defaultIDDPrefix(), pattern);
  return {
    country,
    callingCode: getCountryCallingCode(country, metadata),
    nationalPrefix: textOr(plan.nationalPrefix(), ''),
    internationalPrefix: /^[\d~]+$/.test(usual) ? usual.replace(/~/g, '') : '00',
    // China's other prefixes choose a carrier and look like the beginning of a mobile number.
    startsAbroad: country === 'CN' ? /^00/ : new RegExp(`^(?:${pattern})`),
  };
}

/** `digits` after a `+`; null when no plan of the world can hold them. */
export function parseInternational(digits: string): PhoneNumber | null {
  return parsePhoneNumberFromString(`+${digits}`, { extract: false }, metadata) ?? null;
}

/** Digits as dialled inside `country`; null when they are no number there. */
export function parseNational(digits: string, country: string): PhoneNumber | null {
  if (!isKnown(country)) return null;
  return parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false }, metadata) ?? null;
}

/** `49`, `1`, `852`: the codes after a `+`. */
export const isCallingCode = (digits: string): boolean => Object.hasOwn(metadata.country_calling_codes, digits);

/** The trunk digit in brackets of `+44 (0)20 …` is for readers at home and not dialled; Italy's `0` is no trunk digit. */
export const dropsTrunk = (callingCode: string): boolean => callingCode !== '39' && isCallingCode(callingCode);

/** Digits of what stands behind a `+`, without a bracketed trunk digit directly after the country code. */
export function digitsAfterPlus(text: string): string {
  const m = /^([\d\-. ()]{1,6}?)[ -]?\(\s?0\s?\)(.*)$/.exec(text);
  const code = digitsOf(m?.[1] ?? '');
  return m && dropsTrunk(code) ? code + digitsOf(m[2] ?? '') : digitsOf(text);
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

const isKnown = (country: string): country is CountryCode => isSupportedCountry(country as CountryCode, metadata);

/** The packed metadata answers 0 for what some countries lack. */
const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
