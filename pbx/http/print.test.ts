import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { type Face, faceOf, plain, print, type Shape } from '../../shared/webcti/print';
import { refuse, rows } from './handlers/handler';

const shape: Shape = {
  envelope: 'items',
  fields: {
    id: { type: 'string', bare: true },
    name: { type: 'string' },
    members: { type: 'list', children: { no: { type: 'string', bare: true } } },
  },
};

test('prints one answer in the three faces', () => {
  const reply = rows([{ id: '1421960697.190', name: '"王<芳>&', members: [{ no: '0900' }, { no: 90 }] }]);
  const json =
    '{"errcode":0,"message":"SUCCESS","data":[{"id":1421960697.190,"name":"\\"王<芳>&","members":[{"no":"0900"},{"no":90}]}]}';
  expect((['json', 'script', 'xml'] satisfies Face[]).map((face) => print(reply, shape, face))).toEqual([
    json,
    `var responseJSON=${json};`,
    '<root><errcode>0</errcode><message>SUCCESS</message><data><item><id>1421960697.190</id><name>"王&lt;芳&gt;&amp;</name>' +
      '<members><item><no>0900</no></item><item><no>90</no></item></members></item></data></root>',
  ]);
});

test('prints nothing as the vendor does: empty data, empty elements, a null message', () => {
  expect([
    print(rows([], null), shape, 'json'),
    print(rows([], null), shape, 'xml'),
    print(rows([{ id: '', name: '', members: [] }]), shape, 'xml'),
    print(refuse(9999, 'WebKey <x> is invalid'), plain, 'xml'),
  ]).toEqual([
    '{"errcode":0,"message":null,"data":[]}',
    '<root><errcode>0</errcode><message/><data/></root>',
    '<root><errcode>0</errcode><message>SUCCESS</message><data><item><id/><name/><members/></item></data></root>',
    '<root><errcode>9999</errcode><message>WebKey &lt;x&gt; is invalid</message><data/></root>',
  ]);
});

test('prints a single object without a list, and its failure as an empty list', () => {
  const one: Shape = { envelope: 'object', fields: { area: { type: 'string' } } };
  expect([
    print(rows([{ area: '0512' }]), one, 'json'),
    print(rows([{ area: '0512' }]), one, 'xml'),
    print(refuse(1541, 'no'), one, 'json'),
  ]).toEqual([
    '{"errcode":0,"message":"SUCCESS","data":{"area":"0512"}}',
    '<root><errcode>0</errcode><message>SUCCESS</message><data><area>0512</area></data></root>',
    '{"errcode":1541,"message":"no","data":[]}',
  ]);
});

test('chooses the face by the json parameter', () => {
  expect([undefined, '', '0', '1', '2', '3', 'yes'].map(faceOf)).toEqual([
    'xml',
    'xml',
    'xml',
    'script',
    'json',
    'json',
    'xml',
  ]);
});

test('whatever a row holds, both faces parse and give it back', () => {
  const parser = new XMLParser({ parseTagValue: false, trimValues: false, processEntities: true });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (raw, text) => {
      const reply = rows([{ name: raw, id: text }]);
      expect(JSON.parse(print(reply, shape, 'json')).data[0].name).toBe(raw);
      const xml = print(rows([{ name: text }]), shape, 'xml');
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(XMLValidator.validate(print(reply, shape, 'xml'))).toBe(true);
      const printable = text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
      expect(parser.parse(xml).root.data.item.name.replaceAll('&#13;', '\r')).toBe(printable);
    }),
  );
});

test('a variable name that is no element name is bent until it is one', () => {
  expect(print(rows([{ 'CDR(src)': '1', '1st': '2' }]), { envelope: 'items', fields: {} }, 'xml')).toContain(
    '<item><CDR_src_>1</CDR_src_><_1st>2</_1st></item>',
  );
});
