import { EngineTrouble, type Outcome } from '../../port';
import type { Deeds, EngineView } from '../parts';
import { type Facts, may } from './facts';
import { deviceAt, isChannelName } from './legs';
import { done, no, noChannel, type Sender, type Words } from './sender';

const noQueue = [/no such queue/i, 'no-queue'] as const;
const addWords: Words<'no-queue' | 'already'> = [noQueue, [/already there/i, 'already']];
const removeWords: Words<'no-queue' | 'not-there' | 'static'> = [
  noQueue,
  [/not dynamic/i, 'static'],
  [/not there/i, 'not-there'],
];
const pauseWords: Words<'not-there'> = [[/interface not found/i, 'not-there']];
const withdrawWords: Words<'no-queue' | 'not-there'> = [noQueue, [/no such caller/i, 'not-there']];

/** Membership, pause and withdrawal. The exchange keeps all three over its own restart. */
export class QueueCommands {
  readonly #sender: Sender;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #facts: Facts;

  constructor(sender: Sender, view: EngineView, deeds: Deeds, facts: Facts) {
    this.#sender = sender;
    this.#view = view;
    this.#deeds = deeds;
    this.#facts = facts;
  }

  async add(queue: string, iface: string, penalty: number): Promise<Outcome<'no-queue' | 'no-device' | 'already'>> {
    const device = deviceAt(this.#view, iface);
    // The exchange would take on a telephone that does not exist; a Local line is its own affair.
    if (!device && !/^Local\/\S+@\S+$/i.test(iface)) return no('no-device');
    return this.#sender.tell(
      'QueueAdd',
      {
        Queue: queue,
        Interface: device?.interface ?? iface,
        Penalty: Math.max(0, Math.trunc(penalty) || 0),
        Paused: 'false',
        MemberName: device ? device.user || device.no : iface,
      },
      addWords,
    );
  }

  async remove(queue: string, iface: string): Promise<Outcome<'no-queue' | 'not-there' | 'static'>> {
    const Interface = deviceAt(this.#view, iface)?.interface ?? iface;
    return this.#sender.tell('QueueRemove', { Queue: queue, Interface }, removeWords);
  }

  /** The number of the reason is its text: the exchange keeps it, over a restart too. */
  async pause(queue: string, iface: string, paused: number): Promise<Outcome<'no-queue' | 'not-there'>> {
    if (queue === '' || !this.#view.queue(queue)) return no('no-queue');
    const Interface = deviceAt(this.#view, iface)?.interface ?? iface;
    const reason = paused === 0 ? {} : { Reason: String(paused) };
    return this.#sender.tell(
      'QueuePause',
      { Queue: queue, Interface, Paused: paused === 0 ? 'false' : 'true', ...reason },
      pauseWords,
    );
  }

  /** `channel` by name, or by unique id as the vendor's programs may say it. */
  async withdraw(queueNo: string, channel: string, info: string): Promise<Outcome<'no-queue' | 'not-there'>> {
    const queue = this.#view.queue(queueNo);
    if (!queue) return no('no-queue');
    const caller = queue.waiting.find((one) => one.channel === channel || one.uniqueId === channel);
    if (!caller || !isChannelName(caller.channel)) return no('not-there');
    const leg = this.#view.channel(caller.channel);
    const named = may(await this.#facts.get(), 'QueueWithdrawCaller');
    if (!named && !leg) return no('not-there');
    // Before it is sent: the false "abandoned" may come ahead of the answer.
    this.#deeds.takenFromQueue(caller.uniqueId, named ? 'withdraw' : 'redirect', info);
    if (named) {
      const fields = { Queue: queueNo, Caller: caller.channel, WithdrawInfo: info };
      return this.#sender.tell('QueueWithdrawCaller', fields, withdrawWords);
    }
    if (!leg?.context || !leg.exten) throw new EngineTrouble('refused', 'it is not known where the caller goes on');
    // Before 16.25: on to the step behind the queue, where the withdrawal would have sent it.
    const on = { Context: leg.context, Exten: leg.exten, Priority: leg.priority + 1 };
    const sent = await this.#sender.tell('Redirect', { Channel: caller.channel, ...on }, noChannel);
    return sent.ok ? done : no('not-there');
  }
}
