import type { Mailboxes } from '../port';
import { type Exchange, seconds } from './exchange';
import type { Leg } from './leg';
import type { RingFailure } from './ring';
import { speech, wholeOf } from './speech';

/** How long the greeting lasts; what is said during it is not kept. */
const greetingMs = 5_000;
/** Shorter ones are a click and no message. */
const shortestMs = 1_000;
const longestMs = 120_000;

const reasonOf: Partial<Record<RingFailure, string>> = {
  'no-answer': 'NOANSWER',
  busy: 'BUSY',
  rejected: 'BUSY',
  congestion: 'CHANUNAVAIL',
};

/** Callers whom nobody answers speak to the mailbox of whom they called, where he has one. */
export class VoiceMailboxes {
  /** Nobody's is full until somebody says so. */
  room: Mailboxes = { isFull: () => false };
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /**
   * Takes a caller who did not get through, into the first mailbox that there is among those he tried to reach; false
   * where there is none, or no place in it.
   */
  takes(leg: Leg, called: readonly string[], why: RingFailure): boolean {
    const reason = reasonOf[why];
    const box = called.map((number) => this.#boxOf(number)).find((each) => each !== null);
    if (reason === undefined || box === undefined || leg.info.hungUpAt !== null) return false;
    this.open(leg, box, reason);
    return true;
  }

  /** Whether a number is a mailbox: `vmu2011` as the dial plan calls it. */
  boxDialled(number: string): string | null {
    const called = /^vm[bsu](\w+)$/.exec(number)?.[1];
    return called === undefined ? null : this.#boxOf(called);
  }

  /** The greeting, the caller's message, and the end; whatever ends the call in between keeps what was said. */
  open(leg: Leg, box: string, reason: string): void {
    const { legs, random, steps } = this.#x;
    legs.answer(leg);
    leg.info.exten = `vmu${box}`;
    legs.run(leg, 'VoiceMail', `${box}@default,u`);
    leg.person?.stopWaiting();
    let since: number | null = null;
    let stop = steps.after(greetingMs, () => {
      since = steps.now();
      // A person in the house speaks until he hangs up.
      const speaks = leg.person ? (leg.person.messageSeconds ?? 4 + Math.floor(random() * 27)) * 1000 : longestMs;
      stop = steps.after(Math.min(speaks, longestMs), () => legs.hangUp(leg, 16));
    });
    legs.move(leg, {
      kind: 'application',
      name: 'VoiceMail',
      left: () => {
        stop();
        if (since !== null) this.#keep(leg, box, reason, steps.now() - since);
      },
    });
  }

  #boxOf(called: string): string | null {
    const user = this.#x.phones.user(called) ?? this.#x.phones.user(this.#x.phones.device(called)?.user ?? '');
    return user?.voicemail && !this.room.isFull(user.no) ? user.no : null;
  }

  #keep(leg: Leg, box: string, reason: string, milliseconds: number): void {
    if (milliseconds < shortestMs) return;
    const { info } = leg;
    this.#x.sink.voicemail({
      box,
      at: this.#x.steps.now(),
      seconds: seconds(milliseconds),
      channel: info.name,
      uniqueId: info.uniqueId,
      number: info.callerId,
      name: info.callerName,
      context: info.trunk && info.direct === 'IN' ? 'from-trunk' : info.context,
      reason,
      redirected: leg.forwardedBy.at(-1) ?? '',
      sound: wholeOf(speech(info.uniqueId, milliseconds, 1)),
    });
    this.#x.events.emit('MessageWaiting', { Mailbox: `${box}@default`, Waiting: 1 });
  }
}
