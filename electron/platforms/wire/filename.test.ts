import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispositionName, safeName } from './filename';

describe('a name is safe in any folder', () => {
  test.each([
    ['2015-01-27 王芳.wav', '2015-01-27 王芳.wav'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\evil.dll', 'evil.dll'],
    ['..', 'x'],
    ['.', 'x'],
    ['', 'x'],
    ['   ', 'x'],
    ['a/..', 'x'],
    ['.bashrc', 'bashrc'],
    ['call.wav. . .', 'call.wav'],
    ['nul', '_nul'],
    ['CON.wav', '_CON.wav'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['LPT².txt', '_LPT².txt'],
    ['console.wav', 'console.wav'],
    ['a\0b\r\nc\u0085.wav', 'abc.wav'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['half\ud83d.wav', 'half.wav'],
    ['a<b>:"|?*.wav', 'a_b______.wav'],
    ['q5005-20100513-175516-1273744516.11.WAV', 'q5005-20100513-175516-1273744516.11.WAV'],
    ['e\u0301.wav', 'é.wav'],
    [`${'长'.repeat(300)}.wav`, `${'长'.repeat(78)}.wav`],
    [`${'👩'.repeat(200)}`, '👩'.repeat(60)],
    [`${'a'.repeat(119)}. b`, `${'a'.repeat(119)}`],
    [`x.${'y'.repeat(300)}`, `x.${'y'.repeat(118)}`],
  ])('%j → %j', (told, expected) => {
    expect(safeName(told, 'x')).toBe(expected);
  });

  test('whatever is told', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('..', '/', '\\', '\0', 'con', '.', ' ', '\u202e', '\ud800', 'aux.', 'wav', 'x'.repeat(200), '王'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const name = safeName(pieces.join(''), 'x');
        expect({
          name,
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
          bad: /[\0-\x1f\x7f-\x9f/\\<>:"|?*\u202a-\u202e]|^[\s.]|[\s.]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(
            name,
          ),
          length: name.length > 0 && name.length <= 120 && Buffer.byteLength(name) <= 240,
          again: safeName(name, 'y'),
        }).toEqual({ name, bad: false, length: true, again: name });
      }),
      { seed: 205, numRuns: 500 },
    );
  });
});

describe('the name in a Content-Disposition', () => {
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  test.each([
    ['attachment; filename="a b.wav"', 'a b.wav'],
    ['attachment; filename=a.wav', 'a.wav'],
    ['Attachment; FileName = "a.wav" ; size=3', 'a.wav'],
    ['attachment; filename="a \\"b\\" c.wav"', 'a "b" c.wav'],
    ['attachment; filename="C:\\dir\\new.wav"', 'C:\\dir\\new.wav'],
    ['attachment; filename="a;b.wav"; x="y"', 'a;b.wav'],
    ['attachment; filename="x.wav"; filename*=UTF-8\'\'%E7%8E%8B%E8%8A%B3.wav', '王芳.wav'],
    ["attachment; filename*=utf-8'zh'%e7%8e%8b.wav; filename=x.wav", '王.wav'],
    ["attachment; filename*=GB18030''%CD%F5.wav", '王.wav'],
    ["attachment; filename*=iso-8859-1''%E9.wav", 'é.wav'],
    ['attachment; filename*=broken; filename=x.wav', 'x.wav'],
    ['attachment; filename=%E7%8E%8B.wav', '王.wav'],
    ['attachment; filename="100% sure.wav"', '100% sure.wav'],
    [`attachment; filename="${latin1(Buffer.from('王芳.wav'))}"`, '王芳.wav'],
    [`attachment; filename=${latin1(new Uint8Array([0xcd, 0xf5, 0xb7, 0xbc, 0x2e, 0x77, 0x61, 0x76]))}`, '王芳.wav'],
    ['attachment; filename="never closed', 'never closed'],
    ['inline', ''],
    ['', ''],
  ])('%j', (header, name) => {
    expect(dispositionName(header)).toBe(name);
  });

  test('a long hostile header is read in one go', () => {
    const header = `attachment${'; filename="\\'.repeat(2_000)}${';filename='.repeat(1_000)}`;
    expect(typeof dispositionName(header)).toBe('string');
  });
});
