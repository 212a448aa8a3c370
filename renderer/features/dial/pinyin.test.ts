import { expect, test } from 'vitest';
import { findRows, loadSpeller } from './pinyin';

const rows = [
  { extension: '2011', name: '王芳' },
  { extension: '2012', name: '单小曾' },
  { extension: '2013', name: '欧阳雪' },
  { extension: '3201', name: 'Emma Clarke' },
  { extension: '3202', name: '李20' },
];
const found = async (query: string) => findRows(rows, query, await loadSpeller(), 10).map(({ extension }) => extension);

test('finds by number, characters, initials and whole pinyin; surnames are read as surnames', async () => {
  expect([
    await found('2011'),
    await found('20'),
    await found('芳'),
    await found('wf'),
    await found('WANGF'),
    await found('shan'),
    await found('oyx'),
    await found('emma c'),
    await found('zzz'),
    (await found('')).length,
  ]).toEqual([
    ['2011'],
    ['2011', '2012', '2013', '3202', '3201'],
    ['2011'],
    ['2011'],
    ['2011'],
    ['2012'],
    ['2013'],
    ['3201'],
    [],
    5,
  ]);
});

test('without the table names are still found by their characters', () => {
  expect([findRows(rows, '王', null, 5).length, findRows(rows, 'wf', null, 5).length]).toEqual([1, 0]);
});
