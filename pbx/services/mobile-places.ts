import { brotliDecompressSync } from 'node:zlib';
import { packedPlaces } from './mobile-places.data';

/** The first of the allotments that are in the data, `1300000`. */
const first = 1_300_000;
const count = 700_000;

let table: { readonly areas: readonly string[]; readonly places: Uint16Array } | null = null;

/**
 * Unpacked with the first number that asks, some 15 ms, 1.4 MB: a line of area codes, a line with the number of runs, the
 * area of each run (two bytes), the length of each run (seven bits a byte, the lowest first).
 */
function unpacked() {
  if (table) return table;
  const bytes = brotliDecompressSync(Buffer.from(packedPlaces, 'base64'));
  const areasEnd = bytes.indexOf(10);
  const headEnd = bytes.indexOf(10, areasEnd + 1);
  const runs = Number(bytes.toString('latin1', areasEnd + 1, headEnd));
  const places = new Uint16Array(count);
  let [at, place] = [headEnd + 1 + runs * 2, 0];
  for (let run = 0; run < runs; run += 1) {
    let [length, shift, part] = [0, 0, 0];
    do {
      part = bytes[at] ?? 0;
      at += 1;
      length |= (part & 127) << shift;
      shift += 7;
    } while (part > 127);
    places.fill(bytes.readUInt16LE(headEnd + 1 + run * 2), place, place + length);
    place += length;
  }
  table = { areas: bytes.toString('latin1', 0, areasEnd).split(' '), places };
  return table;
}

/**
 * Area code, without the zero in front, of an allotment of mobile numbers, the first seven digits `1380013`; empty where
 * the data does not tell it. A number that was taken to another operator keeps its place.
 */
export function areaOfAllotment(allotment: string): string {
  if (!/^1[3-9]\d{5}$/.test(allotment)) return '';
  const { areas, places } = unpacked();
  return areas[places[Number(allotment) - first] ?? 0] ?? '';
}
