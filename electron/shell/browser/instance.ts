import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Tells a second start of the same profile where the first one listens. 0600, like the secrets. */
interface InstanceNote {
  readonly origin: string;
  readonly secret: string;
}

const noteFile = (folder: string): string => path.join(folder, 'instance.json');

/** Written once the page server listens; returns what removes it again. */
export async function announceInstance(folder: string, note: InstanceNote): Promise<() => Promise<void>> {
  await writeFile(noteFile(folder), JSON.stringify(note), { mode: 0o600 });
  return () => rm(noteFile(folder), { force: true });
}

/**
 * Hands the command line to a desk that already runs on this profile folder. Answers the fresh one-time address it gave,
 * or null when nobody answers there (also after a crash that left the file behind).
 */
export async function handOver(
  folder: string,
  argv: readonly string[],
  request: typeof fetch = fetch,
): Promise<string | null> {
  const note = await readNote(folder);
  if (!note) return null;
  try {
    const answer = await request(`${note.origin}/instance`, {
      method: 'POST',
      headers: { authorization: `Bearer ${note.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ argv }),
      signal: AbortSignal.timeout(3_000),
      redirect: 'error',
    });
    const value: unknown = answer.ok ? await answer.json() : null;
    const address = typeof value === 'object' && value !== null && 'address' in value ? value.address : null;
    return typeof address === 'string' ? address : null;
  } catch {
    // Connection refused or another program on that port: no desk runs here.
    return null;
  }
}

async function readNote(folder: string): Promise<InstanceNote | null> {
  try {
    const value: unknown = JSON.parse(await readFile(noteFile(folder), 'utf8'));
    if (typeof value !== 'object' || value === null || !('origin' in value) || !('secret' in value)) return null;
    const { origin, secret } = value;
    if (typeof origin !== 'string' || typeof secret !== 'string') return null;
    return /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(origin) ? { origin, secret } : null;
  } catch {
    return null;
  }
}
