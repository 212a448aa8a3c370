import type { Outcome, RatingRow } from '../../port';
import { EngineTrouble } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Deeds, EngineView, Parts } from '../parts';
import { type Facts, lineExtens } from './facts';
import type { Holds } from './holds';
import { isChannelName, peerOf } from './legs';
import { done, no, noChannel, type Sender } from './sender';
import type { Watch } from './watch';

interface Asked {
  readonly channel: string;
  readonly row: Omit<RatingRow, 'at' | 'key'>;
}

/**
 * "Please judge this call" (Uncall §3.10): whoever talks to the agent is sent to the extension that asks, in place of the
 * hang-up. When the agent hangs up at the telephone itself the exchange ends the call before anybody could.
 */
export class Surveys {
  readonly #parts: Parts;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #sender: Sender;
  readonly #facts: Facts;
  readonly #holds: Holds;
  /** Who is to be asked, by the agent's channel. */
  readonly #owed = new Map<string, Asked>();
  /** Who hears the question now. */
  readonly #asked = new Map<string, Asked>();

  constructor(
    parts: Parts,
    sender: Sender,
    own: { view: EngineView; deeds: Deeds; facts: Facts; holds: Holds; watch: Watch },
  ) {
    this.#parts = parts;
    this.#sender = sender;
    this.#view = own.view;
    this.#deeds = own.deeds;
    this.#facts = own.facts;
    this.#holds = own.holds;
    own.watch.on((event) => this.#see(event));
  }

  async ask(agent: string): Promise<Outcome<'no-channel' | 'no-peer'>> {
    const leg = this.#view.channel(agent);
    if (!isChannelName(agent) || !leg) return no('no-channel');
    const peer = peerOf(this.#view, agent);
    const other = peer === undefined ? undefined : this.#view.channel(peer);
    if (!other) return no('no-peer');
    if (!(await this.#facts.get()).lines.rating) {
      throw new EngineTrouble('missing', 'rating: this exchange has no extension that asks');
    }
    const row = {
      uniqueId: other.uniqueId,
      queue: leg.queue || other.queue,
      agent: this.#view.device(leg.device)?.user || leg.device || leg.callerId,
      number: other.callerId,
      application: 'FEEDBACK',
    };
    this.#owed.set(agent, { channel: other.name, row });
    return done;
  }

  /** In place of a hang-up; null: nobody is to be asked. */
  async instead(agent: string): Promise<Outcome<'no-channel'> | null> {
    const asked = this.#owed.get(agent);
    if (!asked || peerOf(this.#view, agent) !== asked.channel) return null;
    this.#owed.delete(agent);
    await this.#holds.release(asked.channel);
    this.#asked.set(asked.channel, asked);
    const sent = await this.#sender.tell(
      'BlindTransfer',
      { Channel: agent, Context: this.#parts.setup.transferContext, Exten: lineExtens.rating },
      noChannel,
    );
    if (!sent.ok) this.#asked.delete(asked.channel);
    return sent.ok ? done : null;
  }

  #see(event: AmiEvent): void {
    const channel = field(event, 'Channel');
    if (event.event === 'Hangup') {
      this.#owed.delete(channel);
      this.#told(channel, -1);
    } else if (event.event === 'DTMFEnd' && field(event, 'Direction') !== 'Sent') {
      const digit = field(event, 'Digit');
      if (/^\d$/.test(digit)) this.#told(channel, Number(digit));
    }
  }

  #told(channel: string, key: number): void {
    const asked = this.#asked.get(channel);
    if (!asked) return;
    this.#asked.delete(channel);
    this.#deeds.rated?.({ ...asked.row, at: this.#parts.clock.now(), key });
  }
}
