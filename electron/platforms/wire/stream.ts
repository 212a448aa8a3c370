import type { Deadline } from './deadline';
import { Cancelled, type PlatformFailure, TooLarge } from './failure';
import type { HttpOpened } from './http';

/**
 * The body of an answer on its way to whoever asked, chunk by chunk and never ahead of them. Limits: a time for each
 * chunk, which runs only while somebody waits for it, and a number of bytes. Every end (the last chunk, a failure, a
 * `break` in the reader's loop, `cancel`) lets go of the socket, of the timer and of the caller's signal. Rejects with a
 * `PlatformFailure`.
 */
export class BodyStream implements AsyncIterableIterator<Uint8Array> {
  private readonly opened: HttpOpened;
  private readonly deadline: Deadline;
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly idle: number;
  private limit: number;
  private readonly reasonFor: (thrown: unknown) => PlatformFailure;
  private readonly front: Uint8Array[] = [];
  private taken = 0;
  private ended = false;
  private failure: PlatformFailure | null = null;

  /** `limits.idle`: milliseconds between two chunks; the limit that `deadline` has armed is the one of the first. */
  constructor(
    opened: HttpOpened,
    deadline: Deadline,
    limits: { readonly bytes: number; readonly idle: number },
    reasonFor: (thrown: unknown) => PlatformFailure = (thrown) => deadline.reasonFor(thrown),
  ) {
    this.opened = opened;
    this.deadline = deadline;
    this.source = opened.body[Symbol.asyncIterator]();
    this.idle = limits.idle;
    this.limit = limits.bytes;
    this.reasonFor = reasonFor;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.failure) throw this.failure;
    try {
      if (this.taken > this.limit) throw tooLarge(this.limit);
      const first = this.front.shift();
      if (first) return { done: false, value: first };
      if (this.ended) return over;
      if (this.taken > 0) this.deadline.arm(this.idle);
      const part = await this.deadline.race(this.source.next());
      if (part.done) {
        this.release();
        return over;
      }
      this.taken += part.value.byteLength;
      if (this.taken > this.limit) throw tooLarge(this.limit);
      return { done: false, value: part.value };
    } catch (thrown) {
      this.failure ??= this.reasonFor(thrown);
      this.letGo();
      throw this.failure;
    } finally {
      this.deadline.disarm();
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.letGo();
    return over;
  }

  /** Ends it: reads reject with `Cancelled`, or nobody would know half a file from a whole one. */
  cancel(): void {
    if (this.ended && this.front.length === 0) return;
    this.failure ??= new Cancelled('the download was cancelled');
    this.letGo();
  }

  /** Another number of bytes, once it is known what is coming; what was peeked counts. */
  limitTo(bytes: number): void {
    this.limit = bytes;
  }

  /** Reads until so many bytes are there or the body ends, and keeps them for the reader. */
  async peek(bytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < bytes) {
      const { done, value } = await this.next();
      if (done) break;
      parts.push(value);
      size += value.byteLength;
    }
    this.front.unshift(...parts);
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size);
  }

  /** Everything up to the end, for an answer that turned out to be no file. */
  whole(): Promise<Uint8Array> {
    return this.peek(Number.POSITIVE_INFINITY);
  }

  private letGo(): void {
    this.front.length = 0;
    if (this.ended) return;
    this.release();
    this.deadline.stop(this.failure ?? new Cancelled('the download was left'));
    this.opened.cancel();
  }

  private release(): void {
    this.ended = true;
    this.deadline.end();
  }
}

const over = { done: true, value: undefined } as const;

export const tooLarge = (limitBytes: number): TooLarge =>
  new TooLarge('the answer is too large', { limitMegabytes: Math.ceil(limitBytes / 1_048_576) });
