import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';

/** How many menus, popovers and dialogs are open: a 52 px high window must grow to show one. */
const overlays = createStore<{ readonly open: number }>(() => ({ open: 0 }));

/** Counts the component as an open overlay while it is mounted. */
export function useOverlay(): void {
  useEffect(() => {
    overlays.setState(({ open }) => ({ open: open + 1 }));
    return () => overlays.setState(({ open }) => ({ open: open - 1 }));
  }, []);
}

export const useAnyOverlay = (): boolean => useStore(overlays, ({ open }) => open > 0);
/** For key handlers: single keys are quiet while an overlay is open. */
export const anyOverlay = (): boolean => overlays.getState().open > 0;
