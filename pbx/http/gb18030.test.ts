import { expect, test } from 'vitest';
import { encodeGb18030 } from './gb18030';

test('writes what a GB18030 reader reads, and no UTF-8 reader does', () => {
  const bytes = encodeGb18030('客户 王芳 <2011>😀');
  expect([new TextDecoder('gb18030').decode(bytes), new TextDecoder().decode(bytes).includes('王')]).toEqual([
    '客户 王芳 <2011>?',
    false,
  ]);
});
