import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from '../../shared/bridge/topics';
import type { Log, SecretStore } from '../desk/effects';
import { openProfiles, type Profiles } from '../desk/profiles';
import { createFileStorage } from '../desk/storage';
import { fileSecrets } from '../shell/browser/secrets';
import { defaultProfileFolder } from '../shell/profile';
import { localFailure } from './files';
import type { Io } from './io';

/** The profile folder of the desk, opened by the tool. */
export interface OpenedFolder {
  readonly path: string;
  readonly profiles: Profiles;
  /** The profiles as they are on the disk now. */
  reread(): Promise<readonly Profile[]>;
  /** Secrets here were sealed by the system's key store (Electron edition): plain Node cannot open them. */
  readonly sealedBySystem: boolean;
  /** A secret is there under this name, readable or not. */
  holds(name: string): boolean;
  /** A desk has left its mark of running here: `instance.json` (browser edition) or Chromium's lock (Electron). */
  readonly deskRuns: boolean;
}

/**
 * `--profile-folder`, SEATLINE_PROFILE_FOLDER, else the desk's own. On Linux Electron names its folder `Seatline` and
 * the browser edition `seatline`: the one that has profiles is taken.
 */
export function folderPath(io: Io, wanted: string | undefined): string {
  const named = wanted || io.env.SEATLINE_PROFILE_FOLDER;
  if (named) return path.resolve(named);
  const usual = defaultProfileFolder(io.platform, io.env, io.home);
  const electron = path.join(path.dirname(usual), 'Seatline');
  const has = (folder: string): boolean => existsSync(path.join(folder, 'profiles.json'));
  return !has(usual) && has(electron) ? electron : usual;
}

/** Chromium's lock is a link to nowhere, so the link itself is looked at. */
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

const silent = (): void => undefined;

export async function openFolder(io: Io, wanted: string | undefined): Promise<OpenedFolder> {
  const folder = folderPath(io, wanted);
  try {
    return await openedAt(io, folder);
  } catch (error) {
    throw localFailure(error, folder);
  }
}

async function openedAt(io: Io, folder: string): Promise<OpenedFolder> {
  const log: Log = { info: silent, warn: silent, error: silent };
  const storage = createFileStorage(folder);
  const names = secretNames(folder);
  const sealedBySystem = names.size > 0 && !existsSync(path.join(folder, 'secrets.key'));
  // Opening a sealed value would make a key file in a folder where the Electron edition needs none.
  const secrets: SecretStore = sealedBySystem ? closedStore : fileSecrets(folder, storage, log);
  const open = (): Promise<Profiles> => openProfiles({ storage, secrets, log, builtIn: null, newId: io.newId });
  return {
    path: folder,
    profiles: await open(),
    reread: async () => (await open()).list(),
    sealedBySystem,
    holds: (name) => names.has(name),
    deskRuns: ['instance.json', 'SingletonLock'].some((name) => isThere(path.join(folder, name))),
  };
}

/** Reads nothing and keeps nothing; deleting a name from a sealed file is the desk's own business. */
const closedStore: SecretStore = {
  get: async () => null,
  set: async () => {
    throw new Error('sealed by the system');
  },
  delete: async () => undefined,
};

function secretNames(folder: string): ReadonlySet<string> {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, 'secrets.json'), 'utf8'));
    return new Set(typeof value === 'object' && value !== null ? Object.keys(value) : []);
  } catch {
    // Absent, or torn in the middle of a write: the store itself falls back to its copy.
    return new Set();
  }
}
