import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** The launcher in a folder of its own, where `npm` and the build are scripts that only write down that they ran. */
let root: string;
const at = (...parts: readonly string[]): string => path.join(root, ...parts);
const ran = (what: string): number =>
  existsSync(at(what)) ? readFileSync(at(what), 'utf8').split('\n').filter(Boolean).length : 0;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'seatline-launcher-'));
  for (const folder of ['scripts', 'electron', 'pbx', 'shared', 'bin']) mkdirSync(at(folder));
  for (const file of ['seatline.mjs', 'setup.mjs', 'say.mjs']) {
    cpSync(path.join(import.meta.dirname, file), at('scripts', file));
  }
  writeFileSync(at('package-lock.json'), '{}');
  writeFileSync(at('electron', 'x.ts'), '');
  writeFileSync(
    at('scripts', 'build.mjs'),
    `import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
     appendFileSync('built', 'x\\n');
     console.log('building');
     if (existsSync('broken')) process.exit(1);
     const name = process.argv.find((one) => one.startsWith('--only=')).slice(7);
     const text = {
       seatline: "console.log('result'); process.exit(Number(process.argv[2]));",
       pbx: "console.log(JSON.stringify(process.argv.slice(2)));",
     };
     writeFileSync(\`out/\${name}.mjs\`, text[name]);`,
  );
  writeFileSync(at('bin', 'npm'), `#!/bin/sh\necho "$@" >> "${at('npm')}"\nmkdir -p "${at('node_modules')}"\n`);
  chmodSync(at('bin', 'npm'), 0o755);
  // Older than anything that is built from now on.
  for (const file of ['electron/x.ts', 'scripts/build.mjs']) utimesSync(at(file), 1_000_000, 1_000_000);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function launch(...args: readonly (string | number)[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [at('scripts', 'seatline.mjs'), ...args.map(String)], {
    env: { PATH: `${at('bin')}${path.delimiter}${process.env.PATH}`, LANG: 'C' },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (ended) => resolve({ code: ended, out, err })));
}

test.skipIf(process.platform === 'win32')(
  'dependencies that are there are never reinstalled, whatever the lock file says; only the bundle is built, once',
  async () => {
    mkdirSync(at('node_modules'));
    const first = await launch(3);
    const second = await launch(0);
    expect([first.code, first.out, first.err.includes('building'), second, ran('built'), ran('npm')]).toEqual([
      3,
      'result\n',
      true,
      { code: 0, out: 'result\n', err: '' },
      1,
      0,
    ]);
    const later = new Date(Date.now() + 60_000);
    utimesSync(at('electron', 'x.ts'), later, later);
    await launch(0);
    expect([ran('built'), ran('npm'), existsSync(at('out', '.seatline-setup'))]).toEqual([2, 0, false]);
  },
  30_000,
);

test.skipIf(process.platform === 'win32')(
  'started side by side on a fresh machine, one sets up and the others wait for it',
  async () => {
    const all = await Promise.all([launch(0), launch(1), launch(2), launch(3)]);
    expect([all.map(({ code, out }) => [code, out]), ran('built'), ran('npm')]).toEqual([
      [0, 1, 2, 3].map((code) => [code, 'result\n']),
      1,
      1,
    ]);
    expect(readFileSync(at('npm'), 'utf8').startsWith('ci ')).toBe(true);
  },
  30_000,
);

test.skipIf(process.platform === 'win32')(
  'a build that fails ends with 70, which no platform’s answer has, and leaves no lock',
  async () => {
    mkdirSync(at('node_modules'));
    writeFileSync(at('broken'), '');
    const { code, out } = await launch(0);
    expect([code, out, existsSync(at('out', '.seatline-setup'))]).toEqual([70, '', false]);
  },
  30_000,
);

test.skipIf(process.platform === 'win32')(
  'the check of an exchange is the platform’s: its bundle is built, and gets the arguments as its own',
  async () => {
    mkdirSync(at('node_modules'));
    const named = await launch('doctor', 'asterisk', '192.0.2.10:5038', '--asterisk-user', 'seatline');
    const plain = await launch('doctor', 'asterisk', '--asterisk', '192.0.2.10', '--json');
    expect([named.code, JSON.parse(named.out), JSON.parse(plain.out), existsSync(at('out', 'seatline.mjs'))]).toEqual([
      0,
      ['--doctor', '--asterisk', '192.0.2.10:5038', '--asterisk-user', 'seatline'],
      ['--doctor', '--asterisk', '192.0.2.10', '--json'],
      false,
    ]);
    const other = await launch('doctor');
    expect([other.out, existsSync(at('out', 'seatline.mjs'))]).toEqual(['result\n', true]);
  },
  30_000,
);
