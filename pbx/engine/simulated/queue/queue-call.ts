import type { AgentCallRow } from '../../port';
import { type Exchange, seconds } from '../exchange';
import type { Leg, Place } from '../leg';
import type { Offer } from './entry';

/** A caller of a queue and the member who answered, until one of them is out of it. */
export interface QueueCall {
  readonly offer: Offer;
  readonly caller: Leg;
  readonly agent: Leg;
  readonly agentNumber: string;
  readonly connectedAt: number;
  readonly holdSeconds: number;
}

type End = 'COMPLETEAGENT' | 'COMPLETECALLER' | 'BLINDTRANSFER' | 'ATTENDEDTRANSFER';

const reasonOf: Readonly<Record<End, string>> = {
  COMPLETEAGENT: 'agent',
  COMPLETECALLER: 'caller',
  BLINDTRANSFER: 'transfer',
  ATTENDEDTRANSFER: 'transfer',
};

/** How queue calls end, told once each (WEBCTI2 §6.10). */
export class QueueCalls {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  begin(offer: Offer, agent: Leg, holdSeconds: number): void {
    const call: QueueCall = {
      offer,
      caller: offer.entry.leg,
      agent,
      agentNumber: offer.row.agentName,
      connectedAt: this.#x.steps.now(),
      holdSeconds,
    };
    call.caller.queueCall = call;
    agent.queueCall = call;
  }

  legGone(leg: Leg, place: Place): void {
    const call = leg.queueCall;
    if (!call) return;
    if (call.caller === leg) {
      this.#end(call, 'COMPLETECALLER', []);
      return;
    }
    const consult = place.kind === 'consult' && place.consult.customer === call.caller ? place.consult : null;
    if (consult && consult.phase !== 'over') this.#end(call, 'ATTENDEDTRANSFER', [consult.number]);
    else this.#end(call, 'COMPLETEAGENT', []);
  }

  /** The caller is about to be sent elsewhere by command. */
  blindTransferred(leg: Leg, number: string, context: string): void {
    if (leg.queueCall?.caller === leg) this.#end(leg.queueCall, 'BLINDTRANSFER', [number, context]);
  }

  #end(call: QueueCall, event: End, first: readonly string[]): void {
    const { offer, caller, agent, connectedAt, holdSeconds } = call;
    const { queue, enteredPosition } = offer.entry;
    const { members } = this.#x.queues;
    const now = this.#x.steps.now();
    const talk = seconds(now - connectedAt);
    if (event === 'COMPLETEAGENT') this.#x.surveys.owe(call);
    caller.queueCall = null;
    agent.queueCall = null;
    queue.completed += 1;
    if (holdSeconds <= queue.config.serviceLevelSeconds) queue.completedInTime += 1;
    offer.member.callsTaken += 1;
    offer.member.lastCallAt = now;
    members.wrapUp(offer.member.interface, queue.config.wrapUpSeconds);
    const args = [...first, String(holdSeconds), String(talk), String(enteredPosition)];
    this.#x.queues.log(queue, caller, offer.member.interface, event, args);
    const row: AgentCallRow = {
      ...offer.row,
      state: 'Complete',
      completedAt: now,
      talkSeconds: talk,
      reason: reasonOf[event],
    };
    offer.row = row;
    this.#x.sink.agentCall(row);
    this.#x.events.emit('AgentComplete', {
      Queue: queue.config.no,
      Uniqueid: caller.info.uniqueId,
      Channel: agent.info.name,
      Member: offer.member.interface,
      HoldTime: holdSeconds,
      TalkTime: talk,
      Reason: reasonOf[event],
    });
  }
}
