import type { Originating, Outcome, Park } from '../port';
import { type Exchange, lingerMs } from './exchange';
import type { Departure, Leg, Writable } from './leg';
import { refused } from './originate';

interface Parked {
  readonly row: Writable<Park>;
  readonly leg: Leg;
  /** Number that gets the call back on time-out; empty = nobody. */
  readonly parker: string;
  readonly stop: () => void;
}

/** Seconds the parker's phone rings when a parked call comes back. */
const returnSeconds = 30;

/** Parked calls (WEBCTI2 §4.27, §4.42, §4.78). */
export class Parking {
  readonly #x: Exchange;
  readonly #rows = new Set<Writable<Park>>();
  readonly #lots = new Map<string, Parked>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  rows(): Park[] {
    return [...this.#rows];
  }

  park(channel: string, srcChannel: string, timeoutSeconds: number): Outcome<'no-channel' | 'no-lot'> {
    const { config, legs } = this.#x;
    const leg = legs.find(channel);
    if (!leg || leg.place.kind === 'rung' || leg.place.kind === 'parked') return { ok: false, why: 'no-channel' };
    const parker = legs.find(srcChannel)?.info.callerId ?? '';
    const wait = timeoutSeconds > 0 ? timeoutSeconds : config.parkSeconds;
    return this.#park(leg, srcChannel, parker, wait) ? { ok: true } : { ok: false, why: 'no-lot' };
  }

  unpark(iface: string, lot: string, timeoutSeconds: number): Originating {
    const device = this.#x.originates.phone(iface);
    const parked = this.#lots.get(lot);
    if (!device || !parked) return refused(8);
    return this.#x.originates.ringFirst(
      { device },
      {
        ms: (timeoutSeconds > 0 ? timeoutSeconds : 60) * 1000,
        dialled: parked.row.number,
        answered: (leg) => this.take(leg, lot),
      },
    );
  }

  /** Connects a leg to the call of a lot; an empty lot ends it. */
  take(leg: Leg, lot: string): void {
    const { bridges, legs } = this.#x;
    const parked = this.#lots.get(lot);
    if (!parked) {
      legs.hangUp(leg, 16);
      return;
    }
    // Sent to the lot it is in: it stays.
    if (parked.leg === leg) return;
    legs.answer(leg);
    legs.adopt(leg, parked.leg);
    legs.run(leg, 'ParkedCall', lot);
    bridges.connect(leg, parked.leg);
  }

  forgetAll(): void {
    this.#rows.clear();
    this.#lots.clear();
  }

  #park(leg: Leg, srcChannel: string, parker: string, timeoutSeconds: number): boolean {
    const { config, events, legs, steps } = this.#x;
    const lot = config.parkingLots.find((one) => !this.#lots.has(one));
    if (lot === undefined) return false;
    const row: Writable<Park> = {
      lot,
      channel: leg.info.name,
      srcChannel,
      number: leg.info.callerId,
      name: leg.info.callerName,
      timeoutSeconds,
      state: 'Parked',
      parkedAt: steps.now(),
      gaveUpAt: null,
      timedOutAt: null,
      unparkedAt: null,
    };
    const stop = steps.after(timeoutSeconds * 1000, () => this.#timeOut(lot));
    this.#rows.add(row);
    this.#lots.set(lot, { row, leg, parker, stop });
    legs.answer(leg);
    legs.run(leg, 'Park', lot);
    legs.move(leg, { kind: 'parked', lot, left: (_leg, how) => this.#left(lot, how) });
    legs.setHeld(leg, true);
    events.emit('ParkedCall', {
      Exten: lot,
      Channel: row.channel,
      From: srcChannel,
      Timeout: timeoutSeconds,
      CallerIDNum: row.number,
    });
    return true;
  }

  #timeOut(lot: string): void {
    const parked = this.#lots.get(lot);
    if (!parked) return;
    const { attempts, bridges, dialplan, events, legs, steps } = this.#x;
    const { leg, row, parker } = parked;
    row.state = 'TimeOut';
    row.timedOutAt = steps.now();
    this.#release(lot, parked);
    events.emit('ParkedCallTimeOut', { Exten: lot, Channel: row.channel, CallerIDNum: row.number });
    legs.lift(leg);
    if (!parker) {
      legs.hangUp(leg, 16);
      return;
    }
    legs.run(leg, 'Dial', parker);
    const attempt = attempts.create(leg, {
      number: parker,
      context: 'from-internal',
      seconds: returnSeconds,
      answered: (other) => bridges.connect(leg, other),
      failed: () => {
        // Nobody took it back: it waits in a lot again rather than being dropped.
        if (!this.#park(leg, row.srcChannel, parker, row.timeoutSeconds)) legs.hangUp(leg, 34);
      },
      elsewhere: (target) => dialplan.arrive(leg, target),
    });
    legs.move(leg, { kind: 'calling', attempt, left: () => attempt.cancel(16) });
    attempt.begin();
  }

  #left(lot: string, how: Departure): void {
    const parked = this.#lots.get(lot);
    if (!parked) return;
    const { events, steps } = this.#x;
    const { row } = parked;
    if (how === 'hung-up') {
      row.state = 'GiveUp';
      row.gaveUpAt = steps.now();
    } else {
      row.state = 'UnParked';
      row.unparkedAt = steps.now();
    }
    this.#release(lot, parked);
    events.emit(how === 'hung-up' ? 'ParkedCallGiveUp' : 'UnParkedCall', { Exten: lot, Channel: row.channel });
  }

  #release(lot: string, parked: Parked): void {
    parked.stop();
    this.#lots.delete(lot);
    this.#x.steps.after(lingerMs, () => {
      this.#rows.delete(parked.row);
      this.#x.steps.touch();
    });
  }
}
