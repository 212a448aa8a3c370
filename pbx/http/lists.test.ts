import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

/** Whether a caller from outside gets as far as the telephone. */
function rings(from: string): boolean {
  platform.scenario.callerRings({ from, to: { extension: '2011' } });
  platform.clock.advance(1_000);
  const rang = platform.engine.channels().filter((channel) => channel.device === '2011' && channel.hungUpAt === null);
  for (const { name } of rang) platform.engine.hangUp(name);
  platform.clock.advance(1_000);
  return rang.length > 0;
}
/** How a call from a telephone to a number outside ends at once, or that it rings there. */
function dials(number: string): string {
  platform.scenario.dials('2013', number);
  platform.clock.advance(2_000);
  const out = platform.engine.channels().some((channel) => channel.trunk !== '' && channel.hungUpAt === null);
  for (const { name, hungUpAt } of platform.engine.channels()) if (hungUpAt === null) platform.engine.hangUp(name);
  platform.clock.advance(60_000);
  return out ? 'rings' : String(platform.store.records.calls({ callee: number }).at(-1)?.cause);
}

test('a caller on either kind of blacklist is turned away until the number is off it again', async () => {
  const [named, record] = ['13800138000', '13900139000'];
  await platform.ask('ctiaddblacklist', { name: 'hmd', extension: named, reason: '骚扰' });
  await platform.ask('addblacklist', { name: 'admin', extension: record });
  const blocked = [rings(named), rings(record), rings('13700137000')];
  const cause = platform.store.records.calls({ caller: named }).at(-1);
  const [kept] = await platform.rows('getblacklist', { phone: record });
  await platform.ask('ctidelblacklist', { extension: named });
  await platform.ask('delblacklist', { id: Number(kept?.id) });
  expect({
    blocked,
    cause: [cause?.cause, cause?.disposition, cause?.direct],
    after: [rings(named), rings(record)],
    lists: [await platform.rows('ctigetblacklist', { name: 'hmd' }), await platform.rows('getblacklist')],
  }).toEqual({ blocked: [false, false, true], cause: [21, 'BUSY', 'IN'], after: [true, true], lists: [[], []] });
});

test('a record of the blacklist is found by a part of the number, counted, changed and sorted', async () => {
  for (const extension of ['13800138000', '13800138001', '02085558321']) {
    await platform.ask('addblacklist', { name: 'admin', extension, reason: '%_' });
  }
  const found = await platform.ask('getblacklist', { phone: '1380013', sort: 'extension', sens: 'DESC', rows: 1 });
  const [row] = found.data;
  await platform.ask('addblacklist', { id: Number(row?.id), reason: '误加', name: 'li' });
  const [changed] = await platform.rows('getblacklist', { phone: String(row?.extension) });
  expect([
    (found as { total?: number }).total,
    found.data.map(({ extension, blacklistname }) => [extension, blacklistname]),
    [changed?.reason, changed?.blacklistname],
    await platform.rows('getblacklist', { phone: '%' }),
    (await platform.ask('addblacklist', { id: 999, reason: 'x' })).errcode,
    (await platform.ask('addblacklist', { name: 'x' })).message,
  ]).toEqual([
    2,
    [['13800138001', 'admin 2026-03-02 09:00:00']],
    ['误加', 'li 2026-03-02 09:00:00'],
    [],
    9003,
    'need variable "extension".',
  ]);
});

test('a number on the route blacklist gets no line, unless the white list lets it through', async () => {
  const number = '13900139000';
  const before = dials(number);
  await platform.ask('addrouteblacklist', { extension: number, isValid: 0 });
  const asleep = dials(number);
  await platform.ask('deleterouteblacklist', { extension: number });
  await platform.ask('addrouteblacklist', { extension: number });
  const black = dials(number);
  const originated = await platform.whilePassing(
    platform.ask('ctioriginate', {
      ...{ channel: `Local/${number}@from-internal`, exten: '2011', context: 'from-internal', priority: '1' },
      ...{ callerid: '2011', variable: 'A=1' },
    }),
  );
  await platform.ask('addroutewhitelist', { extension: number });
  expect([before, asleep, black, originated.errcode, dials(number)]).toEqual(['rings', 'rings', '52', 1232, 'rings']);
});
