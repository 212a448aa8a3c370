import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Log, SecretStore, Storage } from '../../desk/effects';

/**
 * Secrets of the browser edition: AES-256-GCM in `secrets.json`, the key in `secrets.key` beside it, both 0600.
 *
 * Limits, stated plainly: this keeps the web key out of backups that take only one of the files, out of a search through
 * text, and away from other users of the computer. It does not protect against a program that runs as the same user;
 * the Electron edition, which uses the system's key store, does that where there is one. On Windows the 0600 bits mean
 * nothing and the profile folder's own permissions do the work.
 *
 * A value that cannot be decrypted is answered as null, so that the person is asked again; it is never deleted.
 */
export function fileSecrets(folder: string, storage: Storage, log: Log): SecretStore {
  let key: Promise<Buffer> | null = null;
  let changes: Promise<void> = Promise.resolve();
  const withKey = (): Promise<Buffer> => {
    key ??= readOrMakeKey(folder).catch((error: unknown) => {
      key = null;
      throw error;
    });
    return key;
  };
  const all = async (): Promise<Readonly<Record<string, string>>> => {
    for (const text of await storage.read('secrets.json')) {
      const read = readRecord(text);
      if (read) return read;
    }
    return {};
  };
  const change = (edit: (before: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>) => {
    const next = changes
      .catch(() => undefined)
      .then(async () => storage.write('secrets.json', `${JSON.stringify(await edit(await all()))}\n`));
    changes = next;
    return next;
  };
  return {
    get: async (name) => {
      await changes.catch(() => undefined);
      try {
        const sealed = (await all())[name];
        return sealed === undefined ? null : openSealed(sealed, name, await withKey());
      } catch (error) {
        log.warn('secret.unreadable', { profile: name, error });
        return null;
      }
    },
    set: (name, value) => change(async (before) => ({ ...before, [name]: seal(value, name, await withKey()) })),
    delete: (name) =>
      change(async (before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== name))),
  };
}

/** The name is authenticated too: a value moved to another profile does not open. */
function seal(value: string, name: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

function openSealed(sealed: string, name: string, key: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

async function readOrMakeKey(folder: string): Promise<Buffer> {
  const file = path.join(folder, 'secrets.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // `wx` decides who makes the key when two processes start at once.
    const handle = await open(file, 'wx', 0o600);
    const made = randomBytes(32);
    try {
      await handle.writeFile(made.toString('base64'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return made;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await chmod(file, 0o600);
  const key = Buffer.from(await readFile(file, 'utf8'), 'base64');
  if (key.length !== 32) throw new Error('secrets.key is damaged');
  return key;
}

function readRecord(text: string): Readonly<Record<string, string>> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return null;
  }
}
