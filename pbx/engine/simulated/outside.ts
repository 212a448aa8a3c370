import type { IncomingCall, OutsideBehaviour } from '../../scenario/port';
import type { Trunk } from '../port';
import type { Exchange } from './exchange';
import { isLive, type Leg, type OutsidePerson } from './leg';
import { causeOf, type Ring } from './ring';
import { assignVariable } from './variables';

/** Time the network takes to say that a number is busy or cannot be reached. */
const networkMs = 1000;

/** The world behind the trunks: lines, people who call in, and how called people react. */
export class Outside {
  readonly #x: Exchange;
  readonly #behaviours = new Map<string, OutsideBehaviour>();

  constructor(x: Exchange) {
    this.#x = x;
    for (const { prefix, behaviour } of x.config.outside) this.#behaviours.set(prefix, behaviour);
  }

  behaves(prefix: string, behaviour: OutsideBehaviour): void {
    this.#behaviours.set(prefix, behaviour);
  }

  behaviourOf(number: string): OutsideBehaviour {
    let longest = '';
    for (const prefix of this.#behaviours.keys()) {
      if (prefix !== '*' && number.startsWith(prefix) && prefix.length > longest.length) longest = prefix;
    }
    return (
      this.#behaviours.get(longest || '*') ?? {
        kind: 'answers',
        afterSeconds: 3,
      }
    );
  }

  trunk(name: string): Trunk | undefined {
    return this.#x.config.trunks.find((trunk) => trunk.name === name);
  }

  hasRoom(trunk: Trunk): boolean {
    return this.#x.legs.countOfTrunk(trunk.name) < trunk.channels;
  }

  /** First trunk of that prefix with a free line. */
  freeTrunk(prefix: string): Trunk | undefined {
    return this.#x.config.trunks.find((trunk) => trunk.prefix === prefix && this.hasRoom(trunk));
  }

  anyTrunk(): Trunk | undefined {
    return this.#x.config.trunks.find((trunk) => this.hasRoom(trunk));
  }

  /** A called outside number reacts. Returns a cancel. */
  react(number: string, ring: Ring): () => void {
    const behaviour = this.behaviourOf(number);
    const { steps, legs } = this.#x;
    const cancels: (() => void)[] = [];
    const later = (ms: number, run: () => void): void => {
      cancels.push(steps.after(ms, run));
    };
    if (behaviour.kind === 'busy') later(networkMs, () => ring.fail('busy'));
    else if (behaviour.kind === 'congested') later(networkMs, () => ring.fail('congestion'));
    else {
      const wait = behaviour.kind === 'silent' ? null : behaviour.afterSeconds * 1000;
      later(Math.min(networkMs, (wait ?? networkMs * 2) / 2), () => legs.setState(ring.leg, 'Ringing'));
      if (behaviour.kind === 'answers') {
        ring.leg.person = person(behaviour);
        later(wait ?? 0, () => ring.answer());
      } else if (behaviour.kind === 'refuses') later(wait ?? 0, () => ring.reject());
    }
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  /** An outside person calls in. Undefined when every line of the trunk is taken: the network turns the caller away. */
  arrives(call: IncomingCall): Leg | undefined {
    const { legs, dialplan, menus } = this.#x;
    const called = 'queue' in call.to ? call.to.queue : call.to.extension;
    const leg = this.enters(call, call.did || called);
    if (!leg || !isLive(leg)) return leg;
    if (leg.info.ivrPath) {
      legs.answer(leg);
      menus.passed(leg);
    }
    dialplan.send(leg, called, 'from-trunk');
    return leg;
  }

  /** A call comes in on a line and goes nowhere yet; one that is not let in has ended when this returns. */
  enters(call: Omit<IncomingCall, 'to'>, dialled: string): Leg | undefined {
    const { config, legs, steps, records, services } = this.#x;
    const trunk = call.trunk ? this.trunk(call.trunk) : config.trunks.find((one) => this.hasRoom(one));
    if (!trunk || !this.hasRoom(trunk)) return undefined;
    const did = call.did ?? '';
    const leg = legs.create({
      base: trunk.name,
      trunk: trunk.name,
      state: 'Ring',
      number: call.from,
      name: call.name ?? '',
      direct: 'IN',
      context: 'from-trunk',
      dialled,
      did,
    });
    leg.info.ivrPath = call.ivrPath ?? '';
    leg.info.ivrKeys = call.ivrKeys ?? '';
    leg.info.callData = call.callData ?? '';
    for (const [name, value] of Object.entries(call.variables ?? {})) assignVariable(leg.variables, name, value);
    leg.person = person(call);
    if (call.patienceSeconds !== undefined) {
      leg.person.stopWaiting = steps.after(call.patienceSeconds * 1000, () => legs.hangUp(leg, 16));
    }
    if (services.screening.refusesCaller(call.from)) {
      records.attempt(leg, leg.info.dialled, causeOf.rejected);
      legs.hangUp(leg, causeOf.rejected);
    }
    return leg;
  }

  /** Somebody talks to the person at the far end: patience no longer runs, the talk time does. */
  connected(leg: Leg): void {
    const who = leg.person;
    if (!who || who.connected) return;
    who.connected = true;
    who.stopWaiting();
    if (who.talkSeconds === null) return;
    who.stopTalking = this.#x.steps.after(who.talkSeconds * 1000, () => {
      if (isLive(leg)) this.#x.legs.hangUp(leg, 16);
    });
  }
}

const person = (
  who: Pick<IncomingCall, 'talkSeconds' | 'messageSeconds' | 'rates'> & { readonly keys?: string },
): OutsidePerson => ({
  talkSeconds: who.talkSeconds ?? null,
  messageSeconds: who.messageSeconds ?? null,
  rates: who.rates ?? '',
  keys: who.keys ?? '',
  stopWaiting: () => undefined,
  stopTalking: () => undefined,
  connected: false,
});
