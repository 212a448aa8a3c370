import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), monotonic: () => 0, after: () => () => {} };

test('a line is JSON with the secrets and numbers masked', () => {
  openLog({ folder, clock }).warn('link.refused for 13800138000', {
    key: 'abc',
    url: 'http://pbx/x?key=0123456789abcdef0123456789abcdef&a=1',
    number: '13800138000',
    count: 3,
  });
  expect(
    readFileSync(path.join(folder, 'seatline.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      at: '2026-01-02T03:04:05.000Z',
      level: 'warn',
      event: 'link.refused for …00',
      key: '***',
      url: 'http://pbx/x?key=***&a=1',
      number: '…00',
      count: 3,
    },
  ]);
});

test('files rotate by size and only the newest are kept, in whole lines', () => {
  const log = openLog({ folder, clock, maxBytes: 400, keep: 3 });
  for (let n = 0; n < 40; n += 1) log.info('tick', { n });
  const names = readdirSync(folder).sort();
  const numbers = ['seatline.2.log', 'seatline.1.log', 'seatline.log'].flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { n: number }).n),
  );
  expect({
    names,
    last: numbers.at(-1),
    inOrder: numbers.every((n, i) => i === 0 || n === (numbers[i - 1] ?? 0) + 1),
  }).toEqual({
    names: ['seatline.1.log', 'seatline.2.log', 'seatline.log'],
    last: 39,
    inOrder: true,
  });
});

test('a folder that cannot be written does not throw', () => {
  const file = path.join(folder, 'plain');
  writeFileSync(file, '');
  const written: string[] = [];
  const original = process.stderr.write;
  process.stderr.write = (text: string | Uint8Array) => {
    written.push(String(text));
    return true;
  };
  try {
    openLog({ folder: path.join(file, 'below'), clock }).info('x');
  } finally {
    process.stderr.write = original;
  }
  expect(written.join('')).toMatch(/could not be written/);
});
