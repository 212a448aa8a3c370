import fc from 'fast-check';
import { getCountries } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { golden } from './golden';
import { readDial, readDialLink, readNumbers, toDial, toE164 } from './index';
import { countryPlan } from './metadata';
import type { DialRules } from './plan';

const china: DialRules = {
  country: 'CN',
  outsidePrefix: '9',
  internalDigits: 4,
  areaCode: '021',
  shortCodes: ['110', '10086', '*78'],
  allowInternational: true,
  confirmOutside: true,
};

const anyRules: fc.Arbitrary<DialRules> = fc.record({
  country: fc.constantFrom('CN', 'US', 'DE', 'GB', 'IT', 'JP', 'RU', 'ZZ'),
  outsidePrefix: fc.constantFrom('', '9', '0', '*9'),
  internalDigits: fc.integer({ min: 2, max: 6 }),
  areaCode: fc.constantFrom('', '021', '30'),
  shortCodes: fc.constantFrom([], ['110', '10086'], ['*78', '#1']),
  allowInternational: fc.boolean(),
  confirmOutside: fc.boolean(),
});

/** Numbers of many plans, as E.164 without `+`. */
const worldwide = fc.oneof(
  fc.tuple(fc.constantFrom('13', '15', '18'), fc.stringMatching(/^\d{9}$/)).map(([head, rest]) => `86${head}${rest}`),
  fc.stringMatching(/^[2-8]\d{7}$/).map((rest) => `8610${rest}`),
  fc.stringMatching(/^[2-8]\d{7}$/).map((rest) => `8621${rest}`),
  fc
    .tuple(fc.constantFrom('201', '416', '808'), fc.stringMatching(/^[2-9]\d{6}$/))
    .map((parts) => `1${parts.join('')}`),
  fc.stringMatching(/^\d{7}$/).map((rest) => `4930${rest}`),
  fc.stringMatching(/^\d{8}$/).map((rest) => `331${rest}`),
  fc.stringMatching(/^79\d{6}$/).map((rest) => `4420${rest}`),
  fc.stringMatching(/^[2-3]\d{7}$/).map((rest) => `852${rest}`),
);

const separator = fc.constantFrom('', '', '', '-', '.', ' ', '%20', '(', ')', '\u2011', '\u00a0', '%2D');

/** Digits with separators strewn between them. */
const strewn = (digits: string, gaps: readonly string[]): string =>
  [...digits].map((digit, index) => digit + (gaps[index % gaps.length] ?? '')).join('');

/** Text made of what numbers, and attacks on readers of numbers, are made of. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'tel:',
        'sip:',
        'callto:',
        '+',
        '-',
        '(',
        ')',
        '.',
        '/',
        ' ',
        ',',
        ';',
        'p',
        'w',
        '*',
        '#',
        '%',
        '%2B',
        '\n',
        '@',
        ';ext=',
        '转',
        'ext',
      ),
      fc.stringMatching(/^\d{1,12}$/),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

const digitsIn = (text: string): number => [...text.matchAll(/[\p{Nd}*#＊＃]/gu)].length;

fc.configureGlobal({ seed: 3966 });

describe('the reader of numbers, whatever it is given', () => {
  it('reads any E.164 number back from a tel: address, however it is separated', () => {
    fc.assert(
      fc.property(
        worldwide,
        fc.array(separator, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('+', '%2B', '//+'),
        (digits, gaps, plus) => {
          const link = readDialLink(`tel:${plus}${strewn(digits, gaps)}`);
          expect(link).toEqual({ ok: true, value: { scheme: 'tel', plus: true, digits, after: '', context: '' } });
          expect(toE164(`tel:+${digits}`, china)).toBe(`+${digits}`);
        },
      ),
    );
  });

  it('gives the same number for every way to write its country code', () => {
    fc.assert(
      fc.property(worldwide, (digits) => {
        const dial = (text: string): unknown => toDial(text, china);
        expect(dial(`00${digits}`)).toEqual(dial(`+${digits}`));
        expect(dial(`tel:%2B${digits}`)).toEqual(dial(`+${digits}`));
      }),
    );
  });

  it('never throws, sends only keys of a telephone, and no more digits than the text holds beyond the prefixes', () => {
    const one = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }));
    fc.assert(
      fc.property(one, anyRules, (text, rules) => {
        const prefix = rules.outsidePrefix.length + countryPlan(rules.country).internationalPrefix.length;
        for (const { dial, after = '', display } of readDial(text, rules).candidates) {
          expect(dial).toMatch(/^[0-9*#]{1,40}$/);
          expect(after).toMatch(/^(?:[0-9*#][0-9*#,]{0,31})?$/);
          expect(dial.replaceAll(',', '').length + after.replaceAll(',', '').length).toBeLessThanOrEqual(
            Math.max(digitsIn(text), digitsIn(decoded(text))) + prefix,
          );
          expect(display).not.toMatch(/\p{C}/u);
          expect(display.length).toBeLessThanOrEqual(90);
        }
        toDial(text, rules);
        toE164(text, rules);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the order of the digits: what is sent is a piece of the text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const all = `${digitsOf(text)} ${digitsOf(decoded(text))}`;
        for (const { dial, after = '' } of readNumbers(text, { ...china, outsidePrefix: '' })) {
          const tail = digitsOf(dial).replace(/^00/, '').replace(/^0/, '');
          expect(all).toContain(tail);
          for (const part of after.split(',')) expect(all).toContain(digitsOf(part));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('says the same when it reads what it would send', () => {
    const rules = fc.constantFrom(china, { ...china, outsidePrefix: '' }, { ...china, areaCode: '' });
    const texts = fc.oneof(
      worldwide.map((digits) => `+${digits}`),
      fc.stringMatching(/^\d{1,14}$/),
      fc.constantFrom(...golden.flatMap(({ cases }) => cases.map(([text]) => text))),
    );
    fc.assert(
      fc.property(texts, rules, (text, by) => {
        for (const { dial, kind } of readNumbers(text, by)) {
          // Digits of no plan behind a prefix may spell a number of another one.
          if (kind === 'unknown') continue;
          const again = toDial(dial, by);
          expect(again.ok ? again.value.dial : again.error).toBe(dial);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never makes one number of two', () => {
    const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
    fc.assert(
      fc.property(
        mobile,
        mobile,
        fc.constantFrom(' ', '  ', '\n', ',', '，', '、', ' / ', '/', ' or ', '；', '\t', ' 和 '),
        (a, b, gap) => {
          const dials = readNumbers(a + gap + b, { ...china, outsidePrefix: '' }).map(({ dial }) => dial);
          expect(dials).toEqual(a === b ? [a] : [a, b]);
        },
      ),
    );
  });

  it('ends soon on a text made to keep it busy', () => {
    const texts = [
      '1 '.repeat(2000),
      '(1)-'.repeat(1000),
      '+'.repeat(4000),
      '1.'.repeat(2000),
      'call 1 or '.repeat(400),
      '1,'.repeat(2000),
      'tel:1;'.repeat(600),
    ];
    for (const text of texts) expect(readDial(text, china).candidates.length).toBeLessThanOrEqual(20);
  });

  it('knows an international prefix of digits for every country', () => {
    const broken = getCountries().filter((country) => !/^\d{1,5}$/.test(countryPlan(country).internationalPrefix));
    expect(broken).toEqual([]);
  });
});

/** `%31` is a digit once decoded, and `%20` holds none. */
function decoded(text: string): string {
  return text.replace(/%[2-7][0-9a-f]/gi, (escaped) => decodeURIComponent(escaped));
}

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
