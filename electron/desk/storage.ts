import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from './effects';

/**
 * Files in one folder. A write goes to a temporary file, is flushed, and takes the name by `rename`, which is atomic; the
 * text that had the name becomes `.bak` first. Killed at any point, `name` or `name.bak` is whole. Writes of one name
 * follow one another.
 */
export function createFileStorage(folder: string): Storage {
  const queues = new Map<string, Promise<void>>();
  const path = (name: string): string => {
    if (!/^[a-z0-9][a-z0-9.-]{0,60}$/.test(name)) throw new Error('not a storage name');
    return join(folder, name);
  };

  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = `${file}.tmp`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    const old = await readText(file);
    // Only a text that was once read whole may become the fall-back; a torn one must not replace a good `.bak`.
    if (old !== null && isJson(old)) await rename(file, `${file}.bak`).catch(ignoreMissing);
    await rename(temporary, file);
    await flushFolder(folder);
  };

  return {
    read: async (name) => {
      const file = path(name);
      await queues.get(name)?.catch(() => {});
      const texts = await Promise.all([readText(file), readText(`${file}.tmp`), readText(`${file}.bak`)]);
      return texts.filter((text): text is string => text !== null);
    },
    write: (name, text) => {
      const file = path(name);
      const next = (queues.get(name) ?? Promise.resolve()).catch(() => {}).then(() => write(file, text));
      queues.set(name, next);
      return next;
    },
  };
}

const readText = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

const ignoreMissing = (error: unknown): void => {
  if (!isMissing(error)) throw error;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The rename itself must reach the disk; folders cannot be flushed on Windows, where NTFS journals the rename. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what a name left behind. For tests and for "forget everything". */
export async function removeStored(folder: string, name: string): Promise<void> {
  for (const suffix of ['', '.tmp', '.bak']) await unlink(join(folder, name + suffix)).catch(ignoreMissing);
}
