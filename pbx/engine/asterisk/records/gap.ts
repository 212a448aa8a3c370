import type { PlatformTime } from '../../../../shared/domain/time';
import type { RecordSink, RecordsPast } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Parts } from '../parts';
import { type CallRows, cdrRow } from './cdr';
import { cdrLines, linesSince, queueLogLines } from './files';
import { GapLog } from './gap-log';
import type { Leg } from './leg';
import type { Legs } from './legs';
import { type Members, seenOf } from './members';
import type { Names } from './names';
import type { Pairs } from './pairs';
import type { QueueRows } from './queue-calls';
import type { Queues } from './queues';
import type { ExchangeTimes } from './times';

/** The exchange writes its files by whole seconds, and a moment late. */
const marginMs = 2_000;

export interface GapOptions {
  readonly parts: Parts;
  readonly legs: Legs;
  readonly pairs: Pairs;
  readonly queues: Queues;
  readonly queueRows: QueueRows;
  readonly members: Members;
  readonly rows: CallRows;
  readonly names: Names;
  readonly times: ExchangeTimes;
  readonly sink: RecordSink;
  readonly gone: (leg: Leg, cause: number, at: PlatformTime) => void;
  readonly past?: RecordsPast;
}

/**
 * After a lost connection: what ended meanwhile ends here, once. Where the exchange's own files can be read (`queue_log`,
 * `Master.csv`), they tell what happened in between; what is known by its unique id already is not taken again. The time
 * in which this platform did not run is such a gap too, and the time before it ran for the first time.
 */
export class Gap {
  readonly #options: GapOptions;
  #since: PlatformTime | null = null;
  #round = 0;
  #closed = false;
  /** Channels that ended while the lists were on their way, which may still show them; null = nobody asked. */
  #ended: Set<string> | null = null;

  /**
   * When records ended that stand from before the start, by call: it may have several. The other leg tells nothing, for
   * the exchange's own record names the half of a Local channel where ours names the telephone.
   */
  readonly #stood = new Map<string, readonly PlatformTime[]>();

  constructor(options: GapOptions) {
    this.#options = options;
    const { past, parts, queueRows } = options;
    if (!past || (!parts.setup.queueLog && !parts.setup.callRecords)) return;
    this.#since = past.lastAt ?? 0;
    const from = this.#since - marginMs;
    for (const { uniqueId, endedAt } of past.calls(from))
      this.#stood.set(uniqueId, [...(this.#stood.get(uniqueId) ?? []), endedAt]);
    for (const { queue, uniqueId, event, at } of past.queueEvents(from)) queueRows.note(queue, uniqueId, event, at);
  }

  begins(): void {
    this.#round += 1;
    this.#since ??= this.#options.parts.clock.now();
  }

  over(): void {
    const { parts, times } = this.#options;
    this.#round += 1;
    const round = this.#round;
    times.forget();
    this.#ended = new Set();
    const before = this.#options.legs.live();
    Promise.all([parts.ami.list('CoreShowChannels'), parts.ami.list('QueueStatus')]).then(
      ([channels, queues]) => {
        if (round === this.#round && !this.#closed) this.#compare(before, channels, queues);
      },
      // The line was lost again: the next login does it.
      () => {
        if (round === this.#round) this.#ended = null;
      },
    );
  }

  ended(uniqueId: string): void {
    this.#ended?.add(uniqueId);
  }

  close(): void {
    this.#closed = true;
  }

  #compare(before: readonly Leg[], channels: readonly AmiEvent[], queues: readonly AmiEvent[]): void {
    const { legs, members, parts } = this.#options;
    const now = parts.clock.now();
    const since = this.#since;
    this.#since = null;
    const there = new Set(channels.map((event) => field(event, 'Uniqueid')));
    const lost = before.filter((leg) => leg.hungUpAt === null && !there.has(leg.uniqueId));
    for (const event of channels) {
      const uniqueId = field(event, 'Uniqueid');
      if (!uniqueId || legs.find(uniqueId) || this.#ended?.has(uniqueId)) continue;
      const leg = legs.adopt({ event, createdAt: now - durationMs(field(event, 'Duration')) });
      leg.found = since === null ? 'start' : 'gap';
      leg.application = field(event, 'Application');
      leg.applicationData = field(event, 'ApplicationData');
      // Who was called runs no dial plan of his own.
      leg.incoming = !leg.local && !/^App(?:Dial|Queue)/.test(leg.application);
    }
    this.#ended = null;
    const seen = queues.filter(({ event }) => event === 'QueueMember').map((each) => seenOf(each, 'Location', 'Name'));
    let ends: ReadonlyMap<string, PlatformTime> = new Map();
    if (since !== null) {
      const ifaces = new Map(seen.map(({ queue, name, iface }) => [`${queue} ${name}`, iface]));
      ends = this.#import(since, now, ifaces);
    }
    for (const leg of lost) if (leg.hungUpAt === null) this.#options.gone(leg, 0, ends.get(leg.name) ?? since ?? now);
    if (lost.length > 0) {
      const detail = `${lost.length} channels ended while the exchange could not be heard`;
      parts.log({ level: 'warn', event: 'records.closed-by-resync', detail });
    }
    this.#bridge(channels, now);
    members.compare(seen, now);
    for (const event of queues) if (event.event === 'QueueEntry') this.#waits(event, now);
  }

  /** Legs that share a bridge talk to each other; since when, nobody says. */
  #bridge(channels: readonly AmiEvent[], now: PlatformTime): void {
    const { legs, pairs } = this.#options;
    for (const event of channels) {
      const leg = legs.find(field(event, 'Uniqueid'));
      const id = field(event, 'BridgeId');
      if (!leg || !id || leg.bridge?.id === id) continue;
      const talk = !['ConfBridge', 'Park', 'ParkedCall'].includes(field(event, 'Application'));
      const fields = { BridgeUniqueid: id, BridgeType: talk ? 'basic' : 'base', BridgeTechnology: '' };
      const bridge = legs.enter(leg, { event: 'BridgeEnter', fields });
      pairs.entered(leg, bridge, now);
    }
  }

  /** Somebody waits whom nobody saw come. */
  #waits(event: AmiEvent, now: PlatformTime): void {
    const { legs, queues } = this.#options;
    const leg = legs.find(field(event, 'Uniqueid')) ?? legs.named(field(event, 'Channel'));
    if (!leg || leg.waiting || [...queues.waiting].some((entry) => entry.leg === leg)) return;
    queues.joined(leg, event, now - (Number(field(event, 'Wait')) || 0) * 1000);
  }

  /** Gives when channels ended, by name, as far as the file tells. */
  #import(
    since: PlatformTime,
    now: PlatformTime,
    ifaces: ReadonlyMap<string, string>,
  ): ReadonlyMap<string, PlatformTime> {
    const met = new Set<Leg>();
    const { parts, rows, sink, times, names, legs } = this.#options;
    const { queueLog = '', callRecords = '' } = parts.setup;
    const tried = (path: string): readonly string[] => {
      try {
        return linesSince(path);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'failed';
        parts.log({ level: 'warn', event: 'records.import', detail: `a file of the exchange cannot be read: ${code}` });
        return [];
      }
    };
    const within = (at: PlatformTime | null): at is PlatformTime =>
      at !== null && at >= since - marginMs && at <= now + marginMs;
    const log = new GapLog(this.#options, ifaces);
    if (queueLog !== '') log.take(queueLogLines(tried(queueLog), times), within);
    const ends = new Map<string, PlatformTime>();
    if (callRecords === '') return ends;
    let count = 0;
    for (const fields of cdrLines(tried(callRecords))) {
      const uniqueId = fields.UniqueID ?? '';
      const endedAt = times.local(fields.EndTime ?? '');
      if (!within(endedAt)) continue;
      for (const name of [fields.Channel ?? '', fields.DestinationChannel ?? '']) {
        ends.set(name, Math.max(endedAt, ends.get(name) ?? 0));
      }
      const leg = legs.find(uniqueId);
      // What began before is told by what was seen of it; who only waited then has met somebody since.
      const waited = leg !== undefined && leg.hungUpAt === null && leg.pairs.size === 0 && !leg.recorded;
      if ((leg || rows.isKnown(uniqueId)) && !waited) continue;
      if (this.#stood.get(uniqueId)?.some((at) => Math.abs(at - endedAt) <= marginMs)) continue;
      const row = cdrRow(fields, times, names, log.queueOf(uniqueId));
      if (!row) continue;
      if (leg) met.add(leg);
      sink.callRecord(row);
      count += 1;
    }
    for (const leg of met) leg.recorded = true;
    this.#stood.clear();
    if (count > 0) parts.log({ level: 'info', event: 'records.import', detail: `${count} call records from the file` });
    return ends;
  }
}

/** `00:01:12` */
const durationMs = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  const total = (hours * 3600 + minutes * 60 + seconds) * 1000;
  return Number.isFinite(total) ? total : 0;
};
