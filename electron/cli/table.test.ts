import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderRows } from './table';
import { cutTo, padTo, shown, widthOf } from './width';

const bold = (text: string): string => `*${text}`;

test('cells are counted as a terminal draws them', () => {
  expect(['abc', '张三', 'e\u0301', 'ｶﾞ', '，', '👨‍👩‍👧', '☎️', ''].map(widthOf)).toEqual([3, 4, 1, 2, 2, 2, 2, 0]);
  expect([cutTo('张三李四', 8), cutTo('张三李四', 7), cutTo('张三李四', 6), cutTo('abc', 0), padTo('张', 4)]).toEqual([
    '张三李四',
    '张三李…',
    '张三…',
    '',
    '张  ',
  ]);
});

test('cut text never takes more cells than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 30 }), (text, cells) => {
      const cut = cutTo(text, cells);
      return widthOf(cut) <= Math.max(cells, 0) && (widthOf(text) > cells || cut === text);
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('what a caller sends cannot steer the terminal', () => {
  expect(shown('a\u001b[2Jb\u009b1m\r\n\u202ecod\u0000')).toBe('a␛[2Jb\\u009b1m␍⏎\\u202ecod␀');
  const lines = renderRows([{ name: '\u001b]0;x\u0007', n: 1 }], { width: 0, bold });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
  expect(/[\u0000-\u001f\u007f-\u009f]/.test(lines.join(''))).toBe(false);
});

const rows = [
  { queue: '90', name: '售后服务', empty: '', note: null, list: [] },
  { queue: '9100', name: '售前', empty: '', note: null, list: [{ a: 1 }] },
];

test('columns line up over wide characters; columns that are empty everywhere are left out', () => {
  expect(renderRows(rows, { columns: ['queue', 'gone', 'name'], width: 0, bold })).toEqual([
    '*queue  name      list',
    '90     售后服务  [0]',
    '9100   售前      [1]',
  ]);
});

test('the widest columns are cut until the line fits, and blocks take over when nothing fits', () => {
  const wide = [
    { a: 'short', b: '一二三四五六七八九十', c: 'x'.repeat(30) },
    { a: 's', b: '一', c: 'y' },
  ];
  const cut = renderRows(wide, { width: 40, bold: (text) => text });
  expect([cut, cut.every((line) => widthOf(line) <= 40)]).toEqual([
    ['a      b                c', 'short  一二三四五六七…  xxxxxxxxxxxxxxx…', 's      一               y'],
    true,
  ]);
  expect(renderRows(wide, { width: 12, bold: (text) => text }).map((line) => line.trim())).toEqual([
    '── 1 ───────────────────',
    'a  short',
    'b  一二三四…',
    'c  xxxxxxxx…',
    '── 2 ───────────────────',
    'a  s',
    'b  一',
    'c  y',
  ]);
});

test('a single row is a block, its lists are tables below', () => {
  const row = {
    at: '09:30',
    kind: 'x',
    one: 1,
    members: [
      { agent: '2011', paused: 0 },
      { agent: '张', paused: 1 },
    ],
  };
  expect(renderRows([row], { width: 60, bold })).toEqual([
    'at    09:30',
    'kind  x',
    'one   1',
    '',
    '*members (2)',
    '*agent  paused',
    '2011   0',
    '张     1',
  ]);
});

test('whatever the rows, the drawing ends and no table line is wider than the terminal', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer(), fc.constant(null));
  const record = fc.dictionary(fc.constantFrom('a', 'bb', 'queue', 'description', '姓名'), cell);
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), fc.integer({ min: 24, max: 100 }), (table, width) =>
      renderRows(table, { width, bold: (text) => text }).every((line) => widthOf(line) <= width),
    ),
    { seed: 11, numRuns: 500 },
  );
});
