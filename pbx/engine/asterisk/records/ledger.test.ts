import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionOf } from '../../../services/regions';
import { createReports, reportKinds } from '../../../services/reports/reports';
import { type Ledger, ledgerOf } from '../../../services/reports/testing/ledger';
import type { ReportKind } from '../../../store/reports-feeds';
import { openStore } from '../../../store/store';
import { consultSeconds, eventsOf, type Happening } from './testing/calls';
import { type Scripted, scriptedExchange } from './testing/exchange';

const begin = Date.UTC(2026, 10, 21, 8);
const agents = ['2011', '2012', '2013'] as const;
const phones = [...agents, '3001', '3002'];
const agent = fc.constantFrom(...agents);
const queue = fc.constantFrom('90', '91');
const caller = fc.constantFrom('13800138000', '053188881111', '051265880000');
const at = fc.integer({ min: 0, max: 4 * 3_600_000 }).map((ms) => begin + ms);
const seconds = fc.oneof(fc.constantFrom(0, 4, 5, 9, 10, 15, 20), fc.integer({ min: 0, max: 45 }));
const talk = fc.integer({ min: 0, max: 900 });

const visit: fc.Arbitrary<Happening> = fc
  .record({
    ...{ at, queue, caller },
    tried: fc.array(fc.record({ agent, how: fc.constantFrom('rang', 'refused'), ring: seconds }), { maxLength: 2 }),
    extra: seconds,
    end: fc.oneof(
      fc.record({
        how: fc.constant('answered' as const),
        agent,
        ring: seconds,
        talk: talk.map((value) => value + consultSeconds),
        by: fc.constantFrom('COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER'),
        onward: seconds,
        pickedUpBy: fc.option(agent, { freq: 2 }),
      }),
      fc.record({
        how: fc.constant('left' as const),
        event: fc.constantFrom('ABANDON', 'ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'WITHDRAW', 'EXITWITHKEY'),
        ringing: fc.option(agent),
      }),
    ),
  })
  .map(({ extra, end, ...rest }) => {
    const rung = rest.tried.reduce((sum, { ring }) => sum + ring, 0);
    const left = end.how === 'left' ? { ...end, ringing: end.event === 'ABANDON' ? end.ringing : null } : end;
    return {
      kind: 'queue',
      ...rest,
      wait: rung + (end.how === 'answered' ? end.ring : 0) + extra,
      end: left,
    } as Happening;
  });
const plain: fc.Arbitrary<Happening> = fc
  .record({
    kind: fc.constant('plain' as const),
    at,
    direct: fc.constantFrom('IN', 'OUT', '' as const),
    inside: agent,
    outside: fc.constantFrom('13800138000', '053188881111', '0085221234567', '88886666'),
    met: fc.boolean(),
    talk: fc.option(talk),
  })
  .map(({ inside, outside, direct, met, ...rest }) => ({
    ...rest,
    direct,
    // Only who comes in may be served by the exchange itself.
    met: met || direct !== 'IN',
    caller: direct === 'IN' ? outside : inside,
    callee: direct === 'OUT' ? outside : '3002',
  }));
const others: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('redirected' as const),
    at,
    queue,
    caller,
    wait: seconds,
    to: fc.constant('3001'),
    talk,
  }),
  fc.record({
    ...{ kind: fc.constant('parked' as const), at, queue, caller, agent, wait: seconds, talk },
    ...{ parked: fc.integer({ min: 2, max: 90 }), by: fc.constant('3001'), onward: seconds },
  }),
);

const hour = (ms: number): string => `${new Date(ms).toISOString().slice(0, 13)}`;
const areaOf = (number: string): string => regionOf(number)?.area ?? '';

/** The ledger of what the ledger's own calls are, and what the other ones add. */
function expected(shift: readonly Happening[]): Readonly<Record<ReportKind, Ledger>> {
  const known = shift.flatMap((each) => {
    if (each.kind === 'queue' || each.kind === 'plain') return [each];
    const { at: start, caller: number } = each;
    if (each.kind === 'redirected') {
      // The caller reached somebody, and nobody in the queue: the call began when he was sent there.
      const began = { at: start + each.wait * 1000, direct: 'IN', caller: number, callee: each.to, met: true } as const;
      return [{ kind: 'plain', ...began, talk: each.talk } as const];
    }
    const end = { how: 'answered', agent: each.agent, ring: 0, talk: each.talk, by: 'COMPLETEAGENT' } as const;
    const rest = { queue: each.queue, caller: number, tried: [], wait: each.wait } as const;
    return [{ kind: 'queue', at: start, ...rest, end: { ...end, onward: 0, pickedUpBy: null } } as const];
  });
  const book = ledgerOf(known, hour, areaOf);
  const add = (
    ledger: Ledger,
    key: string,
    amounts: Readonly<Record<string, number>>,
    most: Readonly<Record<string, number>> = {},
  ): void => {
    const entry = ledger.get(key) ?? {};
    for (const [name, value] of Object.entries(amounts)) entry[name] = (entry[name] ?? 0) + value;
    for (const [name, value] of Object.entries(most)) entry[name] = Math.max(entry[name] ?? 0, value);
    ledger.set(key, entry);
  };
  const onward = (start: number, number: string, whole: number, more: number): void => {
    const most = { incomingmaxbillsecs: whole };
    add(book.platform, `${hour(start)}|`, { incomingbillsecs: more }, most);
    add(book.area, `${hour(start)}|${areaOf(number)}`, { incomingbillsecs: more }, most);
  };
  for (const each of shift) {
    if (each.kind === 'redirected')
      add(
        book.queue,
        `${hour(each.at)}|${each.queue}`,
        { queuecalls: 1, otherbadcalls: 1 },
        { maxholdtime: each.wait },
      );
    if (each.kind === 'parked') {
      onward(each.at + each.wait * 1000, each.caller, each.talk + each.onward, each.onward);
    }
    if (each.kind === 'queue' && each.end.how === 'answered' && each.end.by === 'ATTENDEDTRANSFER') {
      const { ring, talk: talked, onward: more } = each.end;
      const first = each.tried.length > 0 ? each.at : each.at + Math.max(0, each.wait - ring) * 1000;
      onward(first, each.caller, (talked ?? 0) + more, more);
      const consult = each.at + (each.wait + (talked ?? 0) - consultSeconds) * 1000;
      const one = { internalcalls: 1, internalanswered: 1, internalbillsecs: consultSeconds };
      add(book.platform, `${hour(consult)}|`, one, { internalmaxbillsecs: consultSeconds });
    }
  }
  return book;
}

/** Zero and not told are the same. */
const told = (ledger: Ledger): Readonly<Record<string, Readonly<Record<string, number>>>> => {
  const rows = [...ledger].map(([key, amounts]) => {
    const figures = Object.entries(amounts).filter(([, value]) => value !== 0);
    return [key, Object.fromEntries(figures.sort(([a], [b]) => a.localeCompare(b)))] as const;
  });
  return Object.fromEntries(rows.filter(([, amounts]) => Object.keys(amounts).length > 0).sort());
};

async function shiftAt(shift: readonly Happening[]) {
  const store = openStore();
  const phone = (no: string) => ({ no, interface: `SIP/${no}` });
  const exchange = scriptedExchange({ sink: store.sink, startsAt: begin, devices: phones.map(phone) });
  const events = shift.flatMap((each, index) =>
    eventsOf(each, index + 1, (uniqueId) => exchange.taken.set(uniqueId, { by: 'withdraw', info: 'vip' })),
  );
  const inOrder = events
    .map((event, index) => [event, index] as const)
    .sort(([a, i], [b, k]) => Number(a.Timestamp) - Number(b.Timestamp) || i - k)
    .map(([event]): Scripted => event);
  await exchange.play(inOrder);
  await exchange.wait(10_000);
  exchange.records.close();
  const reports = createReports({ database: store.database, clock: exchange.clock, zone: 0 });
  for (const kind of reportKinds) reports.refresh(kind);
  const read = (kind: ReportKind): Ledger =>
    new Map(
      reports.reader
        .read({ kind, unit: 'hour', first: '2026-11-20', last: '2026-11-22' })
        .map(({ period, hour: clock, key, amounts }) => [
          `${period}T${String(clock).padStart(2, '0')}|${key}`,
          { ...amounts },
        ]),
    );
  const figures = Object.fromEntries(reportKinds.map((kind) => [kind, told(read(kind))]));
  const lost = store.lostCalls
    .list({}, { sort: 'id', descending: false, offset: 0 })
    .map(({ queue: no, number, reason, wait }) => `${no} ${number} ${reason} ${wait}`)
    .sort();
  reports.close();
  store.close();
  return { figures, lost, pending: exchange.clock.pending };
}

describe('a shift at a real exchange', () => {
  it('is told by reports and lost calls to the last figure', async () => {
    const happenings = fc.array(fc.oneof({ weight: 5, arbitrary: visit }, { weight: 2, arbitrary: plain }, others), {
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(happenings, async (shift) => {
        const book = expected(shift);
        const lost = shift.flatMap((each) =>
          each.kind === 'queue' && each.end.how === 'left'
            ? [`${each.queue} ${each.caller} ${each.end.event} ${each.wait}`]
            : [],
        );
        const figures = Object.fromEntries(reportKinds.map((kind) => [kind, told(book[kind])]));
        expect(await shiftAt(shift)).toEqual({ figures, lost: lost.sort(), pending: 0 });
      }),
      { seed: 20_261_121, numRuns: 25 },
    );
  });
});
