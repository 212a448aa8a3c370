import { describe, expect, test } from 'vitest';
import { musicFile, musicTones } from '../music';
import { Ear } from './ear';
import { fromUlaw, toUlaw } from './ulaw';

/** Packets of 20 ms with these tones, from `startMs` on. */
function listen(ear: Ear, packets: number, tones: readonly number[], startMs = 0): number {
  for (let p = 0; p < packets; p += 1) {
    const sample = (i: number): number =>
      tones.reduce((sum, hz) => sum + 6000 * Math.sin((2 * Math.PI * hz * (p * 160 + i)) / 8000), 0);
    ear.hear(
      Uint8Array.from({ length: 160 }, (_, i) => toUlaw(sample(i))),
      startMs + p * 20,
    );
  }
  return startMs + (packets - 1) * 20;
}
const tenths = (share: number): number => Math.round(share * 10);

describe('μ-law', () => {
  test('every byte comes back, but for the two zeros', () => {
    const wrong = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => toUlaw(fromUlaw(byte)) !== byte);
    expect([wrong, fromUlaw(0x7f), fromUlaw(0xff)]).toEqual([[0x7f], 0, 0]);
  });

  test('ends of the scale', () => {
    expect([fromUlaw(0x80), fromUlaw(0x00), toUlaw(40_000), toUlaw(-40_000)]).toEqual([32_124, -32_124, 0x80, 0x00]);
  });
});

describe('an ear', () => {
  test('tells tones apart, and says how much of each there is', () => {
    const [one, both] = [new Ear(), new Ear()];
    const now = listen(one, 20, [1340]);
    listen(both, 20, [1340, 1370]);
    expect([
      [one.share(1340, now), one.share(1370, now), one.share(440, now)].map(tenths),
      [both.share(1340, now), both.share(1370, now), both.share(1400, now)].map(tenths),
    ]).toEqual([
      [10, 0, 0],
      [5, 5, 0],
    ]);
  });

  test('hears nothing when nothing comes any more, and forgets what was before a silence', () => {
    const ear = new Ear();
    const last = listen(ear, 20, [1340]);
    const heard = [ear.share(1340, last + 200), ear.share(1340, last + 201), ear.loudness(last + 201)].map(tenths);
    const now = listen(ear, 6, [440], last + 500);
    expect([heard, tenths(ear.share(1340, now)), tenths(ear.share(440, now)), ear.packets]).toEqual([
      [10, 0, 0],
      0,
      10,
      26,
    ]);
  });

  test('digital silence is no tone', () => {
    const ear = new Ear();
    const now = listen(ear, 20, []);
    expect([ear.share(440, now), ear.loudness(now)]).toEqual([0, 0]);
  });

  test('knows the hold music', () => {
    const wav = musicFile(1);
    const ear = new Ear();
    for (let at = 44; at < wav.length; at += 320)
      ear.hear(
        Uint8Array.from({ length: 160 }, (_, i) => toUlaw(wav.readInt16LE(at + i * 2))),
        at / 16,
      );
    expect([wav.length, musicTones.map((hz) => tenths(ear.share(hz, wav.length / 16)))]).toEqual([16_044, [5, 5]]);
  });
});
