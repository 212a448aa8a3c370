// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, partyOf } from './address';

test('numbers become addresses of the account’s own exchange; nothing else does', () => {
  expect(
    [
      '2011',
      '+86 (138) 0013-8000',
      '*97',
      '#31',
      '90*1#',
      'reception',
      '',
      '2011@evil.example',
      '2011;x=1',
      '2011?a=b',
      'sip:1@x',
    ].map((number) => addressOf(number, 'sip:2017@pbx.example:5070;transport=ws')),
  ).toEqual([
    'sip:2011@pbx.example:5070',
    'sip:+8613800138000@pbx.example:5070',
    'sip:*97@pbx.example:5070',
    'sip:%2331@pbx.example:5070',
    'sip:90*1%23@pbx.example:5070',
    'sip:reception@pbx.example:5070',
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('no text reaches another host', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const address = addressOf(text, 'sip:2017@pbx.example');
      expect(address === null || /^sip:[+*%0-9A-Za-z_]+@pbx\.example$/.test(address)).toBe(true);
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('who calls is plain text of the contract’s length', () => {
  expect([
    partyOf({ display_name: ' 张三\u0000\u202e ', uri: { user: '%2B86138' } }),
    partyOf({ uri: { user: '100%' } }),
    partyOf({ uri: {} }),
    partyOf({ display_name: 'x'.repeat(300), uri: { user: '1'.repeat(300) } }),
  ]).toEqual([
    { number: '+86138', name: '张三' },
    { number: '100%', name: '' },
    { number: '', name: '' },
    { number: '1'.repeat(120), name: 'x'.repeat(200) },
  ]);
});
