import type { Endpoint, Field } from './catalogue';

/** `null` is printed as such in JSON and as an empty element in XML. */
export type Scalar = string | number | null;
/** A row before it is printed; the catalogue says which scalars stand without quotes. */
export type WireRow = { readonly [key: string]: Scalar | readonly WireRow[] };

/** An answer before it is printed. */
export interface Reply<Row = WireRow> {
  /** 0 = success. */
  readonly errcode: number;
  readonly message: string | null;
  readonly rows: readonly Row[];
  /** Stands beside `data` where the catalogue says so. */
  readonly total?: number;
}

/** `1`: script, `2` and `3`: bare JSON, anything else: XML (WEBCTI2 chapter 1; 3 is listed there without a word). */
export type Face = 'xml' | 'script' | 'json';

export const faceOf = (json: string | undefined): Face =>
  json === '1' ? 'script' : json === '2' || json === '3' ? 'json' : 'xml';

export const contentTypes: Readonly<Record<Face, string>> = {
  xml: 'text/xml; charset=utf-8',
  script: 'application/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** What the printer needs of a catalogue entry; refusals outside the catalogue are printed as `plain`. */
export type Shape = Pick<Endpoint, 'envelope' | 'fields' | 'inside'>;
export const plain: Shape = { envelope: 'empty', fields: {} };

type Fields = Readonly<Record<string, Field>>;
type Value = Scalar | readonly WireRow[];
const noFields: Fields = {};

const isRows = (value: Value): value is readonly WireRow[] => typeof value === 'object' && value !== null;

// A bare scalar is printed as its own text: `1421960697.190` keeps its last zero, `0900` falls back to quotes.
const bareNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/;

function jsonValue(value: Value, field: Field | undefined): string {
  if (isRows(value)) {
    const fields = field?.children ?? noFields;
    const kept = keptJson.get(value);
    if (kept?.fields === fields) return kept.text;
    const text = `[${value.map((row) => jsonRow(row, fields)).join(',')}]`;
    if (lasting.has(value)) keptJson.set(value, { fields, text });
    return text;
  }
  if (value === null) return 'null';
  const text = String(value);
  return field?.bare && bareNumber.test(text) ? text : JSON.stringify(text);
}

/** Printed texts of rows that are printed more than once. */
interface Kept {
  readonly fields: Fields;
  readonly text: string;
}
const lasting = new WeakSet<WireRow | readonly WireRow[]>();
const keptJson = new WeakMap<WireRow | readonly WireRow[], Kept>();

/** A row that goes into several answers and is never changed again: it is printed as JSON once. */
export function lastingRow<R extends WireRow>(row: R): R {
  lasting.add(row);
  return row;
}

/** The same for a list of rows that are never changed again. */
export function lastingRows<R extends WireRow>(list: readonly R[]): readonly R[] {
  for (const row of list) lasting.add(row);
  lasting.add(list);
  return list;
}

function jsonRow(row: WireRow, fields: Fields): string {
  const kept = keptJson.get(row);
  if (kept?.fields === fields) return kept.text;
  let text = '{';
  for (const key of Object.keys(row)) {
    text += `${text.length > 1 ? ',' : ''}${jsonKey(key, fields)}${jsonValue(row[key] ?? null, fields[key])}`;
  }
  text += '}';
  if (lasting.has(row)) keptJson.set(row, { fields, text });
  return text;
}

const printedKeys = new Map<string, string>();
/** Names of the catalogue are printed again and again; those of dynamic rows are anything. */
function jsonKey(key: string, fields: Fields): string {
  if (!(key in fields)) return `${JSON.stringify(key)}:`;
  let printed = printedKeys.get(key);
  if (printed === undefined) {
    printed = `${JSON.stringify(key)}:`;
    printedKeys.set(key, printed);
  }
  return printed;
}

function json(reply: Reply, shape: Shape): string {
  const printed = reply.rows.map((row) => jsonRow(row, shape.fields));
  const data = shape.envelope === 'object' && reply.errcode === 0 ? (printed[0] ?? '[]') : `[${printed.join(',')}]`;
  const total = reply.total === undefined ? '' : `"total":${reply.total},`;
  return `{"errcode":${reply.errcode},"message":${JSON.stringify(reply.message)},${total}"data":${data}}`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
// XML 1.0 §2.2 has no place for most control characters and lone surrogates, escaped or not.
const unprintable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const escaped = (text: string): string =>
  text.replace(unprintable, '').replace(/[&<>\r]/g, (character) => escapes[character] ?? character);

/** Keys of dynamic rows are variable names; what cannot be an element name is bent until it can. */
const element = (key: string): string => key.replace(/[^\w.-]/g, '_').replace(/^(?![A-Za-z_])/, '_');

function xmlElement(key: string, value: Value | null): string {
  const name = element(key);
  const inner = value === null ? '' : isRows(value) ? xmlRows(value) : escaped(String(value));
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}
const xmlMembers = (row: WireRow): string =>
  Object.entries(row)
    .map(([key, value]) => xmlElement(key, value))
    .join('');
const xmlRows = (list: readonly WireRow[]): string => list.map((row) => `<item>${xmlMembers(row)}</item>`).join('');

function xml(reply: Reply, shape: Shape): string {
  const [first] = reply.rows;
  const data = shape.envelope === 'object' && reply.errcode === 0 && first ? xmlMembers(first) : xmlRows(reply.rows);
  const head = `<errcode>${reply.errcode}</errcode>${xmlElement('message', reply.message)}`;
  const total = reply.total === undefined ? '' : `<total>${reply.total}</total>`;
  return `<root>${head}${total}${data === '' ? '<data/>' : `<data>${data}</data>`}</root>`;
}

/** The rows of an answer one level deeper, for the endpoint that has them there; a refusal has none to put away. */
function deeper(reply: Reply, { envelope, fields }: Shape, inside: string): readonly [Reply, Shape] {
  return [
    { ...reply, rows: [{ [inside]: reply.rows }] },
    { envelope, fields: { [inside]: { type: 'list', children: fields } } },
  ];
}

/** The body of an answer in the face that was asked for. */
export function print(reply: Reply, shape: Shape, face: Face): string {
  const { inside } = shape;
  const [printed, as] = inside === undefined || reply.errcode !== 0 ? [reply, shape] : deeper(reply, shape, inside);
  if (face === 'xml') return xml(printed, as);
  return face === 'script' ? `var responseJSON=${json(printed, as)};` : json(printed, as);
}
