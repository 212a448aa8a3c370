import type { Clock, PlatformTime } from '../../../../shared/domain/time';
import type { CallRecordRow, RecordSink } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import { dialStatusOf, dispositionOf } from './call-rows';
import type { Names } from './names';
import type { ExchangeTimes } from './times';

/** A call record of the exchange comes within so much of the end of the call. */
const waitMs = 300;
/** One of a call that nobody saw is a record by itself after that. */
const strangerMs = 2_000;
/** After so many records without a word the exchange tells none (`cdr_manager.conf`). */
const patience = 5;

interface Early {
  readonly event: AmiEvent;
  readonly at: PlatformTime;
}

interface Held {
  readonly row: CallRecordRow;
  readonly stop: () => void;
}

/**
 * The last station of call records: what the exchange's own record adds (account, user field, the last application)
 * goes in, and each is written once. Calls that no event told of are written from the exchange's record alone.
 */
export class CallRows {
  readonly #clock: Clock;
  readonly #sink: RecordSink;
  readonly #times: ExchangeTimes;
  readonly #names: Names;
  /** Rows that wait for the exchange's record, by unique id. */
  readonly #held = new Map<string, Held[]>();
  /** The exchange's records that came first, the oldest call first. */
  readonly #early = new Map<string, readonly Early[]>();
  readonly #timers = new Set<() => void>();
  readonly #seen = new Map<string, PlatformTime>();
  #silence = 0;

  constructor(clock: Clock, sink: RecordSink, times: ExchangeTimes, names: Names) {
    this.#clock = clock;
    this.#sink = sink;
    this.#times = times;
    this.#names = names;
  }

  /** The events tell of this call: its records are made from them. */
  noticed(uniqueId: string): void {
    // A text of its own: an id as it was cut out of an event holds on to all of it.
    if (!this.#seen.has(uniqueId)) this.#seen.set(Buffer.from(uniqueId).toString(), this.#clock.now());
    if (this.#seen.size <= 50_000) return;
    for (const [old] of this.#seen) {
      if (this.#seen.size <= 40_000) break;
      this.#seen.delete(old);
    }
  }

  isKnown(uniqueId: string): boolean {
    return this.#seen.has(uniqueId);
  }

  /** How many records of the exchange and rows of ours wait for each other now. */
  get waiting(): number {
    return this.#early.size + this.#held.size;
  }

  write(row: CallRecordRow): void {
    const early = this.#early.get(row.uniqueId) ?? [];
    const found = early.find(({ event }) => fits(row, event));
    if (found) {
      this.#keepEarly(
        row.uniqueId,
        early.filter((one) => one !== found),
      );
      this.#sink.callRecord(merged(row, found.event));
    } else if (this.#silence >= patience) this.#sink.callRecord(row);
    else this.#hold(row);
  }

  /** Event `Cdr`. */
  cdr(event: AmiEvent): void {
    this.#silence = 0;
    const uniqueId = field(event, 'UniqueID');
    if (!uniqueId) return;
    const held = this.#held.get(uniqueId) ?? [];
    const waiting = held.find(({ row }) => fits(row, event));
    if (waiting) {
      waiting.stop();
      this.#release(waiting);
      this.#sink.callRecord(merged(waiting.row, event));
      return;
    }
    const now = this.#clock.now();
    for (const [id, list] of this.#early) {
      if (list.some(({ at }) => now - at <= strangerMs)) break;
      this.#early.delete(id);
    }
    this.#keepEarly(uniqueId, [...(this.#early.get(uniqueId) ?? []), { event, at: now }]);
    if (!this.isKnown(uniqueId)) this.#after(strangerMs, () => this.#stranger(uniqueId));
  }

  /** Writes what waits; nothing comes any more. */
  flush(): void {
    for (const held of [...this.#held.values()].flat()) {
      held.stop();
      this.#release(held);
      this.#sink.callRecord(held.row);
    }
    for (const stop of this.#timers) stop();
    this.#timers.clear();
  }

  #keepEarly(uniqueId: string, list: readonly Early[]): void {
    if (list.length > 0) this.#early.set(uniqueId, list);
    else this.#early.delete(uniqueId);
  }

  #hold(row: CallRecordRow): void {
    const held: Held = {
      row,
      stop: this.#clock.after(waitMs, () => {
        this.#silence += 1;
        this.#release(held);
        this.#sink.callRecord(row);
      }),
    };
    this.#held.set(row.uniqueId, [...(this.#held.get(row.uniqueId) ?? []), held]);
  }

  #release(held: Held): void {
    const { uniqueId } = held.row;
    const rest = (this.#held.get(uniqueId) ?? []).filter((one) => one !== held);
    if (rest.length > 0) this.#held.set(uniqueId, rest);
    else this.#held.delete(uniqueId);
  }

  #stranger(uniqueId: string): void {
    const list = this.#early.get(uniqueId) ?? [];
    this.#early.delete(uniqueId);
    if (this.isKnown(uniqueId)) return;
    for (const { event } of list) {
      const row = cdrRow(event.fields, this.#times, this.#names);
      if (row) this.#sink.callRecord(row);
    }
  }

  #after(ms: number, run: () => void): void {
    const stop = this.#clock.after(ms, () => {
      this.#timers.delete(stop);
      run();
    });
    this.#timers.add(stop);
  }
}

/** Of a leg that met nobody the exchange may name another that sat in the same room. */
const fits = (row: CallRecordRow, event: AmiEvent): boolean =>
  row.dstChannel === '' || field(event, 'DestinationChannel') === row.dstChannel;

function merged(row: CallRecordRow, event: AmiEvent): CallRecordRow {
  const userField = field(event, 'UserField');
  const lone = row.dstChannel === '' && row.lastApp === '';
  return {
    ...row,
    account: row.account || field(event, 'AccountCode'),
    userField: userField ? `${row.userField} ${userField}` : row.userField,
    ...(lone && { lastApp: field(event, 'LastApplication'), lastData: field(event, 'LastData') }),
  };
}

/**
 * A record made of the exchange's own alone, under the names that the event `Cdr` gives its fields; null where it is
 * of a half of a Local channel or of a leg that somebody else's record tells of, which is no call.
 *
 * @param queue where the caller waited, if that is known: what the exchange played to him afterwards is no answer
 */
export function cdrRow(
  fields: Readonly<Record<string, string>>,
  times: ExchangeTimes,
  names: Names,
  queue = '',
): CallRecordRow | null {
  const given = (name: string): string => fields[name] ?? '';
  const [channel, dstChannel] = [given('Channel'), given('DestinationChannel')];
  const last = given('LastApplication');
  const startedAt = times.local(given('StartTime'));
  if (startedAt === null || given('UniqueID') === '' || channel.startsWith('Local/')) return null;
  if (last === 'AppDial' || last === 'AppQueue') return null;
  const [application, data] = queue && dstChannel === '' ? ['Queue', queue] : [last, given('LastData')];
  const endedAt = times.local(given('EndTime')) ?? startedAt + Number(given('Duration')) * 1000;
  const answered = given('Disposition') === 'ANSWERED' && (dstChannel !== '' || application !== 'Queue');
  const cause = answered ? 16 : given('Disposition') === 'BUSY' ? 17 : given('Disposition') === 'FAILED' ? 38 : 19;
  const [device, target] = [names.deviceOf(channel), dstChannel ? names.deviceOf(dstChannel) : undefined];
  const [trunk, dstTrunk] = [names.trunkOf(channel), dstChannel ? names.trunkOf(dstChannel) : ''];
  const number = device ? names.numberOf(device) : given('Source');
  const callee = target ? names.numberOf(target) : given('Destination');
  const answeredAt = answered ? (times.local(given('AnswerTime')) ?? startedAt) : null;
  return {
    calldate: startedAt,
    src: number,
    dst: callee,
    clid: given('CallerID') || number,
    context: given('DestinationContext'),
    channel,
    dstChannel,
    lastApp: application,
    lastData: data,
    durationSeconds: Number(given('Duration')) || 0,
    billSeconds: answered ? Number(given('BillableSeconds')) || 0 : 0,
    disposition: answered ? 'ANSWERED' : dispositionOf(cause),
    account: given('AccountCode'),
    uniqueId: given('UniqueID'),
    userField: [`DIALSTATUS:${dialStatusOf(answered, cause)}`, given('UserField')].filter(Boolean).join(' '),
    answeredAt,
    endedAt,
    caller: number,
    callee,
    did: trunk ? given('Destination') : '',
    redirected: '',
    original: number,
    monitor: '',
    direct: trunk ? 'IN' : dstTrunk ? 'OUT' : '',
    transfer: '',
    trunk: trunk || dstTrunk,
    cause,
  };
}
