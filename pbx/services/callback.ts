import type { Log } from '../http/log';
import type { Callback } from './announcement';

/** The road out of this machine: one GET, the status of its answer. Throws when there was none. */
export type Fetcher = (url: URL) => Promise<number>;

/** In the world's own time, whatever clock the platform has: a slow program of a customer costs this much. */
const limitMs = 3_000;

/** Asks once, follows nobody, reads nothing. */
export const nodeFetcher: Fetcher = async (url) => {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(limitMs) });
  await answer.body?.cancel();
  return answer.status;
};

/** An address as it may have been sent: as it is, or encoded once more (WEBCTI2 §4.24 does not say which). */
function addressOf(text: string): URL | null {
  for (const each of [text, decoded(text)]) {
    if (each === null || !URL.canParse(each)) continue;
    const url = new URL(each);
    if (/^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  }
  return null;
}
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** For the log: no query, and nothing in the path that may be a telephone number. */
const masked = (url: URL): string => `${url.origin}${url.pathname.replace(/\d{3,}/g, '***').slice(0, 120)}`;

/** Calls programs of the platform's customers; every outcome is a line in the log, nobody waits for it. */
export function createCallback({ fetcher, log }: { readonly fetcher: Fetcher; readonly log: Log }): Callback {
  return (address, given) => {
    const url = addressOf(address);
    if (!url) {
      log({ level: 'warn', event: 'callback-refused', detail: 'no http or https address' });
      return;
    }
    for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
    fetcher(url).then(
      (status) => {
        const good = status >= 200 && status < 300;
        log({ level: good ? 'info' : 'warn', event: 'callback', detail: `${masked(url)} answered ${status}` });
      },
      (error: unknown) => {
        const why = error instanceof Error && error.name === 'TimeoutError' ? 'did not answer in time' : 'failed';
        log({ level: 'warn', event: 'callback', detail: `${masked(url)} ${why}` });
      },
    );
  };
}
