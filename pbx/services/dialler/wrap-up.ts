import type { Clock } from '../../../shared/domain/time';
import type { CallEngine, Member } from '../../engine/port';
import type { AgentGroup } from '../../store/campaigns-agents';
import { wrapReason } from '../../store/reports-figures';

/**
 * After-call work of special agents (`wrapuptime`, WEBCTI2 §8.15): the telephone is paused with the reason for it in
 * every queue that it serves, which is where the reports look for it, and ready again so many seconds later. Somebody
 * who is paused already, or chooses another reason meanwhile, is left as he is.
 */
export interface WrapUps {
  /** A call at this telephone has ended. */
  begin(phone: string, group: AgentGroup): void;
  /** The platform stopped with the telephone in its wrap-up time, which goes on. */
  resume(phone: string, group: AgentGroup): void;
  /** Ends the wrap-up time now, as at the sign-out. */
  end(phone: string): void;
  close(): void;
}

export function createWrapUps({
  engine,
  clock,
  guarded,
}: {
  readonly engine: CallEngine;
  readonly clock: Clock;
  readonly guarded: (work: () => void) => void;
}): WrapUps {
  const unset = new Map<string, () => void>();

  const pauseWhere = (phone: string, paused: number, holds: (member: Member) => boolean): void => {
    for (const { no, members } of engine.queues()) {
      if (members.some((member) => member.interface === phone && holds(member))) engine.queuePause(no, phone, paused);
    }
  };
  const end = (phone: string): void => {
    if (!unset.has(phone)) return;
    unset.get(phone)?.();
    unset.delete(phone);
    pauseWhere(phone, 0, ({ paused }) => paused === wrapReason);
  };
  const arm = (phone: string, ms: number): void => {
    unset.get(phone)?.();
    unset.set(
      phone,
      clock.after(Math.max(0, ms), () => guarded(() => end(phone))),
    );
  };

  return {
    begin(phone, { wrapuptime }) {
      if (wrapuptime <= 0) return;
      pauseWhere(phone, wrapReason, ({ paused }) => paused === 0);
      arm(phone, wrapuptime * 1000);
    },
    resume(phone, { wrapuptime }) {
      const since = engine
        .queues()
        .flatMap(({ members }) => members)
        .find((member) => member.interface === phone && member.paused === wrapReason)?.pausedAt;
      if (since != null && wrapuptime > 0) arm(phone, since + wrapuptime * 1000 - engine.now());
    },
    end,
    close() {
      for (const each of unset.values()) each();
    },
  };
}
