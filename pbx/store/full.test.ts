import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVirtualClock } from '../engine/simulated/clock';
import { type Database, openDatabase, StoreFailure } from './database';
import { createFiles } from './files';
import type { Area } from './migrations';
import { filesArea } from './schema/files';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-full-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pairs: Area = {
  name: 'pairs',
  steps: ['CREATE TABLE half (id INTEGER PRIMARY KEY, pair INTEGER NOT NULL, filling TEXT NOT NULL) STRICT'],
};
const clock = () => createVirtualClock(0);
const open = (at: string | null, ticking = clock()): Database =>
  openDatabase({ folder: at, areas: [pairs, filesArea], clock: ticking });
const trouble = (work: () => unknown): string => {
  try {
    work();
    return 'no trouble';
  } catch (error) {
    return error instanceof StoreFailure ? error.code : String(error);
  }
};

/** The disk has this many pages more than are used; null = as many as anybody wants. */
function room(db: Database, pages: number | null): void {
  const used = Number(db.first<{ page_count: number }>('PRAGMA page_count')?.page_count);
  db.all(`PRAGMA max_page_count = ${pages === null ? 1_073_741_823 : used + pages}`);
}
const half = (db: Database, pair: number): void => {
  db.run('INSERT INTO half (pair, filling) VALUES (?, ?)', pair, 'x'.repeat(1_500));
};
const addPair = (db: Database, pair: number): void =>
  db.write(() => {
    half(db, pair);
    half(db, pair);
  });
/** How often each pair is there; whole pairs only have 2. */
const halves = (db: Database): readonly (readonly [number, number])[] =>
  db
    .all<{ pair: number; n: number }>('SELECT pair, count(*) AS n FROM half GROUP BY pair ORDER BY pair')
    .map(({ pair, n }) => [pair, n]);
const whole = (count: number): readonly (readonly [number, number])[] =>
  Array.from({ length: count }, (_, pair) => [pair, 2]);

describe.each([
  ['in a folder', () => folder],
  ['in memory', () => null],
])('a disk that is full, %s', (_, at) => {
  test('refuses with its reason, keeps whole pairs only, and goes on when there is room', () => {
    const db = open(at());
    room(db, 6);
    let written = 0;
    let refusal = 'no trouble';
    for (; refusal === 'no trouble' && written < 100; written += 1) refusal = trouble(() => addPair(db, written));
    written -= 1;
    const again = trouble(() => addPair(db, written));
    const kept = halves(db);
    room(db, null);
    addPair(db, written);
    const after = halves(db);
    db.close();
    expect([refusal, again, written > 0, kept, after]).toEqual([
      ...['full', 'full', true],
      whole(written),
      whole(written + 1),
    ]);
  });

  test('what the engine left for later waits for room, in its order, and is written once', () => {
    const ticking = clock();
    const db = open(at(), ticking);
    let roomy = false;
    room(db, 4);
    // Somebody makes room: with the first of what is left, for every question is behind it.
    db.later(() => {
      if (roomy) db.all('PRAGMA max_page_count = 1073741823');
    });
    for (let pair = 0; pair < 1_200; pair += 1) db.later(() => addPair(db, pair));
    ticking.advance(10_000);
    const asked = [trouble(() => halves(db)), trouble(() => db.run('DELETE FROM half')), trouble(() => db.flush())];
    const waiting = ticking.pending;
    roomy = true;
    ticking.advance(1_000);
    const order = db.all<{ pair: number }>('SELECT pair FROM half ORDER BY id').map(({ pair }) => pair);
    const inOrder = order.every((pair, index) => pair === Math.floor(index / 2));
    const after = [halves(db).length, order.length, inOrder, ticking.pending];
    db.close();
    expect([asked, waiting, after]).toEqual([['full', 'full', 'full'], 1, [1_200, 2_400, true, 0]]);
  });
});

test('a platform that ends on a full disk says so and leaves the folder free', () => {
  const db = open(folder);
  room(db, 2);
  for (let pair = 0; pair < 50; pair += 1) db.later(() => addPair(db, pair));
  const ended = trouble(() => db.close());
  const next = open(folder);
  addPair(next, 0);
  const kept = halves(next);
  next.close();
  expect([ended, kept]).toEqual(['full', [[0, 2]]]);
});

test('a file whose row finds no room is not there, and its bytes are gone when the platform starts again', () => {
  const db = open(folder);
  const files = createFiles(db, folder);
  room(db, 0);
  const bytes = Uint8Array.of(1, 2, 3);
  let added = 0;
  let refusal = 'no trouble';
  for (; refusal === 'no trouble' && added < 200; added += 1) {
    refusal = trouble(() => files.add('prompt', `${'n'.repeat(200)}${added}.wav`, bytes));
  }
  added -= 1;
  const name = `${'n'.repeat(200)}${added}.wav`;
  const missing = files.read('prompt', name);
  room(db, null);
  const then = files.add('prompt', name, bytes);
  db.close();
  const next = open(folder);
  const again = createFiles(next, folder);
  const read = again.read('prompt', name);
  const onDisk = readdirSync(path.join(folder, 'files', 'prompt')).length;
  next.close();
  expect([refusal, missing, then, read && [...read], onDisk]).toEqual(['full', null, true, [1, 2, 3], added + 1]);
});
