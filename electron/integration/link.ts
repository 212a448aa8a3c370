/**
 * Links that reach the desk from outside: `tel:` and `callto:` from web pages and address books, `sip:` from mail
 * signatures, and the desk's own `seatline:`. A link only ever asks to dial; a person confirms (DESIGN §8). Every other
 * verb is refused whatever it says: monitoring, transfer and hang-up are never reachable from a link (R21).
 */
export type LinkIntent =
  /** `text` is the number as the link wrote it, decoded; the desk's number reader judges it. */
  | { readonly kind: 'dial'; readonly scheme: string; readonly text: string }
  | { readonly kind: 'refused'; readonly scheme: string; readonly verb: string; readonly why: LinkRefusal };
export type LinkRefusal = 'other-verb' | 'malformed' | 'too-long' | 'empty';

/** Longest link that is looked at; a telephone number with parameters is far below. */
export const linkLimit = 512;

const dialSchemes = ['tel', 'callto', 'sip', 'sips'] as const;
/** Schemes that the operating system may hand to the desk. */
export const linkSchemes: readonly string[] = [...dialSchemes, 'seatline'];

const schemePattern = /^\s*([a-z][a-z0-9+.-]*):/i;

/** Whether a command-line argument is a link at all. `C:\x` and `--flag` are not. */
export function isLink(text: string): boolean {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  return scheme !== undefined && linkSchemes.includes(scheme);
}

/** Null when the text is no link of ours. Never throws. */
export function readLink(text: string): LinkIntent | null {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || !linkSchemes.includes(scheme)) return null;
  const refused = (why: LinkRefusal, verb = ''): LinkIntent => ({ kind: 'refused', scheme, verb, why });
  if (text.length > linkLimit) return refused('too-long');
  // Windows' shell and some pages write tel://; RFC 3966 has no authority, so the slashes mean nothing.
  const rest = text.slice(text.indexOf(':') + 1).replace(/^\/\//, '');
  const decoded = decode(rest);
  if (decoded === null) return refused('malformed');
  if (scheme === 'seatline') return readOwn(decoded, refused);
  const number = scheme === 'sip' || scheme === 'sips' ? sipUser(decoded) : decoded.replace(/\?.*$/, '');
  const clean = trim(number);
  return clean === '' ? refused('empty') : { kind: 'dial', scheme, text: clean };
}

/** `seatline:dial/<number>` and `seatline://dial?number=<number>`; nothing else. */
function readOwn(rest: string, refused: (why: LinkRefusal, verb?: string) => LinkIntent): LinkIntent {
  const verb = trim(/^[^/?#]*/.exec(rest)?.[0] ?? '').toLowerCase();
  if (verb !== 'dial') return refused('other-verb', verb.slice(0, 40));
  const after = rest.slice(/^[^/?#]*/.exec(rest)?.[0].length ?? 0);
  const number = trim(/[?&]number=([^&#]*)/.exec(after)?.[1] ?? after.replace(/^\//, '').replace(/[?].*$/, ''));
  return number === '' ? refused('empty', verb) : { kind: 'dial', scheme: 'seatline', text: number };
}

/** RFC 3986 percent-decoding, once; null when an escape is broken or is not UTF-8. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const sipUser = (text: string): string => /^[^@;?]*/.exec(text)?.[0] ?? '';

/** Control characters and marks that turn the direction of writing: `\p{Cc}` and `\p{Cf}`. */
const invisible = /[\p{Cc}\p{Cf}]/gu;

/** Without invisible characters and outer blanks; a shell adds a slash to a link without a path. */
const trim = (text: string): string => text.replace(invisible, '').trim().replace(/\/$/, '');
