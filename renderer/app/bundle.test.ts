import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const importPattern = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)['"](\.[^'"]+)['"]/g;

/** Files that the entry reaches, static and lazy imports alike. */
function reached(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  if (entry.endsWith('.css')) return seen;
  for (const [, wanted] of readFileSync(entry, 'utf8').matchAll(importPattern)) {
    const target = path.resolve(path.dirname(entry), wanted!);
    const file = ['', '.ts', '.tsx', '/index.ts']
      .map((end) => target + end)
      .find((name) => /\.\w+$/.test(name) && existsSync(name));
    if (file) reached(file, seen);
  }
  return seen;
}

test('the product’s page reaches every page but neither the fixture nor a test', () => {
  const files = [...reached(path.join(root, 'app/main.tsx'))].map((file) => path.relative(root, file));
  expect({
    pages: ['wallboard', 'history', 'missed', 'settings', 'conference', 'demo'].filter(
      (name) => !files.includes(`features/${name}/index.ts`),
    ),
    strangers: files.filter((file) => /fixture|\.test\./.test(file)),
    enough: files.length > 100,
  }).toEqual({ pages: [], strangers: [], enough: true });
});

test('the audio page is a page of its own: no screen in it, and no telephone in the screen', () => {
  const relative = (entry: string) => [...reached(path.join(root, entry))].map((file) => path.relative(root, file));
  const audio = relative('voice/main.ts');
  expect({
    telephone: audio.includes('voice/sip/telephone.ts'),
    strangers: audio.filter((file) =>
      /^(features|ui|i18n|query)\/|^live\/(?!clock)|\/testing\/|\.tsx$|fixture/.test(file),
    ),
    inScreen: relative('app/main.tsx').filter((file) => /^voice\/(?!headset)/.test(file)),
  }).toEqual({ telephone: true, strangers: [], inScreen: [] });
});

test('audio.html has no inline script or style', () => {
  const html = readFileSync(path.join(root, 'audio.html'), 'utf8');
  expect([/<style|style=|<script(?![^>]*\ssrc=)/.test(html), html.includes('src="/voice/main.ts"')]).toEqual([
    false,
    true,
  ]);
});

test('index.html has no inline script or style, and holds the id that keeps react-aria from injecting one', () => {
  const html = readFileSync(path.join(root, 'index.html'), 'utf8');
  expect([/<style|style=|<script(?![^>]*\ssrc=)/.test(html), html.includes('id="react-aria-pressable-style"')]).toEqual(
    [false, true],
  );
});
