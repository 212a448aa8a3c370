import type { CallEngine, Channel, Link } from '../../engine/port';

/** What the engine shows of one call of the dialler; all of it may be missing while nothing has happened yet. */
export interface Sight {
  /** The leg that was rung first; undefined: the engine has forgotten it, or never had it. */
  readonly first: Channel | undefined;
  readonly customer: Channel | undefined;
  /** Leg of the agent who talks or talked to the customer. */
  readonly agent: Channel | undefined;
  /** When the customer answered. */
  readonly answeredAt: number | null;
  /** When customer and agent heard each other first. */
  readonly linkedAt: number | null;
  /** When the customer's line began to be rung. */
  readonly dialledAt: number | null;
  /** Nothing of it lives any more. */
  readonly over: boolean;
}

/** What the engine shows at one moment: live channels at hand, gone ones and pairs looked up once. */
export class Channels {
  readonly #engine: CallEngine;
  readonly #counts: (channel: string) => boolean;
  #all: ReadonlyMap<string, Channel> | null = null;
  #links: readonly Link[] | null = null;

  /** `counts`: false for the leg of an agent who has lifted and not taken the call. */
  constructor(engine: CallEngine, counts: (channel: string) => boolean = () => true) {
    this.#engine = engine;
    this.#counts = counts;
  }

  links(): readonly Link[] {
    this.#links ??= this.#engine.links().filter(({ src, dst }) => this.#counts(src) && this.#counts(dst));
    return this.#links;
  }

  find(name: string): Channel | undefined {
    if (name === '') return undefined;
    const live = this.#engine.channel(name);
    if (live) return live;
    this.#all ??= new Map(this.#engine.channels().map((channel) => [channel.name, channel]));
    return this.#all.get(name);
  }
}

const isAgent = (channel: Channel | undefined): boolean => channel !== undefined && channel.device !== '';

/** The call whose customer was rung first: he may have been connected with somebody. */
export function customerFirst(name: string, channels: Channels, links: readonly Link[]): Sight {
  const first = channels.find(name);
  const talks = links
    .filter((link) => link.linkedAt !== null && (link.src === name || link.dst === name))
    .map((link) => ({ link, other: channels.find(link.src === name ? link.dst : link.src) }))
    .filter(({ other }) => isAgent(other));
  const talk = talks[0];
  return {
    first,
    customer: first,
    agent: talk?.other,
    answeredAt: first?.answeredAt ?? null,
    linkedAt: talk?.link.linkedAt ?? null,
    dialledAt: first?.createdAt ?? null,
    over: first === undefined || first.hungUpAt !== null,
  };
}

/**
 * The call whose agent was rung first, or dialled by hand: the customer is whom the agent's leg calls. `known` is the
 * customer's channel once it was seen, because a pair that was taken apart is forgotten after a while.
 */
export function agentFirst(name: string, known: string, channels: Channels, links: readonly Link[]): Sight {
  const first = channels.find(name);
  const call = links.find((link) => link.src === name);
  const customer = channels.find(call?.dst ?? known);
  const goes = (channel: Channel | undefined): boolean => channel !== undefined && channel.hungUpAt === null;
  return {
    first,
    customer,
    agent: first,
    answeredAt: call?.linkedAt ?? null,
    linkedAt: call?.linkedAt ?? null,
    dialledAt: call?.dialledAt ?? null,
    // A customer who was passed on to a colleague is still in the call.
    over: customer ? !goes(customer) && !goes(first) : !goes(first),
  };
}

/** How a call that did not come about ended, in the words of WEBCTI2 §6.1.3.2, from its cause (§6.5). */
export function dispositionOf(cause: number): string {
  if (cause === 17 || cause === 21) return 'BUSY';
  if (cause === 19) return 'NOANSWER';
  if (cause === 34) return 'CONGESTION';
  return cause === 1 || cause === 38 || cause === 52 || cause === 0 ? 'CHANUNAVAIL' : 'CANCEL';
}
