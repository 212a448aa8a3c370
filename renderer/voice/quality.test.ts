// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meanOpinion, rating, scoreOf } from './quality';

test('ratings become the scores of G.107 annex B', () => {
  expect([100, 93.2, 90, 80, 70, 60, 50, 0, -5].map((r) => scoreOf(r).toFixed(2))).toEqual([
    '4.50',
    '4.41',
    '4.34',
    '4.02',
    '3.60',
    '3.10',
    '2.58',
    '1.00',
    '1.00',
  ]);
});

test('known lines: a perfect G.711 line is 4.41, 5 % loss costs half a point, G.729 begins lower, half a second is poor', () => {
  const line = { delay: 0, loss: 0, codec: 'PCMU' };
  expect({
    perfect: meanOpinion(line).toFixed(2),
    lossy: meanOpinion({ ...line, loss: 0.05 }).toFixed(2),
    g729: meanOpinion({ ...line, codec: 'G729' }).toFixed(2),
    slow: meanOpinion({ ...line, delay: 500 }).toFixed(2),
    dead: meanOpinion({ ...line, loss: 1 }).toFixed(2),
    unknown: rating({ ...line, codec: '' }) === rating(line),
  }).toEqual({ perfect: '4.41', lossy: '3.92', g729: '4.10', slow: '2.35', dead: '1.18', unknown: true });
});

test('more delay or more loss never sounds better, and every score is between 1 and 4.5', () => {
  const line = fc.record({
    delay: fc.double({ min: 0, max: 2_000, noNaN: true }),
    loss: fc.double({ min: 0, max: 1, noNaN: true }),
    codec: fc.constantFrom('PCMU', 'PCMA', 'opus', 'G722', 'G729', ''),
  });
  fc.assert(
    fc.property(
      line,
      fc.double({ min: 0, max: 500, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, d, l) => {
        const score = meanOpinion(a);
        expect(meanOpinion({ ...a, delay: a.delay + d })).toBeLessThanOrEqual(score);
        expect(meanOpinion({ ...a, loss: Math.min(1, a.loss + l) })).toBeLessThanOrEqual(score);
        expect(score >= 1 && score <= 4.5).toBe(true);
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});
