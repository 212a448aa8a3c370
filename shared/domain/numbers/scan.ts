import { tones } from './characters';
import { dropsTrunk } from './metadata';
import { labelBefore, withoutNoise } from './noise';
import { classify, type DialRules, isRefusal, type Reading, type Refusal } from './plan';

/** What a text holds, in the order in which it should be offered. */
export interface Findings {
  readonly readings: readonly Reading[];
  readonly refused: readonly Refusal[];
}

/** One run of digits, and what stands between it and the run before. */
interface Group {
  readonly digits: string;
  readonly gap: string;
  readonly from: number;
  readonly to: number;
}

/** Runs that one number might hold: only visual separators between them (RFC 3966 §5.1.1, and blanks). */
interface Span {
  readonly plus: boolean;
  readonly groups: readonly Group[];
}

interface Found {
  readonly first: number;
  /** Index of the last group that belongs to it, its extension included. */
  readonly last: number;
  readonly reading: Reading;
  readonly others: readonly Reading[];
}

/** `bare`: the text is nothing but numbers, so that internal and local ones are meant although nothing says so. */
export interface ScanMode {
  readonly bare: boolean;
}

const gapWithin = /^ {0,2}[-./()]{0,2} {0,2}[(]?$/;
const longestGroup = 24;
/** `1. `, `2)`, `3、` before an entry of a list. */
const listMark = /(?:^\s*\(?\d{1,2}[.、]|(?<![^\s|])\(?\d{1,2}\))(?=\s*[+(]?\d{3,}(?!\d*\.\d))/gm;

/** Finds the numbers of a text. Two numbers never become one; digits of dates, amounts and names are left alone. */
export function scan(text: string, rules: DialRules, mode: ScanMode): Findings {
  const clean = withoutNoise(text).replace(listMark, '|');
  const sure: Reading[] = [];
  const doubtful: Reading[] = [];
  const refused: Refusal[] = [];
  for (const span of spans(clean)) {
    for (const { reading, others, label, refusal } of readSpan(span, clean, rules, mode)) {
      if (refusal) refused.push(refusal);
      else if (reading) (label === 'counts' ? doubtful : sure).push(reading, ...others);
    }
  }
  return { readings: [...sure, ...doubtful], refused };
}

/** Cuts a text into spans: a `+`, a letter, a comma or a line end begins a new one. */
function spans(text: string): readonly Span[] {
  const all: Span[] = [];
  let groups: Group[] = [];
  let plus = false;
  let end = 0;
  const close = (): void => {
    if (groups.length > 0) all.push({ plus, groups });
    groups = [];
  };
  for (const m of text.matchAll(/(\+ ?\(?)?(\d+)/g)) {
    const from = m.index;
    const gap = text.slice(end, from);
    if (m[1] !== undefined || groups.length === 0 || !gapWithin.test(gap)) {
      close();
      plus = m[1] !== undefined;
    }
    end = from + m[0].length;
    groups.push({ digits: m[2] ?? '', gap: groups.length === 0 ? '' : gap, from, to: end });
  }
  close();
  return all;
}

interface Outcome {
  readonly reading: Reading | null;
  readonly others: readonly Reading[];
  readonly label: 'calls' | 'counts' | null;
  readonly refusal: Refusal | null;
}

function readSpan(span: Span, text: string, rules: DialRules, mode: ScanMode): readonly Outcome[] {
  const { groups } = span;
  const found: (Found & { readonly label: Outcome['label']; readonly refusal: Refusal | null })[] = [];
  for (let first = 0; first < groups.length; ) {
    const group = groups[first];
    if (!group) break;
    const label = partOfName(group, groups[first - 1], text) ? null : labelBefore(text.slice(0, group.from));
    const number = partOfName(group, groups[first - 1], text) ? null : numberAt(span, first, text, rules, mode, label);
    if (number) {
      const refusal = isRefusal(number.reading) ? number.reading : null;
      found.push({ ...number, reading: number.reading as Reading, label, refusal });
      first = number.last + 1;
    } else first += 1;
  }
  const used = new Set(found.flatMap(({ first, last }) => range(first, last)));
  return found
    .filter((number) => !torn(number, groups, used))
    .map(({ reading, others, label, refusal }) => ({ reading: refusal ? null : reading, others, label, refusal }));
}

type FoundHere = Omit<Found, 'reading'> & { readonly reading: Reading | Refusal };

/** The longest number that begins at a group; null when none does. */
function numberAt(
  span: Span,
  first: number,
  text: string,
  rules: DialRules,
  mode: ScanMode,
  label: Outcome['label'],
): FoundHere | null {
  const { groups } = span;
  const plus = span.plus && first === 0;
  for (let last = Math.min(groups.length, first + 8) - 1; last >= first; last -= 1) {
    const runs = groups.slice(first, last + 1);
    const digits = join(runs, plus);
    if (
      last > first &&
      areNumbers(
        runs.map((run) => run.digits),
        rules,
      )
    )
      continue;
    if (digits.length > longestGroup || gluedToName(groups[last], text)) continue;
    const extension = extensionAfter(groups, last, text, rules, mode);
    const read = classify({ plus, digits, after: extension.after }, rules);
    if (isRefusal(read)) {
      if (read.reason === 'international') return { first, last: extension.last, reading: read, others: [] };
      continue;
    }
    if (!wanted(read, first === last, plus, mode, label)) continue;
    const others = plus ? shorter(span, first, last, text, rules) : [];
    return { first, last: extension.last, reading: read, others };
  }
  return null;
}

/** Runs that are full numbers each are never parts of one. */
export const areNumbers = (runs: readonly string[], rules: DialRules): boolean =>
  runs.every((digits) => {
    const read = digits.length < 7 ? null : classify({ plus: false, digits, after: '' }, rules);
    return read !== null && !isRefusal(read) && read.strength === 'strong';
  });

/** A full number is taken anywhere; what could be any count is taken where it is said to be a number. */
function wanted(read: Reading, single: boolean, plus: boolean, mode: ScanMode, label: Outcome['label']): boolean {
  switch (read.strength) {
    case 'strong':
      return true;
    case 'short':
      return single && (mode.bare || label === 'calls');
    case 'local':
      return single ? mode.bare || label === 'calls' : label === 'calls';
    case 'guess':
      return plus && read.candidate.kind === 'international' && (mode.bare || label === 'calls');
  }
}

/**
 * "+49 30 123456 2 times", "+49 30 123456 2024": plans with open lengths swallow the next figure. Where the last run
 * could be such a figure, the number without it is offered too, and the person chooses.
 */
function shorter(span: Span, first: number, last: number, text: string, rules: DialRules): readonly Reading[] {
  const group = span.groups[last];
  if (!group || last === first || group.gap.trim() !== '') return [];
  const counted = /^ ?\p{L}/u.test(text.slice(group.to)) || /^(?:19|20)\d\d$/.test(group.digits);
  if (!counted) return [];
  const digits = join(span.groups.slice(first, last), true);
  const read = classify({ plus: true, digits, after: '' }, rules);
  return isRefusal(read) || read.strength !== 'strong' ? [] : [read];
}

/** `021-5555 1234-8001`, `… ext 12`, `… 转 12`, `… x12`: the extension of the number that ends at `last`. */
function extensionAfter(
  groups: readonly Group[],
  last: number,
  text: string,
  rules: DialRules,
  mode: ScanMode,
): { readonly after: string; readonly last: number } {
  const next = groups[last + 1];
  const behind = groups[last + 2];
  const written = groups[last];
  const length = groups.slice(0, last + 1).reduce((sum, group) => sum + group.digits.length, 0);
  // In China only: a German `-12` replaces the end of the number.
  if (
    rules.country === 'CN' &&
    next &&
    /^ ?- ?$/.test(next.gap) &&
    next.digits.length <= 5 &&
    !(behind && /[-.]/.test(behind.gap))
  ) {
    if (length >= 10) return { after: next.digits, last: last + 1 };
  }
  if (!written) return { after: '', last };
  // `2011,2012` are two colleagues; `02155551234,12` is one number and its pause.
  const words = mode.bare && length >= 7 ? withPauses : withWords;
  const m = words.exec(text.slice(written.to));
  if (!m) return { after: '', last };
  const to = written.to + m[0].length;
  const covered = groups.findLastIndex((group) => group.to <= to);
  return { after: tones(m[1] ?? ''), last: Math.max(last, covered) };
}

const withWords = /^\)? ?(?:ext(?:ension)?\.?|x|转|分机号?|#)[ :.]?(\d{1,6})(?![\d])/i;
const withPauses =
  /^\)? ?(?:(?:ext(?:ension)?\.?|x|转|分机号?|#)[ :.]?|[,;pw]+ ?(?=\d))(\d{1,6}(?:[,;pw]+[\d*#]{1,6})*#?)(?![\d])/i;

/** Digits of some runs; a trunk digit in brackets after the country code is left out. */
function join(groups: readonly Group[], plus: boolean): string {
  const [code, trunk, next] = groups;
  const bracketed = trunk?.digits === '0' && trunk.gap.includes('(') && /^ ?\)/.test(next?.gap ?? '');
  const dialled = plus && bracketed && dropsTrunk(code?.digits ?? '') ? [code, ...groups.slice(2)] : groups;
  return dialled.map((group) => group?.digits ?? '').join('');
}

/** Letters, `_`, `@` or `%` directly before: `SO13800138000` is a name. Words that announce a number are not. */
function partOfName(group: Group, before: Group | undefined, text: string): boolean {
  const head = text.slice(Math.max(0, before?.to ?? 0), group.from);
  if (!/[A-Za-z_@%=&][-+(]{0,2}$/.test(head)) return false;
  return !/(?:^|[^A-Za-z])(?:tel|phone|mobile|mob|cell|call|dial|fax|ph|ext|x|t|m)[-.(]{0,2}$/i.test(head);
}

const gluedToName = (group: Group | undefined, text: string): boolean => {
  const tail = group ? text.slice(group.to) : '';
  return /^[A-Za-z_@%=]/.test(tail) && !withWords.test(tail) && !withPauses.test(tail);
};

/**
 * A number whose neighbour run stands no further away than its own runs do is a piece of something longer, such as a
 * card number in fours.
 */
function torn(number: Found, groups: readonly Group[], used: ReadonlySet<number>): boolean {
  const own = groups.slice(number.first + 1, number.last + 1).map(({ gap }) => distance(gap));
  const widest = Math.max(0, ...own);
  const left = groups[number.first];
  const right = groups[number.last + 1];
  const tooNear = (gap: string): boolean => distance(gap) <= Math.max(widest, 1);
  return (
    (number.first > 0 && !used.has(number.first - 1) && left !== undefined && tooNear(left.gap)) ||
    (right !== undefined && !used.has(number.last + 1) && tooNear(right.gap))
  );
}

/** 1 for `-` and `.`, 2 for one blank, 3 for more; brackets and `/` part best. */
const distance = (gap: string): number => {
  if (/[/()]/.test(gap)) return 4;
  if (/[-.]/.test(gap)) return gap.includes(' ') ? 2 : 1;
  return gap.length > 1 ? 3 : 2;
};

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
