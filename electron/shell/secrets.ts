import { safeStorage } from 'electron';
import type { Log, SecretStore, Storage } from '../desk/effects';

/** Kept in memory until the program ends; for systems without a key store. */
export function memorySecrets(): SecretStore {
  const kept = new Map<string, string>();
  return {
    get: async (name) => kept.get(name) ?? null,
    set: async (name, value) => {
      kept.set(name, value);
    },
    delete: async (name) => {
      kept.delete(name);
    },
  };
}

export interface OpenedSecrets {
  readonly store: SecretStore;
  /** False when secrets live only until the program ends; the screen says so. */
  readonly lasting: boolean;
}

/**
 * The system's key store through safeStorage's asynchronous interface (the synchronous one is deprecated in 45). Without
 * a key store, or with Linux's `basic_text` (a password that everybody knows), secrets live for the session only.
 * After `ready`.
 */
export async function openSecrets(storage: Storage, log: Log): Promise<OpenedSecrets> {
  const available = await safeStorage.isAsyncEncryptionAvailable().catch(() => false);
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system';
  if (!available || backend === 'basic_text') {
    log.warn('secrets.session-only', { available, backend });
    return { store: memorySecrets(), lasting: false };
  }
  return { store: systemSecrets(storage, log), lasting: true };
}

/** Encrypted values in `secrets.json`. A value that cannot be decrypted is answered as null and stays in the file. */
function systemSecrets(storage: Storage, log: Log): SecretStore {
  let changes: Promise<void> = Promise.resolve();
  const all = async (): Promise<Readonly<Record<string, string>>> => {
    for (const text of await storage.read('secrets.json')) {
      const record = readRecord(text);
      if (record) return record;
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
  const encrypt = async (value: string): Promise<string> =>
    (await safeStorage.encryptStringAsync(value)).toString('base64');
  const store: SecretStore = {
    get: async (name) => {
      await changes.catch(() => undefined);
      try {
        const sealed = (await all())[name];
        if (sealed === undefined) return null;
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
        // The system rotated its key: what is written with the old one will not open for ever.
        if (shouldReEncrypt) await store.set(name, result);
        return result;
      } catch (error) {
        log.warn('secret.unreadable', { profile: name, error });
        return null;
      }
    },
    set: (name, value) => change(async (before) => ({ ...before, [name]: await encrypt(value) })),
    delete: (name) =>
      change(async (before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== name))),
  };
  return store;
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
