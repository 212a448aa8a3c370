import { z } from 'zod';
import type { QueryParsed } from '../../shared/bridge/contract';
import { type Profile, vendors } from '../../shared/bridge/topics';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import type { DriverProfile } from '../platforms/driver';
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
  vendor: z.enum(vendors).default('mvb2000'),
  admin: z.object({ user: z.string().default('') }).prefault({}),
  tasks: z.object({ address: z.string().default(''), user: z.string().default('') }).prefault({}),
  voice: z
    .object({
      address: z.string().default(''),
      domain: z.string().default(''),
      user: z.string().default(''),
      pin: z.string().default(''),
    })
    .prefault({}),
});
const noVoice = { address: '', domain: '', user: '', pin: '' };
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

/** What a driver is made of; the only place where secrets leave the secret store. */
export type Access = DriverProfile;

/** The app's telephone on a platform, password included; never leaves the desk. */
export interface VoiceAccount {
  /** `ws://host:port/path` or `wss://…` */
  readonly address: string;
  readonly domain: string;
  /** Empty = the seat's device. */
  readonly user: string;
  readonly password: string;
  /** Fingerprint that the exchange must show; empty = normal certificate check. */
  readonly pin: string;
}

export interface Profiles {
  /** The built-in platform first, when there is one. Keys are never part of it. */
  list(): readonly Profile[];
  get(id: string): Profile | undefined;
  access(id: string): Promise<Result<Access>>;
  /** Null: the profile has no voice. */
  voice(id: string): Promise<VoiceAccount | null>;
  /** Access of a profile that is being edited: an empty key means the stored one. */
  accessOf(input: QueryParsed<'session.probe'>): Promise<Result<Access>>;
  save(input: Omit<QueryParsed<'session.probe'>, 'device'>): Promise<Result<{ id: string }>>;
  remove(id: string): Promise<Result<null>>;
  saved(): Promise<void>;
}

export const builtInId = 'built-in';
/** What a profile keeps in the secret store. */
const kept = ['key', 'admin', 'tasks', 'voice'] as const;
type Kept = (typeof kept)[number];
const secretName = (id: string, what: Kept): string => `profile.${id}.${what}`;

export async function openProfiles(effects: {
  storage: Storage;
  secrets: SecretStore;
  log: Log;
  builtIn: BuiltIn | null;
  newId: () => string;
}): Promise<Profiles> {
  const { storage, secrets, log, builtIn, newId } = effects;
  const document = await openDocument({ name: 'profiles.json', schema: profilesSchema, storage, log });
  const present = new Set<string>();
  for (const { id } of document.value().profiles) {
    for (const what of kept) if (await readSecret(secrets, log, id, what)) present.add(secretName(id, what));
  }
  /** The built-in platform's features are its own; what a person sets on it is kept like any other profile's. */
  const builtInRow = (): Stored | null =>
    builtIn && {
      ...(document.value().profiles.find(({ id }) => id === builtInId) ?? {
        id: builtInId,
        pin: '',
        features: features.parse(builtIn.features ?? {}),
        admin: { user: '' },
        tasks: { address: '', user: '' },
        voice: noVoice,
      }),
      vendor: 'mvb2000',
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
    hasKey: row.id === builtInId || present.has(secretName(row.id, 'key')),
    admin: { ...row.admin, hasPassword: present.has(secretName(row.id, 'admin')) },
    tasks: { ...row.tasks, hasPassword: present.has(secretName(row.id, 'tasks')) },
    voice: { ...row.voice, hasPassword: present.has(secretName(row.id, 'voice')) },
    builtIn: row.id === builtInId,
  });
  const secretOf = async (id: string, what: Kept): Promise<string> =>
    id === builtInId && builtIn && what === 'key' ? builtIn.key : ((await readSecret(secrets, log, id, what)) ?? '');
  const accounts = async (
    id: string,
    {
      admin,
      tasks,
    }: { admin: { user: string; password?: string }; tasks: { address: string; user: string; password?: string } },
  ): Promise<Pick<Access, 'admin' | 'tasks'>> => ({
    admin: { user: admin.user, password: admin.password || (id ? await secretOf(id, 'admin') : '') },
    tasks: {
      address: tasks.address,
      user: tasks.user,
      password: tasks.password || (id ? await secretOf(id, 'tasks') : ''),
    },
  });

  const keep = async (id: string, what: Kept, value: string): Promise<void> => {
    await secrets.set(secretName(id, what), value);
    present.add(secretName(id, what));
  };
  const forget = async (id: string, what: Kept): Promise<void> => {
    present.delete(secretName(id, what));
    await secrets.delete(secretName(id, what));
  };

  return {
    list: () => rows().map(toProfile),
    get: (id) => {
      const row = rows().find((candidate) => candidate.id === id);
      return row && toProfile(row);
    },
    access: async (id) => {
      const row = rows().find((candidate) => candidate.id === id);
      if (!row) return fail(appError('invalid-input', 'no such profile', { params: { field: 'profileId' } }));
      const { vendor, address, pin } = row;
      const key = await secretOf(id, 'key');
      return ok({ vendor, address, key, pin, features: row.features, ...(await accounts(id, row)) });
    },
    voice: async (id) => {
      const row = rows().find((candidate) => candidate.id === id);
      if (!row || row.voice.address === '') return null;
      const { voice, address, pin } = row;
      // A certificate of its own, or the one pinned for the platform where both live on one machine.
      const shared = new URL(voice.address).hostname === new URL(address).hostname ? pin : '';
      return { ...voice, pin: voice.pin || shared, password: await secretOf(id, 'voice') };
    },
    accessOf: async (input) => {
      const address = readAddress(input.address);
      if (!address.ok) return address;
      const key = input.key || (input.id ? await secretOf(input.id, 'key') : '');
      const { vendor, pin } = input;
      const features = fullFeatures(input.features);
      return ok({ vendor, address: address.value, key, pin, features, ...(await accounts(input.id, input)) });
    },
    save: async (input) => {
      const address = readAddress(input.address);
      if (!address.ok) return address;
      const voiceAddress = readVoiceAddress(input.voice.address);
      if (!voiceAddress.ok) return voiceAddress;
      const id = input.id && rows().some((row) => row.id === input.id) ? input.id : newId();
      try {
        // The built-in platform's key is made anew with each start and never stored.
        if (input.key && id !== builtInId) await keep(id, 'key', input.key);
        for (const what of ['admin', 'tasks'] as const) {
          if (input[what].password) await keep(id, what, input[what].password);
          else if (input[what].user === '') await forget(id, what);
        }
        // Its user may be empty: then it is the seat's device.
        if (input.voice.password) await keep(id, 'voice', input.voice.password);
        else if (voiceAddress.value === '') await forget(id, 'voice');
      } catch (error) {
        log.error('secret.not-written', { error });
        return fail(appError('storage', 'the secret store refused the key', { tried: 'session.saveProfile' }));
      }
      const row: Stored = {
        id,
        name: input.name,
        address: address.value,
        pin: input.pin,
        features: fullFeatures(input.features),
        vendor: input.vendor,
        admin: { user: input.admin.user },
        tasks: { address: input.tasks.address, user: input.tasks.user },
        voice: {
          address: voiceAddress.value,
          domain: input.voice.domain,
          user: input.voice.user,
          pin: input.voice.pin,
        },
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
      try {
        for (const what of kept) await forget(id, what);
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

const readSecret = async (secrets: SecretStore, log: Log, id: string, what: Kept): Promise<string | null> => {
  try {
    return await secrets.get(secretName(id, what));
  } catch (error) {
    log.error('secret.unreadable', { error });
    return null;
  }
};

/** `pbx.example`, `http://10.0.0.2:8080/cti/` … → an http(s) address without trailing slash, user part or query. */
export function readAddress(text: string): Result<string> {
  const read = readUrl(text, { field: 'address', schemes: ['http:', 'https:'], assumed: 'http' });
  return read.ok ? ok(`${read.value.origin}${read.value.pathname.replace(/\/+$/, '')}`) : read;
}

/** `pbx.example:8089/ws`, `ws://10.0.0.2:8088/ws` … → a ws(s) address without user part or query; empty stays empty. */
export function readVoiceAddress(text: string): Result<string> {
  if (text.trim() === '') return ok('');
  const read = readUrl(text, { field: 'voice.address', schemes: ['ws:', 'wss:'], assumed: 'wss' });
  return read.ok ? ok(`${read.value.protocol}//${read.value.host}${read.value.pathname}`) : read;
}

function readUrl(
  text: string,
  { field, schemes, assumed }: { field: string; schemes: readonly string[]; assumed: string },
): Result<URL> {
  const refuse = (rule: string): Result<never> =>
    fail(appError('invalid-input', `${field}: ${rule}`, { params: { field, rule } }));
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `${assumed}://${trimmed}`;
  if (/[\s\\]/.test(trimmed) || !URL.canParse(withScheme)) return refuse('not-an-address');
  const url = new URL(withScheme);
  if (!schemes.includes(url.protocol)) return refuse('scheme');
  if (url.username || url.password) return refuse('user-in-address');
  return url.hostname ? ok(url) : refuse('not-an-address');
}
