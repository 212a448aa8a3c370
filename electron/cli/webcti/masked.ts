import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { Shell } from '../shell';
import type { LooseAnswer } from './ask';

const mask = '***';

/** Fields of an answer that hold passwords and are not to be shown; none where `--show` asks for them. */
export const maskedFields = (shell: Shell, { fields }: Endpoint): readonly string[] =>
  shell.parsed.flags.has('show') ? [] : Object.keys(fields).filter((name) => fields[name]?.secret);

/** Rows without what is not to be shown. An empty password is no secret. */
export function maskedRows(rows: LooseAnswer['rows'], names: readonly string[]): LooseAnswer['rows'] {
  if (names.length === 0) return rows;
  const hidden = new Set(names);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, hidden.has(name) && value ? mask : value])),
  );
}

/** The same in bytes as they came, JSON or XML: what follows the field's name is put out of sight. */
export function maskedBytes(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  if (names.length === 0) return bytes;
  const text = names.reduce(
    (all, name) =>
      all
        .replace(new RegExp(`("${name}"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)+"|-?\\d[^,}\\]\\s]*)`, 'g'), `$1"${mask}"`)
        .replace(new RegExp(`(<${name}>)[^<]+(</${name}>)`, 'g'), `$1${mask}$2`),
    Buffer.from(bytes).toString('latin1'),
  );
  return Buffer.from(text, 'latin1');
}
