import { contactOf } from './contact';
import { type Live, liveCalls } from './live';

/** A caller who waited longer than this has given up, whatever the platform forgets to say. */
const longest = 4 * 3_600_000;

/**
 * Calls whose hold only this desk can end (`Call.away`): the journal keeps what resuming them takes, so that a desk that
 * was killed, and the next one at the same seat, can.
 */
export interface HeldCalls {
  /** Hands the driver what an earlier desk held here. */
  recall(): void;
  /** After every change of calls. */
  keep(): void;
}

export function createHeldCalls(live: Live, profile: string): HeldCalls {
  const { agent, device } = live.identity;
  const mine = (row: { readonly profile: string; readonly agent: string }): boolean =>
    row.profile === profile && row.agent === agent;
  let told = '';

  return {
    recall: () => {
      if (!live.driver.recall) return;
      const kept = live.journal
        .value()
        .held.filter((row) => mine(row) && row.device === device && live.now() - row.heldSince < longest);
      if (kept.length > 0) live.driver.recall(kept);
      told = JSON.stringify(kept);
    },
    keep: () => {
      if (!live.driver.recall) return;
      const rows = liveCalls(live)
        .filter((call) => call.away)
        .map((call) => {
          const party = contactOf(call).party;
          return {
            profile,
            agent,
            device,
            id: call.id,
            channel: party?.channel ?? '',
            number: party?.number ?? call.number,
            direct: live.differ.outgoing(call.id) ? ('OUT' as const) : ('IN' as const),
            startedAt: call.startedAt,
            heldSince: call.heldSince ?? live.now(),
          };
        });
      const text = JSON.stringify(rows);
      if (text === told) return;
      told = text;
      live.journal.change({ held: [...live.journal.value().held.filter((row) => !mine(row)), ...rows] });
    },
  };
}
