/** A WAV of the only kind that Uncall takes and makes: PCM, mono, 16 bit, 8,000 Hz. A tone of `hertz`. */
export function tone(seconds: number, hertz = 440, rate = 8_000): Buffer {
  const samples = Math.round(seconds * rate);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++) {
    bytes.writeInt16LE(Math.round(Math.sin((2 * Math.PI * hertz * at) / rate) * 12_000), 44 + at * 2);
  }
  return bytes;
}

/** What a WAV header says; null when there is none. */
export function formatOf(bytes: Buffer): { readonly rate: number; readonly bits: number } | null {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return null;
  return { rate: bytes.readUInt32LE(24), bits: bytes.readUInt16LE(34) };
}
