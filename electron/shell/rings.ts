import type { Rows, RowTopics, SingleTopics } from '../../shared/bridge/topics';

export interface RingFacts {
  readonly calls: Rows<RowTopics['calls']>;
  readonly voiceCalls: Rows<RowTopics['voiceCalls']>;
  readonly dial: SingleTopics['dial'];
}

/** Something that rings for the person; it keeps its id while it does, whoever showed it first. */
export interface RingNow {
  readonly id: string;
}

/**
 * What rings now: the cards that ring, and what only the app's own telephone has shown yet. A ring that this telephone
 * knows to be over (taken here or elsewhere, refused) is over before the platform says so. A click to dial rings the
 * app's telephone first: nobody needs to be called to it.
 */
export function createRings(): (facts: RingFacts) => readonly RingNow[] {
  let before: ReadonlyMap<string, string> = new Map();
  return ({ calls, voiceCalls, dial }) => {
    const sounds = Object.values(voiceCalls);
    const now = new Map<string, string>();
    for (const call of Object.values(calls)) {
      const own = sounds.filter(({ callId }) => callId === call.id);
      const ringsHere = own.length === 0 || own.some(({ state, end }) => state === 'ringing' || end === 'failed');
      if (call.state !== 'ringing' || !ringsHere) continue;
      const first = own.map(({ id }) => before.get(`voice ${id}`)).find((id) => id !== undefined);
      const id = before.get(`call ${call.id}`) ?? first ?? call.id;
      now.set(`call ${call.id}`, id);
      for (const sound of own) now.set(`voice ${sound.id}`, id);
    }
    for (const { id, callId, state, direction } of sounds) {
      if (callId !== '' || state !== 'ringing' || direction !== 'in' || dial?.phase === 'calling-me') continue;
      now.set(`voice ${id}`, before.get(`voice ${id}`) ?? id);
    }
    before = now;
    return [...new Set(now.values())].map((id) => ({ id }));
  };
}
