import type { KeyboardEvent, MouseEvent } from 'react';
import { useCallback, useState } from 'react';
import type { MenuPlace } from '../../ui/context-menu';

export interface OpenMenu {
  readonly id: string;
  readonly place: MenuPlace;
}

/** The three roads to a row's menu (its button, right click, keyboard) for a `Table` inside the returned props. */
export function useRowMenu(options: {
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** A letter key on the selected row; true when the key is one of the table's own. */
  readonly onKey: (key: string, id: string) => boolean;
}): {
  readonly menu: OpenMenu | null;
  readonly close: () => void;
  readonly openFor: (id: string, root: HTMLElement | null) => void;
  readonly rootProps: {
    readonly onClick: (event: MouseEvent<HTMLElement>) => void;
    readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
} {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const { selected, onSelect, onKey } = options;
  const open = (id: string, x: number, y: number): void => {
    onSelect(id);
    setMenu({ id, place: { x, y } });
  };
  const openFor = (id: string, root: HTMLElement | null): void => {
    const box = rowElement(root, id)?.getBoundingClientRect() ?? root?.getBoundingClientRect();
    open(id, (box?.left ?? 0) + 40, (box?.bottom ?? 0) - 4);
  };
  return {
    menu,
    close: useCallback(() => setMenu(null), []),
    openFor,
    rootProps: {
      onClick: (event) => {
        const button = event.target instanceof Element ? event.target.closest('[data-menu]') : null;
        const id = button ? idOf(button) : null;
        if (!button || id === null) return;
        const box = button.getBoundingClientRect();
        open(id, box.left, box.bottom);
      },
      onContextMenu: (event) => {
        const id = event.target instanceof Element ? idOf(event.target) : null;
        if (id === null) return;
        event.preventDefault();
        open(id, event.clientX, event.clientY);
      },
      onKeyDown: (event) => {
        const grid = event.target instanceof HTMLElement && event.target.getAttribute('role') === 'grid';
        if (!grid || selected === null || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
          event.preventDefault();
          openFor(selected, event.currentTarget);
        } else if (event.key.length === 1 && onKey(event.key, selected)) event.preventDefault();
      },
    },
  };
}

const prefix = 'row-';
const idOf = (from: Element): string | null => from.closest('[role="row"][id]')?.id.slice(prefix.length) ?? null;

const rowElement = (root: HTMLElement | null, id: string): Element | null =>
  [...(root?.querySelectorAll('[role="row"][id]') ?? [])].find((row) => row.id === prefix + id) ?? null;
