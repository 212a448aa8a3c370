import type { Settings } from '../../bridge/settings';
import type { DialCandidate } from '../../bridge/topics';
import { type ChineseNumber, chineseE164, chineseFromAbroad, chineseNumber } from './china';
import { isEmergency } from './emergency';
import { countryPlan, digitsOf, type PhoneNumber, parseInternational, parseNational } from './metadata';

/** How numbers are dialled from this desk: country, prefix, internal length, short codes, what is allowed. */
export type DialRules = Settings['dialling'];

/** A number as somebody wrote it, without its visual separators. */
export interface Written {
  /** A `+` stood before it. */
  readonly plus: boolean;
  /** Digits; `*` and `#` only in service codes. */
  readonly digits: string;
  /** Tones for after the answer: extension or post-dial digits, `,` = pause. */
  readonly after: string;
}

/**
 * How sure it is that the digits are a telephone number:
 * `strong` a full number of a plan · `short` a service or internal number · `local` a number without its area ·
 * `guess` digits that no plan knows.
 */
export type Strength = 'strong' | 'short' | 'local' | 'guess';

export interface Reading {
  readonly candidate: DialCandidate;
  readonly strength: Strength;
  /** `+4930…`; empty when the number has no worldwide form. */
  readonly e164: string;
}

/** Why digits cannot be dialled; `international` is a rule of this desk, the rest is not a number. */
export type RefusalReason = 'international' | 'letters' | 'too-long' | 'several' | 'not-a-number';

export interface Refusal {
  readonly reason: RefusalReason;
  /** The number as written, for the sentence on the screen. */
  readonly text: string;
}

export const isRefusal = (of: Reading | Refusal): of is Refusal => 'reason' in of;
export const isReading = (of: Reading | Refusal): of is Reading => !isRefusal(of);

/** ITU-T E.164: no number of the world has more digits. */
const longestNumber = 15;
/** With an international and an outside prefix before it. */
const longestDialled = 24;
/** Service codes such as `*21*13800138000#` hold a number. */
const longestCode = 32;

/**
 * Reads one written number by the rules. Never invents a digit: what is sent is what was written, without trunk or
 * country code where the rules say so, behind the prefixes of the rules.
 */
export function classify(written: Written, rules: DialRules): Reading | Refusal {
  const { plus, digits } = written;
  const refuse = (reason: RefusalReason): Refusal => ({ reason, text: `${plus ? '+' : ''}${digits}`.slice(0, 40) });
  if (!/^[0-9*#]+$/.test(digits)) return refuse('not-a-number');
  const isCode = /[*#]/.test(digits);
  if (digits.length > (isCode ? longestCode : plus ? longestNumber : longestDialled)) return refuse('too-long');
  const found = isCode ? code(written, rules) : plus ? abroad(written, rules) : dialled(written, rules);
  if (!found) return refuse('not-a-number');
  return found.candidate.kind === 'international' && !rules.allowInternational ? refuse('international') : found;
}

const dialled = (written: Written, rules: DialRules): Reading | null =>
  short(written, rules) ?? full(written, rules) ?? prefixed(written, rules) ?? guess(written, rules);

/** `*78`, `#31#…`, `*21*2012#`: sent as they are, the platform owns them. A lone `#` behind a number is a send key. */
function code(written: Written, rules: DialRules): Reading | null {
  const { digits } = written;
  const sendKey = /^(\d+)#$/.exec(digits);
  if (sendKey && !rules.shortCodes.includes(digits)) return dialled({ ...written, digits: sendKey[1] ?? '' }, rules);
  if (written.plus || !/\d/.test(digits)) return null;
  const listed = rules.shortCodes.includes(digits);
  return reading(
    written,
    { display: digits, dial: digits, kind: 'short-code', region: '' },
    listed ? 'short' : 'guess',
  );
}

/** Emergency, listed and internal numbers. Emergency numbers go out bare: a prefix could be the thing that fails. */
function short(written: Written, rules: DialRules): Reading | null {
  const { digits } = written;
  const { country, outsidePrefix } = rules;
  const bare = outsidePrefix !== '' && digits.startsWith(outsidePrefix) ? digits.slice(outsidePrefix.length) : digits;
  if (isEmergency(digits, country) || (isEmergency(bare, country) && !rules.shortCodes.includes(digits))) {
    return reading(written, { display: digits, dial: digits, kind: 'emergency', region: country }, 'short');
  }
  if (rules.shortCodes.includes(digits)) {
    return reading(
      written,
      { display: digits, dial: outside(digits, rules), kind: 'short-code', region: country },
      'short',
    );
  }
  if (digits.length <= rules.internalDigits) {
    return reading(written, { display: digits, dial: digits, kind: 'internal', region: '' }, 'short');
  }
  return null;
}

/** A national or international number without `+`. */
function full(written: Written, rules: DialRules): Reading | null {
  const { digits } = written;
  const { country, startsAbroad } = countryPlan(rules.country);
  if (country === 'CN') {
    const here = chineseNumber(digits);
    if (here) return chinese(written, here, rules);
    const withCode = digits.startsWith('86') ? chineseFromAbroad(digits.slice(2)) : null;
    if (withCode && withCode.kind !== 'service') return chinese(written, withCode, rules);
  } else {
    const here = national(written, rules);
    if (here) return here;
  }
  // Own country's prefix first, then those of the two great habits, for numbers copied from elsewhere.
  for (const prefix of [startsAbroad, /^00/, /^011/]) {
    const rest = digits.replace(prefix, '');
    if (rest === digits || rest.startsWith('0')) continue;
    const found = abroad({ ...written, digits: rest }, rules);
    if (found && (found.strength === 'strong' || prefix === startsAbroad)) return found;
  }
  return null;
}

/** National number of a country other than China, in the form in which it is dialled there. */
function national(written: Written, rules: DialRules): Reading | null {
  const { country, callingCode, nationalPrefix } = countryPlan(rules.country);
  const { digits } = written;
  const found = parseNational(digits, country);
  if (found?.isValid() && found.countryCallingCode === callingCode) {
    const dialled = digitsOf(found.formatNational());
    const forms = [dialled, nationalPrefix + found.nationalNumber];
    if (forms.includes(digits)) return domestic(written, found, rules);
    // A country code without `+` is believed only where the digits cannot be a national number.
    if (digits === callingCode + found.nationalNumber) return domestic(written, found, rules);
  }
  const area = homeArea(rules);
  if (area !== '' && digits.length >= 5 && digits.length <= 8 && !digits.startsWith(nationalPrefix || 'x')) {
    const whole = parseNational(nationalPrefix + area + digits, country);
    if (whole?.isValid()) {
      const dial = outside(digits, rules);
      return reading(written, { display: digits, dial, kind: 'national', region: country }, 'local', whole.number);
    }
  }
  return null;
}

/** Digits after `+` or an international prefix. */
function abroad(written: Written, rules: DialRules): Reading | null {
  const { digits } = written;
  const plan = countryPlan(rules.country);
  if (digits.length > longestNumber || digits.length < 5) return null;
  if (plan.callingCode === '86' && digits.startsWith('86')) {
    const here = chineseFromAbroad(digits.slice(2));
    if (here) return chinese(written, here, rules);
  }
  const found = parseInternational(digits);
  if (!found) return null;
  if (found.isValid() && plan.callingCode !== '' && found.countryCallingCode === plan.callingCode) {
    // Canada and the United States share a code: a call between them is dialled like a national one.
    return domestic(written, found, rules);
  }
  const candidate: DialCandidate = {
    display: found.formatInternational(),
    dial: outside(plan.internationalPrefix + digits, rules),
    kind: found.countryCallingCode === plan.callingCode ? 'unknown' : 'international',
    region: found.country ?? '',
  };
  return reading(written, candidate, found.isValid() ? 'strong' : 'guess', found.number);
}

/** A Chinese number; in its home area a landline loses the area code. */
function chinese(written: Written, of: ChineseNumber, rules: DialRules): Reading {
  const home = homeArea(rules);
  const atHome = of.kind === 'landline' && of.area === home;
  const dial = atHome ? of.national.slice(home.length + 1) : of.national;
  const e164 = chineseE164(of, home);
  return reading(
    written,
    { display: of.display, dial: outside(dial, rules), kind: 'national', region: 'CN' },
    of.kind === 'local' ? 'local' : of.kind === 'service' ? 'short' : 'strong',
    e164 === '' ? '' : `+${e164}`,
  );
}

/** A number of the own country that is not China, or of one that shares its calling code. */
function domestic(written: Written, found: PhoneNumber, rules: DialRules): Reading {
  const { nationalPrefix } = countryPlan(rules.country);
  const plain = found.formatNational() === found.nationalNumber;
  // Without a format of its own the library also leaves the trunk digit out, and the call would go nowhere.
  const trunk = plain && nationalPrefix === '0' && (written.plus || written.digits.startsWith('0')) ? '0' : '';
  const shown = trunk + found.formatNational();
  const digits = digitsOf(shown);
  const home = nationalPrefix === '' || homeArea(rules) === '' ? '' : homeArea(rules);
  const local = [nationalPrefix + home, home].find((start) => home !== '' && digits.startsWith(start)) ?? '';
  const dial = outside(digits.length - local.length >= 5 ? digits.slice(local.length) : digits, rules);
  const region = found.country ?? rules.country.toUpperCase();
  return reading(written, { display: shown, dial, kind: 'national', region }, 'strong', found.number);
}

/** A number typed together with its outside prefix stays as typed. */
function prefixed(written: Written, rules: DialRules): Reading | null {
  const { digits } = written;
  const { outsidePrefix } = rules;
  if (outsidePrefix === '' || !digits.startsWith(outsidePrefix)) return null;
  const rest = { ...written, digits: digits.slice(outsidePrefix.length) };
  const inner = rules.shortCodes.includes(rest.digits) ? short(rest, rules) : full(rest, rules);
  return inner?.candidate.dial.startsWith(outsidePrefix) ? inner : null;
}

/** Digits that no plan knows: still dialled when a person asks for exactly them. */
function guess(written: Written, rules: DialRules): Reading | null {
  const { digits } = written;
  if (digits.length > longestNumber) return null;
  const typed = rules.outsidePrefix !== '' && digits.startsWith(rules.outsidePrefix);
  const dial = typed ? digits : outside(digits, rules);
  return reading(written, { display: digits, dial, kind: 'unknown', region: '' }, 'guess');
}

const outside = (digits: string, rules: DialRules): string => rules.outsidePrefix + digits;

const homeArea = (rules: DialRules): string => rules.areaCode.replace(/^0/, '');

function reading(written: Written, plain: DialCandidate, strength: Strength, e164 = ''): Reading {
  const { after } = written;
  const candidate = after === '' ? plain : { ...plain, display: `${plain.display} x${after}`, after };
  return { candidate, strength, e164 };
}
