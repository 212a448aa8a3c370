import type { QueueOutcome } from '../../shared/bridge/contract';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import type { NextState, PausedBy } from '../../shared/domain/seat';
import { joinedQueues, type Live, liveCalls, seatOf } from './live';

export interface Availability {
  /** Pauses in all joined queues and waits for the facts. */
  pause(reason: number, by: PausedBy): Promise<Result<null>>;
  ready(): Promise<Result<null>>;
  /** Now, or queued as the next state while a call lives. */
  choose(next: Extract<NextState, { kind: 'ready' | 'pause' }>): Promise<Result<null>>;
  /** Do-not-disturb was switched, here or at the phone: an automatic pause follows it, a manual one does not (R12). */
  dndChanged(on: boolean): void;
}

/** Reason sent for a pause that do-not-disturb causes, when the platform lists none. */
const anyReason = 1;

export function createAvailability(live: Live, onChosen: () => void): Availability {
  /** A platform with one switch: what it took is the state, for it never tells. */
  const setBusy = async (paused: number, by: PausedBy | null): Promise<Result<null>> => {
    const { setBusy: send } = live.driver.commands;
    if (!send) return fail(appError('not-supported', 'the platform has neither pauses nor a busy switch'));
    const set = await send(live.identity, paused > 0);
    if (!set.ok || live.closed) return set;
    live.journal.change({ pausedBy: paused === 0 ? null : by });
    live.keeper.switched(paused, by, live.now());
    live.publishSeat();
    live.replan();
    return set;
  };
  const setAll = async (paused: number, by: PausedBy | null): Promise<Result<null>> => {
    if (!live.driver.capabilities.has('queue-pause')) return setBusy(paused, by);
    const queues = joinedQueues(live);
    if (queues.length === 0)
      return fail(appError('not-possible-now', 'member of no queue', { params: { why: 'offline' } }));
    live.keeper.expect({ paused, by }, live.now());
    const outcomes = await Promise.all(
      queues.map(async (queue): Promise<QueueOutcome> => {
        const result = await live.driver.commands.pauseQueue(queue, live.identity.interface, paused);
        return { queue, ok: result.ok, message: result.ok ? '' : result.error.message };
      }),
    );
    const failed = outcomes.filter((outcome) => !outcome.ok);
    if (failed.length > 0) {
      live.log.warn('seat.pause-refused', { queues: failed.map((outcome) => outcome.queue), paused });
      live.notices.say('warning', 'queue-failed', {
        queues: failed.map((outcome) => live.queueName(outcome.queue) || outcome.queue).join(', '),
        text: failed[0]?.message ?? '',
      });
      if (failed.length === outcomes.length) {
        return fail(appError('refused', failed[0]?.message ?? '', { params: { text: failed[0]?.message ?? '' } }));
      }
    }
    live.journal.change({ pausedBy: paused === 0 ? null : by });
    const held = await live.confirmations.until(() => {
      const joined = seatOf(live).memberships.filter((m) => m.joined && !failed.some((f) => f.queue === m.queue));
      return joined.every((membership) => membership.paused === paused);
    }, ['status', 'floor']);
    return held ? ok(null) : fail(appError('not-confirmed', 'no fact showed the new state'));
  };

  const self: Availability = {
    pause: (reason, by) => setAll(reason, by),
    ready: () => setAll(0, null),
    choose: async (next) => {
      if (liveCalls(live).length > 0) {
        const seat = seatOf(live);
        const already =
          next.kind === 'ready' ? seat.availability === 'ready' : seat.reason === next.reason && seat.pausedBy === 'me';
        live.keeper.next(already ? null : next);
        live.publishSeat();
        return ok(null);
      }
      onChosen();
      return next.kind === 'ready' ? setAll(0, null) : setAll(next.reason, 'me');
    },
    dndChanged: (on) => {
      const seat = seatOf(live);
      const reasons = live.topics.get('reasons');
      const work =
        on && seat.availability === 'ready'
          ? setAll(reasons[0]?.code ?? anyReason, 'dnd')
          : !on && seat.availability === 'paused' && seat.pausedBy === 'dnd'
            ? setAll(0, null)
            : null;
      void work?.then((result) => {
        if (!result.ok) live.log.warn('seat.dnd-not-applied', { code: result.error.code });
      });
    },
  };
  return self;
}
