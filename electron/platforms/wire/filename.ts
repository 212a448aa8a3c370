import { textOf } from './text';

const longest = 120;
const longestBytes = 240;
/** Windows gives these to devices, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)/i;
/** C0, C1, zero width, marks that turn the direction of reading (`gpj.exe` shown as `exe.jpg`), halves of characters. */
const unseen = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** A name that means a file of a folder, in any system; `fallback` where nothing is left of it. */
export function safeName(told: string, fallback: string): string {
  const last = told.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const short = shortened(plain.replace(reserved, (name) => `_${name}`));
  return short === '' ? fallback : short;
}

/** The ending stays, a character is never cut in two. */
function shortened(name: string): string {
  if (name.length <= longest && Buffer.byteLength(name) <= longestBytes) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  let out = '';
  for (const char of name.slice(0, name.length - ending.length)) {
    const next = out + char;
    if (next.length + ending.length > longest || Buffer.byteLength(next) + ending.length > longestBytes) break;
    out = next;
  }
  return out.replace(/[\s.]+$/, '') + ending;
}

/**
 * The name in a `Content-Disposition` (RFC 6266): `filename*` with its charset before `filename`, quoted or bare, and raw
 * bytes of UTF-8 or GB18030 as Chinese systems write them. `header` is latin1, byte for byte. Empty when there is none.
 */
export function dispositionName(header: string): string {
  const found = new Map<string, string>();
  const parameter = /;\s*(filename\*?)\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"?|([^;]*))/gi;
  for (const [, name = '', quoted, bare = ''] of header.matchAll(parameter)) {
    const value = quoted === undefined ? bare.trim() : unescaped(quoted);
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
  }
  const extended = extendedValue(found.get('filename*') ?? '');
  if (extended !== '') return extended;
  const value = textOf(Buffer.from(found.get('filename') ?? '', 'latin1'), '');
  // Some write percent-encoding into the plain parameter.
  return /^(?:%[\da-f]{2}|[\w.~-])+$/i.test(value) && value.includes('%') ? percentDecoded(value) : value;
}

/** `C:\dir\name.wav` in quotes is a path of Windows, not a row of escapes. */
const unescaped = (quoted: string): string => quoted.replace(/\\(["\\])/g, '$1');

/** RFC 5987: `charset'language'percent-encoded`. */
function extendedValue(value: string): string {
  const match = /^([\w-]+)'[\w-]*'(.*)$/.exec(value);
  return match ? percentDecoded(match[2] ?? '', match[1]) : '';
}

function percentDecoded(value: string, charset = ''): string {
  const bytes = Buffer.from(
    value.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  if (/^iso-8859-1$/i.test(charset)) return bytes.toString('latin1');
  return textOf(bytes, charset === '' ? '' : `charset=${charset}`);
}
