import { describe, expect, test } from 'vitest';
import type { Endpoint, Field } from '../../../shared/webcti/catalogue';
import { type EndpointName, endpointNames, endpointOf } from '../../../shared/webcti/index';
import { type Face, print, type Reply, type WireRow } from '../../../shared/webcti/print';
import { type Vector, vectors } from '../../../shared/webcti/vectors';
import { type Decoded, decode, refusal, wrongKey } from './codec';
import differences from './vectors.differences.json';

const decoded = (endpoint: Endpoint, body: string): Decoded => decode(endpoint, Buffer.from(body), '', (text) => text);
const read = (vector: Vector) => decoded(endpointOf(vector.endpoint), vector.body);
const of = (endpoint: string, format: string, outcome: string) =>
  vectors.filter((v) => v.endpoint === endpoint && v.format === format && v.outcome === outcome);

/** Sections without any example in the document: a form for a browser, and an upload. */
const withoutExamples: ReadonlySet<string> = new Set(['integratedlogin', 'putrecordings']);
const printed = endpointNames.filter((name) => !withoutExamples.has(name));

/** Where the two printed forms of an example differ in the document itself: `rows`, `message` or names of fields. */
const differing: Readonly<Record<string, readonly string[]>> = differences;

/** A decoded answer as a platform would say it: numbers as text, nothing as an empty text. */
const replyOf = ({ errcode, message, rows, total }: Decoded): Reply => ({
  errcode,
  message,
  rows: rows.map(wireRow),
  ...(total === undefined ? {} : { total }),
});
const wireRow = (row: Readonly<Record<string, unknown>>): WireRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(wireRow) : value === null ? '' : String(value),
    ]),
  );

/** What a face says, without what the two documents may differ in: blanks, quotes round numbers, order, aliases. */
const said = ({ errcode, message, rows, total }: Decoded) => ({ errcode, message, total: total ?? null, rows });
const faces: readonly Face[] = ['json', 'script', 'xml'];

/** The older generation's form of an answer: rows below `root`, and nothing else. */
const older = (reply: Reply): string => JSON.stringify({ root: { row: reply.rows } });

describe('the documented examples', () => {
  test('are all here, and are counted', () => {
    const count = (format: string, outcome: string) =>
      vectors.filter((v) => v.format === format && v.outcome === outcome).length;
    const table = {
      'JSON, success': count('json', 'success'),
      'JSON, refusal': count('json', 'failure'),
      'XML, success': count('xml', 'success'),
      'XML, refusal': count('xml', 'failure'),
    };
    const parts = Object.entries(table).map(([what, n]) => `${n} ${what}`);
    process.stdout.write(
      `WEBCTI2: ${vectors.length} documented examples (${parts.join(', ')}) of ${printed.length} endpoints, read to typed values and written back in ${faces.length} faces\n`,
    );
    expect([vectors.length, endpointNames.length, new Set(vectors.map((v) => v.endpoint)).size]).toEqual([
      778, 205, 203,
    ]);
    expect(Object.values(table).reduce((sum, n) => sum + n, 0)).toBe(778);
  });

  test.each(printed)('%s is read by its catalogue entry', (name) => {
    const mine = vectors.filter((vector) => vector.endpoint === name);
    expect(mine.length).toBeGreaterThan(0);
    for (const vector of mine) {
      const answer = read(vector);
      expect({ format: answer.format, success: succeeded(name, answer) }).toEqual({
        format: vector.format,
        success: vector.outcome === 'success',
      });
      if (answer.errcode === 0) continue;
      const { code } = refusal(answer);
      expect(code).toBe(answer.errcode === 9002 ? 'parameter-missing' : 'refused');
      expect(endpointOf(name).errors.map((error) => error.code)).toContain(answer.errcode);
    }
  });

  test.each(printed)('%s says the same in JSON and XML', (name) => {
    const [json] = of(name, 'json', 'success');
    const [xml] = of(name, 'xml', 'success');
    if (json && xml) expect(compared(read(json), read(xml))).toEqual(differing[name] ?? []);
    else {
      const isFile = endpointOf(name).envelope === 'binary';
      const missing = json ? 'no XML success' : xml ? 'no JSON success' : isFile ? 'a file' : 'no success';
      expect([missing]).toEqual(differing[name]);
    }
  });

  test.each(printed)('%s is written back to an equivalent document in every face', (name) => {
    const endpoint = endpointOf(name);
    for (const vector of vectors.filter((v) => v.endpoint === name)) {
      const answer = read(vector);
      const reply = replyOf(answer);
      // Binary and text endpoints have an envelope only for what they refuse.
      for (const face of faces) {
        const again = decoded(endpoint, print(reply, endpoint, face));
        expect({ face, ...said(again) }).toEqual({ face, ...said(answer) });
      }
      if (vector.format === 'json') {
        expect(canonical(JSON.parse(print(reply, endpoint, 'json')), endpoint)).toEqual(
          canonical(JSON.parse(vector.body), endpoint),
        );
      }
      if (answer.errcode === 0 && answer.rows.length > 0) {
        expect(decoded(endpoint, older(reply)).rows).toEqual(answer.rows);
      }
    }
  });

  test('no example loses a documented field that it prints', () => {
    for (const vector of vectors.filter((v) => v.outcome === 'success' && !free.has(v.endpoint))) {
      const names = [...vector.body.matchAll(/"(\w+)"\s*:|<(\w+)>/g)].map((m) => m[1] ?? m[2] ?? '');
      const known = fieldNames(endpointOf(vector.endpoint).fields);
      const unknown = names.filter((name) => !known.has(name.toLowerCase()) && !envelope.has(name));
      expect({ endpoint: vector.endpoint, format: vector.format, unknown }).toEqual({
        endpoint: vector.endpoint,
        format: vector.format,
        unknown: [],
      });
    }
  });

  test('a wrong key is 9999 everywhere', () => {
    const refusals = vectors
      .filter((v) => v.outcome === 'failure' && /WebKey/.test(v.body))
      .map((v) => read(v).errcode);
    expect(new Set(refusals)).toEqual(new Set([wrongKey]));
  });

  test('ids keep their last zero though the document prints them bare', () => {
    const text = JSON.stringify({
      errcode: 0,
      message: 'SUCCESS',
      data: [{ srcuniqueid: 'ID', dstuniqueid: '1421724886.127' }],
    }).replace('"ID"', '1421724886.190');
    const [row] = decode(endpointOf('getcalls'), Buffer.from(text), '', String).rows;
    expect([row?.srcuniqueid, row?.dstuniqueid]).toEqual(['1421724886.190', '1421724886.127']);
  });
});

/** The assistant's engine says its failures in a row of a success (§4.143). */
const succeeded = (name: EndpointName, { errcode, rows }: Decoded): boolean =>
  errcode === 0 && (name !== 'getnlprest' || rows.every(({ status }) => status === 'success'));

/** Names of fields in which two answers differ, `rows` for their number, `message` for the sentence. */
function compared(one: Decoded, two: Decoded): readonly string[] {
  const names = new Set<string>();
  if (one.message !== two.message) names.add('message');
  if (one.total !== two.total) names.add('total');
  if (one.rows.length !== two.rows.length) names.add('rows');
  for (const [at, row] of one.rows.slice(0, two.rows.length).entries()) {
    const other = two.rows[at] ?? {};
    expect(Object.keys(other).sort()).toEqual(Object.keys(row).sort());
    for (const field of Object.keys(row)) {
      if (JSON.stringify(row[field]) !== JSON.stringify(other[field])) names.add(field);
    }
  }
  return [...names];
}

/**
 * A JSON document with what does not carry meaning taken away: the catalogue's spelling for names, text for scalars,
 * blanks round texts, empty for null and for a list without rows.
 */
function canonical(value: unknown, endpoint: Endpoint): unknown {
  const { data, ...head } = value as { data?: unknown };
  return {
    ...Object.fromEntries(Object.entries(head).map(([name, each]) => [name, scalar(each)])),
    data: dataOf(data, endpoint),
  };
}
function dataOf(data: unknown, { dynamic, fields, inside, envelope: kind }: Endpoint): unknown {
  if (data === undefined || data === null || data === '') return [];
  const outer = (Array.isArray(data) ? data : [data]) as readonly Readonly<Record<string, unknown>>[];
  const rows = inside === undefined ? outer : outer.flatMap((row) => row[inside] as typeof outer);
  if (kind === 'empty') return [];
  return rows.map((row) => (dynamic ? texts(row) : named(row, fields))).filter((row) => Object.keys(row).length > 0);
}
const texts = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, scalar(value)]));
function named(row: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Field>>): object {
  const spelling = new Map<string, string>();
  for (const [name, { aliases = [] }] of Object.entries(fields)) {
    for (const each of [name, ...aliases]) spelling.set(each.toLowerCase(), name);
  }
  const out: Record<string, unknown> = {};
  for (const [printedName, value] of Object.entries(row)) {
    const name = spelling.get(printedName.toLowerCase());
    // Rows of a refusal may carry more than the rows of a success.
    if (name === undefined) continue;
    const children = fields[name]?.children;
    out[name] = children
      ? (Array.isArray(value) ? value : []).map((each) => named(each as Readonly<Record<string, unknown>>, children))
      : scalar(value, fields[name]?.type);
  }
  for (const [name, { optional, type }] of Object.entries(fields)) {
    if (!optional && !(name in out)) out[name] = type === 'list' ? [] : '';
  }
  return out;
}
function scalar(value: unknown, type?: string): string {
  const text = value === null || value === undefined || value === '(null)' ? '' : String(value).trim();
  return (type === 'int' || type === 'float') && text !== '' && Number.isFinite(Number(text))
    ? String(Number(text))
    : text;
}

/** Their texts look like tags, or their keys are the caller's. */
const free: ReadonlySet<EndpointName> = new Set([
  'cticommand',
  'ctigetvars',
  'ctisetvars',
  'getchannel',
  'getcdr',
  'getcdrsimple',
]);
const envelope: ReadonlySet<string> = new Set(['root', 'errcode', 'message', 'data', 'item', 'total', 'result']);

function fieldNames(fields: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name, field] of Object.entries(fields) as [
    string,
    { aliases?: readonly string[]; children?: object },
  ][]) {
    for (const spelling of [name, ...(field.aliases ?? [])]) names.add(spelling.toLowerCase());
    for (const child of fieldNames(field.children ?? {})) names.add(child);
  }
  return names;
}
