import { parsePlatformTime } from '../../shared/domain/time';
import type { Param } from '../../shared/webcti/catalogue';
import { invalid, type Reply, refuse } from './handlers/handler';

export type Given = ReadonlyMap<string, string>;

/** Query string or urlencoded body; of a parameter that is given twice the last one counts, as PHP reads it. */
export const readParameters = (...sources: readonly string[]): Given =>
  new Map(sources.flatMap((source) => [...new URLSearchParams(source)]));

export type Checked =
  | { readonly ok: true; readonly args: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reply: Reply };

const given = (name: string, param: Param, all: Given): string | undefined =>
  [name, ...(param.aliases ?? [])].map((spelling) => all.get(spelling)).find((value) => value !== undefined);

/** The value as the catalogue lists it, where small letters are read too (§8.14). */
const listed = (value: string, { caseless, values = [] }: Param): string =>
  (caseless && values.find((each) => each.toLowerCase() === value.toLowerCase())) || value;

function fits(value: string, param: Param): boolean {
  switch (param.type) {
    case 'int':
      return (
        /^-?\d{1,9}$/.test(value) &&
        Number(value) >= (param.min ?? 0) &&
        (param.max === undefined || Number(value) <= param.max)
      );
    case 'enum':
      return param.values?.includes(value) ?? true;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && parsePlatformTime(value, 0) !== null;
    case 'datetime':
      return parsePlatformTime(value, 0) !== null;
    default:
      return param.max === undefined || value.length <= param.max;
  }
}

/**
 * Checks what was sent against the catalogue: required ones (9002 in the documented words), then kinds and ranges
 * (9002 too; the documents know no code of its own for a wrong value). Unknown parameters are passed over, as the
 * vendor does. Empty text counts as absent, except where the catalogue says that it may be sent empty.
 */
export function checkParameters(
  params: Readonly<Record<string, Param>>,
  all: Given,
  errors: readonly { readonly code: number; readonly message: string }[] = [],
): Checked {
  // One section prints it without quotes (§4.136).
  const words = errors.find(({ code }) => code === 9002)?.message ?? 'need variable "<name>".';
  const missing = (name: string): Reply => refuse(9002, words.replace('<name>', name));
  const args: Record<string, string> = {};
  for (const [name, param] of Object.entries(params)) {
    const value = given(name, param, all);
    const absent = value === undefined || (value === '' && !param.empty);
    const excused = param.unless !== undefined && (all.get(param.unless) ?? '') !== '';
    if (absent && param.required && !excused) {
      return { ok: false, reply: missing(name) };
    }
    if (!absent) args[name] = listed(value, param);
    else if (param.default !== undefined) args[name] = param.default;
  }
  for (const [name, { when }] of Object.entries(params)) {
    if (!when || args[name] !== undefined) continue;
    const needed = Object.entries(when).every(([other, values]) => values.includes(args[other] ?? ''));
    if (needed) return { ok: false, reply: missing(name) };
  }
  const wrong = Object.entries(args).find(([name, value]) => value !== '' && !fits(value, params[name] as Param));
  if (!wrong) return { ok: true, args };
  const documented = errors.find(({ code }) => code === params[wrong[0]]?.refusal);
  return { ok: false, reply: documented ? refuse(documented.code, documented.message) : invalid(wrong[0]) };
}
