import type { OwnNumbers } from '../port';
import type { Exchange } from './exchange';

/** What a dialled number means here. */
export type Target =
  | { readonly kind: 'user'; readonly number: string }
  | { readonly kind: 'device'; readonly number: string }
  | { readonly kind: 'queue'; readonly number: string }
  | { readonly kind: 'room'; readonly number: string }
  | { readonly kind: 'lot'; readonly number: string }
  | { readonly kind: 'outside'; readonly number: string; readonly prefix: string }
  | { readonly kind: 'ivr'; readonly number: string }
  | { readonly kind: 'mailbox'; readonly number: string }
  | { readonly kind: 'none' };

/** Police, fire, ambulance, traffic police, and the number that works in every network. */
const emergencies: ReadonlySet<string> = new Set(['110', '119', '120', '122', '112']);
/** Whether somebody calls for help; an outside number, so without the key for an outside line. */
export const isEmergency = (number: string): boolean => emergencies.has(number);

/** Numbers this long are outside numbers even without the prefix of a trunk. */
const outsideLength = 7;

export class Numbering {
  /** Nobody has one until the platform says so. */
  own: OwnNumbers = { phoneOf: () => undefined };
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /**
   * A call for help wins over everything, then the exact inside number, the platform's own last; then the prefix of a
   * trunk; then a long number as it is.
   */
  resolve(number: string, context: string): Target {
    const { config, phones, queues } = this.#x;
    const ivr = /^ivr-(\w+)$/.exec(context);
    if (ivr?.[1]) return { kind: 'ivr', number: ivr[1] };
    if (isEmergency(number)) {
      return { kind: 'outside', number, prefix: config.trunks[0]?.prefix ?? '' };
    }
    if (phones.user(number)) return { kind: 'user', number };
    if (phones.device(number)) return { kind: 'device', number };
    if (queues.find(number)) return { kind: 'queue', number };
    if (config.conferenceRooms.includes(number)) return { kind: 'room', number };
    if (config.parkingLots.includes(number)) return { kind: 'lot', number };
    const phone = phones.byInterface(this.own.phoneOf(number) ?? '');
    if (phone) return { kind: 'device', number: phone.no };
    const box = this.#x.mailboxes.boxDialled(number);
    if (box !== null) return { kind: 'mailbox', number: box };
    if (!/^\+?\d{3,}$/.test(number)) return { kind: 'none' };
    for (const { prefix } of config.trunks) {
      if (prefix && number.startsWith(prefix) && number.length - prefix.length >= 3) {
        return { kind: 'outside', number: number.slice(prefix.length), prefix };
      }
    }
    if (number.length < outsideLength) return { kind: 'none' };
    return { kind: 'outside', number, prefix: config.trunks[0]?.prefix ?? '' };
  }
}
