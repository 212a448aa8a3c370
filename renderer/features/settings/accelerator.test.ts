import { expect, test } from 'vitest';
import { defaultSettings } from '../../../shared/bridge/settings';
import { conflictOf, type KeyPress, recordAccelerator, showAccelerator } from './accelerator';

const press = (code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key: code,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});

test('a combination is read from the place of the keys', () => {
  expect([
    recordAccelerator(press('KeyA', { key: 'A', ctrlKey: true, shiftKey: true })),
    recordAccelerator(press('Digit1', { key: '!', ctrlKey: true, shiftKey: true })),
    recordAccelerator(press('KeyQ', { key: 'Process', metaKey: true })),
    recordAccelerator(press('F9')),
    recordAccelerator(press('ArrowUp', { altKey: true })),
    recordAccelerator(press('Numpad5', { ctrlKey: true })),
  ]).toEqual(
    [
      'CommandOrControl+Shift+A',
      'CommandOrControl+Shift+1',
      'CommandOrControl+Q',
      'F9',
      'Alt+Up',
      'CommandOrControl+num5',
    ].map((accelerator) => ({ kind: 'accelerator', accelerator })),
  );
});

test('ordinary typing is refused, modifiers alone are unfinished', () => {
  expect([
    recordAccelerator(press('KeyA')),
    recordAccelerator(press('KeyA', { shiftKey: true })),
    recordAccelerator(press('BrowserBack', { ctrlKey: true })),
    recordAccelerator(press('ControlLeft', { key: 'Control', ctrlKey: true, altKey: true })),
  ]).toEqual([
    { kind: 'refused', why: 'no-modifier' },
    { kind: 'refused', why: 'shift-only' },
    { kind: 'refused', why: 'unknown-key' },
    { kind: 'incomplete', held: 'CommandOrControl+Alt' },
  ]);
});

test('a combination that another shortcut has is a conflict, in whatever order its keys are written', () => {
  const shortcuts = defaultSettings.shortcuts;
  expect([
    conflictOf(shortcuts, 'hold', 'Shift+CommandOrControl+A'),
    conflictOf(shortcuts, 'answer', 'CommandOrControl+Shift+A'),
    conflictOf(shortcuts, 'hold', ''),
    conflictOf(shortcuts, 'hold', 'F8'),
  ]).toEqual(['answer', null, null, null]);
});

test('people read their own keyboard', () => {
  expect([
    showAccelerator('CommandOrControl+Shift+A', false),
    showAccelerator('CommandOrControl+Shift+A', true),
    showAccelerator('', false),
  ]).toEqual(['Ctrl + Shift + A', '⌘ ⇧ A', '']);
});
