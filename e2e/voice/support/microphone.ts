/** Hz of the voice of whoever sits before the page; no telephone's, none of the music, no key's. */
export const microphoneTone = 1520;

const rate = 48_000;

/**
 * What a microphone hears: a voice of one tone that rises and falls four times a second, as speech does; an even one
 * would be taken for noise and suppressed. 48 kHz, 16 bit, one channel, a loop without a click.
 */
export function microphoneFile(seconds = 5): Buffer {
  const samples = seconds * rate;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    const swell = 0.55 - 0.45 * Math.cos((2 * Math.PI * 4 * i) / rate);
    wav.writeInt16LE(Math.round(12_000 * swell * Math.sin((2 * Math.PI * microphoneTone * i) / rate)), 44 + i * 2);
  }
  return wav;
}
