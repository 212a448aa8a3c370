import { parsePlatformTime } from '../../shared/domain/time';
import type { Endpoint, Param } from '../../shared/webcti/catalogue';
import type { Words } from '../../shared/webcti/codes';
import { withSuggestions } from './arguments';
import { filled } from './language';
import { nearest } from './suggest';

export type Given = Readonly<Record<string, string>>;
export type Named =
  | { readonly ok: true; readonly args: Given }
  | { readonly ok: false; readonly problems: readonly Words[] };

/** The parameter that a spelling means: its name or one of its other spellings, without regard to case. */
function nameOf(params: Readonly<Record<string, Param>>, spelling: string): string | undefined {
  if (Object.hasOwn(params, spelling)) return spelling;
  const wanted = spelling.toLowerCase();
  return Object.keys(params).find(
    (name) => name.toLowerCase() === wanted || params[name]?.aliases?.some((alias) => alias.toLowerCase() === wanted),
  );
}

/** What was typed, by the catalogue's names. Unknown and doubled names are problems. */
export function namedArguments({ params }: Endpoint, given: ReadonlyMap<string, string>): Named {
  const args: Record<string, string> = {};
  const problems: Words[] = [];
  for (const [spelling, value] of given) {
    const name = nameOf(params, spelling);
    if (name === undefined) {
      const found = nearest(spelling, Object.keys(params));
      problems.push(withSuggestions(filled(says.unknown, { name: spelling }), found, (other) => `--${other}`));
    } else if (Object.hasOwn(args, name)) problems.push(filled(says.twice, { name }));
    else args[name] = value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, args };
}

/**
 * What is wrong with arguments by the catalogue, before anything is sent: required ones (always, `unless`, `when`),
 * allowed values, numbers, dates. Empty counts as absent, except where the catalogue says that it may be sent empty.
 */
export function problemsOf({ params }: Endpoint, args: Given): readonly Words[] {
  const has = (name: string): boolean =>
    Object.hasOwn(args, name) && (args[name] !== '' || params[name]?.empty === true);
  const problems: Words[] = [];
  for (const [name, param] of Object.entries(params)) {
    if (!has(name)) {
      const missing = whyMissing(name, param, args, params, has);
      if (missing) problems.push(missing);
      continue;
    }
    const value = args[name] ?? '';
    const wrong = value === '' ? null : whyWrong(name, param, value);
    if (wrong) problems.push(wrong);
  }
  return problems;
}

function whyMissing(
  name: string,
  param: Param,
  args: Given,
  params: Readonly<Record<string, Param>>,
  has: (name: string) => boolean,
): Words | null {
  if (param.unless !== undefined) {
    if (!param.required || has(param.unless)) return null;
    return filled(says.unless, { name, other: param.unless });
  }
  if (param.when !== undefined) {
    const conditions = Object.entries(param.when);
    const holds = conditions.every(([other, values]) => values.includes(args[other] ?? params[other]?.default ?? ''));
    if (!holds) return null;
    const why = conditions.map(([other]) => `--${other} ${args[other] ?? params[other]?.default ?? ''}`).join(' ');
    return filled(says.when, { name, why });
  }
  return param.required ? filled(says.required, { name }) : null;
}

function whyWrong(name: string, param: Param, value: string): Words | null {
  if (param.values && !param.values.includes(value)) {
    const words = filled(says.values, { name, value, values: param.values.join(', ') });
    return withSuggestions(words, nearest(value, param.values, 1));
  }
  switch (param.type) {
    case 'int':
      if (!/^-?\d{1,15}$/.test(value)) return filled(says.int, { name, value });
      if (param.max !== undefined && Number(value) > param.max) return filled(says.max, { name, max: param.max });
      return null;
    case 'date':
      return isDate(value) ? null : filled(says.date, { name, value });
    case 'datetime':
      return isDate(value) || isTime(value) ? null : filled(says.datetime, { name, value });
    default:
      return null;
  }
}

/** A day that the calendar has: 2026-02-30 is none. */
const isDate = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parsePlatformTime(text, 0) : null;
  return at !== null && new Date(at).toISOString().startsWith(text);
};
const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/.test(text) &&
  isDate(text.slice(0, 10)) &&
  parsePlatformTime(text, 0) !== null;

const says = {
  unknown: { en: 'There is no parameter --{name}.', zh: '没有参数 --{name}。' },
  twice: { en: '--{name} is given twice.', zh: '--{name} 给了两次。' },
  required: { en: '--{name} is required.', zh: '缺少必需参数 --{name}。' },
  unless: { en: '--{name} is required unless --{other} is given.', zh: '未给 --{other} 时必须给 --{name}。' },
  when: { en: '--{name} is required with {why}.', zh: '{why} 时必须给 --{name}。' },
  values: { en: '--{name}: "{value}" is none of {values}.', zh: '--{name}：“{value}”不在允许的值 {values} 之中。' },
  int: { en: '--{name} is a whole number, not "{value}".', zh: '--{name} 应为整数，而不是“{value}”。' },
  max: { en: '--{name} is at most {max}.', zh: '--{name} 最大为 {max}。' },
  date: {
    en: '--{name} is a date such as 2026-01-31, not "{value}".',
    zh: '--{name} 应为 2026-01-31 这样的日期，而不是“{value}”。',
  },
  datetime: {
    en: '--{name} is a time such as "2026-01-31 09:30:00", not "{value}".',
    zh: '--{name} 应为“2026-01-31 09:30:00”这样的时间，而不是“{value}”。',
  },
} as const satisfies Readonly<Record<string, Words>>;
