import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The screen. `vite build --mode preview` builds the pages on the fixture bridge into out/preview instead; they are never
 * part of the product. Sounds and icons are copied next to index.html by scripts/build.mjs.
 */
// biome-ignore lint/style/noDefaultExport: vite reads the default export of its configuration
export default defineConfig(({ mode }) => {
  const preview = mode === 'preview';
  const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  return {
    root: from('.'),
    base: '/',
    publicDir: false,
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: from(preview ? '../out/preview' : '../out/renderer'),
      emptyOutDir: true,
      assetsDir: 'assets',
      target: 'chrome120',
      // The page's policy allows neither inline scripts nor data: fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      rollupOptions: { input: from(preview ? 'preview.html' : 'index.html') },
    },
  };
});
