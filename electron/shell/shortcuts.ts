import { globalShortcut } from 'electron';
import type { Settings } from '../../shared/bridge/settings';

export type ShortcutName = keyof Settings['shortcuts'];
export interface ShortcutFault {
  readonly name: ShortcutName;
  readonly accelerator: string;
  readonly why: 'taken' | 'invalid';
}

/**
 * Registers what changed. Answers the faults, once per change: a shortcut another program holds, or a text that is no
 * accelerator.
 */
export interface Shortcuts {
  use(wanted: Settings['shortcuts']): readonly ShortcutFault[];
  close(): void;
}

export function createShortcuts(press: (name: ShortcutName) => void): Shortcuts {
  let used: Partial<Record<ShortcutName, string>> = {};
  return {
    use: (wanted) => {
      const faults: ShortcutFault[] = [];
      const changed = (Object.keys(wanted) as ShortcutName[]).filter((name) => wanted[name] !== (used[name] ?? ''));
      // All old ones go first: two that are swapped must not block each other.
      for (const name of changed) {
        const old = used[name];
        if (old && globalShortcut.isRegistered(old)) globalShortcut.unregister(old);
      }
      for (const name of changed) {
        const accelerator = wanted[name];
        if (accelerator === '') continue;
        const outcome = register(accelerator, () => press(name));
        if (outcome !== 'ok') faults.push({ name, accelerator, why: outcome });
      }
      used = { ...wanted };
      return faults;
    },
    close: () => globalShortcut.unregisterAll(),
  };
}

function register(accelerator: string, run: () => void): 'ok' | ShortcutFault['why'] {
  try {
    return globalShortcut.register(accelerator, run) ? 'ok' : 'taken';
  } catch {
    return 'invalid';
  }
}
