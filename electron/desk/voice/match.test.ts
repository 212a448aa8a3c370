import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/bridge/settings';
import type { Call, CallState } from '../../../shared/domain/call';
import { compareNumbers, type Leg, type Matches, matchLegs } from './match';

const rules = defaultSettings.dialling;

function card(more: Partial<Call> & { id: string }): Call {
  return {
    linkedId: more.id,
    channel: 'SIP/2011-1',
    direction: 'in',
    state: 'ringing',
    legs: [],
    number: '',
    name: '',
    region: '',
    queue: '',
    queueName: '',
    did: '',
    ivrPath: '',
    ivrKeys: '',
    waitSeconds: null,
    callData: '',
    variables: {},
    transferredFrom: '',
    startedAt: 0,
    answeredAt: null,
    heldSince: null,
    endedAt: null,
    end: null,
    room: '',
    ...more,
  };
}
const leg = (more: Partial<Leg> & { id: string }): Leg => ({
  number: '',
  direction: 'in',
  state: 'ringing',
  since: 0,
  dialled: false,
  ...more,
});
const context = (outgoing: readonly string[] = [], dialledCall = '') => ({
  outgoing: (id: string) => outgoing.includes(id),
  isMe: (number: string) => number === '2011',
  rules,
  dialledCall,
});
const match = (legs: readonly Leg[], calls: readonly Call[], before: Matches = new Map(), spent: string[] = []) =>
  matchLegs(legs, calls, before, new Set(spent), context(['out', 'me']));
const pairs = (matches: Matches): unknown => [...matches].map(([id, { callId, sure }]) => [id, callId, sure]);

describe('whether two texts mean one telephone', () => {
  it.each([
    ['13800138000', '+86 138 0013 8000', 'same'],
    ['013800138000', '8613800138000', 'same'],
    ['9013800138000', '13800138000', 'same'],
    ['0086-21-62345678', '62345678', 'same'],
    ['2015', '2015', 'same'],
    ['2015', '92015', 'other'],
    ['2015', '12015', 'other'],
    ['13800138000', '13800138001', 'other'],
    ['anonymous', '13800138000', 'unknown'],
    ['', '2015', 'unknown'],
    ['unavailable', '', 'unknown'],
  ] as const)('%j and %j: %s', (a, b, expected) => {
    expect([compareNumbers(a, b, rules), compareNumbers(b, a, rules)]).toEqual([expected, expected]);
  });
});

describe('the card of a leg', () => {
  it('two calls at once go by their numbers, whatever the order', () => {
    const calls = [card({ id: 'a', number: '13800138000' }), card({ id: 'b', number: '2015', startedAt: 900 })];
    const legs = [leg({ id: 'v1', number: '2015' }), leg({ id: 'v2', number: '+8613800138000', since: 900 })];
    expect(pairs(match(legs, calls))).toEqual([
      ['v1', 'b', true],
      ['v2', 'a', true],
    ]);
  });

  it('two of the same number go by their times, and by what has been answered', () => {
    const calls = [
      card({ id: 'a', number: '2015', startedAt: 3_000 }),
      card({ id: 'b', number: '2015', startedAt: 8_000 }),
    ];
    const legs = [leg({ id: 'v1', number: '2015' }), leg({ id: 'v2', number: '2015', since: 5_000 })];
    const before = match(legs, calls);
    const answered = match(
      [{ ...leg({ id: 'v1', number: '2015' }), state: 'talking' }, legs[1] as Leg],
      [calls[0] as Call, { ...(calls[1] as Call), state: 'talking' }],
      before,
    );
    expect([pairs(before), pairs(answered)]).toEqual([
      [
        ['v1', 'a', false],
        ['v2', 'b', false],
      ],
      [
        ['v1', 'b', false],
        ['v2', 'a', false],
      ],
    ]);
  });

  it.each([
    ['another number', { number: '2016' }, {}],
    ['my own call for theirs', {}, { id: 'out', state: 'dialing' as CallState }],
    ['one that talks already', {}, { state: 'talking' as CallState }],
    ['one that has ended', {}, { state: 'ended' as CallState }],
    ['one parked away from my phone', {}, { away: true }],
    ['a call from here for one that rings', { direction: 'out' as const, state: 'calling' as const }, {}],
  ])('is never %s', (_what, theirs, ours) => {
    const legs = [leg({ id: 'v', number: '2015', ...theirs })];
    expect(pairs(match(legs, [card({ id: 'a', number: '2015', ...ours })]))).toEqual([]);
  });

  it('an anonymous caller, a queue’s or my own number in the place of the caller: likely, and looked at again', () => {
    const calls = [card({ id: 'a', number: '13800138000', queue: '90', did: '4000820188' })];
    const found = ['anonymous', '90', '4000820188', '2011'].map((number) =>
      pairs(match([leg({ id: 'v', number })], calls)),
    );
    const better = match(
      [leg({ id: 'v', number: 'anonymous' }), leg({ id: 'w', number: '13800138000' })],
      calls,
      match([leg({ id: 'v', number: 'anonymous' })], calls),
    );
    expect([found, pairs(better)]).toEqual([Array(4).fill([['v', 'a', false]]), [['w', 'a', false]]]);
  });

  it('my own dial is found by the dialler, also when the exchange writes another number', () => {
    const calls = [card({ id: 'out', number: '13900139000', state: 'dialing' }), card({ id: 'a', number: '2015' })];
    const mine = [leg({ id: 'v', number: '4000', state: 'talking', dialled: true })];
    expect(pairs(matchLegs(mine, calls, new Map(), new Set(), context(['out'], 'out')))).toEqual([['v', 'out', true]]);
  });

  it('my phone rung first for somebody else’s click is an incoming INVITE too', () => {
    const calls = [card({ id: 'me', number: '13900139000', state: 'calling-me' })];
    expect(pairs(match([leg({ id: 'v', number: '13900139000' })], calls))).toEqual([['v', 'me', true]]);
  });

  it('a channel whose leg has ended is not given to the next one; an ended card is left', () => {
    const calls = [card({ id: 'a', number: '2015' })];
    const again = leg({ id: 'v2', number: '2015', since: 15_000 });
    const kept: Matches = new Map([['v2', { callId: 'a', sure: true }]]);
    const ended = [
      card({ id: 'a', number: '2015', state: 'ended' }),
      card({ id: 'b', number: '2015', startedAt: 15_000 }),
    ];
    expect([pairs(match([again], calls, new Map(), ['a'])), pairs(match([again], ended, kept))]).toEqual([
      [],
      [['v2', 'b', true]],
    ]);
  });
});

describe('any run of calls', () => {
  /** One call of the world: when its INVITE comes, when the platform shows it, when it is lifted, when each ends. */
  const world = fc.array(
    fc.record({
      invite: fc.integer({ min: 0, max: 40 }),
      shownAfter: fc.option(fc.integer({ min: 0, max: 12 })),
      liftAfter: fc.option(fc.integer({ min: 1, max: 15 })),
      lag: fc.integer({ min: 0, max: 6 }),
      length: fc.integer({ min: 2, max: 30 }),
      skew: fc.integer({ min: -3, max: 3 }),
      written: fc.constantFrom('', '0', '+86', '90', '0086'),
      out: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  );

  it('never two legs on a card, never a wrong pair when the numbers differ, and the right one once both are there', () => {
    fc.assert(
      fc.property(world, (calls) => {
        let matches: Matches = new Map();
        const spent = new Set<string>();
        for (let now = 0; now < 80; now++) {
          const legs: Leg[] = [];
          const cards: Call[] = [];
          const outgoing: string[] = [];
          for (const [n, call] of calls.entries()) {
            const number = `1380013800${n}`;
            const end = call.invite + call.length;
            const lifted = call.liftAfter === null ? end + 1 : call.invite + call.liftAfter;
            const direction = call.out ? 'out' : 'in';
            if (call.out) outgoing.push(`c${n}`);
            if (now >= call.invite && now < end) {
              const state = now >= lifted ? 'talking' : call.out ? 'calling' : 'ringing';
              legs.push(
                leg({ id: `v${n}`, number: `${call.written}${number}`, since: call.invite * 1_000, direction, state }),
              );
            } else if (now === end) {
              const was = matches.get(`v${n}`);
              if (was?.sure) spent.add(was.callId);
            }
            if (call.shownAfter === null) continue;
            const shown = call.invite + call.shownAfter;
            if (now < shown || now >= end + call.lag) continue;
            const state = now >= lifted + call.lag ? 'talking' : call.out ? 'dialing' : 'ringing';
            cards.push(card({ id: `c${n}`, number, startedAt: (call.invite + call.skew) * 1_000, state }));
          }
          matches = matchLegs(legs, cards, matches, spent, context(outgoing));
          const found = [...matches].map(([id, { callId }]) => [id.slice(1), callId.slice(1)]);
          expect(new Set(found.map(([, id]) => id)).size).toBe(found.length);
          for (const [id, callId] of found) expect(callId).toBe(id);
          for (const { id, state } of legs) {
            const own = cards.find((one) => one.id === `c${id.slice(1)}`);
            if (own && (state !== 'ringing' || own.state === 'ringing')) expect(matches.has(id)).toBe(true);
          }
        }
      }),
      { seed: 14, numRuns: 80 },
    );
  });

  it('whatever the numbers, a card has one leg and a leg one card', () => {
    const number = fc.constantFrom('2015', '13800138000', 'anonymous', '', '2011', '90');
    const anyLeg = fc.record({
      number,
      direction: fc.constantFrom('in', 'out') as fc.Arbitrary<Leg['direction']>,
      state: fc.constantFrom('ringing', 'calling', 'talking', 'held') as fc.Arbitrary<Leg['state']>,
      since: fc.nat(20_000),
      dialled: fc.boolean(),
    });
    const anyCard = fc.record({
      number,
      queue: fc.constantFrom('', '90'),
      state: fc.constantFrom('ringing', 'calling-me', 'dialing', 'talking', 'held', 'ended') as fc.Arbitrary<CallState>,
      startedAt: fc.nat(20_000),
    });
    const step = fc.record({
      legs: fc.array(anyLeg, { maxLength: 8 }),
      calls: fc.array(anyCard, { maxLength: 8 }),
      out: fc.nat(255),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        let matches: Matches = new Map();
        for (const { legs, calls, out } of steps) {
          const mine = legs.map((one, n) => ({ ...one, id: `v${n}` }));
          const cards = calls.map((one, n) => card({ ...one, id: `c${n}` }));
          const outgoing = cards.filter((_card, n) => out & (1 << n)).map(({ id }) => id);
          matches = matchLegs(mine, cards, matches, new Set(), context(outgoing));
          const callIds = [...matches.values()].map(({ callId }) => callId);
          expect(new Set(callIds).size).toBe(callIds.length);
          for (const callId of callIds) expect(cards.find(({ id }) => id === callId)?.state).not.toBe('ended');
        }
      }),
      { seed: 3, numRuns: 120 },
    );
  });
});
