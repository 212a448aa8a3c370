import type { PlatformTime } from '../../../../shared/domain/time';
import type { Link } from '../../port';
import { type Ground, lingerSeconds, type Writable } from './ground';
import type { Leg, Legs } from './legs';
import type { Pair, Wiring } from './wiring';

/** Between the word of a bridge that somebody left it and the word that the channel is gone. */
const goneMs = 1_000;
/** Between the word that somebody left a bridge and the music of whom he has put aside there: another thread plays it. */
const asideMs = 500;

interface Row {
  view: Link;
  readonly src: Leg;
  readonly dst: Leg;
  /** Bridges in which they talked; one who waits there alone still belongs to the other. */
  bridges: readonly string[];
  /** Since when one of them is alone in their bridge and hears nothing, which may yet turn out to be a wait. */
  aloneAt: PlatformTime | null;
  stop: () => void;
}

/** Who called whom and who talks to whom, as the vendor's interface lists it: every pair ends exactly once. */
export class Links {
  readonly #ground: Ground;
  readonly #legs: Legs;
  readonly #wiring: Wiring;
  readonly #rows = new Map<string, Row>();
  readonly #ofLeg = new Map<Leg, Set<Row>>();
  readonly #dirty = new Set<Leg>();
  #list: readonly Link[] | null = null;

  constructor(ground: Ground, legs: Legs, wiring: Wiring) {
    this.#ground = ground;
    this.#legs = legs;
    this.#wiring = wiring;
  }

  all(): readonly Link[] {
    this.settle();
    this.#list ??= [...this.#rows.values()].map(({ view }) => view);
    return this.#list;
  }

  /** The connections of a leg changed: dialled, bridged, left, held, gone. */
  changed(leg: Leg): void {
    this.#dirty.add(leg);
    this.#ground.touch();
  }

  /** Legs that a leg is paired with now, the talking ones first. */
  partners(leg: Leg): Leg[] {
    this.settle();
    const rows = [...(this.#ofLeg.get(leg) ?? [])].filter(({ view }) => !view.cleared);
    rows.sort((a, b) => Number(b.view.state === 'Link') - Number(a.view.state === 'Link'));
    return rows.map((row) => (row.src === leg ? row.dst : row.src));
  }

  /** Whoever a leg was paired with last, also when that is over. */
  lastPartner(leg: Leg, test: (other: Leg) => boolean): Leg | undefined {
    this.settle();
    const others = [...(this.#ofLeg.get(leg) ?? [])].map((row) => (row.src === leg ? row.dst : row.src));
    return others.findLast(test);
  }

  /** These two belong together although they are in no bridge now: `waits` was put aside by the other. */
  aside(src: Leg, dst: Leg, waits: Leg): void {
    this.settle();
    const pair: Pair = { src, dst, state: 'Link', bridges: [waits.bridge, waits.bridge] };
    const row = this.#rows.get(keyOf(src, dst));
    if (row) this.#renew(row, pair);
    else this.#begin(pair);
    this.changed(src);
  }

  settle(): void {
    if (this.#dirty.size === 0) return;
    const legs = this.#wiring.around(this.#dirty);
    this.#dirty.clear();
    for (const leg of [...legs]) {
      for (const row of this.#ofLeg.get(leg) ?? []) if (!row.view.cleared) legs.add(row.src).add(row.dst);
    }
    const living = [...legs].filter(({ hungUpAt }) => hungUpAt === null);
    const found = this.#thinned(this.#wiring.pairs(living)).filter((pair) => !this.#standsIn(pair));
    const pairs = new Map(found.map((pair) => [keyOf(pair.src, pair.dst), pair]));
    const paired = new Set([...pairs.values()].flatMap(({ src, dst }) => [src, dst]));
    for (const row of new Set([...legs].flatMap((leg) => [...(this.#ofLeg.get(leg) ?? [])]))) {
      const key = keyOf(row.src, row.dst);
      const pair = pairs.get(key);
      pairs.delete(key);
      if (pair) this.#renew(row, pair);
      else if (!row.view.cleared) this.#part(row, paired);
      else this.#ended(row);
    }
    for (const pair of pairs.values()) this.#begin(pair);
    for (const leg of legs) this.#legs.changed(leg);
  }

  clear(): void {
    for (const { stop } of this.#rows.values()) stop();
    this.#rows.clear();
    this.#ofLeg.clear();
    this.#dirty.clear();
    this.#list = null;
  }

  /** In a bridge of more than two everybody is paired with the one who brought them together, not with each other. */
  #thinned(pairs: readonly Pair[]): readonly Pair[] {
    const crowded = pairs.filter(
      ({ bridges: [id], state }) => state === 'Link' && (this.#wiring.bridge(id)?.legs.size ?? 0) > 2,
    );
    if (crowded.length < 2) return pairs;
    const known = crowded.filter(({ src, dst }) => this.#rows.has(keyOf(src, dst)));
    const count = new Map<Leg, number>();
    for (const { src, dst } of known) for (const leg of [src, dst]) count.set(leg, (count.get(leg) ?? 0) + 1);
    const [hub] = [...count].sort((a, b) => b[1] - a[1])[0] ?? [crowded[0]?.src];
    const dropped = new Set(crowded.filter((pair) => !known.includes(pair) && pair.src !== hub && pair.dst !== hub));
    return pairs.filter((pair) => !dropped.has(pair));
  }

  #begin({ src, dst, state, bridges }: Pair): void {
    const now = this.#ground.now();
    const view: Link = {
      src: src.name,
      dst: dst.name,
      srcUniqueId: src.uniqueId,
      dstUniqueId: dst.uniqueId,
      state,
      createdAt: now,
      dialledAt: now,
      linkedAt: state === 'Link' ? now : null,
      unlinkedAt: null,
      cleared: false,
    };
    const row: Row = { view, src, dst, bridges: state === 'Link' ? bridges : [], aloneAt: null, stop: () => {} };
    this.#rows.set(keyOf(src, dst), row);
    for (const leg of [src, dst]) {
      const rows = this.#ofLeg.get(leg);
      if (rows) rows.add(row);
      else this.#ofLeg.set(leg, new Set([row]));
    }
    this.#list = null;
    const { events } = this.#ground;
    events.emit('Dial', { Source: src.name, Destination: dst.name, CallerID: this.#legs.numberShown(src) });
    if (state === 'Link') events.emit('Link', this.#told(row));
  }

  #renew(row: Row, { state, bridges }: Pair): void {
    if (state === 'Link') row.bridges = bridges;
    row.aloneAt = null;
    const { view } = row;
    const talks = view.state === 'Link' && !view.cleared;
    if (!view.cleared && (talks || view.state === state)) return;
    row.stop();
    const linkedAt = state === 'Link' ? (view.linkedAt ?? this.#ground.now()) : view.linkedAt;
    this.#show(row, { state, linkedAt, unlinkedAt: null, cleared: false });
    if (state === 'Link') this.#ground.events.emit('Link', this.#told(row));
  }

  #part(row: Row, paired: ReadonlySet<Leg>): void {
    const { src, dst, view } = row;
    const gone = src.hungUpAt !== null || dst.hungUpAt !== null;
    if (!gone && view.state === 'Link') {
      if (this.#waits(src, row, paired) || this.#waits(dst, row, paired)) {
        row.aloneAt = null;
        return;
      }
      if (this.#mayWait(row, paired)) return;
    }
    // Another pair has taken its place: it stood for somebody who was not there yet.
    if (!gone && (this.#wiring.handsOn(src) || this.#wiring.handsOn(dst))) {
      this.#forget(row);
      return;
    }
    const was = view.state;
    if (was === 'Link') this.#ground.events.emit('Unlink', this.#told(row));
    const state = gone || was === 'Dialing' ? 'Hangup' : 'UnLink';
    this.#show(row, { state, unlinkedAt: this.#ground.now(), cleared: true });
    row.stop = this.#ground.after(lingerSeconds * 1000, () => {
      this.#forget(row);
      this.#ground.touch();
    });
  }

  /** A pair that fell apart because one of them hung up: the bridge tells of it first. */
  #ended({ src, dst, view }: Row): void {
    if (view.state !== 'UnLink' || (src.hungUpAt === null && dst.hungUpAt === null)) return;
    const row = this.#rows.get(keyOf(src, dst));
    if (row && this.#ground.now() - (view.unlinkedAt ?? 0) < goneMs) this.#show(row, { state: 'Hangup' });
  }

  /** One of the two hears music because the other has put the call aside: they still belong together. */
  #waits(leg: Leg, row: Row, paired: ReadonlySet<Leg>): boolean {
    if (paired.has(leg)) return false;
    if (leg.heldByUs !== null) return true;
    const music = leg.music ?? this.#wiring.music(leg);
    return music !== null && leg.bridge !== '' && row.bridges.includes(leg.bridge) && !leg.waiting && !leg.seated;
  }

  /** Whoever is left behind where they talked is given the time in which his music may begin. */
  #mayWait(row: Row, paired: ReadonlySet<Leg>): boolean {
    const left = [row.src, row.dst].find(
      (leg) => row.bridges.includes(leg.bridge) && !paired.has(leg) && !leg.name.startsWith('Local/'),
    );
    return left !== undefined && this.#isGiven(row, left);
  }

  #isGiven(row: Row, left: Leg): boolean {
    const now = this.#ground.now();
    if (row.aloneAt === null) {
      row.aloneAt = now;
      row.stop = this.#ground.after(asideMs, () => this.changed(left));
    }
    return now - row.aloneAt < asideMs;
  }

  /** A Local half before somebody who hears music, or may in a moment, stands for the one who has put him aside, and talks to another. */
  #standsIn({ src, dst }: Pair): boolean {
    const waits = [src, dst].find(({ name }) => !name.startsWith('Local/'));
    if (!waits || ![src, dst].some(({ name }) => name.startsWith('Local/'))) return false;
    const talked = [...(this.#ofLeg.get(waits) ?? [])].find((row) => {
      const other = row.src === waits ? row.dst : row.src;
      const talks = row.view.state === 'Link' && !row.view.cleared && row.bridges.includes(waits.bridge);
      return talks && other.hungUpAt === null && !other.name.startsWith('Local/');
    });
    if (!talked) return false;
    return this.#wiring.music(waits) !== null || this.#isGiven(talked, waits);
  }

  #show(row: Row, change: Partial<Writable<Link>>): void {
    row.view = { ...row.view, ...change };
    this.#list = null;
  }

  #forget(row: Row): void {
    row.stop();
    const key = keyOf(row.src, row.dst);
    if (this.#rows.get(key) === row) this.#rows.delete(key);
    for (const leg of [row.src, row.dst]) {
      const rows = this.#ofLeg.get(leg);
      rows?.delete(row);
      if (rows?.size === 0) this.#ofLeg.delete(leg);
    }
    this.#list = null;
  }

  #told({ src, dst }: Row): Readonly<Record<string, string>> {
    return {
      Channel1: src.name,
      Channel2: dst.name,
      Uniqueid1: src.uniqueId,
      Uniqueid2: dst.uniqueId,
      CallerID1: this.#legs.numberShown(src),
      CallerID2: this.#legs.numberShown(dst),
    };
  }
}

const keyOf = (a: Leg, b: Leg): string =>
  a.uniqueId < b.uniqueId ? `${a.uniqueId} ${b.uniqueId}` : `${b.uniqueId} ${a.uniqueId}`;
