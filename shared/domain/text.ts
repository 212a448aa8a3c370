/**
 * Everything a caller or the platform controls is hostile text (DESIGN §8): names, variables, messages, file names,
 * error texts. It passes `cleanText` before it is kept, shown or put into an address.
 */

/** Controls, also of direction: bidi embeddings and overrides can make a name read as another one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const breaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const unseen =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;
/** More than four marks on one letter are no language but a column over the lines above. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

/** One line of at most `max` characters (code points): no controls, no bidi overrides, blanks collapsed; `…` when cut. */
export function cleanText(text: string, max: number): string {
  // A character has at most two units; what lies far beyond the cap is not even looked at.
  const near = text.slice(0, Math.max(0, max) * 8 + 1024);
  const line = near.replace(breaks, ' ').replace(unseen, '').replace(piledMarks, '$1').replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  if (characters.length <= max) return line;
  return max < 1
    ? ''
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/** A number for logs and reports: `138****8000`. Up to four digits (extensions, queues) stay. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '').length;
  if (digits <= 4) return cleanText(number, 40);
  const head = digits >= 10 ? 3 : digits >= 7 ? 2 : 1;
  const tail = digits >= 10 ? 4 : digits >= 7 ? 2 : 1;
  let seen = 0;
  return cleanText(number, 40).replace(/\d/g, (digit) => {
    seen += 1;
    return seen <= head || seen > digits - tail ? digit : '*';
  });
}

/** Every number of five digits or more in a text, masked. Times of day and dates lose digits too: better that. */
export const maskNumbers = (text: string): string => text.replace(/\+?\d(?:[ \-.()/]{0,2}\d){4,}/g, maskNumber);

/** Stands for a key or password. Says whether there is one and nothing else, not even its length. */
export const maskSecret = (secret: string): string => (secret === '' ? '' : '********');

/** A text without the given secrets, also where they stand percent-encoded. Secrets under four characters are skipped. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeSafely(secret)])
    .sort((a, b) => b.length - a.length)
    .reduce((left, secret) => left.split(secret).join('********'), text);
}

function encodeSafely(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, ''));
}
