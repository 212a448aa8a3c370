// Renders the icons of assets/source to PNG, ICO and ICNS. Run by hand after a change of a source: node assets/make.mjs
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { writeIcns, writeIco } from './containers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const source = (name) => readFileSync(join(here, 'source', `${name}.svg`), 'utf8');
const trayStates = ['ready', 'paused', 'ringing', 'on-call', 'offline'];
/** Ink of the glyph: dark on a light taskbar, light on a dark one. */
const inks = { light: '#24292f', dark: '#f2f5f7' };
/** Electron takes `name@1.5x.png` and `name@2x.png` beside `name.png` by itself. */
const traySizes = { '': 16, '@1.5x': 24, '@2x': 32, '@3x': 48 };
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

const systemChromium = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'].find(existsSync);
const browser = await chromium.launch({
  ...(systemChromium ? { executablePath: systemChromium } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();

async function render(svg, size, ink = '#000000') {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html,body{margin:0;background:transparent;color:${ink}}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

const out = (folder, name, bytes) => {
  mkdirSync(join(here, folder), { recursive: true });
  writeFileSync(join(here, folder, name), bytes);
};

const app = new Map();
for (const size of appSizes) {
  // Below 48 px the pulse and the thin boom turn to mud: a drawing of their own.
  const png = await render(source(size < 48 ? 'app-small' : 'app'), size);
  app.set(size, png);
  out('icons', `${size}x${size}.png`, png);
}
out('icons', 'icon.ico', writeIco([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: app.get(size) }))));
out('icons', 'icon.icns', writeIcns([16, 32, 64, 128, 256, 512, 1024].map((size) => ({ size, png: app.get(size) }))));

for (const state of trayStates) {
  for (const [theme, ink] of Object.entries(inks)) {
    for (const [suffix, size] of Object.entries(traySizes)) {
      out('tray', `${state}-${theme}${suffix}.png`, await render(source(`tray-${state}`), size, ink));
    }
  }
}
await browser.close();
execFileSync(process.execPath, [join(here, 'make-sounds.mjs')], { stdio: 'inherit' });
