import { describe, expect, it } from 'vitest';
import { createNames } from './names';
import { pauseOf } from './pauses';
import { eventsOf } from './testing/calls';
import { deviceOf, type Scripted, scriptedExchange } from './testing/exchange';
import { callsOf, keeping, queueWordsOf } from './testing/kept';

const begin = Date.UTC(2026, 10, 21, 8);
const start = (zone = 0) => {
  const kept = keeping();
  const devices = [
    { no: '2011', interface: 'SIP/2011' },
    { no: '2012', interface: 'SIP/2012', user: '8001' },
  ];
  return { kept, exchange: scriptedExchange({ sink: kept.sink, startsAt: begin, devices, setup: { zone } }) };
};
const cdr = (change: Readonly<Record<string, string>>): Scripted => ({
  ...{ Event: 'Cdr', AccountCode: 'sales', Source: '13800138000', Destination: '2011', UserField: 'vip' },
  ...{ DestinationContext: 'from-trunk', CallerID: '13800138000', Channel: 'SIP/trunk-0000000a' },
  ...{ DestinationChannel: 'SIP/2011-0000000b', LastApplication: 'Dial', LastData: 'SIP/2011,25' },
  ...{ StartTime: '2026-11-21 15:59:00', AnswerTime: '2026-11-21 15:59:10', EndTime: '2026-11-21 15:59:40' },
  ...{ Duration: '40', BillableSeconds: '30', Disposition: 'ANSWERED', UniqueID: 'lab-1.1', ...change },
});

describe("the exchange's own call records", () => {
  it('are written alone where no event told of the call, in its local time, without halves of Local channels', async () => {
    const { kept, exchange } = start(480);
    await exchange.play([
      cdr({}),
      cdr({ Channel: 'SIP/2011-0000000b', UniqueID: 'lab-1.2', LastApplication: 'AppDial', DestinationChannel: '' }),
      cdr({ Channel: 'Local/2011@from-queue-00000001;2', UniqueID: 'lab-1.3' }),
    ]);
    await exchange.wait(3_000);
    expect(kept.calls).toEqual([
      {
        ...{ calldate: begin - 60_000, src: '13800138000', dst: '2011', clid: '13800138000', context: 'from-trunk' },
        ...{ channel: 'SIP/trunk-0000000a', dstChannel: 'SIP/2011-0000000b', lastApp: 'Dial', lastData: 'SIP/2011,25' },
        ...{ durationSeconds: 40, billSeconds: 30, disposition: 'ANSWERED', account: 'sales', uniqueId: 'lab-1.1' },
        ...{ userField: 'DIALSTATUS:ANSWER vip', answeredAt: begin - 50_000, endedAt: begin - 20_000 },
        ...{ caller: '13800138000', callee: '2011', did: '2011', redirected: '', original: '13800138000', monitor: '' },
        ...{ direct: 'IN', transfer: '', trunk: 'SIP/trunk', cause: 16 },
      },
    ]);
    exchange.records.close();
  });

  it('add account and user field, and are not waited for where the exchange tells none', async () => {
    const { kept, exchange } = start();
    const shift = Array.from({ length: 8 }, (_, index) =>
      eventsOf(
        {
          ...{ kind: 'plain', at: begin + index * 10_000, direct: 'IN', caller: '13800138000', callee: '2011' },
          ...{ met: true, talk: 3 },
        },
        index + 1,
        () => undefined,
      ),
    ).flat();
    const first = shift.find(({ Event }) => Event === 'DialBegin');
    const told = cdr({ UniqueID: first?.Uniqueid ?? '', DestinationChannel: first?.DestChannel ?? '' });
    const last = shift.findLastIndex(({ Timestamp }) => Number(Timestamp) <= begin / 1000 + 3);
    await exchange.play([...shift.slice(0, last + 1), told, ...shift.slice(last + 1)]);
    // The last ones are there at once.
    expect([kept.calls.length, kept.calls[0]?.account, kept.calls[0]?.userField]).toEqual([
      8,
      'sales',
      'DIALSTATUS:ANSWER vip',
    ]);
    exchange.records.close();
  });
});

describe('a caller who was taken out of the queue by this platform', () => {
  const leaving = (by: 'withdraw' | 'redirect') => {
    const [newchannel, up, join] = eventsOf(
      {
        ...{ kind: 'redirected', at: begin, queue: '90', caller: '13800138000', wait: 4, to: '2011', talk: 1 },
      },
      1,
      () => undefined,
    ) as readonly [Scripted, Scripted, Scripted];
    const place = { ...newchannel, Queue: '90', Position: '1', HoldTime: '4' };
    return {
      id: newchannel.Uniqueid ?? '',
      events: [newchannel, up, join, { ...place, Event: 'QueueCallerAbandon' }],
      by,
    };
  };

  it('was withdrawn, with the reason that was given, or was sent elsewhere; neither gave up', async () => {
    const told = [];
    for (const { id, events, by } of [leaving('withdraw'), leaving('redirect')]) {
      const { kept, exchange } = start();
      exchange.taken.set(id, { by, info: 'vip' });
      await exchange.play(events);
      await exchange.wait(1_000);
      told.push([...queueWordsOf(kept), kept.queue.at(-1)?.args[3]]);
      exchange.records.close();
    }
    expect(told).toEqual([
      ['ENTERQUEUE', 'WITHDRAW', 'vip'],
      ['ENTERQUEUE', 'TRANSFER', '1'],
    ]);
  });

  it('by somebody else is known by what the channel says afterwards', async () => {
    const told = [];
    for (const status of ['TIMEOUT', 'LEAVEEMPTY', 'WITHDRAW', '']) {
      const { kept, exchange } = start();
      const { events } = leaving('redirect');
      exchange.variables.set(`${events[0]?.Channel} QUEUESTATUS`, status);
      exchange.variables.set(`${events[0]?.Channel} QUEUE_WITHDRAW_INFO`, 'boss');
      await exchange.play(events);
      await exchange.wait(1_000);
      told.push([kept.queue.at(-1)?.event, kept.queue.at(-1)?.args[3]]);
      exchange.records.close();
    }
    expect(told).toEqual([
      ['EXITWITHTIMEOUT', ''],
      ['EXITEMPTY', ''],
      ['WITHDRAW', 'boss'],
      ['TRANSFER', '1'],
    ]);
  });
});

it('a caller sent on by a command did not end the call with the agent, however soon he hangs up', async () => {
  const { kept, exchange } = start();
  const end = {
    how: 'answered',
    agent: '2011',
    ring: 1,
    talk: 9,
    by: 'BLINDTRANSFER',
    onward: 0,
    pickedUpBy: null,
  } as const;
  const call = { kind: 'queue', at: begin, queue: '90', caller: '1', tried: [], wait: 1, end } as const;
  const events = eventsOf(call, 1, () => undefined).filter(
    ({ Event, Timestamp }) => Number(Timestamp) < begin / 1000 + 10 || Event === 'BridgeLeave',
  );
  const at = (seconds: number) => ({ Timestamp: String(begin / 1000 + seconds) });
  const legs = events.filter(({ Event }) => Event === 'Newchannel');
  const named = (index: number) => ({ Channel: legs[index]?.Channel ?? '', Uniqueid: legs[index]?.Uniqueid ?? '' });
  const complete = { Queue: '90', Interface: 'SIP/2011', HoldTime: '1', TalkTime: '9', Reason: 'caller' };
  await exchange.play([
    ...events.filter(({ Event }) => Event !== 'BridgeLeave'),
    { Event: 'NewCallerid', ...named(0), Context: 'from-internal', Exten: '2012', ...at(10) },
    { Event: 'Hangup', ...named(1), Cause: '16', ...at(10) },
    { Event: 'HangupRequest', ...named(0), ...at(10.1) },
    { Event: 'AgentComplete', ...named(0), ...complete, ...at(10.1) },
    { Event: 'Hangup', ...named(0), Cause: '16', ...at(10.1) },
  ]);
  await exchange.wait(2_000);
  expect(kept.queue.at(-1)).toMatchObject({ event: 'BLINDTRANSFER', args: ['2012', 'from-internal', '1', '9', '1'] });
  exchange.records.close();
});

describe('what the dial plan tells', () => {
  it('is a rating and a key in a menu', async () => {
    const { kept, exchange } = start();
    const line = { Channel: 'SIP/trunk-0000000a', Uniqueid: 'lab-1.1', CallerIDNum: '13800138000' };
    const event = { Event: 'UserEvent', ...line };
    await exchange.play([
      { ...line, Event: 'Newchannel', ChannelState: '4', Exten: '8000', Context: 'from-trunk' },
      { ...event, UserEvent: 'SeatlineRating', Queue: '90', Agent: '2011', Key: '5' },
      { ...event, UserEvent: 'seatlinerating', Queue: '90', Agent: '2011', Key: '' },
      { ...event, UserEvent: 'SeatlineMenuKey', Menu: '1', Name: 'Main', Key: '2', Does: 'queue 90' },
      { ...event, UserEvent: 'Other', Key: '2' },
    ]);
    const rating = { at: begin, uniqueId: 'lab-1.1', queue: '90', agent: '2011', number: '13800138000' };
    expect([kept.ratings, kept.menuKeys]).toEqual([
      [
        { ...rating, key: 5, application: 'QUEUE' },
        { ...rating, key: -1, application: 'QUEUE' },
      ],
      [
        {
          ...{ at: begin, menu: '1', name: 'Main', does: 'queue 90', keys: '2', channel: line.Channel },
          ...{ uniqueId: 'lab-1.1', number: '13800138000', called: '8000', task: '', dial: '' },
        },
      ],
    ]);
    exchange.records.close();
  });
});

describe('times', () => {
  it('of an exchange whose clock is wrong are put right; without a stamp the arrival counts', async () => {
    const { kept, exchange } = start();
    const event = (Queue: string, stamp?: number): Scripted => ({
      ...{ Event: 'QueueMemberAdded', Queue, Interface: 'SIP/2011', MemberName: 'A', Paused: '0' },
      ...(stamp !== undefined && { Timestamp: String(stamp) }),
    });
    await exchange.play([event('90', begin / 1000 - 3600), event('91')]);
    await exchange.wait(2_000);
    await exchange.play([event('92', begin / 1000 - 3600 + 1.5)]);
    expect(kept.activities.map(({ at }) => at - begin)).toEqual([0, 0, 1_500]);
    exchange.records.close();
  });
});

describe('names', () => {
  const names = createNames({
    device: (no) => (no === '2012' ? deviceOf({ no, interface: 'SIP/2012', user: '8001' }) : undefined),
    trunks: () => [{ name: 'SIP/to117', channels: 1, prefix: '0' }],
  });
  it('of agents are the numbers of people, also behind Local channels', () => {
    expect([
      names.agentOf('SIP/2012', 'Agent'),
      names.agentOf('Local/2012@from-queue/n', 'Agent'),
      names.agentOf('Local/77@x', 'Agent'),
      names.agentOf('SIP/9', 'Agent 9'),
      names.interfaceOf('Local/2012@from-queue/n'),
      names.trunkOf('SIP/to117-0000000a'),
      names.trunkOf('SIP/2012-0000000a'),
    ]).toEqual(['8001', '8001', '77', 'Agent 9', 'SIP/2012', 'SIP/to117', '']);
  });

  it('of pauses are numbers', () => {
    const reasons = [{ code: 3, label: '用餐', custom: false }];
    const told = ['2', '用餐', 'Auto-Pause', 'Lunch', '', '12 coffee'].map((text) => pauseOf(true, text, reasons));
    expect([...told, pauseOf(false, '2', reasons)]).toEqual([2, 3, 8, 1, 1, 12, 0]);
  });
});

it('a row that cannot be written is named in the log, and the next event counts', async () => {
  const kept = keeping();
  const full = (): never => {
    throw new RangeError('the disk is full');
  };
  const exchange = scriptedExchange({ sink: { ...kept.sink, rating: full }, startsAt: begin, devices: [] });
  const call = { kind: 'plain', at: begin, direct: 'IN', caller: '1', callee: '2011', met: true, talk: 3 } as const;
  const events = eventsOf(call, 1, () => undefined);
  await exchange.play([{ Event: 'constructor' }, { Event: 'UserEvent', UserEvent: 'SeatlineRating' }, ...events]);
  await exchange.wait(1_000);
  expect([callsOf(kept), exchange.log]).toEqual([
    ['1>2011 ANSWERED Dial IN 16'],
    ['records.event: UserEvent: RangeError'],
  ]);
  exchange.records.close();
});
