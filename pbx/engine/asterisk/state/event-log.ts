import type { PlatformTime } from '../../../../shared/domain/time';
import type { EngineEvent } from '../../port';

const kept = 10_000;

type Fields = Readonly<Record<string, string | number>>;
interface Entry {
  readonly id: number;
  readonly at: PlatformTime;
  readonly name: string;
  readonly fields: Fields;
}

/**
 * The exchange's events in the vendor's words (`Join`, `Link`, `DTMF` …), which its interface and the services read
 * (WEBCTI2 §4.59). Kept as they are and printed for whoever asks: most are never read.
 */
export class EventLog {
  readonly #now: () => PlatformTime;
  readonly #ring: (Entry | undefined)[] = [];
  #lastId = 0;

  constructor(now: () => PlatformTime) {
    this.#now = now;
  }

  emit(name: string, fields: Fields): void {
    this.#lastId += 1;
    this.#ring[this.#lastId % kept] = { id: this.#lastId, at: this.#now(), name, fields };
  }

  /** Events of that name after that id, oldest first; an empty name means every event. */
  read(name: string, afterId: number): readonly EngineEvent[] {
    const found: EngineEvent[] = [];
    for (let id = Math.max(afterId, this.#lastId - kept) + 1; id <= this.#lastId; id += 1) {
      const entry = this.#ring[id % kept];
      if (entry && (name === '' || entry.name === name)) found.push(print(entry));
    }
    return found;
  }
}

function print({ id, at, name, fields }: Entry): EngineEvent {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
  return { id, at, name, content: [`Event: ${name}`, 'Privilege: call,all', ...lines].join(' ') };
}
