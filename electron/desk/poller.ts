import { type AppError, appError, type Result } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import { backOff, jitterShare } from './cadence';

export interface PollTask {
  readonly endpoint: string;
  /** One request. `askedAt` is the monotonic time at which it leaves. A thrown error counts as a failure. */
  run(askedAt: number): Promise<Result<unknown>>;
  /** Mean ms between two requests now; 0 = rest until woken. */
  period(): number;
  /** Least ms between two requests, even when asked for at once; 0 when absent. */
  readonly least?: number;
}

export interface PollReport {
  readonly endpoint: string;
  readonly ok: boolean;
  readonly error: AppError | null;
  /** Failures in a row; 0 after a success. */
  readonly failures: number;
  /** Monotonic time of the next try; null while resting. */
  readonly nextAt: number | null;
}

export interface Poller {
  add(task: PollTask): void;
  /** Looks at the periods again: what became quicker is moved up, what rests stops. */
  replan(): void;
  /** Asks now (or right after the request that is under way) and goes on from there. */
  now(endpoint: string): void;
  /** Forgets all back-off and asks everything that is not resting. */
  retryAll(): void;
  close(): void;
}

/** A request that has not settled by then counts as failed. */
export const pollTimeLimit = 8_000;
/**
 * A driver settles every request (its transport has time-outs of its own). One that is still open by then is given up,
 * so that a broken driver cannot stop the desk; until then nothing else is asked of the same endpoint.
 */
export const abandonAfter = 60_000;

/**
 * The desk's only loop. Endpoints are independent of each other; each has one request in flight, is armed again in
 * `finally` whatever happened, spreads its period by ±20 % and backs off while it fails.
 */
export function createPoller(
  effects: { readonly clock: Clock; readonly random: () => number },
  onReport: (report: PollReport) => void,
): Poller {
  const { clock, random } = effects;
  const loops = new Map<string, Loop>();
  let closed = false;

  const spread = (period: number): number => Math.round(period * (1 + (random() * 2 - 1) * jitterShare));

  const arm = (loop: Loop, wanted: number): void => {
    loop.disarm?.();
    const wait = Math.max(wanted, loop.askedAt + (loop.task.least ?? 0) - clock.monotonic());
    loop.nextAt = clock.monotonic() + wait;
    loop.disarm = clock.after(wait, () => {
      loop.disarm = null;
      void tick(loop);
    });
  };

  const rest = (loop: Loop): void => {
    loop.disarm?.();
    loop.disarm = null;
    loop.nextAt = null;
  };

  const next = (loop: Loop): void => {
    if (closed) return;
    const period = loop.task.period();
    if (loop.again) {
      loop.again = false;
      arm(loop, 0);
    } else if (period === 0) rest(loop);
    else arm(loop, spread(loop.failures === 0 ? period : backOff(period, loop.failures)));
  };

  const report = (loop: Loop, error: AppError | null): void => {
    if (closed) return;
    const { endpoint } = loop.task;
    onReport({ endpoint, ok: !error, error, failures: loop.failures, nextAt: loop.nextAt });
  };
  const count = (loop: Loop, error: AppError | null): void => {
    loop.failures = error ? loop.failures + 1 : 0;
  };

  const tick = async (loop: Loop): Promise<void> => {
    if (closed || loop.busy) return;
    loop.busy = true;
    loop.askedAt = clock.monotonic();
    loop.nextAt = null;
    let late = false;
    let error: AppError | null = null;
    try {
      error = await new Promise<AppError | null>((settle) => {
        const stopLimit = clock.after(pollTimeLimit, () => {
          late = true;
          const slow = appError('timed-out', `no answer within ${pollTimeLimit} ms`, { tried: loop.task.endpoint });
          count(loop, slow);
          report(loop, slow);
        });
        const stopAbandon = clock.after(abandonAfter, () => settle(null));
        loop.stop = () => {
          stopLimit();
          stopAbandon();
          settle(null);
        };
        void attempt(loop.task, clock.monotonic()).then(settle);
      });
    } finally {
      loop.stop?.();
      loop.stop = null;
      loop.busy = false;
      // What came after the limit has already been counted as missed.
      if (!late) count(loop, error);
      next(loop);
      if (!late) report(loop, error);
    }
  };

  return {
    add: (task) => {
      const loop: Loop = {
        task,
        busy: false,
        again: false,
        askedAt: Number.NEGATIVE_INFINITY,
        failures: 0,
        nextAt: null,
        disarm: null,
        stop: null,
      };
      loops.set(task.endpoint, loop);
      if (task.period() > 0) arm(loop, 0);
    },
    replan: () => {
      for (const loop of loops.values()) {
        if (loop.busy || closed) continue;
        const period = loop.task.period();
        if (period === 0) rest(loop);
        else if (loop.nextAt === null) arm(loop, 0);
        else if (loop.failures === 0 && loop.nextAt - clock.monotonic() > period) arm(loop, spread(period));
      }
    },
    now: (endpoint) => {
      const loop = loops.get(endpoint);
      if (!loop || closed) return;
      if (loop.busy) loop.again = true;
      else arm(loop, 0);
    },
    retryAll: () => {
      for (const loop of loops.values()) {
        if (closed) return;
        loop.failures = 0;
        if (loop.busy) loop.again = true;
        else if (loop.task.period() > 0) arm(loop, 0);
      }
    },
    close: () => {
      closed = true;
      for (const loop of loops.values()) {
        rest(loop);
        loop.stop?.();
      }
      loops.clear();
    },
  };
}

interface Loop {
  readonly task: PollTask;
  busy: boolean;
  /** Asked for while a request was under way. */
  again: boolean;
  /** Monotonic time at which the last request left. */
  askedAt: number;
  failures: number;
  nextAt: number | null;
  disarm: (() => void) | null;
  /** Ends the wait for the request under way. */
  stop: (() => void) | null;
}

/** The error of one request, null when it succeeded; never rejects. */
async function attempt(task: PollTask, askedAt: number): Promise<AppError | null> {
  try {
    const result = await task.run(askedAt);
    return result.ok ? null : result.error;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return appError('internal', message, { tried: task.endpoint });
  }
}
