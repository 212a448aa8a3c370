import { EngineTrouble, type Outcome } from '../../port';
import type { Deeds, EngineView } from '../parts';
import type { Consults } from './consults';
import type { Dialplan, Place } from './dialplan';
import type { Holds } from './holds';
import { isChannelName, isQueueCall, peerOf, talksToOne } from './legs';
import { done, no, noChannel, type Sender } from './sender';

/** A leg is sent elsewhere; whoever talked to it is released (WEBCTI2 §4.32). */
export class Transfers {
  readonly #sender: Sender;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #dialplan: Dialplan;
  readonly #holds: Holds;
  readonly #consults: Consults;

  constructor(
    sender: Sender,
    dialplan: Dialplan,
    { view, deeds, holds, consults }: { view: EngineView; deeds: Deeds; holds: Holds; consults: Consults },
  ) {
    this.#sender = sender;
    this.#dialplan = dialplan;
    this.#view = view;
    this.#deeds = deeds;
    this.#holds = holds;
    this.#consults = consults;
  }

  async redirect(
    channel: string,
    extraChannel: string,
    to: { context: string; exten: string; priority: string },
  ): Promise<Outcome<'no-channel' | 'no-exten'>> {
    const known = (name: string): boolean => isChannelName(name) && this.#view.channel(name) !== undefined;
    if (!known(channel) || (extraChannel !== '' && !known(extraChannel))) return no('no-channel');
    const place = await this.#dialplan.find(to.context, to.exten, to.priority);
    if (!place) return no('no-exten');
    await this.#holds.release(channel, extraChannel);
    if (extraChannel !== '') return this.#send(channel, extraChannel, place);
    const by = peerOf(this.#view, channel);
    if (by !== undefined && place.priority === '1' && talksToOne(this.#view, by) && !this.#consults.has(by)) {
      const handed = await this.#hand(by, place);
      if (handed) return handed;
    }
    return this.#send(channel, '', place);
  }

  /**
   * The agent's leg hands its call over and is gone: a queue then says at once that its call is complete. Null: this
   * call cannot be handed over like that.
   */
  async #hand(by: string, { context, exten }: Place): Promise<Outcome<'no-channel'> | null> {
    const answer = await this.#sender.ask('BlindTransfer', { Channel: by, Context: context, Exten: exten });
    if (answer.ok) return done;
    if (/transfer (?:not permitted|invalid|failed)|unknown command|permission denied/i.test(answer.message))
      return null;
    // Whoever talked to the channel has hung up this moment; the channel itself may wait on.
    if (noChannel.some(([pattern]) => pattern.test(answer.message))) return null;
    throw new EngineTrouble('refused', `BlindTransfer: ${answer.message}`);
  }

  async #send(
    channel: string,
    extraChannel: string,
    { context, exten, priority }: Place,
  ): Promise<Outcome<'no-channel'>> {
    const waiting = this.#view.queues().some((queue) => queue.waiting.some((one) => one.channel === channel));
    const uniqueId = this.#view.channel(channel)?.uniqueId ?? '';
    // Before it is sent: the false "abandoned" may come ahead of the answer.
    if (waiting) this.#deeds.takenFromQueue(uniqueId, 'redirect', exten);
    const agent = extraChannel || peerOf(this.#view, channel);
    if (agent !== undefined && isQueueCall(this.#view, channel, agent)) this.#deeds.transferred(agent, exten);
    return this.#sender.tell(
      'Redirect',
      {
        Channel: channel,
        Context: context,
        Exten: exten,
        Priority: priority,
        ...(extraChannel !== '' && {
          ExtraChannel: extraChannel,
          ExtraContext: context,
          ExtraExten: exten,
          ExtraPriority: priority,
        }),
      },
      noChannel,
    );
  }
}
