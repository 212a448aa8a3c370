import type { Clock } from '../../shared/domain/time';
import { createWallClock } from '../engine/simulated/clock';
import { ScenarioError } from '../scenario/people';
import type { Caller, IncomingCall, People } from '../scenario/port';
import { type ChannelNames, watchChannels } from './channels';
import { menuHeaders } from './config/plain';
import type { LabExchange } from './exchange';
import { musicTones } from './music';
import { createOutside, type Outside, outsideNumber } from './outside';
import { type Phone, type PhoneCall, plugIn } from './phone';
import type { HeaderLines } from './sip/message';
import { pause, until } from './until';

/** People at a real exchange: the verbs of the scenario, done with telephones that can be heard. */
export interface LabPeople extends People {
  readonly outside: Outside;
  /** @throws ScenarioError when nobody sits there */
  phone(device: string): Phone;
  /**
   * Ends all telephones.
   *
   * @throws ScenarioError when a verb could not be done
   */
  close(): Promise<void>;
}

export interface LabPeopleOptions {
  /** Telephones to plug in; all but those for browsers. */
  readonly seats?: readonly string[];
  /** Voices of telephones that are not scripted (a browser's), Hz by number, so that callers can tell whom they hear. */
  readonly voices?: Readonly<Record<string, number>>;
  /** A telephone needs a moment to ring: for that long a verb waits for what it needs; 5 s. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
}

/** Share of a voice in what is heard, above which it counts. */
const audible = 0.15;

/**
 * Verbs are taken at once and done as soon as they can be. What could not be done in time is thrown by the next
 * `passes`, or by `close`.
 */
export async function createLabPeople(exchange: LabExchange, options: LabPeopleOptions = {}): Promise<LabPeople> {
  const { centre } = exchange;
  const {
    seats = [...centre.deskPhones, ...centre.hotDesks],
    voices = {},
    patienceMs = 5_000,
    clock = createWallClock(),
  } = options;
  const outside = await createOutside(exchange, clock);
  const names = await watchChannels(exchange.ami, `${exchange.technology}/trunk`, clock);
  const phones = new Map<string, Phone>();
  for (const seat of seats) phones.set(seat, await plugIn(exchange, seat, { clock }));
  const failed: Error[] = [];
  const running = new Set<Promise<unknown>>();
  let closed = false;

  const track = (deed: Promise<unknown>): void => {
    const kept = deed
      .catch((error: unknown) => {
        if (!closed) failed.push(error instanceof ScenarioError ? error : new ScenarioError(String(error)));
      })
      .finally(() => running.delete(kept));
    running.add(kept);
  };
  /** Now, or as soon as `attempt` says that it is done. */
  const soon = (what: string, attempt: () => boolean): void => {
    if (!attempt()) track(until(clock, what, () => closed || attempt(), patienceMs));
  };
  const raise = (): void => {
    const [first] = failed.splice(0);
    if (first) throw first;
  };
  const phone = (who: string): Phone => {
    const found = phones.get(who);
    if (!found) throw new ScenarioError(`there is no phone ${who}`);
    return found;
  };
  /** Calls of whoever the name means, a telephone or somebody outside. */
  const callsOf = (who: string): readonly PhoneCall[] =>
    phones.get(who)?.calls ?? outside.calls.filter((call) => outsideNumber(call) === who);
  const act = (who: string, what: string, fits: (call: PhoneCall) => boolean, run: (call: PhoneCall) => void): void =>
    soon(`${who} cannot ${what} now`, () => {
      const fitting = callsOf(who).filter(fits);
      // What rings is taken in its order; of talks the newest that is not on hold.
      const call =
        fitting.find(({ state }) => state === 'ringing') ?? fitting.filter(({ held }) => !held).at(-1) ?? fitting[0];
      if (call) run(call);
      return call !== undefined;
    });
  const rings = ({ direction, state }: PhoneCall): boolean => direction === 'in' && state === 'ringing';

  /** Everybody whose voice may be heard: number and frequency. */
  const speakers = (): readonly (readonly [string, number])[] => [
    ...Object.entries(voices),
    ...[...phones.values()]
      .filter(({ active }) => active !== undefined)
      .map(({ number, tone }) => [number, tone] as const),
    ...outside.calls.filter(({ state }) => state === 'up').map((call) => [outsideNumber(call), call.tone] as const),
  ];
  const heardBy = (call: PhoneCall): string => {
    let best = '';
    let most = audible;
    for (const [number, hz] of speakers()) {
      const share = hz === call.tone ? 0 : call.hears(hz);
      if (share > most) [best, most] = [number, share];
    }
    return best;
  };

  return {
    outside,
    phone,
    callerRings(wanted) {
      const call = place(outside, exchange, wanted);
      return createCaller(call, wanted, { names, clock, heardBy, track });
    },
    faxArrives() {
      throw new ScenarioError('nobody at this exchange takes faxes');
    },
    answers: (who) => act(who, 'answer', rings, (call) => call.answer()),
    // Declined, as by a key; 486 would say that the telephone is in use.
    rejects: (who) => act(who, 'reject', rings, (call) => call.reject(603)),
    hangsUp: (who) =>
      act(
        who,
        'hang up',
        () => true,
        (call) => track(call.hangUp()),
      ),
    dials(who, number) {
      phone(who).call(number);
    },
    presses: (who, digits) =>
      act(
        who,
        'press keys',
        ({ state }) => state === 'up',
        (call) => track(call.press(digits)),
      ),
    behaves: (who, behaviour) => phone(who).behave(behaviour),
    outsideBehaves: (prefix, behaviour) => outside.behaves(prefix, behaviour),
    unplugs: (who) => track(phone(who).unregister()),
    plugsIn: (who) => track(phone(who).register()),
    async passes(seconds) {
      await pause(clock, seconds * 1000);
      raise();
    },
    async close() {
      await Promise.all([...running]);
      closed = true;
      names.close();
      await outside.close();
      await Promise.all([...phones.values()].map((each) => each.close()));
      raise();
    },
  };
}

/** What an exchange of this kind cannot be told is refused, lest a test believe that it was. */
function place(outside: Outside, exchange: LabExchange, wanted: IncomingCall): PhoneCall {
  // Only the plain dialplan reads what a menu would have made of the call.
  const hasMenus = exchange.flavour === 'plain';
  const beyond = hasMenus ? (['rates'] as const) : (['ivrPath', 'ivrKeys', 'callData', 'rates'] as const);
  const refused = beyond.find((name) => wanted[name] !== undefined);
  if (refused) throw new ScenarioError(`a real caller brings no ${refused}`);
  if (wanted.trunk !== undefined && ![`${exchange.technology}/trunk`, 'trunk'].includes(wanted.trunk))
    throw new ScenarioError(`there is no trunk ${wanted.trunk}`);
  const number = 'queue' in wanted.to ? wanted.to.queue : wanted.to.extension;
  return outside.call(number, {
    from: wanted.from,
    ...(wanted.name !== undefined && { name: wanted.name }),
    ...(wanted.did !== undefined && { did: wanted.did }),
    ...(hasMenus && { headers: told(wanted) }),
  });
}

const told = (wanted: IncomingCall): HeaderLines =>
  (['did', 'ivrPath', 'ivrKeys', 'callData'] as const).flatMap((key) => {
    const value = wanted[key];
    return value === undefined ? [] : [[menuHeaders[key], value] as const];
  });

interface Ears {
  readonly names: ChannelNames;
  readonly clock: Clock;
  heardBy(call: PhoneCall): string;
  track(deed: Promise<unknown>): void;
}

function createCaller(call: PhoneCall, wanted: IncomingCall, { names, clock, heardBy, track }: Ears): Caller {
  let known = { channel: '', uniqueId: '' };
  names.expect(wanted.from, (name) => {
    known = name;
    for (const [Variable, Value] of Object.entries(wanted.variables ?? {}))
      track(names.send('Setvar', { Channel: name.channel, Variable, Value }));
  });
  planEnd(call, wanted, clock, () => heardBy(call) !== '');
  const leave = (): void => track(call.hangUp());
  return {
    get channel() {
      return known.channel;
    },
    get uniqueId() {
      return known.uniqueId;
    },
    get alive() {
      return call.state !== 'over';
    },
    givesUp: leave,
    hangsUp: leave,
    presses: (digits) => track(call.press(digits)),
    get hearsMusic() {
      return musicTones.every((hz) => call.hears(hz) > audible);
    },
    get talksTo() {
      return heardBy(call);
    },
  };
}

/** Patience ends when nobody has spoken; a talk and a message to a mailbox take their time. */
function planEnd(call: PhoneCall, wanted: IncomingCall, clock: Clock, hearsSomebody: () => boolean): void {
  const { patienceSeconds, talkSeconds, messageSeconds } = wanted;
  if (patienceSeconds === undefined && talkSeconds === undefined && messageSeconds === undefined) return;
  const began = clock.monotonic();
  let upAt: number | null = null;
  let talkAt: number | null = null;
  const passed = (since: number | null, seconds: number | undefined): boolean =>
    since !== null && seconds !== undefined && clock.monotonic() - since >= seconds * 1000;
  const look = (): void => {
    if (call.state === 'over') return;
    if (call.state === 'up') upAt ??= clock.monotonic();
    if (hearsSomebody()) talkAt ??= clock.monotonic();
    const ends =
      talkAt === null
        ? passed(began, patienceSeconds) || ('extension' in wanted.to && passed(upAt, messageSeconds))
        : passed(talkAt, talkSeconds);
    if (ends) {
      void call.hangUp();
      return;
    }
    const cancel = clock.after(100, () => {
      stop();
      look();
    });
    const stop = call.onChange(() => {
      if (call.state === 'over') cancel();
    });
  };
  look();
}
