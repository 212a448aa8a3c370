import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint, Field } from '../../../shared/webcti/catalogue';
import { endpointNames, endpointOf } from '../../../shared/webcti/index';
import { NotUnderstood } from '../wire/failure';
import { decode } from './codec';

const read = (name: Parameters<typeof endpointOf>[0], text: string | Uint8Array, type = '') =>
  decode(endpointOf(name), typeof text === 'string' ? Buffer.from(text) : text, type, (t) => t);

describe('what live systems send', () => {
  const users = [{ userinfo: '2015', username: '新建', cnname: '李 & 娜' }];
  const json = JSON.stringify({ errcode: 0, message: 'SUCCESS', data: users });
  const names = (answer: ReturnType<typeof read>) => answer.rows.map((row) => row.cnname);

  test.each([
    ['json=1', `var responseJSON=${json};`],
    ['a byte order mark', `\ufeff${json}`],
    [
      'PHP warnings before',
      `<br />\n<b>Warning</b>: mysql_fetch_array() in <b>/var/www/x.php</b> on line <b>12</b><br />\n${json}`,
    ],
    ['a PHP notice with braces before', `Notice: {$x} undefined\n${json}`],
    ['PHP warnings behind', `${json}<br /><b>Warning</b>: Unknown: {1}`],
    ['the older generation', JSON.stringify({ root: { row: users } })],
    ['the older generation in XML', '<root><row><cnname>李 &amp; 娜</cnname></row></root>'],
    ['one object instead of a list', JSON.stringify({ errcode: '0', message: null, data: users[0] })],
    ['raw ampersands', '<root><errcode>0</errcode><message/><data><item><cnname>李 & 娜</cnname></item></data></root>'],
    [
      'XML behind a warning',
      '<b>Notice</b>: x<?xml version="1.0"?><root><errcode>0</errcode><data><item><cnname>李 &amp; 娜</cnname></item></data></root>',
    ],
  ])('%s', (_, text) => {
    expect(names(read('getusers', text))).toEqual(['李 & 娜']);
  });

  test.each([
    [
      '<noname>',
      '<root><errcode>0</errcode><message>SUCCESS</message><data><item><result>User #: 01 5002 <noname> Channel: SIP/5002-1</result></item></data></root>',
      'User #: 01 5002 <noname> Channel: SIP/5002-1',
    ],
    [
      'a tag of another field',
      '<root><errcode>0</errcode><message></message><data><item><result>a <result> & b &lt;</result></item></data></root>',
      'a <result> & b <',
    ],
    [
      'CDATA beside a raw <',
      '<root><errcode>0</errcode><data><item><result><![CDATA[a&b]]> < c</result></item></data></root>',
      'a&b < c',
    ],
  ])('XML that is none: %s', (_, text, result) => {
    expect(read('cticommand', text).rows).toEqual([{ result }]);
  });

  test('a hostile name cannot move the fields behind it', () => {
    const text =
      '<root><errcode>0</errcode><message/><data><item><userinfo>1</userinfo><cnname>x</item><item><b></cnname><directdid>9</directdid></item></data></root>';
    const [row, ...more] = read('getusers', text).rows;
    expect([row?.cnname, row?.directdid, more]).toEqual(['x</item><item><b>', '9', []]);
  });

  test('charsets: declared, undeclared and wrongly declared', () => {
    const gb = Buffer.concat([
      Buffer.from('{"errcode":0,"message":"","data":[{"cnname":"'),
      Buffer.from([0xc0, 0xee, 0xc4, 0xc8]),
      Buffer.from('"}]}'),
    ]);
    const utf8 = '{"errcode":0,"message":"","data":[{"cnname":"李娜"}]}';
    const said = [
      read('getusers', gb, 'text/html; charset=GB2312'),
      read('getusers', gb, ''),
      read('getusers', gb, 'application/json; charset=utf-8'),
      read('getusers', utf8, ''),
      read('getusers', utf8, 'text/html; charset=gbk'),
    ];
    expect(said.flatMap(names)).toEqual(['李娜', '李娜', '李娜', '李娜', '李娜']);
    const xml = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GB2312"?><root><errcode>0</errcode><data><item><cnname>'),
      Buffer.from([0xc0, 0xee, 0xc4, 0xc8]),
      Buffer.from('</cnname></item></data></root>'),
    ]);
    expect(names(read('getusers', xml))).toEqual(['李娜']);
  });

  test('numbers as text, null, missing, unknown and aliased fields', () => {
    const text =
      '{"errcode":"0","message":"x","data":[{"queue":90,"max":"6","calls":null,"holdtime":"","completed":7,"servicelevelperf":"12.5","SERVICELEVEL":"20","whatever":{"a":1}}]}';
    expect(read('getqueue', text).rows).toEqual([
      {
        createtime: '',
        queue: '90',
        max: 6,
        calls: null,
        holdtime: null,
        completed: 7,
        abandoned: null,
        serviceLevel: 20,
        servicelevelperf: 12.5,
        weight: null,
      },
    ]);
    const pop = '{"errcode":0,"message":"","data":[{"misadata":"SIP/1","misuniqueid":1421960697.190}]}';
    const [row] = read('getpopupscreen', pop).rows;
    expect([row?.miscdata, row?.miscuniqueid, row && 'queuenum' in row]).toEqual(['SIP/1', '1421960697.190', false]);
  });

  test('a bare number inside a caller name is left alone', () => {
    const text = '{"errcode":0,"message":"","data":[{"cnname":":5, \\":6, x","userinfo":2015}]}';
    const [row] = read('getusers', text).rows;
    expect([row?.cnname, row?.userinfo]).toEqual([':5, ":6, x', '2015']);
  });

  test('total stands beside the rows', () => {
    expect(read('getusers', '{"errcode":0,"message":"","data":[],"total":"41"}').total).toBe(41);
  });
});

test('names of fields are read without regard to case, in every endpoint', () => {
  const value = ({ type, children }: Field): unknown =>
    type === 'list' ? [row(children ?? {})] : type === 'int' || type === 'float' ? '7' : '0000-00-00 00:00:00';
  const row = (fields: Readonly<Record<string, Field>>): object =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, value(field)]));
  const cased = (key: (name: string) => string, made: object): object =>
    Object.fromEntries(
      Object.entries(made).map(([name, held]) => [
        key(name),
        Array.isArray(held) ? held.map((each: object) => cased(key, each)) : held,
      ]),
    );
  const said = (endpoint: Endpoint, made: object) =>
    decode(endpoint, Buffer.from(JSON.stringify({ errcode: 0, message: '', data: [made] })), '', (t) => t).rows;
  const differing = endpointNames.filter((name) => {
    const endpoint = endpointOf(name);
    if (endpoint.dynamic || endpoint.inside !== undefined) return false;
    const made = row(endpoint.fields);
    const forms = [made, cased((key) => key.toUpperCase(), made), cased((key) => key.toLowerCase(), made)];
    return new Set(forms.map((form) => JSON.stringify(said(endpoint, form)))).size !== 1;
  });
  expect(differing).toEqual([]);
});

describe('bodies that are no answer', () => {
  const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx &nbsp; 13800138000</body></html>';
  const half = '{"errcode":0,"message":"SUCCESS","data":[{"userinfo":"2015","cnn';
  const deep = `${'{"root":'.repeat(60_000)}1${'}'.repeat(60_000)}`;
  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['a web page', page],
    ['half JSON', half],
    ['half XML', '<root><errcode>0</errcode><message>SUCCESS</message><data><item><userinfo>2015</userinfo>'],
    ['half not well-formed XML', '<root><errcode>0</errcode><data><item><cnname><noname></cnname></item>'],
    ['a bare list', '[1,2,3]'],
    ['another JSON', '{"status":"ok"}'],
    ['an errcode that is no number', '{"errcode":"none","data":[]}'],
    ['another XML', '<root><code>0</code></root>'],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197) % 256))],
    ['ten megabytes of one letter', 'x'.repeat(10 * 1_048_576)],
    ['ten megabytes of open tags', '<root><errcode>0</errcode><data>'.padEnd(2_000_000, '<item>')],
    [
      'a hundred thousand kinds of stray tags',
      `<root><errcode>0</errcode>${Array.from({ length: 100_000 }, (_, n) => `<t${n}>`).join('')}`,
    ],
    ['very deep JSON', deep],
    ['very deep XML', '<root>'.repeat(100_000)],
    [
      'a PHP fatal error',
      '<br />\n<b>Fatal error</b>:  Out of memory in <b>/var/www/html/webservice2/getusers.php</b> on line <b>3</b><br />',
    ],
  ])('%s', (_, text) => {
    expect(() => read('getusers', text)).toThrow(NotUnderstood);
  });

  test('the sample is short, on one line and masked', () => {
    const failure = (() => {
      try {
        decode(endpointOf('getusers'), Buffer.from(`${page}\n\n${'y'.repeat(900)}`), '', (t) =>
          t.replaceAll('nginx', '***'),
        );
      } catch (thrown) {
        return thrown as NotUnderstood;
      }
    })();
    expect(failure?.params.sample).toBe(
      `<html><head><title>502 Bad Gateway</title></head><body>*** &nbsp; *********00</body></html> ${'y'.repeat(68)}…`,
    );
  });

  test('any bytes end as an answer or as not understood', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string().map((s) => Buffer.from(`<root><errcode>0</errcode><data>${s}`)),
          fc.string().map((s) => Buffer.from(`{"errcode":0,"data":${s}`)),
        ),
        (bytes) => {
          try {
            read('getallstatus', bytes);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(NotUnderstood);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
