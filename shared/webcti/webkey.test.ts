import { expect, test } from 'vitest';
import { webKey } from './webkey';

test('gives the two values of WEBCTI2 chapter 1', () => {
  expect([webKey('123456', ''), webKey('0866089e569bbd3d', '2011-06-21')]).toEqual([
    'e10adc3949ba59abbe56e057f20f883e',
    'ffccb30a388e48ade2d7ea56909cbabf',
  ]);
});

test('changes with the day and reads a key in any script as UTF-8', () => {
  expect([webKey('密钥', '2026-01-01'), webKey('密钥', '2026-01-02')]).toEqual([
    '48260104d417cafd9fdbc3d8f9bcd5d7',
    '28731bbde3762d47b23e8d88987ad1ba',
  ]);
});
