import type { PlatformTime } from '../../../../shared/domain/time';
import type { Queue } from '../../port';
import { type Ami, field } from '../ami/port';
import type { Deeds } from '../parts';
import type { Entry, QueueRows } from './queue-calls';
import { seconds } from './times';

/** The dial plan goes on within this time after a caller has left a queue, or the channel is gone. */
const fateMs = 150;

/** How the exchange says that `Queue` ended (`QUEUESTATUS`). */
const eventOfStatus: Readonly<Record<string, Departure>> = {
  TIMEOUT: 'EXITWITHTIMEOUT',
  LEAVEEMPTY: 'EXITEMPTY',
  LEAVEUNAVAIL: 'EXITEMPTY',
  JOINEMPTY: 'EXITEMPTY',
  JOINUNAVAIL: 'EXITEMPTY',
  WITHDRAW: 'WITHDRAW',
};
type Departure = 'ABANDON' | 'EXITWITHTIMEOUT' | 'EXITEMPTY' | 'WITHDRAW' | 'TRANSFER';

interface Left {
  readonly position: number;
  /** Seconds. */
  readonly wait: number;
  readonly at: PlatformTime;
}

export interface DeparturesOptions {
  readonly ami: Pick<Ami, 'send' | 'state'>;
  readonly deeds: Pick<Deeds, 'wasTaken'>;
  readonly rows: QueueRows;
  readonly queue: (no: string) => Queue | undefined;
  readonly after: (ms: number, run: () => void) => void;
}

/**
 * Why a caller left a queue without an agent. The exchange raises `QueueCallerAbandon` for a caller who hung up and just
 * as well for one who waited too long, whom the empty queue threw out, who was withdrawn or sent elsewhere. Whoever hung
 * up had asked for the end before; everybody else is told apart by what this platform did itself, by `QUEUESTATUS`, and
 * where the dial plan has ended the call at once by what the queue looks like.
 *
 * A caller who was sent elsewhere while he waited is not lost: his row says `TRANSFER`, with number, context, seconds
 * waited and position, as the exchange's own log once did.
 */
export class Departures {
  readonly #options: DeparturesOptions;

  constructor(options: DeparturesOptions) {
    this.#options = options;
  }

  /** `QueueCallerAbandon`. */
  abandoned(entry: Entry, left: Left): void {
    const { deeds } = this.#options;
    const { leg } = entry;
    const taken = deeds.wasTaken(leg.uniqueId);
    if (taken?.by === 'withdraw') this.#write(entry, left, 'WITHDRAW', taken.info);
    else if (taken) this.#whenMoved(entry, left);
    else if (leg.hangupAsked) this.#write(entry, left, 'ABANDON');
    else if (leg.queueStatus !== '') this.#byStatus(entry, left, leg.queueStatus);
    else this.#options.after(fateMs, () => this.#look(entry, left));
  }

  /** Left by a key: the queue has a context for that. */
  byKey(entry: Entry, left: Left, key: string): void {
    const { rows } = this.#options;
    rows.withdraw(entry, left.at, 'cancelled');
    rows.log(entry, null, 'EXITWITHKEY', [key, left.position, entry.position, left.wait], left.at);
  }

  /** Nothing is known but that he is gone. */
  lost(entry: Entry, at: PlatformTime): void {
    this.#write(entry, { position: entry.position, wait: seconds(at - entry.enteredAt), at }, 'ABANDON');
  }

  #look(entry: Entry, left: Left): void {
    const { ami } = this.#options;
    const { leg } = entry;
    if (leg.queueStatus !== '') this.#byStatus(entry, left, leg.queueStatus);
    else if (leg.hungUpAt !== null || ami.state !== 'live') this.#guess(entry, left);
    else {
      ami.send('Getvar', { Channel: leg.name, Variable: 'QUEUESTATUS' }).then(
        (answer) => this.#byStatus(entry, left, answer.ok ? field(answer, 'Value') : ''),
        () => this.#guess(entry, left),
      );
    }
  }

  #byStatus(entry: Entry, left: Left, status: string): void {
    const event = eventOfStatus[status];
    // What was set by a queue before this one: the caller has been somewhere else since.
    if (event === undefined) this.#guess(entry, left);
    else if (event !== 'WITHDRAW') this.#write(entry, left, event);
    else this.#withInfo(entry, left);
  }

  #withInfo(entry: Entry, left: Left): void {
    const { ami } = this.#options;
    if (entry.leg.hungUpAt !== null || ami.state !== 'live') {
      this.#write(entry, left, 'WITHDRAW');
      return;
    }
    ami.send('Getvar', { Channel: entry.leg.name, Variable: 'QUEUE_WITHDRAW_INFO' }).then(
      (answer) => this.#write(entry, left, 'WITHDRAW', answer.ok ? field(answer, 'Value') : ''),
      () => this.#write(entry, left, 'WITHDRAW'),
    );
  }

  /** The channel says nothing of it. */
  #guess(entry: Entry, left: Left): void {
    const { leg, context, exten } = entry;
    const elsewhere = leg.context !== context || leg.exten !== exten || leg.queueStatus === 'CONTINUE';
    if (elsewhere || leg.hungUpAt === null) this.#write(entry, left, 'TRANSFER');
    else this.#write(entry, left, this.#isEmpty(entry.queue) ? 'EXITEMPTY' : 'EXITWITHTIMEOUT');
  }

  #whenMoved(entry: Entry, left: Left): void {
    this.#options.after(fateMs, () => this.#write(entry, left, 'TRANSFER'));
  }

  /** Nobody could answer: no member that is ready and can be reached. */
  #isEmpty(no: string): boolean {
    const queue = this.#options.queue(no);
    return queue?.members.every(({ paused, status }) => paused !== 0 || status === 4 || status === 5) ?? false;
  }

  #write(entry: Entry, { position, wait, at }: Left, event: Departure, info = ''): void {
    const { rows } = this.#options;
    rows.withdraw(entry, at, event === 'ABANDON' ? 'abandoned' : 'cancelled', undefined, wait);
    const { leg } = entry;
    const args =
      event === 'TRANSFER'
        ? [leg.exten, leg.context, wait, entry.position]
        : [position, entry.position, wait, ...(event === 'WITHDRAW' ? [info] : [])];
    rows.log(entry, null, event, args, at);
  }
}
