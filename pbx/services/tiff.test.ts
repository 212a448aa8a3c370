import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTiff } from './test-tiff';
import { tiff } from './tiff';

test('any pages come back dot for dot', () => {
  const page = fc
    .record({ wide: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 6 }) })
    .chain(({ wide, height }) =>
      // Runs as well as noise, so that both kinds of packing meet at every length.
      fc
        .array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 60 })), { maxLength: 40 })
        .map((runs) => {
          const rows = new Uint8Array(wide * height);
          let at = 0;
          for (const [byte, length] of runs) {
            rows.fill(byte, at, at + (byte % 3 === 0 ? 1 : length));
            at += byte % 3 === 0 ? 1 : length;
          }
          return { width: wide * 8, height, rows };
        }),
    );
  fc.assert(
    fc.property(fc.array(page, { minLength: 1, maxLength: 4 }), (pages) => {
      const read = readTiff(Buffer.from(tiff(pages, { x: 204, y: 196 })));
      expect(
        read.map(({ width, height, rows, inch, page: number }) => [width, height, inch, number, [...rows]]),
      ).toEqual(
        pages.map(({ width, height, rows }, index) => [width, height, [204, 196], [index, pages.length], [...rows]]),
      );
    }),
    { seed: 4, numRuns: 100 },
  );
});
