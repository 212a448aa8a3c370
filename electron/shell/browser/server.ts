import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { createBridgeServer } from '../../../shared/bridge/server';
import { bridgePath } from '../../../shared/bridge/window';
import type { DeskDoor } from '../../../shared/bridge/wire';
import type { Clock } from '../../../shared/domain/time';
import type { Log } from '../../desk/effects';
import { answerMedia, type MediaDoor, ticketOf } from '../media';
import { headersOf, pageFile, pageHeaders } from '../page';
import { socketPort } from './socketPort';

export interface PageServerOptions {
  readonly desk: DeskDoor & MediaDoor;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the built page. */
  readonly root: string;
  /** 0 = any free port. Always on 127.0.0.1. */
  readonly port: number;
  /** What a second start of the program sends here. */
  readonly onArguments: (argv: readonly string[]) => void;
}

export interface PageServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  /** Secret of the instance file; whoever has it may hand over arguments. */
  readonly instanceSecret: string;
  /** Address with a fresh one-time token. It works once. */
  invite(): string;
  /** Pages connected now. */
  readonly pages: number;
  /** Addresses given out and not used yet. */
  readonly invitations: number;
  close(): Promise<void>;
}

/** Largest text a page may send in one message; notes are cut at 4,000 characters by the contract. */
const messageLimit = 256 * 1024;
const bodyLimit = 16 * 1024;
const invitationLimit = 5;

/**
 * The browser edition's only door: 127.0.0.1, exact Host (DNS rebinding), one-time token → HttpOnly SameSite=Strict
 * cookie, exact Origin on the WebSocket, the same policy header as Electron. Answers: 421 wrong Host, 403 without the
 * cookie or with a used token, 405 other methods, 404 what may not be served.
 */
export async function openPageServer(options: PageServerOptions): Promise<PageServer> {
  const { desk, clock, log, root, onArguments } = options;
  const session = randomBytes(32).toString('base64url');
  const instanceSecret = randomBytes(32).toString('base64url');
  const tokens = new Set<string>();
  const server = http.createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000, keepAliveTimeout: 5_000 });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  // Cookies do not know ports: the name keeps two desks on one computer apart.
  const cookieName = `seatline-${port}`;

  const knows = (request: http.IncomingMessage): boolean =>
    (request.headers.cookie ?? '').split(/;\s*/).some((part) => {
      const at = part.indexOf('=');
      return at > 0 && part.slice(0, at) === cookieName && equal(part.slice(at + 1), session);
    });
  const refuse = (request: http.IncomingMessage, status: number, why: string): void => {
    const path = ticketOf(pathOf(request)) === null ? pathOf(request) : '/media/…';
    log.warn('page.refused', { why, status, method: request.method ?? '', path });
  };
  const answer = (
    response: http.ServerResponse,
    status: number,
    text: string,
    headers: Readonly<Record<string, string>> = {},
  ): void => {
    response
      .writeHead(status, {
        ...pageHeaders,
        'cache-control': 'no-store',
        'content-type': 'text/plain; charset=utf-8',
        ...headers,
      })
      .end(text);
  };

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const path = pathOf(request);
    if (request.headers.host !== host) {
      refuse(request, 421, 'host');
      return answer(response, 421, 'wrong host');
    }
    if (request.method === 'POST' && path === '/instance') return receive(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(response, 405, 'GET only', { allow: 'GET, HEAD' });
    const token = tokenOf(request);
    if (path === '/' && token !== null) {
      if (tokens.delete(token)) {
        return answer(response, 303, '', {
          'set-cookie': `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
          location: withoutToken(request),
        });
      }
      // The same person reloading the first address again is no attack.
      if (knows(request)) return answer(response, 303, '', { location: withoutToken(request) });
      refuse(request, 403, 'token');
      return answer(response, 403, usedText);
    }
    if (!knows(request)) {
      refuse(request, 403, 'cookie');
      return answer(response, 403, usedText);
    }
    const ticket = ticketOf(path);
    if (ticket !== null) return listen(request, response, ticket);
    const found = pageFile(root, path);
    const body = found && (await readFile(found.file).catch(() => null));
    if (!found || !body) return answer(response, 404, 'not found');
    response.writeHead(200, {
      ...headersOf(path, 'browser'),
      'content-type': found.type,
      'content-length': body.length,
      // Names below assets/ carry a hash of their content.
      'cache-control': path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };

  /** A recording, as fast as the page takes it; a page that stops listening ends the download behind it. */
  const listen = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    ticket: string,
  ): Promise<void> => {
    const stop = new AbortController();
    response.once('close', () => stop.abort());
    // Nothing here can be asked for "if unchanged": such a question gets the whole.
    const range = request.headers['if-range'] === undefined ? (request.headers.range ?? null) : null;
    const save = queryOf(request).get('save') === '1';
    const answered = await answerMedia(desk, {
      method: request.method ?? 'GET',
      ticket,
      range,
      save,
      signal: stop.signal,
    });
    if (answered.status >= 400) refuse(request, answered.status, 'media');
    response.writeHead(answered.status, answered.headers);
    if (!answered.body || response.destroyed) {
      answered.cancel();
      response.end();
      return;
    }
    try {
      await pipeline(Readable.from(answered.body, { objectMode: false }), response);
    } catch (error) {
      // The page stopped listening, or the platform stopped sending: the page sees a short answer either way.
      if (!stop.signal.aborted) log.warn('media.cut', { error });
    } finally {
      answered.cancel();
    }
  };

  /** A second start hands over its command line. Pages cannot: they never see the secret, and they send an Origin. */
  const receive = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (request.headers.origin !== undefined || !equal(given, instanceSecret)) {
      refuse(request, 403, 'instance');
      return answer(response, 403, 'refused');
    }
    const argv = readArgv(await readBody(request));
    if (!argv) return answer(response, 400, 'not a list of arguments');
    onArguments(argv);
    answer(response, 200, JSON.stringify({ address: invite() }), { 'content-type': 'application/json' });
  };

  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      log.error('page.failed', { path: pathOf(request), error });
      if (!response.headersSent) answer(response, 500, 'failed');
      else response.destroy();
    });
  });

  const webSockets = new WebSocketServer({ noServer: true, maxPayload: messageLimit, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const why =
      request.headers.host !== host
        ? 'host'
        : request.headers.origin !== origin
          ? 'origin'
          : !knows(request)
            ? 'cookie'
            : pathOf(request) !== bridgePath
              ? 'path'
              : null;
    if (why !== null) {
      refuse(request, 403, `socket ${why}`);
      socket.end(
        `HTTP/1.1 ${why === 'host' ? '421 Misdirected Request' : '403 Forbidden'}\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const end = createBridgeServer(desk, socketPort(webSocket), { clock });
      webSocket.on('error', (error) => log.warn('page.socket', { error }));
      webSocket.once('close', end);
    });
  });

  function invite(): string {
    const token = randomBytes(24).toString('base64url');
    tokens.add(token);
    // Addresses that nobody opened do not pile up.
    for (const old of [...tokens].slice(0, -invitationLimit)) tokens.delete(old);
    return `${origin}/?t=${token}`;
  }

  return {
    origin,
    instanceSecret,
    invite,
    get pages() {
      return webSockets.clients.size;
    },
    get invitations() {
      return tokens.size;
    },
    close: async () => {
      for (const client of webSockets.clients) client.terminate();
      webSockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const usedText =
  'This address works once and has been used, or it is not yours. Start Seatline again for a new one.\n此地址只能使用一次。请重新启动坐席线以获得新地址。\n';

const pathOf = (request: http.IncomingMessage): string => (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';

const queryOf = (request: http.IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));

const tokenOf = (request: http.IncomingMessage): string | null => queryOf(request).get('t');

/** The token must not stay in the address bar or the history. */
function withoutToken(request: http.IncomingMessage): string {
  const shape = /^[a-z]+$/.exec(queryOf(request).get('shape') ?? '')?.[0];
  return shape ? `/?shape=${shape}` : '/';
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

async function readBody(request: http.IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > bodyLimit) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readArgv(body: string | null): readonly string[] | null {
  if (body === null) return null;
  try {
    const value: unknown = JSON.parse(body);
    const argv = typeof value === 'object' && value !== null && 'argv' in value ? value.argv : null;
    return Array.isArray(argv) && argv.length <= 50 && argv.every((entry) => typeof entry === 'string') ? argv : null;
  } catch {
    return null;
  }
}
