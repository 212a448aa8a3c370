import { type Bitmap, tiff } from '../../services/tiff';
import { createRandom } from './random';

/** A4 in fine resolution: 204 by 196 dots an inch. */
const [width, height] = [1_728, 2_200] as const;
const dots = { x: 204, y: 196 } as const;

/** Letters of five by seven dots, rows from top to bottom, for the line that a machine prints over each page. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  0: [14, 17, 19, 21, 25, 17, 14],
  1: [4, 12, 4, 4, 4, 4, 14],
  2: [14, 17, 1, 2, 4, 8, 31],
  3: [31, 2, 4, 2, 1, 17, 14],
  4: [2, 6, 10, 18, 31, 2, 2],
  5: [31, 16, 30, 1, 1, 17, 14],
  6: [6, 8, 16, 30, 17, 17, 14],
  7: [31, 1, 2, 4, 8, 8, 8],
  8: [14, 17, 17, 14, 17, 17, 14],
  9: [14, 17, 17, 15, 1, 2, 12],
  A: [14, 17, 17, 31, 17, 17, 17],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  M: [17, 27, 21, 21, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  T: [31, 4, 4, 4, 4, 4, 4],
  '/': [1, 2, 2, 4, 8, 8, 16],
  '+': [0, 4, 4, 31, 4, 4, 0],
};
const scale = 5;

function blank(): Bitmap {
  return { width, height, rows: new Uint8Array((width / 8) * height) };
}

/** Blackens a rectangle; what lies beyond the paper is cut off. */
function fill(page: Bitmap, left: number, top: number, wide: number, high: number): void {
  for (let y = top; y < Math.min(top + high, page.height); y += 1) {
    for (let x = left; x < Math.min(left + wide, page.width); x += 1) {
      const at = y * (page.width / 8) + (x >> 3);
      page.rows[at] = (page.rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
}

function write(page: Bitmap, text: string, left: number, top: number): void {
  for (const [index, letter] of [...text].entries()) {
    for (const [row, bits] of (glyphs[letter] ?? []).entries()) {
      for (let column = 0; column < 5; column += 1) {
        if (bits & (16 >> column)) {
          fill(page, left + (index * 6 + column) * scale, top + row * scale, scale, scale);
        }
      }
    }
  }
}

/** A page as simulated people send it: the machine's line on top, then paragraphs of grey words. */
function draw(seed: number, header: string): Bitmap {
  const page = blank();
  const random = createRandom(seed);
  write(page, header, 100, 60);
  fill(page, 100, 120, width - 200, 4);
  for (let top = 240; top < height - 200; top += 56) {
    if (random() < 0.15) continue;
    const end = 200 + Math.floor(random() * (width - 400));
    for (let left = 120; left < end; ) {
      const word = 30 + Math.floor(random() * 120);
      fill(page, left, top, Math.min(word, width - 120 - left), 14);
      left += word + 22;
    }
  }
  return page;
}

/** The pages of a fax as one TIFF; the same seed gives the same bytes. */
export function faxDocument(fax: {
  readonly seed: string;
  readonly from: string;
  readonly to: string;
  readonly pages: number;
}): Uint8Array {
  const seed = [...fax.seed].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
  const pages = Array.from({ length: fax.pages }, (_, index) =>
    draw(seed + index, `FROM ${fax.from} TO ${fax.to} PAGE ${index + 1}/${fax.pages}`),
  );
  return tiff(pages, dots);
}
