import { timingSafeEqual } from 'node:crypto';
import { type PlatformTime, platformDate } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import { webKey } from '../../shared/webcti/webkey';

/** Whether text is the same, in a time that does not depend on where it differs. */
export function sameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Key check of one platform: MD5 of its key and the date of its own clock in its own zone (WEBCTI2 chapter 1). */
export const isKeyOfToday = (given: string, platformKey: string, now: PlatformTime, zone: Zone): boolean =>
  sameSecret(given, webKey(platformKey, platformDate(now, zone)));

/** What is wrong with a key, in words that hold nothing of it. */
export function keyFault(given: string, platformKey: string, now: PlatformTime, zone: Zone): string {
  if (given === '') return 'webkey is missing';
  const days = [-1, 1].map((days) => now + days * 86_400_000);
  const other = days.some((day) => isKeyOfToday(given, platformKey, day, zone));
  return other ? 'webkey=*** is of another day' : 'webkey=*** is wrong';
}
