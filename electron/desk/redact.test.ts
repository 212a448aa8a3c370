import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText, redact, redactedLog } from './redact';
import { createMemoryLog } from './testing/fake-desk';

describe('redact', () => {
  it('masks keys, passwords, tokens, hashes and numbers wherever they stand', () => {
    expect(
      redact({
        key: 'abc',
        webKey: 'abc',
        password: 'p',
        Authorization: 'Bearer x',
        number: '13800138000',
        nested: {
          token: 't',
          text: 'call 13800138000',
          url: 'http://pbx/x.php?webkey=8b23e66d7308632515537b78e7824162&exten=2011',
        },
        error: new Error('GET /?webkey=secret1 failed for 13800138000'),
        code: 'busy',
        count: 3,
      }),
    ).toEqual({
      key: '***',
      webKey: '***',
      password: '***',
      Authorization: '***',
      number: '…00',
      nested: { token: '***', text: '…00', url: 'http://pbx/x.php?webkey=***&exten=2011' },
      error: { name: 'Error', message: 'GET /?webkey=*** failed for …00' },
      code: 'busy',
      count: 3,
    });
  });

  it('never lets a number or a key of any text through', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 10_000_000_000, max: 19_999_999_999 }),
        fc.string(),
        (before, number, after) => {
          expect(maskText(`${before} ${number} ${after} webkey=top$ecret`)).not.toMatch(
            new RegExp(`${number}|top\\$ecret`),
          );
        },
      ),
    );
  });

  it('stands before every line of the log', () => {
    const log = createMemoryLog();
    redactedLog(log).warn('x', { key: 'abc', number: '13800138000' });
    expect(log.rows).toEqual([{ level: 'warn', event: 'x', fields: { key: '***', number: '…00' } }]);
  });
});
