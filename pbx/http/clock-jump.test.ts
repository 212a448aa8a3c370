import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { platformDate } from '../../shared/domain/time';
import type { EndpointName } from '../../shared/webcti';
import { webKey } from '../../shared/webcti/webkey';
import { createVirtualClock, type VirtualClock } from '../engine/simulated/clock';
import { morning, only, startTestPlatform, type TestPlatform } from './test-platform';

/** A machine's clock that somebody sets: the time of day jumps, what was to happen in so many seconds still does. */
function settableClock() {
  const steady = createVirtualClock(morning);
  let shift = 0;
  return {
    set: (hours: number): void => {
      shift += hours * 3_600_000;
    },
    clock: {
      now: () => steady.now() + shift,
      monotonic: () => steady.monotonic(),
      after: (ms: number, run: () => void) => steady.after(ms, run),
      advance: (ms: number) => steady.advance(ms),
      untilNext: () => steady.untilNext(),
      get pending() {
        return steady.pending;
      },
    } satisfies VirtualClock,
  };
}

type Loose = Readonly<Record<string, unknown>>;
let machine: ReturnType<typeof settableClock>;
let platform: TestPlatform;
beforeEach(async () => {
  machine = settableClock();
  skew = 0;
  platform = await startTestPlatform({ clock: machine.clock });
});
afterEach(() => platform.close());

const dates = { calldate1: '2026-03-01', calldate2: '2026-03-03' };
/** How far the wire is from the machine's clock, ms. */
let skew = 0;
/** Asked with the key of the day that the platform's clock shows. */
const rowsOf = async (name: EndpointName, query: Readonly<Record<string, string>> = {}): Promise<readonly Loose[]> => {
  const webkey = webKey(platform.key, platformDate(machine.clock.now() + skew, 480));
  return (await platform.rows(name, { ...query, webkey })) as readonly Loose[];
};

/** A caller of queue 90 who is answered after 5 s; the clock is set after 10 s of talk, which go on for 10 more. */
function callAcross(hours: number): void {
  const { scenario, engine } = platform;
  engine.queueAdd('90', 'SIP/2011', 0);
  const caller = scenario.callerRings({ from: '13800138001', to: { queue: '90' } });
  machine.clock.advance(5_000);
  scenario.answers('2011');
  machine.clock.advance(10_000);
  machine.set(hours);
  machine.clock.advance(10_000);
  caller.hangsUp();
  machine.clock.advance(60_000);
}
const negative = (rows: readonly Loose[]): readonly string[] =>
  rows.flatMap((row) =>
    Object.entries(row).flatMap(([name, value]) =>
      Number(value) < 0 && name !== 'selkey' ? [`${name} ${value}`] : [],
    ),
  );

describe.each([
  ['forwards', 5],
  ['backwards', -5],
  ['over midnight', 16],
])('a clock that is set %s by hours', (_, hours) => {
  test('leaves no call, record or report that lasts less than nothing, and lists equal to their counts', async () => {
    callAcross(hours);
    const records = await rowsOf('getcdr', dates);
    const log = await rowsOf('getqueuelog');
    const report = [
      ...(await rowsOf('getplatformdayreport', { rptdate1: '2026-03-01', rptdate2: '2026-03-03' })),
      ...(await rowsOf('getqueuedayreport', { rptdate1: '2026-03-01', rptdate2: '2026-03-03' })),
      ...(await rowsOf('getagentdayreport', { rptdate1: '2026-03-01', rptdate2: '2026-03-03' })),
    ];
    const counted = Number(only(await rowsOf('getcdrcount', dates)).result);
    const events = log.map(({ event }) => event).filter((event) => event !== 'LOGIN');
    expect({
      negative: negative([...records, ...log, ...report]),
      records: [records.length, counted, records[0]?.disposition],
      events: events.sort(),
      incoming: report.reduce((sum, row) => sum + Number(row.incominganswered ?? 0), 0),
      logged: platform.logged,
    }).toEqual({
      negative: [],
      records: [1, 1, 'ANSWERED'],
      events: ['COMPLETECALLER', 'CONNECT', 'ENTERQUEUE'],
      incoming: 1,
      logged: [],
    });
  });

  test('and what was due in so many seconds is done then, and new calls are as ever', async () => {
    const { scenario } = platform;
    scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 4, talkSeconds: 20 });
    scenario.dials('2013', '13900139001');
    machine.clock.advance(1_000);
    machine.set(hours);
    machine.clock.advance(30_000);
    scenario.dials('2014', '13900139002');
    machine.clock.advance(60_000);
    const records = await rowsOf('getcdr', { ...dates, sens: 'ASC' });
    const live = platform.engine.channels().filter(({ hungUpAt }) => hungUpAt === null);
    const second = records.find(({ callee }) => callee === '13900139002');
    expect([records.length, live.length, second?.billsec, negative(records)]).toEqual([2, 0, '20', []]);
  });
});

test.each([7_200, -7_200])('a platform whose clock is %i s wrong tells one time everywhere', async (seconds) => {
  callAcross(0);
  const inside = platform.store.records.calls({})[0]?.calldate ?? 0;
  platform.scenario.faults.clockSkew(seconds);
  skew = seconds * 1000;
  const [record] = await rowsOf('getcdr', dates);
  const [entered] = (await rowsOf('getqueuelog', { event: 'ENTERQUEUE' })) as readonly Loose[];
  const told = Date.parse(`${String(record?.calldate).replace(' ', 'T')}+08:00`);
  // What the platform says can be asked for in the platform's own time.
  const asked = await rowsOf('getcdr', { calldate1: String(record?.calldate), calldate2: String(record?.calldate) });
  const now = only(await rowsOf('ctigetdatetime'));
  expect([
    told - Math.floor(inside / 1000) * 1000,
    entered?.queuestart,
    asked.length,
    Number(now.mvb_timestamp) * 1000 - Math.floor(machine.clock.now() / 1000) * 1000,
  ]).toEqual([seconds * 1000, String(told / 1000), 1, seconds * 1000]);
});
