import type { User } from '../port';
import type { Exchange } from './exchange';
import type { Leg } from './leg';
import type { Target } from './numbering';
import { isEmergency } from './numbering';
import { causeOf, type Ring, type RingFailure } from './ring';

const mostForwards = 5;

export interface AttemptSpec {
  readonly number: string;
  readonly context: string;
  /** Ring time; absent = the called user's own. */
  readonly seconds?: number;
  answered(leg: Leg): void;
  failed(why: RingFailure): void;
  /** The number, or one it was forwarded to, is no phone: a queue, a room, a lot. */
  elsewhere(target: Target): void;
}

/** A leg calls a number, following the called people's forwarding until a phone answers or nobody is left. */
export class Attempt {
  readonly #x: Exchange;
  readonly #spec: AttemptSpec;
  #source: Leg;
  #ring: Ring | null = null;
  #done = false;
  /** Number that was tried last: the one that was called, or whom it was forwarded to. */
  tried: string;

  constructor(x: Exchange, source: Leg, spec: AttemptSpec) {
    this.#x = x;
    this.#source = source;
    this.#spec = spec;
    this.tried = spec.number;
  }

  begin(): void {
    this.#source.forwardedBy.length = 0;
    this.#try(this.#spec.number);
  }

  cancel(cause: number): void {
    if (this.#done) return;
    this.#done = true;
    this.#ring?.cancel(cause);
  }

  /** Another leg is the caller from now on. */
  adopt(source: Leg): void {
    const ring = this.#ring;
    if (this.#done || !ring) return;
    const { links } = this.#x;
    const row = links.between(this.#source, ring.leg);
    if (row) links.part(row);
    this.#source = source;
    ring.source = source;
    links.dial(source, ring.leg, this.#spec.number);
    ring.leg.info.linkedId = source.info.linkedId;
  }

  #try(number: string): void {
    this.tried = number;
    const { numbering, phones } = this.#x;
    const target = numbering.resolve(number, this.#spec.context);
    if (target.kind === 'user') {
      const user = phones.user(target.number);
      if (user) this.#user(user);
    } else if (target.kind === 'device') this.#device(target.number, null);
    else if (target.kind === 'outside') this.#outside(target.number, target.prefix);
    else if (target.kind === 'none') this.#failUnrung('unallocated', number);
    else {
      this.#done = true;
      this.#spec.elsewhere(target);
    }
  }

  #user(user: User): void {
    const forwarding = this.#x.services.forwarding(user.no);
    if (forwarding?.CF && this.#forward(user, forwarding.CF)) return;
    if (user.device) this.#device(user.device, user);
    else if (!(forwarding?.CFU && this.#forward(user, forwarding.CFU))) this.#failUnrung('congestion', user.no);
  }

  #device(deviceNo: string, user: User | null): void {
    const { phones, rings, services } = this.#x;
    const device = phones.device(deviceNo);
    if (!device) {
      this.#failUnrung('unallocated', deviceNo);
      return;
    }
    const dialled = user?.no ?? device.no;
    const forwarding = user ? services.forwarding(user.no) : undefined;
    const obstacle = phones.obstacle(device);
    if (obstacle === 'unreachable') {
      if (user && forwarding?.CFU && this.#forward(user, forwarding.CFU)) return;
      this.#failUnrung('congestion', dialled);
      return;
    }
    const failed = (why: RingFailure): void => {
      this.#ring = null;
      if (this.#done) return;
      const next = why === 'no-answer' || why === 'congestion' ? forwarding?.CFU : forwarding?.CFB;
      if (!(user && next && this.#forward(user, next))) this.#fail(why);
    };
    if (obstacle === 'busy') {
      rings.refuse(device, this.#source, dialled);
      failed('busy');
      return;
    }
    this.#ring = rings.start({
      to: { device },
      source: this.#source,
      ms: (this.#spec.seconds ?? user?.ringSeconds ?? 45) * 1000,
      dialled,
      context: this.#spec.context,
      answered: (leg) => this.#answered(leg),
      failed,
    });
  }

  #outside(number: string, prefix: string): void {
    const { outside, phones, rings, services } = this.#x;
    const barred = services.barred(phones.device(this.#source.info.device)?.user ?? '');
    // Whoever calls for help is let through whatever is set.
    const refused = barred || this.#inHouse() || services.screening.refusesCalled(number);
    if (refused && !isEmergency(number)) {
      this.#failUnrung('barred', number);
      return;
    }
    const trunk = isEmergency(number) ? outside.anyTrunk() : outside.freeTrunk(prefix);
    if (!trunk) {
      this.#failUnrung('congestion', number);
      return;
    }
    this.#ring = rings.start({
      to: { trunk, number },
      source: this.#source,
      ms: (this.#spec.seconds ?? 60) * 1000,
      dialled: number,
      context: this.#spec.context,
      answered: (leg) => this.#answered(leg),
      failed: (why) => {
        this.#ring = null;
        this.#fail(why);
      },
    });
  }

  /** The call began in a context that reaches the house only. */
  #inHouse(): boolean {
    return this.#x.config.dialRules.some(({ context, outside }) => context === this.#spec.context && !outside);
  }

  /** False when the user was asked already in this call, or too many have forwarded: a loop ends as if not set. */
  #forward(user: User, to: string): boolean {
    const passed = this.#source.forwardedBy;
    if (passed.includes(user.no) || passed.length >= mostForwards) return false;
    passed.push(user.no);
    this.#x.events.emit('Forward', { Channel: this.#source.info.name, From: user.no, To: to });
    this.#try(to);
    return true;
  }

  #answered(leg: Leg): void {
    if (this.#done) return;
    this.#done = true;
    this.#ring = null;
    this.#spec.answered(leg);
  }

  #failUnrung(why: RingFailure, number: string): void {
    if (this.#done) return;
    this.#x.records.attempt(this.#source, number, causeOf[why]);
    this.#fail(why);
  }

  #fail(why: RingFailure): void {
    if (this.#done) return;
    this.#done = true;
    this.#spec.failed(why);
  }
}

export class Attempts {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** Made first and begun later, so that the caller can be put into its place before anything can answer or fail. */
  create(source: Leg, spec: AttemptSpec): Attempt {
    return new Attempt(this.#x, source, spec);
  }
}
