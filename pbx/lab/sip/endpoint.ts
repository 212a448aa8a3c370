import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Clock } from '../../../shared/domain/time';
import {
  branchOf,
  type HeaderLines,
  header,
  printMessage,
  readMessage,
  readSequence,
  type SipMessage,
} from './message';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A request that came in; what is replied goes back to where it came from, again when it comes again. */
export interface Incoming {
  readonly message: SipMessage;
  reply(status: number, reason: string, more?: { tag?: string; headers?: HeaderLines; body?: string }): void;
}

export interface Outgoing {
  readonly method: string;
  readonly uri: string;
  /** Without `Via` and `Max-Forwards`. */
  readonly headers: HeaderLines;
  readonly body?: string;
  /** Of the transaction that is cancelled; else a new one. */
  readonly branch?: string;
}

export interface Transaction {
  readonly branch: string;
  /** Rejects when nothing answers for 8 s. */
  readonly final: Promise<SipMessage>;
}

/** A socket that speaks SIP over UDP: messages, transactions and what is sent again (RFC 3261 §17). */
export interface SipEndpoint {
  readonly address: Address;
  request(outgoing: Outgoing, onProvisional?: (message: SipMessage) => void): Transaction;
  /** Without a transaction: `ACK` of a success. */
  send(outgoing: Outgoing): void;
  close(): void;
}

interface Pending {
  answered(message: SipMessage): void;
  abandon(): void;
}

const newBranch = (): string => `z9hG4bK${randomBytes(8).toString('hex')}`;
/** First pause before something is sent again; it doubles up to the second. */
const againMs = 500;
const slowestMs = 4000;
const giveUpMs = 8000;

export async function openEndpoint(options: {
  readonly clock: Clock;
  readonly host: string;
  /** 0 = what the system gives */
  readonly port: number;
  /** Where requests go. */
  readonly server: Address;
  onRequest(incoming: Incoming): void;
  /** An answer that no transaction waits for: a success that is sent again because its `ACK` was lost. */
  onStray(message: SipMessage): void;
}): Promise<SipEndpoint> {
  const { clock, server } = options;
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).bind(options.port, options.host, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
  socket.on('error', () => {});
  const address = { host: options.host, port: socket.address().port };
  const contact = `<sip:lab@${address.host}:${address.port}>`;
  const pending = new Map<string, Pending>();
  /** Last reply by transaction, for requests that come again. */
  const replied = new Map<string, string>();
  let closed = false;

  const transmit = (text: string, to: Address): void => {
    if (!closed) socket.send(text, to.port, to.host);
  };
  const print = ({ method, uri, headers, body = '' }: Outgoing, branch: string): string =>
    printMessage(
      `${method} ${uri} SIP/2.0`,
      [
        ['Via', `SIP/2.0/UDP ${address.host}:${address.port};branch=${branch};rport`],
        ['Max-Forwards', '70'],
        ...headers,
        ['User-Agent', 'lab'],
      ],
      body,
    );

  socket.on('message', (bytes, from) => {
    const message = readMessage(bytes.toString('utf8'));
    if (!message) return;
    const key = `${branchOf(message)} ${readSequence(message).method}`;
    if (message.status > 0) {
      const waiting = pending.get(key);
      if (waiting) waiting.answered(message);
      else options.onStray(message);
      return;
    }
    const before = replied.get(key);
    if (before !== undefined) {
      transmit(before, { host: from.address, port: from.port });
      return;
    }
    options.onRequest({
      message,
      reply(status, reason, { tag = '', headers = [], body = '' } = {}) {
        const to = header(message, 'to');
        const text = printMessage(
          `SIP/2.0 ${status} ${reason}`,
          [
            ...(message.headers.get('via') ?? []).map((value) => ['Via', value] as const),
            ['From', header(message, 'from')],
            ['To', tag === '' || /;\s*tag=/.test(to) ? to : `${to};tag=${tag}`],
            ['Call-ID', header(message, 'call-id')],
            ['CSeq', header(message, 'cseq')],
            ['Contact', contact],
            ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER, UPDATE, INFO'],
            ['Supported', 'replaces'],
            ...(body === '' ? [] : [['Content-Type', 'application/sdp'] as const]),
            ...headers,
          ],
          body,
        );
        replied.set(key, text);
        // Only what was just said may be asked for again.
        const oldest = replied.size > 300 ? replied.keys().next().value : undefined;
        if (oldest !== undefined) replied.delete(oldest);
        transmit(text, { host: from.address, port: from.port });
      },
    });
  });

  return {
    address,
    send: (outgoing) => transmit(print(outgoing, outgoing.branch ?? newBranch()), server),
    request(outgoing, onProvisional = () => {}) {
      const branch = outgoing.branch ?? newBranch();
      const key = `${branch} ${outgoing.method}`;
      const text = print(outgoing, branch);
      const invites = outgoing.method === 'INVITE';
      const final = new Promise<SipMessage>((resolve, reject) => {
        let cancel = (): void => {};
        const abandon = (): void => {
          cancel();
          pending.delete(key);
          reject(new Error(`${outgoing.method} ${outgoing.uri}: no answer`));
        };
        const again = (waitMs: number, leftMs: number): void => {
          cancel = clock.after(Math.min(waitMs, leftMs), () => {
            if (leftMs <= waitMs) {
              abandon();
              return;
            }
            transmit(text, server);
            again(Math.min(waitMs * 2, slowestMs), leftMs - waitMs);
          });
        };
        pending.set(key, {
          abandon,
          answered(message) {
            cancel();
            if (message.status < 200) {
              onProvisional(message);
              // An invitation may ring for ever; anything else is asked again in its slow measure (RFC 3261 §17.1.2.2).
              if (!invites) again(slowestMs, giveUpMs);
              return;
            }
            // A failure that comes again wants its ACK again.
            if (!invites || message.status < 300) pending.delete(key);
            if (invites && message.status >= 300) {
              const headers = outgoing.headers
                .filter(([name]) => ['From', 'Call-ID'].includes(name))
                .concat([
                  ['To', header(message, 'to')],
                  ['CSeq', `${readSequence(message).number} ACK`],
                ]);
              transmit(print({ method: 'ACK', uri: outgoing.uri, headers }, branch), server);
            }
            resolve(message);
          },
        });
        transmit(text, server);
        again(againMs, giveUpMs);
      });
      return { branch, final };
    },
    close() {
      if (closed) return;
      closed = true;
      for (const one of [...pending.values()]) one.abandon();
      socket.close();
    },
  };
}
