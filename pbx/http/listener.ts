import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../shared/domain/time';

/**
 * A request line and its headers in 16 kB and 15 s, the rest within a minute. An idle connection is kept longer than the
 * slowest poll of a desk, so that no request meets a socket that is just being closed.
 */
const limits = {
  maxHeaderSize: 16_384,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 30_000,
} as const;
const mostConnections = 4_096;

/**
 * The socket of a platform. It can go away and come back at the same port, as a network or a server does; while it is
 * away connections are refused.
 */
export class Listener {
  #server: Server | null = null;
  #port: number;
  #outages = new Set<() => void>();
  #closed = false;
  #opening: Promise<void> | null = null;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #serve: RequestListener;

  constructor(options: { host: string; port: number; clock: Clock; serve: RequestListener }) {
    this.#host = options.host;
    this.#port = options.port;
    this.#clock = options.clock;
    this.#serve = options.serve;
  }

  /** Where it listens, or will again. Known after the first `open`. */
  get address(): string {
    const everywhere = this.#host === '0.0.0.0' || this.#host === '::';
    const name = everywhere ? '127.0.0.1' : this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `http://${name}:${this.#port}`;
  }

  async open(): Promise<void> {
    const server = createServer(limits, this.#serve);
    server.maxConnections = mostConnections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Away for `seconds` of the platform's clock, or until `resume`; overlapping outages end with the last. */
  async away(seconds: number, meanwhile: () => void = () => {}): Promise<void> {
    const over = new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.#outages.delete(end);
        resolve();
      };
      const cancel = this.#clock.after(seconds * 1000, end);
      this.#outages.add(end);
    });
    await this.#drop();
    await over;
    if (this.#closed) return;
    meanwhile();
    if (this.#outages.size === 0 && !this.#server) await this.#reopen();
  }

  /** Ends every outage now. */
  resume(): void {
    for (const end of [...this.#outages]) end();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.resume();
    // A port that was lost during the outage is the business of whoever waits for its end.
    await this.#opening?.catch(() => {});
    await this.#drop();
  }

  /** Outages that end together open the socket once. */
  async #reopen(): Promise<void> {
    this.#opening ??= this.open().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  /** Cuts every connection, idle or busy. */
  async #drop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
}
