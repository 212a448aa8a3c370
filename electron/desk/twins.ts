import type { Call } from '../../shared/domain/call';

/** Telephones that are rung for one call are rung together; a queue that tries again does so seconds later. */
const together = 3_000;

/**
 * Two channels of my device that ring for the same caller: a desk phone and the app at one extension, each rung by a
 * channel of its own (`PJSIP_DIAL_CONTACTS`). They are one call.
 */
export const areTwins = (a: Call, b: Call): boolean =>
  a.id !== b.id && a.linkedId !== '' && a.linkedId === b.linkedId && Math.abs(a.startedAt - b.startedAt) <= together;

/**
 * One card per call: of twins the one that was lifted, else the one that rings in the app (`isHere`), else the first.
 * Ended calls are left as they are.
 */
export function oneCardEach(calls: readonly Call[], isHere: (callId: string) => boolean): readonly Call[] {
  const weight = (call: Call): number => (call.state === 'ringing' ? 0 : 2) + (isHere(call.id) ? 1 : 0);
  const hides = (other: Call, call: Call): boolean =>
    other.state !== 'ended' &&
    areTwins(other, call) &&
    (weight(other) > weight(call) || (weight(other) === weight(call) && calls.indexOf(other) < calls.indexOf(call)));
  return calls.filter((call) => call.state !== 'ringing' || !calls.some((other) => hides(other, call)));
}

/** The living twin of a call that ended unanswered: that one is the call, this one only a bell that stopped. */
export const livingTwin = (call: Call, calls: readonly Call[]): Call | undefined =>
  call.answeredAt === null ? calls.find((other) => other.state !== 'ended' && areTwins(other, call)) : undefined;
