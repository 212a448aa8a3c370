/** Frequencies of the hold music, Hz: a fifth, in tune with a loop of one second. */
export const musicTones: readonly number[] = [294, 392];

/** Hold music that really sounds, without any download: a WAV of 8 kHz, 16 bit, mono, that loops without a click. */
export function musicFile(seconds = 10): Buffer {
  const samples = seconds * 8000;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(16_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    const sum = musicTones.reduce((level, hz) => level + Math.sin((2 * Math.PI * hz * i) / 8000), 0);
    wav.writeInt16LE(Math.round(5000 * sum), 44 + i * 2);
  }
  return wav;
}
