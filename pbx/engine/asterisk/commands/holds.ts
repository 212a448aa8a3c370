import { EngineTrouble, type Outcome } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { AsteriskSetup, Deeds, EngineView } from '../parts';
import { type Facts, hasModule, holdFeature, lineExtens, may } from './facts';
import type { Keys } from './keys';
import { isChannelName, peerOf } from './legs';
import { done, no, noChannel, type Sender } from './sender';
import type { Watch } from './watch';

/** From the last key to the music: features wait for one more key first. */
const musicMs = 3_000;

interface Held {
  readonly customer: string;
  readonly agent: string;
  readonly music: string;
  /** `keyed`: both still share a bridge, one hears music; `parted`: both were taken out of it. */
  readonly how: 'keyed' | 'parted';
  readonly off: string;
}

/** What a hold has set on the customer's leg, read by the two features and by the extension `hold`. */
const musicVariable = 'SEATLINE_MUSIC';
/** Which of two legs hears nothing at the extension `hold`. */
const sideVariable = 'SEATLINE_HOLD';

/**
 * Hold with music, by command. There is no action for it. A feature of the exchange's own, pressed on the agent's leg,
 * plays music to the other one and leaves bridge, queue call and recording as they are; where the exchange has no such
 * feature both legs are taken out of their bridge, which ends the queue's own account of the call.
 */
export class Holds {
  readonly #sender: Sender;
  readonly #setup: AsteriskSetup;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #facts: Facts;
  readonly #keys: Keys;
  readonly #watch: Watch;
  readonly #held = new Map<string, Held>();

  constructor(
    sender: Sender,
    setup: AsteriskSetup,
    { view, deeds, facts, keys, watch }: { view: EngineView; deeds: Deeds; facts: Facts; keys: Keys; watch: Watch },
  ) {
    this.#sender = sender;
    this.#setup = setup;
    this.#view = view;
    this.#deeds = deeds;
    this.#facts = facts;
    this.#keys = keys;
    this.#watch = watch;
    watch.on((event) => this.#see(event));
  }

  async hold(channel: string, musicClass: string): Promise<Outcome<'no-channel'>> {
    if (!isChannelName(channel) || !this.#view.channel(channel)) return no('no-channel');
    if (this.#held.has(channel)) return done;
    const agent = peerOf(this.#view, channel);
    if (agent === undefined) throw new EngineTrouble('refused', 'nobody talks to this channel');
    const facts = await this.#facts.get();
    const music = /^[\w.-]{1,80}$/.test(musicClass) ? musicClass : 'default';
    const set = await this.#set(channel, musicVariable, music);
    if (!set.ok) return set;
    const feature = holdFeature(facts, this.#setup);
    if (feature && (await this.#has(agent, feature.on))) return this.#key(channel, agent, music, feature.off);
    if (facts.lines.hold) return this.#part(channel, agent, music);
    throw new EngineTrouble('missing', 'hold: this exchange has neither the feature nor the extension for it');
  }

  async unhold(channel: string): Promise<Outcome<'no-channel'>> {
    if (!isChannelName(channel) || !this.#view.channel(channel)) return no('no-channel');
    const held = this.#held.get(channel) ?? (await this.#remembered(channel));
    return held ? this.#release(held) : done;
  }

  /** Ends a hold before the channel goes elsewhere: a leg that is muted would stay so. */
  async release(...channels: readonly string[]): Promise<void> {
    for (const channel of channels) {
      const held = this.#held.get(channel);
      if (held) await this.#release(held);
    }
  }

  /** A hold from before a restart of this platform: known to the view alone. */
  async #remembered(channel: string): Promise<Held | undefined> {
    const agent = peerOf(this.#view, channel);
    if (agent === undefined || this.#view.channel(channel)?.held !== true) return undefined;
    const feature = holdFeature(await this.#facts.get(), this.#setup);
    if (!feature || !(await this.#has(agent, feature.off))) return undefined;
    return { customer: channel, agent, music: '', how: 'keyed', off: feature.off };
  }

  /** Features count for a leg by this variable, its own or the exchange's, when it enters a bridge. */
  async #has(leg: string, feature: string): Promise<boolean> {
    const names = (await this.#sender.variable('DYNAMIC_FEATURES', leg)) ?? '';
    return names.split('#').includes(feature);
  }

  async #key(customer: string, agent: string, music: string, off: string): Promise<Outcome<'no-channel'>> {
    const plays = this.#watch.next((event) => isOf(event, 'MusicOnHoldStart', customer), musicMs + keyingMs);
    const pressed = await this.#keys.press(agent, this.#setup.holdCode);
    if (!pressed.ok) return pressed;
    if (!(await plays)) throw new EngineTrouble('refused', 'hold: the keys were pressed and no music began');
    this.#note({ customer, agent, music, how: 'keyed', off });
    // Music goes one way only: without this the agent would go on hearing the caller.
    await this.#mute(customer, true);
    return done;
  }

  async #part(customer: string, agent: string, music: string): Promise<Outcome<'no-channel'>> {
    const { transferContext } = this.#setup;
    const silent = await this.#set(agent, sideVariable, 'silence');
    if (!silent.ok) return silent;
    this.#note({ customer, agent, music, how: 'parted', off: '' });
    const parted = await this.#sender
      .tell(
        'Redirect',
        {
          Channel: customer,
          Context: transferContext,
          Exten: lineExtens.hold,
          Priority: 1,
          ExtraChannel: agent,
          ExtraContext: transferContext,
          ExtraExten: lineExtens.hold,
          ExtraPriority: 1,
        },
        noChannel,
      )
      .catch((error: unknown) => {
        this.#forget(customer);
        throw error;
      });
    if (!parted.ok) this.#forget(customer);
    else this.#deeds.transferred(agent, lineExtens.hold);
    return parted;
  }

  async #release(held: Held): Promise<Outcome<'no-channel'>> {
    const { customer, agent, how } = held;
    if (how === 'parted') {
      const joined = await this.#sender.tell('Bridge', { Channel1: agent, Channel2: customer, Tone: 'no' }, noChannel);
      if (joined.ok) this.#forget(customer);
      return joined;
    }
    await this.#mute(customer, false);
    const quiet = this.#watch.next((event) => isOf(event, 'MusicOnHoldStop', customer), musicMs + keyingMs);
    const pressed = await this.#keys.press(agent, this.#setup.unholdCode);
    if (!pressed.ok) return pressed;
    if (!(await quiet)) throw new EngineTrouble('refused', 'hold: the keys were pressed and the music did not end');
    this.#forget(customer);
    return done;
  }

  /** Without the module, or the right to it, the hold is one all the same: the agent hears what the caller says. */
  async #mute(customer: string, on: boolean): Promise<void> {
    const facts = await this.#facts.get();
    if (!may(facts, 'MuteAudio') || !hasModule(facts, 'res_mutestream')) return;
    const answer = await this.#sender.ask('MuteAudio', {
      Channel: customer,
      Direction: 'in',
      State: on ? 'on' : 'off',
    });
    if (!answer.ok) this.#sender.log('hold', new EngineTrouble('refused', `MuteAudio: ${answer.message}`));
  }

  #set(channel: string, variable: string, value: string): Promise<Outcome<'no-channel'>> {
    return this.#sender.tell('Setvar', { Channel: channel, Variable: variable, Value: value }, noChannel);
  }

  #note(held: Held): void {
    this.#held.set(held.customer, held);
    this.#deeds.held(held.customer, true, held.music);
  }

  #forget(customer: string): void {
    this.#held.delete(customer);
    this.#deeds.held(customer, false, '');
  }

  /** One of the two has gone: what the other one was left with is undone. */
  #see(event: AmiEvent): void {
    if (event.event !== 'Hangup' || this.#held.size === 0) return;
    const gone = field(event, 'Channel');
    for (const held of [...this.#held.values()]) {
      if (gone !== held.customer && gone !== held.agent) continue;
      this.#forget(held.customer);
      const left = gone === held.customer ? held.agent : held.customer;
      const undone =
        held.how === 'parted'
          ? this.#sender.ask('Hangup', { Channel: left })
          : gone === held.agent && this.#mute(left, false);
      if (undone) undone.catch((error: unknown) => this.#sender.log('hold', error));
    }
  }
}

/** The keys themselves take that long at most. */
const keyingMs = 1_500;

const isOf = (event: AmiEvent, name: string, channel: string): boolean =>
  event.event === name && field(event, 'Channel') === channel;
