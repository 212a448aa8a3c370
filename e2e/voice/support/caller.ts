import type { Exchange, Extension } from './exchange';
import { headerOf, methodOf, readSip, type SipMessage, statusOf, writeSip } from './message';

/** A description of sound that a browser takes: one audio line without anybody behind it. */
export const silentSdp = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'c=IN IP4 127.0.0.1',
  'a=rtpmap:0 PCMU/8000',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=rtcp-mux',
  'a=sendrecv',
  '',
].join('\r\n');

/** Somebody at another telephone, moved by the test: only signals, no sound. */
export class Caller {
  /** Answers that came, by status; requests of the other side, by method. */
  readonly answers: number[] = [];
  readonly requests: SipMessage[] = [];
  /** Descriptions of sound that came with an answer. */
  readonly described: string[] = [];
  readonly #user: string;
  readonly #extension: Extension;
  #count = 0;

  constructor(exchange: Exchange, user: string) {
    this.#user = user;
    this.#extension = exchange.connect(user, (frame) => {
      const message = readSip(frame);
      if (statusOf(message)) this.#answered(message);
      else this.requests.push(message);
    });
  }

  /** Calls; returns what takes the call back, with a reason (RFC 3326). Without sound, the other side is to offer some. */
  call(to: string, name: string, sdp = silentSdp): (reason?: string) => void {
    const id = `${this.#user}-${++this.#count}`;
    const invite = this.#invite(to, name, id, sdp);
    this.#extension.receive(writeSip(invite));
    return (reason) =>
      this.#extension.receive(
        writeSip({
          start: invite.start.replace('INVITE', 'CANCEL'),
          headers: [
            ...invite.headers
              .filter(([key]) => !['Content-Type', 'Content-Length', 'Contact'].includes(key))
              .map(([key, value]) => [key, key === 'CSeq' ? '1 CANCEL' : value] as const),
            ...(reason ? [['Reason', reason] as const] : []),
            ['Content-Length', '0'],
          ],
          body: '',
        }),
      );
  }

  #invite(to: string, name: string, id: string, sdp: string): SipMessage {
    return {
      start: `INVITE sip:${to}@exchange.invalid SIP/2.0`,
      headers: [
        ['Via', `SIP/2.0/WS caller.invalid;branch=z9hG4bK-${id}`],
        ['Max-Forwards', '70'],
        ['From', `"${name}" <sip:${this.#user}@exchange.invalid>;tag=${id}`],
        ['To', `<sip:${to}@exchange.invalid>`],
        ['Call-ID', id],
        ['CSeq', '1 INVITE'],
        ['Contact', `<sip:${this.#user}@caller.invalid;transport=ws>`],
        ...(sdp ? [['Content-Type', 'application/sdp'] as const] : []),
        ['Content-Length', String(sdp.length)],
      ],
      body: sdp,
    };
  }

  /** A refused INVITE is acknowledged on its own hop (RFC 3261 §17.1.1.3). */
  #answered(message: SipMessage): void {
    this.answers.push(statusOf(message));
    if (message.body) this.described.push(message.body);
    if (statusOf(message) < 300 || !headerOf(message, 'cseq').endsWith('INVITE')) return;
    const id = headerOf(message, 'call-id');
    this.#extension.receive(
      writeSip({
        start: `ACK sip:${/sip:([^@]+)@/.exec(headerOf(message, 'to'))?.[1]}@exchange.invalid SIP/2.0`,
        headers: [
          ['Via', `SIP/2.0/WS caller.invalid;branch=z9hG4bK-${id}`],
          ['Max-Forwards', '70'],
          ['From', headerOf(message, 'from')],
          ['To', headerOf(message, 'to')],
          ['Call-ID', id],
          ['CSeq', '1 ACK'],
          ['Content-Length', '0'],
        ],
        body: '',
      }),
    );
  }

  methods(): readonly string[] {
    return this.requests.map(methodOf);
  }
}
