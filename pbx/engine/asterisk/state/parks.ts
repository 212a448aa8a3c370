import type { Park } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import { type Ground, lingerSeconds } from './ground';
import type { Leg, Legs } from './legs';
import type { Links } from './links';

interface Row {
  view: Park;
  readonly lot: string;
}
type End = Exclude<Park['state'], 'Parked'>;

const times = { GiveUp: 'gaveUpAt', TimeOut: 'timedOutAt', UnParked: 'unparkedAt' } as const;
const words = { GiveUp: 'ParkedCallGiveUp', TimeOut: 'ParkedCallTimeOut', UnParked: 'UnParkedCall' } as const;

/** Parked calls, and those that were fetched, came back or gave up a moment ago. */
export class Parks {
  readonly #ground: Ground;
  readonly #legs: Legs;
  readonly #links: Links;
  readonly #parked = new Map<string, Row>();
  readonly #rows = new Set<Row>();

  constructor(ground: Ground, legs: Legs, links: Links) {
    this.#ground = ground;
    this.#legs = legs;
    this.#links = links;
  }

  rows(): readonly Park[] {
    return [...this.#rows].map(({ view }) => view);
  }

  /** Also as a row of `ParkedCalls`; unique ids of calls that are told of again change nothing. */
  parked(event: AmiEvent): void {
    const leg = this.#legs.of(event, 'Parkee');
    if (!leg) return;
    const before = this.#parked.get(leg.uniqueId);
    const lot = field(event, 'ParkingSpace');
    if (before?.lot === lot) return;
    if (before) this.#end(leg, 'UnParked');
    const left = Number(field(event, 'ParkingTimeout')) || 0;
    const duration = Number(field(event, 'ParkingDuration')) || 0;
    const parker = field(event, 'ParkerDialString');
    const from = this.#links.lastPartner(leg, ({ name }) => name.startsWith(`${parker}-`));
    const { callerId, callerName } = this.#legs.view(leg);
    const view: Park = {
      lot,
      channel: leg.name,
      srcChannel: (from ?? this.#links.lastPartner(leg, () => true))?.name ?? parker,
      number: callerId,
      name: callerName,
      timeoutSeconds: left + duration,
      state: 'Parked',
      parkedAt: this.#ground.now() - duration * 1000,
      gaveUpAt: null,
      timedOutAt: null,
      unparkedAt: null,
    };
    const row: Row = { view, lot };
    this.#parked.set(leg.uniqueId, row);
    this.#rows.add(row);
    Object.assign(leg, { application: 'Park', applicationData: lot });
    this.#links.changed(leg);
    this.#ground.events.emit('ParkedCall', {
      Exten: lot,
      Channel: leg.name,
      From: view.srcChannel,
      Timeout: view.timeoutSeconds,
      CallerIDNum: view.number,
    });
  }

  left(event: AmiEvent, how: End): void {
    const leg = this.#legs.known(event, 'Parkee');
    if (leg) this.#end(leg, how);
  }

  /** Gone without a word, or with one that came later. */
  legGone(leg: Leg): void {
    this.#end(leg, 'GiveUp');
  }

  /** What the exchange has parked now; whatever is missing was fetched while nobody looked. */
  fill(events: readonly AmiEvent[]): void {
    const present = new Set(events.map((event) => field(event, 'ParkeeUniqueid')));
    for (const id of [...this.#parked.keys()]) {
      const leg = this.#legs.find(id);
      if (!present.has(id) && leg) this.#end(leg, 'UnParked');
    }
    for (const event of events) this.parked(event);
  }

  #end(leg: Leg, state: End): void {
    const row = this.#parked.get(leg.uniqueId);
    if (!row) return;
    this.#parked.delete(leg.uniqueId);
    row.view = { ...row.view, state, [times[state]]: this.#ground.now() };
    this.#links.changed(leg);
    this.#ground.events.emit(words[state], { Exten: row.lot, Channel: row.view.channel });
    this.#ground.touch();
    this.#ground.after(lingerSeconds * 1000, () => {
      this.#rows.delete(row);
      this.#ground.touch();
    });
  }
}
