import type { Channel } from '../engine/port';
import { isVirtualClock } from '../engine/simulated/clock';
import type { SimulatedEngine } from '../engine/simulated/engine';
import type { Caller, People } from './port';

/** A verb that cannot be done: nothing rings there, no such phone, all lines taken. A test's script is wrong. */
export class ScenarioError extends Error {}

/** People and phones of a simulated exchange. Phones may be named by device or by the user who sits there. */
export function createPeople(engine: SimulatedEngine): People {
  const { clock } = engine;
  const deviceOf = (who: string): string | undefined => {
    if (engine.device(who)) return who;
    const device = engine.user(who)?.device;
    return device === '' ? undefined : device;
  };
  const outsideLeg = (number: string): Channel | undefined =>
    engine.channels().find((one) => one.trunk !== '' && one.hungUpAt === null && one.callerId === number);

  /** At a phone inside or by the person outside, whoever the name means. */
  const act = (
    who: string,
    what: string,
    atPhone: (device: string) => { readonly ok: boolean },
    outside: (channel: string) => { readonly ok: boolean },
  ): void => {
    const device = deviceOf(who);
    const leg = device === undefined ? outsideLeg(who) : undefined;
    const done = device !== undefined ? atPhone(device) : leg !== undefined && outside(leg.name);
    if (done === false || !done.ok) throw new ScenarioError(`${who} cannot ${what} now`);
  };
  const phone = (who: string): string => {
    const device = deviceOf(who);
    if (device === undefined) throw new ScenarioError(`there is no phone ${who}`);
    return device;
  };

  return {
    callerRings: (call) => {
      const channel = engine.outsideArrives(call);
      if (!channel) throw new ScenarioError(`no line is free for ${call.from}`);
      return caller(engine, channel);
    },
    faxArrives: (fax) => {
      const channel = engine.outsideFaxes(fax);
      if (!channel) throw new ScenarioError(`a fax from ${fax.from} finds no line or nobody at ${fax.to}`);
      return caller(engine, channel);
    },
    answers: (who) =>
      act(
        who,
        'answer',
        (device) => engine.lift(device),
        (channel) => engine.featureByName(channel, 'answer'),
      ),
    rejects: (who) =>
      act(
        who,
        'reject',
        (device) => engine.reject(device),
        (channel) => engine.featureByName(channel, 'reject'),
      ),
    hangsUp: (who) =>
      act(
        who,
        'hang up',
        (device) => engine.putDown(device),
        (channel) => engine.hangUp(channel),
      ),
    dials: (who, number) => {
      const dialled = engine.dial(phone(who), number);
      if (!dialled.ok) throw new ScenarioError(`${who} cannot dial: ${dialled.why}`);
    },
    presses: (who, digits) =>
      act(
        who,
        'press keys',
        (device) => engine.press(device, digits),
        (channel) => {
          engine.outsidePresses(channel, digits);
          return { ok: true };
        },
      ),
    behaves: (who, behaviour) => engine.phoneBehaves(phone(who), behaviour),
    outsideBehaves: (prefix, behaviour) => engine.outsideBehaves(prefix, behaviour),
    unplugs: (who) => engine.setRegistered(phone(who), false),
    plugsIn: (who) => engine.setRegistered(phone(who), true),
    async passes(seconds) {
      if (!isVirtualClock(clock)) {
        await new Promise<void>((resolve) => clock.after(seconds * 1000, resolve));
        return;
      }
      // Timer by timer, so that whoever awaits something of the engine gets its turn in between.
      let left = seconds * 1000;
      for (let next = clock.untilNext(); next !== null && next <= left; next = clock.untilNext()) {
        clock.advance(next);
        left -= next;
        await Promise.resolve();
      }
      clock.advance(left);
      await Promise.resolve();
    },
  };
}

function caller(engine: SimulatedEngine, channel: Channel): Caller {
  return {
    channel: channel.name,
    uniqueId: channel.uniqueId,
    get alive() {
      return channel.hungUpAt === null;
    },
    givesUp: () => engine.outsideHangsUp(channel.name),
    hangsUp: () => engine.outsideHangsUp(channel.name),
    presses: (digits) => engine.outsidePresses(channel.name, digits),
    get hearsMusic() {
      return channel.held;
    },
    get talksTo() {
      return engine.talksTo(channel.name)?.callerId ?? '';
    },
  };
}
