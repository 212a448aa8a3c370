import {
  answerTo,
  headerOf,
  methodOf,
  readSip,
  type SipMessage,
  statusOf,
  userOf,
  valuesOf,
  writeSip,
} from './message';

/** A telephone at the exchange: a page, or a scripted person. */
export interface Extension {
  /** What the telephone sends. */
  receive(frame: string): void;
  /** The connection is gone. */
  end(): void;
}

/**
 * An exchange that registers telephones and hands requests from one to the other without a state of its own (a stateless
 * proxy, RFC 3261 §16.11). It challenges every registration, and takes whatever answer comes.
 */
export class Exchange {
  /** Status lines that the next registrations get, instead of being taken. */
  refusals: string[] = [];
  /** Requests that came, newest last. */
  readonly seen: SipMessage[] = [];
  readonly #extensions = new Map<string, (frame: string) => void>();
  /** User part of a contact → user. */
  readonly #contacts = new Map<string, string>();
  /** Branch of our own Via → who asked. */
  readonly #branches = new Map<string, string>();

  /** Registers and routes for one user; a newer connection takes the place of an older one. */
  connect(user: string, send: (frame: string) => void): Extension {
    this.#extensions.set(user, send);
    return {
      receive: (frame) => {
        const message = readSip(frame);
        if (methodOf(message)) this.#request(user, message);
        else if (statusOf(message)) this.#answer(message);
      },
      end: () => {
        if (this.#extensions.get(user) === send) this.#extensions.delete(user);
      },
    };
  }

  /** Requests of one method that a user sent. */
  requests(method: string): readonly SipMessage[] {
    return this.seen.filter((message) => methodOf(message) === method);
  }

  #request(from: string, message: SipMessage): void {
    this.seen.push(message);
    const method = methodOf(message);
    if (method === 'REGISTER') {
      this.#register(from, message);
      return;
    }
    const user = this.#contacts.get(userOf(message)) ?? userOf(message);
    const send = this.#extensions.get(user);
    if (!send) {
      if (method !== 'ACK') this.#to(from, answerTo(message, '404 Not Found'));
      return;
    }
    const branch = `z9hG4bK-exchange-${/branch=([^;,]+)/.exec(headerOf(message, 'via'))?.[1] ?? ''}`;
    this.#branches.set(branch, from);
    this.#contact(from, message);
    send(
      writeSip({ ...message, headers: [['Via', `SIP/2.0/WS exchange.invalid;branch=${branch}`], ...message.headers] }),
    );
  }

  #answer(message: SipMessage): void {
    const own = valuesOf(message, 'via')[0] ?? '';
    const to = this.#branches.get(/branch=([^;,]+)/.exec(own)?.[1] ?? '');
    if (to === undefined) return;
    let taken = false;
    const headers = message.headers.filter(([name]) => {
      if (taken || name.toLowerCase() !== 'via') return true;
      taken = true;
      return false;
    });
    this.#to(to, { ...message, headers });
  }

  #register(from: string, message: SipMessage): void {
    const refusal = this.refusals.shift();
    if (refusal) this.#to(from, answerTo(message, refusal));
    else if (headerOf(message, 'authorization')) {
      this.#contact(from, message);
      this.#to(from, answerTo(message, '200 OK', [['Contact', headerOf(message, 'contact')]]));
    } else {
      const challenge = 'Digest realm="exchange", nonce="n1", algorithm=MD5';
      this.#to(from, answerTo(message, '401 Unauthorized', [['WWW-Authenticate', challenge]]));
    }
  }

  #contact(user: string, message: SipMessage): void {
    const contact = /sip:([^@;>]+)@/.exec(headerOf(message, 'contact'))?.[1];
    if (contact) this.#contacts.set(contact, user);
  }

  #to(user: string, message: SipMessage): void {
    this.#extensions.get(user)?.(writeSip(message));
  }
}
