import type { Link } from '../port';
import { type Exchange, lingerMs } from './exchange';
import type { Leg, Writable } from './leg';

export interface LinkRow {
  readonly view: Writable<Link>;
  readonly src: Leg;
  readonly dst: Leg;
  /** What `src` called to reach `dst`. */
  readonly dialled: string;
  readonly application: 'Dial' | 'Queue' | 'Bridge';
  /** File that the talk is recorded to; empty = it is not. */
  monitor: string;
}

/** Pairs of channels. Every pair ends exactly once, and with its end its call record is written. */
export class Links {
  readonly #x: Exchange;
  readonly #rows = new Set<LinkRow>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  all(): Link[] {
    return [...this.#rows].map((row) => row.view);
  }

  /** `src` begins to call `dst`. */
  dial(src: Leg, dst: Leg, dialled: string, application: LinkRow['application'] = 'Dial'): LinkRow {
    const now = this.#x.steps.now();
    const row: LinkRow = {
      view: {
        src: src.info.name,
        dst: dst.info.name,
        srcUniqueId: src.info.uniqueId,
        dstUniqueId: dst.info.uniqueId,
        state: 'Dialing',
        createdAt: now,
        dialledAt: now,
        linkedAt: null,
        unlinkedAt: null,
        cleared: false,
      },
      src,
      dst,
      dialled,
      application,
      monitor: '',
    };
    this.#rows.add(row);
    src.links.add(row);
    dst.links.add(row);
    src.recorded = true;
    dst.recorded = true;
    this.#x.events.emit('Dial', { Source: src.info.name, Destination: dst.info.name, CallerID: src.info.callerId });
    return row;
  }

  /** The pair talks. Uses the row of their call when there is one, whoever called whom. */
  join(a: Leg, b: Leg): LinkRow {
    const row = this.between(a, b) ?? this.dial(a, b, b.info.callerId, 'Bridge');
    if (row.view.state !== 'Link') {
      row.view.state = 'Link';
      row.view.linkedAt ??= this.#x.steps.now();
      this.#x.recorder.begin(row);
      this.#x.events.emit('Link', pairOf(row));
    }
    return row;
  }

  between(a: Leg, b: Leg): LinkRow | undefined {
    for (const row of a.links) if (row.src === b || row.dst === b) return row;
    return undefined;
  }

  /** The pair is taken apart while both live on. */
  part(row: LinkRow): void {
    if (row.view.cleared) return;
    this.#end(row, 'UnLink');
  }

  legGone(leg: Leg): void {
    for (const row of [...leg.links]) this.#end(row, 'Hangup');
  }

  forgetAll(): void {
    this.#rows.clear();
  }

  #end(row: LinkRow, state: 'UnLink' | 'Hangup'): void {
    row.src.links.delete(row);
    row.dst.links.delete(row);
    if (row.view.state === 'Link') this.#x.events.emit('Unlink', pairOf(row));
    row.view.state = state;
    row.view.unlinkedAt = this.#x.steps.now();
    row.view.cleared = true;
    this.#x.recorder.end(row);
    this.#x.records.pair(row);
    this.#x.steps.touch();
    this.#x.steps.after(lingerMs, () => {
      this.#rows.delete(row);
      this.#x.steps.touch();
    });
  }
}

const pairOf = (row: LinkRow): Readonly<Record<string, string>> => ({
  Channel1: row.src.info.name,
  Channel2: row.dst.info.name,
  Uniqueid1: row.src.info.uniqueId,
  Uniqueid2: row.dst.info.uniqueId,
  CallerID1: row.src.info.callerId,
  CallerID2: row.dst.info.callerId,
});
