/**
 * Text of old tables. The connection speaks utf8mb4, and the server turns every column that is declared truthfully (utf8,
 * gbk, latin1) into it. Installations of that age often hold something else than they declare: a PHP page that spoke
 * latin1 wrote UTF-8 or GBK bytes into latin1 columns, and an honest reader sees `å¼ ä¸‰` or `ÕÅÈý` for 张三. Such text is
 * read as what its bytes are, and only when nothing speaks against it.
 */
export function repairText(text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text;
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const byte = code < 0x100 ? code : windows1252.get(sign);
    // Something that latin1 cannot hold: the text is what it says.
    if (byte === undefined) return text;
    bytes.push(byte);
  }
  const raw = Uint8Array.from(bytes);
  return decode('utf-8', raw) ?? chinese(raw) ?? text;
}

/**
 * What MySQL calls latin1: the signs of 0x80–0x9f, its five holes left as control characters. Written out, because the
 * decoder of Node 20 for windows-1252 gives the control characters instead.
 */
const signs = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const windows1252: ReadonlyMap<string, number> = new Map(
  [...signs].map((sign, index): [string, number] => [sign, 0x80 + index]),
);

function decode(charset: 'utf-8' | 'gb18030', raw: Uint8Array): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}

/** GBK takes nearly any pair of bytes, so everything beyond ASCII must come out as common Chinese. */
function chinese(raw: Uint8Array): string | null {
  const text = decode('gb18030', raw);
  return text !== null &&
    /^[\p{ASCII}\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…—·]*$/u.test(text) &&
    twoBytesEach(raw)
    ? text
    : null;
}

/** Level-one and level-two characters of GB 2312 have both bytes from 0xa1; `é` before a letter has not. */
function twoBytesEach(raw: Uint8Array): boolean {
  for (let at = 0; at < raw.length; at += 1) {
    if ((raw[at] ?? 0) < 0x80) continue;
    if ((raw[at] ?? 0) < 0xa1 || (raw[at + 1] ?? 0) < 0xa1) return false;
    at += 1;
  }
  return true;
}
