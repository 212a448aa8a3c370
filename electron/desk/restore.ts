import type { Seat } from '../../shared/domain/seat';
import type { PlatformTime } from '../../shared/domain/time';
import type { Live } from './live';

/**
 * Memberships that went away while the platform could not be seen (it restarted and forgot them) are joined again, once,
 * and said so. What somebody did on the platform meanwhile is newer and wins: its activity log tells of a removal.
 */
export interface Restore {
  /** Memberships are gone that this desk did not leave. `trouble`: polls failed since they were last seen. */
  removed(queues: readonly string[], before: Seat, trouble: { readonly since: PlatformTime } | null): Promise<void>;
}

export function createRestore(live: Live): Restore {
  const names = (queues: readonly string[]): string => queues.map((queue) => live.queueName(queue) || queue).join(', ');
  return {
    removed: async (queues, before, trouble) => {
      const lost = before.memberships.filter((membership) => queues.includes(membership.queue));
      const tell = (): void =>
        live.notices.say('warning', 'removed-from-queue', { queues: names(queues) }, { sticky: true });
      if (!trouble) return tell();
      const log = await live.driver.stateSince(live.identity);
      if (live.closed) return;
      // Seconds in the platform's log against our milliseconds: a second earlier still counts as during the trouble.
      const removedByHand =
        log.ok &&
        log.value !== null &&
        /removed|logout/i.test(log.value.event) &&
        log.value.since >= trouble.since - 1_000;
      if (removedByHand) return tell();
      const failed: string[] = [];
      for (const { queue, penalty } of lost) {
        live.keeper.expectQueue(queue, true, live.now());
        const joined = await live.driver.commands.joinQueue(queue, live.identity.interface, penalty);
        if (!joined.ok) failed.push(queue);
      }
      const back = lost.filter(({ queue }) => !failed.includes(queue));
      // As it was: the state that the agent chose, kept from before the restart.
      const paused = before.reason;
      if (paused > 0) {
        live.keeper.expect({ paused, by: before.pausedBy }, live.now());
        for (const { queue } of back) await live.driver.commands.pauseQueue(queue, live.identity.interface, paused);
      }
      if (live.closed) return;
      if (back.length > 0)
        live.notices.say('info', 'rejoined', { queues: names(back.map((m) => m.queue)) }, { sticky: true });
      if (failed.length > 0) live.notices.say('error', 'rejoin-refused', { queues: names(failed) }, { sticky: true });
      live.poller.now('status');
      live.poller.now('floor');
    },
  };
}
