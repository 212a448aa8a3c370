import type { PlatformTime } from '../../../../shared/domain/time';
import { type AmiEvent, field } from '../ami/port';
import { type EndedPair, loneRow, pairRow } from './call-rows';
import type { CallRows } from './cdr';
import { type Bridge, type Leg, partyOf } from './leg';
import type { Legs } from './legs';

/** Two legs: one called the other, or they were brought together. */
export interface Pair {
  /** As the exchange names them; halves of Local channels stand for others. */
  src: Leg;
  dst: Leg;
  /** Number that a line was asked for; empty = the number of who is called. */
  readonly dialled: string;
  readonly application: 'Dial' | 'Queue' | 'Bridge';
  readonly startedAt: PlatformTime;
  /** Behind a Local channel: whoever called that channel knows more. */
  readonly inner: boolean;
  linkedAt: PlatformTime | null;
  dialStatus: string;
  over: boolean;
  /** Another pair tells of the same two. */
  covered: boolean;
}

/**
 * Pairs of legs, each of which ends once and has one call record (WEBCTI2 §4.53). What the exchange prints as several
 * records of one call (each queue attempt, each transfer) becomes several pairs with the same unique id; what it prints
 * of the halves of Local channels becomes none.
 */
export class Pairs {
  readonly #legs: Legs;
  readonly #rows: CallRows;
  /** Number that a leg consulted last: the transfer is told when that talk is over. */
  readonly #asked = new WeakMap<Leg, string>();

  constructor(legs: Legs, rows: CallRows) {
    this.#legs = legs;
    this.#rows = rows;
  }

  /** `src` undefined: the exchange itself rings, to connect the leg afterwards. */
  dialBegins(src: Leg | undefined, dst: Leg, event: AmiEvent, at: PlatformTime): void {
    dst.incoming = false;
    if (!src) return;
    dst.account ||= src.account;
    if (dst.local && dst.partner) this.#setStands(dst.partner, partyOf(src), at);
    if (src.local && src.partner) this.#setStands(src.partner, dst, at);
    if (this.#between(src, dst)) return;
    this.#begin(
      blank({
        ...{ src, dst, startedAt: at },
        dialled: dst.trunk ? dialledNumber(field(event, 'DialString')) || field(event, 'DestCallerIDNum') : '',
        application: src.waiting ? 'Queue' : 'Dial',
        inner: src.local && src.name.endsWith(';2') && !src.waiting,
      }),
    );
  }

  dialEnds(src: Leg | undefined, dst: Leg, status: string, at: PlatformTime): void {
    if (!src) return;
    const pair = this.#between(src, dst);
    if (status === 'ANSWER') {
      if (src.local && src.partner) this.#setStands(src.partner, dst, at);
      if (pair) pair.linkedAt ??= at;
      return;
    }
    // The word that comes first tells why; a `CANCEL` behind it only tidies up.
    if (pair && pair.dialStatus === '') pair.dialStatus = status;
    src.dialStatus = pair?.dialStatus || status;
  }

  /** A colleague takes the call that rings at `rung`. */
  pickedUp(picker: Leg, rung: Leg, at: PlatformTime): void {
    for (const pair of this.#pairsOf(rung)) {
      if (partyOf(pair.dst) !== rung || pair.linkedAt !== null) continue;
      const caller = partyOf(pair.src);
      const application = 'Bridge';
      this.#end(pair, at);
      if (this.#ofParties(caller, picker)) continue;
      picker.answeredAt ??= at;
      this.#begin(blank({ src: caller, dst: picker, application, startedAt: at, linkedAt: at }));
    }
  }

  entered(leg: Leg, bridge: Bridge, at: PlatformTime): void {
    if (!bridge.talk) return;
    for (const other of bridge.legs) {
      if (other === leg) continue;
      if (leg.local && leg.partner) this.#setStands(leg.partner, partyOf(other), at);
      if (other.local && other.partner) this.#setStands(other.partner, partyOf(leg), at);
    }
    this.#meet(bridge, at);
  }

  /** The leg is up: whoever shares a bridge with it talks to it from now on. */
  answered(leg: Leg, at: PlatformTime): void {
    for (const one of [leg, ...leg.standIns]) if (one.bridge?.talk) this.#meet(one.bridge, at);
  }

  /** A Local channel has been taken out of the call; the legs behind its halves remain. */
  optimized(one: Leg, two: Leg): void {
    for (const pair of [...one.pairs, ...two.pairs]) {
      for (const side of ['src', 'dst'] as const) {
        if (pair[side] !== one && pair[side] !== two) continue;
        const party = partyOf(pair[side]);
        pair[side].pairs.delete(pair);
        pair[side] = party;
        party.pairs.add(pair);
      }
    }
  }

  /** The leg is out of the talks that it had: it was parked, or has handed its call over. */
  parted(leg: Leg, at: PlatformTime): void {
    for (const pair of this.#pairsOf(leg)) if (pair.linkedAt !== null) this.#end(pair, at);
  }

  gone(leg: Leg, at: PlatformTime): void {
    for (const pair of [...leg.pairs]) {
      const other = pair.src === leg ? pair.dst : pair.src;
      // Sent away by a command that leaves no event: whoever lives on was transferred.
      if (pair.linkedAt !== null && !leg.hangupAsked && !other.hangupAsked && other.hungUpAt === null && !other.bridge)
        partyOf(other).transferredBy ||= leg.device ? this.#legs.numberOf(leg) : '';
      this.#end(pair, at);
    }
    leg.stands?.standIns.delete(leg);
    if (leg.recorded || (leg.local && (leg.queue === '' || partyOf(leg) !== leg))) return;
    leg.recorded = true;
    this.#rows.write(loneRow(leg, at, (one) => this.#legs.numberOf(one)));
  }

  /** Number that a leg called last and is still connected to, or was until a moment ago. */
  lastDialled(leg: Leg): string | undefined {
    const asked = this.#pairsOf(leg).filter(({ src, application }) => partyOf(src) === leg && application === 'Dial');
    const last = asked.at(-1);
    return last ? last.dialled || this.#legs.numberOf(partyOf(last.dst)) : this.#asked.get(leg);
  }

  /** Whom a leg talks to or talked to last, and whose call still goes on. */
  talkOf(leg: Leg): Leg | undefined {
    for (const pair of this.#pairsOf(leg)) {
      if (pair.linkedAt === null) continue;
      const [src, dst] = [partyOf(pair.src), partyOf(pair.dst)];
      if (src === leg) return dst;
      if (dst === leg) return src;
    }
    return undefined;
  }

  #setStands(half: Leg, real: Leg, at: PlatformTime): void {
    const before = half.stands;
    if (half === real || before === real || partyOf(real) === half) return;
    if (before && !before.local) {
      before.standIns.delete(half);
      this.#sourceMoved(half, at);
    }
    half.stands = real;
    real.standIns.add(half);
  }

  /** Somebody else stands behind a half that calls: a consultation was handed over. */
  #sourceMoved(half: Leg, at: PlatformTime): void {
    for (const pair of [...half.pairs]) {
      if (pair.src !== half) continue;
      this.#end(pair, at);
      if (pair.linkedAt === null) this.#begin(blank({ ...pair, startedAt: at }));
    }
  }

  #begin(pair: Pair): void {
    pair.src.pairs.add(pair);
    pair.dst.pairs.add(pair);
  }

  #between(src: Leg, dst: Leg): Pair | undefined {
    for (const pair of src.pairs) if (pair.src === src && pair.dst === dst) return pair;
    return undefined;
  }

  /** Pairs of a leg, also those in which halves of Local channels stand for it. */
  #pairsOf(leg: Leg): readonly Pair[] {
    return [leg, ...leg.standIns].flatMap((one) => [...one.pairs]);
  }

  #ofParties(one: Leg, two: Leg): Pair | undefined {
    for (const pair of this.#pairsOf(one)) {
      const [src, dst] = [partyOf(pair.src), partyOf(pair.dst)];
      if ((src === one && dst === two) || (src === two && dst === one)) return pair;
    }
    return undefined;
  }

  #meet(bridge: Bridge, at: PlatformTime): void {
    const parties = [...new Set([...bridge.legs].map(partyOf))];
    const [one, two] = parties;
    if (!one || !two || parties.length > 2 || one.answeredAt === null || two.answeredAt === null) return;
    for (const party of parties) this.#partOthers(party, bridge, at);
    const known = this.#ofParties(one, two);
    if (known) {
      known.linkedAt ??= at;
      return;
    }
    const [src, dst] = inOrder(one, two);
    this.#begin(blank({ src, dst, application: 'Bridge', startedAt: at, linkedAt: at }));
  }

  /** Whoever talks to somebody else now, and was left by the one before: that talk is over. */
  #partOthers(party: Leg, bridge: Bridge, at: PlatformTime): void {
    for (const pair of [...party.pairs]) {
      if (pair.linkedAt === null) continue;
      const other = pair.src === party ? pair.dst : pair.src;
      const away = partyOf(other);
      if (bridge.legs.has(other) || [...bridge.legs].some((leg) => partyOf(leg) === away)) continue;
      // Held in a bridge of its own, it waits for this party: a consultation.
      if (away.bridge?.talk && away.bridge.legs.size === 1) continue;
      if (away.bridge === null && !away.parked) continue;
      this.#end(pair, at);
    }
  }

  #end(pair: Pair, at: PlatformTime): void {
    if (pair.over) return;
    pair.over = true;
    pair.src.pairs.delete(pair);
    pair.dst.pairs.delete(pair);
    const [src, dst] = [partyOf(pair.src), partyOf(pair.dst)];
    if (pair.covered || src === dst) return;
    // The exchange rang a leg through a Local channel to connect it afterwards: the leg has its own record.
    if (src.local && pair.src.queue === '' && !dst.local) return;
    const twin = this.#ofParties(src, dst);
    if (twin && pair.inner) {
      twin.dialStatus ||= pair.dialStatus;
      src.recorded = true;
      dst.recorded = true;
      return;
    }
    if (twin) twin.covered = true;
    src.recorded = true;
    dst.recorded = true;
    pair.src.recorded = true;
    pair.dst.recorded = true;
    const ended: EndedPair = {
      src,
      dst,
      dialled: pair.dialled,
      application: pair.application,
      startedAt: pair.startedAt,
      linkedAt: pair.linkedAt,
      endedAt: at,
      dialStatus: pair.dialStatus,
      cause: dst.hungUpAt === null ? 0 : dst.cause,
    };
    const row = pairRow(ended, (leg) => this.#legs.numberOf(leg));
    if (pair.application === 'Dial') this.#asked.set(src, row.callee);
    this.#rows.write(row);
  }
}

const blank = (
  given: Pick<Pair, 'src' | 'dst' | 'application' | 'startedAt'> &
    Partial<Pick<Pair, 'linkedAt' | 'dialled' | 'inner'>>,
): Pair => ({
  src: given.src,
  dst: given.dst,
  dialled: given.dialled ?? '',
  application: given.application,
  startedAt: given.startedAt,
  inner: given.inner ?? false,
  linkedAt: given.linkedAt ?? null,
  dialStatus: '',
  over: false,
  covered: false,
});

/** The caller from outside first, else the leg that was there first: further records belong to its call. */
function inOrder(one: Leg, two: Leg): readonly [Leg, Leg] {
  const outside = (leg: Leg): number => (leg.trunk && leg.incoming ? 1 : 0);
  const order = outside(two) - outside(one) || one.createdAt - two.createdAt;
  return order <= 0 ? [one, two] : [two, one];
}

/** Number in a dial string: `trunk/1501112222`, `1501112222@trunk`, `trunk/sip:1501112222@host`. */
export const dialledNumber = (text: string): string =>
  /^([+*#\d]+)@/.exec(text)?.[1] ?? /\/(?:sip:)?([+*#\d]+)(?:@.*)?$/.exec(text)?.[1] ?? '';
