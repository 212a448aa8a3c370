import type { Clock } from '../../../shared/domain/time';
import { Deadline } from '../wire/deadline';
import type { Effects } from '../wire/effects';
import { Cancelled, fromNetwork, HttpRefused, type PlatformFailure, Unreachable } from '../wire/failure';
import type { Http, HttpHead, HttpQuestion, HttpResponse } from '../wire/http';
import { BodyStream } from '../wire/stream';
import { headLimit, idleLimit, largestAnswer, largestRefusal, limitOf } from './limits';
import { baseOf, type Generation, type Question, requestOf, urlOf } from './request';

const retries = 2;

export interface Exchange extends Question {
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; the endpoint's own limit when absent. */
  readonly limit?: number | undefined;
  /** Hot polls are asked again by the poller, not by the transport. */
  readonly once?: boolean | undefined;
  /** Bytes of a file after which its stream ends with `TooLarge`. */
  readonly limitBytes?: number | undefined;
}

/** A question whose answer does not end (decision 013). */
export interface Listening {
  /** For errors and the log. */
  readonly name: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** The key is among them, and nowhere else. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the stream counts as dead. */
  readonly silence: number;
}

export interface Timed {
  /** Desk's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
}
export interface Exchanged extends Timed {
  readonly response: HttpResponse;
}
/** The head of a file's answer; `stream` has to be read to its end or cancelled. */
export interface Opened extends Timed {
  readonly head: HttpHead;
  readonly stream: BodyStream;
}

/**
 * Sends one question to one platform. Throws `PlatformFailure` only. What changes something is sent exactly once; a
 * question may be sent again after a broken connection or a gateway's 502–504, after a jittered pause.
 */
export class Transport {
  private readonly base: string;
  private readonly generation: Generation;
  private readonly effects: Pick<Effects, 'clock' | 'random' | 'log'>;
  private readonly http: Http;
  private closed = false;

  constructor(
    address: string,
    http: Http,
    effects: Pick<Effects, 'clock' | 'random' | 'log'>,
    generation: Generation = 'webservice2',
  ) {
    this.base = baseOf(address);
    this.generation = generation;
    this.http = http;
    this.effects = effects;
  }

  exchange(exchange: Exchange): Promise<Exchanged> {
    return this.again(exchange, () => this.send(exchange));
  }

  /** Resolves with the head: 200, 206, or a 4xx whose body may say more. Tried again only as long as nothing came. */
  open(exchange: Exchange): Promise<Opened> {
    return this.again(exchange, () => this.begin(exchange));
  }

  /** Resolves with the head as `open` does; the stream has no limit but the silence. Never tried again by itself. */
  listen({ name, path, params, headers, signal, silence }: Listening): Promise<Opened> {
    if (this.closed) return Promise.reject(new Cancelled(`${name} was cancelled`));
    const deadline = new Deadline(this.effects.clock, name, signal);
    deadline.arm(headLimit);
    const url = `${urlOf(this.base, path, this.generation)}?${new URLSearchParams(params)}`;
    const limits = { bytes: Number.POSITIVE_INFINITY, idle: silence };
    return this.head(name, deadline, { method: 'GET', url, headers }, limits);
  }

  close(): void {
    this.closed = true;
    this.http.close();
  }

  private async again<T>(exchange: Exchange, work: () => Promise<T>): Promise<T> {
    const { endpoint, name, signal } = exchange;
    const mayRetry = endpoint.retry && !endpoint.mutates && exchange.once !== true;
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (thrown) {
        const failure = fromNetwork(thrown);
        if (!mayRetry || attempt >= retries || !isPassing(failure) || this.closed) throw failure;
        const pause = Math.round(150 * 3 ** attempt * (0.5 + this.effects.random()));
        this.effects.log.info('transport.retry', { endpoint: name, code: failure.code, pause });
        await sleep(this.effects.clock, pause, signal);
      }
    }
  }

  private async send(exchange: Exchange): Promise<Exchanged> {
    const { clock } = this.effects;
    const deadline = this.deadline(exchange);
    const sentAt = clock.now();
    try {
      const request = { ...this.request(exchange), limitBytes: largestAnswer, signal: deadline.signal };
      const response = await deadline.race(this.http.send(request));
      if (response.status !== 200) throw refused(response);
      return { response, sentAt, receivedAt: clock.now() };
    } catch (thrown) {
      throw this.reason(deadline, exchange.name, thrown);
    } finally {
      deadline.end();
    }
  }

  private async begin(exchange: Exchange): Promise<Opened> {
    // More is taken only of what turns out to be a file.
    const limits = { bytes: largestRefusal, idle: idleLimit };
    return this.head(exchange.name, this.deadline(exchange), this.request(exchange), limits);
  }

  private async head(
    name: string,
    deadline: Deadline,
    request: Omit<HttpQuestion, 'signal'>,
    limits: { readonly bytes: number; readonly idle: number },
  ): Promise<Opened> {
    const { clock } = this.effects;
    const sentAt = clock.now();
    try {
      const coming = this.http.open({ ...request, signal: deadline.signal });
      // A head that comes too late still holds a socket.
      const late = coming.then((opened) => void (deadline.signal.aborted && opened.cancel()));
      late.catch(() => undefined);
      const opened = await deadline.race(coming);
      if (!answers(opened.status)) {
        opened.cancel();
        throw refused(opened);
      }
      const reason = (thrown: unknown) => this.reason(deadline, name, thrown);
      const { status, headers } = opened;
      const stream = new BodyStream(opened, deadline, limits, reason);
      return { head: { status, headers }, stream, sentAt, receivedAt: clock.now() };
    } catch (thrown) {
      deadline.end();
      throw this.reason(deadline, name, thrown);
    }
  }

  private deadline(exchange: Exchange): Deadline {
    if (this.closed) throw new Cancelled(`${exchange.name} was cancelled`);
    const deadline = new Deadline(this.effects.clock, exchange.name, exchange.signal);
    deadline.arm(exchange.limit ?? limitOf(exchange));
    return deadline;
  }

  private request(exchange: Exchange) {
    return requestOf(this.base, this.generation, exchange, this.effects.random);
  }

  private reason(deadline: Deadline, name: string, thrown: unknown): PlatformFailure {
    return this.closed ? new Cancelled(`${name} was cancelled`) : deadline.reasonFor(thrown);
  }
}

const answers = (status: number): boolean => status === 200 || status === 206 || (status >= 400 && status < 500);

const isPassing = (failure: PlatformFailure): boolean =>
  failure instanceof Unreachable ||
  (failure instanceof HttpRefused && [502, 503, 504].includes(Number(failure.params.status)));

/** A redirect is an error: it would carry the key to another server. */
export function refused({ status }: HttpHead): HttpRefused {
  return new HttpRefused(`the platform's web server answered with status ${status}`, { status });
}

export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      unset();
      reject(new Cancelled('cancelled while waiting'));
    };
    const unset = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
