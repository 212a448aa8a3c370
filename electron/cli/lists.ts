import { readFile } from 'node:fs/promises';
import { localFailure } from './files';
import type { Shell } from './shell';

/**
 * A comma-separated value, or one read from `@file:path` or `@-`: thousands of numbers do not fit a command line. Lines,
 * commas, semicolons and blanks part the entries there.
 */
export async function readList(shell: Shell, value: string): Promise<string> {
  if (value === '@-') return entries(await shell.io.readInput());
  const [, file] = /^@file:(.+)$/s.exec(value) ?? [];
  if (file === undefined) return value;
  try {
    return entries(await readFile(file, 'utf8'));
  } catch (error) {
    throw localFailure(error, file);
  }
}

const entries = (text: string): string =>
  text
    .replace(/^\ufeff/, '')
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .join(',');
