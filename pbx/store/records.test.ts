import { expect, test } from 'vitest';
import type { AgentActivityRow, AgentCallRow, CallRecordRow } from '../engine/port';
import { openStore } from './store';

const call = (over: Partial<CallRecordRow>): CallRecordRow => ({
  calldate: 1_000,
  src: '',
  dst: '',
  clid: '',
  context: '',
  channel: 'SIP/2011-00000001',
  dstChannel: '',
  lastApp: '',
  lastData: '',
  durationSeconds: 0,
  billSeconds: 0,
  disposition: 'ANSWERED',
  account: '',
  uniqueId: 'a',
  userField: '',
  answeredAt: null,
  endedAt: 0,
  caller: '1',
  callee: '2',
  did: '',
  redirected: '',
  original: '',
  monitor: '',
  direct: '',
  transfer: '',
  trunk: '',
  cause: 16,
  ...over,
});

test('finds calls by party, direction, channel, span and outcome of the first and last record', () => {
  const store = openStore().records;
  const rows = [
    call({ uniqueId: 'a', disposition: 'NO ANSWER', calldate: 1_000 }),
    call({ uniqueId: 'a', disposition: 'ANSWERED', calldate: 2_000, callee: '3', monitor: 'x.wav' }),
    call({ uniqueId: 'b', caller: '2', callee: '9', direct: 'OUT', channel: 'SIP/20110-00000002', calldate: 3_000 }),
  ];
  for (const row of rows) store.callRecord(row);
  const [first, second, third] = rows;
  expect([
    store.calls({}),
    store.calls({ caller: '2', callee: '2' }),
    store.calls({ direct: 'INNER' }),
    store.calls({ direct: 'OUT' }),
    store.calls({ channel: 'SIP/2011' }),
    store.calls({ from: 2_000, to: 2_000 }),
    store.calls({ firstAnswered: false }),
    store.calls({ firstAnswered: false, lastAnswered: false }),
    store.calls({ recorded: true }),
    store.calls({ uniqueIds: ['b', 'c'] }),
  ]).toEqual([
    rows,
    [first, third],
    [first, second],
    [third],
    [first, second],
    [second],
    [first, second],
    [],
    [second],
    [third],
  ]);
});

test('keeps the newest rows when it is full', () => {
  const store = openStore({ limit: 20 }).records;
  for (let at = 0; at < 100; at += 1) store.callRecord(call({ calldate: at }));
  const kept = store.calls({}).map((row) => row.calldate);
  expect([kept.at(-1), kept.length <= 20, kept.length >= 18, kept[0] === 100 - kept.length]).toEqual([
    99,
    true,
    true,
    true,
  ]);
});

const offer: AgentCallRow = {
  createdAt: 10,
  queue: '90',
  enteredAt: 5,
  channel: 'SIP/2011-00000001',
  uniqueId: 'u',
  callingChannel: 'SIP/to117-00000002',
  callingUniqueId: 'c',
  agent: 'SIP/2011',
  agentName: '2011',
  number: '1',
  name: '',
  state: 'Called',
  connectedAt: null,
  completedAt: null,
  holdSeconds: 0,
  ringSeconds: 0,
  talkSeconds: 0,
  reason: '',
};

test('an offer written again replaces itself, and leaves the live list when it is over', () => {
  const store = openStore().records;
  const over: AgentCallRow = { ...offer, state: 'Complete', completedAt: 50 };
  store.agentCall(offer);
  const before = store.agentCalls({ queue: '90', agentName: '2011' });
  store.agentCall(over);
  expect([
    before,
    store.agentCalls({}),
    store.agentCalls({ endedSince: 50 }),
    store.agentCalls({ endedSince: 51 }),
  ]).toEqual([[offer], [], [over], []]);
});

test('an activity knows how long the state before it lasted, per membership', () => {
  const store = openStore().records;
  const activity = (at: number, event: AgentActivityRow['event'], queue = '90'): void =>
    store.agentActivity({
      at,
      agent: 'SIP/2011',
      agentName: '2011',
      queue,
      event,
      loginAt: 0,
      pauseType: 0,
      onlineSeconds: 0,
      readySeconds: 0,
      pausedSeconds: 0,
    });
  activity(0, 'added');
  activity(5_000, 'added', '91');
  activity(60_000, 'paused');
  activity(90_000, 'removed');
  activity(200_000, 'added');
  expect(store.activities({}).map((row) => [row.queue, row.event, row.secondsBefore])).toEqual([
    ['90', 'added', 0],
    ['91', 'added', 0],
    ['90', 'paused', 60],
    ['90', 'removed', 30],
    ['90', 'added', 0],
  ]);
});

test('tells an exchange what stands: the newest time, and what ended or happened since', () => {
  const { past, sink, close } = openStore();
  const before = [past.lastAt, past.calls(0), past.queueEvents(0)];
  const event = (at: number, name: string) => ({
    ...{ at, queue: '90', uniqueId: 'a', channel: '', number: '1', agent: 'NONE', agentNo: 'NONE', event: name },
    args: ['', '', '', '', ''] as const,
  });
  sink.callRecord(call({ uniqueId: 'a', dstChannel: 'SIP/2011-1', endedAt: 5_000 }));
  sink.callRecord(call({ uniqueId: 'b', dstChannel: 'SIP/2012-1', endedAt: 9_000 }));
  sink.queueEvent(event(8_000, 'ENTERQUEUE'));
  sink.queueEvent(event(9_500, 'ABANDON'));
  expect([before, past.lastAt, past.calls(6_000), past.queueEvents(9_000)]).toEqual([
    [null, [], []],
    9_500,
    [{ uniqueId: 'b', endedAt: 9_000 }],
    [{ at: 9_500, queue: '90', uniqueId: 'a', event: 'ABANDON' }],
  ]);
  close();
});
