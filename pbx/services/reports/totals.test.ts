import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namedZone, type Zone } from '../../../shared/domain/zone';
import { createVirtualClock } from '../../engine/simulated/clock';
import { createReportDetails, type OfferFlag, type PlatformFlag, type QueueFlag } from '../../store/reports-details';
import type { ReportKind } from '../../store/reports-feeds';
import { offerFlags, outgoingFlags, platformFlags, queueFlags } from '../../store/reports-figures';
import { dateOf, type Unit } from '../../store/reports-periods';
import { openStore, type Store } from '../../store/store';
import { regionOf } from '../regions';
import { createReports, reportKinds } from './reports';
import { type Happening, type Ledger, ledgerOf, rowsOf, write } from './testing/ledger';

/** The last days of a year and the first of the next: a week, a month and a year end in between. */
const begin = Date.UTC(2025, 11, 28);
const days = 9;
const end = begin + days * 86_400_000;
const zones = [480, 330, -210, 0] as const;
/** Where and when the clock changes in 2026: both ways, both halves of the earth. */
const nights = [
  { name: 'Europe/Berlin', day: Date.UTC(2026, 2, 29) / 86_400_000 },
  { name: 'Europe/Berlin', day: Date.UTC(2026, 9, 25) / 86_400_000 },
  { name: 'America/New_York', day: Date.UTC(2026, 10, 1) / 86_400_000 },
  { name: 'Australia/Sydney', day: Date.UTC(2026, 3, 5) / 86_400_000 },
] as const;

const agents = ['2011', '2012', '8001'] as const;
const agent = fc.constantFrom(...agents);
const queue = fc.constantFrom('90', '91');
/** Also the borders of the classes of waiting. */
const seconds = fc.oneof(fc.constantFrom(0, 4, 5, 9, 10, 15, 20), fc.integer({ min: 0, max: 45 }));
/** Many at the very ends of hours and days, where a wrong border shows. */
const instant = fc.oneof(
  fc.integer({ min: begin + 43_200_000, max: end - 43_200_000 }),
  fc
    .tuple(fc.integer({ min: 12, max: days * 24 - 12 }), fc.constantFrom(-1000, -1, 0, 1, 1000))
    .map(([hour, off]) => begin + hour * 3_600_000 + off),
);
const visit: fc.Arbitrary<Happening> = fc
  .record({
    at: instant,
    queue,
    caller: fc.constantFrom('13800138000', '053188881111', '051265880000', '8601'),
    tried: fc.array(fc.record({ agent, how: fc.constantFrom('rang', 'refused'), ring: seconds }), { maxLength: 2 }),
    extra: fc.oneof(fc.constantFrom(0, 0, 5, 10), fc.integer({ min: 0, max: 60 })),
    end: fc.oneof(
      fc.record({
        how: fc.constant('answered' as const),
        agent,
        ring: seconds,
        talk: fc.option(fc.integer({ min: 0, max: 4000 }), { freq: 9 }),
        by: fc.constantFrom('COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER'),
        onward: seconds,
        pickedUpBy: fc.option(agent, { freq: 2 }),
      }),
      fc.record({
        how: fc.constant('left' as const),
        event: fc.constantFrom(
          'ABANDON',
          'ABANDON',
          'EXITWITHTIMEOUT',
          'EXITEMPTY',
          'WITHDRAW',
          'EXITWITHKEY',
          'SYSCOMPAT',
          'TRANSFER',
        ),
        ringing: fc.option(agent),
      }),
    ),
  })
  .map(({ extra, end: how, ...rest }) => {
    const rung = rest.tried.reduce((sum, { ring }) => sum + ring, 0);
    const left = how.how === 'left' ? { ...how, ringing: how.event === 'ABANDON' ? how.ringing : null } : how;
    const wait = rung + (how.how === 'answered' ? how.ring : 0) + extra;
    return { kind: 'queue', ...rest, wait, end: left } as Happening;
  });
const plain: fc.Arbitrary<Happening> = fc
  .record({
    kind: fc.constant('plain' as const),
    at: instant,
    direct: fc.constantFrom('IN', 'OUT', '' as const),
    inside: agent,
    outside: fc.constantFrom('13800138000', '053188881111', '0085221234567', '88886666'),
    met: fc.boolean(),
    talk: fc.option(fc.integer({ min: 0, max: 4000 })),
  })
  .map(({ inside, outside, ...rest }) => ({
    ...rest,
    caller: rest.direct === 'IN' ? outside : inside,
    callee: rest.direct === 'OUT' ? outside : inside,
  }));
const happenings = fc.array(fc.oneof({ weight: 3, arbitrary: visit }, { weight: 2, arbitrary: plain }), {
  maxLength: 25,
});

const areaOf = (number: string): string => regionOf(number)?.area ?? '';
const units: readonly Unit[] = ['hour', 'day', 'week', 'month', 'year'];

/** The name of a period by the calendar, not by arithmetic on hours. */
function periodOf(unit: Unit, zone: Zone): (at: number) => string {
  const wall =
    typeof zone === 'number' ? null : new Intl.DateTimeFormat('sv-SE', { timeZone: zone.name, ...wholeTime });
  return (at) => {
    const local = typeof zone === 'number' ? new Date(at + zone * 60_000) : new Date(`${wall?.format(at)}Z`);
    const iso = local.toISOString();
    if (unit === 'year') return iso.slice(0, 4);
    if (unit === 'month') return iso.slice(0, 7);
    if (unit === 'hour') return iso.slice(0, 13);
    if (unit === 'day') return iso.slice(0, 10);
    while (local.getUTCDay() !== 1) local.setUTCDate(local.getUTCDate() - 1);
    return local.toISOString().slice(0, 10);
  };
}

const wholeTime = { dateStyle: 'short', timeStyle: 'medium' } as const;

/** `later`: whole days by which everything is moved. */
function setUp(zone: Zone, later = 0) {
  const [first, last] = [dateOf(begin / 86_400_000 - 1 + later), dateOf(end / 86_400_000 + 1 + later)];
  const store = openStore();
  const clock = createVirtualClock(end + later * 86_400_000);
  const reports = createReports({ database: store.database, clock, zone });
  const read = (kind: ReportKind, unit: Unit): Ledger =>
    new Map(
      reports.reader
        .read({ kind, unit, first, last })
        .map(({ period, hour, key, amounts }) => [
          `${unit === 'hour' ? `${period}T${String(hour).padStart(2, '0')}` : period}|${key}`,
          { ...amounts },
        ]),
    );
  const refresh = (): void => {
    for (const kind of reportKinds) reports.refresh(kind);
  };
  const close = (): void => {
    reports.close();
    store.close();
  };
  return { store, reports, read, refresh, close };
}

function writeAll(store: Store, list: readonly Happening[]): void {
  for (const [index, each] of list.entries()) write(store, rowsOf(each, index));
}

/** Without what is nothing, so that an absent figure and a zero are one. */
const told = (ledger: Ledger) =>
  [...ledger]
    .map(([key, amounts]) => [
      key,
      Object.fromEntries(
        Object.entries(amounts)
          .filter(([, value]) => value !== 0)
          .sort(),
      ),
    ])
    .filter(([, amounts]) => Object.keys(amounts as object).length > 0)
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

const tables = ['platform', 'area', 'queue', 'offer', 'outgoing', 'pickup', 'presence', 'hold'];
const dump = (store: Store) => tables.map((name) => store.database.all(`SELECT * FROM report_${name} ORDER BY 1, 2`));

describe('reports', () => {
  test('say of every hour, day, week, month and year what the ledger says', () => {
    fc.assert(
      fc.property(happenings, fc.constantFrom(...zones), (list, zone) => {
        const { store, read, refresh, close } = setUp(zone);
        writeAll(store, list);
        refresh();
        for (const unit of units) {
          const ledger = ledgerOf(list, periodOf(unit, zone), areaOf);
          for (const kind of reportKinds)
            expect([unit, kind, told(read(kind, unit))]).toEqual([unit, kind, told(ledger[kind])]);
        }
        close();
      }),
      { seed: 7, numRuns: 25 },
    );
  });

  test('say it of the days on which the clock is put forward or back, too', () => {
    const night = fc.constantFrom(...nights);
    fc.assert(
      fc.property(happenings, night, (list, { name, day }) => {
        const zone = namedZone(name) ?? 0;
        const later = day - begin / 86_400_000 - 4;
        const moved = list.map((each) => ({ ...each, at: each.at + later * 86_400_000 }));
        const { store, read, refresh, close } = setUp(zone, later);
        writeAll(store, moved);
        refresh();
        for (const unit of units) {
          const ledger = ledgerOf(moved, periodOf(unit, zone), areaOf);
          for (const kind of reportKinds)
            expect([name, unit, kind, told(read(kind, unit))]).toEqual([name, unit, kind, told(ledger[kind])]);
        }
        close();
      }),
      { seed: 23, numRuns: 30 },
    );
  });

  test('are the same whenever they are filled, and filling them again changes nothing', () => {
    fc.assert(
      fc.property(happenings, fc.array(fc.nat(60), { maxLength: 6 }), (list, cuts) => {
        const [once, often] = [setUp(480), setUp(480)];
        const rows = list.flatMap((each, index) => rowsOf(each, index));
        write(once.store, rows);
        once.refresh();
        rows.forEach((row, index) => {
          write(often.store, [row]);
          if (cuts.includes(index)) often.refresh();
        });
        often.refresh();
        const filled = dump(once.store);
        expect(dump(often.store)).toEqual(filled);
        once.refresh();
        for (const kind of reportKinds) once.reports.rerun(kind);
        once.refresh();
        expect(dump(once.store)).toEqual(filled);
        once.close();
        often.close();
      }),
      { seed: 11, numRuns: 20 },
    );
  });

  test('have as many rows behind each figure as it says, and their seconds', () => {
    fc.assert(
      fc.property(happenings, (list) => {
        const { store, read, refresh, close } = setUp(480);
        writeAll(store, list);
        refresh();
        const details = createReportDetails(store.database);
        const part = { sort: 'id', descending: false, offset: 0 };
        const calls = { ...part, sort: 'start' };
        for (const [key, figures] of read('platform', 'day')) {
          const span = spanOf(key);
          const figure = (name: string): number => figures[name] ?? 0;
          const found = (flag: PlatformFlag) => details.calls(flag, span, calls);
          expect(Object.keys(platformFlags).map((flag) => found(flag as PlatformFlag).total)).toEqual([
            ...[figure('incomingcalls'), figure('outboundcalls'), figure('internalcalls')],
            figure('outboundcalls') - figure('outboundnationalcalls') - figure('outboundinternationalcalls'),
            ...[figure('outboundnationalcalls'), figure('outboundinternationalcalls')],
            ...[figure('incomingivrs'), figure('incomingqueues'), figure('incomingextensions')],
          ]);
          expect([talkOf(found('in').rows), talkOf(found('out').rows), talkOf(found('inner').rows)]).toEqual([
            figure('incomingbillsecs'),
            figure('outboundbillsecs'),
            figure('internalbillsecs'),
          ]);
        }
        for (const [key, figures] of read('queue', 'day')) {
          const [span, owner] = [spanOf(key), key.split('|')[1] ?? ''];
          const found = (flag: QueueFlag) => details.stays(flag, owner, span, part);
          const counts = Object.keys(queueFlags).filter((flag) => flag !== 'billsecs' && flag !== 'answeredholdtime');
          expect([
            details.entered(owner, span, part).total,
            ...counts.map((flag) => found(flag as QueueFlag).total),
            talkOf(found('billsecs').rows),
          ]).toEqual([figures.queuecalls, ...counts.map((flag) => figures[flag]), figures.billsecs]);
        }
        for (const [key, figures] of read('agent', 'day')) {
          const [span, owner] = [spanOf(key), key.split('|')[1] ?? ''];
          const counts: readonly OfferFlag[] = [
            ...(['incomingcalls', 'incallanswered', 'agenthangup', 'callerhangup', 'transfercalls'] as const),
            'ringnoanswer',
          ];
          expect(Object.keys(offerFlags).length).toBe(counts.length + 3);
          expect([
            ...counts.map((flag) => details.offers(flag, owner, span, part).total),
            talkOf(details.offers('incomingbillsecs', owner, span, part).rows),
            details.outgoing('outboundcalls', owner, span, calls).total,
            details.outgoing('outcallanswered', owner, span, calls).total,
            talkOf(details.outgoing('outboundbillsecs', owner, span, calls).rows),
            details.pickups(owner, span, part).total,
          ]).toEqual(
            [...counts, 'incomingbillsecs', ...Object.keys(outgoingFlags), 'pickupcalls'].map(
              (name) => figures[name] ?? 0,
            ),
          );
        }
        close();
      }),
      { seed: 13, numRuns: 15 },
    );
  });

  test('agree with each other: areas with the platform, agents with the queues, the ends of a stay with its entering', () => {
    fc.assert(
      fc.property(happenings, (list) => {
        const { store, read, refresh, close } = setUp(480);
        writeAll(store, list);
        refresh();
        const summed = (ledger: Ledger, names: readonly string[]) =>
          [...ledger.values()].reduce(
            (all, row) => all.map((value, at) => value + (row[names[at] ?? ''] ?? 0)),
            names.map(() => 0),
          );
        const calls = ['incomingcalls', 'incominganswered', 'incomingbillsecs', 'incomingqueues'];
        expect(summed(read('area', 'week'), calls)).toEqual(summed(read('platform', 'week'), calls));
        expect(summed(read('agent', 'month'), ['incallanswered', 'incomingbillsecs', 'holdsecs'])).toEqual(
          summed(read('queue', 'month'), ['agentanswered', 'billsecs', 'answeredholdtime']),
        );
        for (const row of read('queue', 'hour').values()) {
          const amount = (...names: string[]): number => names.reduce((sum, name) => sum + (row[name] ?? 0), 0);
          expect([
            amount('agentanswered', 'noanswerdcalls', 'abandancalls', 'timeoutcalls', 'otherbadcalls'),
            amount('answeredin5', 'answeredin10', 'answeredin15', 'answeredin20', 'answeredin30', 'answeredinup30'),
          ]).toEqual([amount('queuecalls'), amount('agentanswered')]);
        }
        close();
      }),
      { seed: 17, numRuns: 15 },
    );
  });
});

const talkOf = (rows: readonly { readonly talk: number }[]): number => rows.reduce((sum, { talk }) => sum + talk, 0);
function spanOf(key: string) {
  const from = Date.parse(`${key.split('|')[0]}T00:00:00Z`) - 480 * 60_000;
  return { from, to: from + 86_400_000 };
}

test('what was counted of rows that are thrown away stands, though one of their calls gets another record', () => {
  const { store, read, refresh, close } = setUp(480);
  const call = (at: number, talk: number): Happening => ({
    ...{ kind: 'plain', at, direct: 'IN', caller: '053188881111', callee: '2011', met: true, talk },
  });
  const hour = 3_600_000;
  writeAll(store, [call(begin, 10), call(begin + 1000, 20), call(begin + 2 * hour, 30)]);
  refresh();
  const before = told(read('platform', 'day'));
  store.database.run('DELETE FROM call_record WHERE id = 1');
  write(store, rowsOf(call(begin + 1000, 5), 1));
  refresh();
  expect(told(read('platform', 'day'))).toEqual(before);
  close();
});
