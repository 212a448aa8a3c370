import { expect, test } from 'vitest';
import { mirrorOf, Usage } from './usage';

const said = (...given: Parameters<typeof mirrorOf>) => {
  try {
    return mirrorOf(...given);
  } catch (error) {
    if (error instanceof Usage) return error.said;
    throw error;
  }
};

test('the place of the mirror, and what is missing is said without what was given', () => {
  const place = {
    en: '--mirror is host[:port]/database, such as 127.0.0.1:3306/outbound',
    zh: '--mirror 应为 主机[:端口]/数据库名，如 127.0.0.1:3306/outbound',
  };
  const needs = {
    en: '--mirror needs --mirror-user and the password in SEATLINE_MIRROR_PASSWORD',
    zh: '--mirror 须同时给出 --mirror-user，并在 SEATLINE_MIRROR_PASSWORD 中设置密码',
  };
  expect([
    said(undefined, undefined, undefined),
    said('db.example.com/outbound', 'u', 'p'),
    said('[::1]:3307/out-bound', 'u', ''),
    ...['', 'host', 'host:99999/a', 'host:0/a', 'u:secret@host/a', 'host/a?b', 'host/a/b', '-/'].map((text) =>
      said(text, 'u', 'p'),
    ),
    said('host/a', undefined, 'p'),
    said('host/a', 'u', undefined),
  ]).toEqual([
    undefined,
    { host: 'db.example.com', port: 3306, database: 'outbound', user: 'u', password: 'p' },
    { host: '::1', port: 3307, database: 'out-bound', user: 'u', password: '' },
    ...Array.from({ length: 8 }, () => place),
    needs,
    needs,
  ]);
});
