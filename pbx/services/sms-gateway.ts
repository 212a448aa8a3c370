import type { Clock } from '../../shared/domain/time';
import { formatPlatformTime, parsePlatformTime } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import type { Lenient } from '../store/lenient';
import type { Modem } from '../store/roster';
import type { SentSms, SmsStore } from '../store/sms';

/** Modems that a platform begins with. */
export const smsDevices: readonly Modem[] = [
  { id: '1', name: 'GSM1', imsi: '460001234567891', did: '13900000001' },
  { id: '2', name: 'GSM2', imsi: '460001234567892', did: '13900000002' },
];

export interface SmsRequest {
  readonly numbers: readonly string[];
  readonly text: string;
  /** Device asked for; empty = any. */
  readonly phone: string;
  readonly retries: number;
  /** `yyyy-mm-dd`, or empty for today. */
  readonly bookDate: string;
  /** `hh:mm` or `hh:mm:ss`; empty = the whole day. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly appId: string;
  readonly appUser: string;
  readonly appFlag: string;
}

/**
 * The gateway for short messages: takes what is due, sends it one after another through its modems, and reports how it
 * went. Behind the modems are simulated people: a number that is no mobile number cannot be sent to (tried again as often
 * as was asked for, then failed), one that ends with 0000 is switched off (sent, never delivered), all others get it.
 */
export interface SmsGateway {
  /** As getsmsdevices lists them (WEBCTI2 §4.95). */
  readonly modems: readonly Modem[];
  send(request: SmsRequest): void;
  /** Somebody outside writes; the text arrives at a modem (the first when none is named), where there is one. */
  arrives(message: { readonly from: string; readonly text: string; readonly device?: string | undefined }): void;
  close(): void;
}

const oneSendMs = 2_000;
const reportMs = 5_000;
const retryMs = 30_000;
/** A full disk is looked at again after so long. */
const tryAgainMs = 10_000;

/** Parts of a text: 160 of the GSM alphabet or 70 of any other; less in each of several. */
export function partsOf(text: string): number {
  const [one, each] = /^[\x20-\x7e\r\n]*$/.test(text) ? [160, 153] : [70, 67];
  return text.length <= one ? 1 : Math.ceil(text.length / each);
}

const seconds = (text: string, otherwise: string): string =>
  /^\d{1,2}:\d{2}(:\d{2})?$/.test(text) ? `${text.padStart(5, '0')}:00`.slice(0, 8) : otherwise;

export function createSmsGateway({
  store,
  clock,
  zone,
  modems = smsDevices,
  lenient = (_what, _instead, work) => work(),
}: {
  readonly store: SmsStore;
  readonly clock: Clock;
  /** Minutes east of UTC. */
  readonly zone: Zone;
  readonly modems?: readonly Modem[];
  /** What happens where the disk refuses; absent = it is thrown. */
  readonly lenient?: Lenient;
}): SmsGateway {
  let unset: (() => void) | null = null;
  let closed = false;

  /** The next moment at which a message may be sent, from `now` on. */
  function openingOf(
    { bookDate, notBefore, notAfter }: Pick<SentSms, 'bookDate' | 'notBefore' | 'notAfter'>,
    now: number,
  ): number {
    const today = formatPlatformTime(now, zone).slice(0, 10);
    const day = bookDate > today ? bookDate : today;
    const at = (date: string, time: string): number => parsePlatformTime(`${date} ${time}`, zone) ?? now;
    const [opens, shuts] = [at(day, notBefore), at(day, notAfter)];
    if (now <= shuts) return Math.max(now, opens);
    return opens + 86_400_000;
  }

  function step(message: SentSms, now: number): void {
    const { id, processed } = message;
    if (processed === 0) {
      const opens = openingOf(message, now);
      if (opens > now) store.sent.change(id, { dueAt: opens });
      else store.sent.change(id, { processed: 1, processedAt: now, dueAt: now + oneSendMs });
    } else if (processed === 1) sendNow(message, now);
    else {
      const report = message.number.endsWith('0000') ? 'UNDELIV' : 'DELIVRD';
      store.sent.change(id, { reportedAt: now, report });
    }
  }

  function sendNow({ id, number, phone, errors, retries }: SentSms, now: number): void {
    const device = modems.find(({ name }) => name === phone) ?? modems[id % modems.length];
    const reachable =
      device !== undefined && /^(?:\+?86)?1[3-9]\d{9}$/.test(number) && (phone === '' || device.name === phone);
    if (reachable) {
      store.sent.change(id, {
        ...{ processed: 2, processedAt: now, sentAt: now, sender: device.name, dueAt: now + reportMs },
        messageId: String(100_000 + id),
      });
    } else if (errors < retries) store.sent.change(id, { errors: errors + 1, dueAt: now + retryMs });
    else store.sent.change(id, { processed: -1, processedAt: now, errors: errors + 1 });
  }

  function work(): void {
    unset = null;
    const done = lenient('messages', false, () => {
      const now = clock.now();
      for (const message of store.sent.due(now)) step(message, now);
      arm();
      return true;
    });
    if (!done && !closed) unset = clock.after(tryAgainMs, work);
  }
  function arm(): void {
    unset?.();
    const next = closed ? null : store.sent.nextDue();
    unset = next === null ? null : clock.after(Math.max(0, next - clock.now()), work);
  }
  // What an earlier run of the platform left goes on.
  arm();

  return {
    modems,
    send({ numbers, text, phone, retries, bookDate, notBefore, notAfter, appId, appUser, appFlag }) {
      const now = clock.now();
      for (const number of numbers) {
        store.sent.add({
          ...{ number, text, phone, retries, bookDate, appId, appUser, appFlag, insertedAt: now, dueAt: now },
          ...{
            notBefore: seconds(notBefore, '00:00:00'),
            notAfter: seconds(notAfter, '23:59:59'),
            split: partsOf(text),
          },
        });
      }
      arm();
    },
    arrives({ from, text, device }) {
      const modem = modems.find(({ name }) => name === device) ?? modems[0];
      if (!modem) return;
      const now = clock.now();
      store.received.add({
        ...{ number: from, text, phone: modem.name, did: modem.did, imsi: modem.imsi, split: partsOf(text) },
        ...{ sentAt: now - 1_000, receivedAt: now },
      });
    },
    close() {
      closed = true;
      unset?.();
      unset = null;
    },
  };
}
