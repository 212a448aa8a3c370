import type { Words } from '../../shared/webcti/codes';
import { type CliFailure, usage } from './exit';
import { filled } from './language';
import { nearest } from './suggest';

/** Options without a value. None of them, and none of `ownOptions`, is the name of an endpoint's parameter. */
export const flags = [
  'help',
  'version',
  'json',
  'table',
  'xml',
  'raw',
  'force',
  'dry-run',
  'show',
  'unchecked',
] as const;
export type Flag = (typeof flags)[number];

/** Options of every command that speaks to a platform. */
export const ownOptions = [
  'profile',
  'profile-folder',
  'address',
  'pin',
  'lang',
  'time-limit',
  'out',
  'file',
  'range',
  'param',
] as const;
export type OwnOption = (typeof ownOptions)[number];

/** What would put a secret into the history of the shell and into the list of processes. */
const refused = [
  'key',
  'webkey',
  'web-key',
  'password',
  'pass',
  'secret',
  'admin-password',
  'tasks-password',
  'voice-password',
];

/** A command line, read but not yet understood. */
export interface Parsed {
  readonly words: readonly string[];
  readonly flags: ReadonlySet<Flag>;
  readonly own: Readonly<Partial<Record<OwnOption, string>>>;
  /** Every other `--name value`, in order, each name once. */
  readonly rest: ReadonlyMap<string, string>;
}

const isFlag = (name: string): name is Flag => (flags as readonly string[]).includes(name);
const isOwn = (name: string): name is OwnOption => (ownOptions as readonly string[]).includes(name);

/**
 * Reads `--name value`, `--name=value`, flags, `-h` and words in any order; after `--` everything is a word. A value
 * that begins with two dashes needs `--name=value`. `--param name=value` is the long way to write `--name value`.
 * Throws `CliFailure` (usage).
 */
export function parseArguments(argv: readonly string[]): Parsed {
  const words: string[] = [];
  const given = new Set<Flag>();
  const own: Partial<Record<OwnOption, string>> = {};
  const rest = new Map<string, string>();
  for (let at = 0; at < argv.length; at += 1) {
    const token = argv[at] ?? '';
    if (token === '--') {
      words.push(...argv.slice(at + 1));
      break;
    }
    if (token === '-h') given.add('help');
    else if (!token.startsWith('--')) words.push(token);
    else {
      const [, name = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(token) ?? [];
      if (refused.includes(name)) throw secretInArguments(name);
      if (isFlag(name)) {
        if (inline !== undefined) throw usage(filled(says.noValue, { name }));
        given.add(name);
        continue;
      }
      const next = argv[at + 1];
      if (inline === undefined && (next === undefined || next.startsWith('--'))) {
        throw usage(filled(says.needsValue, { name }));
      }
      if (inline === undefined) at += 1;
      take(name, inline ?? next ?? '');
    }
  }
  return { words, flags: given, own, rest };

  function take(name: string, value: string): void {
    if (name === 'param') {
      const [, inner = '', text = ''] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
      if (inner === '') throw usage(says.param);
      take(inner, text);
    } else if (isOwn(name)) {
      if (own[name] !== undefined) throw usage(filled(says.twice, { name }));
      own[name] = value;
    } else {
      if (rest.has(name)) throw usage(filled(says.twice, { name }));
      rest.set(name, value);
    }
  }
}

/** Takes the options of one command out of `rest`; what is left over is a mistake. */
export function optionsOf<N extends string>(parsed: Parsed, names: readonly N[]): Readonly<Partial<Record<N, string>>> {
  for (const name of parsed.rest.keys()) {
    if (!(names as readonly string[]).includes(name)) throw unknownOption(name, [...names, ...flags, ...ownOptions]);
  }
  return Object.fromEntries([...parsed.rest]) as Partial<Record<N, string>>;
}

export function unknownOption(name: string, known: readonly string[]): CliFailure {
  return usage(withSuggestions(filled(says.unknown, { name }), nearest(name, known), (found) => `--${found}`));
}

/** `… Did you mean a, b?` */
export function withSuggestions(words: Words, found: readonly string[], show = (name: string): string => name): Words {
  if (found.length === 0) return words;
  const list = found.map(show).join(', ');
  return { en: `${words.en} Did you mean ${list}?`, zh: `${words.zh}是不是 ${list}？` };
}

export function secretInArguments(name: string): CliFailure {
  return usage(filled(says.secret, { name }));
}

const says = {
  noValue: { en: '--{name} takes no value.', zh: '--{name} 不带值。' },
  needsValue: {
    en: '--{name} needs a value. A value that begins with -- is written --{name}=value.',
    zh: '--{name} 需要一个值。以 -- 开头的值写作 --{name}=值。',
  },
  twice: { en: '--{name} is given twice.', zh: '--{name} 给了两次。' },
  param: { en: '--param is written --param name=value.', zh: '--param 写作 --param 名称=值。' },
  unknown: { en: 'There is no option --{name} here.', zh: '这里没有选项 --{name}。' },
  secret: {
    en: '--{name} is not taken: what stands on a command line is kept in the shell’s history and every user of this computer can see it in the list of processes. Put it into SEATLINE_KEY (or a profile: seatline profiles add), or let it be asked for. If this was the real one, clear the history.',
    zh: '不接受 --{name}：命令行会留在 shell 历史里，本机所有用户也能在进程列表中看到。请放入环境变量 SEATLINE_KEY（或用 seatline profiles add 存入配置），或等程序询问。如果刚才是真的密钥，请清除历史记录。',
  },
} as const satisfies Readonly<Record<string, Words>>;
