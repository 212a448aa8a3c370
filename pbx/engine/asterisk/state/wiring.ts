import type { PlatformTime } from '../../../../shared/domain/time';
import { byAge, type Leg, type Legs } from './legs';

/** One leg calls another. */
export interface Dial {
  readonly src: Leg;
  readonly dst: Leg;
  readonly at: PlatformTime;
  answered: boolean;
}

/** Legs that hear each other, or wait in one place. */
export interface Bridge {
  readonly id: string;
  /** `talk`: its legs are each other's partners; `wait`: a parking place; `room`: a conference. */
  kind: 'talk' | 'wait' | 'room';
  readonly legs: Set<Leg>;
}

/** Two ends of a call as people see it, whatever Local halves lie between them. */
export interface Pair {
  readonly src: Leg;
  readonly dst: Leg;
  readonly state: 'Dialing' | 'Link';
  /** Bridges of the two sides: one and the same where nothing lies between them. */
  readonly bridges: readonly [string, string];
}

interface Step {
  readonly to: Leg;
  readonly talks: boolean;
  /** Whether whoever stands at this end called; null = nobody knows. */
  readonly called: boolean | null;
}

/** How the exchange has connected its legs: dials, bridges, and the two halves of Local channels. */
export class Wiring {
  readonly #legs: Legs;
  readonly #dials = new Map<Leg, Map<Leg, Dial>>();
  readonly #bridges = new Map<string, Bridge>();

  constructor(legs: Legs) {
    this.#legs = legs;
  }

  bridge(id: string): Bridge | undefined {
    return this.#bridges.get(id);
  }

  bridges(): Iterable<Bridge> {
    return this.#bridges.values();
  }

  dial(src: Leg, dst: Leg, at: PlatformTime): Dial {
    const known = this.dialOf(src, dst);
    if (known) return known;
    const dial: Dial = { src, dst, at, answered: false };
    for (const [one, other] of [
      [src, dst],
      [dst, src],
    ] as const) {
      const dials = this.#dials.get(one);
      if (dials) dials.set(other, dial);
      else this.#dials.set(one, new Map([[other, dial]]));
    }
    return dial;
  }

  dialOf(a: Leg, b: Leg): Dial | undefined {
    return this.#dials.get(a)?.get(b);
  }

  dialsOf(leg: Leg): Iterable<Dial> {
    return this.#dials.get(leg)?.values() ?? [];
  }

  endDial({ src, dst }: Dial): void {
    this.#unhook(src, dst);
    this.#unhook(dst, src);
  }

  enter(leg: Leg, id: string, kind: Bridge['kind']): Bridge {
    if (leg.bridge !== id) this.leave(leg, leg.bridge);
    let bridge = this.#bridges.get(id);
    if (!bridge) {
      bridge = { id, kind, legs: new Set() };
      this.#bridges.set(id, bridge);
    }
    bridge.kind = kind;
    bridge.legs.add(leg);
    leg.bridge = id;
    return bridge;
  }

  /** Late words about a bridge that the leg has left already change nothing. */
  leave(leg: Leg, id: string): void {
    const bridge = this.#bridges.get(id);
    if (!bridge?.legs.delete(leg)) return;
    if (bridge.legs.size === 0) this.#bridges.delete(id);
    if (leg.bridge === id) leg.bridge = '';
    // The call is over for these two, wherever each of them goes now.
    for (const dial of [...this.dialsOf(leg)]) if (dial.answered) this.endDial(dial);
  }

  drop(leg: Leg): void {
    this.leave(leg, leg.bridge);
    for (const dial of [...this.dialsOf(leg)]) this.endDial(dial);
  }

  clear(): void {
    this.#dials.clear();
    for (const { legs } of this.#bridges.values()) for (const leg of legs) leg.bridge = '';
    this.#bridges.clear();
  }

  /** Everybody that is connected to these legs in any way, they themselves included. */
  around(start: Iterable<Leg>): Set<Leg> {
    const found = new Set<Leg>(start);
    for (const leg of found) {
      for (const { to } of this.#steps(leg)) found.add(to);
      const twin = this.#twin(leg);
      if (twin) found.add(twin);
    }
    return found;
  }

  /** A Local half that only hands on: both it and its other half are connected to somebody. */
  handsOn(leg: Leg): boolean {
    const twin = this.#twin(leg);
    return twin !== undefined && this.#steps(leg).length > 0 && this.#steps(twin).length > 0;
  }

  /** The music that a leg hears, its own or what is played into a Local pair in front of it. */
  music(leg: Leg): string | null {
    if (leg.music !== null) return leg.music;
    const bridge = this.#bridges.get(leg.bridge);
    if (bridge?.kind !== 'talk') return null;
    for (const near of bridge.legs) {
      const twin = near === leg ? undefined : this.#twin(near);
      if (twin?.music && twin.bridge !== '') return twin.music;
    }
    return null;
  }

  /** Partners among these legs. A half that is about to be taken out of the way is nobody's. */
  pairs(legs: Iterable<Leg>): Pair[] {
    const pairs: Pair[] = [];
    const done = new Set<string>();
    for (const leg of legs) {
      if (leg.fading || this.handsOn(leg)) continue;
      for (const end of this.#ends(leg)) {
        if (end.to.fading) continue;
        const key =
          leg.uniqueId < end.to.uniqueId ? `${leg.uniqueId} ${end.to.uniqueId}` : `${end.to.uniqueId} ${leg.uniqueId}`;
        if (done.has(key)) continue;
        done.add(key);
        const calls = end.called ?? callsFirst(leg, end.to);
        const [src, dst] = calls ? [leg, end.to] : [end.to, leg];
        pairs.push({ src, dst, state: end.talks ? 'Link' : 'Dialing', bridges: [src.bridge, dst.bridge] });
      }
    }
    return pairs;
  }

  /** Far ends of a leg, through any number of Local pairs. */
  #ends(from: Leg): Step[] {
    const ends = new Map<Leg, Step>();
    const seen = new Set<Leg>([from]);
    const walk = (steps: readonly Step[], talks: boolean, called: boolean | null): void => {
      for (const step of steps) {
        if (seen.has(step.to)) continue;
        const [all, caller] = [talks && step.talks, called ?? step.called];
        if (!this.handsOn(step.to)) {
          // A Local half that nobody has taken up yet is not talked to.
          const reached = all && step.to.state === 'Up';
          ends.set(step.to, { to: step.to, talks: reached || (ends.get(step.to)?.talks ?? false), called: caller });
          continue;
        }
        const twin = this.#twin(step.to);
        if (!twin || seen.has(twin)) continue;
        seen.add(step.to);
        seen.add(twin);
        walk(this.#steps(twin), all, caller);
      }
    };
    walk(this.#steps(from), true, null);
    return [...ends.values()];
  }

  #steps(leg: Leg): Step[] {
    const steps: Step[] = [];
    const bridge = this.#bridges.get(leg.bridge);
    if (bridge?.kind === 'talk') {
      for (const to of bridge.legs) {
        if (to === leg) continue;
        const dial = this.dialOf(leg, to);
        steps.push({ to, talks: true, called: dial ? dial.src === leg : null });
      }
    }
    for (const dial of this.dialsOf(leg)) {
      const to = dial.src === leg ? dial.dst : dial.src;
      if (bridge?.legs.has(to) && bridge.kind === 'talk') continue;
      steps.push({ to, talks: false, called: dial.src === leg });
    }
    return steps;
  }

  #twin(leg: Leg): Leg | undefined {
    return leg.twin === '' ? undefined : this.#legs.find(leg.twin);
  }

  #unhook(one: Leg, other: Leg): void {
    const dials = this.#dials.get(one);
    dials?.delete(other);
    if (dials?.size === 0) this.#dials.delete(one);
  }
}

/** Whoever came to fetch a call has called, else the older one. */
function callsFirst(a: Leg, b: Leg): boolean {
  if (a.direct !== b.direct && (a.direct === 'OUT' || b.direct === 'OUT')) return a.direct === 'OUT';
  return byAge(a.uniqueId, b.uniqueId) < 0;
}
