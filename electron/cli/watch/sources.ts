import { ok, type Result } from '../../../shared/domain/result';
import type { PlatformTime } from '../../../shared/domain/time';
import { plan } from '../../desk/cadence';
import { createDiffer, type Source as Seen } from '../../desk/differ';
import type { FloorScope, PlatformDriver, SeatIdentity } from '../../platforms/driver';
import type { WatchedRow } from './changes';
import { callRow, floorCalls, floorPops, popRows, queueRows, timeIn } from './rows';

export type Rows = ReadonlyMap<string, WatchedRow>;

/** One question that is asked again and again, and how often it may be (mean ms, as the desk promises). */
export interface Watched {
  readonly task: string;
  ask(askedAt: number): Promise<Result<Rows>>;
  period(): number;
}

interface Given {
  readonly driver: PlatformDriver;
  readonly monotonic: () => number;
  readonly now: () => PlatformTime;
}

const map = <T>(result: Result<T>, rows: (value: T) => Rows): Result<Rows> =>
  result.ok ? ok(rows(result.value)) : result;

/** Who rings or talks at one telephone: the desk's hot poll. */
export function popsOf({ driver }: Given, seat: SeatIdentity): readonly Watched[] {
  let pace: 'ringing' | 'in-call' | 'ready' = 'ready';
  return [
    {
      task: 'pops',
      period: () => (driver.rhythm?.pops ?? paceOf('pops'))[pace],
      ask: async () => {
        const facts = await driver.pops(seat);
        if (facts.ok) {
          const states = facts.value.pops.map(({ state }) => state);
          pace = states.some((state) => state === 'Ring' || state === 'Ringing')
            ? 'ringing'
            : states.includes('Up')
              ? 'in-call'
              : 'ready';
        }
        return map(facts, ({ pops }) => popRows(seat.device, pops, timeIn(driver.platformZone)));
      },
    },
  ];
}

const paceOf = (task: 'pops' | 'status'): Readonly<Record<'ringing' | 'in-call' | 'ready', number>> => ({
  ringing: plan.ringing[task],
  'in-call': plan['in-call'][task],
  ready: plan.ready[task],
});

const everything: FloorScope = { devices: [], users: [], queues: [] };

const floor = (
  { driver }: Given,
  scope: FloorScope,
  rows: (facts: Parameters<typeof floorPops>[0]) => Rows,
): Watched => ({
  task: 'floor',
  period: () => plan.ready.floor,
  ask: async () => map(await driver.floor(scope), rows),
});

export const allPops = (given: Given): readonly Watched[] => [
  floor(given, everything, (facts) => floorPops(facts, timeIn(given.driver.platformZone))),
];

export const allCalls = (given: Given): readonly Watched[] => [
  floor(given, everything, (facts) => floorCalls(facts, timeIn(given.driver.platformZone))),
];

export const queuesOf = (given: Given, queues: readonly string[]): readonly Watched[] => [
  floor(given, { ...everything, queues }, (facts) =>
    queueRows(facts, new Set(queues), timeIn(given.driver.platformZone)),
  ),
];

const longestInternal = 5;

/** The calls of one telephone as the desk's differ sees them: hot poll and status together. */
export function callsOf({ driver, monotonic, now }: Given, seat: SeatIdentity): readonly Watched[] {
  const healthy: Record<Seen, boolean> = { pops: true, status: driver.vendor === 'mvb2000', channels: false };
  const differ = createDiffer({
    healthy: (source) => healthy[source],
    isInternal: (number) => /^\d+$/.test(number) && number.length <= longestInternal,
    queueName: () => '',
    isMe: (number) => number !== '' && number === seat.device,
    pendingDial: () => null,
    fetching: () => false,
  });
  const living = () => Object.values(differ.calls()).filter(({ state }) => state !== 'ended');
  const pace = (): 'ringing' | 'in-call' | 'ready' => {
    const states = living().map(({ state }) => state);
    if (states.some((state) => state === 'ringing' || state === 'dialing' || state === 'calling-me')) return 'ringing';
    return states.length > 0 ? 'in-call' : 'ready';
  };
  const rows = (): Rows => {
    for (const { id, state } of Object.values(differ.calls())) if (state === 'ended') differ.forget(id);
    return new Map(living().map((call) => [call.id, callRow(seat.device, call, timeIn(driver.platformZone))]));
  };
  const pops: Watched = {
    task: 'pops',
    period: () => (driver.rhythm?.pops ?? paceOf('pops'))[pace()],
    ask: async (askedAt) => {
      const facts = await driver.pops(seat);
      healthy.pops = facts.ok;
      if (!facts.ok) return facts;
      differ.observe({ source: 'pops', askedAt, answeredAt: monotonic(), at: now(), pops: facts.value.pops });
      return ok(rows());
    },
  };
  if (driver.vendor !== 'mvb2000') return [pops];
  const status: Watched = {
    task: 'status',
    period: () => paceOf('status')[pace()],
    ask: async (askedAt) => {
      const facts = await driver.status(seat, []);
      healthy.status = facts.ok;
      if (!facts.ok) return facts;
      const [mine] = facts.value.devices;
      differ.observe({
        source: 'status',
        askedAt,
        answeredAt: monotonic(),
        at: facts.value.at,
        pops: mine?.pops ?? [],
        links: mine?.links ?? [],
        conferences: facts.value.conferences,
      });
      return ok(rows());
    },
  };
  return [pops, status];
}
