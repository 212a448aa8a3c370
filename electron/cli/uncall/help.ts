import type { Argument, Operation } from '../../../shared/uncall/catalogue';
import { type OperationName, operationNames, operationOf } from '../../../shared/uncall/index';
import type { Words } from '../../../shared/webcti/codes';
import { inLanguage, type Language } from '../language';
import { padTo, widthOf } from '../width';

type Bold = (text: string) => string;

/** What the tool does beside the operations; see `extras.ts`. */
const extras: readonly (readonly [string, Words])[] = [
  [
    'upload <file> [--as form|body]',
    {
      en: 'sends a voice file (WAV, 16 bit, 8,000 Hz, under 3 MB)',
      zh: '上传录音文件（WAV，16 位，8000 Hz，小于 3 MB）',
    },
  ],
  ['prompt <name> [--out]', { en: 'fetches an uploaded voice file', zh: '下载已上传的录音文件' }],
  [
    'recording <files> [--out]',
    {
      en: 'fetches the recording of a call (getRecording tells files)',
      zh: '下载通话录音（files 由 getRecording 给出）',
    },
  ],
  ['tasks [--status] [--offset] [--rows]', { en: 'outbound tasks, from the database', zh: '外呼任务（读数据库）' }],
  [
    'numbers <task> [--status] [--number]',
    { en: 'numbers of a task and their results, from the database', zh: '任务号码及结果（读数据库）' },
  ],
  ['counts <task>', { en: 'results of a task in figures, from the database', zh: '任务结果统计（读数据库）' }],
];

export function operationsText(language: Language, bold: Bold): readonly string[] {
  const say = (words: Words): string => inLanguage(words, language);
  const wide = Math.max(...operationNames.map((name) => name.length));
  const beside = Math.max(...extras.map(([text]) => text.length));
  return [
    say({
      en: `seatline uncall <operation> [value …] [--arg value …]   ${operationNames.length} operations of Uncall; * changes something`,
      zh: `seatline uncall <操作> [值 …] [--参数 值 …]   共 ${operationNames.length} 个 Uncall 操作；* 表示会改变数据`,
    }),
    '',
    ...operationNames.map((name) => {
      const { purpose, mutates } = operationOf(name);
      return `  ${name.padEnd(wide)} ${mutates ? '*' : ' '} ${say(purpose)}`;
    }),
    '',
    bold(say({ en: 'Files and tables', zh: '文件与数据表' })),
    ...extras.map(([text, words]) => `  ${text.padEnd(beside)}  ${say(words)}`),
  ];
}

export function operationText(name: OperationName, language: Language, bold: Bold): readonly string[] {
  const operation = operationOf(name);
  const say = (words: Words): string => inLanguage(words, language);
  const args = Object.entries(operation.args);
  const shown = args.map(([argument, entry]) => [`--${argument} ${say(kinds[entry.type])}`, entry] as const);
  const wide = Math.max(0, ...shown.map(([text]) => widthOf(text)));
  const fields = Object.entries(operation.fields);
  const name_ = Math.max(0, ...fields.map(([field]) => field.length));
  return [
    `${bold(`seatline uncall ${name}`)}  ${say(operation.purpose)}`,
    '',
    `  ${[`Uncall §${operation.section}`, ...traits(operation).map(say)].join(' · ')}`,
    '',
    bold(say({ en: 'Arguments, in this order', zh: '参数（按此顺序）' })),
    ...shown.flatMap(([text, entry]) => [
      `  ${padTo(text, wide)}  ${[...(entry.required ? [say(required)] : []), say(entry.about)].join(' · ')}`,
      ...detailsOf(entry).map((detail) => `  ${' '.repeat(wide)}  ${say(detail)}`),
    ]),
    '',
    bold(say({ en: 'Answer', zh: '应答' })),
    ...fields.map(([field, { about, values, optional }]) => {
      const notes = [say(about), ...(values ? [values.join('|')] : []), ...(optional ? [say(sometimes)] : [])];
      return `  ${field.padEnd(name_)}  ${notes.join(' · ')}`;
    }),
    ...(operation.errors.length === 0
      ? []
      : [
          '',
          bold(say({ en: 'Refusals', zh: '失败' })),
          ...operation.errors.map(({ message, meaning }) => `  ${message}  (${say(meaning)})`),
        ]),
  ];
}

function traits({ mutates, pace, repeats }: Operation): readonly Words[] {
  return [
    mutates
      ? { en: 'changes something, is never sent twice', zh: '会改变数据，绝不自动重发' }
      : { en: 'a question', zh: '只查询' },
    ...(pace === 'waits' ? [{ en: 'may wait for a telephone', zh: '可能等待话机' }] : []),
    ...(repeats ? [{ en: 'many rows', zh: '多行' }] : []),
  ];
}

function detailsOf({ values, max, ...argument }: Argument): readonly Words[] {
  return [
    ...(values ? [{ en: `values: ${values.join(', ')}`, zh: `可选值：${values.join('，')}` }] : []),
    ...(argument.default ? [{ en: `default: ${argument.default}`, zh: `默认：${argument.default}` }] : []),
    ...(max ? [{ en: `${max} a request; more are sent in parts`, zh: `每次最多 ${max} 个，超过则分批发送` }] : []),
  ];
}

const required: Words = { en: 'required', zh: '必需' };
const sometimes: Words = { en: 'not always there', zh: '不一定有' };
const kinds: Readonly<Record<Argument['type'], Words>> = {
  string: { en: 'text', zh: '文本' },
  int: { en: 'number', zh: '整数' },
  decimal: { en: 'decimal', zh: '小数' },
  enum: { en: 'choice', zh: '选项' },
  time: { en: 'HH:MM', zh: '时:分' },
  csv: { en: 'a,b,…|@file:path|@-', zh: '甲,乙,…|@file:路径|@-' },
  taskTable: { en: 'task', zh: '任务' },
};
