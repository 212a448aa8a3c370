import type { VoiceCall } from '../../../shared/bridge/topics';
import type { Clock } from '../../../shared/domain/time';
import type { EndedLeg } from './legs';

/** A call that has ended is still shown for so long, ms: that somebody else took it must be read by a person. */
export const shownAfterEnd = 4_000;

/** Rows of the topic `voiceCalls` for calls that are over. */
export interface EndedRows {
  add(ended: EndedLeg): void;
  rows(): Readonly<Record<string, VoiceCall>>;
  close(): void;
}

/** @param changed a row has had its time */
export function createEndedRows(clock: Clock, changed: () => void): EndedRows {
  const kept = new Map<string, { readonly row: VoiceCall; readonly disarm: () => void }>();
  const forget = (id: string): void => {
    kept.get(id)?.disarm();
    kept.delete(id);
  };
  return {
    add: ({ leg, end, callId }) => {
      forget(leg.id);
      const disarm = clock.after(shownAfterEnd, () => {
        forget(leg.id);
        changed();
      });
      const { id, number, name, direction, muted, startedAt, answeredAt } = leg;
      const since = answeredAt ?? startedAt;
      kept.set(id, {
        row: { id, callId, number, name, direction, state: 'ended', muted, since, quality: null, end },
        disarm,
      });
    },
    rows: () => Object.fromEntries([...kept].map(([id, { row }]) => [id, row])),
    close: () => {
      for (const id of [...kept.keys()]) forget(id);
    },
  };
}
