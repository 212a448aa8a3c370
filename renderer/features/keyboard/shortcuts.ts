import type { DriverCapability } from '../../../shared/bridge/topics';
import type { Call } from '../../../shared/domain/call';
import type { CallAction } from '../../../shared/domain/capabilities';

/** What a key asks for. `disposition` carries 1–9. */
export type KeyIntent =
  | { readonly kind: 'call'; readonly action: CallAction }
  | { readonly kind: 'disposition'; readonly index: number }
  | { readonly kind: 'mute' | 'finish' | 'ready' | 'state-menu' | 'dial' | 'help' };

export interface KeyFacts {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly repeat: boolean;
  /** A text field has the focus, or an input method composes. */
  readonly typing: boolean;
  /** A menu or dialog is open. */
  readonly overlay: boolean;
}

/** Where the person is: some keys mean another thing in wrap-up or while consulting. */
export interface KeyScene {
  readonly call: Call | undefined;
  readonly wrapUp: boolean;
}

/**
 * Meaning of a key press, or null. Single keys count only while no field has the focus (WCAG 2.1.4); Ctrl+Shift+letter
 * counts everywhere (product.md §6.5).
 */
export function readKey(facts: KeyFacts, scene: KeyScene): KeyIntent | null {
  if (facts.repeat || facts.alt || facts.meta) return null;
  const { call } = scene;
  const key = facts.key.length === 1 ? facts.key.toLowerCase() : facts.key;
  const consulting = call?.state === 'consulting';
  if (facts.ctrl && key === 'Enter' && !facts.overlay) {
    if (consulting) return { kind: 'call', action: 'complete-consult' };
    return scene.wrapUp ? { kind: 'finish' } : null;
  }
  if (facts.ctrl && facts.shift) return facts.overlay ? null : letter(key, call, 'chord');
  if (facts.ctrl || facts.overlay) return null;
  if (key === 'Escape') return consulting && !facts.typing ? { kind: 'call', action: 'cancel-consult' } : null;
  if (facts.typing) return null;
  if (key === '?') return { kind: 'help' };
  if (key === '/') return { kind: 'dial' };
  if (/^[1-9]$/.test(key)) return { kind: 'disposition', index: Number(key) - 1 };
  return facts.shift ? null : letter(key, call, 'single');
}

function letter(key: string, call: Call | undefined, how: 'single' | 'chord'): KeyIntent | null {
  switch (key) {
    case 'a':
      return { kind: 'call', action: 'answer' };
    case 'h':
      return { kind: 'call', action: 'hang-up' };
    case 'o':
      return { kind: 'call', action: call?.state === 'held' ? 'resume' : 'hold' };
    case 'm':
      return { kind: 'mute' };
    case 't':
      return { kind: 'call', action: 'transfer' };
    case 'c':
      // Ctrl+Shift+C is the browser's inspector.
      return how === 'single' ? { kind: 'call', action: 'consult' } : null;
    case 'r':
      return how === 'single' ? { kind: 'ready' } : null;
    case 's':
      return { kind: 'state-menu' };
    case 'd':
      return { kind: 'dial' };
    default:
      return null;
  }
}

/** Rows of the list behind `?`. */
export const shortcutGroups = [
  {
    title: 'keys.group.call',
    rows: [
      ['A', 'keys.answer'],
      ['H', 'keys.hangUp'],
      ['O', 'keys.hold'],
      ['M', 'keys.mute'],
      ['T', 'keys.transfer'],
      ['C', 'keys.consult'],
      ['Ctrl+Enter', 'keys.complete'],
      ['Esc', 'keys.cancelConsult'],
    ],
  },
  {
    title: 'keys.group.seat',
    rows: [
      ['R', 'keys.ready'],
      ['S', 'keys.pauseMenu'],
      ['1–9', 'keys.disposition'],
      ['Ctrl+Enter', 'keys.finish'],
    ],
  },
  {
    title: 'keys.group.dial',
    rows: [['D  /', 'keys.dial']],
  },
  {
    title: 'keys.group.app',
    rows: [
      ['?', 'keys.help'],
      ['Esc', 'keys.close'],
    ],
  },
] as const;

type ShortcutWord = (typeof shortcutGroups)[number]['rows'][number][1];

/** Keys that need something of the platform; any one of the list is enough. */
const needs: Partial<Record<ShortcutWord, readonly DriverCapability[]>> = {
  'keys.answer': ['answer'],
  'keys.hold': ['hold'],
  'keys.transfer': ['blind-transfer'],
  'keys.consult': ['consult'],
  'keys.complete': ['consult'],
  'keys.cancelConsult': ['consult'],
  'keys.ready': ['queue-pause', 'busy'],
  'keys.finish': ['queue-pause', 'busy'],
  'keys.pauseMenu': ['queue-pause'],
};

/** The key turns a pause with a reason, or the one switch of the phone. */
export const readyWord = (driver: ReadonlySet<DriverCapability>): 'keys.ready' | 'keys.busy' =>
  driver.has('busy') && !driver.has('queue-pause') ? 'keys.busy' : 'keys.ready';

/**
 * The list without keys that could do nothing here; all of it while nobody is signed in.
 * @param voice whether the app is a telephone itself
 */
export const shortcutsFor = (driver: ReadonlySet<DriverCapability>, voice: boolean) =>
  shortcutGroups.map(({ title, rows }) => ({
    title,
    rows: rows
      .filter(([, word]) => word !== 'keys.mute' || voice)
      .filter(([, word]) => driver.size === 0 || (needs[word]?.some((one) => driver.has(one)) ?? true))
      .map(([key, word]) => [key, word === 'keys.ready' ? readyWord(driver) : word] as const),
  }));
