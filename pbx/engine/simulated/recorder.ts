import { formatPlatformTime } from '../../../shared/domain/time';
import type { Exchange } from './exchange';
import type { Leg } from './leg';
import type { LinkRow } from './links';

/**
 * Records who talks: calls of a queue that is recorded, also behind a transfer, calls of people who are recorded, and
 * rooms. Each pair of legs has a file of its own, as each has a call record of its own (WEBCTI2 §4.74).
 */
export class Recorder {
  readonly #x: Exchange;
  /** Files of a leg so far: two within one second need two names. */
  readonly #named = new WeakMap<Leg, Set<string>>();
  readonly #rooms = new Map<string, { readonly file: string; readonly startedAt: number; readonly ids: Set<string> }>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** The pair talks. */
  begin(row: LinkRow): void {
    if (row.monitor !== '') return;
    const prefix = this.#prefixOf(row);
    if (prefix === null) return;
    row.monitor = this.#name(row.src, prefix);
    row.src.info.monitorFile = row.monitor;
    row.dst.info.monitorFile = row.monitor;
  }

  /** The pair talks no more. */
  end(row: LinkRow): void {
    const { linkedAt } = row.view;
    if (row.monitor === '' || linkedAt === null) return;
    for (const leg of [row.src, row.dst]) if (leg.info.monitorFile === row.monitor) leg.info.monitorFile = '';
    this.#x.sink.recording({
      file: row.monitor,
      kind: 'call',
      uniqueIds: [row.src.info.uniqueId],
      startedAt: linkedAt,
      milliseconds: this.#x.steps.now() - linkedAt,
    });
  }

  /** Somebody sits down; the first one starts the recording, and gives it its name. */
  seated(room: string, leg: Leg): void {
    if (!this.#x.config.recordedRooms.includes(room)) return;
    const { uniqueId } = leg.info;
    const running = this.#rooms.get(room) ?? {
      file: this.#name(leg, `meetme-${room}`),
      startedAt: this.#x.steps.now(),
      ids: new Set<string>(),
    };
    running.ids.add(uniqueId);
    this.#rooms.set(room, running);
  }

  /** Nobody is left. */
  emptied(room: string): void {
    const running = this.#rooms.get(room);
    if (!running) return;
    this.#rooms.delete(room);
    const { file, startedAt, ids } = running;
    const milliseconds = this.#x.steps.now() - startedAt;
    this.#x.sink.recording({ file, kind: 'conference', uniqueIds: [...ids], startedAt, milliseconds });
  }

  /** A crash: what was being recorded is lost. */
  forgetAll(): void {
    this.#rooms.clear();
  }

  #prefixOf({ src, dst }: LinkRow): string | null {
    const { phones, queues } = this.#x;
    const { queue } = src.info;
    if (queue !== '' && queues.find(queue)?.config.recording) return `q${queue}`;
    const person = [dst, src].find(({ info }) => {
      const device = phones.device(info.device);
      return device !== undefined && phones.userAt(device)?.recording;
    });
    if (person === undefined) return null;
    const way = person === src ? 'OUT' : 'IN';
    return `${way}${phones.device(person.info.device)?.user ?? ''}`;
  }

  #name(leg: Leg, prefix: string): string {
    const [date = '', time = ''] = formatPlatformTime(this.#x.steps.now(), this.#x.zone)
      .replaceAll(/[-:]/g, '')
      .split(' ');
    const stem = `${prefix}-${date}-${time}-${leg.info.uniqueId}`;
    const names = this.#named.get(leg) ?? new Set<string>();
    this.#named.set(leg, names);
    let name = `${stem}.WAV`;
    for (let number = 2; names.has(name); number += 1) name = `${stem}-${number}.WAV`;
    names.add(name);
    return name;
  }
}
