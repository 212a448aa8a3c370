import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVirtualClock } from '../engine/simulated/clock';
import { bundleProgram } from '../test-bundle';
import { type Database, openDatabase, StoreFailure } from './database';
import type { Area } from './migrations';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const things: Area = {
  name: 'things',
  steps: ['CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT'],
};
const open = (areas: readonly Area[] = [things], at: string | null = folder): Database =>
  openDatabase({ folder: at, areas });
const names = (db: Database): readonly string[] =>
  db.all<{ name: string }>('SELECT name FROM thing ORDER BY id').map(({ name }) => name);
const add = (db: Database, name: string) => db.run('INSERT INTO thing (name) VALUES (?)', name);
const trouble = (work: () => unknown): string => {
  try {
    work();
    return 'no trouble';
  } catch (error) {
    return error instanceof StoreFailure ? error.code : String(error);
  }
};

describe('the platform’s database', () => {
  test('keeps what was written, and makes the next step of an area without touching the rows', () => {
    const first = open();
    add(first, '甲');
    first.close();
    const more: Area = {
      ...things,
      steps: [...things.steps, "ALTER TABLE thing ADD COLUMN colour TEXT DEFAULT 'red'"],
    };
    const second = open([more]);
    const rows = second.all('SELECT name, colour FROM thing');
    second.close();
    expect([rows.map(({ name, colour }) => [name, colour]), trouble(() => open())]).toEqual([[['甲', 'red']], 'newer']);
  });

  test('is all or nothing, also in a write inside a write', () => {
    const db = open([things], null);
    const fails = () =>
      db.write(() => {
        add(db, 'outer');
        db.write(() => add(db, 'inner'));
        throw new Error('no');
      });
    expect([trouble(fails), names(db)]).toEqual(['Error: no', []]);
    db.close();
  });

  test('what was left for later is there for the next question, and on the disk soon', () => {
    const clock = createVirtualClock(0);
    const db = openDatabase({ folder: null, areas: [things], clock });
    db.later(() => add(db, 'a'));
    const asked = names(db);
    db.later(() => add(db, 'b'));
    const armed = clock.pending;
    clock.advance(50);
    expect([asked, armed, clock.pending, names(db)]).toEqual([['a'], 1, 0, ['a', 'b']]);
    db.close();
  });

  test('says plainly why a folder cannot be used', () => {
    const running = open();
    const second = trouble(() => open());
    running.close();
    const again = trouble(() => open().close());
    const broken = path.join(folder, 'broken');
    trouble(() => open([things], broken).close());
    rmSync(path.join(broken, 'platform.db-wal'), { force: true });
    writeFileSync(path.join(broken, 'platform.db'), 'this is no database, and never was one'.repeat(50));
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    expect([second, again, trouble(() => open([things], broken)), trouble(() => open([things], file))]).toEqual([
      'in-use',
      'no trouble',
      'damaged',
      'not-a-folder',
    ]);
  });

  test('a database that cannot be opened for writing is told as such', () => {
    mkdirSync(path.join(folder, 'platform.db'));
    expect(trouble(() => open())).toBe('read-only');
  });

  test('killed at any moment under load, nothing that was acknowledged is lost and nothing is half there', async () => {
    const entry = path.join(folder, 'load.mjs');
    const text = `
          import { openDatabase } from './pbx/store/database';
          const db = openDatabase({ folder: process.argv[2], areas: [{ name: 'pair', steps: [
            'CREATE TABLE pair (id INTEGER PRIMARY KEY, half TEXT NOT NULL, n INTEGER NOT NULL) STRICT'] }] });
          for (let n = (db.first('SELECT coalesce(max(n), 0) AS n FROM pair')?.n ?? 0) + 1; ; n += 1) {
            db.write(() => {
              db.run("INSERT INTO pair (half, n) VALUES ('left', ?)", n);
              db.run("INSERT INTO pair (half, n) VALUES ('right', ?)", n);
            });
            process.stdout.write(n + '\\n');
          }`;
    await bundleProgram({ text }, entry);
    const data = path.join(folder, 'data');
    let acknowledged = 0;
    for (const killAt of [1, 40, 90]) {
      const child = spawn(process.execPath, [entry, data], { stdio: ['ignore', 'pipe', 'inherit'] });
      let seen = 0;
      for await (const chunk of child.stdout) {
        const lines = String(chunk).trim().split('\n');
        seen += lines.length;
        acknowledged = Math.max(acknowledged, Number(lines.at(-1)));
        if (seen >= killAt) break;
      }
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    const pair: Area = {
      name: 'pair',
      steps: ['CREATE TABLE pair (id INTEGER PRIMARY KEY, half TEXT, n INTEGER) STRICT'],
    };
    const db = open([pair], data);
    const [sums] = db.all('SELECT count(DISTINCT n) AS n, max(n) AS last, count(*) AS halves FROM pair');
    db.close();
    const { n, last, halves } = sums as { n: number; last: number; halves: number };
    expect({
      whole: halves === 2 * n,
      gapless: n === last,
      kept: last >= acknowledged,
      some: acknowledged > 0,
    }).toEqual({
      whole: true,
      gapless: true,
      kept: true,
      some: true,
    });
    expect(readFileSync(path.join(data, 'platform.db')).subarray(0, 6).toString()).toBe('SQLite');
  });
});
