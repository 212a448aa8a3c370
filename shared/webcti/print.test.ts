import { expect, test } from 'vitest';
import { decode } from '../../electron/platforms/mvb2000/codec';
import type { Endpoint } from './catalogue';
import { catalogue, endpointNames, endpointOf } from './index';
import { type Face, print, type WireRow } from './print';
import { vectors } from './vectors';

const read = (endpoint: Endpoint, text: string) => decode(endpoint, Buffer.from(text), '', (each) => each);
const rows: readonly WireRow[] = [
  { eventtime: '2026-03-01 09:00:00', callid: 'NONE', agent: 'SIP/2011', event: 'PAUSE', arg1: '5' },
  { eventtime: '2026-03-01 09:05:00', callid: '1421960697.190', agent: '李 & <娜>', event: 'UNPAUSE', arg1: '' },
];
const log = catalogue.getqueueloglist;
const faces: readonly Face[] = ['json', 'script', 'xml'];

test('rows that stand inside a field are printed there and read from there', () => {
  const printed = faces.map((face) => print({ errcode: 0, message: 'SUCCESS', rows }, log, face));
  const item = '<eventtime>2026-03-01 09:00:00</eventtime><callid>NONE</callid>';
  expect([
    printed[0]?.startsWith('{"errcode":0,"message":"SUCCESS","data":[{"result":[{"eventtime":'),
    printed[0]?.endsWith('}]}]}'),
    printed[2]?.includes(`<data><item><result><item>${item}`),
    printed[2]?.endsWith('</item></result></item></data></root>'),
  ]).toEqual([true, true, true, true]);
  const seen = printed.map((body) => read(log, body).rows.map(({ agent, callid }) => [agent, callid]));
  expect(seen).toEqual(
    faces.map(() => [
      ['SIP/2011', 'NONE'],
      ['李 & <娜>', '1421960697.190'],
    ]),
  );
});

test('no rows inside are no rows, and a refusal keeps the common form', () => {
  const none = faces.map((face) => print({ errcode: 0, message: '', rows: [] }, log, face));
  expect([none[0], none[2], none.map((body) => read(log, body).rows)]).toEqual([
    '{"errcode":0,"message":"","data":[{"result":[]}]}',
    '<root><errcode>0</errcode><message/><data><item><result/></item></data></root>',
    [[], [], []],
  ]);
  expect(print({ errcode: 9999, message: 'no', rows: [] }, log, 'json')).toBe(
    '{"errcode":9999,"message":"no","data":[]}',
  );
});

test('rows that stand right below data, as the table of §4.125 has them, are read too', () => {
  const { inside: _, ...flat } = log;
  const seen = faces.map((face) => read(log, print({ errcode: 0, message: '', rows }, flat, face)).rows.length);
  expect(seen).toEqual([2, 2, 2]);
});

test('raw markup inside such a row is read with the help of the catalogue', () => {
  const body =
    '<root><errcode>0</errcode><message/><data><item><result><item><callid>1.190</callid><agent><noname></agent></item></result></item></data></root>';
  expect(read(log, body).rows.map(({ callid, agent }) => [callid, agent])).toEqual([['1.190', '<noname>']]);
});

test('the documented example has four rows in JSON, one in XML', () => {
  const examples = vectors.filter(({ endpoint, outcome }) => endpoint === 'getqueueloglist' && outcome === 'success');
  expect(examples.map(({ format, body }) => [format, read(log, body).rows.map(({ arg1 }) => arg1)])).toEqual([
    ['json', ['5', '31', '100', '54']],
    ['xml', ['5']],
  ]);
});

test('one endpoint alone has its rows inside', () => {
  expect(endpointNames.filter((name) => endpointOf(name).inside)).toEqual(['getqueueloglist']);
});
