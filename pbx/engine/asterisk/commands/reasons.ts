import type { OriginateReason } from '../../port';

export interface Failure {
  /** `Reason` of the exchange's answer to the call: 3 nobody came in time; the rest differs from version to version. */
  readonly reason: number;
  /** Q.850 cause of the leg's end; null = unknown, or there never was a leg. */
  readonly cause: number | null;
  /** `DialStatus` of the leg; empty = unknown. */
  readonly status: string;
}

/**
 * Why a telephone that was rung did not come to a call (WEBCTI2 §6.9). chan_sip says 5 to a refusal and to a telephone
 * that is away alike, chan_pjsip 0 to everything: only the leg's own cause tells them apart.
 */
export function reasonOf({ reason, cause, status }: Failure): OriginateReason {
  if (reason === 3) return 3;
  switch (cause) {
    case 17:
      return 5;
    case 21:
      return 1;
    case 18:
    case 19:
      return 3;
    // Ended from here, or taken by another telephone, while it rang.
    case 16:
    case 26:
      return 1;
    case null:
    case 0:
      break;
    default:
      return 8;
  }
  if (reason === 5 || status === 'BUSY') return 5;
  if (status === 'NOANSWER') return 3;
  return status === 'CANCEL' ? 1 : 8;
}
