import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, secondsBetween } from './duration';
import { cleanText, maskNumber, maskNumbers, maskSecret, withoutSecrets } from './text';

describe('cleanText', () => {
  it.each([
    ['plain', 'plain'],
    ['  two   blanks\t\n', 'two blanks'],
    ['line one\r\nline two', 'line one line two'],
    ['bell\u0007 and nul\u0000', 'bell and nul'],
    ['\u0085next\u009bline', 'next line'],
    ['para\u2029graph\u2028', 'para graph'],
    ['moc.\u202eevil\u202c', 'moc.evil'],
    ['\u2066isolate\u2069 \u061cmark\u200f', 'isolate mark'],
    ['zero\u200bwidth\ufeff \u00adsoft', 'zerowidth soft'],
    ['tag\u{e0041}\u{e007f}', 'tag'],
    ['half \ud83d pair', 'half pair'],
    ['whole 😀 pair', 'whole 😀 pair'],
    ['张先生（售后）', '张先生（售后）'],
    ['family 👨‍👩‍👧', 'family 👨‍👩‍👧'],
    [`Z${'\u0336'.repeat(30)}algo`, `Z${'\u0336'.repeat(4)}algo`],
    ['<noname>', '<noname>'],
    ['', ''],
  ])('%j', (text, clean) => {
    expect(cleanText(text, 40)).toBe(clean);
  });

  it('cuts by whole characters and says so', () => {
    expect(cleanText('abcdef', 4)).toBe('abc…');
    expect(cleanText('😀😀😀', 2)).toBe('😀…');
    expect(cleanText('abc', 3)).toBe('abc');
    expect(cleanText('abc', 0)).toBe('');
    expect([...cleanText('字'.repeat(100_000), 200)]).toHaveLength(200);
  });

  it('is clean, short and settled for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 0, max: 60 }), (text, max) => {
        const clean = cleanText(text, max);
        expect([...clean].length).toBeLessThanOrEqual(max);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(cleanText(clean, max)).toBe(clean);
      }),
      { seed: 20, numRuns: 1000 },
    );
  });
});

describe('masks', () => {
  it('keeps what helps to recognise a number and hides the rest', () => {
    expect(
      ['13800138000', '+8613800138000', '021-55551234', '5555123', '10086', '2011', '', 'anonymous'].map(maskNumber),
    ).toEqual(['138****8000', '+861******8000', '021-****1234', '55***23', '1***6', '2011', '', 'anonymous']);
  });

  it('masks numbers inside a text', () => {
    expect(maskNumbers('dial 138 0013 8000 from 2011 failed')).toBe('dial 138 **** 8000 from 2011 failed');
  });

  it('shows nothing of a secret, not even its length', () => {
    expect(['', 'a', 'a very long web key'].map(maskSecret)).toEqual(['', '********', '********']);
    expect(withoutSecrets('key=s3cr&t word s3cr%26t', ['s3cr&t', ''])).toBe('key=******** word ********');
    expect(withoutSecrets('abcdef and abcd', ['abcd', 'abcdef'])).toBe('******** and ********');
    expect(withoutSecrets('a=1', ['a'])).toBe('a=1');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '00:00'],
    [5.9, '00:05'],
    [192, '03:12'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [36_061, '10:01:01'],
    [-3, '00:00'],
    [Number.NaN, '00:00'],
    [Number.POSITIVE_INFINITY, '00:00'],
  ])('%d s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('counts whole seconds between two instants', () => {
    expect([
      secondsBetween(1000, 3999),
      secondsBetween(5000, 1000),
      secondsBetween(null, 1),
      secondsBetween(1, null),
    ]).toEqual([2, 0, 0, 0]);
  });
});
