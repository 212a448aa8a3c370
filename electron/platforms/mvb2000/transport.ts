import type { Clock } from '../../../shared/domain/time';
import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { Effects } from './effects';
import { Cancelled, fromNetwork, HttpRefused, type PlatformFailure, TimedOut, Unreachable } from './failure';
import type { Http, HttpRequest, HttpResponse } from './http';

/** Longer query strings go as a form: proxies and old Apaches cut URLs at 2 kB. */
const longestUrl = 1_800;
const largestAnswer = 8 * 1_048_576;
const retries = 2;
const quickLimit = 5_000;
const slowLimit = 20_000;
/** A waiting endpoint gets its own waiting time and this much more to say so. */
const waitingGrace = 5_000;
const waitingDefault = 60_000;

export interface Exchange {
  readonly endpoint: Endpoint;
  readonly name: string;
  readonly args: Readonly<Record<string, string | number | undefined>>;
  readonly webkey: string;
  /** False for a platform that has shown to know XML only. */
  readonly askJson: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; the endpoint's own limit when absent. */
  readonly limit?: number | undefined;
  /** Hot polls are asked again by the poller, not by the transport. */
  readonly once?: boolean | undefined;
}

export interface Exchanged {
  readonly response: HttpResponse;
  /** Desk's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/**
 * Sends one question to one platform. Throws `PlatformFailure` only. What changes something is sent exactly once; a
 * question may be sent again after a broken connection or a gateway's 502–504, after a jittered pause.
 */
export class Transport {
  private readonly address: string;
  private readonly effects: Pick<Effects, 'clock' | 'random' | 'log'>;
  private readonly http: Http;
  private closed = false;

  constructor(address: string, http: Http, effects: Pick<Effects, 'clock' | 'random' | 'log'>) {
    this.address = address.trim().replace(/\/+$/, '');
    this.http = http;
    this.effects = effects;
  }

  async exchange(exchange: Exchange): Promise<Exchanged> {
    const { endpoint, name, signal } = exchange;
    const mayRetry = endpoint.retry && !endpoint.mutates && exchange.once !== true;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.send(exchange);
      } catch (thrown) {
        const failure = fromNetwork(thrown);
        if (!mayRetry || attempt >= retries || !isPassing(failure) || this.closed) throw failure;
        const pause = Math.round(150 * 3 ** attempt * (0.5 + this.effects.random()));
        this.effects.log.info('transport.retry', { endpoint: name, code: failure.code, pause });
        await sleep(this.effects.clock, pause, signal);
      }
    }
  }

  close(): void {
    this.closed = true;
    this.http.close();
  }

  private async send(exchange: Exchange): Promise<Exchanged> {
    const { clock } = this.effects;
    const limit = exchange.limit ?? limitOf(exchange);
    const controller = new AbortController();
    let why: PlatformFailure | null = null;
    const stop = (failure: PlatformFailure) => {
      why ??= failure;
      controller.abort();
    };
    const cancel = () => stop(new Cancelled(`${exchange.name} was cancelled`));
    if (this.closed || exchange.signal?.aborted) throw new Cancelled(`${exchange.name} was cancelled`);
    exchange.signal?.addEventListener('abort', cancel, { once: true });
    const unset = clock.after(limit, () =>
      stop(new TimedOut(`no answer to ${exchange.name} in time`, { seconds: Math.round(limit / 1000) })),
    );
    const sentAt = clock.now();
    try {
      const response = await abortable(this.http.send(this.request(exchange, controller.signal)), controller.signal);
      if (response.status !== 200) throw refused(response);
      return { response, sentAt, receivedAt: clock.now() };
    } catch (thrown) {
      throw why ?? (this.closed ? new Cancelled(`${exchange.name} was cancelled`) : fromNetwork(thrown));
    } finally {
      unset();
      exchange.signal?.removeEventListener('abort', cancel);
    }
  }

  private request({ endpoint, args, webkey, askJson }: Exchange, signal: AbortSignal): HttpRequest {
    const query = new URLSearchParams({ webkey, ...(askJson ? { json: '2' } : {}) });
    for (const [name, value] of Object.entries(args)) if (value !== undefined) query.set(name, String(value));
    const base = `${this.address}/${endpoint.path}`;
    const url = `${base}?${query}`;
    const common = { limitBytes: largestAnswer, signal };
    const accept = { accept: askJson ? 'application/json, text/xml;q=0.8' : 'text/xml' };
    if (url.length <= longestUrl) return { ...common, method: 'GET', url, headers: accept };
    const headers = { ...accept, 'content-type': 'application/x-www-form-urlencoded' };
    return { ...common, method: 'POST', url: base, headers, body: query.toString() };
  }
}

/** How long an answer may take, ms: an endpoint that waits says in its arguments how long. */
export function limitOf({ endpoint, args }: Pick<Exchange, 'endpoint' | 'args'>): number {
  if (endpoint.pace === 'quick') return quickLimit;
  const { timeout } = endpoint.params;
  const asked = Number(args.timeout ?? timeout?.default ?? Number.NaN);
  if (timeout === undefined || Number.isNaN(asked)) return endpoint.pace === 'slow' ? slowLimit : waitingDefault;
  return asked * (timeout.unit === 's' ? 1000 : 1) + waitingGrace;
}

const isPassing = (failure: PlatformFailure): boolean =>
  failure instanceof Unreachable ||
  (failure instanceof HttpRefused && [502, 503, 504].includes(Number(failure.params.status)));

/** A redirect is an error: it would carry the key to another server. */
function refused({ status }: HttpResponse): HttpRefused {
  return new HttpRefused(`the platform's web server answered with status ${status}`, { status });
}

/** The promise, or a rejection as soon as the signal fires, whatever the fake or real network does then. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
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
