import type { Device, Trunk } from '../port';
import type { Exchange } from './exchange';
import type { Leg } from './leg';
import type { LinkRow } from './links';
import { assignVariable } from './variables';

export type RingFailure = 'busy' | 'congestion' | 'rejected' | 'no-answer' | 'unallocated' | 'barred';

/** Q.850 cause of a call that did not come about (WEBCTI2 §6.5). */
export const causeOf: Readonly<Record<RingFailure, number>> = {
  busy: 17,
  congestion: 34,
  rejected: 21,
  'no-answer': 19,
  unallocated: 1,
  barred: 52,
};

export type RingTo =
  | { readonly device: Device }
  | { readonly trunk: Trunk; readonly number: string; readonly name?: string };

export interface RingSpec {
  readonly to: RingTo;
  /** Who calls; null = the exchange itself, to connect the phone afterwards. */
  readonly source: Leg | null;
  readonly ms: number;
  /** Number the source called. */
  readonly dialled: string;
  readonly application?: LinkRow['application'];
  readonly context?: string;
  readonly account?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** The leg that answered: the rung one, or that of the colleague who picked it up. */
  answered(leg: Leg): void;
  failed(why: RingFailure): void;
}

/** One phone or line that is being rung. It ends once: answered, failed or cancelled. */
export class Ring {
  readonly #x: Exchange;
  readonly #spec: RingSpec;
  readonly leg: Leg;
  readonly startedAt: number;
  source: Leg | null;
  #done = false;
  #stop: (() => void)[] = [];

  constructor(x: Exchange, spec: RingSpec, leg: Leg) {
    this.#x = x;
    this.#spec = spec;
    this.leg = leg;
    this.source = spec.source;
    this.startedAt = x.steps.now();
    leg.place = { kind: 'rung', ring: this, left: () => this.#departed() };
    this.#stop.push(x.steps.after(spec.ms, () => this.fail('no-answer')));
    this.#stop.push(
      'device' in spec.to ? x.phones.react(spec.to.device.no, this) : x.outside.react(spec.to.number, this),
    );
  }

  answer(): void {
    if (!this.#finish()) return;
    this.#x.legs.lift(this.leg);
    this.#x.legs.answer(this.leg);
    this.#spec.answered(this.leg);
  }

  /** A colleague takes the call: this phone stops ringing and the caller gets the colleague. */
  pickedUpBy(picker: Leg): void {
    if (!this.#finish()) return;
    if (this.source) this.#x.legs.adopt(picker, this.source);
    this.#x.legs.hangUp(this.leg, 16);
    this.#spec.answered(picker);
  }

  reject(): void {
    this.fail('rejected');
  }

  fail(why: RingFailure): void {
    if (!this.#finish()) return;
    this.#x.legs.hangUp(this.leg, causeOf[why]);
    this.#spec.failed(why);
  }

  /** Stops ringing without telling whoever rang. */
  cancel(cause: number): void {
    if (this.#finish()) this.#x.legs.hangUp(this.leg, cause);
  }

  /** The channel was hung up by a command, or its phone lost the network. */
  #departed(): void {
    if (this.#finish()) this.#spec.failed(this.leg.info.cause === 38 ? 'congestion' : 'rejected');
  }

  #finish(): boolean {
    if (this.#done) return false;
    this.#done = true;
    for (const stop of this.#stop) stop();
    return true;
  }
}

export class Rings {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  start(spec: RingSpec): Ring {
    const leg = this.#leg(spec, 'device' in spec.to ? 'Ringing' : 'Dialing');
    return new Ring(this.#x, spec, leg);
  }

  /** A phone that says busy: its leg exists for that moment, so that records and pollers see the attempt. */
  refuse(device: Device, source: Leg, dialled: string): void {
    const leg = this.#leg({ to: { device }, source, dialled }, 'Busy');
    this.#x.legs.hangUp(leg, causeOf.busy);
  }

  #leg(
    spec: Pick<RingSpec, 'to' | 'source' | 'dialled' | 'context' | 'account' | 'variables' | 'application'>,
    state: 'Ringing' | 'Dialing' | 'Busy',
  ): Leg {
    const { legs, links, phones } = this.#x;
    const { to, source } = spec;
    const who = 'device' in to ? phones.identity(to.device) : { number: to.number, name: to.name ?? '' };
    const leg = legs.create({
      base: 'device' in to ? to.device.interface : to.trunk.name,
      ...('device' in to ? { device: to.device.no } : { trunk: to.trunk.name }),
      state,
      number: who.number,
      name: who.name,
      direct: source && 'device' in to ? 'IN' : 'OUT',
      dialled: spec.dialled,
      parent: source,
      ...(spec.context === undefined ? {} : { context: spec.context }),
      ...(spec.account === undefined ? {} : { account: spec.account }),
    });
    for (const [name, value] of Object.entries(spec.variables ?? {})) assignVariable(leg.variables, name, value);
    leg.info.dialString = 'device' in to ? to.device.interface : `${to.trunk.name}/${to.number}`;
    if (source) {
      source.info.dialString = leg.info.dialString;
      links.dial(source, leg, spec.dialled, spec.application);
    }
    return leg;
  }
}
