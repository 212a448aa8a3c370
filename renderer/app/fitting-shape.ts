import { useSyncExternalStore } from 'react';
import type { Settings } from '../../shared/bridge/settings';

type Shape = Settings['shape'];

/** Below this the workspace's columns would lie over one another. */
export const narrowest = 720;
/** Below this only a bar can be read. */
export const lowest = 140;

/**
 * The shape that this window has room for. Electron sizes its windows by the chosen shape, so there it is always the
 * chosen one; a browser window is as a person pulls it.
 */
export function fittingShape(chosen: Shape, width: number, height: number): Shape {
  if (height < lowest) return 'bar';
  return chosen === 'workspace' && width < narrowest ? 'panel' : chosen;
}

const onResize = (run: () => void): (() => void) => {
  window.addEventListener('resize', run);
  return () => window.removeEventListener('resize', run);
};

export const useFittingShape = (chosen: Shape): Shape =>
  useSyncExternalStore(onResize, () => fittingShape(chosen, window.innerWidth, window.innerHeight));
