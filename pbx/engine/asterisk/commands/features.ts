import { EngineTrouble, type Outcome } from '../../port';
import { field } from '../ami/port';
import type { Deeds, EngineView } from '../parts';
import type { Consults } from './consults';
import { codesOf, type Facts, may } from './facts';
import { areKeys, type Keys } from './keys';
import { isChannelName, peerOf } from './legs';
import type { Parking } from './parking';
import { done, no, noChannel, type Sender } from './sender';
import type { Watch } from './watch';

/** A telephone that knows the request picks up within this time. */
const pickUpMs = 2_500;
/** Q.850 (WEBCTI2 §6.5). */
const rejected = 21;

type Pressed = Promise<Outcome<'no-channel' | 'no-feature'>>;

/** Shortcuts by name and by code (WEBCTI2 §4.7, §4.8), each done in the way that this exchange has for it. */
export class Features {
  readonly #sender: Sender;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #facts: Facts;
  readonly #keys: Keys;
  readonly #watch: Watch;
  readonly #consults: Consults;
  readonly #parking: Parking;

  constructor(
    sender: Sender,
    parts: {
      view: EngineView;
      deeds: Deeds;
      facts: Facts;
      keys: Keys;
      watch: Watch;
      consults: Consults;
      parking: Parking;
    },
  ) {
    this.#sender = sender;
    this.#view = parts.view;
    this.#deeds = parts.deeds;
    this.#facts = parts.facts;
    this.#keys = parts.keys;
    this.#watch = parts.watch;
    this.#consults = parts.consults;
    this.#parking = parts.parking;
  }

  async byCode(channel: string, code: string): Pressed {
    if (!this.#lives(channel)) return no('no-channel');
    if (!areKeys(code) || !codesOf(await this.#facts.get()).has(code)) return no('no-feature');
    return this.#keys.press(channel, code);
  }

  async byName(channel: string, name: string): Pressed {
    if (!this.#lives(channel)) return no('no-channel');
    switch (name) {
      case 'answer':
        return this.#pickUp(channel);
      case 'reject':
        if (this.#view.channel(channel)?.state !== 'Ringing') return no('no-feature');
        this.#deeds.ends?.(channel, rejected);
        return this.#sender.tell('Hangup', { Channel: channel, Cause: rejected }, noChannel);
      case 'atxferswap':
      case 'atxferthreeway':
        return this.#consults.press(channel, name);
      case 'atxferabort':
        return this.#consults.cancel(channel);
      case 'atxfercomplete':
        return this.#consults.complete(channel);
      case 'park':
        return this.#park(channel);
      default:
        return name.startsWith('dtmf:') ? this.#tones(channel, name.slice(5)) : this.#configured(channel, name);
    }
  }

  #lives(channel: string): boolean {
    return isChannelName(channel) && this.#view.channel(channel) !== undefined;
  }

  /**
   * The request that desk telephones with remote control take (`Event: talk`, in the dialog of the call). A telephone
   * that does not know it says yes and goes on ringing, so the answer waits for the line itself.
   */
  async #pickUp(channel: string): Pressed {
    if (this.#view.channel(channel)?.state !== 'Ringing') return no('no-feature');
    const answered = this.#watch.next(
      (event) =>
        field(event, 'Channel') === channel &&
        (event.event === 'Hangup' || (event.event === 'Newstate' && field(event, 'ChannelStateDesc') === 'Up')),
      pickUpMs,
    );
    const told = await this.#request(channel, 'talk');
    if (!told.ok) return told;
    const event = await answered;
    if (event?.event === 'Newstate') return done;
    if (event) return no('no-channel');
    throw new EngineTrouble('missing', 'answer: this telephone does not take calls by command');
  }

  async #request(channel: string, event: string): Promise<Outcome<'no-channel'>> {
    const facts = await this.#facts.get();
    const [driver = '', peer = ''] = /^([A-Za-z]+)\/(.+)-[0-9a-f]+$/i.exec(channel)?.slice(1) ?? [];
    if (/^PJSIP$/i.test(driver) && may(facts, 'PJSIPNotify')) {
      return this.#sender.tell('PJSIPNotify', { Channel: channel, Variable: [`Event=${event}`] }, noChannel);
    }
    if (/^SIP$/i.test(driver) && may(facts, 'SIPnotify')) {
      const dialog = await this.#sender.variable('SIPCALLID', channel);
      if (dialog === undefined) return no('no-channel');
      const fields = { Channel: peer, Variable: [`Event=${event}`], ...(dialog && { 'Call-ID': dialog }) };
      return this.#sender.tell('SIPnotify', fields, noChannel);
    }
    throw new EngineTrouble('missing', 'answer: this telephone cannot be told to take a call');
  }

  /** The other party hears the tones; where there is none, the application that the person talks to gets the keys. */
  async #tones(channel: string, keys: string): Pressed {
    if (!areKeys(keys) || this.#view.channel(channel)?.state !== 'Up') return no('no-feature');
    const peer = peerOf(this.#view, channel);
    return peer === undefined ? this.#keys.press(channel, keys) : this.#keys.sound(peer, keys);
  }

  async #park(channel: string): Pressed {
    const peer = peerOf(this.#view, channel);
    if (peer === undefined) return no('no-feature');
    const parked = await this.#parking.park(peer, channel, 0);
    return parked.ok ? done : no(parked.why === 'no-lot' ? 'no-feature' : parked.why);
  }

  /** The exchange's own names: those of its feature map and of its application map. */
  async #configured(channel: string, name: string): Pressed {
    const { features, applicationMap } = await this.#facts.get();
    const code = applicationMap?.get(name) ?? features.get(name);
    if (code === undefined || !areKeys(code) || this.#view.channel(channel)?.state !== 'Up') return no('no-feature');
    return this.#keys.press(channel, code);
  }
}
