import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOver, numbersOf, openingAt, rangesOf, type Schedule } from './window';

const zone = 480;
const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const ordinary: Schedule = {
  ...{ runtype: '0', begindate: '2026-03-02', enddate: '2026-03-03', amrange: '8:10-12:30', pmrange: '18:10-22:30' },
  ...{ monthlist: '', timelist: '', weeklist: '', daylist: '' },
};
const cyclic: Schedule = { ...ordinary, runtype: '1', enddate: '2026-12-31', timelist: '10:10-12:10,14:10-16:20' };
const range = (schedule: Schedule, text: string): string => openingAt(schedule, at(text), zone)?.range ?? 'shut';

describe('hours of an ordinary task', () => {
  test('are its ranges on each of its days, to the minute', () => {
    const times = ['2026-03-02T08:09', '2026-03-02T08:10', '2026-03-02T12:29', '2026-03-02T12:30', '2026-03-03T22:00'];
    expect([...times.map((time) => range(ordinary, time)), range(ordinary, '2026-03-04T09:00')]).toEqual([
      ...['shut', '08:10-12:30', '08:10-12:30', 'shut', '18:10-22:30'],
      'shut',
    ]);
  });

  test('are the whole day without a range, and lists of a cyclic task mean nothing to it', () => {
    const free = { ...ordinary, amrange: '', pmrange: '', timelist: '10:00-10:01', monthlist: '1', weeklist: '5' };
    expect([range(free, '2026-03-02T00:00'), range(free, '2026-03-03T23:59'), range(free, '2026-03-01T23:59')]).toEqual(
      [...['00:00-24:00', '00:00-24:00', 'shut']],
    );
  });

  test('over midnight belong to the day on which they began', () => {
    const late = { ...ordinary, amrange: '', pmrange: '22:00-02:00' };
    const ends = ['2026-03-04T01:59', '2026-03-04T02:00'];
    expect([
      openingAt(late, at('2026-03-03T01:00'), zone),
      range(late, '2026-03-02T01:00'),
      ends.map((time) => [range(late, time), isOver(late, at(time), zone)]),
    ]).toEqual([
      { range: '22:00-02:00', round: '2026-03-02 22:00-02:00' },
      'shut',
      [
        ['22:00-02:00', false],
        ['shut', true],
      ],
    ]);
  });
});

describe('hours of a cyclic task', () => {
  test('are its times on the chosen months, weekdays and days, all of which must agree', () => {
    const chosen = { ...cyclic, monthlist: '3,4', weeklist: '1', daylist: '2,9' };
    const days = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-03', '2026-02-02', '2026-04-02'];
    expect(days.map((day) => range(chosen, `${day}T11:00`))).toEqual([
      ...['10:10-12:10', '10:10-12:10', 'shut', 'shut', 'shut', 'shut'],
    ]);
  });

  test('count Sunday as 0, and the ranges of ordinary tasks mean nothing', () => {
    const sundays = { ...cyclic, weeklist: '0' };
    expect([range(sundays, '2026-03-08T15:00'), range(sundays, '2026-03-08T19:00'), range(sundays, '2026-03-02T15:00')])
      // 2 March 2026 is a Monday.
      .toEqual(['14:10-16:20', 'shut', 'shut']);
  });

  test('name each run through the list by day and range', () => {
    const rounds = ['2026-03-02T10:10', '2026-03-02T12:09', '2026-03-02T14:10', '2026-03-03T10:10'];
    expect(rounds.map((time) => openingAt(cyclic, at(time), zone)?.round)).toEqual([
      ...['2026-03-02 10:10-12:10', '2026-03-02 10:10-12:10', '2026-03-02 14:10-16:20', '2026-03-03 10:10-12:10'],
    ]);
  });
});

test('a task without a last day is never over, one with a last day at its midnight', () => {
  const endless = { ...ordinary, enddate: '0000-00-00' };
  expect([
    isOver(endless, at('2036-01-01T00:00'), zone),
    isOver(ordinary, at('2026-03-03T23:59'), zone),
    isOver(ordinary, at('2026-03-04T00:00'), zone),
  ]).toEqual([false, false, true]);
});

test('what is no list of ranges or numbers is told', () => {
  expect([
    rangesOf('8:10-12:30, 14:00-15:00')?.map(({ text }) => text),
    ...['8:60-9:00', '24:00-25:00', '8-9', '8:00-9:00,x', '08:00-08:000'].map(rangesOf),
    numbersOf('1, 2,12', 1, 12),
    ...['0', '13', 'x', '1.5'].map((text) => numbersOf(text, 1, 12)),
  ]).toEqual([['08:10-12:30', '14:00-15:00'], ...Array(5).fill(null), [1, 2, 12], ...Array(4).fill(null)]);
});

test('whatever the ranges, a minute is open when a day that is the task’s has a range over it', () => {
  const clockTime = fc.tuple(fc.nat(23), fc.nat(59));
  const shown = ([hour, minute]: readonly [number, number]): string => `${hour}:${String(minute).padStart(2, '0')}`;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(clockTime, clockTime), { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(fc.nat(6), { maxLength: 4 }),
      fc.integer({ min: 0, max: 8 * 1440 }),
      (ranges, weekdays, minute) => {
        const schedule: Schedule = {
          ...cyclic,
          enddate: '2026-03-06',
          timelist: ranges.map(([from, to]) => `${shown(from)}-${shown(to)}`).join(','),
          weeklist: weekdays.join(','),
        };
        // Minutes since Sunday, 1 March; the naive answer walks through every minute of every day's ranges.
        const open = new Set<number>();
        for (let day = 1; day <= 5; day += 1) {
          if (weekdays.length > 0 && !weekdays.includes(day)) continue;
          for (const [[fh, fm], [th, tm]] of ranges) {
            const [from, to] = [fh * 60 + fm, th * 60 + tm];
            for (let each = from; each !== (to <= from ? to + 1440 : to); each += 1) open.add(day * 1440 + each);
          }
        }
        const instant = at('2026-03-01T00:00') + minute * 60_000;
        expect(openingAt(schedule, instant, zone) !== null).toBe(open.has(minute));
      },
    ),
    { numRuns: 300, seed: 8_002 },
  );
});
