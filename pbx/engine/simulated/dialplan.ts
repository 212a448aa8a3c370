import type { Exchange } from './exchange';
import type { Leg } from './leg';
import type { Target } from './numbering';
import { causeOf, type RingFailure } from './ring';

const dialStatus: Readonly<Record<RingFailure, string>> = {
  busy: 'BUSY',
  rejected: 'BUSY',
  congestion: 'CONGESTION',
  'no-answer': 'NOANSWER',
  unallocated: 'CHANUNAVAIL',
  barred: 'CHANUNAVAIL',
};

/** Where a leg goes that has dialled, was sent or was transferred somewhere. */
export class Dialplan {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  knows(number: string, context: string): boolean {
    return this.#x.numbering.resolve(number, context).kind !== 'none';
  }

  /** Sends a live leg to a number; it leaves where it was. A number that does not exist ends it with cause 1. */
  send(leg: Leg, number: string, context: string): void {
    const { numbering, legs, records } = this.#x;
    leg.info.exten = number;
    leg.info.context = context || leg.info.context;
    leg.info.priority = 1;
    if (!leg.info.dialled) leg.info.dialled = number;
    const target = numbering.resolve(number, leg.info.context);
    if (target.kind === 'user' || target.kind === 'device' || target.kind === 'outside') {
      this.#dial(leg, number);
      return;
    }
    if (target.kind !== 'none') {
      this.arrive(leg, target);
      return;
    }
    leg.dialStatus = 'CHANUNAVAIL';
    records.attempt(leg, number, causeOf.unallocated);
    legs.hangUp(leg, causeOf.unallocated);
  }

  /** Puts a leg into the queue, room or lot that a number stands for. */
  arrive(leg: Leg, target: Target): void {
    const { queues, conferences, parking } = this.#x;
    switch (target.kind) {
      case 'queue':
        queues.enter(leg, target.number);
        return;
      case 'room':
        conferences.join(leg, target.number);
        return;
      case 'lot':
        parking.take(leg, target.number);
        return;
      case 'ivr':
        // `ivr-1,3,1` is the third key of menu 1, `ivr-1,s,1` the menu itself.
        this.#x.menus.enter(leg, target.number, /^[\d*#]+$/.test(leg.info.exten) ? leg.info.exten : '');
        return;
      case 'mailbox':
        this.#x.mailboxes.open(leg, target.number, '');
        return;
      case 'user':
      case 'device':
      case 'outside':
      case 'none':
        this.#dial(leg, target.kind === 'none' ? '' : target.number);
        return;
    }
  }

  /** Runs an application on a leg (ctioriginate with `application`, WEBCTI2 §4.23). */
  execute(leg: Leg, application: string, data: string): void {
    const first = data.split(/[,|]/)[0]?.trim() ?? '';
    switch (application.toLowerCase()) {
      case 'meetme':
      case 'confbridge':
        this.#x.conferences.join(leg, first);
        return;
      case 'queue':
        this.send(leg, first, leg.info.context);
        return;
      case 'parkedcall':
        this.#x.parking.take(leg, first);
        return;
      case 'dial':
        this.send(leg, first.slice(first.lastIndexOf('/') + 1), leg.info.context);
        return;
      case 'chanspy':
        this.#x.spies.enter(leg, data);
        return;
      case 'hangup':
        this.#x.legs.hangUp(leg, 16);
        return;
      case 'outboundnotice':
        this.#x.notices.begin(leg, data);
        return;
      default:
        this.#stay(leg, application, data);
        return;
    }
  }

  #stay(leg: Leg, name: string, data: string): void {
    this.#x.legs.answer(leg);
    this.#x.legs.run(leg, name, data);
    this.#x.legs.move(leg, { kind: 'application', name, left: () => undefined });
    // A called person who listens to a program hangs up in his own time.
    this.#x.outside.connected(leg);
  }

  #dial(leg: Leg, number: string): void {
    const { attempts, bridges, legs, prompts } = this.#x;
    legs.run(leg, 'Dial', number);
    const attempt = attempts.create(leg, {
      number,
      context: leg.info.context,
      answered: (other) => prompts.announce(leg, other, () => bridges.connect(leg, other)),
      failed: (why) => {
        leg.dialStatus = dialStatus[why];
        if (!this.#x.mailboxes.takes(leg, [attempt.tried, number], why)) legs.hangUp(leg, causeOf[why]);
      },
      elsewhere: (target) => this.arrive(leg, target),
    });
    legs.move(leg, { kind: 'calling', attempt, left: () => attempt.cancel(16) });
    attempt.begin();
  }
}
