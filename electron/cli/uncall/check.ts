import type { Argument } from '../../../shared/uncall/catalogue';
import { type OperationName, operationOf, taskTable } from '../../../shared/uncall/index';
import type { Words } from '../../../shared/webcti/codes';
import { withSuggestions } from '../arguments';
import { filled } from '../language';
import { nearest } from '../suggest';

export type Arguments = Readonly<Record<string, string>>;
export type Checked =
  | { readonly ok: true; readonly args: Arguments }
  | { readonly ok: false; readonly problems: readonly Words[] };

/**
 * Arguments of an operation from words in the order of its signature and from `--name value`, checked by the table before
 * anything is sent. A task's table may be given as its id.
 */
export function checkedArguments(
  name: OperationName,
  words: readonly string[],
  given: ReadonlyMap<string, string>,
): Checked {
  const { args: known } = operationOf(name);
  const names = Object.keys(known);
  const args: Record<string, string> = {};
  const problems: Words[] = [];
  const take = (argument: string, value: string): void => {
    if (Object.hasOwn(args, argument)) problems.push(filled(says.twice, { argument }));
    else args[argument] = spelled(known[argument], value);
  };
  for (const [place, value] of words.entries()) {
    const argument = names[place];
    if (argument === undefined) problems.push(filled(says.tooMany, { value, name, count: names.length }));
    else take(argument, value);
  }
  for (const [spelling, value] of given) {
    const argument = names.find((each) => each.toLowerCase() === spelling.toLowerCase());
    if (argument !== undefined) take(argument, value);
    else
      problems.push(
        withSuggestions(filled(says.unknown, { spelling }), nearest(spelling, names), (found) => `--${found}`),
      );
  }
  for (const [argument, entry] of Object.entries(known)) {
    const value = args[argument]?.trim() ?? '';
    if (value === '') {
      if (entry.required) problems.push(filled(says.required, { argument }));
    } else {
      const wrong = value === entry.default ? null : whyWrong(argument, entry, value);
      if (wrong) problems.push(wrong);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, args };
}

const spelled = (argument: Argument | undefined, value: string): string =>
  argument?.type === 'taskTable' && /^\d{1,10}$/.test(value) ? taskTable(value) : value;

function whyWrong(argument: string, { type, values }: Argument, value: string): Words | null {
  switch (type) {
    case 'int':
      return /^\d{1,10}$/.test(value) ? null : filled(says.int, { argument, value });
    case 'decimal':
      return /^\d{1,6}(\.\d{1,6})?$/.test(value) && Number(value) > 0
        ? null
        : filled(says.decimal, { argument, value });
    case 'enum': {
      if (values?.includes(value)) return null;
      return filled(says.values, { argument, value, values: (values ?? []).join(', ') });
    }
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : filled(says.time, { argument, value });
    case 'taskTable':
      return /^o_task_run_\d{1,10}$/.test(value) ? null : filled(says.table, { argument, value });
    default:
      return null;
  }
}

const says = {
  twice: { en: '{argument} is given twice.', zh: '{argument} 给了两次。' },
  tooMany: { en: '"{value}" is too much: {name} takes {count}.', zh: '“{value}”多余：{name} 只有 {count} 个参数。' },
  unknown: { en: 'There is no argument --{spelling}.', zh: '没有参数 --{spelling}。' },
  required: { en: '--{argument} is required.', zh: '缺少必需参数 --{argument}。' },
  values: {
    en: '--{argument}: "{value}" is none of {values}.',
    zh: '--{argument}：“{value}”不在允许的值 {values} 之中。',
  },
  int: { en: '--{argument} is a whole number, not "{value}".', zh: '--{argument} 应为整数，而不是“{value}”。' },
  decimal: { en: '--{argument} is a positive number, not "{value}".', zh: '--{argument} 应为正数，而不是“{value}”。' },
  time: {
    en: '--{argument} is a time such as 09:00, not "{value}".',
    zh: '--{argument} 应为 09:00 这样的时间，而不是“{value}”。',
  },
  table: {
    en: '--{argument} is the id of a task or its table o_task_run_<id>, not "{value}".',
    zh: '--{argument} 应为任务编号或 o_task_run_<编号>，而不是“{value}”。',
  },
} as const satisfies Readonly<Record<string, Words>>;
