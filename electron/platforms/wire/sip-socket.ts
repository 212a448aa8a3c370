import type { Socket } from 'node:net';
import type { ClientOptions, RawData } from 'ws';
import { WebSocket } from 'ws';
import type { Clock } from '../../../shared/domain/time';
import type { SipLine, SipListener, SipRoad, SipTarget } from '../../../shared/voice/link';
import { fromNetwork, HttpRefused, NotUnderstood, PlatformFailure, TimedOut, TooLarge, toAppError } from './failure';
import { pinnedConnector } from './pin';

/** Bytes of one SIP message; offers with many candidates stay below 10 kB. */
export const frameLimit = 65_536;
/** Bytes that may wait for an exchange that does not read. */
const backlogLimit = 1024 * 1024;
const openWithin = 10_000;
/** A ping so often, and so long may its answer take. Without it a dead network is noticed after minutes. */
const pingEvery = 20_000;
const pongWithin = 10_000;
/** After a change of the network: the answer of a line that still lives comes at once. */
const probeWithin = 3_000;

/** The real road: SIP over WebSocket (RFC 7118) with the sub-protocol `sip`, trust by the rule of ./pin. */
export function sipRoad({ clock }: { readonly clock: Clock }): SipRoad {
  return { open: (to, listener) => openLine(to, listener, clock) };
}

function openLine(to: SipTarget, listener: SipListener, clock: Clock): SipLine {
  const socket = connect(to);
  let state: 'opening' | 'open' | 'closed' = 'opening';
  let unset: () => void = () => undefined;

  const leave = (): boolean => {
    if (state === 'closed') return false;
    state = 'closed';
    unset();
    socket.terminate();
    return true;
  };
  const fail = (thrown: unknown): void => {
    if (leave()) listener.closed(toAppError(thrown instanceof PlatformFailure ? thrown : fromNetwork(thrown), 'voice'));
  };
  const limit = (ms: number): void => {
    unset();
    unset = clock.after(ms, () => fail(new TimedOut('the exchange does not answer', { seconds: ms / 1_000 })));
  };
  const rest = (): void => {
    unset();
    unset = clock.after(pingEvery, () => ping(pongWithin));
  };
  const ping = (within: number): void => {
    if (state !== 'open') return;
    socket.ping();
    limit(within);
  };

  limit(openWithin);
  socket.on('open', () => {
    if (state !== 'opening') return;
    state = 'open';
    rest();
    listener.opened();
  });
  socket.on('pong', () => {
    if (state === 'open') rest();
  });
  socket.on('message', (data) => {
    const text = textOf(data);
    if (state === 'open' && text !== null) listener.frame(text);
  });
  socket.on('unexpected-response', (request, response) => {
    const status = response.statusCode ?? 0;
    response.destroy();
    request.destroy();
    fail(new HttpRefused(`the exchange answered with status ${status}`, { status }));
  });
  socket.on('error', (error) => fail(failureOf(error)));
  socket.on('close', (code) =>
    fail(
      code === 1009
        ? new TooLarge('a frame is too large', { limitMegabytes: frameLimit / 1_048_576 })
        : Object.assign(new Error('closed'), { code: 'ECONNRESET' }),
    ),
  );

  return {
    send: (frame) => {
      if (state !== 'open' || Buffer.byteLength(frame) > frameLimit) return false;
      if (socket.bufferedAmount > backlogLimit) {
        fail(new TimedOut('the exchange does not read', { seconds: pongWithin / 1_000 }));
        return false;
      }
      socket.send(frame);
      return true;
    },
    probe: () => ping(probeWithin),
    close: () => {
      if (state === 'open') socket.close(1000);
      leave();
    },
  };
}

function connect({ address, pin }: SipTarget): WebSocket {
  const options = { perMessageDeflate: false, followRedirects: false, maxPayload: frameLimit };
  const { hostname, port, protocol } = new URL(address);
  if (protocol !== 'wss:' || pin.trim() === '') return new WebSocket(address, ['sip'], options);
  const connector = pinnedConnector(pin);
  const host = hostname.replace(/^\[|]$/g, '');
  /** As Node calls it: the socket is handed over only after the peer has shown the pinned certificate. */
  const createConnection = (_options: unknown, done: (error: Error | null, socket?: Socket) => void): void =>
    connector({ hostname: host, host, protocol: 'https:', port: port || '443' }, (error, socket) => {
      if (socket) done(null, socket);
      else done(error ?? new Error('no socket'));
    });
  return new WebSocket(address, ['sip'], {
    ...options,
    // The types of `ws` know only functions that answer at once.
    createConnection: createConnection as unknown as NonNullable<ClientOptions['createConnection']>,
  });
}

/** What `ws` says in words only: another sub-protocol, a frame of the wrong kind. */
function failureOf(error: Error & { readonly code?: unknown }): unknown {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return new TooLarge('a frame is too large', { limitMegabytes: frameLimit / 1_048_576 });
  }
  if (typeof error.code === 'string' && error.code.startsWith('WS_ERR_')) {
    return new NotUnderstood('the exchange breaks the rules of WebSocket', { sample: error.code });
  }
  if (error.code === undefined && /subprotocol|Sec-WebSocket|upgrade/i.test(error.message)) {
    return new NotUnderstood('this address speaks no SIP over WebSocket', { sample: '' });
  }
  return error;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Null for what is no text (RFC 7118 §4.2 allows binary frames too). */
function textOf(data: RawData): string | null {
  try {
    return decoder.decode(Array.isArray(data) ? Buffer.concat(data) : data);
  } catch {
    return null;
  }
}
