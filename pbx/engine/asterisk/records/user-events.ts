import type { PlatformTime } from '../../../../shared/domain/time';
import type { RecordSink } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import { type Leg, partyOf } from './leg';

/**
 * What only a dial plan knows, it tells by `UserEvent` from the caller's channel.
 *
 * A key by which the caller judged the call (WEBCTI2 §4.87); without `Key` he pressed none:
 *
 *     UserEvent(SeatlineRating,Queue: 90,Agent: 2011,Key: 5)
 *
 * A key that he pressed in a voice menu (§4.68); `Does` says what the key does there:
 *
 *     UserEvent(SeatlineMenuKey,Menu: 1,Name: Main menu,Key: 2,Does: queue 90)
 */
export const userEvents = { rating: 'SeatlineRating', menuKey: 'SeatlineMenuKey' } as const;

/** True: it was one of ours. Names count without regard to case, as the exchange's own do. */
export function userEvent(
  event: AmiEvent,
  leg: Leg | undefined,
  number: string,
  sink: Pick<RecordSink, 'rating' | 'menuKey'>,
  at: PlatformTime,
): boolean {
  const name = field(event, 'UserEvent').toLowerCase();
  const caller = leg && partyOf(leg);
  const given = (key: string): string => field(event, key).trim();
  if (name === userEvents.rating.toLowerCase()) {
    const key = /^\d$/.test(given('Key')) ? Number(given('Key')) : -1;
    sink.rating({
      ...{ at, uniqueId: caller?.uniqueId ?? given('Uniqueid'), queue: given('Queue') || (caller?.queue ?? '') },
      ...{ agent: given('Agent'), number, key, application: given('Application') || 'QUEUE' },
    });
    return true;
  }
  if (name !== userEvents.menuKey.toLowerCase()) return false;
  sink.menuKey({
    ...{ at, menu: given('Menu'), name: given('Name') || given('Menu'), does: given('Does') || 'input' },
    ...{ keys: given('Key'), channel: caller?.name ?? '', uniqueId: caller?.uniqueId ?? '', number },
    ...{ called: caller?.did || caller?.dialled || '', task: given('Task'), dial: given('Dial') },
  });
  return true;
}
