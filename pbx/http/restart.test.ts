import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EndpointName } from '../../shared/webcti';
import { createVirtualClock } from '../engine/simulated/clock';
import { liveDay } from './test-day';
import { startTestPlatform } from './test-platform';
import { differences, everyAnswer } from './test-reading';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-restart-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What belongs to a running exchange and begins anew with it: when it started, its counters, its events. */
const ofTheExchange: readonly EndpointName[] = [
  ...(['ctipbxstatus', 'getpeers', 'getextensionstatus', 'getdevices', 'ctigetdevice', 'getqueue'] as const),
  ...(['getqueuegeneral', 'getallstatus', 'getevents'] as const),
];

test('a platform that is started again on its folder says of its day what it said before', async () => {
  const first = await startTestPlatform({ folder });
  await liveDay(first);
  const evening = first.clock.now();
  const before = await everyAnswer(first, ['2']);
  await first.close();
  const second = await startTestPlatform({ folder, clock: createVirtualClock(evening) });
  const after = await everyAnswer(second, ['2']);
  await second.close();
  const changed = differences(before, after).filter(
    (each) => !ofTheExchange.some((name) => each.startsWith(`${name} `)),
  );
  expect(changed).toEqual([]);
}, 30_000);
