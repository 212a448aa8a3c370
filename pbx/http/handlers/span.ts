import type { PlatformTime } from '../../../shared/domain/time';
import type { HandlerContext } from './handler';

/** Instant of a text, the first of its second. */
export function firstInstant(text: string | undefined, { instant }: HandlerContext): PlatformTime | undefined {
  return (text === undefined ? null : instant(text)) ?? undefined;
}

/** The last instant that a text means: `yyyy-mm-dd` alone as the end of a span means the whole day. */
export function lastInstant(text: string | undefined, { instant }: HandlerContext): PlatformTime | undefined {
  const at = text === undefined ? null : instant(text);
  return at === null || text === undefined ? undefined : at + (text.length <= 10 ? 86_399_999 : 999);
}

/** Both ends of a span, for parameters that must be there and have been checked. */
export const spanOf = (
  from: string,
  to: string,
  context: HandlerContext,
): { readonly from: PlatformTime; readonly to: PlatformTime } => ({
  from: firstInstant(from, context) ?? 0,
  to: lastInstant(to, context) ?? context.now(),
});

/** What `lastdialstatus` and `firstdialstatus` mean: 0 all, 1 not connected, 2 connected. */
export const answeredOf = (status: string | undefined): boolean | undefined =>
  status === '1' ? false : status === '2' ? true : undefined;

/** Text of base64, as UTF-8; what is no base64 stays as it is. */
export const plainOf = (text: string): string =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, 'base64').toString('utf8')
    : text;
