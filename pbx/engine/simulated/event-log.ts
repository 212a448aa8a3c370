import type { EngineEvent } from '../port';
import type { Steps } from './steps';

const kept = 10_000;

/** The exchange's events as a manager connection would print them; getevents reads them (WEBCTI2 §4.59). */
export class EventLog {
  readonly #steps: Steps;
  readonly #events: EngineEvent[] = [];
  #lastId = 0;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  emit(name: string, fields: Readonly<Record<string, string | number>>): void {
    this.#lastId += 1;
    const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
    this.#events.push({
      id: this.#lastId,
      at: this.#steps.now(),
      name,
      content: [`Event: ${name}`, 'Privilege: call,all', ...lines].join(' '),
    });
    if (this.#events.length > kept) this.#events.shift();
    this.#steps.touch();
  }

  /** Events of that name after that id; an empty name means every event. */
  read(name: string, afterId: number): readonly EngineEvent[] {
    return this.#events.filter((event) => event.id > afterId && (name === '' || event.name === name));
  }
}
