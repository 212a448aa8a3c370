import { secondBytes, telephone, wavHeader, wavHeaderBytes } from '../../services/wav';
import type { ByteSource } from '../port';

/** FNV-1a with a last stir, so that neighbouring numbers differ in every bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}

const loudness = 6_000;
/** So many seconds a party has the floor. */
const turnSeconds = 3;

/**
 * One second of a party's voice: two tones that swell and fade with four syllables. Whole numbers of waves fit into the
 * second, so that seconds follow each other without a click.
 */
function voice(seed: string, party: number): Uint8Array {
  const pitch = 140 + (hash(`${seed} pitch ${party}`) % 12) * 10 + party * 70;
  const colour = pitch * 3 + (hash(`${seed} colour ${party}`) % 8) * 10;
  const bytes = new Uint8Array(secondBytes);
  const view = new DataView(bytes.buffer);
  for (let sample = 0; sample < telephone.rate; sample += 1) {
    const at = (2 * Math.PI * sample) / telephone.rate;
    const syllable = Math.sin(at * 2) ** 2;
    const tone = 0.6 * Math.sin(at * pitch) + 0.4 * Math.sin(at * colour);
    view.setInt16(sample * 2, Math.round(loudness * syllable * tone), true);
  }
  return bytes;
}

/**
 * What simulated people say, as a WAV file: they take turns and pause. The same seed gives the same bytes; they are made
 * while they are read, from any place, so that an hour costs no memory and no disk.
 */
export function speech(seed: string, milliseconds: number, parties: number): ByteSource {
  const dataBytes = Math.round((milliseconds * telephone.rate) / 1000) * (telephone.bits / 8);
  const header = wavHeader(dataBytes);
  const silence = new Uint8Array(secondBytes);
  const voices = Array.from({ length: Math.max(1, Math.min(parties, 8)) }, (_, party) => voice(seed, party));
  const second = (number: number): Uint8Array => {
    if (hash(`${seed} pause ${number}`) % 5 === 0) return silence;
    const speaker = hash(`${seed} turn ${Math.floor(number / turnSeconds)}`) % voices.length;
    return voices[speaker] ?? silence;
  };
  return {
    size: wavHeaderBytes + dataBytes,
    *read(from, to) {
      const end = Math.min(to, wavHeaderBytes + dataBytes);
      for (let at = from; at < end; ) {
        if (at < wavHeaderBytes) {
          const stop = Math.min(wavHeaderBytes, end);
          yield header.subarray(at, stop);
          at = stop;
          continue;
        }
        const inside = (at - wavHeaderBytes) % secondBytes;
        const stop = Math.min(end, at + secondBytes - inside);
        yield second(Math.floor((at - wavHeaderBytes) / secondBytes)).subarray(inside, inside + stop - at);
        at = stop;
      }
    },
  };
}

/** All of a source at once; for short ones. */
export function wholeOf(source: ByteSource): Uint8Array {
  const all = new Uint8Array(source.size);
  let at = 0;
  for (const piece of source.read(0, source.size)) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
