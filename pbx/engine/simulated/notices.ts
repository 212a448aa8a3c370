import type { Exchange } from './exchange';
import { isLive, type Leg } from './leg';

/** Speed of a spoken text. */
const charactersPerSecond = 4;
/** How long a person thinks before pressing a key, and the exchange waits when nobody said how long. */
const thinkingMs = 2_000;
const keySeconds = 10;

interface Script {
  readonly prompt: string;
  readonly thanks: string;
  /** Keys that count; null = every key, empty = none is asked for. */
  readonly keys: readonly string[] | null;
  readonly waitMs: number;
  readonly mistakes: number;
  readonly silences: number;
}

/** `prompt,thanks,keys,seconds,mistakes,silences`; keys as `0-1-2`, `*` for every key, empty for none. */
function scriptOf(data: string): Script {
  const [prompt = '', thanks = '', keys = '', seconds = '', mistakes = '', silences = ''] = data.split(',');
  const count = (text: string): number => Math.max(0, Number.parseInt(text, 10) || 0);
  return {
    prompt,
    thanks,
    keys: keys === '*' ? null : keys.split('-').filter((key) => key !== ''),
    waitMs: (count(seconds) || keySeconds) * 1000,
    mistakes: count(mistakes),
    silences: count(silences),
  };
}

/**
 * The application of voice notices and surveys (WEBCTI2 §8.2): plays a prompt or speaks the text in `OUTCALL_TEXT1`,
 * waits for one of the keys that count, asks again after as many wrong keys or silences as are allowed, says thanks and
 * hangs up. What was pressed stands in the channel's `ivrKeys`, as behind a voice menu.
 */
export class Notices {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  begin(leg: Leg, data: string): void {
    const { legs, outside } = this.#x;
    const script = scriptOf(data);
    legs.answer(leg);
    legs.run(leg, 'OutboundNotice', data);
    outside.connected(leg);
    if (isLive(leg)) this.#ask(leg, script, 0, 0);
  }

  /** One round: the prompt, then time for a key, which also counts while the prompt is still playing. */
  #ask(leg: Leg, script: Script, mistakes: number, silences: number): void {
    const { legs, steps } = this.#x;
    const { keys } = script;
    const asks = keys === null || keys.length > 0;
    const playMs = this.#lengthOf(leg, script.prompt, 'OUTCALL_TEXT1');
    const round = mistakes + silences;
    const stops: (() => void)[] = [];
    const stop = (): void => {
      for (const each of stops.splice(0)) each();
    };
    const silent = (): void => {
      if (asks && silences < script.silences) this.#ask(leg, script, mistakes, silences + 1);
      else legs.hangUp(leg, 16);
    };
    const press = (digits: string): void => {
      leg.info.ivrKeys += digits;
      steps.touch();
      if (!asks) return;
      if ([...digits].some((digit) => keys === null || keys.includes(digit))) this.#thank(leg, script);
      else if (mistakes < script.mistakes) this.#ask(leg, script, mistakes + 1, silences);
      else legs.hangUp(leg, 16);
    };
    legs.move(leg, { kind: 'application', name: 'OutboundNotice', pressed: press, left: stop });
    stops.push(steps.after(playMs + (asks ? script.waitMs : 0), silent));
    const key = leg.person?.keys[round];
    // A person who says nothing in one round is a dash in the row of keys.
    if (key !== undefined && key !== '-') stops.push(steps.after(playMs + thinkingMs, () => press(key)));
  }

  #thank(leg: Leg, script: Script): void {
    const { legs, steps } = this.#x;
    const ms =
      script.thanks || this.#text(leg, 'OUTCALL_TEXT2') ? this.#lengthOf(leg, script.thanks, 'OUTCALL_TEXT2') : 0;
    const stop = steps.after(ms, () => legs.hangUp(leg, 16));
    legs.move(leg, { kind: 'application', name: 'OutboundNotice', pressed: () => undefined, left: stop });
  }

  #lengthOf(leg: Leg, prompt: string, variable: string): number {
    if (prompt === '') return Math.ceil(this.#text(leg, variable).length / charactersPerSecond) * 1000;
    // Somebody's own recording is as long as it is said to be.
    return this.#x.prompts.lengthOf(prompt, Number(this.#text(leg, variable.replace('TEXT', 'MS'))));
  }

  #text(leg: Leg, variable: string): string {
    return this.#x.variables.get(leg, variable);
  }
}
