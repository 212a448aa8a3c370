import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The screen and the audio page: `vite build renderer`. With `--mode preview` the pages on the fixture bridge are built
 * into out/preview instead (`preview.html?scene=busy&shape=bar&lang=en&theme=dark`); they are never part of the product.
 * Sounds and icons are copied next to index.html by scripts/build.mjs. Paths are relative to this folder, the root.
 */
// biome-ignore lint/style/noDefaultExport: vite reads the default export of its configuration
export default defineConfig(({ mode }) => {
  const preview = mode === 'preview';
  return {
    base: '/',
    publicDir: false,
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: preview ? '../out/preview' : '../out/renderer',
      emptyOutDir: true,
      assetsDir: 'assets',
      target: 'chrome120',
      // The page's policy allows neither inline scripts nor data: fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      // The budget is for the first script, gzipped: 350 kB (DESIGN §6).
      chunkSizeWarningLimit: 1100,
      // The audio page is a page of its own: its telephone is no part of the screen's first script.
      rollupOptions: { input: preview ? 'renderer/preview.html' : ['renderer/index.html', 'renderer/audio.html'] },
    },
  };
});
