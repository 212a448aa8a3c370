import { describe, expect, test } from 'vitest';
import type { Endpoint, Field } from '../../../shared/webcti/catalogue';
import { type EndpointName, endpointNames, endpointOf } from '../../../shared/webcti/index';
import { FakeClock } from './testing/clock';
import { body, fakeHttp, testEffects } from './testing/effects';
import { endOf, faultsOf } from './testing/typed';
import { createWebcti } from './webcti';

const queues = endpointOf('getqueuelist');
const rows = [
  { queueno: '90', description: '售后 & <VIP>' },
  { queueno: '91', description: '' },
];
const read = (text: Uint8Array | string, type = '', endpoint: Endpoint = queues) => {
  const end = endOf(endpoint, text, type);
  return end === 'not-understood' ? end : { errcode: end.errcode, message: end.message, rows: end.rows };
};
const fine = { errcode: 0, message: 'SUCCESS', rows };
const json = JSON.stringify({ errcode: 0, message: 'SUCCESS', data: rows });
const xml =
  '<?xml version="1.0" encoding="utf-8"?><root><errcode>0</errcode><message>SUCCESS</message><data>' +
  '<item><queueno>90</queueno><description>售后 &amp; &lt;VIP&gt;</description></item>' +
  '<item><queueno>91</queueno><description/></item></data></root>';
const loose = xml.replace('&amp; &lt;VIP&gt;', '& <VIP>');
const older = JSON.stringify({ root: { row: rows } });
const olderXml = `<root>${rows.map(({ queueno }) => `<row><queueno>${queueno}</queueno><description/></row>`).join('')}</root>`;

describe('an answer that was cut', () => {
  test.each([
    ['JSON', json],
    ['XML', xml],
    ['XML that is none', loose],
    ['JSON of the older generation', older],
    ['XML of the older generation', olderXml],
  ])('%s, at every byte: never half an answer', (_, text) => {
    const bytes = Buffer.from(text);
    const ends = Array.from({ length: bytes.length }, (_unused, at) => read(bytes.subarray(0, at)));
    expect([new Set(ends), read(bytes) !== 'not-understood']).toEqual([new Set(['not-understood']), true]);
  });

  test('as script: only its last sign may be missing', () => {
    const bytes = Buffer.from(`var responseJSON=${json};`);
    const ends = Array.from({ length: bytes.length }, (_, at) => read(bytes.subarray(0, at)));
    expect([new Set(ends.slice(0, -1)), ends.at(-1), read(bytes)]).toEqual([new Set(['not-understood']), fine, fine]);
  });

  test('at every byte of GB18030, and behind what PHP complains of', () => {
    const gb = Buffer.from(json.replace('售后', '??')).toString('latin1').replace('??', '\xca\xdb\xba\xf3');
    const warned = `<br />\n<b>Warning</b>: <root> in {"x"} <br />\n${json}`;
    for (const bytes of [Buffer.from(gb, 'latin1'), Buffer.from(warned)]) {
      const ends = Array.from({ length: bytes.length }, (_, at) => read(bytes.subarray(0, at)));
      expect([new Set(ends), read(bytes)]).toEqual([new Set(['not-understood']), fine]);
    }
  });
});

describe('what PHP writes round an answer', () => {
  const warning = (text: string) =>
    `<br />\n<b>Warning</b>:  ${text} in <b>/var/www/x.php</b> on line <b>3</b><br />\n`;
  test.each([
    ['a byte order mark', `\ufeff${json}`],
    ['line ends', `\r\n\r\n${json}\r\n`],
    ['a warning', warning('fopen() failed') + json],
    ['a warning before XML', warning('fopen() failed') + xml],
    ['a warning with a brace', warning('unexpected { in {"a":1}') + json],
    ['a warning with a root', warning('unexpected <root> in <root/>') + xml],
    ['a warning with a root before JSON', warning('unexpected <root>') + json],
    ['a warning that quotes an answer', warning('bad {"errcode":5,"message":"x","data":[]} here') + json],
    ['a warning that quotes one in XML', warning('bad <root><errcode>5</errcode></root> here') + xml],
    ['a hundred warnings', warning('Undefined index: agent').repeat(100) + xml],
    ['a warning behind', `${json}${warning('headers sent')}`],
    ['a warning behind XML', `${xml}${warning('headers sent')}`],
    ['an error behind a whole answer', `${json}\nPHP Fatal error:  Out of memory`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(fine);
  });

  test.each([
    ['a fatal error', warning('Out of memory').replace('Warning', 'Fatal error')],
    ['a fatal error in the middle', `${json.slice(0, 40)}${warning('Out of memory')}`],
    ['a fatal error in the middle of XML', `${xml.slice(0, 120)}${warning('Out of memory')}`],
    ['two halves', json.slice(0, 30) + xml.slice(60)],
    ['a warning that only looks like one', warning('{"errcode":') + warning('<root>')],
    [
      'a page to sign in',
      '<html><head><title>登录</title></head><body><form action="config.php"></form></body></html>',
    ],
    ['a page of a proxy', '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>'],
  ])('%s is no answer', (_, text) => {
    expect(read(text)).toBe('not-understood');
  });
});

describe('charsets', () => {
  const gb = Buffer.from(json.replace('售后', '??').replaceAll('??', '\xca\xdb\xba\xf3'), 'latin1');
  test.each([
    ['UTF-8 that says GB2312', Buffer.from(json), 'text/html; charset=gb2312', fine],
    ['GB18030 that says UTF-8', gb, 'application/json; charset=utf-8', fine],
    ['GB18030 that says nothing', gb, '', fine],
    ['UTF-16', Buffer.from(`\ufeff${json}`, 'utf16le'), '', fine],
    ['UTF-16 without its mark', Buffer.from(json, 'utf16le'), '', 'not-understood'],
    ['gzip', Buffer.from('1f8b0800000000000003ab56ca4bcc4d', 'hex'), 'application/json', 'not-understood'],
  ])('%s', (_, bytes, type, expected) => {
    expect(read(bytes, type)).toEqual(expected);
  });
});

describe('wrong types in every field', () => {
  const wrong: readonly unknown[] = [
    ...[null, true, false, 0, -1, 1.5, 1e308, '', 'x', '0000-00-00 00:00:00', [], {}, [[]], [null], [1, 'x']],
    ...[{ item: 'x' }, { item: [] }, { a: { b: { c: [] } } }, ['x', { y: 1 }], '1e999', '99999999999999999999999'],
  ];
  /** Values of nested lists go wrong too. */
  const filled = (fields: Readonly<Record<string, Field>>, value: unknown, deep: boolean): object =>
    Object.fromEntries(
      Object.entries(fields).map(([name, { children }]) => [
        name,
        deep && children ? [filled(children, value, deep)] : value,
      ]),
    );
  test.each(endpointNames)('%s', (name) => {
    const endpoint = endpointOf(name);
    for (const value of wrong) {
      for (const deep of [false, true]) {
        const row = filled(endpoint.fields, value, deep);
        for (const data of [row, [row], [row, value], value]) {
          const end = endOf(endpoint, JSON.stringify({ errcode: 0, message: value, total: value, data }));
          expect(end === 'not-understood' ? end : faultsOf(end, endpoint)).toEqual([]);
        }
      }
    }
  });

  test.each([null, true, false, [], {}, '', 'x', '0x1', 'NaN', '1e999', [0]])('an errcode %j is none', (errcode) => {
    expect(read(JSON.stringify({ errcode, message: 'SUCCESS', data: [] }))).toBe('not-understood');
  });
});

describe('depth, size and traps', () => {
  const deepJson = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  const deepRows = `${'{"item":['.repeat(10_000)}${']}'.repeat(10_000)}`;
  const deepXml = `${'<item>'.repeat(10_000)}${'</item>'.repeat(10_000)}`;
  const none = { ...fine, rows: [] };
  const blank = { ...fine, rows: [{ queueno: '', description: '' }] };
  const inField = (value: string) =>
    `{"errcode":0,"message":"SUCCESS","data":[{"queueno":"90","description":${value}}]}`;
  const one = (description: string) => ({ ...fine, rows: [{ queueno: '90', description }] });
  const bomb = `<!DOCTYPE root [<!ENTITY a "lol">${'bcdefghij'
    .split('')
    .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`)
    .join('')}]>`;
  const withEntity = (name: string) => xml.replace('&amp; &lt;VIP&gt;', `&${name};`).replace(/<\?xml[^>]*>/, '');

  test.each<[string, string | Uint8Array, unknown]>([
    ['10,000 lists', inField(deepJson), one('')],
    ['10,000 rows', `{"errcode":0,"message":"SUCCESS","data":${deepRows}}`, blank],
    ['10,000 lists of data', `{"errcode":0,"message":"SUCCESS","data":${deepJson}}`, none],
    ['10,000 opened and never closed', `{"errcode":0,"data":${'['.repeat(10_000)}`, 'not-understood'],
    ['10,000 elements', `<root><errcode>0</errcode><message>SUCCESS</message><data>${deepXml}</data></root>`, blank],
    [
      '200 elements in a field are no answer of this interface but its text',
      loose.replace('& <VIP>', `${'<x>'.repeat(200)}${'</x>'.repeat(200)}`),
      { ...fine, rows: [{ queueno: '90', description: `售后 ${'<x>'.repeat(200)}${'</x>'.repeat(200)}` }, rows[1]] },
    ],
    ['10,000 elements never closed', `<root><errcode>0</errcode><data>${'<item>'.repeat(10_000)}`, 'not-understood'],
    ['10,000 roots', '<root>'.repeat(10_000) + '</root>'.repeat(10_000), 'not-understood'],
    ['10,000 beginnings', '{"errcode":'.repeat(10_000), 'not-understood'],
    ['100,000 beginnings behind a word', `x${'<root><errcode>'.repeat(100_000)}`, 'not-understood'],
    [
      'billion laughs',
      bomb + withEntity('j'),
      { ...fine, rows: [{ queueno: '90', description: '售后 &j;' }, rows[1]] },
    ],
    [
      'an entity from a file',
      `<!DOCTYPE root [<!ENTITY x SYSTEM "file:///etc/passwd">]>${withEntity('x')}`,
      { ...fine, rows: [{ queueno: '90', description: '售后 &x;' }, rows[1]] },
    ],
    [
      'an entity that is an answer',
      `<!DOCTYPE root [<!ENTITY x "<root><errcode>5</errcode><message/></root>">]>${withEntity('x')}`,
      { ...fine, rows: [{ queueno: '90', description: '售后 &x;' }, rows[1]] },
    ],
    ['NUL escaped', inField('"a\\u0000b"'), one('a\0b')],
    ['NUL raw', inField('"a\0b"'), one('a\0b')],
    ['raw line ends in text', inField('"a\nb\tc"'), one('a\nb\tc')],
    ['escapes that JSON does not have', inField('"it\\\'s C:\\-x"'), one("it's C:\\-x")],
    ['NUL everywhere', Buffer.alloc(100_000), 'not-understood'],
    ['half a character in JSON', inField('"a\\ud83d b \\ude00 \\ud83d\\ude00"'), one('a\ufffd b \ufffd 😀')],
    [
      'half a character in XML',
      withEntity('#xD83D'),
      { ...fine, rows: [{ queueno: '90', description: '售后 &#xD83D;' }, rows[1]] },
    ],
    ['a number of 100,000 digits', inField('9'.repeat(100_000)), one('9'.repeat(100_000))],
    ['numbers in lists', inField('1421960697.190'), one('1421960697.190')],
    [
      '__proto__ in a row',
      inField('"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'),
      one('x'),
    ],
    [
      '__proto__ round the answer',
      '{"__proto__":{"errcode":0},"errcode":0,"message":"SUCCESS","data":[{"__proto__":{"queueno":"7"}}]}',
      blank,
    ],
    ['__proto__ for an envelope', '{"__proto__":{"errcode":0,"data":[]}}', 'not-understood'],
    [
      '__proto__ in XML',
      xml.replace('<description/>', '<description/><__proto__><queueno>7</queueno></__proto__>'),
      fine,
    ],
    ['__proto__ in XML that is none', loose.replace('<description/>', '<description/><__proto__>7</__proto__>'), fine],
    ['names of every object', `{"toString":1,"valueOf":{},"hasOwnProperty":[],${json.slice(1)}`, fine],
  ])('%s', (_, text, expected) => {
    expect([read(text), (Object.prototype as { polluted?: unknown }).polluted]).toEqual([expected, undefined]);
  });

  test('names of variables may be anything but a prototype', () => {
    const end = read(
      '{"errcode":0,"message":"","data":[{"__proto__":"x","constructor":"y","A":"z"}]}',
      '',
      endpointOf('ctigetvars'),
    );
    expect(end !== 'not-understood' && Object.entries(end.rows[0] ?? {})).toEqual([
      ['constructor', 'y'],
      ['A', 'z'],
    ]);
  });

  test('a huge number is none, and an errcode never one', () => {
    const end = read('{"errcode":0,"message":"","data":[{"result":1e999}]}', '', endpointOf('getcdrcount'));
    expect([end, read('{"errcode":1e999,"message":"","data":[]}')]).toEqual([
      { errcode: 0, message: '', rows: [{ result: null }] },
      'not-understood',
    ]);
  });
});

describe('each bad answer ends in its class', () => {
  test.each<[string, string, EndpointName, string]>([
    ['half an answer', json.slice(0, 40), 'getqueuelist', 'not-understood'],
    ['a page to sign in', '<html><form></form></html>', 'getqueuelist', 'not-understood'],
    ['a refusal', '{"errcode":1291,"message":"no","data":[]}', 'getqueuelist', 'refused'],
    ['a refusal of the key', '{"errcode":9999,"message":"WebKey is invalid","data":[]}', 'getqueuelist', 'key-refused'],
    [
      'a parameter',
      '{"errcode":9002,"message":"need variable \\"x\\".","data":[]}',
      'getqueuelist',
      'parameter-missing',
    ],
  ])('%s', async (_, text, name, code) => {
    const http = fakeHttp(() => body(text));
    const webcti = createWebcti(
      { address: 'http://pbx', key: 'k', pin: '' },
      testEffects(new FakeClock(Date.UTC(2026, 0, 1)), http),
    );
    const answer = await webcti.client.call(name, {} as never);
    webcti.close();
    expect(answer.ok ? 'ok' : answer.error.code).toBe(code);
  });
});
