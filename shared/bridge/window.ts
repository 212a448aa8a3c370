import type { Settings } from './settings';

/**
 * What the Electron preload puts on the page as `window.seatline`; absent in the browser edition, where the page opens
 * a WebSocket at `bridgePath` of its own origin instead. Both carry the messages of ./wire. Four members, frozen.
 */
export interface WindowRoad {
  readonly edition: 'electron';
  /** A client message, plain JSON. */
  send(message: unknown): void;
  /** Server messages in order; returns an idempotent unsubscribe. */
  onMessage(on: (message: unknown) => void): () => void;
  /** `open` at once when the desk listens; `closed` when it ends. */
  onState(on: (state: 'open' | 'closed') => void): () => void;
}

/** Name of the road on `window`. */
export const windowRoadName = 'seatline';

/** Path of the browser edition's WebSocket; text frames, one message each. */
export const bridgePath = '/bridge';

/**
 * First shape of a page, from the query `?shape=…` of its address; afterwards `settings.shape` rules. `ring` is the small
 * popup that shows what rings (answer, reject, ignore) and nothing else.
 */
export type PageShape = Settings['shape'] | 'ring';
export const pageShapes = ['bar', 'panel', 'workspace', 'ring'] as const satisfies readonly PageShape[];

/** Shape named by an address's query, or null. */
export function readPageShape(search: string): PageShape | null {
  const wanted = /[?&]shape=([a-z]+)(?:&|$)/.exec(search)?.[1];
  return pageShapes.find((shape) => shape === wanted) ?? null;
}

/**
 * Two agreements between page and host besides the messages:
 * - the host sets the address's hash to `dialHash` (a `hashchange`, no reload) when a person asked for the dial box from
 *   tray or shortcut; the page focuses the pad and clears the hash;
 * - in the `ring` popup, `window.close()` means "ignore": the host hides it until the next call rings.
 */
export const dialHash = '#dial';
