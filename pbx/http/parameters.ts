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

function fits(value: string, param: Param): boolean {
  switch (param.type) {
    case 'int':
      return /^\d{1,9}$/.test(value) && (param.max === undefined || Number(value) <= param.max);
    case 'enum':
      return param.values?.includes(value) ?? true;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && parsePlatformTime(value, 0) !== null;
    case 'datetime':
      return parsePlatformTime(value, 0) !== null;
    default:
      return true;
  }
}

/**
 * Checks what was sent against the catalogue: required ones (9002 in the documented words), then kinds and ranges
 * (9002 too; the documents know no code of its own for a wrong value). Unknown parameters are passed over, as the
 * vendor does. Empty text counts as absent, except where the catalogue says that it may be sent empty.
 */
export function checkParameters(params: Readonly<Record<string, Param>>, all: Given): Checked {
  const args: Record<string, string> = {};
  for (const [name, param] of Object.entries(params)) {
    const value = given(name, param, all);
    const absent = value === undefined || (value === '' && !param.empty);
    const excused = param.unless !== undefined && (all.get(param.unless) ?? '') !== '';
    if (absent && param.required && !excused) {
      return { ok: false, reply: refuse(9002, `need variable "${name}".`) };
    }
    if (!absent) args[name] = value;
    else if (param.default !== undefined) args[name] = param.default;
  }
  const wrong = Object.entries(args).find(([name, value]) => value !== '' && !fits(value, params[name] as Param));
  return wrong ? { ok: false, reply: invalid(wrong[0]) } : { ok: true, args };
}
