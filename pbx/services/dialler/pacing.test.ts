import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterCall, type LiveCall, type PacedFloor, type PacedTask, plan, type Start } from './pacing';

const task = (change: Partial<PacedTask> = {}): PacedTask => ({
  ...{ id: 1, most: 0, need: null, trunk: '' },
  candidates: [1, 2, 3, 4, 5].map((dial) => ({ dial, number: `1380000000${dial}`, caller: '' })),
  ...change,
});
const floor = (change: Partial<PacedFloor> = {}): PacedFloor => ({
  ...{ most: 0, live: [], freeIn: () => 0, linesOf: () => 99, tasks: [task()] },
  ...change,
});
const dials = (starts: readonly Start[]): readonly (readonly [task: number, dial: number])[] =>
  starts.map((start) => [start.task, start.dial]);

describe('the calls to begin', () => {
  test('go to the tasks by turns, within what all of them may have', () => {
    const two = task({ id: 2, candidates: [{ dial: 9, number: '139', caller: '' }] });
    expect(dials(plan(floor({ most: 4, tasks: [task(), two] })))).toEqual([
      [1, 1],
      [2, 9],
      [1, 2],
      [1, 3],
    ]);
  });

  test('leave out a number that is in a call, and do not call one for two tasks', () => {
    const live: LiveCall[] = [{ task: 7, number: '13800000001', queue: '', taken: false }];
    const two = task({ id: 2, candidates: [{ dial: 9, number: '13800000002', caller: '' }] });
    expect(dials(plan(floor({ live, tasks: [task({ most: 2 }), two] })))).toEqual([
      [1, 2],
      [1, 3],
    ]);
  });

  test('keep within a decimal rate of the free agents of a queue, counting what is out for it by any task', () => {
    const need = { kind: 'queue', queue: '90', rate: 1.5 } as const;
    const live: LiveCall[] = [
      { task: 2, number: '1', queue: '90', taken: false },
      { task: 2, number: '2', queue: '90', taken: true },
      { task: 2, number: '3', queue: '91', taken: false },
    ];
    expect(dials(plan(floor({ live, freeIn: (queue) => (queue === '90' ? 2 : 9), tasks: [task({ need })] })))).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });

  test('take one idle agent each, and the one whom a number names', () => {
    const candidates = [
      { dial: 1, number: '1', caller: '2013' },
      { dial: 2, number: '2', caller: '' },
      { dial: 3, number: '3', caller: '2099' },
      { dial: 4, number: '4', caller: '' },
      { dial: 5, number: '5', caller: '' },
    ];
    const need = { kind: 'agent', idle: ['2011', '2012'], named: ['2013'] } as const;
    expect(plan(floor({ tasks: [task({ need, candidates })] })).map(({ dial, agent }) => [dial, agent])).toEqual([
      [1, '2013'],
      [2, '2011'],
      [4, '2012'],
    ]);
  });
});

const needOf: fc.Arbitrary<PacedTask['need']> = fc.oneof(
  fc.constant(null),
  fc.record({
    kind: fc.constant('agent' as const),
    idle: fc.uniqueArray(fc.constantFrom('2011', '2012', '2013')),
    named: fc.uniqueArray(fc.constantFrom('2013', '2014')),
  }),
  fc.record({
    kind: fc.constant('queue' as const),
    queue: fc.constantFrom('90', '91'),
    rate: fc.constantFrom(0.5, 1, 1.15, 2.5),
  }),
);
const numberOf = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8');
const taskOf = (id: number) =>
  fc.record({
    id: fc.constant(id),
    most: fc.nat(4),
    need: needOf,
    trunk: fc.constantFrom('', 'a', 'b'),
    candidates: fc
      .array(fc.record({ number: numberOf, caller: fc.constantFrom('', '', '2011', '2013', '2014') }), { maxLength: 8 })
      .map((list) => list.map((each, at) => ({ ...each, dial: id * 100 + at }))),
  });
const floorOf = fc
  .record({
    most: fc.nat(8),
    live: fc.array(
      fc.record({
        task: fc.integer({ min: 1, max: 3 }),
        number: numberOf,
        queue: fc.constantFrom('', '90', '91'),
        taken: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    free: fc.record({ 90: fc.nat(4), 91: fc.nat(4) }),
    lines: fc.record({ a: fc.nat(5), b: fc.nat(5) }),
    tasks: fc.tuple(taskOf(1), taskOf(2), taskOf(3)),
  })
  .map(({ free, lines, ...rest }): PacedFloor => {
    const linesOf = (trunk: string): number => (trunk === 'a' ? lines.a : trunk === 'b' ? lines.b : lines.a + lines.b);
    return { ...rest, linesOf, freeIn: (queue) => (queue === '90' ? free[90] : free[91]) };
  });

/** The floor as it is once those calls are out. */
function after(before: PacedFloor, starts: readonly Start[]): PacedFloor {
  const needs = new Map(before.tasks.map(({ id, need }) => [id, need]));
  const trunkOf = (id: number): string => before.tasks.find((each) => each.id === id)?.trunk ?? '';
  const agents = new Set(starts.map(({ agent }) => agent));
  const numbers = new Set(starts.map(({ dial }) => dial));
  return {
    ...before,
    live: [
      ...before.live,
      ...starts.map(({ task: id, number }) => {
        const need = needs.get(id);
        return { task: id, number, queue: need?.kind === 'queue' ? need.queue : '', taken: false };
      }),
    ],
    linesOf: (trunk) =>
      before.linesOf(trunk) - starts.filter((start) => trunk === '' || trunkOf(start.task) === trunk).length,
    tasks: before.tasks.map((each) => ({
      ...each,
      candidates: each.candidates.filter(({ dial }) => !numbers.has(dial)),
      need:
        each.need?.kind === 'agent'
          ? {
              ...each.need,
              idle: each.need.idle.filter((no) => !agents.has(no)),
              named: each.need.named.filter((no) => !agents.has(no)),
            }
          : each.need,
    })),
  };
}

test('whatever the floor, no limit is passed, nobody is called or taken twice, and nothing that could go waits', () => {
  fc.assert(
    fc.property(floorOf, (before) => {
      const starts = plan(before);
      const now = after(before, starts);
      const begun = (id: number): boolean => starts.some((start) => start.task === id);
      const faults: string[] = [];
      if (starts.length > 0 && before.most > 0 && now.live.length > before.most) faults.push('too many calls');
      for (const { id, most, need, candidates } of before.tasks) {
        if (!begun(id)) continue;
        if (most > 0 && now.live.filter((call) => call.task === id).length > most) faults.push(`${id}: too many`);
        if (need?.kind === 'queue') {
          const out = now.live.filter((call) => call.queue === need.queue && !call.taken).length;
          const rates = before.tasks.filter(
            (each) => begun(each.id) && each.need?.kind === 'queue' && each.need.queue === need.queue,
          );
          const most = Math.max(...rates.map((each) => (each.need?.kind === 'queue' ? each.need.rate : 0)));
          if (out > most * before.freeIn(need.queue) + 1e-9) faults.push(`${id}: too many for the queue`);
        }
        for (const start of starts.filter((each) => each.task === id)) {
          const candidate = candidates.find(({ dial }) => dial === start.dial);
          if (candidate?.number !== start.number) faults.push('a number of nobody');
          if (need?.kind === 'agent') {
            const allowed = candidate?.caller === '' ? need.idle : [...need.idle, ...need.named];
            if (!allowed.includes(start.agent)) faults.push(`${start.agent} is not idle`);
            if (candidate?.caller && candidate.caller !== start.agent) faults.push('the wrong agent');
          }
        }
      }
      const numbers = starts.map(({ number }) => number);
      const called = new Set([...before.live.map(({ number }) => number)]);
      if (new Set(numbers).size < numbers.length || numbers.some((number) => called.has(number))) faults.push('twice');
      const agents = starts.map(({ agent }) => agent).filter((agent) => agent !== '');
      if (new Set(agents).size < agents.length) faults.push('an agent for two');
      for (const trunk of ['', 'a', 'b']) if (now.linesOf(trunk) < 0 && starts.length > 0) faults.push('too few lines');
      expect(faults).toEqual([]);
      expect(plan(now)).toEqual([]);
    }),
    { numRuns: 2_000, seed: 8_003 },
  );
});

test('a number is tried once and as often again as allowed, and what was cut off is spared once', () => {
  type Result = Parameters<typeof afterCall>[0];
  fc.assert(
    fc.property(
      fc.nat(4),
      fc.infiniteStream(fc.constantFrom<Result>('reached', 'failed', 'failed', 'cut-off')),
      (retries, results) => {
        let number: { status: string; spared: number } = { status: 'N', spared: 0 };
        const seen: Result[] = [];
        for (const result of results) {
          seen.push(result);
          number = afterCall(result, { tries: seen.length, spared: number.spared, retries });
          if (number.status !== 'R') break;
        }
        const cut = seen.includes('cut-off') ? 1 : 0;
        expect([number.status, seen.length <= 1 + retries + cut]).toEqual([
          seen.at(-1) === 'reached' ? 'S' : 'F',
          true,
        ]);
        if (number.status === 'F') expect(seen.length).toBe(1 + retries + cut);
      },
    ),
    { numRuns: 500, seed: 8_004 },
  );
});
