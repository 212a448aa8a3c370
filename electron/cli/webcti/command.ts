import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { Words } from '../../../shared/webcti/codes';
import { type EndpointName, endpointOf } from '../../../shared/webcti/index';
import { print, type WireRow } from '../../../shared/webcti/print';
import { type Given, namedArguments, problemsOf } from '../check';
import { platformEffects } from '../effects';
import { type ExitCode, exits, usage } from '../exit';
import { type Format, formatOf, printJson, printTable } from '../format';
import { filled } from '../language';
import { timeLimitOf } from '../limits';
import { readList } from '../lists';
import { secretParameter } from '../secrets';
import { failed, type Shell } from '../shell';
import { keepAnswers, withoutSecrets } from '../tap';
import { findTarget } from '../target';
import { shown } from '../width';
import { openAdmin } from './admin';
import { type LooseAnswer, withClient } from './ask';
import { download, fileParam, upload } from './binary';
import { changed } from './changed';
import { dryRun } from './dry-run';
import { endpointHelp, endpointsHelp } from './help';
import { maskedBytes, maskedFields, maskedRows } from './masked';
import { endpointNamed } from './names';

/** `seatline webcti <endpoint> --param value …` */
export async function webcti(shell: Shell): Promise<ExitCode> {
  const { words, flags } = shell.parsed;
  const [, word, ...more] = words;
  if (word === undefined) {
    await endpointsHelp(shell);
    return flags.has('help') ? exits.ok : exits.usage;
  }
  const name = endpointNamed(word);
  if (flags.has('help')) {
    await endpointHelp(shell, name);
    return exits.ok;
  }
  if (more.length > 0) throw usage(filled(says.extra, { words: more.join(' '), name }));
  const endpoint = endpointOf(name);
  const args = await argumentsOf(shell, name, endpoint);
  if (flags.has('dry-run')) return dryRun(shell, name, args);
  if (endpoint.envelope === 'text') return openAdmin(shell, name, args);
  if (endpoint.envelope === 'binary') return download(shell, name, args);
  if (endpoint.method === 'multipart') return send(shell, name, endpoint, args);
  return ask(shell, name, endpoint, args);
}

/** Names, secrets, lists and files of the command line, checked by the catalogue; nothing has been sent yet. */
async function argumentsOf(shell: Shell, name: EndpointName, endpoint: Endpoint): Promise<Given> {
  const { rest, own, flags } = shell.parsed;
  const file = fileParam(name);
  const given = new Map(rest);
  if (own.file !== undefined) {
    if (file === '') throw usage(filled(says.noFile, { name }));
    given.set(file, own.file);
  }
  const named = flags.has('unchecked')
    ? { ok: true as const, args: Object.fromEntries(given) }
    : namedArguments(endpoint, given);
  if (!named.ok) throw usage(withHelp(joined(named.problems), name));
  const args: Record<string, string> = { ...named.args };
  for (const [param, { secret, type }] of Object.entries(endpoint.params)) {
    const value = args[param];
    if (secret) args[param] = await secretOf(shell, param, value);
    else if (type === 'csv' && value !== undefined) args[param] = await readList(shell, value);
    else if (type === 'base64' && value) args[param] = encoded(value);
  }
  const problems = flags.has('unchecked') ? [] : problemsOf(endpoint, args);
  if (problems.length > 0) throw usage(withHelp(joined(problems), name));
  return args;
}

/** A rehearsal shows no secret and so reads none; a literal one is refused all the same. */
const secretOf = (shell: Shell, param: string, value: string | undefined): Promise<string> =>
  shell.parsed.flags.has('dry-run') && (value === undefined || value.startsWith('@'))
    ? Promise.resolve('***')
    : secretParameter(shell, param, value);

/** A person types the text; what is encoded already says so. The platform wants UTF-8 where it names a set (§4.24, §4.119). */
const encoded = (value: string): string =>
  value.startsWith('base64:') ? value.slice('base64:'.length) : Buffer.from(value, 'utf8').toString('base64');

async function send(shell: Shell, name: EndpointName, endpoint: Endpoint, args: Given): Promise<ExitCode> {
  const format = formatOf(shell, ['table', 'json', 'xml']);
  const { target, answer } = await upload(shell, name, args);
  await printAnswer(shell, endpoint, format, answer);
  await shell.note(changed(name, args, target, answer.message));
  return exits.ok;
}

async function ask(shell: Shell, name: EndpointName, endpoint: Endpoint, args: Given): Promise<ExitCode> {
  const format = formatOf(shell);
  const limit = timeLimitOf(shell);
  const target = await findTarget(shell, { vendor: 'mvb2000', key: true });
  const kept = keepAnswers(shell.io.http);
  const { result, rows } = await withClient(target, platformEffects(shell.io, kept.http), (client) =>
    client.attempt(name, args, { signal: shell.io.signal, limit }),
  );
  const bytes = kept.answerOf(endpoint.path);
  if (format === 'raw' && bytes) {
    // Also what could not be understood: looking at it is what --raw is for.
    const told = maskedBytes(bytes, maskedFields(shell, endpoint));
    await shell.io.stdout.write(withoutSecrets(told, secretValues(endpoint, args)));
    if (shell.io.stdout.isTerminal && bytes.at(-1) !== 0x0a) await shell.io.stdout.write('\n');
  }
  if (!result.ok) {
    // Originate reasons stand beside the refusal.
    if (rows.length > 0 && format !== 'raw') await printAnswer(shell, endpoint, format, { message: '', rows });
    throw failed(result.error);
  }
  if (format !== 'raw') await printAnswer(shell, endpoint, format, result.value);
  if (endpoint.mutates) await shell.note(changed(name, args, target.name, result.value.message));
  return exits.ok;
}

async function printAnswer(shell: Shell, endpoint: Endpoint, format: Format, answer: LooseAnswer): Promise<void> {
  const { message, total } = answer;
  const rows = maskedRows(answer.rows, maskedFields(shell, endpoint));
  switch (format) {
    case 'json':
      return printJson(shell, { message, ...(total === undefined ? {} : { total }), rows });
    case 'xml':
      return shell.print(
        print(
          { errcode: 0, message, rows: rows as readonly WireRow[], ...(total === undefined ? {} : { total }) },
          endpoint,
          'xml',
        ),
      );
    default:
      if (total !== undefined) await shell.note(filled(says.total, { total }));
      if (rows.length > 0) return printTable(shell, rows, Object.keys(endpoint.fields));
      if (endpoint.envelope === 'empty') return shell.print(shown(message));
      return shell.note(says.noRows);
  }
}

const secretValues = ({ params }: Endpoint, args: Given): readonly string[] =>
  Object.entries(args).flatMap(([param, value]) => (params[param]?.secret ? [value] : []));

const joined = (words: readonly Words[]): Words => ({
  en: words.map(({ en }) => en).join('\n'),
  zh: words.map(({ zh }) => zh).join('\n'),
});
const withHelp = (words: Words, name: string): Words => joined([words, filled(says.help, { name })]);

const says = {
  extra: {
    en: '"{words}" is not understood: parameters of {name} are written --name value.',
    zh: '无法理解“{words}”：{name} 的参数写作 --名称 值。',
  },
  noFile: { en: '{name} takes no file.', zh: '{name} 不上传文件。' },
  help: { en: 'seatline webcti {name} --help explains them all.', zh: '详见 seatline webcti {name} --help。' },
  total: { en: '{total} in all', zh: '共 {total} 条' },
  noRows: { en: 'No rows.', zh: '没有记录。' },
} as const satisfies Readonly<Record<string, Words>>;
