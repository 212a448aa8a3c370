const mask = '***';

/**
 * Takes secrets out of a text that a server wrote. Raw, percent-encoded and HTML-escaped forms in any case, whatever
 * stands after `webkey=` or between `WebKey` and `is invalid`, and every 32-digit hexadecimal word (a key of another day).
 */
export function redactor(secrets: () => readonly string[]): (text: string) => string {
  return (text) => {
    let out = text;
    for (const secret of secrets()) {
      // Under four characters a "secret" would eat every other word of the text; only its hash travels anyway.
      if (secret.length < 4) continue;
      for (const form of new Set([secret, encodeURIComponent(secret), escapeHtml(secret), escapeJson(secret)])) {
        out = out.replace(new RegExp(escapeRegExp(form), 'gi'), mask);
      }
    }
    return out
      .replace(/(web_?key\s*(?:=|:|%3d|"\s*:)\s*"?)[^\s&"'<>,;}]+/gi, `$1${mask}`)
      .replace(/(webkey\s+)(?!is\b)\S+(?=\s+is\s+invalid)/gi, `$1${mask}`)
      .replace(/(?<![0-9a-f])[0-9a-f]{29,34}(?![0-9a-f])/gi, mask);
  };
}

/** Long digit runs keep their last two digits: the log needs "the same number", not the number. */
export const maskNumbers = (text: string): string =>
  text.replace(/\d{5,}/g, (digits) => '*'.repeat(digits.length - 2) + digits.slice(-2));

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
