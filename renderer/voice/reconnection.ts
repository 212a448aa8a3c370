import type { Clock } from '../../shared/domain/time';

/** The network often heals a pause by itself. */
const pauseMs = 2_000;
/** A new way that has not worked by then is looked for again. */
const againMs = 5_000;
/** Nobody waits longer for a voice. */
const patienceMs = 30_000;

export interface Reconnection {
  /** How the sound travels now. */
  media(state: RTCPeerConnectionState): void;
  /** The line to the exchange is back: whatever was said meanwhile is said again. */
  link(): void;
  /** The computer has another network. */
  network(): void;
  close(): void;
}

/**
 * Keeps the sound of one call alive through changes of the network: new ways are looked for when the present one is lost,
 * again and again, and the call is given up when that takes too long.
 * @param refresh negotiates the call anew; `media` = with new ways (ICE restart)
 */
export function createReconnection(
  clock: Clock,
  refresh: (media: boolean) => Promise<boolean>,
  giveUp: () => void,
): Reconnection {
  let broken = false;
  let restarting = false;
  let closed = false;
  let next: (() => void) | null = null;
  let patience: (() => void) | null = null;

  const rest = (): void => {
    next?.();
    patience?.();
    next = null;
    patience = null;
  };
  const close = (): void => {
    closed = true;
    rest();
  };
  const plan = (ms: number): void => {
    next?.();
    next = clock.after(ms, restart);
  };
  function restart(): void {
    next?.();
    next = null;
    if (closed || !broken || restarting) return;
    restarting = true;
    void refresh(true).then(() => {
      restarting = false;
      if (broken && !closed) plan(againMs);
    });
  }

  return {
    media: (state) => {
      if (closed) return;
      if (state === 'connected') {
        broken = false;
        rest();
        return;
      }
      if (state !== 'disconnected' && state !== 'failed') return;
      if (!broken) {
        broken = true;
        patience = clock.after(patienceMs, () => {
          close();
          giveUp();
        });
      }
      if (state === 'failed') restart();
      else if (!next) plan(pauseMs);
    },
    link: () => {
      if (closed) return;
      if (broken) restart();
      else void refresh(false);
    },
    network: () => {
      if (broken) restart();
    },
    close,
  };
}
