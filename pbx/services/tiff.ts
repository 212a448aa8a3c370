/** Black and white: a bit a dot, 1 = black, rows from top to bottom; `width` is a multiple of eight. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
}

/** PackBits of one row (TIFF 6.0 §9): repeated bytes and literal ones by turns. */
function packed(row: Uint8Array): number[] {
  const out: number[] = [];
  for (let at = 0; at < row.length; ) {
    let same = 1;
    while (same < 128 && at + same < row.length && row[at + same] === row[at]) same += 1;
    if (same >= 2) {
      out.push(257 - same, row[at] ?? 0);
      at += same;
      continue;
    }
    let end = at + 1;
    while (end < row.length && end - at < 128 && row[end] !== row[end + 1]) end += 1;
    out.push(end - at - 1, ...row.subarray(at, end));
    at = end;
  }
  return out;
}

/** Kinds of a TIFF entry: two bytes, four bytes, a fraction. */
const [short, long, rational] = [3, 4, 5] as const;
type Entry = readonly [tag: number, kind: typeof short | typeof long | typeof rational, values: readonly number[]];

function entriesOf(
  page: Bitmap,
  number: number,
  count: number,
  strip: readonly [number, number],
  fractions: number,
): Entry[] {
  return [
    // A page of several.
    [254, long, [count > 1 ? 2 : 0]],
    [256, short, [page.width]],
    [257, short, [page.height]],
    [258, short, [1]],
    // PackBits, which every reader must know.
    [259, short, [32773]],
    // 0 is white, as fax machines count.
    [262, short, [0]],
    [273, long, [strip[0]]],
    [277, short, [1]],
    [278, short, [page.height]],
    [279, long, [strip[1]]],
    [282, rational, [fractions]],
    [283, rational, [fractions + 8]],
    // Inches.
    [296, short, [2]],
    [297, short, [number, count]],
  ];
}

/** Bitmaps as the pages of one TIFF file (TIFF 6.0, bilevel, little-endian); `dots` an inch. */
export function tiff(pages: readonly Bitmap[], dots: { readonly x: number; readonly y: number }): Uint8Array {
  const strips = pages.map((page) => {
    const wide = page.width / 8;
    const bytes: number[] = [];
    for (let y = 0; y < page.height; y += 1) bytes.push(...packed(page.rows.subarray(y * wide, (y + 1) * wide)));
    return Uint8Array.from(bytes);
  });
  const entryCount = 14;
  const directoryBytes = 2 + entryCount * 12 + 4;
  // Words begin at even places.
  const even = (size: number): number => size + (size % 2);
  const pageBytes = strips.map((strip) => directoryBytes + 16 + even(strip.length));
  const view = new DataView(new ArrayBuffer(8 + pageBytes.reduce((sum, size) => sum + size, 0)));
  const bytes = new Uint8Array(view.buffer);
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  let at = 8;
  for (const [index, page] of pages.entries()) {
    const strip = strips[index] ?? new Uint8Array();
    const fractions = at + directoryBytes;
    const entries = entriesOf(page, index, pages.length, [fractions + 16, strip.length], fractions);
    view.setUint16(at, entries.length, true);
    for (const [place, [tag, kind, values]] of entries.entries()) {
      const entry = at + 2 + place * 12;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, kind, true);
      view.setUint32(entry + 4, values.length, true);
      for (const [nth, value] of values.entries()) {
        if (kind === short) view.setUint16(entry + 8 + nth * 2, value, true);
        else view.setUint32(entry + 8, value, true);
      }
    }
    const next = at + (pageBytes[index] ?? 0);
    view.setUint32(fractions - 4, index + 1 < pages.length ? next : 0, true);
    for (const [nth, value] of [dots.x, 1, dots.y, 1].entries()) view.setUint32(fractions + nth * 4, value, true);
    bytes.set(strip, fractions + 16);
    at = next;
  }
  return bytes;
}
