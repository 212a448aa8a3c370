import type { Endpoint } from '../../../shared/webcti/catalogue';
import { commonCodes, refusalWords } from '../../../shared/webcti/vocabulary/refusals';
import { NotUnderstood, ParameterMissing, Refused } from '../wire/failure';
import { maskNumbers } from '../wire/redact';
import { textOf } from '../wire/text';
import { parseJson } from './json';
import { isRow, type Raw, type RawRow } from './raw';
import { namedRow, numberOf, rawRows, textOf as textOfValue, typedRow } from './rows';
import { startsIn } from './starts';
import { parseXml } from './xml';

/** The errcode of a refused key (WEBCTI2 chapter 3). */
export const wrongKey = commonCodes.key;

export interface Decoded {
  readonly format: 'json' | 'xml';
  /** 0 = success; anything else is a failure (WEBCTI2 chapter 3). */
  readonly errcode: number;
  readonly message: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly total?: number;
}

/**
 * Reads a body by the catalogue: JSON first, else XML; both generations (`{errcode, message, data}` and the older
 * `{root: {row: […]}}`). Throws `NotUnderstood` and nothing else.
 */
export function decode(
  endpoint: Endpoint,
  bytes: Uint8Array,
  contentType: string,
  redact: (text: string) => string,
): Decoded {
  const text = textOf(bytes, contentType);
  const answer = answerIn(text, endpoint);
  if (answer) return { ...answer, message: cut(redact(answer.message), 300) };
  throw new NotUnderstood('the answer is not of this interface', {
    sample: sample(text, redact),
    bytes: bytes.byteLength,
  });
}

/** The first answer that ends where the body ends; PHP may complain behind one, then it is the first at all. */
function answerIn(text: string, endpoint: Endpoint): Decoded | undefined {
  const fields = endpoint.dynamic ? null : wireFields(endpoint);
  let first: Decoded | undefined;
  for (const { at, format } of startsIn(text)) {
    const read = format === 'json' ? parseJson(text, at) : parseXml(text, at, fields);
    const answer = read && envelope(read.value, endpoint, format);
    if (answer && read.whole) return answer;
    first ??= answer;
  }
  return first;
}

/**
 * Failure for a non-zero errcode. The number is a hint only: example and table of the document disagree. The text is the
 * platform's own word, `zh` and `en` our sentence where chapter 3 knows the number.
 */
export function refusal({ errcode, message, rows }: Decoded): ParameterMissing | Refused {
  const missing = /need variable\s*"?\\?"?([\w]+)/i.exec(message)?.[1];
  if (errcode === commonCodes.parameter) {
    return new ParameterMissing(`the platform misses the parameter ${missing ?? '?'}`, { name: missing ?? '' });
  }
  return new Refused(errcode, message, rows, refusalWords(errcode));
}

function envelope(value: Raw, endpoint: Endpoint, format: Decoded['format']): Decoded | undefined {
  if (!isRow(value)) return undefined;
  const root = value.root;
  const outer = !('errcode' in value) && isRow(root) ? root : value;
  // The older generation says rows and nothing else.
  if (!('errcode' in outer)) return 'row' in outer ? success(outer, endpoint, format, '') : undefined;
  return coded(outer, endpoint, format);
}

function coded(value: RawRow, endpoint: Endpoint, format: Decoded['format']): Decoded | undefined {
  const errcode = typeof value.errcode === 'boolean' ? null : numberOf(value.errcode);
  if (errcode === null) return undefined;
  const message = textOfValue(value.message);
  if (errcode !== 0) return { format, errcode, message, rows: rowsOf(value.data, endpoint) };
  return success(value.data ?? null, endpoint, format, message, numberOf(value.total));
}

function success(
  data: Raw,
  endpoint: Endpoint,
  format: Decoded['format'],
  message: string,
  total: number | null = null,
): Decoded {
  const rows = endpoint.envelope === 'empty' ? [] : rowsOf(data, endpoint);
  return { format, errcode: 0, message, rows, ...(total === null ? {} : { total }) };
}

function rowsOf(data: Raw | undefined, endpoint: Endpoint): Decoded['rows'] {
  const { inside } = endpoint;
  const outer = rawRows(data);
  const rows = inside === undefined ? outer : outer.flatMap((row) => (inside in row ? rawRows(row[inside]) : [row]));
  return rows.map((row) => (endpoint.dynamic ? namedRow(row) : typedRow(row, endpoint.fields)));
}

/** Elements that hold something: the fields, and the list that they stand in where there is one. */
const wireFields = ({ fields, inside }: Endpoint): Endpoint['fields'] =>
  inside === undefined ? fields : { ...fields, [inside]: { type: 'list', children: fields } };

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

/** Masked before it is cut: half a key is a key too many. */
const sample = (text: string, redact: (text: string) => string): string =>
  cut(maskNumbers(redact(text.slice(0, 20_000).replace(/\s+/g, ' ').trim())), 160);
