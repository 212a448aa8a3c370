import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentRow } from '../../../shared/domain/queue';
import { agentStates, countByState, initialRosterView, rosterIds, sortBy, sortColumns } from './roster';
import { agentRow } from './sample';

const member = (queue: string, paused = 0) => ({
  queue,
  penalty: 0,
  fixed: false,
  paused,
  callsTaken: 0,
  lastCallAt: null,
});

test('R13: an agent in three queues is one person', () => {
  const rows = [
    agentRow({ state: 'ready', queues: [member('90'), member('91', 3), member('92')] }),
    agentRow({ interface: 'SIP/2012', state: 'paused', reason: 1, queues: [member('90', 1)] }),
  ];
  expect(countByState(rows)).toEqual({
    'on-call': 0,
    ringing: 0,
    'wrap-up': 0,
    paused: 1,
    ready: 1,
    unreachable: 0,
    offline: 0,
  });
});

const floor: Record<string, AgentRow> = {
  a: agentRow({ interface: 'a', name: '王芳', device: '2011', state: 'ready', since: 300, callsTaken: 2 }),
  b: agentRow({ interface: 'b', name: 'Li Lei', device: '201', state: 'paused', since: 100, callsTaken: 10 }),
  c: agentRow({
    interface: 'c',
    name: '张三',
    device: '2012',
    state: 'on-call',
    since: 200,
    peer: '13800138000',
    callsTaken: 9,
  }),
};

test('words of the filter must all be found, in name, number, device, queue or the other party', () => {
  const found = (filter: string) => rosterIds(floor, { ...initialRosterView, filter });
  expect([found('LI'), found('1380 2012'), found('  '), found('nobody'), found('90')]).toEqual([
    ['b'],
    ['c'],
    ['c', 'b', 'a'],
    [],
    ['c', 'b', 'a'],
  ]);
});

test('sorting: by state in order of urgency, by time in state, by device as numbers, and back', () => {
  const order = (view: Partial<typeof initialRosterView>) =>
    rosterIds(floor, { ...initialRosterView, ...view }).join('');
  expect([
    order({}),
    order({ sort: 'since' }),
    order({ sort: 'since', descending: true }),
    order({ sort: 'device' }),
    order({ sort: 'calls', descending: true }),
    order({ state: 'paused' }),
  ]).toEqual(['cba', 'acb', 'bca', 'bac', 'bca', 'b']);
});

test('a second click on a column turns it round, another column starts ascending', () => {
  const once = sortBy(initialRosterView, 'name');
  const twice = sortBy(once, 'name');
  const other = sortBy(twice, 'calls');
  expect([once, twice, other].map(({ sort, descending }) => [sort, descending])).toEqual([
    ['name', false],
    ['name', true],
    ['calls', false],
  ]);
});

test('the order does not depend on the order in which rows came', () => {
  const arbRow = fc.record({
    name: fc.constantFrom('a', 'b', '王'),
    device: fc.constantFrom('1', '2', '10'),
    state: fc.constantFrom(...agentStates),
    since: fc.option(fc.constantFrom(1, 2), { nil: null }),
    callsTaken: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(
      fc.array(arbRow, { maxLength: 12 }),
      fc.constantFrom(...sortColumns),
      fc.boolean(),
      (rows, sort, descending) => {
        const entries = rows.map((row, n) => [`SIP/${n}`, agentRow({ ...row, interface: `SIP/${n}` })] as const);
        const view = { ...initialRosterView, sort, descending };
        expect(rosterIds(Object.fromEntries([...entries].reverse()), view)).toEqual(
          rosterIds(Object.fromEntries(entries), view),
        );
      },
    ),
  );
});
