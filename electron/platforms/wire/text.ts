/** Node's decoders; made once. `fatal` ones throw on a byte that the charset does not have. */
const utf8 = new TextDecoder('utf-8', { fatal: true });
const utf8Lenient = new TextDecoder('utf-8');
const gb = new TextDecoder('gb18030', { fatal: true });
const gbLenient = new TextDecoder('gb18030');
const utf16 = new TextDecoder('utf-16le');

/**
 * Text of a body. The header (or the XML declaration) is believed when the bytes agree with it; live systems send
 * GB18030 under a UTF-8 header and the other way round, so bytes that cannot be what was declared are read as the other.
 */
export function textOf(bytes: Uint8Array, contentType: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16.decode(bytes);
  const asUtf8 = attempt(utf8, bytes);
  if (declaresGb(contentType, bytes)) {
    // Valid UTF-8 with a three-byte ideograph is UTF-8 whatever was declared.
    if (asUtf8 !== null && (/[\u4e00-\u9fff]/.test(asUtf8) || isAscii(asUtf8))) return asUtf8;
    return attempt(gb, bytes) ?? asUtf8 ?? gbLenient.decode(bytes);
  }
  return asUtf8 ?? attempt(gb, bytes) ?? utf8Lenient.decode(bytes);
}

const gbName = /\b(?:gb-?2312|gbk|gb-?18030|cp936|ms936)\b/i;

function declaresGb(contentType: string, bytes: Uint8Array): boolean {
  if (/charset/i.test(contentType)) return gbName.test(contentType);
  if (bytes[0] !== 0x3c) return false;
  return gbName.test(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(120, bytes.byteLength)).toString('latin1'));
}

function attempt(decoder: typeof utf8, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);
