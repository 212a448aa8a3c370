import { EngineTrouble, type Outcome } from '../../port';
import { type AmiAnswer, type AmiFields, field } from '../ami/port';
import type { Parts } from '../parts';

/** By pattern of the exchange's own words: which outcome of the port they mean. */
export type Words<E extends string> = readonly (readonly [RegExp, E])[];

export const done: Outcome<never> = { ok: true };
export const no = <E extends string>(why: E): Outcome<E> => ({ ok: false, why });

/** Words for "no such channel", which differ from action to action. */
export const noChannel: Words<'no-channel'> = [
  [
    /no such channel|channel (?:specified )?does not exist|channel\d? does not exist|unable to find channel/i,
    'no-channel',
  ],
];

/** A line break in a value would begin a header, or an action, of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be there
const control = /[\u0000-\u001f\u007f]+/g;
export const oneLine = (text: string): string => text.replace(control, ' ');

const cleaned = (fields: AmiFields): AmiFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : typeof value === 'string' ? oneLine(value) : value.map(oneLine),
    ]),
  );

/** Sends actions and makes of what comes back the outcomes of the port. Nothing is ever sent twice. */
export class Sender {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get live(): boolean {
    return this.#parts.ami.state === 'live';
  }

  /** The exchange's answer, success or not; rejects with `EngineTrouble('unreachable')`. */
  ask(action: string, fields: AmiFields = {}): Promise<AmiAnswer> {
    return this.#parts.ami.send(action, cleaned(fields));
  }

  /** As `ask`; what is no success is an outcome where `words` know it, and trouble otherwise. */
  async tell<E extends string>(action: string, fields: AmiFields, words: Words<E>): Promise<Outcome<E>> {
    const answer = await this.ask(action, fields);
    if (answer.ok) return done;
    for (const [pattern, why] of words) if (pattern.test(answer.message)) return no(why);
    throw troubleOf(action, answer);
  }

  /**
   * Runs a command. What goes wrong is logged once, here; whoever does not wait for the promise leaves no unhandled
   * rejection behind.
   */
  run<T>(command: string, work: () => Promise<T>): Promise<T> {
    const result = work().catch((error: unknown) => {
      this.log(command, error);
      throw error instanceof EngineTrouble ? error : new EngineTrouble('refused', 'the command failed');
    });
    result.catch(() => {});
    return result;
  }

  /** Numbers of people do not belong into a log. */
  log(command: string, error: unknown): void {
    const known = error instanceof EngineTrouble;
    const where = error instanceof Error && !known ? (error.stack?.split('\n')[1]?.trim() ?? '') : '';
    const what = error instanceof Error ? error.message : String(error);
    const detail = `${command}: ${known ? error.kind : 'failed'}: ${what} ${where}`.replace(/\d{3,}/g, '…');
    this.#parts.log({
      level: known ? 'warn' : 'error',
      event: 'exchange-command-failed',
      detail: detail.trim().slice(0, 300),
    });
  }

  /** Value of a variable or function; empty text when unset. Undefined: there is no such channel. */
  async variable(name: string, channel = ''): Promise<string | undefined> {
    const answer = await this.ask('Getvar', { ...(channel && { Channel: channel }), Variable: name });
    if (answer.ok) return field(answer, 'Value');
    if (noChannel.some(([pattern]) => pattern.test(answer.message))) return undefined;
    throw troubleOf('Getvar', answer);
  }
}

/** Words of an exchange that lacks an action or a right; anything else it simply refused. */
export function troubleOf(action: string, { message }: AmiAnswer): EngineTrouble {
  const lacks = /permission denied|unknown command|no attended transfer|feature code/i.test(message);
  return new EngineTrouble(lacks ? 'missing' : 'refused', `${action}: ${message || 'no reason given'}`);
}
