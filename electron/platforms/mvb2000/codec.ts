import type { Endpoint } from '../../../shared/webcti/catalogue';
import { NotUnderstood, ParameterMissing, Refused } from './failure';
import { jsonStart, parseJson } from './json';
import { isRow, type Raw, type RawRow } from './raw';
import { maskNumbers } from './redact';
import { namedRow, numberOf, rawRows, textOf as textOfValue, typedRow } from './rows';
import { textOf } from './text';
import { parseXml, xmlStart } from './xml';

/** Errcodes that every endpoint knows (WEBCTI2 chapter 3). */
export const wrongKey = 9999;
const missingParameter = 9002;

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
  const [json, xml] = [jsonStart(text), xmlStart(text)];
  // What comes first is the answer; the other may be a caller's name that imitates one.
  const isJson = json >= 0 && (xml < 0 || json < xml);
  const fields = endpoint.dynamic ? null : endpoint.fields;
  const value = isJson ? parseJson(text, json) : xml >= 0 ? parseXml(text, xml, fields) : undefined;
  const answer = value === undefined ? undefined : envelope(value, endpoint, isJson ? 'json' : 'xml');
  if (answer) return { ...answer, message: cut(redact(answer.message), 300) };
  throw new NotUnderstood('the answer is not of this interface', {
    sample: sample(text, redact),
    bytes: bytes.byteLength,
  });
}

/** Failure for a non-zero errcode; the number is a hint only, the message is the platform's own word. */
export function refusal({ errcode, message, rows }: Decoded): ParameterMissing | Refused {
  const missing = /need variable\s*"?\\?"?([\w]+)/i.exec(message)?.[1];
  if (errcode === missingParameter) {
    return new ParameterMissing(`the platform misses the parameter ${missing ?? '?'}`, { name: missing ?? '' });
  }
  return new Refused(errcode, message, rows);
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
  const errcode = numberOf(value.errcode);
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
  return rawRows(data).map((row) => (endpoint.dynamic ? namedRow(row) : typedRow(row, endpoint.fields)));
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

/** Masked before it is cut: half a key is a key too many. */
const sample = (text: string, redact: (text: string) => string): string =>
  cut(maskNumbers(redact(text.slice(0, 20_000).replace(/\s+/g, ' ').trim())), 160);
