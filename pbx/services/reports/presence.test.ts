import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../engine/simulated/clock';
import { dateOf } from '../../store/reports-periods';
import { openStore, type Store } from '../../store/store';
import { onlineRows, pauseRows } from './presence-details';
import { createReports } from './reports';

const zone = 480;
/** Midnight in China. */
const begin = Date.UTC(2025, 11, 30, 16);
const day = 86_400_000;
const days = 3;

type Event = 'added' | 'removed' | 'paused' | 'unpaused';
interface Step {
  /** Seconds since the step before. */
  readonly after: number;
  readonly queue: string;
  readonly agent: string;
  readonly event: Event;
  readonly reason: number;
}
const stepOf: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 15_000 }) },
  ),
  queue: fc.constantFrom('90', '91'),
  agent: fc.constantFrom('2011', '2012'),
  event: fc.constantFrom('added', 'added', 'removed', 'paused', 'paused', 'unpaused'),
  reason: fc.constantFrom(1, 3, 4, 9),
});

const blank = { online: 0, login: 0, paused: 0, ready: 0, pause: 0, wrapped: 0, worked: 0 };
type Sums = typeof blank;

/** What a person with a stopwatch would write down for each day. */
function stopwatch(steps: readonly Step[], until: number): Map<string, Sums> {
  const book = new Map<string, Sums>();
  const of = (at: number, agent: string): Sums => {
    const key = `${dateOf(Math.floor((at + zone * 60_000) / day))}|${agent}`;
    const row = book.get(key) ?? { ...blank };
    book.set(key, row);
    return row;
  };
  const people = new Map<string, Map<string, { reason: number; order: number }>>();
  const stateOf = (agent: string): number | null => {
    const memberships = [...(people.get(agent)?.values() ?? [])];
    if (memberships.length === 0) return null;
    if (memberships.some(({ reason }) => reason === 0)) return 0;
    return memberships.toSorted((a, b) => b.order - a.order)[0]?.reason ?? 0;
  };
  let at = begin;
  const pass = (to: number): void => {
    while (at < to) {
      const midnight = Math.floor((at + zone * 60_000) / day + 1) * day - zone * 60_000;
      const until = Math.min(to, midnight);
      const passed = (until - at) / 1000;
      for (const agent of people.keys()) {
        const state = stateOf(agent);
        if (state === null || passed === 0) continue;
        const row = of(at, agent);
        row.online += passed;
        if (state === 0) row.ready += passed;
        else row.paused += passed;
        if (state === 9) row.wrapped += passed;
        if (state === 4) row.worked += passed;
      }
      at = until;
    }
  };
  steps.forEach(({ after, queue, agent, event, reason }, order) => {
    pass(at + after * 1000);
    const mine = people.get(agent) ?? new Map<string, { reason: number; order: number }>();
    people.set(agent, mine);
    const before = stateOf(agent);
    if (event === 'added') mine.set(queue, { reason: 0, order });
    else if (event === 'removed') mine.delete(queue);
    else {
      const membership = mine.get(queue);
      if (membership) Object.assign(membership, { reason: event === 'paused' ? reason : 0, order });
    }
    const now = stateOf(agent);
    if (before === null && now !== null) of(at, agent).login += 1;
    if (now !== null && now > 0 && now !== before) of(at, agent).pause += 1;
  });
  pass(until);
  return book;
}

/** Nobody's timer rings; what the timer does has a test of its own. */
const silent = (clock: VirtualClock): VirtualClock => ({ ...clock, now: clock.now, after: () => () => undefined });

/** Only what an exchange would tell: who is in no queue cannot leave it or pause, who is in one cannot come again. */
function possible(steps: readonly Step[]): readonly Step[] {
  const members = new Set<string>();
  let owed = 0;
  return steps.flatMap((step) => {
    const key = `${step.queue}|${step.agent}`;
    const may = step.event === 'added' ? !members.has(key) : members.has(key);
    if (!may) {
      owed += step.after;
      return [];
    }
    if (step.event === 'added') members.add(key);
    if (step.event === 'removed') members.delete(key);
    const kept = { ...step, after: step.after + owed };
    owed = 0;
    return [kept];
  });
}

function write(store: Store, clock: VirtualClock, { queue, agent, event, reason }: Step): void {
  store.sink.agentActivity({
    at: clock.now(),
    agent: `SIP/${agent}`,
    agentName: agent,
    queue,
    event,
    loginAt: 0,
    pauseType: event === 'paused' ? reason : 0,
    onlineSeconds: 0,
    readySeconds: 0,
    pausedSeconds: 0,
  });
}

const [first, last] = ['2025-12-31', dateOf(Math.floor((begin + days * day) / day))];
const amountsOf = (reports: ReturnType<typeof createReports>, unit: 'day' | 'month') =>
  new Map(
    reports.reader.read({ kind: 'agent', unit, first, last }).map(({ period, key, amounts }) => [
      `${period}|${key}`,
      {
        online: amounts.onlineduration ?? 0,
        login: amounts.logintimes ?? 0,
        paused: amounts.pauseduration ?? 0,
        ready: amounts.unpauseduration ?? 0,
        pause: amounts.pausetimes ?? 0,
        wrapped: amounts.wrappedsecs ?? 0,
        worked: amounts.othworksecs ?? 0,
      },
    ]),
  );
const sortedBook = (book: Map<string, Sums>) =>
  [...book].filter(([, sums]) => Object.values(sums).some((value) => value > 0)).sort(([a], [b]) => (a < b ? -1 : 1));

const walks = fc.array(stepOf, { maxLength: 40 }).map(possible);

describe('time of agents', () => {
  test('is what a stopwatch says, a person in two queues counted once, whenever it is counted', () => {
    fc.assert(
      fc.property(walks, fc.boolean(), (steps, often) => {
        const store = openStore();
        const clock = createVirtualClock(begin);
        const reports = createReports({ database: store.database, clock: silent(clock), zone });
        for (const step of steps) {
          clock.advance(Math.min(step.after * 1000, Math.max(0, begin + days * day - clock.now())));
          write(store, clock, step);
          if (often) reports.refresh('agent');
        }
        clock.advance(Math.max(0, begin + days * day - clock.now()));
        reports.refresh('agent');
        const limited: Step[] = [];
        let room = days * 86_400;
        for (const step of steps) {
          const after = Math.min(step.after, room);
          room -= after;
          limited.push({ ...step, after });
        }
        const book = stopwatch(limited, begin + days * day);
        const counted = sortedBook(amountsOf(reports, 'day'));
        expect(counted).toEqual(sortedBook(book));
        reports.rerun('agent');
        reports.refresh('agent');
        expect(sortedBook(amountsOf(reports, 'day'))).toEqual(counted);
        reports.close();
        store.close();
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  test('stands row by row in the detail lists, but for what goes on', () => {
    fc.assert(
      fc.property(walks, (steps) => {
        const store = openStore();
        const clock = createVirtualClock(begin);
        const reports = createReports({ database: store.database, clock: silent(clock), zone });
        for (const step of steps) {
          clock.advance(step.after * 1000);
          write(store, clock, step);
        }
        // Everybody goes, so that nothing goes on.
        for (const agent of ['2011', '2012']) {
          for (const queue of ['90', '91'])
            write(store, clock, { after: 0, queue, agent, event: 'removed', reason: 0 });
        }
        clock.advance(1000);
        reports.refresh('agent');
        const span = { from: begin, to: clock.now() };
        const all = reports.reader.read({ kind: 'agent', unit: 'year', first, last: '2026-12-31' });
        for (const agent of ['2011', '2012']) {
          const total = (name: string): number =>
            all.filter(({ key }) => key === agent).reduce((sum, { amounts }) => sum + (amounts[name] ?? 0), 0);
          const summed = (rows: readonly { readonly seconds: number | null }[]): number =>
            rows.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
          const online = onlineRows(store.database, agent, span);
          const paused = (flag: Parameters<typeof pauseRows>[2]) => pauseRows(store.database, agent, flag, span);
          expect([
            online.filter(({ event }) => event === 'LOGIN').length,
            summed(online),
            summed(paused('pauseduration')),
            summed(paused('unpauseduration')),
            paused('pausetimes').length,
            summed(paused('wrappedsecs')),
            summed(paused('othworksecs')),
          ]).toEqual(
            [
              'logintimes',
              'onlineduration',
              'pauseduration',
              'unpauseduration',
              'pausetimes',
              'wrappedsecs',
              'othworksecs',
            ].map(total),
          );
        }
        reports.close();
        store.close();
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  test('ends where the platform stopped, and where a forgotten sign-in is made again', () => {
    const store = openStore();
    const clock = createVirtualClock(begin);
    const step = (event: Event): Step => ({ after: 0, queue: '90', agent: '2011', event, reason: 1 });
    const before = createReports({ database: store.database, clock, zone });
    write(store, clock, step('added'));
    // Ten minutes of work; the last sign of life is the timer's of the tenth minute.
    clock.advance(630_000);
    // Killed: no close.
    const hour = 3_600_000;
    clock.advance(0);
    const after = createReports({ database: store.database, clock: createVirtualClock(begin + 5 * hour), zone });
    after.refresh('agent');
    expect(amountsOf(after, 'day').get('2025-12-31|2011')).toEqual({ ...blank, online: 600, ready: 600, login: 1 });
    before.close();

    clock.advance(begin + 5 * hour - clock.now());
    write(store, clock, step('added'));
    clock.advance(60_000);
    write(store, clock, step('added'));
    clock.advance(60_000);
    write(store, clock, step('removed'));
    const later = createReports({ database: store.database, clock, zone });
    later.refresh('agent');
    expect(amountsOf(later, 'day').get('2025-12-31|2011')).toEqual({ ...blank, online: 720, ready: 720, login: 3 });
    after.close();
    later.close();
    store.close();
  });
});
