import { describe, expect, it } from 'vitest';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import { backOff, longestBackOff, type Pace, plan, requestsPerSecond, tasks } from './cadence';
import { createFreshness } from './freshness';
import { createPoller, type PollReport } from './poller';
import { createFakeClock } from './testing/fake-clock';

describe('cadence', () => {
  it('keeps the promised requests a second with every agent panel open', () => {
    const watching = { floor: false, extensions: true, figures: true };
    const rates = (['ringing', 'in-call', 'ready', 'paused'] as const satisfies readonly Pace[]).map((pace) =>
      requestsPerSecond(pace, watching, false),
    );
    const limits = [4, 4, 1.5, 0.3];
    expect(rates.map((rate, i) => rate <= (limits[i] ?? 0))).toEqual([true, true, true, true]);
    expect(requestsPerSecond('ready', watching, true)).toBeLessThanOrEqual(0.3);
  });

  it('asks for nothing that nobody looks at, and for the floor instead of the status', () => {
    const idle = requestsPerSecond('ready', { floor: false, extensions: false, figures: false }, false);
    const floor = requestsPerSecond('ready', { floor: true, extensions: false, figures: false }, false);
    expect(floor - idle).toBeCloseTo(1000 / plan.ready.floor - 1000 / plan.ready.status, 5);
    expect(tasks).toHaveLength(7);
  });

  it('doubles the wait of a failing endpoint up to 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((n) => backOff(1_000, n))).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      longestBackOff,
      longestBackOff,
    ]);
  });
});

describe('poller', () => {
  it('R17 goes on after 10,000 failures, time-outs, garbage and throws: nothing overlaps, nothing is left unhandled', async () => {
    const clock = createFakeClock();
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', onUnhandled);
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const open = { now: 0, most: 0 };
    const asked = new Map<string, number>();
    let healed = false;
    const request = async (endpoint: string): Promise<Result<unknown>> => {
      asked.set(endpoint, (asked.get(endpoint) ?? 0) + 1);
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      try {
        if (healed) return ok(null);
        const kind = Math.floor(random() * 4);
        if (kind === 0) throw new Error('garbage <html>');
        if (kind === 1) return fail(appError('unreachable', 'cut'));
        if (kind === 2) return fail(appError('not-understood', 'half a body'));
        await new Promise<void>((resolve) => {
          clock.after(random() < 0.5 ? 3_000 : 12_000, resolve);
        });
        return fail(appError('timed-out', 'late'));
      } finally {
        open.now -= 1;
      }
    };
    const reports: PollReport[] = [];
    const poller = createPoller({ clock, random }, (report) => reports.push(report));
    poller.add({ endpoint: 'pops', run: () => request('pops'), period: () => 1_000 });
    while ((asked.get('pops') ?? 0) < 10_000) {
      await clock.advance(10_000);
      poller.retryAll();
    }
    healed = true;
    const before = asked.get('pops') ?? 0;
    await clock.advance(120_000);
    poller.close();
    process.off('unhandledRejection', onUnhandled);
    expect({
      most: open.most,
      unhandled,
      last: reports.at(-1)?.ok,
      goesOn: (asked.get('pops') ?? 0) - before > 60,
      timers: clock.timers,
    }).toEqual({
      most: 1,
      unhandled: [],
      last: true,
      goesOn: true,
      timers: 0,
    });
  }, 60_000);

  it('gives a request up that never settles, and only then asks again', async () => {
    const clock = createFakeClock();
    let asked = 0;
    const reports: string[] = [];
    const poller = createPoller({ clock, random: () => 0.5 }, (report) => reports.push(report.error?.code ?? 'ok'));
    poller.add({
      endpoint: 'pops',
      run: () => {
        asked += 1;
        return asked === 1 ? new Promise(() => {}) : Promise.resolve(ok(null));
      },
      period: () => 1_000,
    });
    await clock.advance(59_000);
    const during = asked;
    await clock.advance(5_000);
    poller.close();
    expect([during, asked > 1, reports.slice(0, 2)]).toEqual([1, true, ['timed-out', 'ok']]);
  });

  it('spreads its period and stops resting tasks', async () => {
    const clock = createFakeClock();
    const at: number[] = [];
    let period = 1_000;
    const draws = [0, 1, 0.5];
    const poller = createPoller({ clock, random: () => draws[at.length % 3] ?? 0.5 }, () => {});
    poller.add({
      endpoint: 'pops',
      run: async () => {
        at.push(clock.monotonic());
        return ok(null);
      },
      period: () => period,
    });
    await clock.advance(3_100);
    period = 0;
    poller.replan();
    await clock.advance(10_000);
    poller.close();
    const gaps = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    expect(gaps).toEqual([1_200, 1_000, 800]);
  });
});

describe('freshness', () => {
  const error = appError('unreachable', 'cut');
  it('is amber after 2 missed polls, red after 5, says since when, and tells the gap once', () => {
    const freshness = createFreshness();
    freshness.record({ endpoint: 'pops', error: null, failures: 0, at: 1_000 });
    const states = [1, 2, 3, 4, 5, 6].map((failures) => {
      const { state, missingSince } = freshness.record({
        endpoint: 'pops',
        error,
        failures,
        at: 1_000 + failures * 1_000,
      });
      return [state, missingSince];
    });
    const back = freshness.record({ endpoint: 'pops', error: null, failures: 0, at: 9_000 });
    const after = freshness.record({ endpoint: 'pops', error: null, failures: 0, at: 10_000 });
    expect(states).toEqual([
      ['live', null],
      ['stale', null],
      ['stale', null],
      ['stale', null],
      ['down', 1_000],
      ['down', 1_000],
    ]);
    expect([back.gap, back.missingSince, after.gap]).toEqual([{ from: 1_000, to: 9_000 }, null, null]);
  });

  it('takes a long silence without failures (sleep) for a gap, and lets a resting endpoint decide nothing', () => {
    const freshness = createFreshness((endpoint) => endpoint !== 'floor');
    freshness.record({ endpoint: 'floor', error: null, failures: 0, at: 1_000 });
    freshness.record({ endpoint: 'pops', error: null, failures: 0, at: 1_000 });
    const woke = freshness.record({ endpoint: 'pops', error: null, failures: 0, at: 7_201_000 });
    const failing = freshness.record({ endpoint: 'pops', error, failures: 5, at: 7_300_000 });
    expect([woke.gap, failing.state]).toEqual([{ from: 1_000, to: 7_201_000 }, 'down']);
  });
});
