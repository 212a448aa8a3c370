import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint, Field } from '../../../shared/webcti/catalogue';
import { endpointNames, endpointOf } from '../../../shared/webcti/index';
import { type Face, print, type Reply, type WireRow } from '../../../shared/webcti/print';
import { decode } from './codec';

type Row = Readonly<Record<string, unknown>>;

/** What people and platforms put into fields, with everything that a face could trip over; ends are never blank. */
const pieces = fc.constantFrom(
  ...[
    '王芳',
    '上海市',
    '😀',
    '👩‍💻',
    '&',
    '<',
    '>',
    '"',
    "'",
    '&amp;',
    '&#10;',
    '<noname>',
    ']]>',
    '</item>',
    '{',
    '}',
  ],
  ...[
    '\\',
    '\\u4e00',
    '"errcode":9',
    '":5,',
    ': 1421960697.190,',
    'null',
    '0',
    '007',
    '%20',
    '+',
    ' ',
    '\n',
    '\t',
    'a',
  ],
  ...['<root>', '</data>', '<![CDATA[', '//', 'Ω', 'ß', '𠮷', '\u00a0', 'é', '|', ';', ','],
);
const text = fc
  .array(pieces, { maxLength: 6 })
  .map((parts) => parts.join('').trim())
  // A blank and a number are the same word as an empty text and that number in every face.
  .filter((value) => value !== '(null)');
const huge = fc.constantFrom('长'.repeat(20_000), '&<>"'.repeat(5_000), '1'.repeat(30_000));
const stringValue = fc.oneof({ weight: 60, arbitrary: text }, { weight: 1, arbitrary: huge });
const ids = fc
  .tuple(fc.integer({ min: 1_000_000_000, max: 1_999_999_999 }), fc.integer({ min: 0, max: 999 }))
  .map(([seconds, n]) => `${seconds}.${n}0`);

function arbitraryOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'list':
      return fc.array(rowOf(field.children ?? {}), { maxLength: 2 });
    case 'int':
      return fc.option(fc.integer());
    case 'float':
      return fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100));
    default:
      // Where a platform prints without quotes, a text is an id or a number.
      return field.bare ? fc.oneof(ids, fc.nat().map(String)) : fc.oneof(stringValue, ids);
  }
}
function rowOf(fields: Readonly<Record<string, Field>>): fc.Arbitrary<Row> {
  // A row without a field is no row in XML.
  const [must, may] = [Object.entries(fields).filter(([, f]) => !f.optional), Object.entries(fields)];
  return fc
    .record(Object.fromEntries(may.map(([name, field]) => [name, arbitraryOf(field)])), {
      requiredKeys: must.map(([name]) => name),
    })
    .filter((row) => Object.keys(row).length > 0);
}
const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/).filter((name) => name !== 'item' && name !== 'row');
const rowsOf = (endpoint: Endpoint): fc.Arbitrary<readonly Row[]> => {
  if (endpoint.envelope === 'empty') return fc.constant([]);
  const row = endpoint.dynamic ? fc.dictionary(names, stringValue, { minKeys: 1, maxKeys: 4 }) : rowOf(endpoint.fields);
  const [minLength, maxLength] = endpoint.envelope === 'object' ? [1, 1] : [0, 3];
  return fc.array(row, { minLength, maxLength });
};

const wire = (row: Row): WireRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(wire) : value === null ? '' : (value as string | number),
    ]),
  );
const faces: readonly Face[] = ['json', 'script', 'xml'];
const plainRow = (row: Row): Row => JSON.parse(JSON.stringify(row));

/** Endpoints whose rows the envelope carries. */
const withRows = endpointNames.filter((name) => {
  const { envelope, fields, dynamic } = endpointOf(name);
  return envelope !== 'binary' && envelope !== 'text' && (dynamic || Object.keys(fields).length > 0);
});

describe('whatever a row holds', () => {
  test.each(withRows)('%s: written and read again it is the same in every face', (name) => {
    const endpoint = endpointOf(name);
    fc.assert(
      fc.property(rowsOf(endpoint), fc.nat(), text, (rows, total, message) => {
        const reply: Reply = { errcode: 0, message, rows: rows.map(wire), ...(endpoint.total ? { total } : {}) };
        const expected = {
          message: message.length > 300 ? `${message.slice(0, 300)}…` : message,
          rows: rows.map(plainRow),
        };
        for (const face of faces) {
          const read = decode(endpoint, Buffer.from(print(reply, endpoint, face)), '', (each) => each);
          expect({ face, message: read.message, rows: read.rows.map(plainRow), total: read.total }).toEqual({
            face,
            ...expected,
            total: endpoint.total ? total : undefined,
          });
        }
        if (rows.length > 0) {
          const older = JSON.stringify({ root: { row: reply.rows } });
          expect(decode(endpoint, Buffer.from(older), '', (each) => each).rows.map(plainRow)).toEqual(expected.rows);
        }
      }),
      { seed: 205, numRuns: 25 },
    );
  });
});
