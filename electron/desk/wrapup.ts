import type { Call } from '../../shared/domain/call';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import type { Availability } from './availability';
import { type Live, seatOf } from './live';

/**
 * Time after a queue call, kept on the platform as a pause with the wrap-up reason, so that every wallboard sees it.
 *
 *   call cleared ──▶ wrap-up ──timer──▶ ready
 *                       │ ├──finish──▶ ready
 *                       │ └──pause/ready chosen──▶ that
 *                       └──extend──▶ wrap-up, later end
 *
 * The journal knows of it, so that a desk that was killed goes on with it or clears it; `watch` clears what outlived
 * its end for any other reason.
 */
export interface WrapUp {
  /** The last call of the seat has cleared. True when a wrap-up began. */
  callCleared(call: Call): boolean;
  finish(note: string): Promise<Result<null>>;
  extend(): Result<null>;
  /** Another state was chosen; what the desk knows of the wrap-up ends, the platform's state is the chooser's. */
  forget(): void;
  /** First facts after sign-in: goes on with the journal's wrap-up or clears a stale one. */
  restore(): void;
  /** After every status, or every pop where there is none. */
  watch(): void;
  /** Pause reason that stands for the running wrap-up, 0 when none runs. */
  readonly code: number;
  readonly call: string;
  close(): void;
}

/** Between two tries to end a wrap-up that the platform keeps. */
const watchEvery = 10_000;

export function createWrapUp(live: Live, availability: Availability): WrapUp {
  let running: { code: number; endsAt: number | null; callId: string; linkedId: string } | null = null;
  /** The platform has shown it; before that its absence means nothing. */
  let seen = false;
  let disarm: (() => void) | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let ending = false;

  const arm = (): void => {
    disarm?.();
    disarm = null;
    if (!running || running.endsAt === null) return;
    disarm = live.clock.after(Math.max(0, running.endsAt - live.now()), () => void end('timer'));
  };
  const remember = (): void => {
    live.keeper.wrapUpEndsAt(running?.endsAt ?? null);
    live.journal.change({
      wrapUp: running && {
        agent: live.identity.agent,
        code: running.code,
        endsAt: running.endsAt,
        startedAt: live.now(),
      },
    });
    live.publishSeat();
  };
  const forget = (): void => {
    if (!running) return;
    running = null;
    arm();
    remember();
  };
  const end = async (why: 'timer' | 'finish' | 'watch'): Promise<Result<null>> => {
    if (ending) return ok(null);
    ending = true;
    triedAt = live.clock.monotonic();
    disarm?.();
    disarm = null;
    const result = await availability.ready();
    ending = false;
    if (live.closed) return result;
    if (result.ok) forget();
    else live.log.warn('wrap-up.not-ended', { why, code: result.error.code });
    return result;
  };
  const inWrapUp = (): boolean => seatOf(live).availability === 'wrap-up';

  return {
    callCleared: (call) => {
      const { mode, code, seconds } = live.settings.value().wrapUp;
      const seat = seatOf(live);
      // Without queues every call from outside that was answered, as far as anybody can tell, is one of them.
      const queueCall = live.driver.capabilities.has('queues')
        ? call.queue !== '' && call.answeredAt !== null
        : call.direction === 'in' && (call.answeredAt !== null || call.assumed === 'answered');
      if (mode === 'off' || !queueCall || seat.availability !== 'ready') return false;
      running = {
        code,
        endsAt: mode === 'timed' ? live.now() + seconds * 1000 : null,
        callId: call.id,
        linkedId: call.linkedId,
      };
      remember();
      arm();
      void availability.pause(code, 'wrap-up').then((result) => {
        if (result.ok || live.closed) return;
        // Refused: the seat is ready and must not look otherwise. Not confirmed: the facts will tell.
        if (result.error.code === 'refused') forget();
      });
      return true;
    },
    finish: async (note) => {
      if (!running && !inWrapUp())
        return fail(appError('not-possible-now', 'no wrap-up runs', { params: { why: 'not-in-wrap-up' } }));
      if (note && running) {
        live.journal.change({ notes: { ...live.journal.value().notes, [running.linkedId]: note } });
      }
      return end('finish');
    },
    extend: () => {
      if (!running || running.endsAt === null) {
        return fail(appError('not-possible-now', 'no timed wrap-up runs', { params: { why: 'not-in-wrap-up' } }));
      }
      running = { ...running, endsAt: running.endsAt + live.settings.value().wrapUp.extendSeconds * 1000 };
      arm();
      remember();
      return ok(null);
    },
    forget,
    restore: () => {
      const kept = live.journal.value().wrapUp;
      const seat = seatOf(live);
      const mine = kept !== null && kept.agent === live.identity.agent;
      if (!mine || seat.reason !== kept.code) {
        if (kept) live.journal.change({ wrapUp: null });
        return;
      }
      const over = kept.endsAt !== null && kept.endsAt <= live.now();
      live.keeper.pausedBy('wrap-up');
      running = { code: kept.code, endsAt: kept.endsAt, callId: '', linkedId: '' };
      remember();
      if (over) {
        live.notices.say('info', 'wrap-up-cleared');
        void end('watch');
      } else arm();
    },
    watch: () => {
      seen = running !== null && (seen || inWrapUp());
      if (running && seen && !ending && !inWrapUp()) {
        // Somebody else ended it on the platform.
        forget();
        return;
      }
      const late = running?.endsAt != null && live.now() > running.endsAt + 2_000;
      const orphan = !running && inWrapUp();
      if ((late || orphan) && !ending && live.clock.monotonic() - triedAt > watchEvery) void end('watch');
    },
    get code() {
      return running?.code ?? 0;
    },
    get call() {
      return running?.callId ?? '';
    },
    close: () => {
      disarm?.();
      disarm = null;
    },
  };
}
