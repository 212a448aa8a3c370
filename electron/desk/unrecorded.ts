import type { Call, CallEnd } from '../../shared/domain/call';
import type { Live } from './live';
import type { SeenCall, SeenCalls } from './seen';

/**
 * Calls of a platform that keeps no records the desk can ask for: what was seen is written down here, and the one thing
 * that the platform can tell afterwards, whether there is a recording, is asked. A recording proves that the call was
 * answered; nothing else does (Uncall §3.3, §3.4).
 */
export interface Unrecorded {
  /** It began, or more is known of it. */
  seen(call: Call): void;
  /** It is over; `told` learns, once everything was asked, whether it was answered as far as can be known. */
  ended(call: Call, end: CallEnd, told: (answered: boolean) => void): void;
  /** Asks for the recordings of calls that an earlier desk could not ask for. */
  catchUp(): void;
  close(): void;
}

/** ms after the end; the platform writes the file while it hangs up. */
const looks = [1_000, 6_000];
/** An earlier desk's last calls, asked one after the other. */
const caughtUp = 20;
const catchUpEvery = 2_000;

export function createUnrecorded(live: Live, calls: SeenCalls, profile: string): Unrecorded {
  const timers = new Set<() => void>();
  const { agent, device } = live.identity;

  const later = (ms: number, run: () => void): void => {
    if (live.closed) return;
    const cancel = live.clock.after(ms, () => {
      timers.delete(cancel);
      run();
    });
    timers.add(cancel);
  };
  const rowOf = (call: Call, more: Partial<SeenCall> = {}): SeenCall => ({
    id: call.linkedId,
    profile,
    agent,
    device,
    // A transfer that came back goes on with its row.
    at: Math.min(call.startedAt, calls.get(profile, call.linkedId)?.at ?? call.startedAt),
    direction: call.direction,
    outgoing: live.differ.outgoing(call.id),
    number: call.number,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    outcome: call.answeredAt !== null || call.assumed === 'answered' ? 'answered' : 'no-answer',
    assumed: call.answeredAt === null,
    recorded: null,
    ...more,
  });
  /** Null = the platform did not say. */
  const isRecorded = async (id: string): Promise<boolean | null> => {
    const count = await live.driver.recordingsOf?.(id);
    if (count === undefined) return false;
    return count.ok ? count.value > 0 : null;
  };

  const look = async (call: Call, row: SeenCall, n: number, told: (answered: boolean) => void): Promise<void> => {
    const recorded = await isRecorded(row.id);
    if (live.closed) return;
    const next = looks[n + 1];
    if (recorded !== true && next !== undefined) {
      later(next - (looks[n] ?? 0), () => void look(call, row, n + 1, told));
      return;
    }
    const answered = recorded === true || row.outcome === 'answered';
    calls.note({
      ...row,
      recorded,
      outcome: answered ? 'answered' : row.outcome,
      assumed: row.assumed && recorded !== true,
    });
    told(answered);
  };

  const catchUpOne = async (waiting: readonly SeenCall[]): Promise<void> => {
    const [row, ...rest] = waiting;
    if (!row) return;
    const recorded = await isRecorded(row.id);
    if (live.closed) return;
    const now = calls.get(profile, row.id);
    // Meanwhile it may have come back as a living call.
    if (now && recorded !== null && now.recorded === null) {
      calls.note({ ...now, recorded, ...(recorded ? { outcome: 'answered', assumed: false } : {}) });
    }
    later(catchUpEvery, () => void catchUpOne(rest));
  };

  return {
    seen: (call) => calls.note(rowOf(call)),
    ended: (call, end, told) => {
      const over: Partial<SeenCall> =
        end === 'transferred' ? { outcome: 'answered' } : end === 'busy' || end === 'failed' ? { outcome: end } : {};
      const row = rowOf(call, over);
      calls.note(row);
      later(looks[0] ?? 0, () => void look(call, row, 0, told));
    },
    catchUp: () => {
      const waiting = calls
        .list({ profile, agent })
        .filter((row) => row.recorded === null)
        .slice(0, caughtUp);
      if (waiting.length > 0) later(catchUpEvery, () => void catchUpOne(waiting));
    },
    close: () => {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
