import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../shared/bridge/settings';
import { agentRow, noMembers, queueTile, waitingCaller } from './sample';
import { agentLevel, callerLevel, levelOf, tileAlarms, worst } from './threshold';

const limits = {
  ...defaultSettings.thresholds,
  byQueue: { '91': { waitAmberSeconds: 5, waitRedSeconds: 10 } },
};
const at = 1_000_000;

test('a limit is reached by a figure that equals it', () => {
  expect([0, 19, 20, 59, 60, 900].map((figure) => levelOf(figure, 20, 60))).toEqual([
    'ok',
    'ok',
    'amber',
    'amber',
    'red',
    'red',
  ]);
});

test('a queue with limits of its own is judged by them', () => {
  const now = at + 10_000;
  expect([
    callerLevel(waitingCaller({ queue: '90' }), limits, now),
    callerLevel(waitingCaller({ queue: '91' }), limits, now),
  ]).toEqual(['ok', 'red']);
});

test('a tile says which rules fired, and callers without anybody to answer are red at once', () => {
  expect({
    calm: tileAlarms(queueTile(), limits, at),
    long: tileAlarms(queueTile({ waiting: 1, oldestEnteredAt: at }), limits, at + 25_000),
    many: tileAlarms(queueTile({ waiting: 6, oldestEnteredAt: at }), limits, at + 61_000),
    nobody: tileAlarms(
      queueTile({ waiting: 1, oldestEnteredAt: at, members: { ...noMembers, paused: 3, offline: 2 } }),
      limits,
      at,
    ),
    staffed: tileAlarms(
      queueTile({ waiting: 1, oldestEnteredAt: at, members: { ...noMembers, 'wrap-up': 1 } }),
      limits,
      at,
    ),
  }).toEqual({
    calm: [],
    long: [{ rule: 'wait', level: 'amber' }],
    many: [
      { rule: 'wait', level: 'red' },
      { rule: 'waiting', level: 'red' },
    ],
    nobody: [{ rule: 'nobody', level: 'red' }],
    staffed: [],
  });
});

test('a tile without a start of the wait raises no wait alarm, even with a clock that is behind', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), (now) => {
      const alarms = tileAlarms(queueTile({ waiting: 1, oldestEnteredAt: null }), limits, now);
      return alarms.length === 0;
    }),
  );
});

test('time in state counts for pauses and calls only', () => {
  const late = at + 1_800_000;
  expect(
    (['paused', 'on-call', 'ready', 'wrap-up', 'offline'] as const).map((state) =>
      agentLevel(agentRow({ state, since: at }), limits, late),
    ),
  ).toEqual(['red', 'red', 'ok', 'ok', 'ok']);
  expect(agentLevel(agentRow({ state: 'paused', since: null }), limits, late)).toBe('ok');
});

test('the worst of several levels wins', () => {
  expect([worst(), worst('ok', 'amber'), worst('amber', 'red', 'ok')]).toEqual(['ok', 'amber', 'red']);
});
