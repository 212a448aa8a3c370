import { type Settings, settingsSchema } from '../../shared/bridge/settings';
import { type AppError, appError, fail, ok, type Result } from '../../shared/domain/result';
import { type Document, openDocument } from './documents';
import type { Log, Storage } from './effects';

/** What a person set. `change` merges one level deep, checks the whole, and tells what is wrong by field. */
export interface SettingsStore {
  value(): Settings;
  change(change: Readonly<Record<string, unknown>>): Result<Settings, AppError>;
  /** Newest first, without repeats, 50 at most. */
  remember(number: string): Settings;
  saved(): Promise<void>;
}

export async function openSettings(effects: { storage: Storage; log: Log }): Promise<SettingsStore> {
  const document: Document<Settings> = await openDocument({
    name: 'settings.json',
    schema: settingsSchema,
    nested: true,
    ...effects,
  });
  return {
    value: document.value,
    change: (change) => {
      const now: Readonly<Record<string, unknown>> = document.value();
      const next: Record<string, unknown> = { ...now };
      for (const [key, value] of Object.entries(change)) {
        if (!Object.hasOwn(now, key)) return fail(invalid(key, 'unrecognized_keys'));
        const old = now[key];
        next[key] = isPlain(old) && isPlain(value) ? { ...old, ...value } : value;
      }
      const parsed = settingsSchema.safeParse(next);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return fail(invalid(issue?.path.map(String).join('.') ?? '', issue?.code ?? 'invalid'));
      }
      document.set(parsed.data);
      return ok(parsed.data);
    },
    remember: (number) => {
      const now = document.value();
      const recentNumbers = [number, ...now.recentNumbers.filter((known) => known !== number)].slice(0, 50);
      document.set({ ...now, recentNumbers });
      return document.value();
    },
    saved: document.saved,
  };
}

const invalid = (field: string, rule: string): AppError =>
  appError('invalid-input', `${field}: ${rule}`, { tried: 'settings.change', params: { field, rule } });

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
