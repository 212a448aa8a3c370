import { plainText } from './characters';
import { chineseFromAbroad, chineseNumber } from './china';
import { countryPlan, digitsOf, parseInternational, parseNational } from './metadata';

/**
 * A number as people of `country` (ISO code) read it: `138 0013 8000`, `021 5555 1234`, `+49 30 123456`. What is no full
 * number (`2011`, `10086`, `*78`, `anonymous`) comes back as it is, without control characters, at most 64 characters.
 */
export function formatNumber(number: string, country: string): string {
  const text = plainText(number).replace(/\n/g, ' ').trim().slice(0, 64);
  if (!/^\+?[\d\-.()/ ]+$/.test(text)) return text;
  const plan = countryPlan(country);
  const digits = digitsOf(text);
  const foreign = text.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : '';
  if (foreign !== '') {
    if (plan.callingCode === '86' && foreign.startsWith('86'))
      return chineseFromAbroad(foreign.slice(2))?.display ?? text;
    const found = parseInternational(foreign);
    if (!found?.isValid()) return text;
    return found.countryCallingCode === plan.callingCode ? found.formatNational() : found.formatInternational();
  }
  if (plan.country === 'CN') return chineseNumber(digits)?.display ?? text;
  const found = parseNational(digits, country.toUpperCase());
  return found?.isValid() && digits.length > 5 ? found.formatNational() : text;
}
