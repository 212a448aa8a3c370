import { createWallClock } from '../../../pbx/engine/simulated/clock';
import type { Clock } from '../../../shared/domain/time';
import type { OfficeClock, OfficeTime } from './time';

/** So often a test looks whether it is so. */
const lookMs = 15;
/**
 * So long everything that follows without being waited for has time: a voice is heard or not heard any more (an ear
 * remembers 300 ms), a telephone has been told, an event has come back.
 */
const settleMs = 400;
/** It is waited in steps; one that took this much longer than asked for was the machine's, and does not count. */
const [stepMs, lateMs, mostSteps] = [50, 40, 40];

/** Time of an office whose telephones are real: nothing makes it go faster, and nothing holds it. */
export function createWallTime(): OfficeTime {
  const clock = counted(createWallClock());
  // Not of the office: a test that waits is nothing that an office leaves behind.
  const waiting = createWallClock();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void waiting.after(ms, resolve));

  const met = async (test: () => boolean, seconds: number): Promise<boolean> => {
    const end = waiting.monotonic() + seconds * 1000;
    while (!test()) {
      if (waiting.monotonic() >= end) return false;
      await pause(lookMs);
    }
    return true;
  };
  const until = async (test: () => boolean, seconds: number): Promise<boolean> => {
    const was = await met(test, seconds);
    if (was) await settle();
    return was;
  };
  /** What comes while this process is kept busy is read between the steps. */
  const settle = async (): Promise<void> => {
    for (let [steps, counted] = [0, 0]; counted * stepMs < settleMs && steps < mostSteps; steps += 1) {
      const at = waiting.monotonic();
      await pause(stepMs);
      if (waiting.monotonic() - at <= stepMs + lateMs) counted += 1;
    }
  };
  const holding = <T>(work: Promise<T>): Promise<T> => work;

  return {
    clock,
    until,
    passes: (seconds) => pause(seconds * 1000),
    during: async (work, seconds = 30) => {
      let over = false;
      const ended = work.finally(() => {
        over = true;
      });
      ended.catch(() => undefined);
      if (!(await until(() => over, seconds))) throw new Error(`did not end within ${seconds} s`);
      return ended;
    },
    // Nobody hurries: a hundredth of a minute is as good as one where all that counts is that time goes by.
    longer: (seconds, atLeast = 3) => Math.min(seconds, atLeast),
    lag: async (began, came, seconds) => {
      if (!(await met(began, seconds))) throw new Error('never began');
      const at = waiting.monotonic();
      if (!(await met(came, seconds))) throw new Error(`did not come within ${seconds} s`);
      const lag = (waiting.monotonic() - at) / 1000;
      await settle();
      return lag;
    },
    holding,
    road: (http) => http,
    pushes: () => undefined,
    waitsFor: () => () => undefined,
  };
}

/** A clock whose armed timers can be counted. */
function counted(clock: Clock): OfficeClock {
  let pending = 0;
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after(ms, run) {
      let armed = true;
      const end = (): void => {
        if (armed) pending -= 1;
        armed = false;
      };
      pending += 1;
      const cancel = clock.after(ms, () => {
        end();
        run();
      });
      return () => {
        end();
        cancel();
      };
    },
    get pending() {
      return pending;
    },
  };
}
