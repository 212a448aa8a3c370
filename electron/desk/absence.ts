import type { PlatformTime } from '../../shared/domain/time';
import type { Gap } from './gap';
import type { Journal } from './journal';

/** How often the journal is told; a kill loses at most this much, and what was seen is not listed twice. */
const tellEvery = 30_000;
/** Shorter than this is a restart in which nothing can have rung unseen for long. */
const shortest = 10_000;
/** Yesterday's calls are history, not missed calls. */
const longest = 12 * 3_600_000;

export interface Absence {
  /** The span since this agent's calls were last seen by a desk that could not say goodbye; null when there is none. */
  gap(now: PlatformTime): Gap | null;
  /** Calls are being seen. */
  seen(now: PlatformTime): void;
}

/** Remembers, across a kill of the desk, until when an agent's calls were seen. */
export function createAbsence(journal: Journal, agent: string): Absence {
  let told = Number.NEGATIVE_INFINITY;
  return {
    gap: (now) => {
      const last = journal.value().seenUntil[agent];
      return last !== undefined && now - last >= shortest && now - last <= longest ? { from: last, to: now } : null;
    },
    seen: (now) => {
      if (now - told < tellEvery && now >= told) return;
      told = now;
      journal.change({ seenUntil: { [agent]: now } });
    },
  };
}

/** An orderly goodbye: what comes afterwards is not missed by this seat. */
export const sayGoodbye = (journal: Journal): void => journal.change({ seenUntil: {} });
