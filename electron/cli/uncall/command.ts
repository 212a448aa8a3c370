import {
  addresses,
  isOperation,
  type OperationArgs,
  type OperationName,
  operationNames,
  operationOf,
  type UncallAnswer,
} from '../../../shared/uncall/index';
import { printAnswer as printDocument, printNothing } from '../../../shared/uncall/print';
import type { Words } from '../../../shared/webcti/codes';
import { createUncallClient } from '../../platforms/uncall/client';
import { withSuggestions } from '../arguments';
import { platformEffects } from '../effects';
import { CliFailure, type ExitCode, exits, usage } from '../exit';
import { type Format, formatOf, printJson, printTable } from '../format';
import { filled } from '../language';
import { timeLimitOf } from '../limits';
import { readList } from '../lists';
import { failed, type Shell } from '../shell';
import { nearest } from '../suggest';
import type { TableRow } from '../table';
import { keepAnswers } from '../tap';
import { findTarget } from '../target';
import { cutTo, shown } from '../width';
import { type Arguments, checkedArguments } from './check';
import { extras } from './extras';
import { operationsText, operationText } from './help';

/** `seatline uncall <operation> …`, and the files and tables beside the operations. */
export async function uncall(shell: Shell): Promise<ExitCode> {
  const { words, flags } = shell.parsed;
  const [, word, ...values] = words;
  if (word === undefined) {
    for (const line of operationsText(shell.language, shell.bold)) await shell.print(line);
    return flags.has('help') ? exits.ok : exits.usage;
  }
  const extra = Object.hasOwn(extras, word) ? extras[word] : undefined;
  if (extra && !flags.has('help')) {
    const [what = '', ...more] = values;
    if (more.length > 0 || (what === '') !== (extra.needs === '')) {
      throw usage(filled(says.written, { line: `seatline uncall ${word} ${extra.needs}`.trim() }));
    }
    return extra.run(shell, what);
  }
  if (extra) {
    for (const line of operationsText(shell.language, shell.bold)) await shell.print(line);
    return exits.ok;
  }
  const name = operationNamed(word);
  if (flags.has('help')) {
    for (const line of operationText(name, shell.language, shell.bold)) await shell.print(line);
    return exits.ok;
  }
  const args = await argumentsOf(shell, name, values);
  return flags.has('dry-run') ? dryRun(shell, name, args) : ask(shell, name, args);
}

function operationNamed(word: string): OperationName {
  if (isOperation(word)) return word;
  const found = operationNames.find((name) => name.toLowerCase() === word.toLowerCase());
  if (found) return found;
  throw usage(
    withSuggestions(filled(says.unknown, { word }), nearest(word, [...operationNames, ...Object.keys(extras)])),
  );
}

async function argumentsOf(shell: Shell, name: OperationName, values: readonly string[]): Promise<Arguments> {
  const checked = checkedArguments(name, values, shell.parsed.rest);
  if (!checked.ok) {
    const all = [...checked.problems, filled(says.help, { name })];
    throw usage({ en: all.map(({ en }) => en).join('\n'), zh: all.map(({ zh }) => zh).join('\n') });
  }
  const entries = Object.entries(checked.args).map(async ([argument, value]) => [
    argument,
    operationOf(name).args[argument]?.type === 'csv' ? await readList(shell, value) : value,
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Arguments;
}

async function ask(shell: Shell, name: OperationName, args: Arguments): Promise<ExitCode> {
  const format = formatOf(shell);
  const options = { signal: shell.io.signal, limit: timeLimitOf(shell) };
  const target = await findTarget(shell, { vendor: 'uncall', key: false });
  const kept = keepAnswers(shell.io.http);
  const client = createUncallClient(target, platformEffects(shell.io, kept.http));
  try {
    if (name === 'addPhoneToTask') return await addPhones(shell, client, args, options, format, target.name);
    const answer = await client.call(name, args as unknown as OperationArgs<OperationName>, options);
    // Also what could not be understood: looking at it is what --raw is for.
    const bytes = kept.last();
    if (format === 'raw' && bytes) await shell.io.stdout.write(bytes);
    if (!answer.ok) throw failed(answer.error);
    await printAnswer(shell, name, format, answer.value);
    if (operationOf(name).mutates) await shell.note(changed(name, args, target.name, answer.value.message));
    return exits.ok;
  } finally {
    client.close();
  }
}

/** Any count of numbers: the client sends them in parts and says how far it came. */
async function addPhones(
  shell: Shell,
  client: ReturnType<typeof createUncallClient>,
  { TaskID = '', Phones = '' }: Arguments,
  options: { readonly signal: AbortSignal; readonly limit: number | undefined },
  format: Format,
  where: string,
): Promise<ExitCode> {
  const phones = Phones.split(',').filter((phone) => phone.trim() !== '');
  const { error, ...done } = await client.addPhones(TaskID, phones, options);
  if (format === 'json') await printJson(shell, done);
  else await printTable(shell, [done]);
  if (error) {
    const failure = failed(error);
    const { sent, unsure } = done;
    const note = filled(says.partly, { sent, unsure, total: phones.length });
    throw new CliFailure(failure.exit, {
      en: `${failure.words.en} ${note.en}`,
      zh: `${failure.words.zh}${note.zh}`,
    });
  }
  await shell.note(changed('addPhoneToTask', { TaskID, Phones: `(${phones.length})` }, where, ''));
  return exits.ok;
}

async function printAnswer(
  shell: Shell,
  name: OperationName,
  format: Format,
  { response, message, rows }: UncallAnswer<OperationName>,
): Promise<void> {
  if (format === 'json') await printJson(shell, { response, message, rows });
  // The document as the vendor's service writes it, without its SOAP envelope.
  else if (format === 'xml') await shell.print(rows.length > 0 ? printDocument(name, rows) : printNothing(name));
  else if (format === 'table') {
    const { fields } = operationOf(name);
    if (rows.length > 0) await printTable(shell, rows as unknown as readonly TableRow[], Object.keys(fields));
    else await shell.note(says.nothing);
  }
}

async function dryRun(shell: Shell, name: OperationName, args: Arguments): Promise<ExitCode> {
  const format = formatOf(shell, ['table', 'json']);
  const target = await findTarget(shell, { vendor: 'uncall', key: false });
  const known = Object.entries(operationOf(name).args);
  const params = Object.fromEntries(
    known.map(([argument, entry]) => [argument, args[argument] ?? entry.default ?? '']),
  );
  const url = `${target.address}/${addresses.wsdl.path}`;
  if (format === 'json') await printJson(shell, { method: 'POST', url, operation: name, params });
  else {
    await shell.print(`POST ${url} ${name}`);
    for (const [argument, value] of Object.entries(params)) await shell.print(`  ${argument}=${shown(value)}`);
  }
  await shell.note(says.nothingSent);
  return exits.ok;
}

function changed(name: OperationName, args: Arguments, where: string, message: string): Words {
  const list = Object.entries(args)
    .map(([argument, value]) => `${argument}=${shown(value)}`)
    .join(' ');
  const said = message === '' ? '' : ` (${shown(message)})`;
  return filled(says.changed, { name, list: cutTo(list, 400), where, said });
}

const says = {
  unknown: {
    en: 'There is no operation {word}. seatline uncall --help lists them.',
    zh: '没有操作 {word}。seatline uncall --help 列出全部。',
  },
  written: { en: 'It is written {line}', zh: '写作 {line}' },
  help: { en: 'seatline uncall {name} --help explains them all.', zh: '详见 seatline uncall {name} --help。' },
  nothing: { en: 'Nothing.', zh: '没有内容。' },
  nothingSent: { en: 'Nothing was sent (--dry-run).', zh: '没有发送（--dry-run）。' },
  changed: { en: 'Done: {name} {list} on {where}{said}', zh: '已执行：{where} 上的 {name} {list}{said}' },
  partly: {
    en: '{sent} of {total} numbers went in; of {unsure} more nobody knows.',
    zh: '{total} 个号码中已加入 {sent} 个，另有 {unsure} 个不能确定。',
  },
} as const satisfies Readonly<Record<string, Words>>;
