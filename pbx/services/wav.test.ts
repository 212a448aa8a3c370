import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speech, wholeOf } from '../engine/simulated/speech';
import { wavFile } from '../http/test-messages';
import { checkWav, wavHeader } from './wav';

const withChunk = (bytes: Uint8Array, name: string, body: number[]): Uint8Array => {
  const chunk = Buffer.alloc(8 + body.length + (body.length % 2));
  chunk.write(name, 'latin1');
  chunk.writeUInt32LE(body.length, 4);
  chunk.set(body, 8);
  return Buffer.concat([bytes.subarray(0, 36), chunk, bytes.subarray(36)]);
};
const changed = (at: number, byte: number): Uint8Array => {
  const bytes = wavFile();
  bytes[at] = byte;
  return bytes;
};

test('telephone sound is told from other sound, from none, and from what is cut off', () => {
  const good = wavFile();
  expect({
    good: checkWav(good),
    ours: checkWav(wholeOf(speech('x', 1_000, 2))),
    moreChunks: checkWav(withChunk(withChunk(good, 'LIST', [1, 2, 3]), 'fact', [0, 0, 0, 0])),
    trailing: checkWav(Buffer.concat([good, Buffer.from('id3 and more')])),
    fast: checkWav(wavFile(1, 44_100)),
    narrow: checkWav(wavFile(1, 8_000, 8)),
    stereo: checkWav(wavFile(1, 8_000, 16, 2)),
    gsm: checkWav(changed(20, 49)),
    mp3: checkWav(Buffer.from('ID3\u0003\0\0\0\0\0\0more')),
    nothing: checkWav(new Uint8Array()),
    words: checkWav(Buffer.from('hello, this is no sound at all')),
    cut: checkWav(good.subarray(0, 5_000)),
    headOnly: checkWav(good.subarray(0, 36)),
    silent: checkWav(wavHeader(0)),
    odd: checkWav(Buffer.concat([wavHeader(3), Buffer.alloc(3)])),
    shortFormat: checkWav(changed(16, 4)),
  }).toEqual({
    ...{ good: 'good', ours: 'good', moreChunks: 'good', trailing: 'good' },
    ...{
      fast: 'other',
      narrow: 'other',
      stereo: 'other',
      gsm: 'other',
      mp3: 'other',
      nothing: 'other',
      words: 'other',
    },
    ...{ cut: 'damaged', headOnly: 'damaged', silent: 'damaged', odd: 'damaged', shortFormat: 'damaged' },
  });
});

test('bytes of any kind are judged without breaking', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(79), (noise, at) => {
      const bytes = wavFile(0.01);
      bytes.set(noise.subarray(0, bytes.length - at), at);
      expect(['good', 'other', 'damaged']).toContain(checkWav(bytes));
      expect(['good', 'other', 'damaged']).toContain(checkWav(noise));
    }),
    { seed: 8, numRuns: 300 },
  );
});

test('speech is the same from wherever it is read, and another for another seed', () => {
  const source = speech('1421960697.190', 7_250, 2);
  const whole = wholeOf(source);
  fc.assert(
    fc.property(fc.nat(source.size), fc.nat(source.size), (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      expect(Buffer.concat([...source.read(from, to)]).equals(whole.subarray(from, to))).toBe(true);
    }),
    { seed: 8, numRuns: 200 },
  );
  const again = wholeOf(speech('1421960697.190', 7_250, 2));
  const another = wholeOf(speech('1421960697.191', 7_250, 2));
  expect([source.size, Buffer.from(again).equals(whole), Buffer.from(another).equals(whole)]).toEqual([
    44 + 58_000 * 2,
    true,
    false,
  ]);
});
