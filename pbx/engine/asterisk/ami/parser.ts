/** One message of the manager interface: an event (`event` is its name) or an answer (`event` is empty). */
export interface Message {
  readonly event: string;
  /** Keys as the exchange spells them; what is said several times is joined by line breaks. */
  readonly fields: Record<string, string>;
  /** `Output` of a console command, line by line. */
  readonly output: readonly string[];
}

/** Text without an end in sight is no manager interface, or none that this machine can afford to listen to. */
export class Endless extends Error {}

const nothing: readonly string[] = [];
const end = '\r\n\r\n';
/** A console command may print a whole database; nothing else comes near. */
const longest = 32 * 1024 * 1024;

/**
 * Cuts text into messages. What the exchange does that its protocol does not say: an empty line too many behind some
 * events, texts that end in a bare line feed, keys that come again, and, before Asterisk 14, the lines of a console
 * command without a key.
 */
export class Parser {
  readonly #found: (message: Message) => void;
  #rest = '';
  /** How much of the rest has been looked through for an end. */
  #seen = 0;
  #greeted = false;

  constructor(found: (message: Message) => void) {
    this.#found = found;
  }

  /** First line of a connection, `Asterisk Call Manager/5.0.4`; empty until it came. */
  greeting = '';

  /** Throws `Endless`. */
  push(chunk: string): void {
    let text = this.#rest === '' ? chunk : this.#rest + chunk;
    let at = 0;
    if (!this.#greeted) {
      const line = text.indexOf('\r\n');
      if (line < 0) {
        this.#keep(text, 0);
        return;
      }
      this.greeting = text.slice(0, line);
      this.#greeted = true;
      at = line + 2;
      this.#seen = at;
    }
    for (;;) {
      while (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at += 2;
      const stop = text.indexOf(end, Math.max(at, this.#seen - 3));
      if (stop < 0) break;
      this.#found(messageOf(text, at, stop));
      at = stop + end.length;
      this.#seen = at;
    }
    if (at > 0) text = text.slice(at);
    this.#keep(text, text.length);
  }

  #keep(rest: string, seen: number): void {
    if (rest.length > longest) throw new Endless('a message without an end');
    this.#rest = rest;
    this.#seen = seen;
  }
}

function messageOf(text: string, from: number, to: number): Message {
  if (text.startsWith('Response: Follows', from)) return oldOutput(text.slice(from, to));
  const fields: Record<string, string> = {};
  let event = '';
  let output: string[] | null = null;
  for (let at = from; at < to; ) {
    let line = text.indexOf('\r\n', at);
    if (line < 0 || line > to) line = to;
    const colon = text.indexOf(':', at);
    if (colon >= 0 && colon < line) {
      const key = text.slice(at, colon);
      let value = text.slice(text.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1, line);
      if (value.charCodeAt(value.length - 1) <= 32) value = value.trimEnd();
      if (key === 'Event' && event === '') event = value;
      else if (key === 'Output') {
        output ??= [];
        output.push(value);
      } else if (key !== '__proto__') {
        const before = Object.hasOwn(fields, key) ? fields[key] : undefined;
        fields[key] = before === undefined ? value : `${before}\n${value}`;
      }
    }
    at = line + 2;
  }
  return { event, fields, output: output ?? nothing };
}

/** A console command before Asterisk 14: the keys end where the first line has none. */
function oldOutput(block: string): Message {
  const fields: Record<string, string> = { Response: 'Success' };
  const lines = block.split(/\r?\n/).slice(1);
  const first = lines.findIndex((line) => !/^(?:ActionID|Privilege|Message): /.test(line));
  for (const line of lines.slice(0, Math.max(0, first))) {
    const colon = line.indexOf(': ');
    fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  const output = first < 0 ? [] : lines.slice(first);
  if (output.at(-1)?.trim() === '--END COMMAND--') output.pop();
  return { event: '', fields, output };
}
