/**
 * Cells that text takes on a terminal. Chinese, Japanese, Korean and emoji take two (Unicode UAX #11, wide and
 * fullwidth), marks that sit on another character take none. Counted by grapheme, so a family emoji is one of two cells.
 */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f18e, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

const isWide = (code: number): boolean => wide.some(([low, high]) => code >= low && code <= high);

/** Joined emoji are drawn as one; everything else is the sum of its characters (`ｶﾞ` takes two cells, `é` one). */
function cellsOf(grapheme: string): number {
  if (/[\u200d\ufe0f]/.test(grapheme)) return 2;
  let cells = 0;
  for (const character of grapheme) cells += cellsOfCharacter(character);
  return Math.min(cells, 2);
}

function cellsOfCharacter(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return 1;
  // Vowels and finals of Hangul sit in the syllable of the letter before them.
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character) || (code >= 0x1160 && code <= 0x11ff)) return 0;
  return isWide(code) ? 2 : 1;
}

export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) cells += cellsOf(segment);
  return cells;
}

/** `text` in at most `cells`, with `…` where something was cut. */
export function cutTo(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  if (cells <= 0) return '';
  let out = '';
  let used = 1;
  for (const { segment } of segmenter.segment(text)) {
    used += cellsOf(segment);
    if (used > cells) break;
    out += segment;
  }
  return `${out}…`;
}

export const padTo = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - widthOf(text)));

/**
 * Text of callers and platforms made harmless for a terminal: control characters (escape sequences among them) and
 * marks that turn the direction of text become visible.
 */
export const shown = (text: string): string =>
  text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    if (character === '\n') return '⏎';
    if (character === '\t') return ' ';
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`;
  });
