import type { Result } from '../../shared/domain/result';
import type { MediaRange, MediaRequest } from '../desk/media';
import type { Download } from '../platforms/driver';
import { pageHeaders } from './page';

/** The part of the desk that recordings come out of. */
export interface MediaDoor {
  media(ticket: string, request: MediaRequest): Promise<Result<Download>>;
}

/** What either host sends; `body` null = none. Whoever does not read the body to its end calls `cancel`. */
export interface MediaAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | null;
  cancel(): void;
}

export interface MediaQuestion {
  readonly method: string;
  readonly ticket: string;
  /** The `Range` header, when there is one. */
  readonly range: string | null;
  /** A person wants it as a file. */
  readonly save: boolean;
  readonly signal: AbortSignal;
}

/** The ticket of `/media/<ticket>`, or null when the path is none of ours. */
export const ticketOf = (path: string): string | null => /^\/media\/([\w-]{16,64})$/.exec(path)?.[1] ?? null;

/**
 * One part of a recording: 200 or 206, 404 for a ticket that is not (or no longer) good, 416 outside of it, 502 when
 * the platform fails; what is to be said about it was said by `recording.open`. The type is a sound or nothing that a
 * page could run (`nosniff` stands with the page's headers).
 */
export async function answerMedia(door: MediaDoor, question: MediaQuestion): Promise<MediaAnswer> {
  const { method, ticket, save, signal } = question;
  const range = question.range === null ? undefined : (readRange(question.range) ?? undefined);
  const opened = await door.media(ticket, { range, signal });
  const common = { ...pageHeaders, 'cache-control': 'no-store' };
  if (!opened.ok) {
    const { code, params } = opened.error;
    const field = code === 'invalid-input' ? params?.field : '';
    const outside = field === 'range' || (code === 'http' && params?.status === 416);
    const status = field === 'ticket' ? 404 : outside ? 416 : 502;
    const size = typeof params?.size === 'number' ? { 'content-range': `bytes */${params.size}` } : {};
    return { status, headers: { ...common, ...size }, body: null, cancel: () => {} };
  }
  const { name, type, size, part, body, cancel } = opened.value;
  const headers = {
    ...common,
    'content-type': soundType(type, name),
    'accept-ranges': 'bytes',
    ...(size === null ? {} : { 'content-length': String(size) }),
    ...(part ? { 'content-range': `bytes ${part.from}-${part.to}/${part.whole ?? '*'}` } : {}),
    ...(save ? { 'content-disposition': disposition(name) } : {}),
  };
  const status = part ? 206 : 200;
  if (method !== 'HEAD') return { status, headers, body, cancel };
  cancel();
  return { status, headers, body: null, cancel: () => {} };
}

/** `bytes=0-499`, `bytes=500-`, `bytes=-500`; null for everything else, several parts included: the whole is sent then. */
export function readRange(header: string): MediaRange | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === '') return last === '' ? null : { last: Number(last) };
  const from = Number(first);
  const to = last === '' ? null : Number(last);
  return to !== null && to < from ? null : { from, to };
}

/** By the name where the platform does not name a sound: a script that sends a file often says something else. */
const soundsByName: Readonly<Record<string, string>> = {
  wav: 'audio/wav',
  wav49: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  gsm: 'audio/gsm',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
};

export function soundType(type: string, name: string): string {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/^audio\/[a-z0-9.+-]{1,60}$/.test(plain)) return plain;
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(soundsByName, ending) ? (soundsByName[ending] ?? '') : 'application/octet-stream';
}

/** RFC 6266: a plain name for old readers, the real one in UTF-8. Both come from a name that is safe in any folder. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_');
  // Half a character cannot be encoded.
  const whole = name.replace(/\p{Surrogate}/gu, '_');
  const encoded = encodeURIComponent(whole).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
