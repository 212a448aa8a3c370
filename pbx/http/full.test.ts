import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commonCodes } from '../../shared/webcti/codes';
import { type ExchangeMaker, simulatedExchange } from './exchange';
import { startTestPlatform, type TestPlatform } from './test-platform';

let folder = '';
let platform: TestPlatform;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-room-'));
});
afterEach(async () => {
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a disk that fills up takes neither telephones nor timers with it, and loses nothing when there is room again', async () => {
  let roomy = false;
  /** Somebody makes room; it is before everything that waits, for every question is behind that. */
  const makesRoom = (): void => {
    if (roomy) platform.store.database.all('PRAGMA max_page_count = 1073741823');
  };
  const exchange: ExchangeMaker = (setup) =>
    simulatedExchange({
      ...setup,
      sink: new Proxy(setup.sink, {
        get: (sink, name) => (row: never) => {
          platform.store.database.later(makesRoom);
          Reflect.get(sink, name)(row);
        },
      }),
    });
  platform = await startTestPlatform({ folder, exchange });
  const { scenario, clock, store } = platform;
  const { database } = store;
  const used = Number(database.first<{ page_count: number }>('PRAGMA page_count')?.page_count);
  scenario.behaves('2011', { kind: 'answers', afterSeconds: 2 });
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  await platform.ask('sendsms', { number: '13800138000', text: 'YmVmb3Jl' });
  database.all(`PRAGMA max_page_count = ${used}`);

  const calls = 60;
  let answered = 0;
  for (let at = 0; at < calls; at += 1) {
    const caller = scenario.callerRings({ from: `1380013${8000 + at}`, to: { queue: '90' } });
    clock.advance(20_000);
    answered += caller.talksTo === '2011' ? 1 : 0;
    caller.hangsUp();
    clock.advance(40_000);
  }
  const span = { calldate1: '2026-03-02 00:00:00', calldate2: '2026-03-03 00:00:00' };
  const full = await platform.ask('getcdr', span);
  const live = await platform.rows('getallstatus', { queues: '90', devices: '2011', users: '2011' });
  const told = platform.logged.filter(({ event }) => event === 'store-failed').length;
  roomy = true;
  clock.advance(20_000);
  const records = await platform.rows('getcdr', { ...span, rows: 500 });
  const messages = await platform.rows('getsendsms', {});
  expect([answered, full.errcode, told > 0, live.length > 0, messages.length]).toEqual([
    calls,
    commonCodes.database,
    true,
    true,
    1,
  ]);
  expect(new Set(records.map(({ uniqueid }) => uniqueid)).size).toBe(calls);
});
