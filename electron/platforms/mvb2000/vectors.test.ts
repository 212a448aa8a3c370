import { describe, expect, test } from 'vitest';
import { endpointNames, endpointOf } from '../../../shared/webcti/index';
import { type Vector, vectors } from '../../../shared/webcti/vectors';
import { decode, refusal, wrongKey } from './codec';

const read = (vector: Vector) => decode(endpointOf(vector.endpoint), Buffer.from(vector.body), '', (text) => text);
const of = (endpoint: string, format: string, outcome: string) =>
  vectors.filter((v) => v.endpoint === endpoint && v.format === format && v.outcome === outcome);

/** Where the two printed forms of an example differ in the document itself: `rows`, `message` or names of fields. */
const differences: Readonly<Record<string, readonly string[]>> = {
  ctigetdatetime: ['mvb_datetime', 'mvb_time', 'mvb_timestamp', 'mvb_minute', 'mvb_second'],
  getpeers: ['createtime'],
  ctisplitdevice: ['message'],
  getqueuelist: ['rows'],
  getqueue: ['createtime'],
  getqueuegeneral: ['rows'],
  getagentcalls: ['calleridname', 'callstate', 'connecttime', 'holdtime', 'ringtime'],
  getagentactivity: ['rows'],
  // The head of the XML example stands on a lost page.
  getallstatus: ['requesttime', 'devices', 'users', 'responsetime'],
  getcalls: ['dstcalleridname'],
  getchannel: [
    'channel',
    'callerid',
    'calleridname',
    'uniqueid',
    'refchannel',
    'refuniqueid',
    'refcallerid',
    'refcalleridname',
    'refcallingpres',
  ],
  getevents: ['id', 'timestamp'],
  getparkedcall: ['calleridname'],
  getcdr: ['clid'],
  getcdrcount: ['result'],
};

describe('the documented examples', () => {
  test.each(endpointNames)('%s is read by its catalogue entry', (name) => {
    const mine = vectors.filter((vector) => vector.endpoint === name);
    expect(mine.length).toBeGreaterThan(0);
    for (const vector of mine) {
      const answer = read(vector);
      expect({ format: answer.format, success: answer.errcode === 0 }).toEqual({
        format: vector.format,
        success: vector.outcome === 'success',
      });
      if (vector.outcome === 'success') continue;
      const { code } = refusal(answer);
      expect(code).toBe(answer.errcode === 9002 ? 'parameter-missing' : 'refused');
      expect(endpointOf(name).errors.map((error) => error.code)).toContain(answer.errcode);
    }
  });

  test.each(endpointNames)('%s says the same in JSON and XML', (name) => {
    const [json] = of(name, 'json', 'success');
    const [xml] = of(name, 'xml', 'success');
    // The XML success of getmeetme is lost in the document.
    if (!xml) expect(name).toBe('getmeetme');
    if (!json || !xml) return;
    const [one, two] = [read(json), read(xml)];
    const differing = new Set<string>();
    if (one.message !== two.message) differing.add('message');
    if (one.rows.length !== two.rows.length) differing.add('rows');
    for (const [at, row] of one.rows.slice(0, two.rows.length).entries()) {
      const other = two.rows[at] ?? {};
      expect(Object.keys(other).sort()).toEqual(Object.keys(row).sort());
      for (const field of Object.keys(row)) {
        if (JSON.stringify(row[field]) !== JSON.stringify(other[field])) differing.add(field);
      }
    }
    expect([...differing]).toEqual(differences[name] ?? []);
  });

  test('no example loses a documented field that it prints', () => {
    for (const vector of vectors.filter((v) => v.outcome === 'success' && !free.has(v.endpoint))) {
      const printed = [...vector.body.matchAll(/"(\w+)"\s*:|<(\w+)>/g)].map((m) => m[1] ?? m[2] ?? '');
      const known = fieldNames(endpointOf(vector.endpoint).fields);
      const unknown = printed.filter((name) => !known.has(name.toLowerCase()) && !envelope.has(name));
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

/** Their texts look like tags, or their keys are the caller's. */
const free: ReadonlySet<string> = new Set(['cticommand', 'ctigetvars', 'ctisetvars', 'getchannel', 'getcdr']);
const envelope: ReadonlySet<string> = new Set(['root', 'errcode', 'message', 'data', 'item', 'total']);

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
