import type { Endpoint, Field, Param } from '../../../shared/webcti/catalogue';
import { refusalWords, type Vocabulary, type Words } from '../../../shared/webcti/codes';
import { type EndpointName, endpointNames, endpointOf, type FamilyName, families } from '../../../shared/webcti/index';
import { vocabularyOf } from '../../../shared/webcti/values';
import { inLanguage, type Language } from '../language';
import type { Shell } from '../shell';
import { padTo, widthOf } from '../width';
import { aboutParameter, familyWords } from './words';

/** Every endpoint with its purpose, by family. */
export async function endpointsHelp(shell: Shell): Promise<void> {
  for (const line of endpointsText(shell.language, shell.bold)) await shell.print(line);
}

/** One endpoint: parameters, rows, errors, section, what it changes. All of it comes out of the catalogue. */
export async function endpointHelp(shell: Shell, name: EndpointName): Promise<void> {
  for (const line of endpointText(name, shell.language, shell.bold)) await shell.print(line);
}

type Bold = (text: string) => string;

export function endpointsText(language: Language, bold: Bold): readonly string[] {
  const say = (words: Words): string => inLanguage(words, language);
  const wide = Math.max(...endpointNames.map((name) => name.length));
  const lines = [
    say({
      en: `seatline webcti <endpoint> --param value …   ${endpointNames.length} endpoints of WEBCTI2; * changes something`,
      zh: `seatline webcti <接口> --参数 值 …   共 ${endpointNames.length} 个 WEBCTI2 接口；* 表示会改变数据`,
    }),
  ];
  for (const [family, endpoints] of Object.entries(families)) {
    lines.push('', bold(say(familyWords[family as FamilyName])));
    for (const name of Object.keys(endpoints)) {
      const { purpose, mutates } = endpointOf(name as EndpointName);
      lines.push(`  ${name.padEnd(wide)} ${mutates ? '*' : ' '} ${say(purpose)}`);
    }
  }
  lines.push(
    '',
    say({
      en: 'seatline webcti <endpoint> --help explains one.',
      zh: 'seatline webcti <接口> --help 说明某个接口。',
    }),
  );
  return lines;
}

export function endpointText(name: EndpointName, language: Language, bold: Bold): readonly string[] {
  const endpoint = endpointOf(name);
  const say = (words: Words): string => inLanguage(words, language);
  const lines = [
    `${bold(`seatline webcti ${name}`)}  ${say(endpoint.purpose)}`,
    '',
    `  ${[`WEBCTI2 §${endpoint.section}`, `${methodOf(endpoint)} ${endpoint.path}`, ...traits(endpoint).map(say)].join(' · ')}`,
  ];
  const params = Object.entries(endpoint.params);
  lines.push('', bold(say(heads.params)));
  if (params.length === 0) lines.push(`  ${say(heads.none)}`);
  const shownAs = params.map(([param, entry]) => [`--${param} ${say(kindOf(entry))}`, param, entry] as const);
  const wide = Math.max(0, ...shownAs.map(([text]) => widthOf(text)));
  for (const [text, param, entry] of shownAs) {
    const need = needOf(entry);
    lines.push(
      `  ${padTo(text, wide)}  ${[...(need ? [say(need)] : []), say(aboutParameter(name, param))].join(' · ')}`,
    );
    for (const detail of detailsOf(name, param, entry)) lines.push(`  ${' '.repeat(wide)}  ${say(detail)}`);
  }
  lines.push('', bold(say(heads.answer)), ...answerLines(endpoint, say));
  if (endpoint.errors.length > 0) {
    lines.push('', bold(say(heads.errors)));
    for (const { code, message } of endpoint.errors) {
      const ours = refusalWords(code);
      lines.push(`  ${code}  ${message.trim()}${ours ? `  (${say(ours)})` : ''}`);
    }
  }
  return lines;
}

/** A password never stands in a URL. */
function methodOf({ method, params }: Endpoint): string {
  if (method === 'multipart') return 'POST multipart';
  return Object.values(params).some(({ secret }) => secret) ? 'POST' : (method ?? 'GET');
}

function traits({ mutates, pace }: Endpoint): readonly Words[] {
  return [mutates ? heads.changes : heads.question, ...(pace === 'quick' ? [] : [heads[pace]])];
}

function kindOf({ type, secret, values }: Param): Words {
  if (secret) return { en: '@env:NAME|@file:path|@-', zh: '@env:变量名|@file:路径|@-' };
  if (values && values.length <= 4) return { en: values.join('|'), zh: values.join('|') };
  return kinds[type];
}

function needOf({ required, unless, when }: Param): Words | null {
  if (unless !== undefined && required) {
    return { en: `required unless --${unless} is given`, zh: `未给 --${unless} 时必需` };
  }
  if (when) {
    const list = Object.entries(when).map(([other, values]) => `--${other} ${values.join('|')}`);
    return { en: `required with ${list.join(' ')}`, zh: `${list.join(' ')} 时必需` };
  }
  return required ? { en: 'required', zh: '必需' } : null;
}

function detailsOf(name: EndpointName, param: string, entry: Param): readonly Words[] {
  const { values, unit, max, empty, aliases } = entry;
  const found: Words[] = [];
  const meanings = values ? vocabularyOf(name, `?${param}`) : undefined;
  if (values && (meanings || values.length > 4)) found.push(valueWords(values, meanings));
  if (entry.default !== undefined) found.push(same('default', '默认', entry.default));
  if (unit)
    found.push(unit === 's' ? { en: 'in seconds', zh: '单位：秒' } : { en: 'in milliseconds', zh: '单位：毫秒' });
  if (max !== undefined) found.push(same('at most', '最大', String(max)));
  if (empty) found.push({ en: 'may be empty', zh: '可为空' });
  if (aliases) found.push(same('also read as', '也可写作', aliases.join(', ')));
  return found;
}
/** `yes = at once, no = wait`; values that need no words stand alone. */
function valueWords(values: readonly string[], meanings: Vocabulary | undefined): Words {
  const list = (language: Language): string =>
    values
      .map((value) => {
        const words = meanings && Object.hasOwn(meanings, value) ? meanings[value] : undefined;
        return words ? `${value} = ${inLanguage(words, language)}` : value;
      })
      .join(language === 'zh' ? '，' : ', ');
  return { en: `values: ${list('en')}`, zh: `可选值：${list('zh')}` };
}

const same = (en: string, zh: string, value: string): Words => ({ en: `${en}: ${value}`, zh: `${zh}：${value}` });

function answerLines(endpoint: Endpoint, say: (words: Words) => string): readonly string[] {
  const lines = [`  ${say(envelopes[endpoint.envelope])}${endpoint.total ? ` · ${say(heads.total)}` : ''}`];
  if (endpoint.dynamic) lines.push(`  ${say(heads.dynamic)}`);
  lines.push(...fieldLines(endpoint.fields, '  ', say));
  return lines;
}

function fieldLines(
  fields: Readonly<Record<string, Field>>,
  indent: string,
  say: (words: Words) => string,
): readonly string[] {
  const wide = Math.max(0, ...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields).flatMap(([name, { type, values, optional, secret, children }]) => {
    const notes = [
      say(kinds[type]),
      ...(values ? [values.join('|')] : []),
      ...(optional ? [say(heads.optional)] : []),
      ...(secret ? [say(heads.secret)] : []),
    ];
    return [`${indent}${name.padEnd(wide)}  ${notes.join(' · ')}`, ...fieldLines(children ?? {}, `${indent}  `, say)];
  });
}

const kinds: Readonly<Record<Param['type'] | Field['type'], Words>> = {
  string: { en: 'text', zh: '文本' },
  int: { en: 'number', zh: '整数' },
  float: { en: 'decimal', zh: '小数' },
  enum: { en: 'choice', zh: '选项' },
  date: { en: 'YYYY-MM-DD', zh: '年-月-日' },
  datetime: { en: '"YYYY-MM-DD hh:mm:ss"', zh: '"年-月-日 时:分:秒"' },
  csv: { en: 'a,b,…|@file:path|@-', zh: '甲,乙,…|@file:路径|@-' },
  base64: { en: 'text|base64:…', zh: '文本|base64:…' },
  file: { en: '(or --file) path', zh: '（或 --file）路径' },
  list: { en: 'list', zh: '列表' },
};

const envelopes: Readonly<Record<Endpoint['envelope'], Words>> = {
  items: { en: 'rows', zh: '多行记录' },
  object: { en: 'one row', zh: '一行记录' },
  empty: { en: 'only whether it was accepted', zh: '仅返回是否成功' },
  text: { en: 'a page of the platform, for a browser', zh: '平台网页，供浏览器打开' },
  binary: { en: 'a file: --out <file|folder|->, --range, --force', zh: '文件：--out <文件|目录|->、--range、--force' },
};

const heads = {
  params: { en: 'Parameters', zh: '参数' },
  none: { en: 'none', zh: '无' },
  answer: { en: 'Answer', zh: '应答' },
  errors: { en: 'Refusals', zh: '错误码' },
  changes: { en: 'changes something, is never sent twice', zh: '会改变数据，绝不自动重发' },
  question: { en: 'a question', zh: '只查询' },
  waits: { en: 'may wait for a person', zh: '可能等待人工操作' },
  slow: { en: 'slow', zh: '较慢' },
  optional: { en: 'not always there', zh: '不一定有' },
  secret: { en: 'masked unless --show is given', zh: '默认隐藏，--show 显示' },
  total: { en: 'with a total', zh: '带总数' },
  dynamic: { en: 'a field for each name that was asked for', zh: '每个所问名称一个字段' },
} as const satisfies Readonly<Record<string, Words>>;
