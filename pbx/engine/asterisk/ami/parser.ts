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
const end = Buffer.from('\r\n\r\n');
/** A console command may print a whole database; nothing else comes near. */
const longest = 32 * 1024 * 1024;

/**
 * Cuts the bytes of a connection into messages. What the exchange does that its protocol does not say: an empty line too
 * many behind some events, texts that end in a bare line feed, keys that come again, and, before Asterisk 14, the lines
 * of a console command without a key.
 *
 * Each message becomes a text of its own: a value that somebody keeps, a channel's name say, holds on to its message and
 * not to everything that came in one piece with it.
 */
export class Parser {
  readonly #found: (message: Message) => void;
  #rest: Buffer | null = null;
  /** How much of the rest has been looked through for an end. */
  #seen = 0;
  #greeted = false;

  constructor(found: (message: Message) => void) {
    this.#found = found;
  }

  /** First line of a connection, `Asterisk Call Manager/5.0.4`; empty until it came. */
  greeting = '';

  /** Throws `Endless`. */
  push(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    if (!this.#greeted) {
      const line = bytes.indexOf('\r\n');
      if (line < 0) {
        this.#keep(bytes, 0);
        return;
      }
      this.greeting = bytes.toString('utf8', 0, line);
      this.#greeted = true;
      at = line + 2;
      this.#seen = at;
    }
    for (;;) {
      while (bytes[at] === 13 && bytes[at + 1] === 10) at += 2;
      const stop = bytes.indexOf(end, Math.max(at, this.#seen - 3));
      if (stop < 0) break;
      this.#found(messageOf(bytes.toString('utf8', at, stop)));
      at = stop + end.length;
      this.#seen = at;
    }
    this.#keep(bytes.subarray(at), bytes.length - at);
  }

  #keep(rest: Buffer, seen: number): void {
    if (rest.length > longest) throw new Endless('a message without an end');
    this.#rest = rest.length === 0 ? null : rest;
    this.#seen = seen;
  }
}

function messageOf(text: string): Message {
  if (text.startsWith('Response: Follows')) return oldOutput(text);
  const fields: Record<string, string> = {};
  let event = '';
  let output: string[] | null = null;
  for (let at = 0; at < text.length; ) {
    let line = text.indexOf('\r\n', at);
    if (line < 0) line = text.length;
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
