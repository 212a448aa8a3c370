import type { Clock } from '../../../../shared/domain/time';
import type { Log } from '../../../http/log';
import { EngineTrouble } from '../../port';
import { type Account, Line } from './line';
import type { Ami, AmiEvent, AmiFields } from './port';
import { type LineTrouble, Unreachable } from './trouble';

export interface AmiOptions extends Account {
  readonly clock: Clock;
  /** [0, 1): spreads the attempts of many platforms behind one exchange. */
  readonly random: () => number;
  readonly log: Log;
}

export interface AmiClient extends Ami {
  /** Settles with the first attempt: live, or `Unreachable`. Later ones go on by themselves either way, until `close`. */
  readonly opened: Promise<void>;
}

/** First pause between two attempts and longest one; each is spread by half. */
const [firstMs, longestMs] = [250, 5_000];
/** A name that was refused once is refused again: the exchange locks out whoever hammers. */
const refusedMs = 300_000;
/** A line that lived so long was a good one: the pauses begin anew. */
const goodMs = 10_000;

/** Messages by which an exchange says that a list is empty. */
const empty = /^(?:No active conferences|Database entry not found|No such conference|No Conference by that name)/i;

/** The manager interface of an exchange, by one connection that comes back by itself. */
export function createAmi(options: AmiOptions): AmiClient {
  return new Client(options);
}

class Client implements AmiClient {
  readonly opened: Promise<void>;
  readonly #options: AmiOptions;
  readonly #place: string;
  readonly #onEvent = new Set<(event: AmiEvent) => void>();
  readonly #onState = new Set<(state: 'live' | 'down') => void>();
  #opened: ((trouble: Unreachable | null) => void) | null;
  #state: Ami['state'] = 'connecting';
  #version = '';
  #booted: Ami['booted'] = null;
  #line: Line | null = null;
  #lines = 0;
  #failures = 0;
  #liveSince = 0;
  #said: LineTrouble | null = null;
  #stop = (): void => {};

  constructor(options: AmiOptions) {
    this.#options = options;
    this.#place = `${options.host}:${options.port}`;
    let settle: (trouble: Unreachable | null) => void = () => {};
    this.opened = new Promise((resolve, reject) => {
      settle = (trouble) => (trouble ? reject(trouble) : resolve());
    });
    // Whoever does not wait for it learns from `state` and from the log.
    this.opened.catch(() => {});
    this.#opened = settle;
    this.#connect();
  }

  get state(): Ami['state'] {
    return this.#state;
  }

  get version(): string {
    return this.#version;
  }

  get booted(): NonNullable<Ami['booted']> | null {
    return this.#booted ?? null;
  }

  send: Ami['send'] = (action, fields = {}) =>
    new Promise((resolve, reject) => this.#ask(action, fields, 'answer', (answer) => resolve(answer), reject));

  list: Ami['list'] = (action, fields = {}) =>
    new Promise((resolve, reject) => {
      this.#ask(
        action,
        fields,
        'list',
        ({ ok, message }, events) => {
          if (ok || empty.test(message)) resolve(events);
          else reject(new EngineTrouble(/unknown command/i.test(message) ? 'missing' : 'refused', message));
        },
        reject,
      );
    });

  onEvent(run: (event: AmiEvent) => void): () => void {
    this.#onEvent.add(run);
    return () => this.#onEvent.delete(run);
  }

  onState(run: (state: 'live' | 'down') => void): () => void {
    this.#onState.add(run);
    return () => this.#onState.delete(run);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#stop();
    this.#line?.end('lost');
    this.#settle(new Unreachable('lost', this.#place));
    this.#onEvent.clear();
    this.#onState.clear();
  }

  #ask(action: string, fields: AmiFields, wants: 'answer' | 'list', ...hands: Hands): void {
    if (this.#line && this.#state === 'live') this.#line.ask(action, fields, wants, ...hands);
    else hands[1](new Unreachable('lost', this.#place));
  }

  #connect(): void {
    const { clock, random } = this.#options;
    this.#state = 'connecting';
    this.#lines += 1;
    const prefix = `seatline-${Math.floor(random() * 0xffffff).toString(36)}-${this.#lines}`;
    const line = new Line(this.#options, clock, prefix, {
      live: (version) => this.#live(version),
      event: (event) => this.#tell(this.#onEvent, event),
      booted: (event) => this.#hasBooted(event),
      ended: (why) => this.#ended(why),
    });
    this.#line = line;
  }

  #live(version: string): void {
    this.#version = version;
    this.#state = 'live';
    this.#liveSince = this.#options.clock.monotonic();
    if (this.#said !== null) this.#options.log({ level: 'info', event: 'exchange-back', detail: this.#place });
    this.#said = null;
    this.#settle(null);
    this.#tell(this.#onState, 'live');
  }

  #hasBooted({ fields }: AmiEvent): void {
    const [up, loaded] = [Number(fields.Uptime), Number(fields.LastReload)];
    const now = this.#options.clock.now();
    if (!Number.isFinite(up)) return;
    const startedAt = now - up * 1000;
    this.#booted = { startedAt, reloadedAt: Number.isFinite(loaded) ? now - loaded * 1000 : startedAt };
  }

  #ended(why: LineTrouble): void {
    this.#line = null;
    if (this.#state === 'closed') return;
    const { clock, log, random } = this.#options;
    const was = this.#state;
    this.#state = 'down';
    const trouble = new Unreachable(why, this.#place);
    // Said once, not with each attempt.
    if (this.#said !== why) log({ level: 'error', event: 'exchange-unreachable', detail: trouble.message });
    this.#said = why;
    if (was === 'live' && clock.monotonic() - this.#liveSince >= goodMs) this.#failures = 0;
    const pause = why === 'login' ? refusedMs : Math.min(longestMs, firstMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#stop = clock.after(pause * (0.5 + random()), () => this.#connect());
    this.#settle(trouble);
    if (was === 'live') this.#tell(this.#onState, 'down');
  }

  #settle(trouble: Unreachable | null): void {
    this.#opened?.(trouble);
    this.#opened = null;
  }

  /** One listener's mistake is not the other's. */
  #tell<T>(listeners: ReadonlySet<(what: T) => void>, what: T): void {
    for (const run of listeners) {
      try {
        run(what);
      } catch (error) {
        const where = error instanceof Error ? (error.stack?.split('\n')[1]?.trim() ?? '') : '';
        const name = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
        this.#options.log({ level: 'error', event: 'exchange-event-failed', detail: `${name} ${where}`.slice(0, 300) });
      }
    }
  }
}

type Hands = [done: Parameters<Line['ask']>[3], failed: (error: EngineTrouble) => void];
