import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import type { Log } from '../desk/effects';
import { answerMedia, type MediaDoor, ticketOf } from './media';
import { isPageUrl, pageHost, pageScheme } from './origin';
import { headersOf, pageFile, pageHeaders } from './page';

/**
 * Before `ready`. `standard` gives relative addresses and origins; without `codeCache` V8 compiles at every start, and
 * without `stream` an <audio> waits for the whole recording.
 */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
    },
  ]);
}

/** Serves `seatline://app/…` from the folder of the built page, and lets the page's session reach nothing else. */
export function setupPageProtocol(session: Session, root: string, log: Log, media: MediaDoor): void {
  session.protocol.handle(pageScheme, (request) => servePage(request, root, log, media));
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !mayLoad(details.url);
    if (cancel) log.warn('request.refused', { type: details.resourceType, scheme: details.url.split(':', 1)[0] ?? '' });
    callback({ cancel });
  });
}

/**
 * GET and HEAD of exactly our host. Exported for its tests.
 * @param root folder of the page
 */
export async function servePage(
  request: Pick<Request, 'method' | 'url' | 'headers' | 'signal'>,
  root: string,
  log: Log,
  media: MediaDoor,
): Promise<Response> {
  const refuse = (status: number): Response => {
    log.warn('page.refused', { status, method: request.method });
    return new Response(null, { status, headers: pageHeaders });
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  if (!URL.canParse(request.url)) return refuse(400);
  const url = new URL(request.url);
  if (url.protocol !== `${pageScheme}:` || url.host !== pageHost) return refuse(421);
  const ticket = ticketOf(url.pathname);
  if (ticket !== null) {
    const answered = await listen(request, url, ticket, media);
    if (answered.status >= 400) log.warn('page.refused', { status: answered.status, method: request.method });
    return answered;
  }
  const found = pageFile(root, url.pathname);
  const body = found && (await readFile(found.file).catch(() => null));
  if (!found || !body) return refuse(404);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    status: 200,
    headers: { ...headersOf(url.pathname, 'electron'), 'content-type': found.type, 'cache-control': 'no-cache' },
  });
}

/** A recording, as fast as the page takes it; a page that stops listening ends the download behind it. */
async function listen(
  request: Pick<Request, 'method' | 'headers' | 'signal'>,
  url: URL,
  ticket: string,
  media: MediaDoor,
): Promise<Response> {
  const range = request.headers.has('if-range') ? null : request.headers.get('range');
  const save = url.searchParams.get('save') === '1';
  const stop = new AbortController();
  if (request.signal.aborted) stop.abort();
  request.signal.addEventListener('abort', () => stop.abort(), { once: true });
  const { status, headers, body, cancel } = await answerMedia(media, {
    method: request.method,
    ticket,
    range,
    save,
    signal: stop.signal,
  });
  if (!body) return new Response(null, { status, headers });
  const parts = body[Symbol.asyncIterator]();
  const end = (): void => {
    stop.abort();
    cancel();
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await parts.next().catch((error: unknown) => {
          end();
          throw error;
        });
        if (!next.done) return controller.enqueue(next.value);
        end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, { status, headers });
}

/** Main owns the network (codebases §2.4): the page loads itself, its own blobs and pictures in data addresses. */
export function mayLoad(url: string): boolean {
  if (url.startsWith('data:image/')) return true;
  if (url.startsWith('blob:')) return isPageUrl(url.slice('blob:'.length));
  return url.startsWith('devtools:') || isPageUrl(url);
}
