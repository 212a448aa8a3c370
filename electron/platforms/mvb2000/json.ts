import type { Raw } from './raw';

/**
 * `"name": 1421960697.190` → `"name": "1421960697.190"`. Quotes inside a string are escaped, so a bare number after a
 * quoted name and a colon can only be a value; names with a colon or comma are left out because `":5,` at the start of a
 * string would look like one.
 */
const bareNumber = /"([^"\\:,]+)"(\s*:\s*)(-?\d[\d.eE+-]*)(?=\s*[,}\]])/g;

/** Value of the JSON that begins at `start`, whatever stands behind it; undefined when it is none. */
export function parseJson(text: string, start: number): Raw | undefined {
  const quoted = text.slice(start).replace(bareNumber, '"$1"$2"$3"');
  return parse(quoted) ?? parse(quoted.slice(0, ending(quoted)));
}

/**
 * Where an envelope begins, −1 when none does: the first brace when nothing but `var responseJSON=` stands before it,
 * else (PHP warnings) the first that opens an envelope.
 */
export function jsonStart(text: string): number {
  const first = /^\s*(?:var\s+responseJSON\s*=\s*)?(?=\{)/.exec(text);
  if (first) return first[0].length;
  return text.search(/\{\s*"(?:errcode|message|data|total|root)"\s*:/);
}

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
    return cleaned(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Only objects are envelopes; a bare list or word is no answer of this interface. */
const cleaned = (value: unknown): Raw | undefined =>
  typeof value === 'object' && value !== null ? (value as Raw) : undefined;
