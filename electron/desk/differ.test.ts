import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LegState, legTransitions } from '../../shared/domain/call';
import { createDiffer, type DifferContext, type DifferEvent, type Observation } from './differ';
import { stepsBetween } from './legs';
import { channelFact, linkFact, popFact } from './testing/fake-driver';

const context = (more: Partial<DifferContext> = {}): DifferContext => ({
  healthy: () => true,
  isInternal: (number) => number.length <= 4,
  queueName: () => '',
  isMe: (number) => number === '2011',
  pendingDial: () => null,
  fetching: () => false,
  ...more,
});

/** One answer at second `t`, asked 50 ms before. */
const pops = (t: number, list: Extract<Observation, { source: 'pops' }>['pops']): Observation => ({
  source: 'pops',
  askedAt: t * 1000 - 50,
  answeredAt: t * 1000,
  at: t * 1000,
  pops: list,
});
const status = (
  t: number,
  links: Extract<Observation, { source: 'status' }>['links'],
  list: Extract<Observation, { source: 'status' }>['pops'] = [],
  conferences: Extract<Observation, { source: 'status' }>['conferences'] = [],
): Observation => ({
  source: 'status',
  askedAt: t * 1000 - 50,
  answeredAt: t * 1000,
  at: t * 1000,
  links,
  pops: list,
  conferences,
});
const channels = (t: number, list: Extract<Observation, { source: 'channels' }>['channels']): Observation => ({
  source: 'channels',
  askedAt: t * 1000 - 50,
  answeredAt: t * 1000,
  at: t * 1000,
  channels: list,
});

/** What a run tells, in short: `start ringing`, `leg 100.1 ringing>talking`, `end`. */
function run(observations: readonly Observation[], more: Partial<DifferContext> = {}) {
  const differ = createDiffer(context(more));
  const told = observations.flatMap((observation) => differ.observe(observation).events).flatMap(short);
  return { told, calls: differ.calls(), differ };
}
const short = (event: DifferEvent): string[] => {
  if (event.kind === 'started') return [`start ${event.call.id} ${event.call.state}`];
  if (event.kind === 'leg') return [`leg ${event.legId} ${event.from}>${event.to}`];
  return event.kind === 'ended' ? [`end ${event.call.id}`] : [];
};

describe('differ', () => {
  it('a party that went one answer before the next came is replaced all the same: the call is about somebody else', () => {
    const { calls } = run([
      pops(1, [popFact({ state: 'Up' })]),
      status(1.1, [linkFact({ state: 'Link' })], [popFact({ state: 'Up' })]),
      status(2, [linkFact({ state: 'Hangup' })], [popFact({ state: 'Up', refId: '', refChannel: '', number: '' })]),
      pops(2.1, [popFact({ state: 'Up', refId: '300.1', refChannel: 'SIP/trunk-00000009', number: '051288881234' })]),
    ]);
    expect([
      calls['100.2']?.linkedId,
      calls['100.2']?.number,
      calls['100.2']?.legs.map(({ id, state }) => [id, state]),
    ]).toEqual([
      '300.1',
      '051288881234',
      [
        ['100.1', 'ended'],
        ['300.1', 'talking'],
      ],
    ]);
  });

  it('rings, is answered, held and ended once', () => {
    const { told, calls } = run([
      pops(1, [popFact()]),
      status(1.1, [linkFact()], [popFact()]),
      pops(2, [popFact({ state: 'Up' })]),
      status(2.1, [linkFact({ state: 'Link', channelState: 'Up', linkedAt: 1_900 })], [popFact({ state: 'Up' })]),
      channels(3, [channelFact({ id: '100.1', channel: 'SIP/trunk-00000001', held: true })]),
      pops(4, []),
      status(4.1, []),
      pops(5, [popFact({ state: 'Up' })]),
    ]);
    expect(told).toEqual([
      'start 100.2 ringing',
      'leg 100.1 ringing>talking',
      'leg 100.1 talking>held',
      'leg 100.1 held>ended',
      'end 100.2',
    ]);
    expect(calls['100.2']).toMatchObject({ answeredAt: 1_900, endedAt: 4_100, end: 'unknown' });
  });

  it('does not end a call for a poll that left before it was seen, nor for one source alone', () => {
    const { told } = run([
      status(1, []),
      pops(2, [popFact()]),
      { ...status(2.05, []), askedAt: 1_990 },
      pops(3, []),
      status(3.1, [linkFact({ state: 'Link', channelState: 'Up', refChannelState: 'Up' })]),
    ]);
    expect(told).toEqual(['start 100.2 ringing', 'leg 100.1 ringing>talking']);
  });

  it('asks the wider source when a call is missing in pops', () => {
    const differ = createDiffer(context());
    const asked = [pops(1, [popFact()]), status(1.1, [linkFact()]), pops(2, [])].map(
      (observation) => differ.observe(observation).ask,
    );
    expect(asked).toEqual([['status'], [], ['status']]);
  });

  it('ends by pops alone while status fails', () => {
    const { told } = run([pops(1, [popFact()]), pops(2, [])], { healthy: (source) => source === 'pops' });
    expect(told).toEqual(['start 100.2 ringing', 'leg 100.1 ringing>ended', 'end 100.2']);
  });

  it('keeps a conference that only the channel list shows', () => {
    const room = channelFact({
      id: '100.2',
      channel: 'SIP/2011-00000002',
      application: 'MeetMe',
      applicationData: '9111,dM',
    });
    const { calls, told } = run([
      pops(1, [popFact({ state: 'Up' })]),
      status(1.1, [linkFact({ state: 'Link', channelState: 'Up' })]),
      channels(1.2, [room]),
      pops(2, []),
      status(2.1, []),
      channels(2.2, [room]),
    ]);
    expect(calls['100.2']).toMatchObject({ state: 'conference', room: '9111' });
    expect(told.filter((line) => line.startsWith('end'))).toEqual([]);
  });

  it('tells the two phases of a click apart: my phone, then theirs', () => {
    const mine = popFact({
      direct: 'IN',
      number: '2011',
      refId: '',
      refChannel: '',
      queue: '',
      holdSeconds: null,
      did: '',
    });
    const up = { ...mine, state: 'Up' as const };
    const differ = createDiffer(context({ pendingDial: () => ({ number: '913800138000', display: '138 0013 8000' }) }));
    const states = [
      pops(1, [mine]),
      status(1.1, [], [mine]),
      pops(2, [up]),
      status(2.1, [], [up]),
      status(
        3,
        [linkFact({ state: 'Dialing', direct: 'OUT', channelState: 'Up', refChannelState: 'Ringing', refId: '100.3' })],
        [up],
      ),
      status(4, [linkFact({ state: 'Link', direct: 'OUT', channelState: 'Up', refId: '100.3' })], [up]),
    ].map((observation) => {
      differ.observe(observation);
      return differ.calls()['100.2']?.state;
    });
    expect(states).toEqual(['calling-me', 'calling-me', 'dialing', 'dialing', 'dialing', 'talking']);
    expect(differ.calls()['100.2']).toMatchObject({ number: '138 0013 8000', direction: 'out' });
    expect(differ.calls()['100.2']?.legs).toHaveLength(1);
  });

  it('knows a call that another program started: an outgoing channel that rings at my phone', () => {
    const { calls } = run([pops(1, [popFact({ direct: 'OUT', queue: '', refId: '', refChannel: '' })])]);
    expect(calls['100.2']).toMatchObject({ state: 'calling-me', direction: 'out' });
  });

  it('knows a call dialled on the phone itself', () => {
    const { calls } = run([pops(1, [popFact({ direct: 'OUT', state: 'Ring', queue: '' })])]);
    expect(calls['100.2']).toMatchObject({ state: 'dialing', direction: 'out' });
  });

  it('shows the party on hold and the person asked, and comes back', () => {
    const up = popFact({ state: 'Up' });
    const party = linkFact({ state: 'Link', channelState: 'Up' });
    const asked = linkFact({
      state: 'Dialing',
      direct: 'OUT',
      channelState: 'Up',
      refId: '100.5',
      refChannel: 'SIP/2012-5',
      refNumber: '2012',
    });
    const differ = createDiffer(context());
    const seen = [
      status(1, [party], [up]),
      status(2, [party, asked], [up]),
      status(
        3,
        [
          { ...party, state: 'UnLink' },
          { ...asked, state: 'Link' },
        ],
        [up],
      ),
      status(4, [party], [up]),
    ].map((observation) => {
      differ.observe(observation);
      const call = differ.calls()['100.2'];
      return [call?.state, ...(call?.legs.map((leg) => `${leg.role} ${leg.state}`) ?? [])];
    });
    expect(seen).toEqual([
      ['talking', 'party talking'],
      ['consulting', 'party held', 'consult dialing'],
      ['consulting', 'party held', 'consult talking'],
      ['talking', 'party talking', 'consult ended'],
    ]);
  });

  it('R10 gives the recipient of an attended transfer the original caller', () => {
    const colleague = popFact({
      number: '2012',
      name: '同事',
      queue: '',
      refId: '100.8',
      refChannel: 'SIP/2012-8',
      state: 'Up',
    });
    const linked = linkFact({
      refId: '100.8',
      refChannel: 'SIP/2012-8',
      refNumber: '2012',
      state: 'Link',
      channelState: 'Up',
    });
    const caller = linkFact({ refId: '100.1', refNumber: '13800138000', state: 'Link', channelState: 'Up' });
    const { calls } = run([
      status(1, [linked], [colleague]),
      status(2, [caller], [popFact({ state: 'Up', queue: '' })]),
    ]);
    expect(calls['100.2']).toMatchObject({
      number: '13800138000',
      name: '王女士',
      transferredFrom: '2012',
      linkedId: '100.1',
      state: 'talking',
    });
  });

  it('R4 never lets a second call touch the active card', () => {
    const up = popFact({ state: 'Up' });
    const second = popFact({ id: '200.2', refId: '200.1', number: '13900139000', name: '', channel: 'SIP/2011-9' });
    const talk = linkFact({ state: 'Link', channelState: 'Up', linkedAt: 900 });
    const differ = createDiffer(context());
    differ.observe(status(1, [talk], [up]));
    const before = differ.calls()['100.2'];
    differ.observe(pops(2, [up, second]));
    differ.observe(status(2.1, [talk, linkFact({ id: '200.2', channel: 'SIP/2011-9', refId: '200.1' })], [up, second]));
    const both = Object.values(differ.calls()).map(({ id, state, number }) => ({ id, state, number }));
    differ.observe(pops(3, [up]));
    differ.observe(status(3.1, [talk], [up]));
    expect(both).toEqual([
      { id: '100.2', state: 'talking', number: '13800138000' },
      { id: '200.2', state: 'ringing', number: '13900139000' },
    ]);
    expect(differ.calls()['100.2']).toBe(before);
    expect(differ.calls()['200.2']?.state).toBe('ended');
  });
});

const states = ['ringing', 'dialing', 'talking', 'held', 'ended'] as const satisfies readonly LegState[];

describe('legs', () => {
  it('finds a way by allowed steps or none', () => {
    for (const from of states) {
      for (const to of states) {
        const way = stepsBetween(from, to);
        const trail = [from, ...(way ?? [])];
        expect(trail.slice(1).every((state, i) => legTransitions[trail[i] as LegState].includes(state))).toBe(true);
        if (way) expect(trail.at(-1)).toBe(to);
      }
    }
    expect(stepsBetween('ended', 'talking')).toBeNull();
    expect(stepsBetween('ringing', 'held')).toEqual(['talking', 'held']);
  });
});

const ids = ['1.1', '2.1', '3.1'];
const factOf = fc.record({
  id: fc.constantFrom(...ids),
  ref: fc.constantFrom('', '9.1', '9.2'),
  direct: fc.constantFrom('IN' as const, 'OUT' as const, '' as const),
  pop: fc.constantFrom('Ring' as const, 'Ringing' as const, 'Up' as const, 'Down' as const, 'other' as const),
  link: fc.constantFrom('Dialing' as const, 'Link' as const, 'UnLink' as const, 'Hangup' as const, 'other' as const),
  held: fc.boolean(),
  gone: fc.boolean(),
});
const stepOf = fc.record({
  source: fc.constantFrom('pops' as const, 'status' as const, 'channels' as const),
  facts: fc.array(factOf, { maxLength: 4 }),
  delay: fc.integer({ min: 0, max: 3_000 }),
});

describe('differ, for any facts', () => {
  it('begins and ends every call once, moves legs along allowed steps only, and its events replay to its state', () => {
    fc.assert(
      fc.property(fc.array(stepOf, { maxLength: 40 }), fc.boolean(), (steps, channelsWork) => {
        const differ = createDiffer(context({ healthy: (source) => source !== 'channels' || channelsWork }));
        const started = new Map<string, number>();
        const ended = new Map<string, number>();
        const legs = new Map<string, LegState>();
        const take = (events: readonly DifferEvent[]): void => {
          for (const event of events) {
            if (event.kind === 'started') started.set(event.call.id, (started.get(event.call.id) ?? 0) + 1);
            if (event.kind === 'ended') ended.set(event.call.id, (ended.get(event.call.id) ?? 0) + 1);
            if (event.kind !== 'leg') continue;
            const key = `${event.callId} ${event.legId}`;
            const at = legs.get(key);
            if (at !== undefined) expect(event.from).toBe(at);
            expect(legTransitions[event.from]).toContain(event.to);
            legs.set(key, event.to);
          }
        };
        let t = 1_000;
        for (const { source, facts, delay } of steps) {
          t += 1_000;
          const base = { askedAt: t - delay, answeredAt: t, at: t };
          const popList = facts.map((f) =>
            popFact({ id: f.id, channel: `SIP/2011-${f.id}`, refId: f.ref, direct: f.direct, state: f.pop }),
          );
          const linkList = facts
            .filter((f) => f.ref !== '')
            .map((f) =>
              linkFact({ id: f.id, channel: `SIP/2011-${f.id}`, refId: f.ref, direct: f.direct, state: f.link }),
            );
          const channelList = facts.map((f) => channelFact({ id: f.gone ? f.id : f.ref, held: f.held, gone: f.gone }));
          if (source === 'pops') take(differ.observe({ ...base, source, pops: popList }).events);
          else if (source === 'channels') take(differ.observe({ ...base, source, channels: channelList }).events);
          else
            take(
              differ.observe({ ...base, source, pops: popList.slice(0, 2), links: linkList, conferences: [] }).events,
            );
        }
        for (const source of ['pops', 'status', 'channels', 'status'] as const) {
          t += 10_000;
          const base = { askedAt: t, answeredAt: t, at: t };
          if (source === 'pops') take(differ.observe({ ...base, source, pops: [] }).events);
          else if (source === 'channels') take(differ.observe({ ...base, source, channels: [] }).events);
          else take(differ.observe({ ...base, source, pops: [], links: [], conferences: [] }).events);
        }
        const calls = Object.values(differ.calls());
        expect(calls.map((call) => call.state).filter((state) => state !== 'ended')).toEqual([]);
        for (const call of calls) {
          expect([call.id, started.get(call.id), ended.get(call.id)]).toEqual([call.id, 1, 1]);
          for (const leg of call.legs) expect(leg.state).toBe('ended');
        }
        expect(started.size).toBe(calls.length);
      }),
      { numRuns: 1_000 },
    );
  });
});
