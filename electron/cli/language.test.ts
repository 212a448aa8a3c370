import { expect, test } from 'vitest';
import { appError, errorCodes } from '../../shared/domain/result';
import { exitOf } from './exit';
import { languageOf } from './language';
import { sentenceOf } from './sentences';
import { nearest } from './suggest';

test('--lang wins, then the shell, then the system; C says nothing about a person', () => {
  const of = (wanted: string | undefined, env: Readonly<Record<string, string>>, locale = 'en-GB') =>
    languageOf(wanted, env, locale);
  expect([
    of('zh-CN', { LANG: 'en_US.UTF-8' }),
    of('en', { LANG: 'zh_CN.UTF-8' }),
    of(undefined, { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US' }),
    of(undefined, { LANG: 'zh_TW' }),
    of(undefined, {}, 'zh-CN'),
    of(undefined, { LANG: 'C.UTF-8' }, 'zh-CN'),
    of(undefined, { LANG: 'de_DE' }, 'zh-CN'),
  ]).toEqual(['zh', 'en', 'zh', 'zh', 'zh', 'en', 'en']);
});

test('every error code has a sentence in both languages, without a hole, and an exit code', () => {
  for (const code of errorCodes) {
    const { en, zh } = sentenceOf(appError(code, 'message'));
    expect([code, /[{}]/.test(en + zh), en.length > 3, /[\u4e00-\u9fff]/.test(zh)]).toEqual([code, false, true, true]);
  }
  expect(Object.fromEntries(errorCodes.map((code) => [code, exitOf(appError(code, ''))]))).toMatchInlineSnapshot(`
    {
      "blocked-url": 2,
      "busy": 1,
      "cancelled": 130,
      "clock": 4,
      "congestion": 1,
      "http": 5,
      "in-use": 1,
      "internal": 70,
      "invalid-input": 2,
      "invalid-number": 2,
      "key-refused": 4,
      "name-not-found": 3,
      "no-answer": 1,
      "not-confirmed": 1,
      "not-possible-now": 1,
      "not-signed-in": 2,
      "not-supported": 2,
      "not-understood": 5,
      "number-not-allowed": 2,
      "on-a-call": 1,
      "parameter-missing": 1,
      "pin-mismatch": 3,
      "refused": 1,
      "refused-sender": 2,
      "rejected": 1,
      "storage": 6,
      "timed-out": 3,
      "tls": 3,
      "too-large": 5,
      "unknown-command": 2,
      "unreachable": 3,
    }
  `);
  expect([200, 302, 404, 500, 503].map((status) => exitOf(appError('http', '', { params: { status } })))).toEqual([
    5, 5, 5, 3, 3,
  ]);
});

test('the platform’s own text cannot steer the terminal', () => {
  const error = appError('refused', '', { params: { errcode: 1191, text: 'no\u001b[31m such' } });
  expect(sentenceOf(error).en).toBe('Refused by the platform with code 1191: no␛[31m such');
});

test('misspelt names find what was meant, nearest first', () => {
  const known = ['getqueue', 'getqueuelist', 'getqueuecalls', 'ctihangup', 'ctihold', 'getcdr'];
  expect([
    nearest('getqueulist', known),
    nearest('hangup', known),
    nearest('getcrd', known),
    nearest('zzz', known),
  ]).toEqual([['getqueuelist'], ['ctihangup'], ['getcdr'], []]);
});
