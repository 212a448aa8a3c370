import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Settings } from '../../../shared/bridge/settings';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSettings } from '../../live/hooks';
import { type Reporting, useReport } from '../../ui/report';

/** Some settings, a section's fields one by one; the desk merges one level deep. */
export type SettingsChange = {
  readonly [K in keyof Settings]?: Settings[K] extends readonly unknown[] | string | boolean
    ? Settings[K]
    : Partial<Settings[K]>;
};

interface Saving {
  /** Saves at once and offers to undo it. True when the desk took it. @param what the setting's name, for the report */
  readonly save: (change: SettingsChange, what: string) => Promise<boolean>;
  readonly reporting: Reporting;
  /** What was typed and is not saved (yet), by field; it outlives a change of section. */
  readonly drafts: ReadonlyMap<string, string>;
  readonly setDraft: (field: string, text: string | null) => void;
  /** Forgets a draft that was saved, unless somebody typed on meanwhile. */
  readonly settleDraft: (field: string, saved: string) => void;
}

const SavingContext = createContext<Saving | null>(null);

export function useSaving(): Saving {
  const saving = useContext(SavingContext);
  if (!saving) throw new Error('a setting outside SavingProvider');
  return saving;
}

/** The present values of what a change touches: its inverse. */
export function inverseOf(settings: Settings, change: SettingsChange): SettingsChange {
  const inverse: Record<string, unknown> = {};
  for (const key of Object.keys(change) as readonly (keyof Settings)[]) {
    const now = settings[key];
    const wanted = change[key];
    inverse[key] =
      typeof now === 'object' && !Array.isArray(now) && typeof wanted === 'object'
        ? Object.fromEntries(Object.keys(wanted).map((field) => [field, (now as Record<string, unknown>)[field]]))
        : now;
  }
  return inverse as SettingsChange;
}

export function SavingProvider(props: { readonly children: ReactNode }): ReactNode {
  const say = useSay();
  const settings = useSettings();
  const { run } = useCommand('settings.change');
  const reporting = useReport();
  const { done, failed } = reporting;
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());

  const setDraft = useCallback((field: string, text: string | null): void => {
    setDrafts((before) => {
      const next = new Map(before);
      if (text === null) next.delete(field);
      else next.set(field, text);
      return next;
    });
  }, []);

  const settleDraft = useCallback((field: string, saved: string): void => {
    setDrafts((before) => {
      if (before.get(field) !== saved) return before;
      const next = new Map(before);
      next.delete(field);
      return next;
    });
  }, []);

  const save = useCallback(
    async (change: SettingsChange, what: string): Promise<boolean> => {
      const inverse = inverseOf(settings, change);
      const result = await run({ change: { ...change } });
      if (!result.ok) {
        failed(result.error);
        return false;
      }
      done(say('settings.saved', { what }), {
        label: say('settings.undo'),
        run: () => {
          void run({ change: { ...inverse } }).then((undone) =>
            undone.ok ? done(say('settings.undone', { what })) : failed(undone.error),
          );
        },
      });
      return true;
    },
    [settings, run, done, failed, say],
  );
  const value = useMemo(
    () => ({ save, reporting, drafts, setDraft, settleDraft }),
    [save, reporting, drafts, setDraft, settleDraft],
  );
  return <SavingContext value={value}>{props.children}</SavingContext>;
}
