import type { Endpoint, Field } from '../../../../shared/webcti/catalogue';

type Fields = Readonly<Record<string, Field>>;
type AnyRow = Readonly<Record<string, unknown>>;

/** The wire forms of rows, as the document prints them: the inverse of the codec, for the round trip. */
export function encodeJson(endpoint: Endpoint, rows: readonly AnyRow[], message = 'SUCCESS'): string {
  const data = rows.map((row) => jsonRow(row, endpoint.fields)).join(',');
  const inner = endpoint.envelope === 'object' ? data || '[]' : `[${data}]`;
  return `{"errcode":0,"message":${JSON.stringify(message)},"data":${inner}}`;
}

const jsonRow = (row: AnyRow, fields: Fields): string =>
  `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}:${jsonValue(value, fields[name])}`)
    .join(',')}}`;

function jsonValue(value: unknown, field: Field | undefined): string {
  if (Array.isArray(value)) return `[${value.map((row: AnyRow) => jsonRow(row, field?.children ?? {})).join(',')}]`;
  const text = value === null ? '' : String(value);
  return field?.bare && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? text : JSON.stringify(text);
}

export function encodeXml(endpoint: Endpoint, rows: readonly AnyRow[], message = 'SUCCESS'): string {
  const inner = rows.map((row) => xmlRow(row, endpoint.fields));
  const data = endpoint.envelope === 'object' ? inner.join('') : inner.map((row) => `<item>${row}</item>`).join('');
  return `<?xml version="1.0" encoding="utf-8"?><root><errcode>0</errcode><message>${escaped(message)}</message><data>${data}</data></root>`;
}

const xmlRow = (row: AnyRow, fields: Fields): string =>
  Object.entries(row)
    .map(([name, value]) => {
      if (!Array.isArray(value)) return `<${name}>${escaped(value === null ? '' : String(value))}</${name}>`;
      const items = value.map((child: AnyRow) => `<item>${xmlRow(child, fields[name]?.children ?? {})}</item>`);
      return `<${name}>${items.join('')}</${name}>`;
    })
    .join('');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
