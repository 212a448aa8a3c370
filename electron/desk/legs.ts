import { type Leg, type LegState, legTransitions } from '../../shared/domain/call';
import type { PlatformTime } from '../../shared/domain/time';
import type { ChannelFact, LinkFact, PopFact } from '../platforms/driver';

/** What the newest facts say of one other party of a call of mine. */
export interface LegSight {
  readonly id: string;
  readonly channel: string;
  readonly number: string;
  readonly name: string;
  /** I called it, as far as the facts tell. */
  readonly outgoing: boolean;
  readonly state: LegState;
  readonly dialledAt: PlatformTime | null;
  readonly answeredAt: PlatformTime | null;
}

/** Everything known of one channel of mine, each part as fresh as its source. */
export interface CallFacts {
  readonly pop: PopFact | null;
  /** Desk's monotonic time of the answer that `pop` came in. */
  readonly popAt: number;
  readonly links: readonly LinkFact[];
  /** Monotonic time at which the request that brought `links` left. */
  readonly linksAskedAt: number;
  readonly channels: readonly ChannelFact[];
  /** My phone is rung first, then the number (click to dial). */
  readonly ringMe: boolean;
  /** My channel has been seen up. */
  readonly up: boolean;
  /** `status` answers; while it does not, pops alone decide. */
  readonly linksTrusted: boolean;
}

/** The other parties of a call, from links when there are any, else from the pop. */
export function sightLegs(facts: CallFacts): readonly LegSight[] {
  const { pop, links } = facts;
  const sights = links.map((link) => sightLink(link, facts));
  const popIsNewer = pop !== null && facts.popAt > facts.linksAskedAt;
  if (pop && (links.length === 0 || (popIsNewer && pop.refId !== '' && !links.some((l) => l.refId === pop.refId)))) {
    const sight = sightPop(pop, facts);
    // A newer pop that names another party tells that the party changed; what the old links say is over.
    return links.length === 0 ? [sight] : [...sights.map((old) => ({ ...old, state: 'ended' as const })), sight];
  }
  return sights;
}

const outgoing = (direct: LinkFact['direct'], ringMe: boolean): boolean => ringMe || direct === 'OUT';

function sightLink(link: LinkFact, facts: CallFacts): LegSight {
  return {
    id: link.refId,
    channel: link.refChannel,
    number: link.refNumber,
    name: facts.pop?.refId === link.refId ? facts.pop.name : '',
    outgoing: outgoing(link.direct, facts.ringMe),
    state: linkState(link, facts),
    dialledAt: link.dialledAt,
    answeredAt: link.linkedAt,
  };
}

function linkState(link: LinkFact, facts: CallFacts): LegState {
  const calling: LegState = outgoing(link.direct, facts.ringMe) ? 'dialing' : 'ringing';
  switch (link.state) {
    case 'Hangup':
      return 'ended';
    case 'Link':
      return isHeld(link, facts.channels) ? 'held' : 'talking';
    case 'UnLink':
      // Taken out of the bridge while both channels live: waits for me (consultation, hold by redirection).
      return 'held';
    case 'Dialing': {
      const answeredMeanwhile =
        calling === 'ringing' && facts.pop?.state === 'Up' && facts.pop.refId === link.refId && facts.up;
      return answeredMeanwhile ? 'talking' : calling;
    }
    case 'other':
      return link.channelState === 'Up' && link.refChannelState === 'Up' ? 'talking' : calling;
  }
}

/** Music is heard by the other party's channel (WEBCTI2 §4.20). */
const isHeld = (link: LinkFact, channels: readonly ChannelFact[]): boolean =>
  channels.some((fact) => fact.held && !fact.gone && (fact.id === link.refId || fact.channel === link.refChannel));

function sightPop(pop: PopFact, facts: CallFacts): LegSight {
  const out = outgoing(pop.direct, facts.ringMe);
  const heldThere = facts.channels.some((fact) => fact.held && !fact.gone && fact.id === pop.refId && pop.refId !== '');
  const up = facts.up || pop.state === 'Up';
  // My own channel being up says nothing of the other side when I am the one who calls.
  const talking = up && (!out || !facts.linksTrusted || runsApplication(facts.channels, pop.id));
  const held = heldThere || pop.parkedSince !== undefined;
  return {
    id: pop.refId,
    channel: pop.refChannel,
    number: pop.number,
    name: pop.name,
    outgoing: out,
    state: talking ? (held ? 'held' : 'talking') : out ? 'dialing' : 'ringing',
    dialledAt: pop.createdAt,
    answeredAt: null,
  };
}

/** Connected to something that is no party: an announcement, a voice mailbox, a conference. */
const runsApplication = (channels: readonly ChannelFact[], id: string): boolean =>
  channels.some(
    (fact) =>
      fact.id === id &&
      !fact.gone &&
      fact.application !== '' &&
      !/^(dial|appdial|wait|ringing)$/i.test(fact.application),
  );

/** Allowed steps from one state to another, the first state left out; null when there is no way. */
export function stepsBetween(from: LegState, to: LegState): readonly LegState[] | null {
  if (from === to) return [];
  const trails: LegState[][] = [[from]];
  const seen = new Set<LegState>([from]);
  for (let trail = trails.shift(); trail; trail = trails.shift()) {
    const last = trail.at(-1) ?? from;
    for (const next of legTransitions[last]) {
      if (next === to) return [...trail.slice(1), next];
      // Nothing goes on after the end.
      if (next === 'ended' || seen.has(next)) continue;
      seen.add(next);
      trails.push([...trail, next]);
    }
  }
  return null;
}

export interface LegStep {
  readonly legId: string;
  readonly from: LegState;
  readonly to: LegState;
}

/** Brings one leg to a state by allowed steps only; a state that cannot be reached is ignored. */
export function moveLeg(leg: Leg, to: LegState, at: PlatformTime, steps: LegStep[]): Leg {
  const way = stepsBetween(leg.state, to);
  if (!way || way.length === 0) return leg;
  let from = leg.state;
  for (const state of way) {
    steps.push({ legId: leg.id, from, to: state });
    from = state;
  }
  const answered = leg.answeredAt ?? (way.includes('talking') ? at : null);
  return { ...leg, state: to, answeredAt: answered };
}

/**
 * The legs of a call after new sights: known ones move, new ones begin and catch up, missing ones end.
 * A new party beside a living one is the person consulted when I called it; otherwise it takes the party's place.
 * @param together party, asked and I talk with each other: nobody waits
 */
export function stepLegs(
  before: readonly Leg[],
  sights: readonly LegSight[],
  at: PlatformTime,
  steps: LegStep[],
  together = false,
): { readonly legs: readonly Leg[]; readonly replaced: Leg | null } {
  const legs = [...before];
  let replaced: Leg | null = null;
  const seen = new Set<number>();
  const living = (index: number): boolean => legs[index]?.state !== 'ended';

  for (const sight of sights) {
    let index = legs.findIndex((leg) => leg.id === sight.id);
    // A pop that names nobody speaks of the party that is there.
    if (index < 0 && sight.id === '') index = legs.findIndex((leg, i) => leg.role === 'party' && living(i));
    // A leg that had no channel yet gets its id.
    if (index < 0) index = legs.findIndex((leg, i) => leg.id === '' && living(i) && !seen.has(i));
    if (index < 0 && (sight.state === 'ended' || (sight.id === '' && legs.length > 0))) continue;
    if (index < 0) {
      const partyIndex = legs.findIndex((leg, i) => leg.role === 'party' && living(i));
      const partyStillThere =
        partyIndex >= 0 && sights.some((s) => s.id === legs[partyIndex]?.id && s.state !== 'ended');
      const consults = partyIndex >= 0 && partyStillThere && sight.outgoing;
      const role = consults ? ('consult' as const) : ('party' as const);
      if (!consults && partyIndex >= 0) {
        const old = legs[partyIndex] as Leg;
        replaced = old;
        legs[partyIndex] = moveLeg(old, 'ended', at, steps);
        seen.add(partyIndex);
      } else if (!consults) {
        // The last one went an answer ago, and the call went on without anybody.
        replaced = legs.findLast((leg) => leg.role === 'party') ?? null;
      }
      const begin: LegState = sight.outgoing ? 'dialing' : 'ringing';
      legs.push({ ...describe(sight), role, state: begin, answeredAt: null });
      index = legs.length - 1;
    }
    seen.add(index);
    const leg = legs[index] as Leg;
    const described: Leg = leg.state === 'ended' ? leg : { ...leg, ...keepKnown(leg, describe(sight)) };
    const moved = moveLeg(described, sight.state, at, steps);
    const exact = sight.answeredAt !== null && moved.answeredAt !== null ? sight.answeredAt : moved.answeredAt;
    legs[index] = same(leg, moved, exact) ? leg : { ...moved, answeredAt: exact };
  }
  for (const [index, leg] of legs.entries()) {
    if (!seen.has(index) && leg.state !== 'ended') legs[index] = moveLeg(leg, 'ended', at, steps);
  }

  // While somebody is asked, the party waits; a platform may go on calling that pair linked.
  const asking =
    !together && legs.some((leg) => leg.role === 'consult' && (leg.state === 'dialing' || leg.state === 'talking'));
  const partyHeld = legs.map((leg) =>
    asking && leg.role === 'party' && leg.state === 'talking' ? moveLeg(leg, 'held', at, steps) : leg,
  );
  return { legs: partyHeld, replaced };
}

const describe = (sight: LegSight): Omit<Leg, 'role' | 'state' | 'answeredAt'> => ({
  id: sight.id,
  channel: sight.channel,
  number: sight.number,
  name: sight.name,
  dialledAt: sight.dialledAt,
});

/** Empty facts never wipe out known ones. */
const keepKnown = (leg: Leg, now: Omit<Leg, 'role' | 'state' | 'answeredAt'>): Partial<Leg> => ({
  id: now.id || leg.id,
  channel: now.channel || leg.channel,
  number: now.number || leg.number,
  name: now.name || leg.name,
  dialledAt: leg.dialledAt ?? now.dialledAt,
});

const same = (leg: Leg, moved: Leg, answeredAt: PlatformTime | null): boolean =>
  leg.id === moved.id &&
  leg.channel === moved.channel &&
  leg.number === moved.number &&
  leg.name === moved.name &&
  leg.state === moved.state &&
  leg.dialledAt === moved.dialledAt &&
  leg.answeredAt === answeredAt;
