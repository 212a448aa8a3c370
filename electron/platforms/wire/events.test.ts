import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventReader, type StreamEvent } from './events';
import { TooLarge } from './failure';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const readAll = (pieces: readonly Uint8Array[], limit?: number): readonly StreamEvent[] => {
  const reader = new EventReader(limit);
  return pieces.flatMap((piece) => reader.read(piece));
};
/** The bytes in pieces, cut at these places (shares of the length). */
const cut = (all: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const marks = [0, ...places.map((place) => Math.floor(place * all.length)).toSorted((a, b) => a - b), all.length];
  return marks.slice(1).map((mark, at) => all.subarray(marks[at], mark));
};

const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
const oneLine = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/[\r\n]/g, ' '));
const event = fc.record({
  event: fc.constantFrom('message', 'hello', '弹屏'),
  lines: fc.array(oneLine, { minLength: 1, maxLength: 3 }).filter((lines) => lines.join('\n') !== ''),
  comment: fc.option(oneLine, { nil: null }),
  space: fc.boolean(),
});
type Written = typeof event extends fc.Arbitrary<infer T> ? T : never;

const print = (events: readonly Written[], end: string): string =>
  events
    .map(({ event, lines, comment, space }) =>
      [
        ...(comment === null ? [] : [`:${comment}`]),
        ...(event === 'message' ? [] : [`event: ${event}`]),
        ...lines.map((line) => `data:${space || line.startsWith(' ') ? ' ' : ''}${line}`),
        '',
        '',
      ].join(end),
    )
    .join('');

describe('event stream', () => {
  it('reads what was written wherever it is cut, with any end of line', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 6 }),
        lineEnd,
        fc.boolean(),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        (events, end, mark, places) => {
          const all = bytes(`${mark ? '\u{feff}' : ''}${print(events, end)}`);
          expect(readAll(cut(all, places))).toEqual(
            events.map(({ event, lines }) => ({ event, data: lines.join('\n') })),
          );
        },
      ),
      { seed: 12, numRuns: 500 },
    );
  });

  it('byte by byte as in one piece', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 4 }), lineEnd, (events, end) => {
        const all = bytes(print(events, end));
        expect(readAll([...all].map((byte) => Uint8Array.of(byte)))).toEqual(readAll([all]));
      }),
      { seed: 13, numRuns: 100 },
    );
  });

  it('any bytes at all give events or nothing, and no more is kept than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (pieces) => {
        const reader = new EventReader(64);
        try {
          for (const piece of pieces) for (const { data } of reader.read(piece)) expect(data.length).toBeLessThan(65);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(TooLarge);
        }
      }),
      { seed: 14, numRuns: 500 },
    );
  });

  it.each([
    ['a line without an end', ['data: ', 'x'.repeat(50), 'x'.repeat(60)]],
    ['an event without an end', Array.from({ length: 30 }, () => 'data: x\n')],
    ['names without an end', Array.from({ length: 30 }, () => 'nothing\n')],
  ])('%s is too large', (_, parts) => {
    expect(() => readAll(parts.map(bytes), 100)).toThrow(TooLarge);
  });

  it('passes over comments, ids and events without data', () => {
    const text = ':\n\nid: 7\nretry: 10\n\nevent: hello\n\ndata\n\ndata: a\ndata\nid: 8\n\n';
    expect(readAll([bytes(text)])).toEqual([{ event: 'message', data: 'a\n' }]);
  });
});
