import { TooLarge } from './failure';

/** One event of a stream (WHATWG HTML §9.2.6). */
export interface StreamEvent {
  /** `message` where the stream names none. */
  readonly event: string;
  readonly data: string;
}

/** Characters of one event, its lines and comments; ours have about fifty. */
const largestEvent = 16_384;

/**
 * Reads `text/event-stream` piece by piece, wherever the pieces are cut: in a character, between CR and LF, in a name.
 * Comments, ids and retry times are passed over. `read` throws `TooLarge` for an event without an end.
 */
export class EventReader {
  // Takes a byte order mark at the start away; bytes that are no UTF-8 become U+FFFD.
  private readonly decoder = new TextDecoder('utf-8');
  private readonly limit: number;
  private line = '';
  private afterReturn = false;
  private event = '';
  private data: string[] = [];
  private size = 0;

  constructor(limit = largestEvent) {
    this.limit = limit;
  }

  /** The events that are whole with this piece. */
  read(chunk: Uint8Array): readonly StreamEvent[] {
    const found: StreamEvent[] = [];
    let text = this.decoder.decode(chunk, { stream: true });
    if (this.afterReturn && text !== '') {
      this.afterReturn = false;
      if (text.startsWith('\n')) text = text.slice(1);
    }
    const lines = text.split(/\r\n|\r|\n/);
    // A CR at the very end may be the first half of a line's end.
    if (text.endsWith('\r')) this.afterReturn = true;
    for (const [at, part] of lines.entries()) {
      this.line += part;
      if (this.size + this.line.length > this.limit) throw tooLarge(this.limit);
      if (at === lines.length - 1) break;
      const event = this.take(this.line);
      this.line = '';
      if (event) found.push(event);
    }
    return found;
  }

  /** A whole line; the empty one ends an event. */
  private take(line: string): StreamEvent | null {
    if (line === '') return this.end();
    this.size += line.length;
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.event = value;
    else if (name === 'data') this.data.push(value);
    return null;
  }

  private end(): StreamEvent | null {
    const { event, data } = this;
    this.event = '';
    this.data = [];
    this.size = 0;
    const text = data.join('\n');
    return text === '' ? null : { event: event || 'message', data: text };
  }
}

const tooLarge = (limit: number): TooLarge =>
  new TooLarge('an event of the stream is too large', { limitMegabytes: Math.ceil(limit / 1_048_576) });
