import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AppError, appError, fail, ok } from '../../shared/domain/result';
import type { Download } from '../platforms/driver';
import { answerMedia, readRange, soundType, ticketOf } from './media';
import { pageHeaders } from './page';

const ticket = 'abcdefghijklmnopqrstuvwxyz012345';

test('ranges as browsers send them; anything else means the whole', () => {
  const good = { 'bytes=0-': { from: 0, to: null }, 'bytes=5-9': { from: 5, to: 9 }, 'bytes=-500': { last: 500 } };
  const other = [
    '',
    'bytes=',
    'bytes=-',
    'bytes=9-5',
    'bytes=0-1,5-6',
    'items=0-1',
    'bytes=a-b',
    'bytes=0x1-',
    'bytes=--5',
    `bytes=${'9'.repeat(20)}-`,
  ];
  expect([
    Object.keys(good).map((header) => readRange(header)),
    other.map((header) => readRange(header)),
    readRange('  bytes=1-1 '),
  ]).toEqual([Object.values(good), other.map(() => null), { from: 1, to: 1 }]);
  fc.assert(
    fc.property(fc.string(), (header) => {
      const range = readRange(header);
      return range === null || ('last' in range ? range.last : range.from) >= 0;
    }),
    { seed: 3 },
  );
});

test('only a path that is a ticket is one', () => {
  expect(
    [
      `/media/${ticket}`,
      '/media/',
      '/media/short',
      `/media/${ticket}/x`,
      `/media/../${ticket}`,
      `/x/media/${ticket}`,
      `/media/${ticket}%2f`,
    ].map(ticketOf),
  ).toEqual([ticket, null, null, null, null, null, null]);
});

test('a sound, by its own word or its name, or bytes that nothing runs', () => {
  expect(
    [
      ['audio/x-wav', 'a'],
      ['Audio/MPEG; charset=x', 'a'],
      ['text/html', 'a.wav'],
      ['text/html', 'a.html'],
      ['application/octet-stream', 'a.MP3'],
      ['audio/../../x', 'a'],
      ['audio/x\r\nset-cookie: a=b', 'a.wav'],
      ['', 'constructor'],
      ['', 'a.constructor'],
      ['image/svg+xml', 'a.svg'],
    ].map(([type = '', name = '']) => soundType(type, name)),
  ).toEqual([
    'audio/x-wav',
    'audio/mpeg',
    'audio/wav',
    'application/octet-stream',
    'audio/mpeg',
    'application/octet-stream',
    'audio/wav',
    'application/octet-stream',
    'application/octet-stream',
    'application/octet-stream',
  ]);
});

const question = { method: 'GET', ticket, range: null, save: false, signal: new AbortController().signal };
const refused = async (error: AppError) => {
  const { status, headers, body } = await answerMedia({ media: async () => fail(error) }, question);
  return [status, headers['content-range'] ?? '', headers['content-type'] ?? '', body];
};

test('what went wrong is a status; the words were given by the question', async () => {
  expect([
    await refused(appError('invalid-input', '', { params: { field: 'ticket' } })),
    await refused(appError('invalid-input', '', { params: { field: 'range', size: 77 } })),
    await refused(appError('http', '', { params: { status: 416 } })),
    await refused(appError('http', '', { params: { status: 500 } })),
    await refused(appError('unreachable', 'http://10.0.0.2/?webkey=x')),
  ]).toEqual([
    [404, '', '', null],
    [416, 'bytes */77', '', null],
    [416, '', '', null],
    [502, '', '', null],
    [502, '', '', null],
  ]);
});

test('a person’s own file has its name; HEAD cancels the download it does not want', async () => {
  let cancelled = 0;
  const download: Download = {
    name: '通话 "1"\r\n.wav\ud800',
    type: 'audio/wav',
    size: 5,
    part: null,
    body: (async function* () {})(),
    cancel: () => {
      cancelled += 1;
    },
  };
  const door = { media: async () => ok(download) };
  const saved = await answerMedia(door, { ...question, save: true });
  const head = await answerMedia(door, { ...question, method: 'HEAD' });
  expect([saved.status, saved.headers, cancelled, head.body]).toEqual([
    200,
    {
      ...pageHeaders,
      'cache-control': 'no-store',
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      'content-length': '5',
      'content-disposition': `attachment; filename="__ _1___.wav_"; filename*=UTF-8''%E9%80%9A%E8%AF%9D%20%221%22%0D%0A.wav_`,
    },
    1,
    null,
  ]);
});
