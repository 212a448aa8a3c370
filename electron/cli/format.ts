import type { Flag } from './arguments';
import { usage } from './exit';
import type { Shell } from './shell';
import { renderRows, type TableRow } from './table';

export type Format = 'table' | 'json' | 'xml' | 'raw';
const formats: readonly Format[] = ['table', 'json', 'xml', 'raw'];

/** What was asked for; else a table on a terminal and JSON into a pipe. */
export function formatOf(shell: Shell, allowed: readonly Format[] = formats): Format {
  const asked = formats.filter((format) => shell.parsed.flags.has(format as Flag));
  const [format] = asked;
  if (asked.length > 1) {
    const list = asked.map((name) => `--${name}`).join(' ');
    throw usage({ en: `Give one of ${list}.`, zh: `${list} 只能给一个。` });
  }
  if (format && !allowed.includes(format)) {
    throw usage({ en: `--${format} does not fit here.`, zh: `这里不能用 --${format}。` });
  }
  return format ?? (shell.io.stdout.isTerminal ? 'table' : 'json');
}

/** `--json` for the commands that speak to a person in a pipe too: `KEY=$(seatline key --show)`. */
export const wantsJson = (shell: Shell): boolean =>
  formatOf(shell, ['table', 'json']) === 'json' && shell.parsed.flags.has('json');

/**
 * JSON in one line for a pipe and indented on a terminal. The control characters that JSON may carry bare but that a
 * terminal obeys (U+007F–U+009F) are escaped; it is the same document.
 */
export async function printJson(shell: Shell, value: unknown): Promise<void> {
  const text = JSON.stringify(value, null, shell.io.stdout.isTerminal ? 2 : 0);
  await shell.print(
    text.replace(/[\u007f-\u009f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

export async function printTable(
  shell: Shell,
  rows: readonly TableRow[],
  columns: readonly string[] = [],
): Promise<void> {
  const { stdout } = shell.io;
  const width = stdout.isTerminal ? stdout.columns : 0;
  for (const line of renderRows(rows, { columns, width, bold: shell.bold })) await shell.print(line);
}
