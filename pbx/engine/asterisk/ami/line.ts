import { createHash } from 'node:crypto';
import { connect, isIP, type Socket } from 'node:net';
import type { Clock } from '../../../../shared/domain/time';
import { EngineTrouble } from '../../port';
import { type Message, Parser } from './parser';
import type { AmiAnswer, AmiEvent, AmiFields } from './port';
import { Requests } from './requests';
import { type LineTrouble, Unreachable } from './trouble';

export interface Account {
  readonly host: string;
  /** 5038 */
  readonly port: number;
  readonly user: string;
  /** Never said to anybody but the exchange. */
  readonly secret: string;
}

export interface LineOwner {
  /** Logged in; events come from now on. */
  live(version: string): void;
  event(event: AmiEvent): void;
  /** `FullyBooted`, ahead of its turn among the events. */
  booted(event: AmiEvent): void;
  /** Said once, also when it never came to a login. */
  ended(why: LineTrouble): void;
}

/** A connection and a login take no longer. */
const loginMs = 10_000;
/** An exchange that still starts says when it is ready; a user without the right `system` is never told. */
const bootMs = 3_000;
/** So often somebody looks whether the other side is still there; twice without a word and it is not. */
const watchMs = 10_000;
/** An answer that has not come by then does not come. */
const answerMs = 60_000;
/** What may wait to be written, and to be answered. */
const mostBytes = 8 * 1024 * 1024;
const mostRequests = 50_000;

/** Kinds of events that somebody here reads; the rest (dialplan steps, RTCP, tests, security) is most of what there is. */
export const eventMask = 'system,call,agent,user,dtmf,cdr';

/**
 * Where the exchange takes filters, variables are told too, but only those that are read: `QUEUESTA…`, `MIX…`, `CALLD…`,
 * `SEA…`. Its expressions have no "unless", so all other beginnings are named.
 */
export const filters: readonly string[] = [
  '!Event: (Newexten|NewConnectedLine|DialState|DTMFBegin)',
  '!Device: (Queue:|Local/|Confbridge:|park:)',
  '!Variable: ([^QMCS]|Q[^U]|QU[^E]|QUE[^U]|QUEU[^E]|QUEUE[^S]|QUEUES[^T]|QUEUEST[^A]' +
    '|M[^I]|MI[^X]|C[^A]|CA[^L]|CAL[^L]|CALL[^D]|S[^E]|SE[^A])',
];

/** Events that a version may send although they were not asked for. */
const noise: ReadonlySet<string> = new Set(['Newexten', 'RTCPSent', 'RTCPReceived', 'TestEvent']);

const isHere = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);

/** One connection, from the first byte to the last. It does not come back. */
export class Line {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #owner: LineOwner;
  readonly #prefix: string;
  readonly #socket: Socket;
  readonly #requests = new Requests();
  readonly #parser = new Parser((message) => this.#take(message));
  /** Events before the owner knows that the line is live. */
  readonly #early: AmiEvent[] = [];
  #state: 'login' | 'booting' | 'live' | 'ended' = 'login';
  #version = '';
  #booted = false;
  #serial = 0;
  #bytes = 0;
  #corked = false;
  #stop: () => void;

  /** `prefix` tells the action ids of this line from those of the one before. */
  constructor(account: Account, clock: Clock, prefix: string, owner: LineOwner) {
    this.#account = account;
    this.#clock = clock;
    this.#owner = owner;
    this.#prefix = prefix;
    this.#stop = clock.after(loginMs, () => this.end('silent'));
    this.#socket = connect({ host: account.host, port: account.port, noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.end(troubleOf(error, this.#state)));
    this.#socket.on('close', () => this.end(this.#parser.greeting === '' ? 'closed' : 'lost'));
  }

  /** The field `ActionID`, where given, is the id by which an `OriginateResponse` names this action. */
  ask(
    action: string,
    given: AmiFields,
    wants: 'answer' | 'list',
    done: (answer: AmiAnswer, events: readonly AmiEvent[]) => void,
    failed: (error: EngineTrouble) => void,
  ): void {
    const { ActionID, ...fields } = given;
    const id = typeof ActionID === 'string' && ActionID !== '' ? ActionID : `${this.#prefix}-${++this.#serial}`;
    const text = textOf(action, id, fields);
    if (text === null || this.#requests.has(id)) {
      failed(new EngineTrouble('refused', 'a line break cannot be sent to the exchange, nor an action id twice'));
      return;
    }
    if (this.#state === 'ended') failed(this.#trouble('lost'));
    else if (this.#socket.writableLength > mostBytes || this.#requests.size >= mostRequests) {
      failed(new EngineTrouble('unreachable', 'the exchange does not keep up with what it is asked'));
    } else {
      this.#requests.open(id, this.#clock.now(), wants, done, failed);
      this.#write(text);
    }
  }

  end(why: LineTrouble): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#stop();
    this.#socket.destroy();
    this.#requests.giveUp(Number.POSITIVE_INFINITY, this.#trouble('lost'));
    this.#owner.ended(why);
  }

  #read(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const first = this.#parser.greeting === '';
    try {
      this.#parser.push(chunk);
    } catch {
      this.end('stranger');
      return;
    }
    if (!first) return;
    if (this.#parser.greeting === '') {
      if (this.#bytes > 512) this.end('stranger');
    } else if (/^Asterisk Call Manager/.test(this.#parser.greeting)) this.#logIn();
    else this.end('stranger');
  }

  #take(message: Message): void {
    if (this.#state === 'ended' || this.#requests.take(message) || noise.has(message.event)) return;
    if (message.event === 'FullyBooted') this.#owner.booted(message);
    if (this.#state === 'live') {
      this.#owner.event(message);
      return;
    }
    this.#early.push(message);
    if (message.event !== 'FullyBooted') return;
    this.#booted = true;
    this.#ready();
  }

  /** The secret itself crosses no network: it goes in the clear only to an exchange on this machine that knows no other way. */
  #logIn(): void {
    const { user, secret, host } = this.#account;
    const events = { Events: eventMask };
    this.#step('Challenge', { AuthType: 'MD5' }, ({ ok, fields }) => {
      const key = ok && fields.Challenge ? md5(fields.Challenge + secret) : null;
      const here = isHere(isIP(host) === 0 ? host.toLowerCase() : host);
      if (key !== null) {
        this.#step('Login', { AuthType: 'MD5', Username: user, Key: key, ...events }, (answer) =>
          this.#loggedIn(answer),
        );
      } else if (here) {
        this.#step('Login', { Username: user, Secret: secret, ...events }, (answer) => this.#loggedIn(answer));
      } else this.end('login');
    });
  }

  #loggedIn({ ok }: AmiAnswer): void {
    if (!ok) {
      this.end('login');
      return;
    }
    this.#state = 'booting';
    this.#listen();
    this.#step('CoreSettings', {}, ({ fields }) => {
      const { AsteriskVersion } = fields;
      // Who may not ask learns the version of the interface at least.
      this.#version = AsteriskVersion ? `Asterisk ${AsteriskVersion}` : this.#parser.greeting;
      this.#stop();
      this.#stop = this.#clock.after(bootMs, () => {
        this.#booted = true;
        this.#ready();
      });
      this.#ready();
    });
  }

  /** More than the login has asked for, where the rest of it can be kept out. */
  #listen(): void {
    const add = ([first, ...rest]: readonly string[]): void => {
      if (first === undefined) this.#step('Events', { EventMask: `${eventMask},dialplan` }, () => {});
      else this.#step('Filter', { Operation: 'Add', Filter: first }, ({ ok }) => ok && add(rest));
    };
    add(filters);
  }

  #ready(): void {
    if (this.#state !== 'booting' || this.#version === '' || !this.#booted) return;
    this.#stop();
    this.#state = 'live';
    this.#watch(this.#bytes, false);
    this.#owner.live(this.#version);
    for (const event of this.#early.splice(0)) this.#owner.event(event);
  }

  /** A line that was cut without a word looks like an exchange with nothing to say: it is asked. */
  #watch(bytes: number, asked: boolean): void {
    this.#stop = this.#clock.after(watchMs, () => {
      const quiet = this.#bytes === bytes;
      if (quiet && asked) {
        this.end('lost');
        return;
      }
      const now = this.#clock.now();
      this.#requests.giveUp(now - answerMs, new EngineTrouble('unreachable', 'the exchange has not answered'));
      const nothing = (): void => {};
      if (quiet) this.ask('Ping', {}, 'answer', nothing, nothing);
      this.#watch(this.#bytes, quiet);
    });
  }

  #step(action: string, fields: AmiFields, then: (answer: AmiAnswer) => void): void {
    this.ask(action, fields, 'answer', then, () => this.end('lost'));
  }

  #trouble(code: LineTrouble): Unreachable {
    return new Unreachable(code, `${this.#account.host}:${this.#account.port}`);
  }

  /** What is asked in one turn leaves in one piece. */
  #write(text: string): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      queueMicrotask(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(text);
  }
}

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

const breaks = /[\r\n\0]/;

/** Null when a value would begin a line of its own: that is how one would smuggle in another action. */
function textOf(action: string, id: string, fields: AmiFields): string | null {
  let text = '';
  const lines: [string, unknown][] = [['Action', action], ['ActionID', id], ...Object.entries(fields)];
  for (const [key, given] of lines) {
    for (const value of Array.isArray(given) ? given : [given]) {
      const line = `${key}: ${value}`;
      if (breaks.test(line)) return null;
      text += `${line}\r\n`;
    }
  }
  return `${text}\r\n`;
}

function troubleOf({ code }: NodeJS.ErrnoException, state: string): LineTrouble {
  if (state !== 'login') return 'lost';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EADDRNOTAVAIL') return 'address';
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'silent';
  return code === 'ECONNREFUSED' ? 'closed' : 'lost';
}
