import type { Outcome } from '../port';
import type { Exchange } from './exchange';
import { isLive, type Leg } from './leg';
import type { QueueCall } from './queue/queue-call';

/** How long the caller has for a key. */
const patienceMs = 10_000;
const thinkingMs = 3_000;

interface Asked {
  readonly queue: string;
  readonly agent: string;
  /** Who wants to know, as the rating says. */
  readonly application: 'QUEUE' | 'FEEDBACK';
}

/**
 * After the agent has hung up the caller judges the call by a key, where the queue asks for it or the call carries a
 * survey (`QUEUEQMCONTEXT`, WEBCTI2 §6.1.3). No key is an answer too: -1 (§4.87).
 */
export class Surveys {
  readonly #x: Exchange;
  readonly #owed = new WeakMap<Leg, Asked>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** The agent's side of a queue call is over; the caller may be asked when he is left alone. */
  owe({ caller, agentNumber, offer }: QueueCall): void {
    const { config } = offer.entry.queue;
    if (!config.survey && this.#x.variables.get(caller, 'QUEUEQMCONTEXT') === '') return;
    this.#owed.set(caller, { queue: config.no, agent: agentNumber, application: 'QUEUE' });
  }

  /** An agent wants the person at the other end to judge this call, whatever the queue says. */
  askedFor(channel: string): Outcome<'no-channel' | 'no-peer'> {
    const leg = this.#x.legs.find(channel);
    if (!leg) return { ok: false, why: 'no-channel' };
    const peer = this.#x.bridges.peerOf(leg);
    if (!peer) return { ok: false, why: 'no-peer' };
    this.#owed.set(peer, { queue: peer.info.queue, agent: leg.info.callerId, application: 'FEEDBACK' });
    return { ok: true };
  }

  /** Takes a caller whom the agent left alone; false: nobody wants to know. */
  takes(leg: Leg): boolean {
    const asked = this.#owed.get(leg);
    if (!asked || !isLive(leg)) return false;
    this.#owed.delete(leg);
    this.#ask(leg, asked);
    return true;
  }

  #ask(leg: Leg, asked: Asked): void {
    const { legs, steps } = this.#x;
    let key = -1;
    const press = (digits: string): void => {
      const digit = /^[0-9]/.exec(digits)?.[0];
      if (digit === undefined) return;
      key = Number(digit);
      legs.hangUp(leg, 16);
    };
    leg.person?.stopTalking();
    legs.run(leg, 'Survey', asked.queue);
    const stop = steps.after(patienceMs, () => legs.hangUp(leg, 16));
    const rates = leg.person?.rates ?? '';
    const stopThinking = rates === '' ? () => undefined : steps.after(thinkingMs, () => press(rates));
    legs.move(leg, {
      kind: 'application',
      name: 'Survey',
      pressed: press,
      left: () => {
        stop();
        stopThinking();
        this.#x.sink.rating({
          ...{ at: steps.now(), uniqueId: leg.info.uniqueId, queue: asked.queue, agent: asked.agent },
          ...{ number: leg.info.callerId, key, application: asked.application },
        });
      },
    });
  }
}
