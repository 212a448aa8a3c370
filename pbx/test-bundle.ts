import { createRequire } from 'node:module';
import { build } from 'esbuild';

/**
 * Bundles a program for a test that starts it as a process of its own. What has a native part stays outside and is taken
 * from the project's own packages, wherever the bundle lies.
 * @param source path of an entry, or the text of one that imports from the project's root
 */
export async function bundleProgram(source: { file: string } | { text: string }, outfile: string): Promise<void> {
  const native = createRequire(import.meta.url).resolve('libsql');
  await build({
    ...('file' in source
      ? { entryPoints: [source.file] }
      : { stdin: { contents: source.text, resolveDir: process.cwd(), loader: 'ts' as const } }),
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [
      {
        name: 'native-packages',
        setup: (it) => it.onResolve({ filter: /^libsql$/ }, () => ({ path: native, external: true })),
      },
    ],
  });
}
