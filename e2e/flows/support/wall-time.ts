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
    // In two: what came while this process was kept busy is read between them.
    if (was) for (const ms of [settleMs - 50, 50]) await pause(ms);
    return was;
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
      if (!(await until(came, seconds))) throw new Error(`did not come within ${seconds} s`);
      return Math.max(0, waiting.monotonic() - at - settleMs) / 1000;
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
