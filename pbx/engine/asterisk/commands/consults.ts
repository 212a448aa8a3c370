import { EngineTrouble, type Outcome } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Deeds, EngineView } from '../parts';
import type { Dialplan } from './dialplan';
import type { Facts } from './facts';
import type { Holds } from './holds';
import type { Keys } from './keys';
import { isChannelName, peerOf } from './legs';
import { done, no, noChannel, type Sender } from './sender';
import type { Watch } from './watch';

/** From the action to the moment in which the customer waits; the digits themselves come after it. */
const beginMs = 2_500;
/** From the first key to the moment in which the exchange has done what they ask. */
const keyedMs = 2_500;

/**
 * An attended transfer that the exchange conducts.
 *
 *   asking ──▶ ringing ──▶ talking ──▶ three-way
 *      └───────────┴──────────┴── busy, silent, gone, cancelled: back with the customer
 */
interface Consult {
  readonly agent: string;
  readonly customer: string;
  readonly handsOver: boolean;
  /** Somebody's own number, behind which a telephone has to answer. */
  readonly person: boolean;
  /** The exchange's own leg to the asked person; empty while it listens to the digits. */
  asked: string;
  phase: 'asking' | 'ringing' | 'talking' | 'three-way';
}

export class Consults {
  readonly #sender: Sender;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #dialplan: Dialplan;
  readonly #facts: Facts;
  readonly #holds: Holds;
  readonly #keys: Keys;
  readonly #watch: Watch;
  readonly #consults = new Map<string, Consult>();
  /** Local legs by the bridge that they entered last. */
  readonly #locals = new Map<string, string>();
  readonly #answered = new Set<string>();
  /** Halves of Local legs behind which a telephone has answered, not an application. */
  readonly #reached = new Set<string>();

  constructor(
    sender: Sender,
    dialplan: Dialplan,
    parts: { view: EngineView; deeds: Deeds; facts: Facts; holds: Holds; keys: Keys; watch: Watch },
  ) {
    this.#sender = sender;
    this.#dialplan = dialplan;
    this.#view = parts.view;
    this.#deeds = parts.deeds;
    this.#facts = parts.facts;
    this.#holds = parts.holds;
    this.#keys = parts.keys;
    this.#watch = parts.watch;
    this.#watch.on((event) => this.#see(event));
  }

  has(agent: string): boolean {
    return this.#consults.has(agent);
  }

  /** `handsOver`: the agent steps out as soon as somebody answers; when nobody does, the exchange gives the call back. */
  async start(
    agent: string,
    exten: string,
    context: string,
    handsOver: boolean,
  ): Promise<Outcome<'no-channel' | 'no-peer'>> {
    if (!isChannelName(agent) || !this.#view.channel(agent)) return no('no-channel');
    const customer = peerOf(this.#view, agent);
    if (customer === undefined || this.#consults.has(agent)) return no('no-peer');
    const place = await this.#dialplan.find(context, exten);
    if (!place) throw new EngineTrouble('refused', 'no such extension');
    const digits = await this.#dialplan.forDigits(place);
    await this.#holds.release(customer, agent);
    const person = (this.#view.user(exten) ?? this.#view.device(exten)) !== undefined;
    const consult: Consult = { agent, customer, handsOver, person, asked: '', phase: 'asking' };
    this.#consults.set(agent, consult);
    try {
      return await this.#begin(consult, digits);
    } catch (error) {
      this.#consults.delete(agent);
      throw error;
    }
  }

  async #begin(
    consult: Consult,
    { context, exten }: { context: string; exten: string },
  ): Promise<Outcome<'no-channel'>> {
    const { agent, customer } = consult;
    const begun = this.#watch.next(
      (event) =>
        (event.event === 'Hold' && field(event, 'Channel') === agent) ||
        (event.event === 'MusicOnHoldStart' && field(event, 'Channel') === customer) ||
        (event.event === 'Hangup' && [agent, customer].includes(field(event, 'Channel'))),
      beginMs,
    );
    const told = await this.#sender.tell('Atxfer', { Channel: agent, Context: context, Exten: exten }, noChannel);
    if (!told.ok) {
      this.#consults.delete(agent);
      return told;
    }
    const event = await begun;
    // The exchange says "queued" also where the call may not be transferred.
    if (!event) throw new EngineTrouble('missing', 'this call allows no transfer (option t or T of Queue and Dial)');
    if (event.event !== 'Hangup') return done;
    this.#consults.delete(agent);
    return no('no-channel');
  }

  /** The agent steps out; the others stay together, or the customer goes on calling. */
  async complete(agent: string): Promise<Outcome<'no-channel' | 'no-feature'>> {
    const consult = this.#consults.get(agent);
    if (!consult || consult.phase === 'asking') return no('no-feature');
    return this.#sender.tell('Hangup', { Channel: agent }, noChannel);
  }

  /** Gives the consultation up: back with the customer, whether somebody answered or not. */
  async cancel(agent: string): Promise<Outcome<'no-channel' | 'no-feature'>> {
    const phase = this.#consults.get(agent)?.phase;
    if (phase === undefined || phase === 'three-way') return no('no-feature');
    return this.#sender.tell('CancelAtxfer', { Channel: agent }, noChannel);
  }

  /**
   * Keys that the exchange listens to while it conducts a consultation. Done is what it has done: keys that come while the
   * agent still moves from one bridge to the other are lost, so the next ones wait until he has arrived.
   */
  async press(agent: string, feature: 'atxferthreeway' | 'atxferswap'): Promise<Outcome<'no-channel' | 'no-feature'>> {
    if (this.#consults.get(agent)?.phase !== 'talking') return no('no-feature');
    const keys = (await this.#facts.get()).features.get(feature);
    if (keys === undefined) throw new EngineTrouble('missing', `${feature}: this exchange has no keys for it`);
    const heard = this.#watch.next(
      feature === 'atxferswap'
        ? (event) => event.event === 'BridgeEnter' && field(event, 'Channel') === agent
        : (event) => event.event === 'AttendedTransfer' && field(event, 'OrigTransfererChannel') === agent,
      keyedMs,
    );
    const pressed = await this.#keys.press(agent, keys);
    if (!pressed.ok) return pressed;
    if (!(await heard)) throw new EngineTrouble('refused', `${feature}: the keys were pressed and nothing came of it`);
    return done;
  }

  #see(event: AmiEvent): void {
    if (this.#consults.size === 0) {
      this.#locals.clear();
      this.#answered.clear();
      this.#reached.clear();
      return;
    }
    const channel = field(event, 'Channel');
    const bridge = field(event, 'BridgeUniqueid');
    const consult = this.#consults.get(channel);
    switch (event.event) {
      case 'BridgeEnter':
        if (channel.startsWith('Local/')) this.#locals.set(bridge, channel);
        if (consult) this.#entered(consult, bridge);
        return;
      case 'MusicOnHoldStop':
        this.#waitsNoMore(channel);
        return;
      case 'DialEnd':
        if (field(event, 'DialStatus') === 'ANSWER') this.#dialled(channel, field(event, 'DestChannel'));
        return;
      case 'AttendedTransfer': {
        const own = this.#consults.get(field(event, 'OrigTransfererChannel'));
        if (!own) return;
        if (field(event, 'DestType') === 'Threeway') own.phase = 'three-way';
        else this.#handedOver(own);
        return;
      }
      case 'Hangup':
        this.#consults.delete(channel);
        this.#gone(channel);
        return;
      default:
    }
  }

  /** The vendor's own words for who transferred (WEBCTI2 §6.1); the exchange has others. */
  #handedOver({ agent, customer }: Consult): void {
    this.#consults.delete(agent);
    const number = this.#view.channel(agent)?.callerId ?? '';
    this.#deeds.variable(customer, 'ATDTRANSFER', agent);
    this.#deeds.variable(customer, 'ATDTRANSFERNUMBER', number);
  }

  /** Into the bridge of the question; back and forth between it and the call, that is a swap. */
  #entered(consult: Consult, bridge: string): void {
    const local = this.#locals.get(bridge);
    if (local === undefined || consult.phase !== 'asking') return;
    consult.asked = local;
    consult.phase = 'ringing';
    if (this.#answered.has(local)) this.#talk(consult);
  }

  /** The asked person's leg is gone: busy, silent, hung up or cancelled. The exchange gives the call back. */
  #gone(asked: string): void {
    for (const consult of this.#consults.values()) {
      if (consult.asked === asked && consult.phase !== 'three-way') this.#consults.delete(consult.agent);
    }
  }

  /** The digits were no number, or were given up: nobody was ever asked. */
  #waitsNoMore(customer: string): void {
    for (const consult of this.#consults.values()) {
      if (consult.customer === customer && consult.phase === 'asking') this.#consults.delete(consult.agent);
    }
  }

  #dialled(by: string, asked: string): void {
    if (by.startsWith('Local/')) this.#reached.add(by);
    if (!asked.startsWith('Local/')) return;
    this.#answered.add(asked);
    for (const consult of this.#consults.values()) {
      if (consult.asked === asked && consult.phase === 'ringing') this.#talk(consult);
    }
  }

  #talk(consult: Consult): void {
    consult.phase = 'talking';
    if (!consult.handsOver) return;
    // The mailbox of somebody who was to be reached in person: the call comes back.
    const mailbox = consult.person && !this.#reached.has(consult.asked.replace(/;1$/, ';2'));
    this.#sender
      .tell(mailbox ? 'CancelAtxfer' : 'Hangup', { Channel: consult.agent }, noChannel)
      .catch((error: unknown) => this.#sender.log('transfer', error));
  }
}
