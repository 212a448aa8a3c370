import type { Clock } from '../../shared/domain/time';
import { createWallClock } from '../engine/simulated/clock';
import type { PhoneBehaviour } from '../scenario/port';
import type { PhoneCall } from './call';
import type { LabExchange } from './exchange';
import { Line } from './line';
import { type HeaderLines, header, newTag } from './sip/message';

export type { PhoneCall } from './call';

/** What a telephone does when it rings; a rejection may name its status (486). */
export type Behaviour = PhoneBehaviour & { readonly status?: number };

export interface PhoneOptions {
  /** Its name and its number at once. */
  readonly number: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly secret?: string;
  readonly host?: string;
  readonly port?: number;
  /** Its voice, Hz; absent = `toneOf(number)`, 0 = it is silent. */
  readonly tone?: number;
  /** Absent = it waits for a hand. */
  readonly behaviour?: Behaviour;
  /** Answers at once when the invitation asks for it (`answer-after=0`); true. */
  readonly obeys?: boolean;
  readonly clock?: Clock;
}

/** A telephone of its own socket and voice. It can hold any number of calls at a time. */
export interface Phone {
  readonly number: string;
  readonly tone: number;
  readonly address: { readonly host: string; readonly port: number };
  readonly registered: boolean;
  /** Those that are not over, oldest first. */
  readonly calls: readonly PhoneCall[];
  /** The oldest that rings here; undefined = nothing rings. */
  readonly ringing: PhoneCall | undefined;
  /** The newest that is up and not held by this telephone; a held one when there is no other. */
  readonly active: PhoneCall | undefined;
  /** What the exchange has said of the mailbox; null = nothing yet. */
  readonly mailbox: { readonly waiting: boolean; readonly unheard: number; readonly heard: number } | null;
  /** @throws Error when the exchange does not accept it */
  register(): Promise<void>;
  unregister(): Promise<void>;
  /** From now on, also for what rings already. */
  behave(behaviour: Behaviour): void;
  /** Dials; `said` is what the telephone claims of itself, `to` what stands in the To header. */
  call(
    number: string,
    said?: { readonly from?: string; readonly name?: string; readonly to?: string; readonly headers?: HeaderLines },
  ): PhoneCall;
  /** Each call that comes in, when it rings. */
  onCall(run: (call: PhoneCall) => void): () => void;
  /** Share of that frequency in what the active call hears. */
  hears(hz: number): number;
  /** Ends its calls, registration and socket. */
  close(): Promise<void>;
  /** Pulls the plug: nobody is told. */
  cut(): void;
}

/** A voice for a telephone's number: none is near another's, a ringing tone's, a key's or the music's. */
export const toneOf = (number: string): number => 1010 + (Number(number.slice(-2)) % 20) * 30;

export async function createPhone(options: PhoneOptions): Promise<Phone> {
  const { number, secret = '', obeys = true, clock = createWallClock() } = options;
  const tone = options.tone ?? toneOf(number);
  let behaviour: Behaviour = options.behaviour ?? { kind: 'hand' };
  let registered = false;
  let mailbox: Phone['mailbox'] = null;
  const listeners = new Set<(call: PhoneCall) => void>();
  /** What cancels a telephone's intention, by call. */
  const intentions = new Map<PhoneCall, () => void>();

  const intend = (call: PhoneCall): void => {
    intentions.get(call)?.();
    intentions.delete(call);
    if (call.state !== 'ringing' || call.direction !== 'in') return;
    if (obeys && call.autoAnswer) {
      call.answer();
      return;
    }
    const { kind, status = 486 } = behaviour;
    if (behaviour.kind === 'hand') return;
    const act = (): void => (kind === 'answers' ? call.answer() : call.reject(status));
    if (behaviour.afterSeconds <= 0) act();
    else intentions.set(call, clock.after(behaviour.afterSeconds * 1000, act));
  };

  const line = await Line.open({
    clock,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    server: options.server,
    account: { user: number, secret },
    tone: () => tone,
    onRinging(call) {
      for (const run of [...listeners]) run(call);
      intend(call);
    },
    onOver(call) {
      intentions.get(call)?.();
      intentions.delete(call);
    },
    onNotice(message) {
      if (!header(message, 'event').startsWith('message-summary')) return;
      const counts = /^Voice-Message:\s*(\d+)\/(\d+)/im.exec(message.body);
      mailbox = {
        waiting: /^Messages-Waiting:\s*yes/im.test(message.body),
        unheard: Number(counts?.[1] ?? 0),
        heard: Number(counts?.[2] ?? 0),
      };
    },
  });

  const { host } = options.server;
  const registration = { id: `${newTag()}${newTag()}`, tag: newTag() };
  const tell = async (expires: number): Promise<void> => {
    const me = `<sip:${number}@${host}>`;
    const answer = await line.ask((sequence, credentials) => ({
      method: 'REGISTER',
      uri: `sip:${host}:${options.server.port}`,
      headers: [
        ['From', `${me};tag=${registration.tag}`],
        ['To', me],
        ['Call-ID', registration.id],
        ['CSeq', `${sequence} REGISTER`],
        ['Contact', line.contact],
        ['Expires', String(expires)],
        ...credentials,
      ],
    }));
    if (answer.status !== 200) throw new Error(`${number} is not registered: ${answer.status} ${answer.reason}`);
    registered = expires > 0;
  };

  const phone: Phone = {
    number,
    tone,
    get address() {
      return line.address;
    },
    get registered() {
      return registered;
    },
    get calls() {
      return line.calls;
    },
    get ringing() {
      return line.calls.find(({ direction, state }) => direction === 'in' && state === 'ringing');
    },
    get active() {
      const up = line.calls.filter(({ state }) => state === 'up').reverse();
      return up.find(({ held }) => !held) ?? up[0];
    },
    get mailbox() {
      return mailbox;
    },
    register: () => tell(3600),
    unregister: () => tell(0),
    behave(next) {
      behaviour = next;
      for (const call of line.calls) intend(call);
    },
    call: (wanted, said) => line.dial(wanted, said),
    onCall(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    hears: (hz) => phone.active?.hears(hz) ?? 0,
    async close() {
      await line.close();
    },
    cut: () => line.cut(),
  };
  return phone;
}

/** A telephone of that exchange, registered. */
export async function plugIn(
  exchange: Pick<LabExchange, 'sip' | 'phoneSecret'>,
  number: string,
  options: Omit<PhoneOptions, 'number' | 'server' | 'secret'> = {},
): Promise<Phone> {
  const phone = await createPhone({ ...options, number, server: exchange.sip, secret: exchange.phoneSecret });
  try {
    await phone.register();
  } catch (error) {
    phone.cut();
    throw error;
  }
  return phone;
}
