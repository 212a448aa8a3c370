import type { CallRecordRow } from '../port';
import { type Exchange, seconds } from './exchange';
import type { Leg } from './leg';
import type { LinkRow } from './links';

type Disposition = CallRecordRow['disposition'];

/** Call records: one per pair of legs, and one for a leg that never met another (WEBCTI2 §4.53). */
export class CallRecords {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  pair(row: LinkRow): void {
    const { src, dst, view } = row;
    const cause = dst.info.cause || src.info.cause || 16;
    const endedAt = view.unlinkedAt ?? this.#x.steps.now();
    const disposition: Disposition = view.linkedAt === null ? dispositionOf(cause) : 'ANSWERED';
    this.#x.sink.callRecord({
      ...this.#common(src),
      calldate: view.createdAt,
      dst: row.dialled,
      dstChannel: dst.info.name,
      lastApp: row.application,
      lastData: lastDataOf(row),
      durationSeconds: seconds(endedAt - view.createdAt),
      billSeconds: view.linkedAt === null ? 0 : seconds(endedAt - view.linkedAt),
      disposition,
      userField: `DIALSTATUS:${dialStatusOf(view.linkedAt !== null, cause)}`,
      answeredAt: view.linkedAt,
      endedAt,
      callee: row.dialled,
      direct: src.info.trunk ? src.info.direct : dst.info.trunk ? 'OUT' : '',
      transfer: src.transferredBy || dst.transferredBy,
      trunk: src.info.trunk || dst.info.trunk,
      monitor: row.monitor,
      cause,
    });
  }

  /** A call that ended before any other leg existed. */
  attempt(src: Leg, number: string, cause: number): void {
    src.recorded = true;
    this.#alone(src, number, dispositionOf(cause), cause, src.info.createdAt);
  }

  /** A leg that ends without ever having met another. */
  single(leg: Leg): void {
    leg.recorded = true;
    const served = leg.info.answeredAt !== null && leg.info.queue === '';
    const disposition = served ? 'ANSWERED' : dispositionOf(leg.info.cause);
    this.#alone(leg, leg.info.dialled || leg.info.exten, disposition, leg.info.cause, leg.info.createdAt);
  }

  #alone(leg: Leg, number: string, disposition: Disposition, cause: number, calldate: number): void {
    const endedAt = this.#x.steps.now();
    const answeredAt = disposition === 'ANSWERED' ? leg.info.answeredAt : null;
    this.#x.sink.callRecord({
      ...this.#common(leg),
      calldate,
      dst: number,
      dstChannel: '',
      lastApp: leg.info.application,
      lastData: leg.info.applicationData,
      durationSeconds: seconds(endedAt - calldate),
      billSeconds: answeredAt === null ? 0 : seconds(endedAt - answeredAt),
      disposition,
      userField: `DIALSTATUS:${disposition === 'ANSWERED' ? 'ANSWER' : dialStatusOf(false, cause)}`,
      answeredAt,
      endedAt,
      callee: number,
      direct: leg.info.trunk ? leg.info.direct : '',
      transfer: leg.transferredBy,
      trunk: leg.info.trunk,
      cause,
    });
  }

  #common(src: Leg) {
    const { info } = src;
    const original = info.trunk ? info.callerId : (src.variables.get('MVB_CALLER') ?? info.callerId);
    return {
      src: info.callerId,
      clid: info.callerName ? `"${info.callerName}" <${info.callerId}>` : info.callerId,
      context: info.context,
      channel: info.name,
      account: src.account,
      uniqueId: info.uniqueId,
      caller: original,
      did: info.did,
      redirected: src.forwardedBy.at(-1) ?? '',
      original,
      // What was recorded belongs to a pair.
      monitor: '',
    } satisfies Partial<CallRecordRow>;
  }
}

/** A refusal counts as busy, as the exchange does with SIP 486, 600 and 603; the cause tells them apart. */
const dispositionOf = (cause: number): Disposition => {
  if (cause === 17 || cause === 21) return 'BUSY';
  return cause === 1 || cause === 34 || cause === 38 || cause === 52 ? 'FAILED' : 'NO ANSWER';
};

const dialStatusOf = (answered: boolean, cause: number): string => {
  if (answered) return 'ANSWER';
  if (cause === 17 || cause === 21) return 'BUSY';
  if (cause === 19) return 'NOANSWER';
  return cause === 34 ? 'CONGESTION' : cause === 1 || cause === 38 || cause === 52 ? 'CHANUNAVAIL' : 'CANCEL';
};

const lastDataOf = (row: LinkRow): string => {
  if (row.application === 'Queue') return row.src.info.queue;
  if (row.application === 'Bridge') return row.dst.info.name;
  return `${row.dst.info.name.replace(/-[0-9a-f]{8}$/, '')}${row.dst.info.trunk ? `/${row.dialled}` : ''}`;
};
