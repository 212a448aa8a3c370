import type { Raw, Read } from './raw';

/**
 * `"name": 1421960697.190` → `"name": "1421960697.190"`. Quotes inside a string are escaped, so a bare number after a
 * quoted name and a colon can only be a value; names with a colon or comma are left out because `":5,` at the start of a
 * string would look like one.
 */
const bareNumber = /"([^"\\:,]+)"(\s*:\s*)(-?\d[\d.eE+-]*)(?=\s*[,}\]])/g;

/** Value of the JSON that begins at `start`, whatever stands behind it; undefined when it is none. Never throws. */
export function parseJson(text: string, start: number): Read | undefined {
  const quoted = text.slice(start).replace(bareNumber, '"$1"$2"$3"');
  const all = parse(quoted);
  if (all !== undefined) return { value: all, whole: true };
  const end = ending(quoted);
  const body = quoted.slice(0, end);
  const value = parse(body) ?? parse(mended(body));
  return value === undefined ? undefined : { value, whole: nothingMore.test(quoted.slice(end, end + 200)) };
}

/** What `json=1` puts behind its value. */
const nothingMore = /^[\s;]*$/;

/** One past the brace that closes the first one. */
function ending(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 0x5c) at++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b) depth++;
    else if (char === 0x7d && --depth === 0) return at + 1;
  }
  return text.length;
}

function parse(text: string): Raw | undefined {
  try {
    // Half a character (`\ud83d` alone) is no text: whoever gets it could not send it on.
    return cleaned(halves.test(text) ? JSON.parse(text, whole) : JSON.parse(text));
  } catch {
    return undefined;
  }
}

const halves = /\\u[dD][89a-fA-F]/;
const whole = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\ufffd') : value;

/** Only objects are envelopes; a bare list or word is no answer of this interface. */
const cleaned = (value: unknown): Raw | undefined =>
  typeof value === 'object' && value !== null ? (value as Raw) : undefined;

/** JSON written by hand has raw line ends and `\'` in its strings. */
function mended(text: string): string {
  return text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g, (string) =>
    string
      .replace(/\\(?:u[\da-fA-F]{4}|["\\/bfnrt]|([\s\S]))/g, (pair, stray: string | undefined) =>
        stray === undefined ? pair : stray === "'" ? "'" : `\\\\${stray}`,
      )
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is mended
      .replace(/[\0-\x1f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
