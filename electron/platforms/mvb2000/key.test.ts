import { describe, expect, test } from 'vitest';
import { formatPlatformTime, platformDate } from '../../../shared/domain/time';
import { webKey } from '../../../shared/webcti/webkey';
import { KeyClock } from './key';
import { FakeClock } from './testing/clock';

const secret = '0866089e569bbd3d';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A platform with a clock and a zone of its own, and a computer that may be wrong about both. */
interface World {
  readonly at: number;
  readonly zone: number;
  readonly pcOff: number;
  readonly assumed: number;
  readonly header: boolean;
}

/** Plays one question: what the client sends until a key is taken or it gives up. */
function play({ at, zone, pcOff, assumed, header }: World) {
  const clock = new FakeClock(at + pcOff);
  const time = new KeyClock(clock, secret, assumed);
  const date = platformDate(at, zone);
  const tried: string[] = [];
  const answer = (): boolean => {
    const sent = time.date();
    tried.push(sent);
    if (header) time.observeHeader(new Date(at).toUTCString(), clock.now(), clock.now());
    if (sent !== date) return false;
    time.accepted(sent, clock.now());
    return true;
  };
  let taken = answer();
  while (!taken) {
    const next = time.nextAfterRefusal(tried);
    if (next === null) break;
    tried.push(next);
    taken = next === date;
    if (taken) time.accepted(next, clock.now());
  }
  return { taken, tries: tried.length, time, clock, date };
}

const zones = Array.from({ length: 27 }, (_, index) => (index - 12) * 60);
const instants = [0, 1, 359, 719, 720, 959, 960, 1199, 1439].map((m) => Date.UTC(2026, 2, 15) + m * minute);

describe('the key of the day', () => {
  test('md5(web key + platform date), as the document computes it', () => {
    const time = new KeyClock(new FakeClock(Date.UTC(2011, 5, 20, 16, 0, 0)), secret, 480);
    expect([time.date(), time.sign(time.date())]).toEqual(['2011-06-21', 'ffccb30a388e48ade2d7ea56909cbabf']);
  });

  test.each(zones)('found in zone %i whatever the computer assumes, with the clock right', (zone) => {
    for (const at of instants) {
      for (const assumed of [zone, 480, 0, -300]) {
        const { taken, tries } = play({ at, zone, pcOff: 0, assumed, header: true });
        expect({ at, assumed, taken, tries: assumed === zone ? tries : 'any' }).toEqual({
          at,
          assumed,
          taken: true,
          tries: assumed === zone ? 1 : 'any',
        });
        expect(tries).toBeLessThanOrEqual(3);
      }
    }
  });

  test.each([-day, -90 * minute, 90 * minute, day])('found with the computer %i ms wrong', (pcOff) => {
    for (const at of instants) {
      for (const header of [true, false]) {
        const { taken, tries } = play({ at, zone: 480, pcOff, assumed: 480, header });
        expect({ at, header, taken }).toEqual({ at, header, taken: true });
        expect(tries).toBeLessThanOrEqual(3);
      }
    }
  });

  test('a computer a month wrong is corrected by the header', () => {
    const { taken, tries, time } = play({ at: instants[3]!, zone: 480, pcOff: -30 * day, assumed: 480, header: true });
    expect({ taken, tries, offset: Math.trunc(time.offset / 1000) }).toEqual({
      taken: true,
      tries: 2,
      offset: 30 * 86_400,
    });
  });

  test.each([
    ['platform first', 480, 0],
    ['computer first', -300, 480],
  ])('goes through midnight of the platform, not of the computer: %s', (_, zone, assumed) => {
    const midnight = Date.UTC(2026, 2, 15) - zone * minute;
    const clock = new FakeClock(midnight - 2_000);
    const time = new KeyClock(clock, secret, assumed);
    time.observePlatform(
      formatPlatformTime(clock.now(), zone),
      Math.floor(clock.now() / 1000),
      clock.now(),
      clock.now(),
    );
    const seen = [time.date()];
    clock.pass(1_000);
    seen.push(time.date());
    clock.pass(1_600);
    seen.push(time.date());
    expect({ seen, zone: time.zone }).toEqual({ seen: ['2026-03-14', '2026-03-14', '2026-03-15'], zone });
  });

  test.each([
    ['behind', 3_000, '2026-03-14'],
    ['ahead', -3_000, '2026-03-15'],
  ])('one retry when the platform is a little %s at midnight', (_, lead, date) => {
    const midnight = Date.UTC(2026, 2, 15) - 480 * minute;
    const clock = new FakeClock(midnight - 60_000);
    const time = new KeyClock(clock, secret, 480);
    time.observePlatform(
      formatPlatformTime(clock.now(), 480),
      Math.floor(clock.now() / 1000),
      clock.now(),
      clock.now(),
    );
    time.accepted(time.date(), clock.now());
    // The platform's clock is set by hand: three seconds behind or ahead of what was learned.
    clock.pass(60_000 + lead / 2);
    const first = time.date();
    const second = time.nextAfterRefusal([first]);
    expect({ first: first === date, second }).toEqual({ first: false, second: date });
    expect(time.nextAfterRefusal([first, second ?? ''])).toBeNull();
  });

  test('a wrong key is tried with every plausible date once, and then with one a day only', () => {
    const clock = new FakeClock(instants[4]!);
    const time = new KeyClock(clock, 'wrong', 480);
    const tried = [time.date()];
    for (let next = time.nextAfterRefusal(tried); next; next = time.nextAfterRefusal(tried)) tried.push(next);
    expect(new Set(tried)).toEqual(new Set(['2026-03-14', '2026-03-15', '2026-03-16']));
    expect({ code: time.refusal().code, again: time.nextAfterRefusal([time.date()]) }).toEqual({
      code: 'key-refused',
      again: null,
    });
    clock.pass(day);
    expect(time.nextAfterRefusal([time.date()])).not.toBeNull();
  });

  test('a refusal while the clocks are far apart speaks of the clock', () => {
    const clock = new FakeClock(instants[4]!);
    const time = new KeyClock(clock, 'wrong', 480);
    time.observeHeader(new Date(instants[4]! + 3 * day).toUTCString(), clock.now(), clock.now());
    const failure = time.refusal();
    expect([failure.code, failure.params]).toEqual(['clock', { skewSeconds: 259_200 }]);
  });
});

describe('clock and zone', () => {
  const learned = (at: number, zone: number, pcOff = 0) => {
    const clock = new FakeClock(at + pcOff);
    const time = new KeyClock(clock, secret, 480);
    time.observePlatform(formatPlatformTime(at, zone), Math.floor(at / 1000), clock.now(), clock.now());
    return { clock, time };
  };

  test.each([-720, -570, -210, 0, 330, 345, 480, 765, 840])('zone %i and an offset of hours are learned', (zone) => {
    const { time } = learned(Date.UTC(2026, 6, 1, 10, 5, 0), zone, -5 * hour);
    expect({ zone: time.zone, off: Math.abs(time.offset - 5 * hour) <= 500, wants: time.wantsLearning }).toEqual({
      zone,
      off: true,
      wants: false,
    });
  });

  test('a platform that does not tell its timestamp is read by the header', () => {
    const at = Date.UTC(2026, 6, 1, 10, 5, 0);
    const clock = new FakeClock(at - 3 * day);
    const time = new KeyClock(clock, secret, 480);
    time.observeHeader(new Date(at).toUTCString(), clock.now(), clock.now());
    time.observePlatform(formatPlatformTime(at, 330), null, clock.now(), clock.now());
    expect({ zone: time.zone, off: Math.abs(time.offset - 3 * day) <= 1_000 }).toEqual({ zone: 330, off: true });
  });

  test('is asked again after ten minutes, after a jump, and a minute after a failure', () => {
    const { clock, time } = learned(Date.UTC(2026, 6, 1, 10, 5, 0), 480);
    const header = () => time.observeHeader(new Date(clock.now()).toUTCString(), clock.now(), clock.now());
    header();
    const wants = [time.wantsLearning];
    clock.pass(10 * minute);
    wants.push(time.wantsLearning);
    time.learningFailed();
    wants.push(time.wantsLearning);
    clock.pass(minute);
    wants.push(time.wantsLearning);
    expect(wants).toEqual([false, true, false, true]);
  });

  test('the offset follows at once when the computer is set to another time', () => {
    const at = Date.UTC(2026, 6, 1, 10, 5, 0);
    const { clock, time } = learned(at, 480);
    time.observeHeader(new Date(at).toUTCString(), clock.now(), clock.now());
    clock.set(at - 7 * hour);
    time.observeHeader(new Date(at).toUTCString(), clock.now(), clock.now());
    expect({ off: Math.abs(time.offset - 7 * hour) <= 1_000, wants: time.wantsLearning }).toEqual({
      off: true,
      wants: true,
    });
  });

  test('a change to summer time is read at the next learning, and the date keeps right', () => {
    // Berlin, 29 March 2026, 01:00 UTC.
    const change = Date.UTC(2026, 2, 29, 1);
    const { clock, time } = learned(change - minute, 60);
    clock.pass(11 * minute);
    const wants = time.wantsLearning;
    const now = clock.now();
    time.observePlatform(formatPlatformTime(now, 120), Math.floor(now / 1000), now, now);
    expect({ wants, zone: time.zone, date: time.date(), off: Math.abs(time.offset) <= 500 }).toEqual({
      wants: true,
      zone: 120,
      date: '2026-03-29',
      off: true,
    });
  });

  test.each([
    { change: Date.UTC(2026, 2, 29, 1), before: 60, after: 120 },
    { change: Date.UTC(2026, 9, 25, 1), before: 120, after: 60 },
  ])('times on both sides of a change keep their instants, $before to $after', ({ change, before, after }) => {
    const { clock, time } = learned(change - 5 * minute, before);
    clock.pass(6 * minute);
    const now = clock.now();
    time.observePlatform(formatPlatformTime(now, after), Math.floor(now / 1000), now, now);
    const read = (at: number) => time.instantOf(formatPlatformTime(at, at < change ? before : after));
    const told = [-90, -4, 0, 1, 90, 3_000].map((minutes) => change + minutes * minute);
    expect(told.map(read)).toEqual(told);
  });

  test('small differences between answers do not move the offset', () => {
    const at = Date.UTC(2026, 6, 1, 10, 5, 0);
    const { clock, time } = learned(at, 480);
    const offsets = new Set<number>();
    for (let second = 0; second < 120; second++) {
      clock.pass(997);
      time.observeHeader(new Date(clock.now()).toUTCString(), clock.now() - 30, clock.now());
      offsets.add(time.offset);
    }
    expect(offsets.size).toBe(1);
  });

  test('secrets: the web key and every key that may have been sent', () => {
    const { time } = learned(Date.UTC(2026, 6, 1, 10, 5, 0), 480);
    const keys = ['2026-06-30', '2026-07-01', '2026-07-02'].map((date) => webKey(secret, date));
    expect(time.secrets()).toEqual(expect.arrayContaining([secret, ...keys]));
  });
});
