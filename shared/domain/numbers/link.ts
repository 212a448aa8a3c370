import { fail, ok, type Result } from '../result';
import { plainText, tones } from './characters';
import { digitsAfterPlus } from './metadata';
import type { RefusalReason, Written } from './plan';

/** A `tel:`, `callto:`, `sip:` or `sips:` address, taken apart. */
export interface DialLink extends Written {
  readonly scheme: 'tel' | 'callto' | 'sip' | 'sips';
  /** Leading digits of `;phone-context=+…` with no `+`; empty when absent or a domain (RFC 3966 §5.1.5). */
  readonly context: string;
}

const longestLink = 512;
const start = /^\s*["'<]?\s*(tel|callto|sips?)\s*:/i;

/** True when the text claims to be one of the addresses that `readDialLink` reads. */
export const isDialLink = (text: string): boolean => start.test(text);

/**
 * Reads one address, as RFC 3966 says and as the world writes it: escapes decoded once (`%2B`, `%20`), slashes after the
 * scheme ignored, visual separators dropped, `;ext=` and pauses kept apart, `;isub=` and unknown parameters ignored.
 * Letters are refused: RFC 3966 §5.1.2 knows none, and mapping a word to keys is guessing.
 */
export function readDialLink(uri: string): Result<DialLink, RefusalReason> {
  if (uri.length > longestLink) return fail('too-long');
  const plain = plainText(uri).trim();
  const opening = start.exec(plain);
  if (!opening) return fail('not-a-number');
  const scheme = schemeOf(opening[1] ?? '');
  const body = decodeOnce(plain.slice(opening[0].length).replace(/["'>\s]+$/, ''));
  if (body === null) return fail('not-a-number');
  const address = plainText(body)
    .trim()
    .replace(/^\/{1,3}/, '')
    .replace(/^tel:/i, '');
  const [subscriber, parameters] = scheme !== 'tel' && address.includes('@') ? sipUser(address) : [address, ''];
  return phone(scheme, subscriber, parameters);
}

const schemeOf = (text: string): DialLink['scheme'] => {
  const lower = text.toLowerCase();
  return lower === 'callto' || lower === 'sip' || lower === 'sips' ? lower : 'tel';
};

/** `%XX` once and no more: what is still escaped afterwards was escaped twice, and is refused as no digit. */
function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** User part of `user:password@host;uri-parameters?headers` and the parameters outside of it. */
function sipUser(address: string): readonly [string, string] {
  const at = address.lastIndexOf('@');
  const user = address.slice(0, at).replace(/:.*$/, '');
  const parameters = /;.*$/.exec(address.slice(at).replace(/\?.*$/, ''))?.[0] ?? '';
  return [user, parameters];
}

function phone(scheme: DialLink['scheme'], subscriber: string, outer: string): Result<DialLink, RefusalReason> {
  const m = /^(\+)?([0-9*#\-.()/ ]*)([,pw][0-9*#,pw\-.() ]*)?(;[^\n?]*)?(\?[^\n]*)?$/i.exec(
    subscriber
      .trim()
      .replace(/\/+$/, '')
      .replace(/^\(\s*\+/, '+('),
  );
  if (!m) return fail(/\p{L}/u.test(subscriber.replace(/;.*$|%[0-9a-f]{2}/gi, '')) ? 'letters' : 'not-a-number');
  const [, plus, main = '', pauses = '', parameters = ''] = m;
  const digits = plus && !/[*#]/.test(main) ? digitsAfterPlus(main) : main.replace(/[^0-9*#]/g, '');
  if (!/\d/.test(digits)) return fail('not-a-number');
  const named = readParameters(parameters + outer);
  const after = [pauses, named.ext, named.post].map(tones).filter((part) => part !== '');
  return ok({ scheme, plus: plus !== undefined, digits, after: tones(after.join(',')), context: named.context });
}

interface Parameters {
  readonly ext: string;
  /** Digits after a bare `;`, which many phones take for "wait". */
  readonly post: string;
  readonly context: string;
}

function readParameters(text: string): Parameters {
  let found: Parameters = { ext: '', post: '', context: '' };
  for (const part of text.split(';')) {
    const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim());
    const lower = name.toLowerCase();
    if (lower === 'ext' || lower === 'extension') found = { ...found, ext: value };
    else if (lower === 'postd') found = { ...found, post: value };
    else if (lower === 'phone-context' && value.startsWith('+')) {
      found = { ...found, context: value.replace(/\D/g, '').slice(0, 15) };
    } else if (!part.includes('=') && /^[0-9*#][0-9*#,pw\s-]*$/i.test(name)) found = { ...found, post: name };
  }
  return found;
}
