import type { AppError } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { PlatformDriver, PushHint, PushLine, PushScope } from '../platforms/driver';
import type { TaskName } from './cadence';

/** What the desk does with a platform that says by itself when there is something new. */
export interface Push {
  /** The line stands. */
  readonly up: boolean;
  /** Looks whether other things are to be told now: a queue was joined, the floor was opened. */
  rescope(): void;
  /** A request of this task leaves, whoever wanted it. */
  asked(task: TaskName): void;
  /** The network came back. */
  retry(): void;
  close(): void;
}

export interface PushStart {
  readonly clock: Clock;
  readonly random: () => number;
  readonly driver: Pick<PlatformDriver, 'push'>;
  /** My device, my queues, and whether somebody looks at everybody else. */
  scope(): PushScope;
  /** Period of a task without push; 0 = it rests. */
  period(task: TaskName): number;
  /** Asks now. */
  ask(task: TaskName): void;
  /** The line stands (null), or is gone and why. */
  told(error: AppError | null): void;
}

/**
 * Requests that a task may make at once before hints are held to the period of the table: a call that rings, is answered
 * and ends within a few seconds is followed without delay.
 */
const burst = 4;
/** Fifty members of a queue are told the same in the same moment; they shall not all ask in it. */
const spread = 1_000;
/** A panel that is opened and closed again shall not cost two new lines. */
const settle = 300;

/**
 * Turns hints into questions: my device's at once, what concerns many within a second. Each task has an allowance that
 * fills as fast as the table asks without push and that every request takes from; a hint that finds it empty waits for
 * its next share, never longer than polling would have taken, and a request that leaves meanwhile answers it too.
 */
export function createPush(start: PushStart): Push {
  const { clock, random, driver } = start;
  const allowances = new Map<TaskName, Allowance>();
  const waiting = new Map<TaskName, { readonly at: number; readonly cancel: () => void }>();
  let scope = start.scope();
  let line: PushLine | null = null;
  let cancelSettle: (() => void) | null = null;
  let up = false;
  let closed = false;

  const allowanceOf = (task: TaskName): Allowance => {
    const known = allowances.get(task) ?? { shares: burst, at: clock.monotonic() };
    const now = clock.monotonic();
    const period = start.period(task);
    const fresh = period === 0 ? known : { shares: Math.min(burst, known.shares + (now - known.at) / period), at: now };
    allowances.set(task, fresh);
    return fresh;
  };

  const want = (task: TaskName, delay = 0): void => {
    const period = start.period(task);
    if (closed || period === 0) return;
    const { shares } = allowanceOf(task);
    const wait = Math.max(delay, shares >= 1 ? 0 : Math.ceil((1 - shares) * period));
    const at = clock.monotonic() + wait;
    const before = waiting.get(task);
    if (before && before.at <= at) return;
    before?.cancel();
    const go = (): void => {
      waiting.delete(task);
      start.ask(task);
    };
    if (wait === 0) go();
    else waiting.set(task, { at, cancel: clock.after(wait, go) });
  };
  const wantSoon = (...all: readonly TaskName[]): void => {
    for (const task of all) want(task, Math.round(random() * spread));
  };

  const take = (hint: PushHint): void => {
    switch (hint.kind) {
      case 'device':
        // Status tells the seat's side of it: who sits there, the telephone, both ends of a link.
        for (const task of ['pops', 'status', 'floor'] as const) want(task);
        break;
      case 'queue':
        wantSoon('status', 'floor');
        break;
      case 'floor':
        if (hint.id === 'devices') wantSoon('extensions', 'floor');
        else wantSoon('status', 'floor');
        break;
    }
  };

  const open = (): void => {
    scope = start.scope();
    line =
      driver.push?.(scope, {
        up: () => {
          up = true;
          start.told(null);
          // What happened before the line stood was not told.
          for (const task of ['pops', 'status', 'floor'] as const) start.ask(task);
          // A colleague's telephone that began to ring between two lines; nobody may be looking.
          if (start.period('extensions') > 0) start.ask('extensions');
        },
        hint: take,
        down: (error) => {
          up = false;
          start.told(error);
        },
      }) ?? null;
  };
  open();

  return {
    get up() {
      return up;
    },
    rescope: () => {
      if (closed || line === null || cancelSettle || same(scope, start.scope())) return;
      cancelSettle = clock.after(settle, () => {
        cancelSettle = null;
        if (same(scope, start.scope())) return;
        // The old line goes when the new one is asked for; what falls between is asked once when that one stands.
        line?.close();
        up = false;
        open();
      });
    },
    asked: (task) => {
      const allowance = allowanceOf(task);
      allowances.set(task, { ...allowance, shares: Math.max(0, allowance.shares - 1) });
      waiting.get(task)?.cancel();
      waiting.delete(task);
    },
    retry: () => line?.retry(),
    close: () => {
      closed = true;
      up = false;
      line?.close();
      cancelSettle?.();
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
}

interface Allowance {
  readonly shares: number;
  /** Monotonic time at which it was so. */
  readonly at: number;
}

const same = (one: PushScope, other: PushScope): boolean => JSON.stringify(one) === JSON.stringify(other);
