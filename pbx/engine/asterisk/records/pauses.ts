import type { PauseReasonRow } from '../../port';

/** Reason of the pause that the exchange itself gives after an unanswered call (`getpausetype`). */
const autoReason = 8;
/** Paused without a word, or with one that stands for nothing here: plain busy. */
const plainReason = 1;

/**
 * Reason 1–99 of a pause, 0 = none: the exchange keeps a text. This platform gives it the number; another program may
 * have given it one of the labels.
 */
export function pauseOf(paused: boolean, text: string, reasons: readonly PauseReasonRow[]): number {
  if (!paused) return 0;
  const number = /^\s*(\d{1,2})(?:\D|$)/.exec(text)?.[1];
  if (number !== undefined && Number(number) > 0) return Number(number);
  if (/^auto-?pause$/i.test(text.trim())) return autoReason;
  return reasons.find(({ code, label }) => code > 0 && label === text.trim())?.code ?? plainReason;
}
