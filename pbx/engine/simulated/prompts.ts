import type { CallPrompts, Prompt } from '../port';
import type { Exchange } from './exchange';
import { type Departure, isLive, type Leg } from './leg';

/** Length of a prompt that the centre does not know. */
const unknownSeconds = 5;
/** How long the next key may take once the prompt is over or the first key has come. */
const keyMs = 10_000;

/** Prompts to one party of a call that the exchange began (`OriginateRequest.prompts`). */
export class PartyPrompts {
  readonly #x: Exchange;
  readonly #second = new WeakMap<Leg, Prompt>();
  readonly #last = new WeakMap<Leg, Prompt>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** Milliseconds; `said` is what somebody says of a recording of his own. */
  lengthOf(name: string, said: number | null): number {
    return said || (this.#x.config.prompts.find((prompt) => prompt.name === name)?.seconds ?? unknownSeconds) * 1000;
  }

  /** Whoever was rung first has lifted: `goOn` when he has heard what is for him. */
  begin(leg: Leg, { first, second, last }: CallPrompts, goOn: () => void): void {
    if (second) this.#second.set(leg, second);
    if (last) this.#last.set(leg, last);
    if (!first) {
      goOn();
      return;
    }
    const stop = this.#play(leg, first, goOn);
    // Keys are nobody's answer to a prompt that asks for none.
    this.#x.legs.move(leg, { kind: 'application', name: 'Playback', pressed: () => undefined, left: stop });
  }

  /** The second party has lifted: `connect` when it has heard what is for it. Who hangs up meanwhile ends the call. */
  announce(caller: Leg, called: Leg, connect: () => void): void {
    const prompt = this.#second.get(caller);
    if (!prompt) {
      connect();
      return;
    }
    this.#second.delete(caller);
    const { legs } = this.#x;
    let over = false;
    const stop = this.#play(called, prompt, () => {
      over = true;
      // Who is called and talks runs nothing.
      Object.assign(called.info, { application: '', applicationData: '' });
      connect();
    });
    const leaves =
      (other: Leg) =>
      (_leg: Leg, _how: Departure): void => {
        stop();
        if (over) return;
        over = true;
        legs.hangUp(other, 16);
      };
    legs.move(caller, { kind: 'application', name: 'Dial', left: leaves(called) });
    legs.move(called, { kind: 'application', name: 'Playback', pressed: () => undefined, left: leaves(caller) });
  }

  /** Takes whoever was rung first and is left alone; false: nothing is asked of him. */
  takes(leg: Leg): boolean {
    const prompt = this.#last.get(leg);
    if (!prompt || !isLive(leg)) return false;
    this.#last.delete(leg);
    const { legs, steps } = this.#x;
    const end = (): void => legs.hangUp(leg, 16);
    legs.run(leg, 'Read', prompt.name);
    let stop = steps.after(this.lengthOf(prompt.name, prompt.milliseconds) + keyMs, end);
    const pressed = (digits: string): void => {
      stop();
      if (digits.includes('#')) end();
      else stop = steps.after(keyMs, end);
    };
    legs.move(leg, { kind: 'application', name: 'Read', pressed, left: () => stop() });
    return true;
  }

  #play(leg: Leg, { name, milliseconds }: Prompt, after: () => void): () => void {
    const { legs, steps } = this.#x;
    legs.answer(leg);
    legs.run(leg, 'Playback', name);
    return steps.after(this.lengthOf(name, milliseconds), after);
  }
}
