import type { Clock } from '../domain/time';
import { createBridgeClient } from './client';
import { createBridgeServer } from './server';
import type { DeskDoor, Port, RoadState, WireMessage } from './wire';

export interface PortPair {
  readonly screen: Port;
  readonly desk: Port;
  /** Cuts or joins the road, as a lost socket would. */
  set(state: RoadState): void;
}

/** Two joined ports. Every message goes through JSON text, in order and never within the sender's own call. */
export function createPortPair(): PortPair {
  const states = new Set<(state: RoadState) => void>();
  let state: RoadState = 'open';
  const onState = (on: (state: RoadState) => void): (() => void) => {
    states.add(on);
    on(state);
    return () => {
      states.delete(on);
    };
  };
  const end = (): { readonly listeners: Set<(message: unknown) => void>; port(to: () => Listeners): Port } => {
    const listeners: Listeners = new Set();
    return {
      listeners,
      port: (to) => ({
        send: (message: WireMessage) => {
          if (state === 'closed') return;
          const text = JSON.stringify(message);
          void Promise.resolve().then(() => {
            if (state === 'open') for (const on of [...to()]) on(text);
          });
        },
        onMessage: (on) => {
          listeners.add(on);
          return () => {
            listeners.delete(on);
          };
        },
        onState,
      }),
    };
  };
  const a = end();
  const b = end();
  return {
    screen: a.port(() => b.listeners),
    desk: b.port(() => a.listeners),
    set: (next) => {
      if (next === state) return;
      state = next;
      for (const on of [...states]) on(next);
    },
  };
}
type Listeners = Set<(message: unknown) => void>;

/** A whole `Bridge` on a desk in the same process: the model of both hosts, and the transport of tests. */
export function createMemoryBridge(
  desk: DeskDoor,
  effects: { readonly clock: Clock },
): ReturnType<typeof createBridgeClient> & { readonly road: PortPair } {
  const road = createPortPair();
  const stop = createBridgeServer(desk, road.desk, effects);
  const client = createBridgeClient(road.screen);
  return {
    ...client,
    road,
    close: () => {
      client.close();
      stop();
    },
  };
}
