import { expect, it } from 'vitest';
import { openSeenCalls, recordOfSeen, type SeenCall } from './seen';
import { createMemoryLog, createMemoryStorage } from './testing/fake-desk';

const day = 86_400_000;
const seen = (more: Partial<SeenCall>): SeenCall => ({
  id: '1.10',
  profile: 'p1',
  agent: '802',
  device: '802',
  at: 100 * day,
  direction: 'in',
  outgoing: false,
  number: '13421829060',
  answeredAt: null,
  endedAt: null,
  outcome: 'no-answer',
  assumed: true,
  recorded: null,
  ...more,
});

it('keeps the newest 500 of 30 days, one row a call and profile, across a restart', async () => {
  const storage = createMemoryStorage();
  const log = createMemoryLog();
  const calls = await openSeenCalls({ storage, log });
  calls.note(seen({ id: 'old', at: 60 * day }));
  for (let n = 0; n < 600; n += 1) calls.note(seen({ id: `1.${n}0`, at: 100 * day + n }));
  calls.note(seen({ id: '1.5990', at: 100 * day + 599, recorded: true }));
  calls.note(seen({ id: '1.5990', at: 100 * day + 599, profile: 'p2' }));
  await calls.saved();
  const again = await openSeenCalls({ storage, log });
  const mine = again.list({ profile: 'p1', agent: '802' });
  expect([
    mine.length,
    mine[0]?.id,
    mine[0]?.recorded,
    mine.at(-1)?.id,
    again.list({ profile: 'p2', agent: '802' }).length,
    again.list({ profile: 'p1', agent: '803' }),
    again.get('p2', '1.5990')?.recorded,
    again.get('p1', 'old'),
  ]).toEqual([499, '1.5990', true, '1.1010', 1, [], null, undefined]);
});

it('is a record: who called whom, how long, and what is only assumed', () => {
  const times = { at: 1_000_000, answeredAt: 1_010_400, endedAt: 1_070_000 };
  expect([
    recordOfSeen(seen({ ...times, assumed: false, outcome: 'answered', recorded: true })),
    recordOfSeen(seen({ at: 1_000_000, outgoing: true, direction: 'out' })),
  ]).toEqual([
    {
      id: '1.10',
      at: 1_000_000,
      direction: 'in',
      number: '13421829060',
      name: '',
      region: '',
      caller: '13421829060',
      callee: '802',
      queue: '',
      talkSeconds: 60,
      totalSeconds: 70,
      outcome: 'answered',
      recorded: true,
    },
    {
      id: '1.10',
      at: 1_000_000,
      direction: 'out',
      number: '13421829060',
      name: '',
      region: '',
      caller: '802',
      callee: '13421829060',
      queue: '',
      talkSeconds: 0,
      totalSeconds: 0,
      outcome: 'no-answer',
      recorded: false,
      assumed: true,
    },
  ]);
});

it('a row that another version wrote otherwise costs the list, not the desk', async () => {
  const storage = createMemoryStorage(new Map([['calls.json', '{"calls":[{"id":5}]}']]));
  const calls = await openSeenCalls({ storage, log: createMemoryLog() });
  expect(calls.list({ profile: 'p1', agent: '802' })).toEqual([]);
});
