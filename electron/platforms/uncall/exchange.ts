import { Deadline } from '../wire/deadline';
import type { Effects } from '../wire/effects';
import { Cancelled, fromNetwork, HttpRefused, type PlatformFailure, Unreachable } from '../wire/failure';
import type { Http, HttpQuestion, HttpResponse } from '../wire/http';
import { Offset } from '../wire/offset';

export interface Question {
  /** Operation or address, for errors and the log. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: HttpQuestion['body'] | undefined;
  /** Milliseconds. */
  readonly limit: number;
  readonly limitBytes: number;
  /** May be sent again by itself; never for what changes something. */
  readonly retry: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Statuses that are answers; 200 when absent. A SOAP fault comes with 500. */
  readonly statuses?: readonly number[] | undefined;
}

const retries = 2;
/** A web server may write its `Date` a little before the answer is made, ms. */
const headerSlack = 250;

/** Sends questions to one platform. Throws `PlatformFailure` only. What changes something is sent exactly once. */
export class Exchange {
  private readonly http: Http;
  private readonly effects: Pick<Effects, 'clock' | 'random' | 'log'>;
  private readonly learned = new Offset(headerSlack);
  private closed = false;

  constructor(http: Http, effects: Pick<Effects, 'clock' | 'random' | 'log'>) {
    this.http = http;
    this.effects = effects;
  }

  async ask(question: Question): Promise<HttpResponse> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.once(question);
      } catch (thrown) {
        const failure = fromNetwork(thrown);
        if (!question.retry || attempt >= retries || !isPassing(failure) || this.closed) throw failure;
        const pause = Math.round(150 * 3 ** attempt * (0.5 + this.effects.random()));
        this.effects.log.info('transport.retry', { operation: question.name, code: failure.code, pause });
        await this.limited({ ...question, limit: pause + 1_000 }, (signal) => this.sleep(pause, signal));
      }
    }
  }

  close(): void {
    this.closed = true;
    this.http.close();
  }

  /** Milliseconds to add to our clock for the platform's, from the `Date` of its answers; 0 while nothing is known. */
  get offset(): number {
    return this.learned.value ?? 0;
  }

  private once(question: Question): Promise<HttpResponse> {
    const { method, url, headers = {}, body, limitBytes, statuses = [200] } = question;
    return this.limited(question, async (signal) => {
      const sent = { method, url, headers, limitBytes, signal };
      const sentAt = this.effects.clock.now();
      const response = await this.http.send(body === undefined ? sent : { ...sent, body });
      this.observe(response, sentAt);
      if (!statuses.includes(response.status)) throw wrongStatus(response.status);
      return response;
    });
  }

  private observe({ headers }: HttpResponse, sentAt: number): void {
    const told = Date.parse(headers.date ?? '');
    if (!Number.isNaN(told)) this.learned.observe(told, sentAt, this.effects.clock.now());
  }

  /** Runs `work` within the question's limit; names why it ended early. */
  async limited<T>(
    { name, limit, signal }: Pick<Question, 'name' | 'limit' | 'signal'>,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.closed) throw new Cancelled(`${name} was cancelled`);
    const deadline = new Deadline(this.effects.clock, name, signal);
    deadline.arm(limit);
    try {
      return await deadline.race(work(deadline.signal));
    } catch (thrown) {
      const failure = deadline.reasonFor(thrown);
      throw this.closed ? new Cancelled(`${name} was cancelled`) : failure;
    } finally {
      deadline.end();
    }
  }

  private sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const unset = this.effects.clock.after(milliseconds, resolve);
      signal.addEventListener(
        'abort',
        () => {
          unset();
          reject(new Cancelled('cancelled while waiting'));
        },
        { once: true },
      );
    });
  }
}

/** A redirect is an error too: this platform knows none. */
export const wrongStatus = (status: number): HttpRefused =>
  new HttpRefused(`the platform's web server answered with status ${status}`, { status });

const isPassing = (failure: PlatformFailure): boolean =>
  failure instanceof Unreachable ||
  (failure instanceof HttpRefused && [502, 503, 504].includes(Number(failure.params.status)));
