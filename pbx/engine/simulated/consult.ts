import type { Outcome } from '../port';
import type { Attempt } from './attempt';
import type { Exchange } from './exchange';
import type { Departure, Leg } from './leg';
import type { Target } from './numbering';
import { causeOf, type RingFailure } from './ring';

/**
 * An attended transfer.
 *
 *              answered               three-way
 *   ringing ─────────────▶ talking ─────────────▶ three-way
 *      │ busy, silent,        │ asked gone, abort     │
 *      │ refused, abort       ▼                       ▼
 *      └──────────────▶ back with the customer ◀──────┘
 *   agent gone: customer and asked stay together (or the customer goes on calling, and comes back when nobody answers)
 *   customer gone: agent and asked stay together
 *   one that hands over: the agent is gone as soon as the asked person answers
 */
export interface Consult {
  readonly agent: Leg;
  readonly customer: Leg;
  readonly number: string;
  readonly handsOver: boolean;
  asked: Leg | null;
  attempt: Attempt | null;
  phase: 'ringing' | 'talking' | 'three-way' | 'over';
  /** Who still waits for the asked phone once the consult itself is over. */
  heir: 'customer' | 'agent' | null;
}

type Role = 'agent' | 'customer' | 'asked';

export class Consults {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** `channel` is the agent's own; who he talks to hears music while he asks (WEBCTI2 §4.3). */
  start(channel: string, exten: string, context: string, handsOver = false): Outcome<'no-channel' | 'no-peer'> {
    const { attempts, bridges, config, legs } = this.#x;
    const agent = legs.find(channel);
    if (!agent) return { ok: false, why: 'no-channel' };
    const customer = bridges.peerOf(agent);
    if (!customer || agent.place.kind !== 'bridged') return { ok: false, why: 'no-peer' };
    const consult: Consult = {
      agent,
      customer,
      number: exten,
      handsOver,
      asked: null,
      attempt: null,
      phase: 'ringing',
      heir: null,
    };
    bridges.dissolve(agent.place.bridge);
    this.#place(consult, agent, 'agent');
    this.#place(consult, customer, 'customer');
    legs.setHeld(agent, false);
    legs.setHeld(customer, true);
    const attempt = attempts.create(agent, {
      number: exten,
      context: context || agent.info.context,
      seconds: config.consultRingSeconds,
      answered: (leg) => this.#answered(consult, leg),
      failed: (why) => this.#failed(consult, why),
      elsewhere: (target) => this.#elsewhere(consult, target),
    });
    consult.attempt = attempt;
    attempt.begin();
    return { ok: true };
  }

  of(leg: Leg): Consult | undefined {
    return leg.place.kind === 'consult' ? leg.place.consult : undefined;
  }

  /** Talks to the customer while the asked person waits, and the other way round. */
  swap(leg: Leg): boolean {
    const consult = this.of(leg);
    if (!consult?.asked || consult.phase !== 'talking') return false;
    const customerWaits = consult.customer.info.held;
    this.#x.legs.setHeld(consult.customer, !customerWaits);
    this.#x.legs.setHeld(consult.asked, customerWaits);
    return true;
  }

  threeWay(leg: Leg): boolean {
    const consult = this.of(leg);
    if (!consult?.asked || consult.phase !== 'talking') return false;
    consult.phase = 'three-way';
    for (const one of [consult.agent, consult.customer, consult.asked]) this.#x.legs.setHeld(one, false);
    return true;
  }

  /** Gives the consultation up: back with the customer. */
  abort(leg: Leg): boolean {
    const consult = this.of(leg);
    if (!consult || consult.phase === 'over') return false;
    if (consult.asked) this.#x.legs.hangUp(consult.asked, 16);
    else {
      consult.attempt?.cancel(16);
      this.#back(consult);
    }
    return true;
  }

  /** The agent steps out; the others stay together. */
  complete(leg: Leg): boolean {
    const consult = this.of(leg);
    if (!consult || consult.phase === 'over') return false;
    this.#x.legs.hangUp(consult.agent, 16);
    return true;
  }

  #place(consult: Consult, leg: Leg, role: Role): void {
    leg.place = { kind: 'consult', consult, role, left: (_leg, how) => this.#left(consult, role, how) };
  }

  #answered(consult: Consult, leg: Leg): void {
    const { bridges, legs, links, outside } = this.#x;
    if (consult.heir) {
      bridges.connect(consult[consult.heir], leg);
      return;
    }
    consult.asked = leg;
    consult.phase = 'talking';
    legs.answer(leg);
    this.#place(consult, leg, 'asked');
    if (consult.handsOver) {
      legs.hangUp(consult.agent, 16);
      return;
    }
    links.join(consult.agent, leg);
    outside.connected(leg);
  }

  #failed(consult: Consult, why: RingFailure): void {
    const { dialplan, legs } = this.#x;
    if (consult.heir === 'agent') {
      legs.hangUp(consult.agent, causeOf[why]);
      return;
    }
    // Handed over while it rang and nobody came: the customer returns to whoever sent him.
    if (consult.heir === 'customer') {
      dialplan.send(consult.customer, consult.agent.info.callerId, '');
      return;
    }
    consult.agent.dialStatus = why === 'busy' || why === 'rejected' ? 'BUSY' : 'NOANSWER';
    this.#back(consult);
  }

  /** A queue, room or lot cannot be a party; a Local pair stands in for the agent there. */
  #elsewhere(consult: Consult, target: Target): void {
    const { dialplan, legs, links } = this.#x;
    if (consult.heir) {
      dialplan.arrive(consult[consult.heir], target);
      return;
    }
    const base = `Local/${consult.number}@${consult.agent.info.context}`;
    const near = legs.create({
      base,
      state: 'Up',
      number: consult.number,
      direct: '',
      dialled: consult.number,
      parent: consult.agent,
    });
    const { callerId, callerName } = consult.agent.info;
    const far = legs.create({
      base,
      state: 'Ring',
      number: callerId,
      name: callerName,
      direct: '',
      dialled: consult.number,
      parent: consult.agent,
    });
    near.partner = far;
    far.partner = near;
    links.dial(consult.agent, near, consult.number);
    this.#answered(consult, near);
    far.info.exten = consult.number;
    dialplan.arrive(far, target);
  }

  #back(consult: Consult): void {
    consult.phase = 'over';
    this.#x.bridges.connect(consult.agent, consult.customer);
  }

  #left(consult: Consult, role: Role, how: Departure): void {
    const { phase, agent, customer, asked } = consult;
    if (phase === 'over') return;
    const { bridges, legs, links } = this.#x;
    consult.phase = 'over';
    if (how === 'moved') {
      const gone = consult[role];
      for (const row of gone ? [...gone.links] : []) links.part(row);
    }
    if (role === 'asked' && asked) {
      bridges.connect(agent, customer);
      return;
    }
    if (role === 'customer') {
      if (asked) {
        bridges.connect(agent, asked);
        return;
      }
      this.#bequeath(consult, 'agent');
      return;
    }
    this.#note(consult);
    if (asked) {
      bridges.connect(customer, asked);
      return;
    }
    if (how === 'hung-up') {
      this.#bequeath(consult, 'customer');
      return;
    }
    consult.attempt?.cancel(16);
    legs.lift(customer);
    legs.hangUp(customer, 16);
  }

  /** The phone rings on, now for the one who stays. */
  #bequeath(consult: Consult, heir: 'agent' | 'customer'): void {
    const { attempt } = consult;
    const leg = consult[heir];
    if (!attempt) return;
    consult.heir = heir;
    this.#x.legs.setHeld(leg, false);
    this.#x.legs.move(leg, { kind: 'calling', attempt, left: () => attempt.cancel(16) });
    if (heir === 'customer') attempt.adopt(leg);
  }

  #note({ agent, customer, asked, number }: Consult): void {
    for (const leg of [customer, asked]) if (leg) leg.transferredBy = agent.info.callerId;
    customer.variables.set('ATDTRANSFER', agent.info.name);
    customer.variables.set('ATDTRANSFERNUMBER', agent.info.callerId);
    customer.variables.set('ATDTRANSFEENUMBER', number);
    customer.variables.set('TRANSFERSENSE', 'ATTENDED');
    const far = asked?.partner;
    if (!far) return;
    far.info.callerId = customer.info.callerId;
    far.info.callerName = customer.info.callerName;
  }
}
