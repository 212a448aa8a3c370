import type { DialCandidate } from '../../bridge/topics';
import { type AppError, appError, fail, ok, type Result } from '../result';
import { maskNumber } from '../text';
import { longestText, plainText, tones } from './characters';
import { type DialLink, isDialLink, readDialLink } from './link';
import { digitsAfterPlus } from './metadata';
import { withoutNoise } from './noise';
import { classify, type DialRules, isReading, isRefusal, type Reading, type Refusal, type RefusalReason } from './plan';
import { areNumbers, type Findings, scan } from './scan';

export { formatNumber } from './format';
export { type DialLink, isDialLink, readDialLink } from './link';
export type { DialRules, Refusal, RefusalReason } from './plan';

/** What a text offers to dial, best first, and the numbers in it that this desk may not dial. */
export interface DialReading {
  readonly candidates: readonly DialCandidate[];
  readonly refused: readonly Refusal[];
}

const mostCandidates = 20;

/**
 * The one reader of numbers: pad, paste, selection, `tel:` `callto:` `sip:` links, command line, shortcut, tray, lists.
 * Reads at most 4,000 characters. No candidate joins two numbers or holds a digit that the text does not. More than one
 * candidate: the person chooses. Nothing to dial: empty.
 */
export const readNumbers = (text: string, rules: DialRules): readonly DialCandidate[] =>
  readDial(text, rules).candidates;

/** `readNumbers` with the reasons for what was left out: an international number where none is allowed, letters … */
export function readDial(text: string, rules: DialRules): DialReading {
  const plain = plainText(text);
  const { readings, refused } = readPlain(text, plain, rules);
  const seen = new Set<string>();
  const candidates: DialCandidate[] = [];
  for (const { candidate } of readings) {
    const key = `${candidate.dial} ${candidate.after ?? ''}`;
    if (!seen.has(key) && candidates.length < mostCandidates) candidates.push(candidate);
    seen.add(key);
  }
  return { candidates, refused: refused.slice(0, mostCandidates) };
}

/**
 * What is sent for exactly one number, typed or chosen: `invalid-number` when it is none or several, and
 * `number-not-allowed` when the rules forbid it; `params.why` is a `RefusalReason`. `dial` of a known number may be
 * read again and stays the same, except where the outside prefix is also the country's trunk digit.
 */
export function toDial(number: string, rules: DialRules): Result<DialCandidate> {
  const found = one(number, rules);
  return isRefusal(found) ? fail(refusalError(found)) : ok(found.candidate);
}

/** `+4930123456` of a number as dialled or shown under these rules; empty when it has no worldwide form. */
export function toE164(number: string, rules: DialRules): string {
  const found = one(number, { ...rules, allowInternational: true });
  return isRefusal(found) ? '' : found.e164;
}

/** The error of a refused number, for the desk's answers. */
export function refusalError(refusal: Refusal): AppError {
  const { reason, text } = refusal;
  const shown = maskNumber(text);
  const params = { why: reason, number: shown };
  return reason === 'international'
    ? appError('number-not-allowed', `international numbers are not allowed: ${shown}`, { tried: 'call.dial', params })
    : appError('invalid-number', `no number to dial (${reason}): ${shown}`, { tried: 'call.dial', params });
}

function one(number: string, rules: DialRules): Reading | Refusal {
  const plain = plainText(number);
  const none = (reason: RefusalReason): Refusal => ({ reason, text: plain.trim().slice(0, 40) });
  if (number.length > longestText) return none('too-long');
  if (isDialLink(plain)) {
    const link = readDialLink(number);
    if (link.ok)
      return (
        linkReadings(link.value, rules).readings[0] ??
        linkReadings(link.value, rules).refused[0] ??
        none('not-a-number')
      );
    if (link.error === 'letters') return none('letters');
  }
  const written = typed(plain, rules);
  if (!written && /^\s*\+?[\d\-.() ]{16,}\s*$/.test(plain)) return none('too-long');
  if (!written) return none(/\p{L}/u.test(withoutLabel(plain)) ? 'letters' : 'not-a-number');
  const read = classify(written, rules);
  const known = !isRefusal(read) && (read.strength === 'strong' || read.strength === 'local');
  if (known || !/[ /]/.test(written.main.trim())) return read;
  return scan(written.main, rules, { bare: true }).readings.length > 1 ? none('several') : read;
}

function readPlain(text: string, plain: string, rules: DialRules): Findings {
  if (!isDialLink(plain)) return readText(plain, rules);
  const link = readDialLink(text);
  if (link.ok) return linkReadings(link.value, rules);
  // "Tel: 021-55551234, Fax: …" is a text and no address.
  const rest = readText(plain, rules);
  const refusal: Refusal = { reason: link.error, text: plain.trim().slice(0, 40) };
  return rest.readings.length > 0 ? rest : { readings: [], refused: [...rest.refused, refusal] };
}

/** A text of one number, or of many, or of words with numbers between them. */
function readText(plain: string, rules: DialRules): Findings {
  const embedded = linksWithin(plain, rules);
  const written = embedded.readings.length > 0 ? null : typed(plain, rules);
  // `2011,2012` are two colleagues; `02155551234,12` is one number and its pause.
  const listed = written !== null && written.after !== '' && written.digits.length < 7 && /[,;]/.test(plain);
  if (written && !listed) return readTyped(written, rules);
  const bare = /^[\d+\-.()/ ,;、\n|*#]*$/.test(withoutLabel(plain));
  const around = scan(embedded.rest, rules, { bare });
  return {
    readings: [...embedded.readings, ...around.readings],
    refused: [...embedded.refused, ...around.refused],
  };
}

/** Nothing but digits and separators: one number, or several with blanks between them, or both are possible. */
function readTyped(written: Typed, rules: DialRules): Findings {
  const main = written.main.trim();
  const whole = classify(written, rules);
  const runs = main.split(/[^\d*#+]+/).filter((run) => run !== '');
  const within = (): Findings => scan(main, rules, { bare: true });
  if (isRefusal(whole) || (runs.length > 1 && areNumbers(runs, rules))) {
    const parts: Findings = runs.length > 1 ? within() : { readings: [], refused: [] };
    return parts.readings.length > 0 || !isRefusal(whole) ? parts : { readings: [], refused: [whole] };
  }
  // Identity and card numbers typed without blanks.
  if (whole.strength === 'guess' && withoutNoise(main) !== main) return { readings: [], refused: [] };
  const alone: Findings = { readings: [whole], refused: [] };
  if (whole.strength === 'strong' || runs.length === 1 || written.plus) return alone;
  const parts = within();
  if (whole.strength === 'local') return { readings: [whole, ...parts.readings], refused: parts.refused };
  const sure = parts.readings.some((part) => part.strength === 'strong');
  return !sure && looksLikeOne(main) ? alone : parts;
}

/** Unknown to the plan, yet grouped as people group one number: `(06) 12-345`, `06 12 345`, `555-0123`. */
const looksLikeOne = (main: string): boolean =>
  /^[0(*#]/.test(main) || (!/[ /]/.test(main) && /^\d{1,4}[-.](?:\d{1,4}[-.])*\d{4}$/.test(main));

/** Addresses inside a text, and the text without them. */
function linksWithin(plain: string, rules: DialRules): Findings & { readonly rest: string } {
  const readings: Reading[] = [];
  const refused: Refusal[] = [];
  const rest = plain.replace(/(?<![a-z])(?:tel|callto|sips?):[^\s<>"'，。、]+/gi, (address) => {
    const link = readDialLink(address.replace(/[.,;!?)]+$/, ''));
    if (!link.ok) return address;
    const found = linkReadings(link.value, rules);
    readings.push(...found.readings);
    refused.push(...found.refused);
    return '|';
  });
  return { readings, refused, rest };
}

/** A link names one number; a global context (RFC 3966 §5.1.5) gives a second reading when the two make a number. */
function linkReadings(link: DialLink, rules: DialRules): Findings {
  const here = classify(link, rules);
  const wide =
    link.context !== '' && !link.plus
      ? classify({ ...link, plus: true, digits: link.context + link.digits }, rules)
      : null;
  const all = [
    ...(wide && (isRefusal(wide) ? wide.reason === 'international' : wide.strength === 'strong') ? [wide] : []),
    here,
  ];
  return { readings: all.filter(isReading), refused: all.filter(isRefusal) };
}

const label =
  /^\s*["'“「<]?\s*(?:(?:tele)?phone|tel|mobile|mob|cell|call|dial|fax|ext|电话|手机|座机|热线|致电|拨打|呼叫|分机|tél|telefon)(?:\s*(?:no|number|号码?))?(?![a-z])\s*[.:]?\s*/i;

const withoutLabel = (plain: string): string => plain.replace(label, '').replace(/^\s*["'“「<]+|["'”」>]+\s*$/g, '');

interface Typed {
  readonly plus: boolean;
  readonly digits: string;
  readonly after: string;
  /** As written, with its separators. */
  readonly main: string;
}

/** A text that is nothing but one written number and its extension; null for everything else. */
function typed(plain: string, rules: DialRules): Typed | null {
  const text = withoutLabel(plain).trim();
  // A bare run of digits is no date and no amount, however long.
  if (text.length > 80 || (!/^\+?\d+$/.test(text) && withoutNoise(text) !== text)) return null;
  const m =
    /^(\+)?[ (]?([0-9*#\-.()/ ]+?)(?: ?(?:(?:ext(?:ension)?\.?|x|转|分机号?)[ :.]?|[,;pw]+ ?)(\d{1,8}(?:[,;pw]+[\d*#]+)*#?))?$/i.exec(
      text,
    );
  if (!m) return null;
  const [, plus, main = '', after = ''] = m;
  if (!/\d/.test(main) || /\)[^(]*\)|\([^)]*\(/.test(main) || /[-.]{2,}/.test(main)) return null;
  const hyphen =
    plus === undefined && rules.country === 'CN' ? /^(.*\d{7}.*|.*\d{3}.*\d{4}.*)-(\d{1,5})$/.exec(main) : null;
  const digits = plus && !/[*#]/.test(main) ? digitsAfterPlus(main) : main.replace(/[^0-9*#]/g, '');
  if (hyphen && after === '') {
    const number = (hyphen[1] ?? '').replace(/[^0-9*#]/g, '');
    if (/^(?:0(?!0)\d{9,11}|1[3-9]\d{9}|[48]00\d{7})$/.test(number)) {
      return { plus: false, digits: number, after: hyphen[2] ?? '', main: hyphen[1] ?? '' };
    }
  }
  return { plus: plus !== undefined, digits, after: tones(after), main: `${plus ?? ''}${main}` };
}
