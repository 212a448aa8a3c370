import type { Random } from '../../engine/simulated/random';
import { around, chance, pick, type Shift } from './people';
import type { HistoryRows } from './rows';

/** An agent at work: what the day has done to him so far. */
export interface Worker {
  readonly no: string;
  readonly interface: string;
  readonly queues: readonly string[];
  readonly shift: Shift;
  /** From when on he could take a call. */
  free: number;
  pausedMs: number;
}

const secondsOf = (ms: number): number => Math.max(0, Math.floor(ms / 1000));

/** Calls and work of a centre, told as the exchange would have written them. */
export class Floor {
  readonly #rows: HistoryRows;
  readonly #random: Random;
  #serial = 0;
  /** Last loss of a number in a queue, and the how-manieth it was. */
  readonly #losses = new Map<string, { readonly at: number; readonly times: number }>();

  constructor(rows: HistoryRows, random: Random) {
    this.#rows = rows;
    this.#random = random;
  }

  comes(worker: Worker): void {
    for (const queue of worker.queues) {
      this.#activity(worker, queue, 'added', worker.shift.start, 0, 0);
      this.#event(worker.shift.start, queue, null, worker, 'LOGIN', []);
    }
  }

  /** Goes once the shift is over and the last call done. */
  goes(worker: Worker): void {
    this.availableAt(worker, worker.shift.end - 1);
    const at = Math.max(worker.shift.end, worker.free);
    const online = at - worker.shift.start;
    for (const queue of worker.queues) {
      this.#activity(worker, queue, 'removed', at, 0, 0);
      const told = [online, online - worker.pausedMs, worker.pausedMs].map((ms) => String(secondsOf(ms)));
      this.#event(at, queue, null, worker, 'LOGOFF', told);
    }
  }

  /** Has the pauses that are due before the day is over. */
  dayEnds(worker: Worker, over: number): void {
    this.availableAt(worker, over - 1);
  }

  /** When this worker could be rung for a caller who is there since `at`; null: not any more today. */
  availableAt(worker: Worker, at: number): number | null {
    const { shift } = worker;
    for (;;) {
      const when = Math.max(at, worker.free, shift.start);
      const next = shift.breaks[0];
      if (!next || next.due > when) return when < shift.end ? when : null;
      shift.breaks.shift();
      const begin = Math.max(next.due, worker.free);
      if (begin < shift.end - 60_000) this.#pause(worker, begin, next.reason, next.seconds);
    }
  }

  /** A caller comes into a queue with so much patience, seconds. */
  queueCall(at: number, queue: string, caller: string, crew: readonly Worker[], patience: number): void {
    const random = this.#random;
    const id = this.#id(at);
    const channel = this.#channel('SIP/to117');
    const gone = at + patience * 1000;
    this.#event(at, queue, { id, channel, caller, start: at }, null, 'ENTERQUEUE', ['', caller, '1']);
    let now = at;
    let rang = false;
    const refused = new Set<Worker>();
    for (;;) {
      const found = this.#next(queue, now, crew, refused);
      if (!found || found.at >= gone) break;
      const { worker } = found;
      const begin = found.at;
      const ring = around(5, 0.5, random);
      const own = this.#channel(worker.interface);
      const ownId = this.#id(begin);
      const lets = chance(0.035, random);
      const lasts = lets ? 15 : Math.min(ring, 14);
      const end = begin + lasts * 1000;
      const call = { id, channel, caller, start: at };
      rang = true;
      if (end >= gone) {
        const wait = String(secondsOf(gone - at));
        this.#event(gone, queue, call, worker, 'RINGCANCELED', [wait]);
        this.#offer(call, queue, worker, begin, own, ownId, {
          end: gone,
          ring: secondsOf(gone - begin),
          why: 'abandoned',
        });
        this.#pair(call, queue, worker, own, begin, null, gone, 16);
        worker.free = Math.max(worker.free, gone);
        this.#lose(call, queue, gone, 'ABANDON');
        return;
      }
      if (lets) {
        this.#event(end, queue, call, worker, 'RINGNOANSWER', [String(lasts)]);
        this.#offer(call, queue, worker, begin, own, ownId, { end, ring: lasts, why: 'no-answer' });
        this.#pair(call, queue, worker, own, begin, null, end, 19);
        worker.free = end + 5_000;
        refused.add(worker);
        now = end;
        continue;
      }
      this.#talk(call, queue, worker, own, ownId, begin, end);
      return;
    }
    const call = { id, channel, caller, start: at };
    if (!rang) this.#single(call, queue, at, gone);
    // Nobody comes any more: the queue gives up after five minutes, if the caller has not before.
    this.#lose(call, queue, Math.min(gone, at + 300_000), gone > at + 300_000 ? 'EXITWITHTIMEOUT' : 'ABANDON');
  }

  /** A caller who is served by the voice menu alone. */
  menuCall(at: number, caller: string): void {
    const seconds = around(38, 0.6, this.#random);
    this.#record(
      this.#id(at),
      { caller, callee: '4008', channel: this.#channel('SIP/to117'), dst: '', app: 'IVR', data: 'main' },
      'IN',
      at,
      at,
      at + seconds * 1000,
      16,
    );
  }

  /** A caller who knows the extension. */
  directCall(at: number, caller: string, worker: Worker): void {
    const free = this.availableAt(worker, at);
    const answers = free === at && chance(0.9, this.#random);
    const ring = answers ? around(6, 0.5, this.#random) : 25;
    const talk = answers ? around(140, 0.8, this.#random) : 0;
    const end = at + (ring + talk) * 1000;
    const party = {
      caller,
      callee: worker.no,
      channel: this.#channel('SIP/to117'),
      dst: this.#channel(worker.interface),
      app: 'Dial',
      data: worker.interface,
    };
    this.#record(this.#id(at), party, 'IN', at, answers ? at + ring * 1000 : null, end, answers ? 16 : 19);
    if (answers) worker.free = end + 3_000;
  }

  /** An agent calls a customer, or a colleague where there is no number. */
  ownCall(at: number, worker: Worker, number: string | null, colleague: string): void {
    if (this.availableAt(worker, at) !== at) return;
    const random = this.#random;
    const answers = chance(number === null ? 0.85 : 0.62, random);
    const ring = answers ? around(9, 0.5, random) : around(30, 0.3, random);
    const talk = answers ? around(number === null ? 45 : 120, 0.9, random) : 0;
    const end = at + (ring + talk) * 1000;
    const party = {
      caller: worker.no,
      callee: number ?? colleague,
      channel: this.#channel(worker.interface),
      dst: this.#channel(number === null ? `SIP/${colleague}` : 'SIP/to117'),
      app: 'Dial',
      data: number ?? colleague,
    };
    this.#record(
      this.#id(at),
      party,
      number === null ? '' : 'OUT',
      at,
      answers ? at + ring * 1000 : null,
      end,
      answers ? 16 : 19,
    );
    worker.free = end + 4_000;
  }

  #next(queue: string, at: number, crew: readonly Worker[], without: ReadonlySet<Worker>) {
    let best: { worker: Worker; at: number } | null = null;
    for (const worker of crew) {
      if (without.has(worker) || !worker.queues.includes(queue)) continue;
      // Nobody is asked whose time is farther off than the best there is.
      if (best && Math.max(worker.free, worker.shift.start) > best.at) continue;
      const when = this.availableAt(worker, at);
      if (when === null) continue;
      if (!best || when < best.at || (when === best.at && worker.free < best.worker.free)) best = { worker, at: when };
    }
    return best;
  }

  #talk(call: Call, queue: string, worker: Worker, own: string, ownId: string, begin: number, answered: number): void {
    const random = this.#random;
    const talk = around(165, 0.75, random);
    const end = answered + talk * 1000;
    const [hold, ring] = [secondsOf(answered - call.start), secondsOf(answered - begin)];
    this.#event(answered, queue, call, worker, 'CONNECT', [String(hold), call.caller, String(ring)]);
    const dice = random();
    const ended =
      dice < 0.55
        ? 'COMPLETECALLER'
        : dice < 0.95
          ? 'COMPLETEAGENT'
          : dice < 0.98
            ? 'BLINDTRANSFER'
            : 'ATTENDEDTRANSFER';
    const to = ended.endsWith('TRANSFER') ? pick(['2011', '2012', '8001'], random) : '';
    const first = ended === 'BLINDTRANSFER' ? [to, 'from-internal'] : ended === 'ATTENDEDTRANSFER' ? [to] : [];
    this.#event(end, queue, call, worker, ended, [...first, String(hold), String(talk), '1']);
    const why = ended === 'COMPLETEAGENT' ? 'agent' : ended === 'COMPLETECALLER' ? 'caller' : 'transfer';
    this.#offer(call, queue, worker, begin, own, ownId, { end, ring, why, connected: answered, hold, talk });
    this.#pair(call, queue, worker, own, begin, answered, end, 16);
    if (ended === 'BLINDTRANSFER') {
      const more = around(90, 0.7, random);
      const party = {
        caller: call.caller,
        callee: to,
        channel: call.channel,
        dst: this.#channel(`SIP/${to}`),
        app: 'Dial',
        data: `SIP/${to}`,
      };
      this.#record(call.id, party, 'IN', end, end + 4_000, end + (4 + more) * 1000, 16);
    }
    if (talk > 60 && chance(0.12, random)) {
      const from = answered + 20_000;
      this.#rows.put(
        'hold',
        from + 30_000,
        from,
        from + Math.min(talk - 30, around(35, 0.6, random)) * 1000,
        call.channel,
        call.id,
        worker.no,
      );
    }
    if (why !== 'transfer' && chance(0.45, random)) {
      const key = chance(0.12, random) ? -1 : pick([5, 5, 5, 5, 4, 4, 3, 2, 1], random);
      this.#rows.put('rating', end + 6_000, end + 6_000, call.id, queue, worker.no, call.caller, key, 'QUEUE');
    }
    worker.free = end + 2_000;
    if (chance(0.2, random)) this.#pause(worker, end + 2_000, 9, around(28, 0.6, random));
  }

  #pause(worker: Worker, at: number, reason: number, seconds: number): void {
    const end = at + seconds * 1000;
    for (const queue of worker.queues) {
      this.#activity(worker, queue, 'paused', at, reason, secondsOf(at - worker.shift.start));
      this.#event(at, queue, null, worker, 'PAUSE', ['0', String(reason), '', '0']);
      this.#activity(worker, queue, 'unpaused', end, 0, seconds);
      this.#event(end, queue, null, worker, 'UNPAUSE', [String(seconds), '', '', String(reason)]);
    }
    worker.pausedMs += seconds * 1000;
    worker.free = end;
  }

  #lose(call: Call, queue: string, at: number, reason: 'ABANDON' | 'EXITWITHTIMEOUT'): void {
    const wait = secondsOf(at - call.start);
    this.#event(at, queue, call, null, reason, ['1', '1', String(wait)]);
    const key = `${queue}|${call.caller}`;
    const before = this.#losses.get(key);
    const times = before && at - before.at < 86_400_000 ? before.times + 1 : 1;
    this.#losses.set(key, { at, times });
    const handled = chance(0.85, this.#random);
    const when = at + around(2_400, 0.8, this.#random) * 1000;
    this.#rows.put(
      'lost',
      at,
      ...[at, call.start, queue, call.channel, call.id, call.caller, wait, times, reason],
      ...[handled ? 'crm' : '', handled ? when : null, handled ? 1 : 0, handled ? '已回访' : ''],
    );
  }

  #activity(worker: Worker, queue: string, event: string, at: number, reason: number, before: number): void {
    const online = secondsOf(at - worker.shift.start);
    const paused = secondsOf(worker.pausedMs);
    this.#rows.put(
      'activity',
      at,
      ...[at, worker.interface, worker.no, queue, event, worker.shift.start, reason],
      ...[online, Math.max(0, online - paused), paused, before],
    );
  }

  #event(
    at: number,
    queue: string,
    call: Call | null,
    worker: Worker | null,
    event: string,
    args: readonly string[],
  ): void {
    const [a = '', b = '', c = '', d = '', e = ''] = args;
    this.#rows.put(
      'event',
      at,
      ...[at, queue, call?.id ?? '', call?.channel ?? '', call?.caller ?? ''],
      ...[worker?.interface ?? 'NONE', worker?.no ?? 'NONE', event, a, b, c, d, e, call?.start ?? 0],
    );
  }

  #offer(call: Call, queue: string, worker: Worker, begin: number, own: string, ownId: string, end: OfferEnd): void {
    this.#rows.put(
      'offer',
      end.end,
      ...[begin, queue, call.start, own, ownId, call.channel, call.id, worker.interface, worker.no, call.caller, ''],
      ...['Complete', end.connected ?? null, end.end, end.hold ?? 0, end.ring, end.talk ?? 0, end.why],
    );
  }

  #pair(
    call: Call,
    queue: string,
    worker: Worker,
    own: string,
    begin: number,
    answered: number | null,
    end: number,
    cause: number,
  ): void {
    const party = {
      caller: call.caller,
      callee: worker.no,
      channel: call.channel,
      dst: own,
      app: 'Queue',
      data: queue,
    };
    this.#record(call.id, party, 'IN', begin, answered, end, cause);
  }

  #single(call: Call, queue: string, at: number, end: number): void {
    const party = { caller: call.caller, callee: queue, channel: call.channel, dst: '', app: 'Queue', data: queue };
    this.#record(call.id, party, 'IN', at, null, end, 16);
  }

  #record(
    id: string,
    party: Party,
    direct: 'IN' | 'OUT' | '',
    at: number,
    answered: number | null,
    end: number,
    cause: number,
  ): void {
    const { caller, callee, channel, dst, app, data } = party;
    this.#rows.put(
      'call',
      end,
      ...[at, caller, callee, channel, dst, app, data, secondsOf(end - at)],
      ...[answered === null ? 0 : secondsOf(end - answered), id, answered, end, direct, cause],
    );
  }

  #id(at: number): string {
    this.#serial += 1;
    return `${Math.floor(at / 1000)}.${this.#serial}`;
  }

  #channel(base: string): string {
    return `${base}-${(this.#serial & 0xff_ff_ff_ff).toString(16).padStart(8, '0')}`;
  }
}

interface Call {
  readonly id: string;
  readonly channel: string;
  readonly caller: string;
  readonly start: number;
}
interface Party {
  readonly caller: string;
  readonly callee: string;
  readonly channel: string;
  readonly dst: string;
  readonly app: string;
  readonly data: string;
}
interface OfferEnd {
  readonly end: number;
  readonly ring: number;
  readonly why: string;
  readonly connected?: number;
  readonly hold?: number;
  readonly talk?: number;
}
