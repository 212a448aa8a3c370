import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
});
afterEach(() => platform.close());

/** A queue call of so many seconds of talk; its id. */
function talk(from: string, seconds: number): string {
  const caller = platform.scenario.callerRings({ from, to: { queue: '90' } });
  const id = platform.engine.channel(caller.channel)?.uniqueId ?? '';
  platform.clock.advance(2_000);
  platform.scenario.answers('2011');
  platform.clock.advance(seconds * 1_000);
  caller.hangsUp();
  platform.clock.advance(30_000);
  return id;
}

test('a talk is written down for who took part in it, as long as it was, and the same each time', async () => {
  const [long, short] = [talk('13800138000', 40), talk('13900139000', 4)];
  const lost = platform.scenario.callerRings({ from: '13700137000', to: { queue: '91' } });
  const lostId = platform.engine.channel(lost.channel)?.uniqueId ?? '';
  lost.hangsUp();
  platform.clock.advance(5_000);
  const found = await platform.rows('getccsalist', { uniqueid: [long, short, lostId].join() });
  const again = await platform.rows('getccsalist', { uniqueid: long });
  const [log] = await platform.rows('getqueuelog', { uniqueid: long, event: 'CONNECT' });
  const [first, second] = found;
  const times = (first?.contents ?? []).map((said) => Number(said.begin_time));
  expect({
    talks: found.map((row) => [row.uniqueid, row.callerid, row.agent, row.queue, row.duration]),
    begun: first?.begin_time === log?.eventtime,
    said: [first?.contents.length, (second?.contents.length ?? 9) < 3],
    inOrder: times.every((at, index) => at < 40_000 && at >= (times[index - 1] ?? 0)),
    same: JSON.stringify(again[0]) === JSON.stringify(first),
    roles: new Set(first?.contents.map((said) => said.role)),
  }).toEqual({
    talks: [
      [long, '13800138000', '2011', '90', 40_000],
      [short, '13900139000', '2011', '90', 4_000],
    ],
    begun: true,
    said: [6, true],
    inOrder: true,
    same: true,
    roles: new Set(['agent', 'caller']),
  });
});

test('sentences become answers and commands, a question is followed up, and nothing fits nothing', async () => {
  const ask = async (content: string, query: Record<string, string> = {}) =>
    (await platform.rows('getnlprest', { callerid: '13800138000', content, ...query }))[0];
  const person = await ask('转人工座席');
  const where = await ask('你们的地址在哪');
  const city = await ask('苏州', { paramsmem: String(where?.paramsmem) });
  const anew = await ask('苏州', { paramsmem: String(where?.paramsmem), clearsession: '1' });
  const session = (row: typeof person): string => String(row?.paramsmem).split('&')[0] ?? '';
  expect([
    [person?.status, person?.type, person?.function],
    [where?.type, where?.reply !== ''],
    [city?.status, String(city?.reply).includes('苏州'), session(city) === session(where)],
    [anew?.status, session(anew) === session(where)],
    (await ask('长'.repeat(501)))?.status,
    await platform.rows('getnlpinfo'),
  ]).toEqual([
    ['success', 'function', 'transfer_agent'],
    ['chat', true],
    ['success', true, true],
    ['nlp_nomatch', false],
    'nlp_error',
    [{ name: 'SeatlineRules' }],
  ]);
});
