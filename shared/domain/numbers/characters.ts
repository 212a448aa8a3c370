/** Longest text read for numbers; the bridge takes no more (`dial.read`). */
export const longestText = 4000;

/** Code points of the digit zero in the scripts that people paste from; nine more digits follow each of them. */
const zeros = [0xff10, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];

/** Nothing to see: soft hyphen, zero-width and bidi controls. Between two digits they must not split a number. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const foreignDigit = /[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;
const dash = /[\u2010-\u2015\u2212\u30fc\ufe58\ufe63\uff0d\u2e3a\u2e3b]/g;
const space = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const lineBreak = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

const punctuation: Readonly<Record<string, string>> = {
  '\uff0b': '+',
  '\u2795': '+',
  '\uff08': '(',
  '\uff09': ')',
  '\uff0e': '.',
  '\u00b7': '.',
  '\u30fb': '.',
  '\uff0f': '/',
  '\uff0a': '*',
  '\uff03': '#',
  '\uff0c': ',',
  '\uff1b': ';',
  '\uff1a': ':',
  '\uff1d': '=',
  '\uff20': '@',
};
const foreignPunctuation = new RegExp(`[${Object.keys(punctuation).join('')}]`, 'g');

const asciiDigit = (digit: string): string => {
  const code = digit.charCodeAt(0);
  const zero = zeros.find((first) => code >= first && code <= first + 9) ?? code;
  return String(code - zero);
};

/**
 * The text with one spelling for everything that looks alike: ASCII digits, `-`, ` `, `+`, `()`. Control characters
 * become line breaks, which no number spans; letters stay as they are.
 */
export function plainText(text: string): string {
  return text
    .slice(0, longestText)
    .replace(invisible, '')
    .replace(lineBreak, '\n')
    .replace(foreignDigit, asciiDigit)
    .replace(dash, '-')
    .replace(space, ' ')
    .replace(foreignPunctuation, (character) => punctuation[character] ?? character);
}

/** Pause marks of all habits (`,` `;` `p` `w`) as `,`; everything but digits, `*`, `#` falls away. At most 32 marks. */
export const tones = (text: string): string =>
  text
    .replace(/[;pw]/gi, ',')
    .replace(/[^0-9*#,]/g, '')
    .replace(/^,+|,+$/g, '')
    .slice(0, 32);
