import type { Clock } from '../../shared/domain/time';
import { PhoneCall } from './call';
import { answerChallenge } from './sip/digest';
import {
  type Address,
  type Incoming,
  type Outgoing,
  openEndpoint,
  type SipEndpoint,
  type Transaction,
} from './sip/endpoint';
import { type HeaderLines, header, newTag, type SipMessage } from './sip/message';

export interface LineOptions {
  readonly clock: Clock;
  /** Loopback address and port of this side; port 0 = what the system gives. */
  readonly host: string;
  readonly port: number;
  /** The exchange, or whoever stands at the other end of the wire. */
  readonly server: Address;
  /** Empty secret = challenges are not answered. */
  readonly account: { readonly user: string; readonly secret: string };
  /** Tone of the next call's voice, Hz; 0 = silence. */
  tone(): number;
  /** A call has come in and rings. */
  onRinging(call: PhoneCall): void;
  /** A call has ended. */
  onOver(call: PhoneCall): void;
  /** A request outside of any call. */
  onNotice(message: SipMessage): void;
}

/** One side of a wire: any number of calls over one socket. Telephones and the outside world both are lines. */
export class Line {
  readonly clock: Clock;
  readonly options: LineOptions;
  readonly #endpoint: SipEndpoint;
  readonly #calls = new Map<string, PhoneCall>();
  #sequence = 1;

  private constructor(options: LineOptions, open: (line: Line) => SipEndpoint) {
    this.options = options;
    this.clock = options.clock;
    this.#endpoint = open(this);
  }

  static async open(options: LineOptions): Promise<Line> {
    let line: Line | null = null;
    const endpoint = await openEndpoint({
      ...options,
      onRequest(incoming) {
        if (line) line.#asked(incoming);
      },
      onStray(message) {
        if (line) line.#calls.get(header(message, 'call-id'))?.confirmAgain(message);
      },
    });
    line = new Line(options, () => endpoint);
    return line;
  }

  get address(): Address {
    return this.#endpoint.address;
  }
  get contact(): string {
    const { host, port } = this.address;
    return `<sip:${this.options.account.user}@${host}:${port}>`;
  }
  /** Those that are not over, oldest first. */
  get calls(): readonly PhoneCall[] {
    return [...this.#calls.values()].filter(({ state }) => state !== 'over');
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  dial(
    number: string,
    said: { readonly from?: string; readonly name?: string; readonly to?: string; readonly headers?: HeaderLines } = {},
  ): PhoneCall {
    const call = PhoneCall.out(this, number, said);
    this.#calls.set(call.id, call);
    return call;
  }

  /**
   * Sends a request, and once more with credentials when it is challenged. `build` is given the sequence number and the
   * header that answers the challenge.
   */
  async ask(
    build: (sequence: number, credentials: HeaderLines) => Outgoing,
    onProvisional?: (message: SipMessage) => void,
    onSent?: (transaction: Transaction, sequence: number) => void,
  ): Promise<SipMessage> {
    let credentials: HeaderLines = [];
    for (let attempt = 1; ; attempt += 1) {
      const sequence = this.nextSequence();
      const outgoing = build(sequence, credentials);
      const transaction = this.#endpoint.request(outgoing, onProvisional);
      onSent?.(transaction, sequence);
      const answer = await transaction.final;
      const challenged = answer.status === 401 || answer.status === 407;
      const line = challenged && attempt < 3 ? answerChallenge(answer, outgoing, this.options.account) : null;
      if (!line || this.options.account.secret === '') return answer;
      credentials = [line];
    }
  }

  /** Within a transaction of its own and without credentials. */
  request(outgoing: Outgoing): Transaction {
    return this.#endpoint.request(outgoing);
  }
  send(outgoing: Outgoing): void {
    this.#endpoint.send(outgoing);
  }

  forget(call: PhoneCall): void {
    this.#calls.delete(call.id);
  }

  /** Ends every call in order, as far as the other side still answers, then the socket. */
  async close(): Promise<void> {
    await Promise.all(this.calls.map((call) => call.hangUp()));
    for (const call of [...this.#calls.values()]) call.drop();
    this.#endpoint.close();
  }
  /** As when the plug is pulled: nobody is told anything. */
  cut(): void {
    for (const call of [...this.#calls.values()]) call.drop();
    this.#endpoint.close();
  }

  #asked(incoming: Incoming): void {
    const { message } = incoming;
    const call = this.#calls.get(header(message, 'call-id'));
    if (call) {
      call.asked(incoming);
      return;
    }
    switch (message.method) {
      case 'INVITE': {
        const made = PhoneCall.in(this, incoming);
        this.#calls.set(made.id, made);
        return;
      }
      case 'ACK':
        return;
      case 'BYE':
      case 'CANCEL':
        incoming.reply(481, 'Call/Transaction Does Not Exist');
        return;
      default:
        this.options.onNotice(message);
        incoming.reply(200, 'OK', { tag: newTag() });
    }
  }
}
