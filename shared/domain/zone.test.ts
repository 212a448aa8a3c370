import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPlatformTime, parsePlatformTime } from './time';
import { instantOf, localOf, namedZone, offsetAt, reachedAt, type ZoneRules } from './zone';

const zone = (name: string): ZoneRules => {
  const found = namedZone(name);
  if (!found) throw new Error(`no zone ${name}`);
  return found;
};
const berlin = zone('Europe/Berlin');
const [spring, autumn] = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];
const hour = 3_600_000;

test('names are those of the IANA database', () => {
  expect(['Asia/Shanghai', 'Europe/Berlin', 'Mars/Olympus', '', '480'].map((name) => namedZone(name)?.name)).toEqual([
    'Asia/Shanghai',
    'Europe/Berlin',
    undefined,
    undefined,
    undefined,
  ]);
});

test('the changes of a year, and none in a place without summer time', () => {
  const year = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)] as const;
  expect([berlin.changes(...year), zone('Asia/Shanghai').changes(...year), zone('Asia/Kathmandu').offsetAt(0)]).toEqual(
    [
      [
        { at: spring, offset: 120 },
        { at: autumn, offset: 60 },
      ],
      [],
      330,
    ],
  );
});

test('the hour that is left out, and the hour that comes twice', () => {
  const show = (at: number) => formatPlatformTime(at, berlin);
  expect([show(spring - 1000), show(spring), show(autumn - hour), show(autumn), show(autumn + hour)]).toEqual([
    '2026-03-29 01:59:59',
    '2026-03-29 03:00:00',
    '2026-10-25 02:00:00',
    '2026-10-25 02:00:00',
    '2026-10-25 03:00:00',
  ]);
  expect([
    parsePlatformTime('2026-03-29 02:30:00', berlin),
    parsePlatformTime('2026-10-25 02:30:00', berlin),
    parsePlatformTime('2026-10-25 03:00:00', berlin),
    reachedAt(berlin, Date.UTC(2026, 2, 29, 2)),
    reachedAt(berlin, Date.UTC(2026, 2, 29, 3)),
  ]).toEqual([spring + hour / 2, autumn - hour / 2, autumn + hour, spring, spring]);
});

test('local time leads back to its instant, wherever and whenever, but for the second of two', () => {
  const names = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Shanghai', 'America/St_Johns'];
  fc.assert(
    fc.property(
      fc.constantFrom(...names.map(zone)),
      fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2040, 0, 1) }),
      (place, at) => {
        const local = localOf(place, at);
        const found = instantOf(place, local);
        // The same wall clock; and earlier only where it comes twice.
        expect([localOf(place, found), found <= at]).toEqual([local, true]);
        if (found !== at) expect(offsetAt(place, found)).toBeGreaterThan(offsetAt(place, at));
        const reached = reachedAt(place, local);
        expect(reached <= at && localOf(place, reached) >= local).toBe(true);
      },
    ),
    { seed: 5, numRuns: 600 },
  );
});
