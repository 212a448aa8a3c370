import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';

/**
 * `modal` (menus, dialogs) takes the keyboard; `panel` (popovers) only needs room: a ringing call can still be answered
 * by key while the list of queues is open.
 */
export type OverlayKind = 'modal' | 'panel';

const overlays = createStore<Readonly<Record<OverlayKind, number>>>(() => ({ modal: 0, panel: 0 }));

/** Counts the component as an open overlay while it is mounted. */
export function useOverlay(kind: OverlayKind = 'modal'): void {
  useEffect(() => {
    overlays.setState((open) => ({ [kind]: open[kind] + 1 }));
    return () => overlays.setState((open) => ({ [kind]: open[kind] - 1 }));
  }, [kind]);
}

/** Whether anything is open: a 52 px high window must grow to show it. */
export const useAnyOverlay = (): boolean => useStore(overlays, ({ modal, panel }) => modal + panel > 0);
/** For key handlers: single keys are quiet while something has the keyboard for itself. */
export const anyOverlay = (): boolean => overlays.getState().modal > 0;
