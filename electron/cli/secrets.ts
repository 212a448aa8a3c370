import { readFile } from 'node:fs/promises';
import { CliFailure, exits, usage } from './exit';
import { filled } from './language';
import type { Shell } from './shell';

/**
 * The value of a secret parameter. Only where it can be read is given on the command line, never the value itself:
 * `@env:NAME`, `@file:path`, `@-` (standard input), or `@ask`; absent means: ask on the terminal.
 */
export async function secretParameter(shell: Shell, name: string, given: string | undefined): Promise<string> {
  if (given === undefined || given === '@ask') {
    const typed = await shell.io.askSecret(`${name}: `);
    if (typed === null || typed === '') throw usage(filled(says.noTerminal, { name }));
    return typed;
  }
  if (given === '@-') return trimmed(await shell.io.readInput(), name);
  const [, kind, where = ''] = /^@(env|file):(.+)$/s.exec(given) ?? [];
  if (kind === 'env') {
    const value = shell.io.env[where];
    if (!value) throw usage(filled(says.noVariable, { name, where }));
    return value;
  }
  if (kind === 'file') return trimmed(await readSecretFile(where), name);
  throw usage(filled(says.literal, { name }));
}

async function readSecretFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CliFailure(exits.local, filled(says.noFile, { file, code }));
  }
}

/** Editors and `echo` end a file with a line break that is not part of the secret. */
function trimmed(text: string, name: string): string {
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw usage(filled(says.empty, { name }));
  return value;
}

const says = {
  literal: {
    en: '--{name} is a secret and is not taken from the command line, which the shell’s history keeps and every user of this computer can see. Write --{name} @env:NAME, @file:path or @- (standard input), or leave it out to be asked.',
    zh: '--{name} 是机密，不能写在命令行上（shell 历史和本机所有用户都能看到）。请写 --{name} @env:变量名、@file:路径 或 @-（标准输入），或者不写而等待询问。',
  },
  noTerminal: {
    en: '--{name} is needed and there is no terminal to ask on. Write --{name} @env:NAME, @file:path or @-.',
    zh: '需要 --{name}，但没有终端可以询问。请写 --{name} @env:变量名、@file:路径 或 @-。',
  },
  noVariable: { en: '--{name}: the variable {where} is not set.', zh: '--{name}：没有设置变量 {where}。' },
  noFile: { en: 'The file {file} cannot be read ({code}).', zh: '文件 {file} 无法读取（{code}）。' },
  empty: { en: '--{name}: nothing came.', zh: '--{name}：内容为空。' },
} as const;
