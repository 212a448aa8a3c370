import type { FastifyRequest } from 'fastify';
import { addresses } from '../../../shared/uncall';
import { isLocalHost } from '../safety';
import { BadCall } from './envelope';

export const soapTypes = /^(?:text\/xml|application\/soap\+xml|application\/xml)\b/i;

/** Bytes as text: the charset of the header, else of the XML declaration, else UTF-8. */
export function textOf(bytes: Buffer, type: string): string {
  const declared = /^<\?xml[^>]{0,80}\sencoding\s*=\s*["']([\w-]{1,20})["']/.exec(
    bytes.toString('latin1', 0, 160),
  )?.[1];
  const charset = /charset\s*=\s*"?([\w-]{1,20})/i.exec(type)?.[1] ?? declared ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    throw new BadCall(`the charset ${charset} is not known`);
  }
}

export const query = (request: FastifyRequest): URLSearchParams =>
  new URLSearchParams((request.raw.url ?? '').split(/\?(.*)/s)[1] ?? '');

/** The address by which the client knows this platform; another name than its own leads nowhere else. */
export function locationOf(request: FastifyRequest): string {
  const host = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i.exec(request.headers.host ?? '')?.[0];
  return `http://${host ?? `127.0.0.1:${request.socket.localPort}`}/${addresses.wsdl.path}`;
}

/**
 * Whether a page of another site sent this. There is no key on this face, so a foreign page in somebody's browser must
 * not be able to dial: browsers name the origin with each POST.
 */
export function isForeign(request: FastifyRequest, local: boolean): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const from = new URL(origin);
  // A name of the attacker's that leads here is its own origin; a platform of this machine has names of this machine.
  return from.host !== host || (local && !isLocalHost(from.hostname.replace(/^\[|\]$/g, '')));
}
