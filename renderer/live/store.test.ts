import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFixtureBridge, people } from './fixture/index';
import { createHandClock } from './fixture/render';
import { createLive, share } from './store';

const { byId, talking, zhangWei } = people;
const at = 1_000_000;

function setup(scene: 'ready' | 'busy' = 'busy') {
  const bridge = createFixtureBridge({ scene });
  const clock = createHandClock();
  const live = createLive(bridge, clock);
  return { bridge, clock, live };
}

test('an unchanged snapshot is no event, for rows and for single topics', () => {
  const { bridge, live } = setup();
  live.retain(['calls', 'seat', 'link']);
  const before = [live.store('calls').getState(), live.store('seat').getState(), live.store('link').getState()];
  let events = 0;
  for (const topic of ['calls', 'seat', 'link'] as const) live.store(topic).subscribe(() => (events += 1));
  for (const topic of ['calls', 'seat', 'link'] as const) bridge.repeat(topic);
  expect({
    events,
    same: [live.store('calls').getState(), live.store('seat').getState(), live.store('link').getState()].every(
      (state, index) => state === before[index],
    ),
  }).toEqual({ events: 0, same: true });
});

test('a patch replaces only the rows it changes', () => {
  const { bridge, live } = setup('ready');
  const one = zhangWei(at, { id: 'one' });
  const two = zhangWei(at, { id: 'two' });
  bridge.set('calls', byId([one, two]));
  live.retain(['calls']);
  const before = live.store('calls').getState().value;
  bridge.set('calls', byId([one, talking(at, { id: 'two' })]));
  const after = live.store('calls').getState().value;
  expect([after?.one === before?.one, after?.two === before?.two, after?.two?.state]).toEqual([true, false, 'talking']);
  bridge.set('calls', byId([one]));
  expect(Object.keys(live.store('calls').getState().value ?? {})).toEqual(['one']);
});

test('a single topic keeps the identity of the parts that did not change', () => {
  const { bridge, live } = setup();
  live.retain(['seat']);
  const before = live.store('seat').getState().value;
  const seat = bridge.get('seat');
  bridge.set('seat', structuredClone(seat && { ...seat, missed: 7 }));
  const after = live.store('seat').getState().value;
  expect([after?.missed, after?.memberships === before?.memberships]).toEqual([7, true]);
});

test('a topic flows while somebody retains it, lingers shortly, and then forgets its old rows', () => {
  const { bridge, clock, live } = setup();
  const first = live.retain(['parks']);
  const second = live.retain(['parks', 'waiting']);
  first();
  first();
  const held = bridge.topics();
  second();
  clock.pass(1_999);
  const lingering = bridge.topics();
  const again = live.retain(['waiting']);
  clock.pass(1);
  expect([held, lingering, bridge.topics(), live.store('parks').getState().value]).toEqual([
    ['parks', 'waiting'],
    ['parks', 'waiting'],
    ['waiting'],
    undefined,
  ]);
  again();
  live.close();
  expect(bridge.topics()).toEqual([]);
});

test('share answers an equal value made of as many old parts as possible', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(share(before, after)).toEqual(after);
      const copy = structuredClone(before);
      expect(share(before, copy)).toBe(before);
    }),
  );
});
