/** The one kind of sound that a telephone line carries here: PCM, 8 kHz, 16 bit, one channel. */
export const telephone = { rate: 8_000, bits: 16, channels: 1 } as const;
/** Bytes of one second of it. */
export const secondBytes = telephone.rate * (telephone.bits / 8) * telephone.channels;
export const wavHeaderBytes = 44;
/** A RIFF file counts its bytes in 32 bits. */
const mostData = 0xffff_ffff - wavHeaderBytes;

/** The header of a WAV file with so many bytes of telephone sound behind it (RIFF, Microsoft 1991). */
export function wavHeader(dataBytes: number): Uint8Array {
  const size = Math.min(dataBytes, mostData);
  const view = new DataView(new ArrayBuffer(wavHeaderBytes));
  const word = (at: number, text: string) => {
    for (const [index, letter] of [...text].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  const { rate, bits, channels } = telephone;
  word(0, 'RIFF');
  view.setUint32(4, size + wavHeaderBytes - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * (bits / 8), true);
  view.setUint16(32, channels * (bits / 8), true);
  view.setUint16(34, bits, true);
  word(36, 'data');
  view.setUint32(40, size, true);
  return new Uint8Array(view.buffer);
}

/** How long a file of telephone sound plays, ms. */
export const playingMs = (wav: Uint8Array): number =>
  Math.max(0, Math.round(((wav.length - wavHeaderBytes) / secondBytes) * 1000));

/**
 * Whether bytes are a WAV file that can be played on the telephone as it is: `other` is sound of another kind or none
 * at all, `damaged` says that it is one and holds less than it says.
 */
export function checkWav(bytes: Uint8Array): 'good' | 'other' | 'damaged' {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || word(0) !== 'RIFF' || word(8) !== 'WAVE') return 'other';
  let known = false;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size] = [word(at), view.getUint32(at + 4, true)];
    const body = at + 8;
    if (body + size > bytes.length) return 'damaged';
    if (name === 'fmt ') {
      if (size < 16) return 'damaged';
      const [kind, channels, rate] = [
        view.getUint16(body, true),
        view.getUint16(body + 2, true),
        view.getUint32(body + 4, true),
      ];
      const bits = view.getUint16(body + 14, true);
      if (kind !== 1 || channels !== telephone.channels || rate !== telephone.rate || bits !== telephone.bits)
        return 'other';
      known = true;
    }
    // Half a sample at the end means that the rest is missing.
    if (name === 'data') return known && size > 0 && size % 2 === 0 ? 'good' : 'damaged';
    // Chunks begin at even places.
    at = body + size + (size % 2);
  }
  return 'damaged';
}
