import type { PlatformTime } from '../../../../shared/domain/time';
import type { CallRecordRow } from '../../port';
import { type Leg, partyOf } from './leg';
import { baseOf } from './names';
import { seconds } from './times';

type Disposition = CallRecordRow['disposition'];

/** What is known of a pair of legs when it is over. */
export interface EndedPair {
  readonly src: Leg;
  readonly dst: Leg;
  readonly dialled: string;
  readonly application: 'Dial' | 'Queue' | 'Bridge';
  readonly startedAt: PlatformTime;
  readonly linkedAt: PlatformTime | null;
  readonly endedAt: PlatformTime;
  /** As the exchange said at the end of the ringing; empty = it was not over. */
  readonly dialStatus: string;
  /** Q.850; 0 = not known. */
  readonly cause: number;
}

/** Causes that say nothing of their own: a caller who gave up, a call that was answered elsewhere. */
const silent: ReadonlySet<number> = new Set([0, 16, 26]);
const failed: ReadonlySet<number> = new Set([
  1, 2, 3, 20, 27, 28, 34, 38, 41, 42, 44, 47, 50, 52, 57, 58, 65, 79, 88, 127,
]);
const congested: ReadonlySet<number> = new Set([34, 42, 44, 47]);
const causeOfStatus: Readonly<Record<string, number>> = { BUSY: 17, NOANSWER: 19, CONGESTION: 34, CHANUNAVAIL: 38 };

/** Q.850 cause of a ringing without an answer: both versions tell it, each in another place. */
export const unansweredCause = (cause: number, dialStatus: string): number =>
  silent.has(cause) ? (causeOfStatus[dialStatus] ?? 16) : cause;

/** A refusal counts as busy; the cause tells them apart. */
export const dispositionOf = (cause: number): Disposition => {
  if (cause === 17 || cause === 21) return 'BUSY';
  return failed.has(cause) ? 'FAILED' : 'NO ANSWER';
};

export const dialStatusOf = (answered: boolean, cause: number): string => {
  if (answered) return 'ANSWER';
  if (cause === 17 || cause === 21) return 'BUSY';
  if (cause === 18 || cause === 19) return 'NOANSWER';
  if (congested.has(cause)) return 'CONGESTION';
  return failed.has(cause) ? 'CHANUNAVAIL' : 'CANCEL';
};

/** The record of two legs of which one called the other, or which were brought together. */
export function pairRow(pair: EndedPair, numberOf: (leg: Leg) => string): CallRecordRow {
  const { src, dst, linkedAt, startedAt, endedAt } = pair;
  const answered = linkedAt !== null;
  const cause = answered
    ? (dst.hungUpAt === null ? src.cause : dst.cause) || src.cause || 16
    : unansweredCause(pair.cause, pair.dialStatus);
  const callee = pair.dialled || numberOf(dst);
  return {
    ...common(src, numberOf),
    calldate: startedAt,
    dst: callee,
    dstChannel: dst.name,
    lastApp: pair.application,
    lastData: lastDataOf(pair, callee),
    durationSeconds: seconds(endedAt - startedAt),
    billSeconds: answered ? seconds(endedAt - linkedAt) : 0,
    disposition: answered ? 'ANSWERED' : dispositionOf(cause),
    userField: `DIALSTATUS:${dialStatusOf(answered, cause)}`,
    answeredAt: linkedAt,
    endedAt,
    callee,
    did: src.did || dst.did,
    monitor: answered ? src.monitor || dst.monitor : '',
    direct: src.trunk ? directOf(src) : dst.trunk ? 'OUT' : '',
    transfer: src.transferredBy || dst.transferredBy,
    trunk: src.trunk || dst.trunk,
    cause,
  };
}

/** The record of a leg that ends without ever having met another. */
export function loneRow(leg: Leg, endedAt: PlatformTime, numberOf: (leg: Leg) => string): CallRecordRow {
  const served = leg.answeredAt !== null && leg.queue === '';
  const cause = served ? leg.cause || 16 : unansweredCause(leg.cause, '');
  const disposition = served ? 'ANSWERED' : dispositionOf(cause);
  const number = leg.dialled || (leg.incoming ? leg.exten : numberOf(leg));
  return {
    ...common(leg, numberOf),
    calldate: leg.createdAt,
    dst: number,
    dstChannel: '',
    lastApp: leg.queue ? 'Queue' : leg.application,
    lastData: leg.queue || leg.applicationData,
    durationSeconds: seconds(endedAt - leg.createdAt),
    billSeconds: served ? seconds(endedAt - (leg.answeredAt ?? endedAt)) : 0,
    disposition,
    userField: `DIALSTATUS:${dialStatusOf(served, cause)}`,
    answeredAt: served ? leg.answeredAt : null,
    endedAt,
    callee: number,
    did: leg.did,
    monitor: served ? leg.monitor : '',
    direct: leg.trunk ? directOf(leg) : '',
    transfer: leg.transferredBy,
    trunk: leg.trunk,
    cause,
  };
}

const directOf = (leg: Leg): 'IN' | 'OUT' => (leg.incoming ? 'IN' : 'OUT');

function common(src: Leg, numberOf: (leg: Leg) => string) {
  const number = numberOf(src);
  return {
    src: number,
    clid: src.callerName ? `"${src.callerName}" <${number}>` : number,
    context: src.context,
    channel: src.name,
    account: src.account,
    uniqueId: src.uniqueId,
    caller: number,
    redirected: '',
    original: number,
  } satisfies Partial<CallRecordRow>;
}

function lastDataOf({ application, src, dst }: EndedPair, callee: string): string {
  if (application === 'Queue') return src.queue;
  if (application === 'Bridge') return dst.name;
  return `${baseOf(partyOf(dst).name)}${dst.trunk ? `/${callee}` : ''}`;
}
