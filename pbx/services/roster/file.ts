import { z } from 'zod';
import type { RegionTables } from '../../store/regions';
import type { RosterLists, RosterSettings } from '../../store/roster';
import type { Sentence } from '../../usage';
import { linesOf } from './lines';

/** What a roster file says. A list that is there is the whole list; one that is not there stays as it is. */
export interface RosterFile {
  readonly lists: Partial<RosterLists>;
  readonly settings: Partial<RosterSettings>;
  readonly regions: Partial<RegionTables>;
}

/** Something that is wrong with a file. */
export interface Fault {
  /** `users`, 3, `ringSeconds`; empty = the file as a whole. */
  readonly path: readonly (string | number)[];
  readonly said: Sentence;
  /** Of the file, from 1; absent = it stands in the data folder and not in the file. */
  readonly line?: number | undefined;
}

const sentences = {
  number: {
    en: 'is a number to dial: digits, letters, * # _ and -, 32 at most',
    zh: '应为可拨号码：数字、字母、* # _ -，最多 32 位',
  },
  digits: { en: 'is made of digits', zh: '应由数字组成' },
  plain: { en: 'has no line breaks or other control characters', zh: '不能含有换行或其他控制字符' },
  interface: { en: 'is how a telephone is dialled, such as SIP/2011', zh: '应为接口，如 SIP/2011' },
  keys: { en: 'is made of the keys 0 to 9, * and #', zh: '应由按键 0 到 9、*、# 组成' },
  prefix: { en: 'is the first three or four digits of mobile numbers', zh: '应为手机号的前三位或前四位' },
  segment: { en: 'is the first seven digits of mobile numbers', zh: '应为手机号的前七位' },
  code: { en: 'is an area code without the zero in front, such as 512', zh: '应为不带 0 的区号，如 512' },
} as const satisfies Readonly<Record<string, Sentence>>;
type Rule = keyof typeof sentences;

const matching = (rule: Rule, pattern: RegExp) => z.string().regex(pattern, rule);
const no = matching('number', /^[\w*#-]{1,32}$/);
const noOrNone = matching('number', /^[\w*#-]{0,32}$/);
const text = matching('plain', /^\P{Cc}*$/u).max(200);
const name = text.min(1);
const digits = matching('digits', /^\+?\d{0,32}$/);
const seconds = (least: number, most = 86_400) => z.int().min(least).max(most);
const flag = z.boolean();

const phoneBehaviour = z.strictObject({
  kind: z.enum(['answers', 'rejects']),
  afterSeconds: z.number().min(0).max(600),
});
const lists = {
  users: z.strictObject({
    no,
    name,
    englishName: text.default(''),
    outboundCid: digits.default(''),
    directDid: digits.default(''),
    ringSeconds: seconds(1, 600).default(45),
    voicemail: flag.default(false),
    recording: flag.default(false),
  }),
  devices: z.strictObject({
    no,
    tech: z.enum(['SIP', 'IAX2', 'ZAP']).default('SIP'),
    kind: z.enum(['fixed', 'adhoc']),
    user: noOrNone.default(''),
    description: text.default(''),
    context: name.default('from-internal'),
    address: text.default(''),
    port: z.int().min(1).max(65_535).default(5060),
    acts: phoneBehaviour.optional(),
  }),
  trunks: z.strictObject({ name, channels: z.int().min(1).max(10_000), prefix: digits.default('') }),
  queues: z.strictObject({
    no,
    name,
    strategy: z.enum(['ringall', 'rrmemory', 'leastrecent', 'fewestcalls']).default('rrmemory'),
    maxWaiting: z.int().min(1).max(10_000).default(20),
    timeoutSeconds: seconds(0).default(300),
    ringSeconds: seconds(1, 600).default(15),
    retrySeconds: seconds(0, 600).default(5),
    wrapUpSeconds: seconds(0, 3_600).default(0),
    joinEmpty: flag.default(true),
    autoPause: flag.default(false),
    serviceLevelSeconds: seconds(1, 3_600).default(20),
    weight: z.int().min(0).max(1_000).default(0),
    failover: noOrNone.default(''),
    recording: flag.default(false),
    survey: flag.default(false),
    members: z
      .array(
        z.strictObject({
          interface: matching('interface', /^\w+\/[^\s,;]{1,60}$/),
          penalty: z.int().min(0).max(1_000).default(0),
        }),
      )
      .default([]),
  }),
  pauseReasons: z.strictObject({ code: z.int().min(1).max(99), label: name, custom: flag.default(true) }),
  dialRules: z.strictObject({ name, context: name, outside: flag }),
  features: z.strictObject({ code: matching('keys', /^[\d*#]{1,16}$/), name, action: name }),
  menus: z.strictObject({
    id: no,
    name,
    keys: z.record(
      matching('keys', /^[\d*#]{1,16}$/),
      z.strictObject({
        does: z.enum(['gotoivr', 'gotoqueue', 'gotoexten', 'voicemail', 'replay', 'hangup']),
        to: no.optional(),
        context: name.optional(),
      }),
    ),
  }),
  rooms: z.strictObject({ no, recorded: flag.default(false) }),
  lots: no.transform((lot) => ({ no: lot })),
  holdMusic: name.transform((music) => ({ name: music })),
  modems: z.strictObject({ id: no, name, imsi: digits.default(''), did: digits.default('') }),
} as const;

const settings = z.strictObject({
  name,
  parkSeconds: seconds(1, 3_600),
  autoPauseReason: z.int().min(1).max(99),
  consultRingSeconds: seconds(1, 600),
  callWaiting: flag,
});
const regions = z.strictObject({
  areas: z.array(z.strictObject({ code: matching('code', /^[1-9]\d{1,2}$/), city: name, province: name })),
  prefixes: z.array(z.strictObject({ prefix: matching('prefix', /^1\d{2,3}$/), operator: name })),
  segments: z.array(
    z.strictObject({ segment: matching('segment', /^1\d{6}$/), code: matching('code', /^[1-9]\d{1,2}$/) }),
  ),
});
const file = z.strictObject({
  ...(Object.fromEntries(
    Object.entries(lists).map(([list, thing]) => [list, z.array(thing).optional()]),
  ) as unknown as {
    readonly [L in keyof typeof lists]: z.ZodOptional<z.ZodArray<(typeof lists)[L]>>;
  }),
  settings: settings.partial().optional(),
  regions: regions.partial().optional(),
});

type Issue = z.core.$ZodIssue;
const kinds: Readonly<Record<string, Sentence>> = {
  string: { en: 'is a text, in quotation marks', zh: '应为带引号的文本' },
  number: { en: 'is a number, without quotation marks', zh: '应为不带引号的数字' },
  int: { en: 'is a whole number, without quotation marks', zh: '应为不带引号的整数' },
  boolean: { en: 'is true or false', zh: '应为 true 或 false' },
  array: { en: 'is a list: [ … ]', zh: '应为列表：[ … ]' },
  object: { en: 'is a thing with fields: { … }', zh: '应为对象：{ … }' },
  record: { en: 'is a thing with fields: { … }', zh: '应为对象：{ … }' },
};
const odd: Sentence = { en: 'is not what belongs here', zh: '内容不正确' };

function sentenceOf(issue: Issue, missing: boolean): Sentence {
  if (missing) return { en: 'is missing', zh: '缺少' };
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? odd;
    case 'invalid_format':
      return Object.hasOwn(sentences, issue.message) ? sentences[issue.message as Rule] : odd;
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return { en: `is one of: ${values}`, zh: `应为其中之一：${values}` };
    }
    case 'too_small':
      return issue.origin === 'string'
        ? { en: 'may not be empty', zh: '不能为空' }
        : { en: `is at least ${issue.minimum}`, zh: `不能小于 ${issue.minimum}` };
    case 'too_big':
      return issue.origin === 'string'
        ? { en: `has at most ${issue.maximum} characters`, zh: `最多 ${issue.maximum} 个字符` }
        : { en: `is at most ${issue.maximum}`, zh: `不能大于 ${issue.maximum}` };
    case 'unrecognized_keys': {
      const keys = issue.keys.join(', ');
      return { en: `has no field of this name: ${keys}`, zh: `没有名为 ${keys} 的字段` };
    }
    case 'invalid_key': {
      const told = issue.issues.find(({ message }) => Object.hasOwn(sentences, message));
      return told ? sentences[told.message as Rule] : odd;
    }
    default:
      return odd;
  }
}

/** What stands at a path of read JSON. */
const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

/** Reads a roster file; every fault of form has its line. Whether it fits together, `check.ts` says. */
export function readRoster(
  bytes: Uint8Array,
):
  | { readonly ok: true; readonly file: RosterFile; readonly lineOf: (path: Fault['path']) => number | undefined }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  let source: string;
  try {
    // A mark at the beginning, as some editors leave it, is no part of the text.
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, faults: [{ path: [], said: { en: 'the file is not UTF-8 text', zh: '文件不是 UTF-8 文本' } }] };
  }
  const walked = linesOf(source);
  if (!walked.ok) {
    const said = {
      en: 'here it is no JSON any more (a comma, a bracket or a quotation mark?)',
      zh: '此处不是有效的 JSON（逗号、括号或引号？）',
    };
    return { ok: false, faults: [{ path: [], said, line: walked.line }] };
  }
  const value: unknown = JSON.parse(source);
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const line = walked.lines.get(JSON.stringify(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return path.length === 0 ? 1 : undefined;
  };
  const read = file.safeParse(value);
  if (!read.success) {
    return {
      ok: false,
      faults: read.error.issues.map((issue) => {
        const path = issue.path as readonly (string | number)[];
        const unknown = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
        const missing = issue.code === 'invalid_type' && at(value, path) === undefined;
        return { path, said: sentenceOf(issue, missing), line: lineOf(unknown) };
      }),
    };
  }
  const { settings: set = {}, regions: tables = {}, ...rest } = read.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, list]) => list !== undefined));
  return {
    ok: true,
    // Optional members that are absent are not there at all.
    file: JSON.parse(JSON.stringify({ lists: given, settings: set, regions: tables })) as RosterFile,
    lineOf,
  };
}

/** The text of a roster file with everything that there is; `readRoster` reads it back. */
export function printRoster(lists: RosterLists, set: RosterSettings, tables: RegionTables): string {
  const things: Readonly<Record<string, readonly unknown[]>> = {
    ...lists,
    lots: lists.lots.map(({ no: lot }) => lot),
    holdMusic: lists.holdMusic.map(({ name: music }) => music),
  };
  // One thing a line: so lists stay readable, and two versions of a file can be compared.
  const list = (entries: readonly unknown[], indent: string): string =>
    entries.length === 0
      ? '[]'
      : `[\n${entries.map((entry) => `${indent}  ${JSON.stringify(entry)}`).join(',\n')}\n${indent}]`;
  const parts = [
    `"settings": ${JSON.stringify(set)}`,
    ...Object.entries(things).map(([key, entries]) => `${JSON.stringify(key)}: ${list(entries, '  ')}`),
    `"regions": {\n${Object.entries(tables)
      .map(([key, entries]) => `    ${JSON.stringify(key)}: ${list(entries as readonly unknown[], '    ')}`)
      .join(',\n')}\n  }`,
  ];
  return `{\n${parts.map((part) => `  ${part}`).join(',\n')}\n}\n`;
}
