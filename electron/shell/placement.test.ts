import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DisplayFact,
  displayKey,
  type PlacementMemory,
  place,
  popupPlace,
  type Rect,
  readMemory,
  remember,
  rescue,
  type Shape,
} from './placement';

const display = (id: number, x: number, y: number, width: number, height: number, scaleFactor = 1): DisplayFact => ({
  id,
  scaleFactor,
  workArea: { x, y, width, height },
  primary: id === 1,
});
const laptop = display(1, 0, 0, 1440, 860, 1.25);
const layouts: Record<string, readonly DisplayFact[]> = {
  'one full HD': [display(1, 0, 0, 1920, 1040)],
  'one laptop at 125 %': [laptop],
  'one laptop at 150 %': [display(1, 0, 0, 1280, 680, 1.5)],
  'taskbar on the left': [display(1, 62, 0, 1858, 1080)],
  'taskbar on top': [display(1, 0, 40, 1920, 1040)],
  'mac menu bar': [display(1, 0, 25, 1512, 919, 2)],
  'second to the right': [display(1, 0, 0, 1920, 1040), display(2, 1920, 0, 1920, 1080)],
  'second to the left': [display(1, 0, 0, 1920, 1040), display(2, -1920, 0, 1920, 1080)],
  'second above': [display(1, 0, 0, 1920, 1040), display(2, 0, -1080, 1920, 1080)],
  'second below': [display(1, 0, 0, 1920, 1040), display(2, 0, 1080, 1920, 1040)],
  'second lower and smaller': [display(1, 0, 0, 1920, 1040), display(2, 1920, 300, 1280, 720)],
  'mixed scales 125/100': [laptop, display(2, 1440, 0, 1920, 1080)],
  'mixed scales 100/200': [display(1, 0, 0, 1920, 1040), display(2, 1920, 0, 1920, 1080, 2)],
  'three in a row': [display(2, -1920, 0, 1920, 1080), display(1, 0, 0, 1920, 1040), display(3, 1920, 0, 1920, 1080)],
  'portrait beside': [display(1, 0, 0, 1920, 1040), display(2, 1920, -420, 1080, 1920)],
  'four in a square': [
    display(1, 0, 0, 1920, 1040),
    display(2, 1920, 0, 1920, 1080),
    display(3, 0, 1080, 1920, 1080),
    display(4, 1920, 1080, 1920, 1080),
  ],
  'ultra-wide': [display(1, 0, 0, 3440, 1400)],
  '4K at 100 %': [display(1, 0, 0, 3840, 2120)],
  'tiny thin client': [display(1, 0, 0, 1024, 728)],
  'very small': [display(1, 0, 0, 800, 560)],
  'gap between displays': [display(1, 0, 0, 1920, 1040), display(2, 2500, 0, 1280, 1024)],
  'remote desktop session': [display(1, 0, 0, 1600, 860)],
};
const shapes: readonly Shape[] = ['bar', 'panel', 'workspace'];
const inside = (rect: Rect, { workArea: a }: DisplayFact): boolean =>
  rect.x >= a.x && rect.y >= a.y && rect.x + rect.width <= a.x + a.width && rect.y + rect.height <= a.y + a.height;

describe.each(Object.entries(layouts))('%s', (_name, displays) => {
  test('every shape starts wholly on the primary display', () => {
    const primary = displays.find((entry) => entry.primary) as DisplayFact;
    expect(shapes.map((shape) => inside(place(shape, displays, {}), primary))).toEqual([true, true, true]);
  });

  test('R24: 50 openings and closings on any display drift by nothing', () => {
    for (const { workArea } of displays) {
      for (const shape of shapes) {
        let memory: PlacementMemory = {};
        const size = place(shape, displays, {});
        const start = { ...size, x: workArea.x + 7, y: workArea.y + 11 };
        const fits = size.width + 7 <= workArea.width && size.height + 11 <= workArea.height;
        memory = remember(memory, shape, start, displays);
        let now = start;
        for (let n = 0; n < 50; n += 1) {
          now = place(shape, displays, memory);
          memory = remember(memory, shape, now, displays);
        }
        if (fits && size.width >= 900) expect(now).toEqual(start);
        else
          expect({ x: now.x, y: now.y, reachable: rescue(now, displays) }).toEqual({
            x: now.x,
            y: now.y,
            reachable: now,
          });
      }
    }
  });

  test('a window is never lost: wherever it was, its top strip can be grabbed', () => {
    const coordinate = fc.integer({ min: -9000, max: 9000 });
    const length = fc.integer({ min: 200, max: 5000 });
    fc.assert(
      fc.property(coordinate, coordinate, length, length, (x, y, width, height) => {
        const saved = rescue({ x, y, width, height }, displays);
        // Rescued once, it stays where it is.
        expect(rescue(saved, displays)).toEqual(saved);
        expect(
          displays.some(
            ({ workArea: a }) =>
              saved.x < a.x + a.width && saved.x + saved.width > a.x && saved.y >= a.y - 0 && saved.y < a.y + a.height,
          ),
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

test('each display keeps its own place; unplugged and plugged in again the window returns', () => {
  const two = layouts['second to the right'] as readonly DisplayFact[];
  const one = two.slice(0, 1);
  const onFirst = { x: 100, y: 100, width: 1280, height: 800 };
  const onSecond = { x: 2300, y: 150, width: 1300, height: 820 };
  const memory = remember(remember({}, 'workspace', onFirst, two), 'workspace', onSecond, two);
  expect([place('workspace', two, memory), place('workspace', one, memory), place('workspace', two, memory)]).toEqual([
    onSecond,
    onFirst,
    onSecond,
  ]);
});

test('another scale is another display: pixels of the old one are not used', () => {
  const before = [display(1, 0, 0, 1920, 1040)];
  const after = [display(1, 0, 0, 1536, 824, 1.25)];
  const memory = remember({}, 'panel', { x: 1500, y: 20, width: 400, height: 760 }, before);
  expect([
    displayKey(before[0] as DisplayFact) === displayKey(after[0] as DisplayFact),
    place('panel', after, memory),
  ]).toEqual([false, { x: 1136, y: 0, width: 400, height: 824 }]);
});

test('a file with anything in it', () => {
  expect(
    [
      null,
      7,
      [],
      { bar: 3 },
      { bar: { last: 1, byDisplay: {} } },
      {
        panel: {
          last: 'k',
          byDisplay: { k: { x: 1, y: 2, width: 3, height: 'x' }, j: { x: 1, y: 2, width: 3, height: 4 } },
        },
      },
    ].map(readMemory),
  ).toEqual([{}, {}, {}, {}, {}, { panel: { last: 'k', byDisplay: { j: { x: 1, y: 2, width: 3, height: 4 } } } }]);
});

test('the memory of a shape is bounded', () => {
  let memory: PlacementMemory = {};
  for (let n = 0; n < 40; n += 1) {
    const displays = [display(1, 0, 0, 1900 + n, 1000)];
    memory = remember(memory, 'bar', { x: 0, y: 0, width: 920, height: 96 }, displays);
  }
  expect([Object.keys(memory.bar?.byDisplay ?? {}).length, memory.bar?.last]).toEqual([12, '1@1:0,0,1939x1000']);
});

test('the ring popup stands in the corner of the pointer’s display and fits it', () => {
  expect([
    popupPlace({ width: 380, height: 220 }, laptop),
    popupPlace({ width: 380, height: 220 }, display(2, -300, 0, 300, 200)),
  ]).toEqual([
    { x: 1044, y: 624, width: 380, height: 220 },
    { x: -300, y: 0, width: 300, height: 200 },
  ]);
});
