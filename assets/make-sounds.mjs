// Synthesises the sounds: 16-bit mono WAV, the same bytes on every run. node assets/make-sounds.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const rate = 16_000;

/**
 * A tone of harmonics with a soft attack and an exponential fall.
 * @param {{ at: number, long: number, hz: number, level?: number, attack?: number, fall?: number, harmonics?: readonly number[], glide?: number }} tone
 *   times in seconds; `fall` is the time constant; `glide` is the end frequency as a ratio
 */
function add(samples, tone) {
  const { at, long, hz, level = 0.5, attack = 0.006, fall = long / 3, harmonics = [1, 0.32, 0.12], glide = 1 } = tone;
  const first = Math.round(at * rate);
  const count = Math.min(Math.round(long * rate), samples.length - first);
  const sum = harmonics.reduce((total, part) => total + part, 0);
  let phase = 0;
  for (let i = 0; i < count; i++) {
    const t = i / rate;
    phase += (2 * Math.PI * hz * (1 + ((glide - 1) * i) / count)) / rate;
    const wave = harmonics.reduce((total, part, n) => total + part * Math.sin(phase * (n + 1)), 0) / sum;
    // The last 10 ms fade to zero, so that no edit clicks.
    const edge = Math.min(1, t / attack) * Math.min(1, (count - i) / (0.01 * rate));
    samples[first + i] += level * wave * edge * Math.exp(-t / fall);
  }
}

function wav(seconds, tones) {
  const samples = new Float64Array(Math.round(seconds * rate));
  for (const tone of tones) add(samples, tone);
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  for (const [i, value] of samples.entries())
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + i * 2);
  return bytes;
}

const marimba = [1, 0.08, 0.02, 0.3];
const sounds = {
  /** Two rising thirds, then silence: loops as a 2.4 s ring. */
  ring: wav(2.4, [
    { at: 0, long: 0.42, hz: 659.26, harmonics: marimba },
    { at: 0.14, long: 0.42, hz: 830.61, harmonics: marimba },
    { at: 0.28, long: 0.6, hz: 987.77, harmonics: marimba },
    { at: 0.72, long: 0.42, hz: 659.26, harmonics: marimba },
    { at: 0.86, long: 0.42, hz: 830.61, harmonics: marimba },
    { at: 1.0, long: 0.8, hz: 987.77, harmonics: marimba },
  ]),
  /** Before an automatic answer: one quick upward sweep. */
  zip: wav(0.32, [{ at: 0, long: 0.3, hz: 520, glide: 2.6, level: 0.45, fall: 0.4, harmonics: [1, 0.2] }]),
  /** The platform went away: a falling fourth. */
  lost: wav(0.9, [
    { at: 0, long: 0.4, hz: 587.33, level: 0.45 },
    { at: 0.24, long: 0.6, hz: 440, level: 0.45 },
  ]),
  /** It is back: the same fourth, rising. */
  restored: wav(0.9, [
    { at: 0, long: 0.4, hz: 440, level: 0.45 },
    { at: 0.24, long: 0.6, hz: 587.33, level: 0.45 },
  ]),
  /** A threshold was passed: three hard equal pulses. */
  alarm: wav(
    0.9,
    [0, 0.22, 0.44].map((at) => ({ at, long: 0.16, hz: 880, level: 0.5, fall: 0.5, harmonics: [1, 0, 0.4, 0, 0.2] })),
  ),
  /** The call ended: one low short tone. */
  end: wav(0.35, [{ at: 0, long: 0.33, hz: 330, glide: 0.85, level: 0.45 }]),
};

mkdirSync(join(here, 'sounds'), { recursive: true });
for (const [name, bytes] of Object.entries(sounds)) writeFileSync(join(here, 'sounds', `${name}.wav`), bytes);
