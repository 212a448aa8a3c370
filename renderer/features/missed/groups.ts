import type { MissedCall } from '../../../shared/bridge/topics';

export interface MissedGroup {
  readonly id: 'offline' | 'today' | 'earlier';
  /** Newest first. */
  readonly calls: readonly MissedCall[];
}

const dayMs = 86_400_000;
/** @param zone minutes east of UTC */
const dayOf = (at: number, zone: number): number => Math.floor((at + zone * 60_000) / dayMs);

/** Calls that came while the connection was down stand first: nobody could have heard them ring. Empty groups are left out. */
export function groupMissed(calls: readonly MissedCall[], now: number, zone: number): readonly MissedGroup[] {
  const today = dayOf(now, zone);
  const sorted = [...calls].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  const offline = sorted.filter((call) => call.why === 'while-offline');
  const heard = sorted.filter((call) => call.why !== 'while-offline');
  const groups: readonly MissedGroup[] = [
    { id: 'offline', calls: offline },
    { id: 'today', calls: heard.filter((call) => dayOf(call.at, zone) === today) },
    { id: 'earlier', calls: heard.filter((call) => dayOf(call.at, zone) !== today) },
  ];
  return groups.filter((group) => group.calls.length > 0);
}

/** What still needs somebody: not called back. */
export const openCount = (calls: readonly MissedCall[]): number => calls.filter((call) => !call.calledBack).length;
