import { type AppError, appError } from '../../../shared/domain/result';
import { type OperationName, operationOf } from '../../../shared/uncall';
import type { Argument } from '../../../shared/uncall/catalogue';
import { isPrintable } from './xml';

export type Given = Readonly<Record<string, string | number | undefined>>;
export type Spelled = readonly (readonly [name: string, value: string])[];

const longest = 64_000;

/**
 * The arguments as they travel: all of them, in the order of the signature, what was left out with its default. An error
 * (`parameter-missing`, `invalid-input` with `params.name`) where one cannot be what the document asks for; nothing is
 * sent then.
 */
export function spell(name: OperationName, given: Given): Spelled | AppError {
  const { args } = operationOf(name);
  const stranger = Object.keys(given).find((key) => given[key] !== undefined && !Object.hasOwn(args, key));
  if (stranger !== undefined) return invalid(name, stranger, 'is no argument of it');
  const spelled: [string, string][] = [];
  for (const [key, argument] of Object.entries(args)) {
    const value = given[key];
    const text = value === undefined ? (argument.default ?? '') : String(value).trim();
    if (text === '' && argument.required) {
      return appError('parameter-missing', `${name} needs ${key}`, { tried: name, params: { name: key } });
    }
    const fault = text === '' || text === argument.default ? null : faultOf(text, argument);
    if (fault !== null) return invalid(name, key, fault);
    spelled.push([key, text]);
  }
  return spelled;
}

const invalid = (name: OperationName, key: string, fault: string): AppError =>
  appError('invalid-input', `${key} of ${name} ${fault}`, { tried: name, params: { name: key } });

/** One number as a task takes it: column `mobile` has 16 places. */
export const isTaskNumber = (text: string): boolean => /^\+?[\d*#-]{1,16}$/.test(text) && text.length <= 16;

function faultOf(text: string, { type, values, max }: Argument): string | null {
  if (!isPrintable(text)) return 'has characters that XML cannot carry';
  if (text.length > longest) return 'is too long';
  switch (type) {
    case 'int':
      return /^\d{1,10}$/.test(text) ? null : 'is no whole number';
    case 'decimal':
      return /^\d{1,6}(?:\.\d{1,6})?$/.test(text) && Number(text) > 0 ? null : 'is no positive number';
    case 'enum':
      return values?.includes(text) ? null : 'has none of the allowed values';
    case 'time':
      return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? null : 'is no time HH:MM';
    case 'taskTable':
      return /^o_task_run_\d{1,10}$/.test(text) ? null : 'is no o_task_run_<id>';
    case 'csv': {
      const entries = text.split(',');
      if (max !== undefined && entries.length > max) return `has more than ${max} entries`;
      return entries.every((entry) => isTaskNumber(entry.trim())) ? null : 'holds what is no number';
    }
    case 'string':
      return null;
  }
}
