import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const read = (name: string): Buffer => readFileSync(path.join(root, name));
const config = parse(read('electron-builder.yml').toString()) as Record<string, Record<string, unknown>>;

interface Validator {
  validateConfiguration(config: unknown, debug: { add(): void; isEnabled: boolean }): Promise<void>;
}
const { validateConfiguration } = require(
  path.join(root, 'node_modules/app-builder-lib/out/util/config/config.js'),
) as Validator;
const validate = (candidate: unknown): Promise<string> =>
  validateConfiguration(candidate, { add: () => {}, isEnabled: false }).then(
    () => 'valid',
    (error: Error) => error.message,
  );

describe('electron-builder.yml', () => {
  test('electron-builder’s own validator accepts it, and would not accept a misspelt key', async () => {
    expect(await validate(config)).toBe('valid');
    expect(await validate({ ...config, nsis: { ...config.nsis, onClick: true } })).toMatch(/configuration\.nsis/);
  });

  test('all fuses that Electron has are stated, and each as decided (security item 19)', () => {
    // electron-builder's names beside the names of @electron/fuses: a fuse that Electron adds makes this fail.
    const names: Record<keyof typeof FuseV1Options, string> = {
      RunAsNode: 'runAsNode',
      EnableCookieEncryption: 'enableCookieEncryption',
      EnableNodeOptionsEnvironmentVariable: 'enableNodeOptionsEnvironmentVariable',
      EnableNodeCliInspectArguments: 'enableNodeCliInspectArguments',
      EnableEmbeddedAsarIntegrityValidation: 'enableEmbeddedAsarIntegrityValidation',
      OnlyLoadAppFromAsar: 'onlyLoadAppFromAsar',
      LoadBrowserProcessSpecificV8Snapshot: 'loadBrowserProcessSpecificV8Snapshot',
      GrantFileProtocolExtraPrivileges: 'grantFileProtocolExtraPrivileges',
    };
    const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
    expect(Object.keys(names).sort()).toEqual(known.sort());
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
    const schema = JSON.parse(read('node_modules/app-builder-lib/scheme.json').toString()) as {
      definitions: { FuseOptionsV1: { properties: object } };
    };
    expect(Object.keys(config.electronFuses ?? {}).sort()).toEqual(
      Object.keys(schema.definitions.FuseOptionsV1.properties).sort(),
    );
  });

  test('the version of Electron is the installed one, so that no old one is shipped (security item 16)', () => {
    const { version } = JSON.parse(read('node_modules/electron/package.json').toString()) as { version: string };
    expect(config.electronVersion).toBe(version);
  });

  test('tel: and callto: are offered to all three systems', () => {
    expect([config.linux?.mimeTypes, (config.protocols as unknown as { schemes: string[] }[])[0]?.schemes]).toEqual([
      ['x-scheme-handler/tel', 'x-scheme-handler/callto'],
      ['tel', 'callto'],
    ]);
  });
});

describe('icons', () => {
  const sizeOf = (png: Buffer): string =>
    png.subarray(1, 4).toString('latin1') === 'PNG' ? `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}` : 'not a PNG';

  test('every size is what its name says', () => {
    const names = readdirSync(path.join(root, 'assets/icons')).filter((name) => name.endsWith('.png'));
    expect(names.map((name) => sizeOf(read(`assets/icons/${name}`))).sort()).toEqual(
      names.map((name) => name.slice(0, -4)).sort(),
    );
    expect(names.length).toBe(9);
  });

  test('the ICO holds seven pictures where its directory says', () => {
    const ico = read('assets/icons/icon.ico');
    const pictures = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index;
      const [bytes, offset] = [ico.readUInt32LE(at + 8), ico.readUInt32LE(at + 12)];
      return [ico.readUInt8(at) || 256, sizeOf(ico.subarray(offset, offset + bytes))];
    });
    expect(pictures).toEqual([16, 24, 32, 48, 64, 128, 256].map((size) => [size, `${size}x${size}`]));
  });

  test('the ICNS holds a picture of the right size in every chunk', () => {
    const icns = read('assets/icons/icon.icns');
    const found: [string, string][] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      found.push([icns.subarray(at, at + 4).toString('latin1'), sizeOf(icns.subarray(at + 8))]);
    }
    expect([
      icns.subarray(0, 4).toString('latin1'),
      icns.readUInt32BE(4) === icns.length,
      Object.fromEntries(found),
    ]).toEqual([
      'icns',
      true,
      {
        icp4: '16x16',
        icp5: '32x32',
        ic11: '32x32',
        icp6: '64x64',
        ic12: '64x64',
        ic07: '128x128',
        ic08: '256x256',
        ic13: '256x256',
        ic09: '512x512',
        ic14: '512x512',
        ic10: '1024x1024',
      },
    ]);
  });

  test('the tray has every state, light and dark, at four scales, and no two states look alike', () => {
    const states = ['ready', 'paused', 'ringing', 'on-call', 'offline'];
    const scales: Record<string, string> = { '': '16x16', '@1.5x': '24x24', '@2x': '32x32', '@3x': '48x48' };
    for (const theme of ['light', 'dark']) {
      for (const [suffix, size] of Object.entries(scales)) {
        const pictures = states.map((state) => read(`assets/tray/${state}-${theme}${suffix}.png`));
        expect(pictures.map(sizeOf)).toEqual(states.map(() => size));
        expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(states.length);
      }
    }
  });

  test('the sounds are 16-bit mono WAV without clipping', () => {
    for (const name of ['ring', 'zip', 'lost', 'restored', 'alarm', 'end']) {
      const wav = read(`assets/sounds/${name}.wav`);
      let peak = 0;
      for (let at = 44; at < wav.length; at += 2) peak = Math.max(peak, Math.abs(wav.readInt16LE(at)));
      expect([
        name,
        wav.subarray(0, 4).toString('latin1'),
        wav.readUInt16LE(22),
        wav.readUInt16LE(34),
        wav.readUInt32LE(40),
        peak > 6000 && peak < 32_767,
      ]).toEqual([name, 'RIFF', 1, 16, wav.length - 44, true]);
    }
  });
});
