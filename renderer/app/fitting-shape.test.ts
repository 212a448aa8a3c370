import { expect, test } from 'vitest';
import { fittingShape } from './fitting-shape';

test('a narrow window gets the panel, a low one the bar, and nobody’s choice is made larger', () => {
  const sizes = [
    [1280, 800],
    [719, 800],
    [1280, 100],
  ] as const;
  expect(
    (['workspace', 'panel', 'bar'] as const).map((shape) => sizes.map(([w, h]) => fittingShape(shape, w, h))),
  ).toEqual([
    ['workspace', 'panel', 'bar'],
    ['panel', 'panel', 'bar'],
    ['bar', 'bar', 'bar'],
  ]);
});
