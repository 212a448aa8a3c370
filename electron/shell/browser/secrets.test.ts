import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStorage } from '../../desk/storage';
import { fileSecrets } from './secrets';

let folder = '';
const warned: string[] = [];
const log = { info: () => {}, warn: (event: string) => void warned.push(event), error: () => {} };
const open = () => fileSecrets(folder, createFileStorage(folder), log);
const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-secrets-'));
  warned.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('secrets survive a restart, are unreadable on the disk, and belong to the user only', async () => {
  const first = open();
  await Promise.all([first.set('office', 'web-key-1'), first.set('branch', '钥匙'), first.set('gone', 'x')]);
  await first.delete('gone');
  const second = open();
  expect({
    read: [await second.get('office'), await second.get('branch'), await second.get('gone'), await second.get('never')],
    plain: /web-key-1|钥匙/.test(text('secrets.json')),
    modes: ['secrets.json', 'secrets.key'].map((name) => (statSync(path.join(folder, name)).mode & 0o777).toString(8)),
    warned,
  }).toEqual({ read: ['web-key-1', '钥匙', null, null], plain: false, modes: ['600', '600'], warned: [] });
});

test('what cannot be decrypted is asked for again: null, a line in the log, nothing deleted', async () => {
  await open().set('office', 'web-key-1');
  const before = text('secrets.json');
  writeFileSync(path.join(folder, 'secrets.key'), Buffer.alloc(32, 7).toString('base64'));
  const wrongKey = await open().get('office');
  writeFileSync(path.join(folder, 'secrets.key'), 'damaged');
  const noKey = await open().get('office');
  expect({ wrongKey, noKey, warned, same: text('secrets.json') === before }).toEqual({
    wrongKey: null,
    noKey: null,
    warned: ['secret.unreadable', 'secret.unreadable'],
    same: true,
  });
});

test('a sealed value moved to another profile does not open', async () => {
  const store = open();
  await store.set('a', 'key of a');
  const sealed = (JSON.parse(text('secrets.json')) as { a: string }).a;
  writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify({ b: sealed }));
  expect([await open().get('b'), warned]).toEqual([null, ['secret.unreadable']]);
});
