import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repairText } from './tasks-text';

const high = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
/** What an honest reader sees of bytes that a latin1 column holds. */
const asLatin1 = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => (byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : String.fromCharCode(byte))).join('');
/** Of any plane, without halves of a character. */
const unit = fc
  .oneof(
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
    fc.integer({ min: 0x4e00, max: 0x4eff }),
  )
  .map((code) => String.fromCodePoint(code));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('text of latin1 columns that hold UTF-8 or GBK bytes is read as what it is', () => {
  const gbk = {
    张三: [0xd5, 0xc5, 0xc8, 0xfd],
    '回访：北京A1': [0xbb, 0xd8, 0xb7, 0xc3, 0xa3, 0xba, 0xb1, 0xb1, 0xbe, 0xa9, 0x41, 0x31],
  };
  expect([
    repairText(asLatin1(utf8('张三（回访）'))),
    ...Object.values(gbk).map((bytes) => repairText(asLatin1(Uint8Array.from(bytes)))),
  ]).toEqual(['张三（回访）', ...Object.keys(gbk)]);
});

test('everything else stays what it says', () => {
  const honest = [
    '',
    'Office 1',
    '张三',
    'José Núñez',
    'café',
    'naïve',
    '€ 20',
    '100 °C',
    'Ünal',
    'ÅÄÖ 3',
    '客户 café',
    '😀',
    'ÿ',
  ];
  expect(honest.map(repairText)).toEqual(honest);
});

test('UTF-8 in a latin1 column comes back whatever was written; an honest text outside of latin1 is never touched', () => {
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      expect(repairText(asLatin1(utf8(text)))).toBe(text);
    }),
    { seed: 5, numRuns: 100 },
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      const outside = `${text}张`;
      expect(repairText(outside)).toBe(outside);
    }),
    { seed: 6, numRuns: 100 },
  );
});
