import { afterEach, describe, expect, it } from 'vitest';
import { appError } from '../../shared/domain/result';
import type { PushListener, PushScope } from '../platforms/driver';
import { type Pace, plan, pushedPlan, requestsPerSecond, type TaskName } from './cadence';
import { createPush, type Push } from './push';
import { createFakeClock } from './testing/fake-clock';

const open: Push[] = [];
afterEach(() => {
  for (const push of open.splice(0)) push.close();
});

function start(pace: Pace = 'ready') {
  const clock = createFakeClock();
  const asked: string[] = [];
  const told: (string | null)[] = [];
  const lines: { readonly scope: PushScope; readonly listener: PushListener; closed: boolean; retried: number }[] = [];
  const now: { scope: PushScope; rests: readonly TaskName[] } = {
    scope: { devices: ['2011'], queues: ['90'], floor: false },
    rests: ['floor'],
  };
  const push = createPush({
    clock,
    random: () => 0.5,
    driver: {
      push: (scope, listener) => {
        const line = { scope, listener, closed: false, retried: 0 };
        lines.push(line);
        return {
          retry: () => {
            line.retried += 1;
          },
          close: () => {
            line.closed = true;
          },
        };
      },
    },
    scope: () => now.scope,
    period: (task) => (now.rests.includes(task) ? 0 : plan[pace][task]),
    ask: (task) => {
      if (now.rests.includes(task)) return;
      asked.push(`${clock.monotonic()} ${task}`);
      push.asked(task);
    },
    told: (error) => void told.push(error?.code ?? null),
  });
  open.push(push);
  const line = () => {
    const last = lines.at(-1);
    if (!last) throw new Error('no line');
    return last;
  };
  return { clock, asked, told, lines, line, now, push };
}

describe('hints become questions', () => {
  it("my device's at once, what concerns many within a second, whatever comes meanwhile once", async () => {
    const { clock, asked, line } = start();
    const { hint } = line().listener;
    hint({ kind: 'queue', id: '90' });
    hint({ kind: 'floor', id: 'parks' });
    const before = [...asked];
    await clock.advance(600);
    hint({ kind: 'device', id: '2011' });
    hint({ kind: 'queue', id: '90' });
    await clock.advance(200);
    hint({ kind: 'queue', id: '90' });
    await clock.advance(5_000);
    expect([before, asked]).toEqual([[], ['500 status', '600 pops', '600 status', '1100 status']]);
  });

  it.each(['ready', 'in-call', 'ringing', 'paused'] as const)(
    'twenty a second, %s: four at once, then no more than the table asks, and never later',
    async (pace) => {
      const { clock, asked, line } = start(pace);
      for (let step = 0; step < 1_200; step += 1) {
        line().listener.hint({ kind: 'device', id: '2011' });
        await clock.advance(50);
      }
      const times = asked.filter((each) => each.endsWith('pops')).map((each) => Number(each.split(' ')[0]));
      const gaps = times.slice(4).map((at, n) => at - (times[n + 3] ?? 0));
      expect([times.slice(0, 4), times.length <= 5 + 60_000 / plan[pace].pops]).toEqual([[0, 50, 100, 150], true]);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(plan[pace].pops + 50);
    },
  );

  it('a request that leaves anyway answers a hint that waits', async () => {
    const { clock, asked, line, push } = start();
    line().listener.hint({ kind: 'queue', id: '90' });
    push.asked('status');
    await clock.advance(5_000);
    expect(asked).toEqual([]);
  });

  it('what rests is not asked', async () => {
    const { clock, asked, line, now } = start();
    now.rests = ['status', 'floor', 'extensions'];
    line().listener.hint({ kind: 'queue', id: '90' });
    line().listener.hint({ kind: 'floor', id: 'devices' });
    await clock.advance(5_000);
    expect(asked).toEqual([]);
  });
});

describe('the line', () => {
  it('when it stands everything that somebody looks at is asked once; both ends are told', async () => {
    const { asked, told, line, now, push } = start();
    const states = [push.up];
    line().listener.up();
    states.push(push.up);
    line().listener.down(appError('unreachable', 'gone'));
    states.push(push.up);
    const looking = asked.splice(0);
    now.rests = ['floor', 'extensions'];
    line().listener.up();
    expect([states, told, looking, asked]).toEqual([
      [false, true, false],
      [null, 'unreachable', null],
      ['0 pops', '0 status', '0 extensions'],
      ['0 pops', '0 status'],
    ]);
  });

  it('another one when other things are looked at, but not for a panel that is closed again at once', async () => {
    const { clock, lines, line, now, push } = start();
    line().listener.up();
    now.scope = { ...now.scope, floor: true };
    push.rescope();
    now.scope = { ...now.scope, floor: false };
    push.rescope();
    await clock.advance(1_000);
    const before = [lines.length, push.up];
    now.scope = { ...now.scope, floor: true };
    push.rescope();
    push.rescope();
    await clock.advance(1_000);
    expect([before, lines.map(({ scope, closed }) => [scope.floor, closed]), push.up]).toEqual([
      [1, true],
      [
        [false, true],
        [true, false],
      ],
      false,
    ]);
  });

  it('closed: the line and every timer with it; later words do nothing', async () => {
    const { clock, asked, line, push } = start();
    line().listener.hint({ kind: 'queue', id: '90' });
    push.retry();
    push.close();
    line().listener.hint({ kind: 'device', id: '2011' });
    await clock.advance(5_000);
    expect([clock.timers, asked, line().closed, line().retried, push.up]).toEqual([0, [], true, 1, false]);
  });
});

it('with push a seat asks for less, and no period is shorter than without', () => {
  const watching = { floor: false, extensions: true, figures: true };
  const rates = (['in-call', 'ready'] as const).map((pace) => [
    requestsPerSecond(pace, watching, false, true),
    requestsPerSecond(pace, watching, false),
  ]);
  expect(rates.map(([pushed = 0, without = 0]) => pushed < without / 2)).toEqual([true, true]);
  expect(rates[0]?.[0]).toBeCloseTo(1.488, 2);
  expect(rates[1]?.[0]).toBeCloseTo(0.443, 2);
  const shorter = Object.entries(pushedPlan).flatMap(([pace, tasks]) =>
    Object.entries(tasks).filter(([task, period]) => period < plan[pace as Pace][task as TaskName]),
  );
  expect(shorter).toEqual([]);
});
