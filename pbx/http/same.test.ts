import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { PlatformOptions } from './platform';
import { liveDay } from './test-day';
import { startTestPlatform, type TestPlatform } from './test-platform';
import { differences, everyAnswer, questions } from './test-reading';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'seatline-same-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

async function said(
  options: PlatformOptions,
  live: (platform: TestPlatform) => Promise<unknown>,
): Promise<ReadonlyMap<string, string>> {
  const platform = await startTestPlatform(options);
  try {
    await live(platform);
    return await everyAnswer(platform);
  } finally {
    await platform.close();
  }
}
/** A quarter of the questions at least are answered with rows. */
const enough = questions.length / 4;
/** Answers that have rows: a platform that says nothing is always the same. */
const telling = (answers: ReadonlyMap<string, string>): number =>
  [...answers.values()].filter((text) => text.startsWith('{') && !/"data":(\[\]|"")/.test(text)).length;

// Three faces of two hundred questions to each of six platforms: some thousand requests, hence the seconds.
test('the same seed and script give the same bytes, in memory and on a disk', async () => {
  const first = await said({}, liveDay);
  const again = await said({}, liveDay);
  const kept = await said({ folder: folder() }, liveDay);
  expect([differences(first, again), differences(first, kept), telling(first) > enough]).toEqual([[], [], true]);
}, 60_000);

test('a centre that lives for an hour says the same with the same seed, and something else with another', async () => {
  const hour = async (platform: TestPlatform): Promise<void> => platform.scenario.passes(3_600);
  const first = await said({ centre: 'demo', seed: 11 }, hour);
  const again = await said({ centre: 'demo', seed: 11 }, hour);
  const other = await said({ centre: 'demo', seed: 12 }, hour);
  expect([
    differences(first, again),
    differences(first, other).length > 50,
    telling(first) > questions.length / 2,
  ]).toEqual([[], true, true]);
}, 60_000);
