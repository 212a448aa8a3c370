import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundleProgram } from '../test-bundle';
import { openDatabase } from './database';
import { createFiles, fileKinds, largestFile } from './files';
import { filesArea } from './schema/files';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(at: string | null) {
  const database = openDatabase({ folder: at, areas: [filesArea] });
  return { database, files: createFiles(database, at) };
}
/** Adds files without end, takes every third one away again, and tells which number is done. */
const writer = `
import { openDatabase } from './pbx/store/database';
import { createFiles } from './pbx/store/files';
import { filesArea } from './pbx/store/schema/files';
const [, , folder = ''] = process.argv;
const database = openDatabase({ folder, areas: [filesArea] });
const files = createFiles(database, folder);
for (let n = 0; ; n += 1) {
  files.add('voicemail', 'm' + n, new Uint8Array(200_000).fill(n % 251));
  if (n % 3 === 2) files.remove('voicemail', 'm' + (n - 1));
  process.stdout.write(n + '\\n');
}
`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (found: Uint8Array | null): string | null => found && new TextDecoder().decode(found);
const onDisk = (): string[] =>
  fileKinds.flatMap((kind) => readdirSync(path.join(folder, 'files', kind)).map((name) => `${kind}/${name}`));

describe.each(['in memory', 'in a folder'])('files %s', (where) => {
  const at = () => (where === 'in memory' ? null : folder);

  test('are there under their name until they are removed, and no name is given twice', () => {
    const { database, files } = open(at());
    const added = [
      files.add('prompt', 'welcome.wav', bytes('one')),
      files.add('prompt', 'welcome.wav', bytes('two')),
      files.add('fax', 'welcome.wav', bytes('three')),
      files.add('fax', 'big', new Uint8Array(largestFile.fax + 1)),
    ];
    const found = [files.read('prompt', 'welcome.wav'), files.read('fax', 'welcome.wav'), files.read('fax', 'big')];
    const removed = [files.remove('prompt', 'welcome.wav'), files.remove('prompt', 'welcome.wav')];
    const after = [
      files.read('prompt', 'welcome.wav') !== null,
      files.read('fax', 'welcome.wav') !== null,
      files.add('prompt', 'welcome.wav', bytes('four')),
      text(files.read('prompt', 'welcome.wav')),
    ];
    database.close();
    expect([added, found.map(text), removed, after]).toEqual([
      [true, false, true, false],
      ['one', 'three', null],
      [true, false],
      [false, true, true, 'four'],
    ]);
  });

  test('any name is a name and none leads anywhere', () => {
    const { database, files } = open(at());
    const hard = [
      '../../x',
      '/etc/passwd',
      'con',
      'CON.wav',
      'a\0b',
      'A',
      'a',
      '.',
      '',
      'x'.repeat(5_000),
      'é',
      'é',
      '语音.wav',
    ];
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.constantFrom(...hard), fc.string()), { maxLength: 20 }), (names) => {
        for (const name of names) files.add('prompt', name, bytes(`of ${name}`));
        expect(names.map((name) => text(files.read('prompt', name)))).toEqual(
          names.map((name) => new TextDecoder().decode(bytes(`of ${name}`))),
        );
        for (const name of names) files.remove('prompt', name);
        expect(names.some((name) => files.read('prompt', name) !== null)).toBe(false);
      }),
      { seed: 5, numRuns: where === 'in memory' ? 100 : 20 },
    );
    database.close();
    if (at() !== null) {
      expect([
        readdirSync(folder)
          .toSorted()
          .filter((name) => !name.startsWith('platform')),
        onDisk(),
      ]).toEqual([['files'], []]);
    }
  });
});

describe('on the disk', () => {
  test('what has no row is removed when the store is opened; what has one is kept', () => {
    const first = open(folder);
    first.files.add('fax', 'kept.tif', bytes('kept'));
    first.database.close();
    const kept = onDisk();
    for (const name of ['orphan.wav', 'half.wav.partial']) writeFileSync(path.join(folder, 'files', 'fax', name), 'x');
    const second = open(folder);
    const found = text(second.files.read('fax', 'kept.tif'));
    second.database.close();
    expect([found, onDisk()]).toEqual(['kept', kept]);
  });

  test('a file that somebody took away is not there, and can be removed', () => {
    const { database, files } = open(folder);
    files.add('voicemail', 'a', bytes('a'));
    for (const name of onDisk()) rmSync(path.join(folder, 'files', name));
    const seen = [files.read('voicemail', 'a'), files.remove('voicemail', 'a')];
    database.close();
    expect(seen).toEqual([null, true]);
  });

  test('a transaction that fails leaves the old file and no new one', () => {
    const { database, files } = open(folder);
    files.add('prompt', 'old', bytes('old'));
    const fails = () =>
      database.write(() => {
        files.remove('prompt', 'old');
        files.add('prompt', 'new', bytes('new'));
        throw new Error('no');
      });
    expect(fails).toThrow('no');
    database.flush();
    const seen = [text(files.read('prompt', 'old')), files.read('prompt', 'new')];
    database.close();
    open(folder).database.close();
    expect([seen, onDisk().length]).toEqual([['old', null], 1]);
  });

  test('a folder that takes no files says so', () => {
    mkdirSync(path.join(folder, 'files'), { recursive: true });
    writeFileSync(path.join(folder, 'files', 'fax'), 'a file where a folder should be');
    expect(() => open(folder)).toThrow();
  });

  test('killed in the middle of writing, what was told is whole and nothing is half', async () => {
    const program = path.join(folder, 'writer.mjs');
    await bundleProgram({ text: writer }, program);
    const data = path.join(folder, 'data');
    const child = spawn(process.execPath, [program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = -1;
    const enough = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        told = Number(chunk.toString().trim().split('\n').at(-1));
        if (told >= 20) resolve();
      });
    });
    await enough;
    child.kill('SIGKILL');
    await once(child, 'close');
    const database = openDatabase({ folder: data, areas: [filesArea] });
    const files = createFiles(database, data);
    const wrong: string[] = [];
    for (let n = 0; n <= told; n += 1) {
      const found = files.read('voicemail', `m${n}`);
      // The one before the last third may be on its way out.
      const removed = n % 3 === 1 && n + 1 <= told;
      const good = found?.length === 200_000 && found.every((byte) => byte === n % 251);
      if (removed ? found !== null : !good && !(n % 3 === 1 && n + 1 > told)) wrong.push(`m${n}`);
    }
    const rows = database.all('SELECT disk FROM file').map(({ disk }) => String(disk));
    database.close();
    const disk = readdirSync(path.join(data, 'files', 'voicemail'));
    expect([wrong, disk.toSorted()]).toEqual([[], rows.toSorted()]);
  });
});
