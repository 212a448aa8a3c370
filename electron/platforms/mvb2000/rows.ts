import type { Field } from '../../../shared/webcti/catalogue';
import { isRow, type Raw, type RawRow } from './raw';

type Fields = Readonly<Record<string, Field>>;
type Value = string | number | null | readonly Readonly<Record<string, unknown>>[];
type TypedRow = Readonly<Record<string, Value>>;

/** Wire spelling → field name: the names, their aliases, and both without regard to case. Made once per table. */
const spellings = new WeakMap<Fields, ReadonlyMap<string, string>>();

function spellingsOf(fields: Fields): ReadonlyMap<string, string> {
  const known = spellings.get(fields);
  if (known) return known;
  const map = new Map<string, string>();
  const add = (spelling: string, name: string) => {
    if (!map.has(spelling)) map.set(spelling, name);
  };
  const names = Object.keys(fields);
  for (const name of names) add(name, name);
  for (const name of names) for (const alias of fields[name]?.aliases ?? []) add(alias, name);
  for (const [spelling, name] of [...map]) add(spelling.toLowerCase(), name);
  spellings.set(fields, map);
  return map;
}

/**
 * The rows below `data` or a list field: a list, `{item: …}` as XML gives it, a single object, or nothing (`""`, null,
 * `[]`, `{}`). An object with an `item` that is plain text is a row with a field of that name (WEBCTI2 §4.121).
 */
export function rawRows(value: Raw | undefined): readonly RawRow[] {
  if (Array.isArray(value)) return (value as readonly Raw[]).filter(isRow);
  if (!isRow(value)) return [];
  for (const wrapper of ['item', 'row']) {
    const inner = value[wrapper];
    if (inner === undefined) continue;
    if (Array.isArray(inner) && inner.some(isRow)) return rawRows(inner);
    if (isRow(inner)) return [inner];
    // `<data><item/></data>`: an item without fields.
    if (Object.keys(value).length === 1) return [];
  }
  return Object.keys(value).length === 0 ? [] : [value];
}

/** A row as the catalogue types it. Unknown fields are dropped, missing ones empty, optional ones absent. */
export function typedRow(raw: RawRow, fields: Fields): TypedRow {
  const known = spellingsOf(fields);
  const row: Record<string, Value> = {};
  for (const spelling of Object.keys(raw)) {
    const name = known.get(spelling) ?? known.get(spelling.toLowerCase());
    const field = name === undefined ? undefined : fields[name];
    if (name === undefined || !field) continue;
    // The field's own spelling wins over an alias that stands beside it.
    if (Object.hasOwn(row, name) && spelling !== name) continue;
    row[name] = typed(raw[spelling], field);
  }
  for (const name of Object.keys(fields)) {
    const field = fields[name];
    if (field && !field.optional && !Object.hasOwn(row, name)) row[name] = typed(undefined, field);
  }
  return row;
}

/** Row of an endpoint whose keys are the names of the call (WEBCTI2 §4.18, §4.40). */
export function namedRow(raw: RawRow): Readonly<Record<string, string>> {
  const names = Object.keys(raw).filter((name) => name !== '__proto__');
  return Object.fromEntries(names.map((name) => [name, textOf(raw[name])]));
}

function typed(value: Raw | undefined, field: Field): Value {
  switch (field.type) {
    case 'list':
      return rawRows(value).map((row) => typedRow(row, field.children ?? {}));
    case 'int':
    case 'float':
      return numberOf(value);
    default:
      return textOf(value);
  }
}

export function textOf(value: Raw | undefined): string {
  // C's word for no text, which some endpoints print (WEBCTI2 §4.44).
  if (typeof value === 'string') return value === '(null)' ? '' : value.trim();
  if (typeof value === 'number') return String(value);
  return typeof value === 'boolean' ? (value ? '1' : '0') : '';
}

/** Null for empty and for what is no number. */
export function numberOf(value: Raw | undefined): number | null {
  const text = textOf(value);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
