import { describe, expect, it } from 'vitest';
import { golden } from './golden';
import { goldenWorld } from './golden-world';
import { formatNumber, readDial, readDialLink, readNumbers, toDial, toE164 } from './index';
import type { DialRules } from './plan';

const rules: DialRules = {
  country: 'CN',
  outsidePrefix: '9',
  internalDigits: 4,
  areaCode: '',
  shortCodes: ['110', '10086', '*78'],
  allowInternational: true,
  confirmOutside: true,
};

const all = [...golden, ...goldenWorld];

const dialled = (text: string, by: DialRules): readonly string[] =>
  readNumbers(text, by).map(({ dial, after }) => (after === undefined ? dial : `${dial}~${after}`));

describe('golden numbers (R20)', () => {
  it('has at least 300 different cases', () => {
    const keys = all.flatMap(({ about, cases }) => cases.map(([text]) => `${about}/${text}`));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(300);
  });

  describe.each(all)('$about', ({ rules: by, cases }) => {
    it.each(cases.map(([text, ...expected]) => ({ text, expected })))('$text', ({ text, expected }) => {
      expect(dialled(text, by)).toEqual(expected);
    });
  });
});

describe('toDial', () => {
  const why = (number: string, by: DialRules = rules): unknown => {
    const result = toDial(number, by);
    return result.ok ? result.value : { code: result.error.code, params: result.error.params };
  };

  it('gives the one number with its prefix, kind and country', () => {
    expect(why('+49 30 123456 ext 12')).toEqual({
      display: '+49 30 123456 x12',
      dial: '9004930123456',
      after: '12',
      kind: 'international',
      region: 'DE',
    });
    expect(why('2011')).toEqual({ display: '2011', dial: '2011', kind: 'internal', region: '' });
    expect(why('10086')).toEqual({ display: '10086', dial: '910086', kind: 'short-code', region: 'CN' });
    expect(why('*78')).toEqual({ display: '*78', dial: '*78', kind: 'short-code', region: '' });
    expect(why('110')).toEqual({ display: '110', dial: '110', kind: 'emergency', region: 'CN' });
    expect(why('12345678')).toEqual({ display: '12345678', dial: '912345678', kind: 'unknown', region: '' });
  });

  it('says why a number is refused, with the number masked', () => {
    const closed = { ...rules, allowInternational: false };
    expect(why('+49 30 12345678', closed)).toEqual({
      code: 'number-not-allowed',
      params: { why: 'international', number: '+493*****5678' },
    });
    expect(why('tel:004930123456', closed)).toMatchObject({ code: 'number-not-allowed' });
    expect(why('1-800-FLOWERS')).toEqual({
      code: 'invalid-number',
      params: { why: 'letters', number: '1-800-FLOWERS' },
    });
    expect(why('')).toMatchObject({ code: 'invalid-number', params: { why: 'not-a-number' } });
    expect(why('+1234567890123456')).toMatchObject({ code: 'invalid-number', params: { why: 'too-long' } });
    expect(why('13800138000 13900139000')).toMatchObject({ code: 'invalid-number', params: { why: 'several' } });
    expect(why('2024-03-01')).toMatchObject({ code: 'invalid-number' });
    expect(why('9'.repeat(5000))).toMatchObject({ code: 'invalid-number', params: { why: 'too-long' } });
  });

  it('lets own-country numbers pass where international ones are refused', () => {
    expect(toDial('+8613800138000', { ...rules, allowInternational: false }).ok).toBe(true);
  });
});

describe('readDial', () => {
  it('tells what it left out and why', () => {
    expect(readDial('call +49 30 123456 or 13800138000', { ...rules, allowInternational: false })).toEqual({
      candidates: [{ display: '138 0013 8000', dial: '913800138000', kind: 'national', region: 'CN' }],
      refused: [{ reason: 'international', text: '+4930123456' }],
    });
    expect(readDial('sip:alice@example.com', rules)).toEqual({
      candidates: [],
      refused: [{ reason: 'letters', text: 'sip:alice@example.com' }],
    });
  });

  it('reads no more than it says', () => {
    const numbers = Array.from({ length: 30 }, (_, index) => `138001380${10 + index}`).join('\n');
    expect(readNumbers(numbers, rules)).toHaveLength(20);
    expect(readNumbers(`${' '.repeat(4000)}13800138000`, rules)).toEqual([]);
  });
});

describe('readDialLink', () => {
  it('takes an address apart', () => {
    expect(readDialLink('tel:55-1234;ext=12;phone-context=+86-21;isub=9')).toEqual({
      ok: true,
      value: { scheme: 'tel', plus: false, digits: '551234', after: '12', context: '8621' },
    });
    expect(readDialLink('sip:+4930123456,1@gw.example.com;user=phone')).toEqual({
      ok: true,
      value: { scheme: 'sip', plus: true, digits: '4930123456', after: '1', context: '' },
    });
  });

  it('refuses what is none', () => {
    expect(
      ['http://example.com', 'tel:%252B49', `tel:${'1'.repeat(600)}`, 'callto:echo', 'tel:1%0A2'].map((uri) =>
        readDialLink(uri),
      ),
    ).toEqual([
      { ok: false, error: 'not-a-number' },
      { ok: false, error: 'not-a-number' },
      { ok: false, error: 'too-long' },
      { ok: false, error: 'letters' },
      { ok: false, error: 'not-a-number' },
    ]);
  });
});

describe('toE164', () => {
  it('knows the worldwide form, or that there is none', () => {
    const of = (number: string, by: DialRules = rules): string => toE164(number, by);
    expect(of('13800138000')).toBe('+8613800138000');
    expect(of('021-55551234')).toBe('+862155551234');
    expect(of('55551234')).toBe('');
    expect(of('55551234', { ...rules, areaCode: '021' })).toBe('+862155551234');
    expect(of('0049 30 123456', { ...rules, allowInternational: false })).toBe('+4930123456');
    expect(of('201-555-0123', { ...rules, country: 'US', outsidePrefix: '' })).toBe('+12015550123');
    expect(['2011', '110', '10086', 'anonymous', ''].map((number) => of(number))).toEqual(['', '', '', '', '']);
  });
});

describe('formatNumber', () => {
  it('writes numbers as their country reads them and leaves the rest alone', () => {
    const cn = (number: string): string => formatNumber(number, 'CN');
    expect(
      ['13800138000', '013800138000', '+8613800138000', '02155551234', '07552345678', '4008001234', '55551234'].map(cn),
    ).toEqual([
      '138 0013 8000',
      '138 0013 8000',
      '138 0013 8000',
      '021 5555 1234',
      '0755 234 5678',
      '400 800 1234',
      '5555 1234',
    ]);
    expect(['+4930123456', '004930123456', '2011', '10086', '*78', 'anonymous', '', '\u202e2011\n'].map(cn)).toEqual([
      '+49 30 123456',
      '+49 30 123456',
      '2011',
      '10086',
      '*78',
      'anonymous',
      '',
      '2011',
    ]);
    expect(formatNumber('2015550123', 'us')).toBe('(201) 555-0123');
    expect(formatNumber('+12015550123', 'US')).toBe('(201) 555-0123');
    expect(formatNumber('5551234', 'ZZ')).toBe('5551234');
  });
});
