// @vitest-environment node
import { expect, test } from 'vitest';
import { measure, noCounters } from './statistics';

const codec = { type: 'codec', id: 'c', mimeType: 'audio/PCMU' };
const inbound = (figures: object) => ({ type: 'inbound-rtp', kind: 'audio', codecId: 'c', jitter: 0.004, ...figures });
const remote = { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.04 };

test('loss is that of the interval, not of the whole call; packets that came twice are no gain', () => {
  const first = measure([codec, inbound({ packetsReceived: 900, packetsLost: 100 })], noCounters, 1_000)!;
  const second = measure(
    [codec, inbound({ packetsReceived: 1_000, packetsLost: 100 }), remote],
    first.counters,
    3_000,
  )!;
  const third = measure([codec, inbound({ packetsReceived: 1_100, packetsLost: 90 })], second.counters, 5_000)!;
  expect(
    [first, second, third].map(({ quality: { at, loss, jitter, roundTrip } }) => ({ at, loss, jitter, roundTrip })),
  ).toEqual([
    { at: 1_000, loss: 0.1, jitter: 4, roundTrip: null },
    { at: 3_000, loss: 0, jitter: 4, roundTrip: 40 },
    { at: 5_000, loss: 0, jitter: 4, roundTrip: null },
  ]);
  expect(second.quality.mos).toBeGreaterThan(first.quality.mos);
});

test('the jitter buffer counts as delay', () => {
  const before = { received: 0, lost: 0, waited: 0, played: 0 };
  const of = (waited: number) =>
    measure(
      [codec, inbound({ packetsReceived: 100, jitterBufferDelay: waited, jitterBufferEmittedCount: 1_000 })],
      before,
      0,
    )!.quality.mos;
  expect(of(400)).toBeLessThan(of(40));
});

test('nothing is said before the first packet, and figures that are none count as nothing', () => {
  expect({
    silent: measure([inbound({ packetsReceived: 0 })], noCounters, 0),
    none: measure([], noCounters, 0),
    odd: measure([inbound({ packetsReceived: 5, packetsLost: Number.NaN, jitter: 'x' })], noCounters, 7)?.quality,
  }).toMatchObject({ silent: null, none: null, odd: { at: 7, loss: 0, jitter: 0, roundTrip: null } });
});
