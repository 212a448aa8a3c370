import { z } from 'zod';
import type { QueryParsed } from '../../shared/bridge/contract';
import type { Profile } from '../../shared/bridge/topics';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import { openDocument } from './documents';
import type { BuiltIn, Log, SecretStore, Storage } from './effects';

const featureNames = ['answer', 'reject', 'swap', 'threeWay', 'cancelConsult', 'completeConsult', 'dtmf'] as const;
const features = z.object(
  Object.fromEntries(featureNames.map((name) => [name, z.string().default('')])) as Record<
    (typeof featureNames)[number],
    z.ZodDefault<z.ZodString>
  >,
);
const stored = z.object({
  id: z.string().min(1),
  name: z.string(),
  address: z.string(),
  pin: z.string().default(''),
  features: features.prefault({}),
});
const profilesSchema = z.object({ profiles: z.array(stored).default([]) });
type Stored = z.infer<typeof stored>;

/** Names under which the built-in platform knows the features (WEBCTI2 §4.8). */
export const builtInFeatures = {
  answer: 'answer',
  reject: 'reject',
  swap: 'atxferswap',
  threeWay: 'atxferthreeway',
  cancelConsult: 'atxferabort',
  completeConsult: 'atxfercomplete',
  dtmf: 'dtmf',
} as const satisfies Profile['features'];

/** What a driver is made of; the only place where a key leaves the secret store. */
export interface Access {
  readonly address: string;
  readonly key: string;
  readonly pin: string;
  readonly features: Readonly<Record<string, string>>;
}

export interface Profiles {
  /** The built-in platform first, when there is one. Keys are never part of it. */
  list(): readonly Profile[];
  get(id: string): Profile | undefined;
  access(id: string): Promise<Result<Access>>;
  /** Access of a profile that is being edited: an empty key means the stored one. */
  accessOf(input: QueryParsed<'session.probe'>): Promise<Result<Access>>;
  save(input: Omit<QueryParsed<'session.probe'>, 'device'>): Promise<Result<{ id: string }>>;
  remove(id: string): Promise<Result<null>>;
  saved(): Promise<void>;
}

export const builtInId = 'built-in';
const secretName = (id: string): string => `profile.${id}.key`;

export async function openProfiles(effects: {
  storage: Storage;
  secrets: SecretStore;
  log: Log;
  builtIn: BuiltIn | null;
  newId: () => string;
}): Promise<Profiles> {
  const { storage, secrets, log, builtIn, newId } = effects;
  const document = await openDocument({ name: 'profiles.json', schema: profilesSchema, storage, log });
  const withKey = new Set<string>();
  for (const { id } of document.value().profiles) {
    if (await readSecret(secrets, log, id)) withKey.add(id);
  }
  /** The built-in platform's features are its own; what a person sets on it is kept like any other profile's. */
  const builtInRow = (): Stored | null =>
    builtIn && {
      ...(document.value().profiles.find(({ id }) => id === builtInId) ?? {
        id: builtInId,
        pin: '',
        features: features.parse(builtIn.features ?? {}),
      }),
      name: builtIn.name,
      address: builtIn.address,
    };
  const rows = (): readonly Stored[] => {
    const own = builtInRow();
    const others = document.value().profiles.filter(({ id }) => id !== builtInId);
    return own ? [own, ...others] : others;
  };
  const toProfile = (row: Stored): Profile => ({
    ...row,
    vendor: 'mvb2000',
    hasKey: row.id === builtInId || withKey.has(row.id),
    builtIn: row.id === builtInId,
  });
  const keyOf = async (id: string): Promise<string> =>
    id === builtInId && builtIn ? builtIn.key : ((await readSecret(secrets, log, id)) ?? '');

  return {
    list: () => rows().map(toProfile),
    get: (id) => {
      const row = rows().find((candidate) => candidate.id === id);
      return row && toProfile(row);
    },
    access: async (id) => {
      const row = rows().find((candidate) => candidate.id === id);
      if (!row) return fail(appError('invalid-input', 'no such profile', { params: { field: 'profileId' } }));
      return ok({ address: row.address, key: await keyOf(id), pin: row.pin, features: row.features });
    },
    accessOf: async (input) => {
      const address = readAddress(input.address);
      if (!address.ok) return address;
      const key = input.key || (input.id ? await keyOf(input.id) : '');
      return ok({ address: address.value, key, pin: input.pin, features: fullFeatures(input.features) });
    },
    save: async (input) => {
      const address = readAddress(input.address);
      if (!address.ok) return address;
      const id = input.id && rows().some((row) => row.id === input.id) ? input.id : newId();
      if (input.key && id !== builtInId) {
        try {
          await secrets.set(secretName(id), input.key);
          withKey.add(id);
        } catch (error) {
          log.error('secret.not-written', { error });
          return fail(appError('storage', 'the secret store refused the key', { tried: 'session.saveProfile' }));
        }
      }
      const row: Stored = {
        id,
        name: input.name,
        address: address.value,
        pin: input.pin,
        features: fullFeatures(input.features),
      };
      const profiles = document.value().profiles;
      const known = profiles.some((profile) => profile.id === id);
      document.set({
        profiles: known ? profiles.map((profile) => (profile.id === id ? row : profile)) : [...profiles, row],
      });
      return ok({ id });
    },
    remove: async (id) => {
      if (id === builtInId) return fail(appError('not-possible-now', 'the built-in platform stays'));
      document.set({ profiles: document.value().profiles.filter((profile) => profile.id !== id) });
      withKey.delete(id);
      try {
        await secrets.delete(secretName(id));
      } catch (error) {
        log.error('secret.not-deleted', { error });
        return fail(appError('storage', 'the secret store did not delete the key', { tried: 'session.removeProfile' }));
      }
      return ok(null);
    },
    saved: document.saved,
  };
}

const fullFeatures = (some: Partial<Record<(typeof featureNames)[number], string | undefined>>): Stored['features'] =>
  features.parse(Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)));

const readSecret = async (secrets: SecretStore, log: Log, id: string): Promise<string | null> => {
  try {
    return await secrets.get(secretName(id));
  } catch (error) {
    log.error('secret.unreadable', { error });
    return null;
  }
};

/** `pbx.example`, `http://10.0.0.2:8080/cti/` … → an http(s) address without trailing slash, user part or query. */
export function readAddress(text: string): Result<string> {
  const refuse = (rule: string): Result<string> =>
    fail(appError('invalid-input', `address: ${rule}`, { params: { field: 'address', rule } }));
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (/[\s\\]/.test(trimmed)) return refuse('not-an-address');
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return refuse('not-an-address');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('scheme');
  if (url.username || url.password) return refuse('user-in-address');
  if (!url.hostname) return refuse('not-an-address');
  return ok(`${url.origin}${url.pathname.replace(/\/+$/, '')}`);
}
