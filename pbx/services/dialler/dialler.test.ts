import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutsideBehaviour, PhoneBehaviour } from '../../scenario/port';
import type { Store } from '../../store/store';
import { type CampaignLab, createCampaignLab } from './testing';

interface Script {
  readonly tasks: readonly {
    readonly actiontype: '1' | '2' | '3' | '4' | '6' | '8' | '9';
    readonly maxcalls: number;
    readonly maxretries: number;
    readonly queuecallrate: string;
    readonly pmrange: string;
    readonly callers: readonly string[];
    readonly numbers: readonly string[];
  }[];
  readonly most: string;
  readonly people: readonly OutsideBehaviour[];
  readonly phones: readonly PhoneBehaviour[];
  readonly deeds: readonly (readonly [kind: number, a: number, seconds: number])[];
}

const agents = ['2011', '2012', '2013'] as const;
const prefixes = ['130', '131', '132', '133'] as const;
const numberOf = fc.tuple(fc.constantFrom(...prefixes), fc.nat(2)).map(([prefix, last]) => `${prefix}0000000${last}`);
const person: fc.Arbitrary<OutsideBehaviour> = fc.oneof(
  fc.record({
    kind: fc.constant('answers' as const),
    afterSeconds: fc.integer({ min: 1, max: 40 }),
    talkSeconds: fc.integer({ min: 1, max: 60 }),
    keys: fc.constantFrom('', '1', '9', '91', '-2'),
  }),
  fc.constantFrom<OutsideBehaviour>({ kind: 'busy' }, { kind: 'silent' }, { kind: 'congested' }),
  fc.record({ kind: fc.constant('refuses' as const), afterSeconds: fc.integer({ min: 1, max: 9 }) }),
);
const phone: fc.Arbitrary<PhoneBehaviour> = fc.oneof(
  fc.record({ kind: fc.constant('answers' as const), afterSeconds: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('rejects' as const), afterSeconds: fc.integer({ min: 1, max: 5 }) }),
);
const script: fc.Arbitrary<Script> = fc.record({
  tasks: fc.array(
    fc.record({
      actiontype: fc.constantFrom('1', '2', '3', '4', '6', '8', '9'),
      maxcalls: fc.nat(3),
      maxretries: fc.integer({ min: 1, max: 2 }),
      queuecallrate: fc.constantFrom('', '0.50', '1.00', '2.50'),
      pmrange: fc.constantFrom('', '9:00-9:02', '9:01-9:04'),
      callers: fc.array(fc.constantFrom('', '', '2012'), { maxLength: 3 }),
      numbers: fc.array(numberOf, { minLength: 1, maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  most: fc.constantFrom('1', '2', '4', '0'),
  people: fc.tuple(person, person, person, person),
  phones: fc.tuple(phone, phone, phone),
  deeds: fc.array(fc.tuple(fc.nat(11), fc.nat(9), fc.integer({ min: 1, max: 50 })), { maxLength: 12 }),
});

/** Everything that must hold whenever a call is begun, seen from the books and the exchange alone. */
function checkStart({ store, engine }: { store: Store; engine: CampaignLab['engine'] }): void {
  const { campaigns } = store;
  const part = { sort: 'id', descending: false, offset: 0 };
  const open = campaigns.calls.open();
  const call = open.at(-1);
  const task = campaigns.tasks.get(call?.task ?? 0);
  const number = campaigns.numbers.get(call?.dial ?? 0);
  const faults: string[] = [];
  if (!call || !task || !number) throw new Error('a call that the books do not know');
  const most = Number(campaigns.settings.value('maxcalls'));
  if (most > 0 && open.length > most) faults.push(`${open.length} calls of ${most}`);
  const mine = open.filter((each) => each.task === task.id).length;
  if (task.maxcalls > 0 && mine > task.maxcalls) faults.push(`${mine} calls of ${task.maxcalls} in task ${task.id}`);
  if (new Set(open.map((each) => each.number)).size < open.length)
    faults.push(`${call.number} is called twice at once`);
  if (task.status !== 'R') faults.push(`task ${task.id} is ${task.status}`);
  const minute = ((engine.now() + 480 * 60_000) % 86_400_000) / 60_000;
  const hours = /^9:(\d\d)-9:(\d\d)$/.exec(task.pmrange);
  if (hours && (minute < 540 + Number(hours[1]) || minute >= 540 + Number(hours[2]))) faults.push('out of hours');
  if (number.tries > 1 + task.maxretries + number.spared) faults.push(`${number.tries} tries of ${call.number}`);
  if (task.actiontype === '8') {
    const queued = new Set(campaigns.tasks.list({ actiontype: '8' }, part).map(({ id }) => id));
    const out = open.filter((each) => queued.has(each.task) && each.agent === '').length;
    const free = engine.queue('90')?.members.filter(({ paused, status }) => paused === 0 && status === 1).length ?? 0;
    if (out > (Number(task.queuecallrate) || 1) * free) faults.push(`${out} calls for ${free} free agents`);
  }
  if (/[349]/.test(task.actiontype)) {
    const device = engine.device(call.agent);
    if (device?.status !== 0) faults.push(`${call.agent} is busy`);
    if (open.some((each) => each !== call && each.agent === call.agent)) faults.push(`${call.agent} is taken twice`);
    if (number.caller !== '' && task.actiontype !== '9' && number.caller !== call.agent) faults.push('the wrong agent');
  }
  expect(faults).toEqual([]);
}

function act(lab: CampaignLab, [kind, a]: readonly [number, number, number], tasks: readonly number[]): void {
  const { engine, campaigns } = lab;
  const task = campaigns.tasks.get(tasks[a % tasks.length] ?? 0);
  const device = agents[a % agents.length] ?? '2011';
  const order = (from: string, to: 'B' | 'S' | 'P' | 'C'): void => {
    if (task && from.includes(task.status)) lab.order(task.id, to);
  };
  const live = engine.channels().filter((one) => one.hungUpAt === null);
  const deeds: readonly (() => unknown)[] = [
    () => order('BRC', 'S'),
    () => order('BRC', 'P'),
    () => order('P', 'C'),
    () => order('NSF', 'B'),
    () => order('NSF', 'B'),
    () => engine.queuePause('90', `SIP/${device}`, a % 3),
    () => engine.setRegistered(device, a % 3 !== 0),
    () => campaigns.settings.set('maxcalls', ['1', '2', '4'][a % 3], undefined),
    () => engine.hangUp(live[a % Math.max(1, live.length)]?.name ?? ''),
    () => engine.outsideArrives({ from: '15900000000', to: { queue: '90' }, talkSeconds: 20, patienceSeconds: 20 }),
    () => engine.dial(device, '15800000000'),
    () => a === 0 && engine.restart({ keepState: false }),
  ];
  deeds[kind % deeds.length]?.();
}

/** The script from its first order to the last number. */
function play(plot: Script): CampaignLab {
  const lab = createCampaignLab({ watch: checkStart });
  const { campaigns, engine, people } = lab;
  campaigns.settings.set('maxcalls', plot.most, undefined);
  people.outsideBehaves('*', { kind: 'answers', afterSeconds: 2, talkSeconds: 10 });
  for (const [at, prefix] of prefixes.entries()) people.outsideBehaves(prefix, plot.people[at] ?? { kind: 'busy' });
  for (const [at, device] of agents.entries()) people.behaves(device, plot.phones[at] ?? { kind: 'hand' });
  const staff = (): void => {
    for (const device of agents) {
      engine.setRegistered(device, true);
      engine.queueAdd('90', `SIP/${device}`, 0);
      engine.queuePause('90', `SIP/${device}`, 0);
    }
  };
  staff();
  const tasks = plot.tasks.map(({ numbers, callers, ...parameters }) =>
    lab.task(
      { ...parameters, ...{ validkey: '1-2', context: 'ext-queues', exten: '90', priority: '1', inputerrorcount: 1 } },
      numbers.map((number, at) => ({ number, caller: callers[at] ?? '' })),
    ),
  );
  for (const id of tasks) lab.order(id, 'B');
  for (const deed of plot.deeds) {
    act(lab, deed, tasks);
    lab.pass(deed[2]);
  }
  // Whatever was going on: everybody is there again, and every task runs to its end.
  staff();
  for (const id of tasks) {
    campaigns.tasks.change(id, { pmrange: '' });
    if (campaigns.tasks.get(id)?.status !== 'R') lab.order(id, 'B');
  }
  return lab;
}

test('whatever happens, every start keeps every limit and every number ends once, with a row in the log for each call', () => {
  fc.assert(
    fc.property(script, (plot) => {
      const lab = play(plot);
      const ended = lab.finish(4 * 3_600);
      const faults = plot.tasks.flatMap((_, at) =>
        lab.numbers(at + 1).flatMap((number) => {
          const rows = lab.calls(at + 1).filter(({ dial }) => dial === number.id);
          const good = rows.filter(({ outcome }) => outcome === 'S').length;
          const final =
            number.status === 'S' ? good === 1 && rows.at(-1)?.outcome === 'S' : number.status === 'F' && good === 0;
          return [
            ...(final ? [] : [`${number.number} ended ${number.status} with ${good} good calls`]),
            ...(rows.length === number.tries
              ? []
              : [`${number.number} has ${number.tries} tries, ${rows.length} rows`]),
            ...(rows.every(({ outcome }) => outcome !== '') ? [] : [`${number.number} has an open call`]),
          ];
        }),
      );
      lab.close();
      expect([ended, faults, lab.clock.pending]).toEqual([true, [], 0]);
    }),
    { numRuns: 25, seed: 8_001 },
  );
  // Some 8,000 seconds of life in five of a quiet machine.
}, 60_000);

test('same script, same clock: the same log to the byte', () => {
  const books = (plot: Script): unknown => {
    const lab = play(plot);
    lab.pass(120);
    const books = structuredClone([lab.calls(), plot.tasks.map((_, at) => lab.numbers(at + 1))]);
    lab.close();
    return books;
  };
  fc.assert(
    fc.property(script, (plot) => {
      expect(books(plot)).toEqual(books(plot));
    }),
    { numRuns: 4, seed: 8_005 },
  );
}, 60_000);
