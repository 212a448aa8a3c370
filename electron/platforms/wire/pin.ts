import { isIP } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { buildConnector } from 'undici';
import { PinMismatch, TimedOut } from './failure';

/**
 * Trust in a platform with a self-signed certificate: the SHA-256 fingerprint of its leaf is kept, and a socket is
 * handed to HTTP only after the peer has shown that very certificate, so a wrong peer never receives a byte of a
 * request. Expiry and name do not matter then; possession of the pinned key does. The only file where the normal check
 * is off, because the pin takes its place (DESIGN §8).
 */
type Connector = buildConnector.connector;

const handshakeMilliseconds = 10_000;

/** `AB:CD:…` in capitals from what a person pasted (`sha256 ab cd…`, with or without colons); empty when it is none. */
export function normalisePin(text: string): string {
  const hex = text.replace(/^\s*sha-?256\s*(?:fingerprint)?\s*[:=]?/i, '').replace(/[\s:-]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(hex)) return '';
  return (hex.toUpperCase().match(/../g) ?? []).join(':');
}

/** A pin that cannot be read trusts nobody: better no connection than an unchecked one. */
export function pinnedConnector(pin: string, limit = handshakeMilliseconds): Connector {
  const normal = buildConnector({ timeout: limit });
  if (pin.trim() === '') return normal;
  const wanted = normalisePin(pin);
  return (options, callback) => {
    if (options.protocol !== 'https:') return normal(options, callback);
    let settle: ((error: Error | null, socket: TLSSocket | null) => void) | null = (error, socket) => {
      settle = null;
      if (error) callback(error, null);
      else if (socket) callback(null, socket);
    };
    const socket = open(options.hostname, Number(options.port || 443), options.servername ?? '', limit);
    socket.once('secureConnect', () => {
      const shown = fingerprint(socket);
      if (wanted !== '' && shown === wanted) {
        settle?.(null, socket);
        return;
      }
      socket.destroy();
      settle?.(
        new PinMismatch('the platform shows another certificate than the pinned one', { fingerprint: shown }),
        null,
      );
    });
    socket.on('error', (error) => settle?.(error, null));
    socket.once('close', () => settle?.(Object.assign(new Error('closed'), { code: 'ECONNRESET' }), null));
    socket.once('timeout', () => {
      if (!settle) return;
      socket.destroy();
      settle(new TimedOut('no secure connection in time', { seconds: limit / 1000 }), null);
    });
  };
}

/** What a server shows, for a person who decides whether to pin it. Nothing is sent beyond the handshake. */
export interface ShownCertificate {
  readonly fingerprint: string;
  readonly subject: string;
  readonly validTo: string;
  /** Passes the normal check for this host. */
  readonly trusted: boolean;
  /** Why not, OpenSSL's word. */
  readonly reason: string;
}

export function certificateOf(host: string, port: number, signal: AbortSignal): Promise<ShownCertificate> {
  return new Promise((resolve, reject) => {
    const socket = open(host, port, isIP(host) ? '' : host, handshakeMilliseconds);
    const stop = () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
    const done = () => signal.removeEventListener('abort', stop);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('timeout', stop);
    socket.once('error', (error) => {
      done();
      reject(error);
    });
    socket.once('secureConnect', () => {
      done();
      const leaf = socket.getPeerX509Certificate();
      resolve({
        fingerprint: leaf?.fingerprint256 ?? '',
        subject: leaf?.subject.replaceAll('\n', ', ') ?? '',
        validTo: leaf?.validTo ?? '',
        trusted: socket.authorized,
        reason: socket.authorized ? '' : String(socket.authorizationError ?? ''),
      });
      socket.destroy();
    });
  });
}

function open(host: string, port: number, servername: string, limit: number): TLSSocket {
  const socket = tlsConnect({
    host,
    port,
    // No session is ever resumed: every connection shows its certificate anew.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    // Only announced, and after the handshake nobody listens: HTTP has limits of its own.
    timeout: limit,
    ...(servername && !isIP(servername) ? { servername } : {}),
  });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  return socket;
}

const fingerprint = (socket: TLSSocket): string => socket.getPeerX509Certificate()?.fingerprint256 ?? '';
