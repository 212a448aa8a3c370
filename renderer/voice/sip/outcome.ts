import type { LineEnd } from '../telephone';

/** What JsSIP knows when a session ends. */
export interface Ending {
  readonly direction: 'in' | 'out';
  readonly answered: boolean;
  /** Who ended it; `system` = the page itself, for a failure. */
  readonly originator: 'local' | 'remote' | 'system';
  /** SIP status of the answer that ended an outgoing call; 0 = none. */
  readonly status: number;
  /** `Reason` header of the CANCEL or BYE (RFC 3326); empty = none. */
  readonly reason: string;
  /** JsSIP's own word for it. */
  readonly cause: string;
}

/** Failures of ours that JsSIP reports as a "local" or "remote" end. */
const broken: ReadonlySet<string> = new Set([
  'Connection Error',
  'Request Timeout',
  'Internal Error',
  'Dialog Error',
  'WebRTC Error',
  'RTP Timeout',
  'No ACK',
  'Missing SDP',
  'Incompatible SDP',
  'Bad Media Description',
  'User Denied Media Access',
]);

/**
 * Somebody else took the call: a CANCEL that says so, as SIP 200 "Call completed elsewhere" (RFC 3326 §2, chan_sip) or as
 * Q.850 cause 26 (chan_pjsip).
 */
export function tookElsewhere(reason: string): boolean {
  return reason
    .split(',')
    .some((part) => /^\s*SIP\s*;.*\bcause\s*=\s*200\b/i.test(part) || /^\s*Q\.850\s*;.*\bcause\s*=\s*26\b/i.test(part));
}

/** One word for how a call ended. */
export function endOf({ direction, answered, originator, status, reason, cause }: Ending): LineEnd {
  if (direction === 'in' && !answered && originator === 'remote' && tookElsewhere(reason)) return 'elsewhere';
  if (answered && cause === 'Dialog Error') return 'there';
  if (broken.has(cause) || originator === 'system') return 'failed';
  if (answered) return originator === 'local' ? 'here' : 'there';
  if (direction === 'in') return originator === 'local' ? 'rejected' : 'cancelled';
  if (originator === 'local') return 'cancelled';
  return status === 486 || status === 600 || status === 603 || status === 403 ? 'rejected' : 'failed';
}
