import { expect, test } from 'vitest';
import { areaOfAllotment } from './mobile-places';

test('the area of an allotment, where it is known', () => {
  const known = {
    '1380013': '10',
    '1391800': '21',
    '1861616': '21',
    '1895310': '531',
    '1300000': '531',
    '1999999': '',
  };
  const unknown = ['1700000', '123', '2800138', '', '13800138', '138001a'];
  expect([
    Object.keys(known).map((each) => [each, areaOfAllotment(each)]),
    unknown.map((each) => areaOfAllotment(each)).every((area) => /^\d*$/.test(area)),
    ['123', '2800138', '', '13800138', '138001a'].map((each) => areaOfAllotment(each)),
  ]).toEqual([Object.entries(known), true, ['', '', '', '', '']]);
});

test('covers most of what has been given out, and the whole country', () => {
  const found = new Map<string, number>();
  let told = 0;
  for (let number = 1_300_000; number < 2_000_000; number += 1) {
    const area = areaOfAllotment(String(number));
    if (area === '') continue;
    told += 1;
    found.set(area, (found.get(area) ?? 0) + 1);
  }
  expect([told > 300_000, found.size > 300, (found.get('10') ?? 0) > (found.get('971') ?? 0)]).toEqual([
    true,
    true,
    true,
  ]);
});
