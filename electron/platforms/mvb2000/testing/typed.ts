import type { Endpoint, Field } from '../../../../shared/webcti/catalogue';
import { NotUnderstood } from '../../wire/failure';
import { type Decoded, decode } from '../codec';

type Row = Readonly<Record<string, unknown>>;

/** What is wrong with the rows of an answer, by the catalogue: unknown or missing names, values of another type. */
export function faultsOf({ rows, errcode, message, total }: Decoded, endpoint: Endpoint): readonly string[] {
  const head = [
    ...(Number.isFinite(errcode) ? [] : ['errcode']),
    ...(typeof message === 'string' ? [] : ['message']),
    ...(total === undefined || Number.isFinite(total) ? [] : ['total']),
  ];
  const named = (row: Row) => Object.entries(row).flatMap(([name, value]) => (typeof value === 'string' ? [] : [name]));
  return [...head, ...rows.flatMap((row) => (endpoint.dynamic ? named(row) : faults(row, endpoint.fields, '')))];
}

function faults(row: Row, fields: Readonly<Record<string, Field>>, at: string): string[] {
  const missing = Object.keys(fields).filter((name) => !fields[name]?.optional && !Object.hasOwn(row, name));
  const wrong = Reflect.ownKeys(row).flatMap((key) => {
    const name = String(key);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const value = row[name];
    if (!field) return [`${at}${name} is unknown`];
    if (field.type !== 'list') return isTyped(value, field) ? [] : [`${at}${name} is ${typeof value}`];
    if (!Array.isArray(value)) return [`${at}${name} is no list`];
    return value.flatMap((child: Row) => faults(child, field.children ?? {}, `${at}${name}.`));
  });
  return [...missing.map((name) => `${at}${name} is missing`), ...wrong];
}

const isTyped = (value: unknown, { type }: Field): boolean =>
  type === 'int' || type === 'float' ? value === null || Number.isFinite(value) : typeof value === 'string';

/** What a body ends as; anything thrown but `NotUnderstood` goes through. */
export function endOf(endpoint: Endpoint, body: Uint8Array | string, type = ''): Decoded | 'not-understood' {
  try {
    return decode(endpoint, typeof body === 'string' ? Buffer.from(body) : body, type, (text) => text);
  } catch (thrown) {
    if (thrown instanceof NotUnderstood) return 'not-understood';
    throw thrown;
  }
}
