/**
 * Whether two bodies say the same. `volatile` names stand once in a body and carry a time that changes with every
 * answer (getallstatus: requesttime, responsetime); their nineteen characters are not compared.
 */
export function sameBody(one: Uint8Array, two: Uint8Array, volatile: readonly string[]): boolean {
  if (one.byteLength !== two.byteLength) return false;
  const [a, b] = [view(one), view(two)];
  if (a.equals(b)) return true;
  if (volatile.length === 0) return false;
  const cuts = spans(a, volatile);
  let from = 0;
  for (const [start, end] of cuts) {
    if (a.compare(b, from, start, from, start) !== 0) return false;
    if (!isTime(b, start)) return false;
    from = end;
  }
  return a.compare(b, from, b.length, from, a.length) === 0;
}

const timeLength = '2015-01-23 05:06:30'.length;

/** Where the times stand, in order. The first name is sought from the front, the rest from the back (never in a caller's name). */
function spans(body: Buffer, names: readonly string[]): readonly [number, number][] {
  const found: [number, number][] = [];
  for (const [index, name] of names.entries()) {
    const at = index === 0 ? body.indexOf(name) : body.lastIndexOf(`<${name}>`) + 1 || body.lastIndexOf(name);
    if (at < 0) continue;
    let start = at + name.length;
    for (const last = start + 5; start < last && !isDigit(body[start]); ) start++;
    if (isTime(body, start)) found.push([start, start + timeLength]);
  }
  return found.sort((a, b) => a[0] - b[0]);
}

function isTime(body: Buffer, start: number): boolean {
  if (start + timeLength > body.length) return false;
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(body.toString('latin1', start, start + timeLength));
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
