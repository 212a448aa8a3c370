/** A page of a TIFF file as its own words tell it, with its rows unpacked: a bit a dot, 1 = black. */
export interface ReadPage {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
  readonly inch: readonly [x: number, y: number];
  readonly page: readonly [number: number, count: number];
}

/** Reads bilevel PackBits pages by the book (TIFF 6.0), independent of what writes them. Throws on anything else. */
export function readTiff(bytes: Buffer): ReadPage[] {
  if (bytes.toString('latin1', 0, 2) !== 'II' || bytes.readUInt16LE(2) !== 42) throw new Error('no TIFF');
  const pages: ReadPage[] = [];
  for (let at = bytes.readUInt32LE(4); at !== 0; ) {
    const count = bytes.readUInt16LE(at);
    const tags = new Map<number, number[]>();
    let last = 0;
    for (let entry = at + 2; entry < at + 2 + count * 12; entry += 12) {
      const [tag, kind, length] = [
        bytes.readUInt16LE(entry),
        bytes.readUInt16LE(entry + 2),
        bytes.readUInt32LE(entry + 4),
      ];
      if (tag <= last) throw new Error('tags out of order');
      last = tag;
      const value = (nth: number): number => {
        if (kind === 3) return bytes.readUInt16LE(entry + 8 + nth * 2);
        const whole = bytes.readUInt32LE(entry + 8);
        return kind === 4 ? whole : bytes.readUInt32LE(whole) / bytes.readUInt32LE(whole + 4);
      };
      tags.set(
        tag,
        Array.from({ length }, (_, nth) => value(nth)),
      );
    }
    const one = (tag: number): number => {
      const value = tags.get(tag)?.[0];
      if (value === undefined) throw new Error(`no tag ${tag}`);
      return value;
    };
    if (one(258) !== 1 || one(259) !== 32773 || one(262) !== 0 || one(277) !== 1) throw new Error('another kind');
    const [width, height] = [one(256), one(257)];
    if (one(278) < height) throw new Error('several strips');
    const packed = bytes.subarray(one(273), one(273) + one(279));
    pages.push({
      ...{ width, height, rows: unpacked(packed, (width / 8) * height) },
      inch: [one(282), one(283)],
      page: [one(297), tags.get(297)?.[1] ?? 0],
    });
    at = bytes.readUInt32LE(at + 2 + count * 12);
  }
  return pages;
}

function unpacked(packed: Buffer, size: number): Uint8Array {
  const rows = new Uint8Array(size);
  let end = 0;
  for (let at = 0; at < packed.length; ) {
    const code = packed.readInt8(at);
    at += 1;
    if (code === -128) continue;
    const length = Math.abs(code) + 1;
    if (end + length > size) throw new Error('more dots than the page has');
    if (code >= 0) rows.set(packed.subarray(at, at + length), end);
    else rows.fill(packed.readUInt8(at), end, end + length);
    at += code >= 0 ? length : 1;
    end += length;
  }
  if (end !== size) throw new Error(`${end} bytes of dots`);
  return rows;
}
