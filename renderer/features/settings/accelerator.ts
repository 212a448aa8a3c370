import type { Settings } from '../../../shared/bridge/settings';

/** Names of the shortcuts that a person may set. */
export type ShortcutName = keyof Settings['shortcuts'];
export const shortcutNames = [
  'answer',
  'hangUp',
  'hold',
  'mute',
  'toggleReady',
  'dialSelection',
  'show',
] as const satisfies readonly ShortcutName[];

/** What of a key press matters; a DOM KeyboardEvent fits. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type Recorded =
  | { readonly kind: 'accelerator'; readonly accelerator: string }
  /** Only modifiers are down so far; `held` is what to show. */
  | { readonly kind: 'incomplete'; readonly held: string }
  | { readonly kind: 'refused'; readonly why: 'no-modifier' | 'shift-only' | 'unknown-key' };

const modifierKeys = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph']);

const namedKeys: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Delete: 'Delete',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
};

/** The key by its place (`code`), so that Shift+1 is `1` and a Chinese input method does not matter. */
function keyName(press: KeyPress): string | null {
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter) return letter;
  const digit = /^Digit([0-9])$/.exec(press.code)?.[1];
  if (digit) return digit;
  const pad = /^Numpad([0-9])$/.exec(press.code)?.[1];
  if (pad) return `num${pad}`;
  if (/^F([1-9]|1[0-9]|2[0-4])$/.test(press.code)) return press.code;
  return namedKeys[press.code] ?? null;
}

/**
 * A key press as an Electron accelerator (`CommandOrControl+Shift+A`). Function keys may stand alone; every other key
 * needs Ctrl/Command or Alt, because a shortcut works in all programs and must not eat ordinary typing.
 */
export function recordAccelerator(press: KeyPress): Recorded {
  const modifiers = [
    press.ctrlKey || press.metaKey ? 'CommandOrControl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey ? 'Shift' : '',
  ].filter(Boolean);
  if (modifierKeys.has(press.key)) return { kind: 'incomplete', held: modifiers.join('+') };
  const key = keyName(press);
  if (key === null) return { kind: 'refused', why: 'unknown-key' };
  const strong = press.ctrlKey || press.metaKey || press.altKey;
  if (!strong && !/^F\d/.test(key)) return { kind: 'refused', why: press.shiftKey ? 'shift-only' : 'no-modifier' };
  return { kind: 'accelerator', accelerator: [...modifiers, key].join('+') };
}

/** `Ctrl + Shift + A` (or `⌘ ⇧ A` on a Mac) for people; empty for no shortcut. */
export function showAccelerator(accelerator: string, mac: boolean): string {
  if (!accelerator) return '';
  return accelerator
    .split('+')
    .map((part) => {
      if (part === 'CommandOrControl' || part === 'CmdOrCtrl') return mac ? '⌘' : 'Ctrl';
      if (part === 'Alt') return mac ? '⌥' : 'Alt';
      if (part === 'Shift') return mac ? '⇧' : 'Shift';
      return part;
    })
    .join(mac ? ' ' : ' + ');
}

const canonical = (accelerator: string): string => accelerator.toLowerCase().split('+').sort().join('+');

/** The other shortcut that already has this combination; null when it is free. */
export function conflictOf(
  shortcuts: Settings['shortcuts'],
  name: ShortcutName,
  accelerator: string,
): ShortcutName | null {
  if (!accelerator) return null;
  return (
    shortcutNames.find((other) => other !== name && canonical(shortcuts[other]) === canonical(accelerator)) ?? null
  );
}
