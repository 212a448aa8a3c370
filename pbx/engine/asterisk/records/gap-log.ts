import type { PlatformTime } from '../../../../shared/domain/time';
import type { AgentCallRow, RecordSink } from '../../port';
import type { Parts } from '../parts';
import type { LogLine } from './files';
import type { Legs } from './legs';
import type { Names } from './names';
import type { Entry, QueueCall, QueueRows } from './queue-calls';
import type { Queues } from './queues';

interface Stay {
  readonly number: string;
  readonly channel: string;
  readonly enteredAt: PlatformTime;
  readonly position: number;
}

/** How an event of the exchange's log is said here; undefined = it is not told. Seconds, not milliseconds. */
const said: Readonly<Record<string, (args: readonly string[], stay: Stay) => readonly string[]>> = {
  ENTERQUEUE: (args) => args.slice(0, 3),
  CONNECT: ([hold = '0', , ringing = '0'], { number }) => [hold, number, ringing],
  RINGNOANSWER: ([ms = '0']) => [String(Math.round(Number(ms) / 1000) || 0)],
  RINGCANCELED: ([ms = '0']) => [String(Math.round(Number(ms) / 1000) || 0)],
  AGENTDUMP: () => [],
  ABANDON: (args) => args.slice(0, 3),
  EXITWITHTIMEOUT: (args) => args.slice(0, 3),
  EXITEMPTY: (args) => args.slice(0, 3),
  EXITWITHKEY: (args) => args.slice(0, 4),
  WITHDRAW: (args) => args.slice(0, 4),
  SYSCOMPAT: (args) => args.slice(0, 2),
  COMPLETEAGENT: (args) => args.slice(0, 3),
  COMPLETECALLER: (args) => args.slice(0, 3),
  BLINDTRANSFER: (args) => args.slice(0, 5),
  // By what kind of bridge, and which, is nobody's number.
  ATTENDEDTRANSFER: (args) => ['', ...args.slice(-3)],
};
const completions: ReadonlySet<string> = new Set([
  'COMPLETEAGENT',
  'COMPLETECALLER',
  'BLINDTRANSFER',
  'ATTENDEDTRANSFER',
]);
const departures: ReadonlySet<string> = new Set([
  ...['ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'EXITWITHKEY', 'WITHDRAW', 'SYSCOMPAT', 'TRANSFER'],
]);

/** Events that stand for the same thing: what the exchange calls by one word may be told by another here. */
export const kindOf = (event: string): string => {
  if (completions.has(event)) return 'complete';
  if (departures.has(event)) return 'leave';
  return event === 'AGENTDUMP' || event === 'RINGNOANSWER' ? 'unanswered' : event;
};

export interface GapLogOptions {
  readonly parts: Pick<Parts, 'log'>;
  readonly legs: Legs;
  readonly queues: Queues;
  readonly queueRows: QueueRows;
  readonly names: Names;
  readonly sink: Pick<RecordSink, 'queueEvent' | 'agentCall'>;
}

/** Takes the part of `queue_log` that was written while the exchange could not be heard. */
export class GapLog {
  readonly #options: GapLogOptions;
  /** Interface of a member by queue and name: the log has either. */
  readonly #members: ReadonlyMap<string, string>;
  readonly #stays = new Map<string, Stay>();
  readonly #queues = new Map<string, string>();
  /** Offers to members that nobody here heard of and that were answered, by queue and call. */
  readonly #offers = new Map<string, AgentCallRow>();

  constructor(options: GapLogOptions, members: ReadonlyMap<string, string>) {
    this.#options = options;
    this.#members = members;
  }

  /** Queue into which a call came last; empty = none that the file tells of. */
  queueOf(uniqueId: string): string {
    return this.#queues.get(uniqueId) ?? '';
  }

  /** @param within times to be told; what came before is only learned from: a call of the gap may have begun there */
  take(lines: readonly LogLine[], within: (at: PlatformTime) => boolean): void {
    const { parts, queueRows } = this.#options;
    let count = 0;
    for (const line of lines) {
      if (line.event === 'ENTERQUEUE') this.#queues.set(line.uniqueId, line.queue);
      const say = Object.hasOwn(said, line.event) ? said[line.event] : undefined;
      if (!say) continue;
      if (!within(line.at) || queueRows.wasWritten(line.queue, line.uniqueId, kindOf(line.event), line.at)) {
        this.#learn(line);
        continue;
      }
      this.#write(line, say);
      count += 1;
    }
    const detail = `${count} queue events from the file`;
    if (count > 0) parts.log({ level: 'info', event: 'records.import', detail });
  }

  #write(line: LogLine, say: (args: readonly string[], stay: Stay) => readonly string[]): void {
    const { queues, queueRows } = this.#options;
    const { uniqueId, queue, event, at } = line;
    const entry = [...queues.waiting].find((each) => isOf(each, queue, uniqueId));
    const call = [...queues.calls].find((each) => isOf(each.entry, queue, uniqueId));
    const stay = this.#stayOf(line, entry ?? call?.entry);
    const args = say(line.args, stay);
    if (entry && departures.has(event)) {
      queues.dropEntry(entry);
      queueRows.withdraw(entry, at, 'cancelled');
    }
    if (entry && event === 'CONNECT') this.#connect(line, entry);
    if (call && completions.has(event)) {
      queues.dropCall(call);
      this.#complete(call, line);
    }
    if (!entry && !call) this.#offer(line, stay);
    this.#row(line, stay, args);
  }

  /** What is written already, or was long ago: who the caller is, and who has taken him. */
  #learn(line: LogLine): void {
    const { uniqueId, queue, event } = line;
    const key = `${queue} ${uniqueId}`;
    if (event === 'ENTERQUEUE') this.#stayOf(line, undefined);
    else if (event === 'CONNECT') {
      const row = this.#offerOf(line, this.#stayOf(line, undefined));
      if (row) this.#offers.set(key, row);
    } else if (completions.has(event) || departures.has(event)) {
      this.#stays.delete(key);
      this.#offers.delete(key);
    }
  }

  /** A whole call that nobody heard: which member it was offered to, and what came of it. */
  #offer(line: LogLine, stay: Stay): void {
    const { sink } = this.#options;
    const { at, uniqueId, queue, event, args } = line;
    const key = `${queue} ${uniqueId}`;
    const answered = this.#offers.get(key);
    if (answered && completions.has(event)) {
      this.#offers.delete(key);
      const talkSeconds = Number(args.at(-2)) || 0;
      sink.agentCall({ ...answered, state: 'Complete', completedAt: at, talkSeconds, reason: reasonOf(event) });
    }
    const row = this.#offerOf(line, stay);
    if (!row) return;
    if (event === 'CONNECT') this.#offers.set(key, row);
    sink.agentCall(row);
  }

  /** The offer that ends with this line, or is answered; null = the line is of something else. */
  #offerOf({ at, uniqueId, queue, agent, event, args }: LogLine, stay: Stay): AgentCallRow | null {
    const { names } = this.#options;
    const refused = kindOf(event) === 'unanswered';
    if (event !== 'CONNECT' && !refused) return null;
    const iface = this.#members.get(`${queue} ${agent}`) ?? agent;
    const ringSeconds = refused ? Math.round(Number(args[0] ?? 0) / 1000) || 0 : Number(args[2]) || 0;
    return {
      ...{ queue, enteredAt: stay.enteredAt, createdAt: at - ringSeconds * 1000, ringSeconds, number: stay.number },
      ...{ channel: '', name: '', callingChannel: stay.channel, callingUniqueId: uniqueId },
      // The log names no channel for one who did not answer; the same member may be asked several times.
      uniqueId: refused ? `${uniqueId}/${at}` : (args[1] ?? ''),
      ...{ agent: names.interfaceOf(iface), agentName: names.agentOf(iface, agent), talkSeconds: 0 },
      ...(refused
        ? { state: event === 'AGENTDUMP' ? 'Dump' : 'Complete', connectedAt: null, completedAt: at, holdSeconds: 0 }
        : { state: 'Connect', connectedAt: at, completedAt: null, holdSeconds: Number(args[0]) || 0 }),
      reason: refused ? (event === 'AGENTDUMP' ? 'rejected' : 'no-answer') : '',
    };
  }

  #stayOf(line: LogLine, entry: Entry | undefined): Stay {
    const { legs } = this.#options;
    const { uniqueId, queue, event, args, at } = line;
    const key = `${queue} ${uniqueId}`;
    if (entry) {
      const { number, caller, enteredAt, position } = entry;
      this.#stays.set(key, { number, channel: caller.name, enteredAt, position });
    }
    const known = this.#stays.get(key);
    if (known && (entry || event !== 'ENTERQUEUE')) return known;
    const channel = legs.find(uniqueId)?.name ?? '';
    const number = event === 'ENTERQUEUE' ? (args[1] ?? '') : '';
    const stay: Stay = { number, channel, enteredAt: at, position: Number(args[2]) || 1 };
    this.#stays.set(key, stay);
    return stay;
  }

  /** Answered meanwhile, and perhaps still going on: the end is told by the events to come. */
  #connect({ args, agent, queue, at }: LogLine, entry: Entry): void {
    const { legs, queues, queueRows } = this.#options;
    const rung = legs.find(args[1] ?? '');
    const iface = this.#members.get(`${queue} ${agent}`) ?? agent;
    const [hold, ringing] = [Number(args[0]) || 0, Number(args[2]) || 0];
    queues.dropEntry(entry);
    if (!rung) {
      queueRows.withdraw(entry, at, 'answered');
      return;
    }
    const offer =
      [...entry.offers].find((each) => each.iface === iface) ?? queueRows.called(entry, iface, agent, rung, at);
    queues.resume({ entry, offer, agent: rung, connectedAt: at, holdSeconds: hold });
    queueRows.withdraw(entry, at, 'answered-elsewhere', offer);
    queueRows.write(offer, { state: 'Connect', connectedAt: at, holdSeconds: hold, ringSeconds: ringing });
  }

  #complete({ offer }: QueueCall, { event, args, at }: LogLine): void {
    const talkSeconds = Number(args.at(-2)) || 0;
    this.#options.queueRows.write(offer, { state: 'Complete', completedAt: at, talkSeconds, reason: reasonOf(event) });
  }

  #row({ at, uniqueId, queue, agent, event }: LogLine, { channel, number }: Stay, words: readonly string[]): void {
    const { names, queueRows, sink } = this.#options;
    queueRows.note(queue, uniqueId, event, at);
    const iface = agent === 'NONE' ? agent : (this.#members.get(`${queue} ${agent}`) ?? agent);
    const [a = '', b = '', c = '', d = '', e = ''] = words;
    sink.queueEvent({
      ...{ at, queue, uniqueId, channel, number, event, args: [a, b, c, d, e] },
      agent: agent === 'NONE' ? agent : names.interfaceOf(iface),
      agentNo: agent === 'NONE' ? agent : names.agentOf(iface, agent),
    });
  }
}

const reasonOf = (event: string): string =>
  event === 'COMPLETEAGENT' ? 'agent' : event === 'COMPLETECALLER' ? 'caller' : 'transfer';

const isOf = (entry: Entry, queue: string, uniqueId: string): boolean =>
  entry.queue === queue && (entry.leg.uniqueId === uniqueId || entry.caller.uniqueId === uniqueId);
