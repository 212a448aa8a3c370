import type { Call } from '../../../shared/domain/call';
import type { PauseReason, Seat } from '../../../shared/domain/seat';
import type { Say } from '../../i18n/index';
import { callLooks, type Look, seatLooks } from '../../ui/tone';
import { isLive, primaryCall } from '../calls/model';

export interface Chip extends Look {
  readonly word: string;
  /** Where the timer counts from. */
  readonly since: number;
  /** What comes after the call, as a word; null when nothing is queued. */
  readonly next: string | null;
}

export const reasonLabel = (reasons: readonly PauseReason[], code: number): string =>
  reasons.find((reason) => reason.code === code)?.label ?? String(code);

/** What a pause is called: by its reason, or by the one word of a platform with a single switch. */
export type PauseWords = 'reasons' | 'busy';

/** `示忙 · 就餐`; a reason that is called like the state itself is not said twice. */
export const withReason = (word: string, reason: string): string => (reason === word ? word : `${word} · ${reason}`);

/** What the state chip shows: the call while there is one, else availability with its reason. */
export function chipOf(
  seat: Seat,
  calls: readonly Call[],
  reasons: readonly PauseReason[],
  say: Say,
  words: PauseWords = 'reasons',
): Chip {
  const next = seat.next === null ? null : nextWord(seat.next, reasons, say, words);
  const call = primaryCall(calls.filter(isLive));
  if (call) {
    return {
      ...callLooks[call.state],
      word: say(`states.call.${call.state}`),
      since: call.heldSince ?? call.answeredAt ?? call.startedAt,
      next,
    };
  }
  const word = say(`states.seat.${seat.availability}`);
  return {
    ...seatLooks[seat.availability],
    word:
      seat.availability !== 'paused'
        ? word
        : words === 'busy'
          ? say('seat.busySwitch')
          : withReason(word, reasonLabel(reasons, seat.reason)),
    since: seat.since,
    next,
  };
}

export function nextWord(
  next: NonNullable<Seat['next']>,
  reasons: readonly PauseReason[],
  say: Say,
  words: PauseWords = 'reasons',
): string {
  if (next.kind === 'pause') return words === 'busy' ? say('seat.busySwitch') : reasonLabel(reasons, next.reason);
  return say(next.kind === 'ready' ? 'seat.readyWord' : 'seat.signOutWord');
}
