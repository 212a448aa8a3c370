import { bridgePath, type WindowRoad } from '../../shared/bridge/window';
import { type Port, type RoadState, readWire, type WireMessage } from '../../shared/bridge/wire';
import type { Clock } from '../../shared/domain/time';

declare global {
  interface Window {
    /** Put there by the Electron preload; absent in the browser edition. */
    readonly seatline?: WindowRoad;
  }
}

/** The road of the Electron edition: the preload's own functions. */
export const windowPort = (road: WindowRoad): Port => ({
  send: (message) => road.send(message),
  onMessage: (on) => road.onMessage(on),
  onState: (on) => road.onState(on),
});

const firstWaitMs = 300;
const longestWaitMs = 5_000;
/** More text than this in one frame is not the desk speaking. */
const longestFrame = 32 * 1024 * 1024;

/** What of a WebSocket is used; tests bring their own. */
export interface SocketLike {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

/**
 * The road of the browser edition: a WebSocket that is opened again by itself, soon at first, then every five seconds,
 * and at once when `wake` is called (network or page came back).
 */
export function socketPort(open: () => SocketLike, clock: Clock): Port & { wake(): void; close(): void } {
  const messages = new Set<(message: unknown) => void>();
  const states = new Set<(state: RoadState) => void>();
  let state: RoadState = 'closed';
  let socket: SocketLike | null = null;
  let wait = firstWaitMs;
  let cancel: (() => void) | null = null;
  let ended = false;

  const turn = (next: RoadState): void => {
    if (next === state) return;
    state = next;
    for (const on of [...states]) on(next);
  };
  const connect = (): void => {
    cancel?.();
    cancel = null;
    if (ended || socket) return;
    const made = open();
    socket = made;
    made.onopen = () => {
      wait = firstWaitMs;
      turn('open');
    };
    made.onmessage = ({ data }) => {
      if (typeof data !== 'string' || data.length > longestFrame) return;
      const message = readWire(data);
      if (message) for (const on of [...messages]) on(message);
    };
    made.onclose = () => {
      if (socket !== made) return;
      socket = null;
      turn('closed');
      if (ended) return;
      cancel = clock.after(wait, connect);
      wait = Math.min(longestWaitMs, wait * 2);
    };
  };
  connect();

  return {
    send: (message: WireMessage) => {
      if (state === 'open') socket?.send(JSON.stringify(message));
    },
    onMessage: (on) => {
      messages.add(on);
      return () => {
        messages.delete(on);
      };
    },
    onState: (on) => {
      states.add(on);
      on(state);
      return () => {
        states.delete(on);
      };
    },
    wake: () => {
      if (socket) return;
      wait = firstWaitMs;
      connect();
    },
    close: () => {
      ended = true;
      cancel?.();
      socket?.close();
      socket = null;
      turn('closed');
    },
  };
}

/** Address of the bridge for the page's own address: `ws://127.0.0.1:port/bridge`. */
export const bridgeAddress = (page: { readonly protocol: string; readonly host: string }): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${bridgePath}`;
