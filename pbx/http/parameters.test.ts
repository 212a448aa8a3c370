import { expect, test } from 'vitest';
import { catalogue } from '../../shared/webcti';
import type { Param } from '../../shared/webcti/catalogue';
import { checkParameters, readParameters } from './parameters';

const check = (params: Readonly<Record<string, Param>>, query: string) =>
  checkParameters(params, readParameters(query));
const refused = (message: string) => ({ ok: false, reply: { errcode: 9002, message, rows: [] } });

test('reads query and body, blanks and UTF-8, the last one of a name', () => {
  expect([...readParameters('a=1&b=%E7%8E%8B+%E8%8A%B3&a=2', 'c=%zz&d')]).toEqual([
    ['a', '2'],
    ['b', '王 芳'],
    ['c', '%zz'],
    ['d', ''],
  ]);
});

test('names the first required parameter that is missing or empty', () => {
  const { params } = catalogue.ctiqueuepause;
  expect(
    ['', 'queue=90', 'queue=90&interface=', 'queue=90&interface=SIP%2F2011'].map((query) => check(params, query)),
  ).toEqual([
    refused('need variable "queue".'),
    refused('need variable "interface".'),
    refused('need variable "interface".'),
    refused('need variable "paused".'),
  ]);
});

test('an application excuses context, exten and priority of ctioriginate, and nothing else', () => {
  const { params } = catalogue.ctioriginate;
  expect([
    check(params, 'channel=SIP%2F2011&callerid=1&variable=A%3D1'),
    check(params, 'channel=SIP%2F2011&callerid=1&variable=A%3D1&application=MeetMe'),
    check(params, 'channel=SIP%2F2011&application=MeetMe'),
    check(params, 'channel=SIP%2F2011&callerid=1&variable=A%3D1&context=c&exten=1&priorty=1'),
  ]).toEqual([
    refused('need variable "context".'),
    { ok: true, args: { channel: 'SIP/2011', callerid: '1', variable: 'A=1', application: 'MeetMe' } },
    refused('need variable "callerid".'),
    {
      ok: true,
      args: { channel: 'SIP/2011', callerid: '1', variable: 'A=1', context: 'c', exten: '1', priority: '1' },
    },
  ]);
});

test('refuses wrong kinds and ranges, fills defaults, keeps allowed emptiness', () => {
  const params = {
    n: { type: 'int', max: 99 },
    e: { type: 'enum', values: ['0', '1'], default: '0' },
    d: { type: 'date' },
    t: { type: 'datetime' },
    v: { type: 'string', required: true, empty: true },
  } as const;
  expect(
    [
      'n=99&v=',
      'n=100&v=',
      'n=-1&v=',
      'n=1x&v=',
      'e=2&v=',
      'd=2026-13-01&v=',
      'd=2026-1-1&v=',
      't=gestern&v=',
      'v=x&t=2026-01-01',
    ].map((query) => check(params, query)),
  ).toEqual([
    { ok: true, args: { n: '99', e: '0', v: '' } },
    refused('variable "n" is invalid.'),
    refused('variable "n" is invalid.'),
    refused('variable "n" is invalid.'),
    refused('variable "e" is invalid.'),
    refused('variable "d" is invalid.'),
    refused('variable "d" is invalid.'),
    refused('variable "t" is invalid.'),
    { ok: true, args: { e: '0', t: '2026-01-01', v: 'x' } },
  ]);
});

test('reads a value in small letters where the catalogue says so, and nowhere else', () => {
  const params = {
    status: { type: 'enum', values: ['B', 'S'], caseless: true },
    kind: { type: 'enum', values: ['N'] },
  } as const;
  expect(['status=s&kind=N', 'status=x', 'kind=n'].map((query) => check(params, query))).toEqual([
    { ok: true, args: { status: 'S', kind: 'N' } },
    refused('variable "status" is invalid.'),
    refused('variable "kind" is invalid.'),
  ]);
});

test('what is required only beside another parameter is asked for only then', () => {
  const params = {
    item: { type: 'enum', values: ['add', 'find'], default: 'find' },
    pbxid: { type: 'string', when: { item: ['add'] } },
    key: { type: 'int', min: -1 },
  } as const;
  const check = (query: string) => {
    const checked = checkParameters(params, readParameters(query));
    return checked.ok ? checked.args : checked.reply.message;
  };
  expect([
    check(''),
    check('item=add'),
    check('item=add&pbxid=1'),
    check('key=-1'),
    check('key=-2'),
    check('key=1'),
  ]).toEqual([
    { item: 'find' },
    'need variable "pbxid".',
    { item: 'add', pbxid: '1' },
    { item: 'find', key: '-1' },
    'variable "key" is invalid.',
    { item: 'find', key: '1' },
  ]);
});
