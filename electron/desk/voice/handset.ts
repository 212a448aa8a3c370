import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { AudioAct, FromAudio } from '../../../shared/voice/contract';
import type { Acts } from './acts';
import type { Legs, VoiceLeg } from './legs';

/** What a hand can do with the app's telephone. Every answer is the audio page's own. */
export interface Handset {
  /** What else talks here is put on hold first. */
  answer(id: string): Promise<Result<null>>;
  /** The same for the desk's own reasons; `zip` warns the person's ear with a tone. */
  take(id: string, zip: boolean): Promise<Result<null>>;
  reject(id: string): Promise<Result<null>>;
  /** Ends a call, refuses what rings. */
  hangUp(id: string): Promise<Result<null>>;
  hold(id: string, on: boolean): Promise<Result<null>>;
  /** Without an id, of the call that talks. */
  mute(on: boolean, id: string): Promise<Result<null>>;
  dtmf(id: string, digits: string): Promise<Result<null>>;
  call(number: string): Promise<Result<null>>;
  /** A button of the headset; null where it means nothing now. */
  press(button: HeadsetButton): Promise<Result<null>> | null;
}
export type HeadsetButton = Extract<FromAudio, { t: 'button' }>['button'];

/** @param explained a hand ended the call of this leg, and this is how its card ends */
export function createHandset(
  legs: Legs,
  acts: Acts,
  explained: (leg: VoiceLeg, end: 'rejected' | 'hung-up-here') => void,
): Handset {
  /** Two calls never talk at once: what talks is put on hold, or nothing happens. */
  const alone = async (id: string): Promise<Result<null>> => {
    for (const leg of legs.all) {
      if (leg.id === id || leg.state !== 'talking') continue;
      const held = await acts.run({ kind: 'hold', call: leg.id, on: true });
      if (!held.ok && legs.get(leg.id)?.state === 'talking') return held;
    }
    return ok(null);
  };
  const then = async (first: Result<null>, act: AudioAct): Promise<Result<null>> => (first.ok ? acts.run(act) : first);
  const withLeg = async (id: string, run: (leg: VoiceLeg) => Promise<Result<null>>): Promise<Result<null>> => {
    const leg = legs.get(id);
    return leg ? run(leg) : notNow('ended');
  };
  const ending = async (leg: VoiceLeg, act: AudioAct, end: 'rejected' | 'hung-up-here'): Promise<Result<null>> => {
    const done = await acts.run(act);
    if (done.ok) explained(leg, end);
    return done;
  };

  const self: Handset = {
    take: async (id, zip) => {
      legs.mark(id, { taken: true });
      const answered = await then(await alone(id), { kind: 'answer', call: id, zip });
      if (!answered.ok) legs.mark(id, { taken: false });
      return answered;
    },
    answer: (id) =>
      withLeg(id, async ({ state }) => (state === 'ringing' ? self.take(id, false) : notNow('not-ringing'))),
    reject: (id) =>
      withLeg(id, async (leg) =>
        leg.state === 'ringing' ? ending(leg, { kind: 'reject', call: id }, 'rejected') : notNow('not-ringing'),
      ),
    hangUp: (id) =>
      withLeg(id, (leg) =>
        leg.state === 'ringing' ? self.reject(id) : ending(leg, { kind: 'hang-up', call: id }, 'hung-up-here'),
      ),
    hold: (id, on) =>
      withLeg(id, async (leg) => {
        if (leg.state !== (on ? 'talking' : 'held')) return notNow(on ? 'not-talking' : 'not-on-hold');
        return then(on ? ok(null) : await alone(id), { kind: 'hold', call: id, on });
      }),
    mute: (on, id) => {
      const leg = id === '' ? legs.all.find(({ state }) => state === 'talking') : legs.get(id);
      return leg ? acts.run({ kind: 'mute', call: leg.id, on }) : Promise.resolve(notNow('not-talking'));
    },
    dtmf: (id, digits) => withLeg(id, () => acts.run({ kind: 'dtmf', call: id, digits })),
    call: async (number) => then(await alone(''), { kind: 'call', number }),
    press: (button) => {
      const ringing = legs.all.find((leg) => leg.state === 'ringing' && leg.direction === 'in' && !leg.taken);
      const busy =
        legs.all.find(({ state }) => state === 'talking') ?? legs.all.find(({ state }) => state === 'calling');
      switch (button) {
        case 'hook-off':
          return ringing && !busy ? self.answer(ringing.id) : null;
        case 'hook-on':
          return busy ? self.hangUp(busy.id) : null;
        case 'mute':
          return busy ? self.mute(!busy.muted, busy.id) : null;
        case 'reject':
          return ringing ? self.reject(ringing.id) : null;
      }
    },
  };
  return self;
}

export const notNow = (why: string): Result<never> =>
  fail(appError('not-possible-now', `not possible now: ${why}`, { params: { why } }));
