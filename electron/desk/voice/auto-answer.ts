import type { Settings } from '../../../shared/bridge/settings';
import type { Call } from '../../../shared/domain/call';
import type { Clock } from '../../../shared/domain/time';
import type { VoiceLeg } from './legs';

/** What decides whether a call is answered without a hand. */
export interface AutoAnswerFacts {
  readonly legs: readonly VoiceLeg[];
  readonly callOf: (legId: string) => Call | undefined;
  /** Cards that live, on whatever telephone. */
  readonly calls: readonly Call[];
  readonly settings: Settings['voice'];
  /** The other side would hear something. */
  readonly canSpeak: boolean;
}

export interface AutoAnswer {
  /** Something changed: calls, cards, settings. */
  consider(): void;
  close(): void;
}

/**
 * Answers what rings alone, when the person wants it: after the seconds of the settings, counted from when nothing else
 * was going on. Never a second call, and never one whose answer could not be heard.
 */
export function createAutoAnswer(
  clock: Clock,
  facts: () => AutoAnswerFacts,
  answer: (legId: string) => void,
): AutoAnswer {
  let waiting: { readonly leg: string; readonly disarm: () => void } | null = null;
  const forget = (): void => {
    waiting?.disarm();
    waiting = null;
  };
  return {
    consider: () => {
      const now = facts();
      const leg = candidate(now);
      if (!leg) return forget();
      if (waiting?.leg === leg.id) return;
      forget();
      const disarm = clock.after(now.settings.autoAnswerSeconds * 1_000, () => {
        waiting = null;
        if (candidate(facts())?.id === leg.id) answer(leg.id);
      });
      waiting = { leg: leg.id, disarm };
    },
    close: forget,
  };
}

/** The one call that rings and may be answered; null when there is none, or anything else besides. */
function candidate({ legs, callOf, calls, settings, canSpeak }: AutoAnswerFacts): VoiceLeg | null {
  const [leg, another] = legs;
  if (settings.autoAnswer === 'off' || !canSpeak || !leg || another) return null;
  if (leg.direction !== 'in' || leg.state !== 'ringing' || leg.taken || leg.dialled) return null;
  const card = callOf(leg.id);
  if (calls.some((call) => call.id !== card?.id)) return null;
  return settings.autoAnswer === 'all' || (card !== undefined && card.queue !== '') ? leg : null;
}
