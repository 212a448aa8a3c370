import type { Field, Operation } from './catalogue';
import { type OperationName, type OperationRow, operationOf } from './index';

type Row = Readonly<Record<string, string | number | null | undefined>>;

/** The document of a success: one node a row, fields in the order of the table. */
export const printAnswer = <N extends OperationName>(name: N, rows: readonly OperationRow<N>[]): string =>
  document(operationOf(name), operationOf(name).judged === 'echo' ? null : '1', rows);

/** The document of a refusal; `said` goes where the operation says such words: `Message`, or `Response` of OnClickCall. */
export function printRefusal(name: OperationName, said: string): string {
  const operation = operationOf(name);
  const inResponse = operation.errors.some((known) => known.in === 'Response' && known.message === said);
  const row: Row = inResponse ? { Response: said, Message: '' } : { Response: 'error', Message: said };
  // How the lists fail is not documented; result 0 is what the return tables promise.
  return document(operation, operation.judged === 'response' ? operation.failureResult : '0', [row]);
}

/** "There is none": no call at the extension, no recording of the call. Not documented; result 0 and an empty node. */
export const printNothing = (name: OperationName): string => document(operationOf(name), '0', [{}]);

function document(operation: Operation, result: string | null, rows: readonly Row[]): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<${operation.root}>`,
    ...(result === null ? [] : [`  <result>${result}</result>`]),
    ...rows.flatMap((row) => [`  <${operation.node}>`, ...members(operation, row), `  </${operation.node}>`]),
    `</${operation.root}>`,
  ];
  return lines.join('\n');
}

const words = ['Response', 'Message'];

function members({ fields }: Operation, row: Row): readonly string[] {
  const names = [...new Set([...Object.keys(fields), ...words])];
  return names.flatMap((name) => {
    const value = row[name];
    return value === undefined ? [] : [`    <${name}>${escaped(textOf(value, fields[name]))}</${name}>`];
  });
}

/** Decimals have two places, as the column float(10,2) gives them. */
const textOf = (value: string | number | null, field: Field | undefined): string => {
  if (value === null) return '';
  return typeof value === 'number' && field?.type === 'float' ? value.toFixed(2) : String(value);
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
// XML 1.0 §2.2 has no place for most control characters and lone surrogates, escaped or not.
const unprintable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const escaped = (text: string): string =>
  text.replace(unprintable, '').replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
