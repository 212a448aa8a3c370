/**
 * The event stream that the built-in platform has beside WEBCTI2 (docs/decisions/013-push.md). A hint says that there is
 * something new to ask for; what it is, the documented endpoints tell.
 */

/** Path of the stream on a platform that has one; `about` announces it in its field `push`. */
export const pushPath = 'webservice2/push';

/** Scheme of the `authorization` header; the key of the day follows. It never stands in a URL. */
export const pushScheme = 'WebKey';

/** A platform that has nothing to say says so this often, ms. */
export const heartbeatEvery = 15_000;

/** `devices` and `queues` are for whoever asked for the floor; `parks` and `rooms` belong to nobody and go to everybody. */
export const floorParts = ['devices', 'queues', 'parks', 'rooms'] as const;
export type FloorPart = (typeof floorParts)[number];

export type PushHint =
  /** Calls, status or person of a device. */
  | { readonly kind: 'device'; readonly id: string }
  /** Members, their states and pauses, or waiting callers of a queue. */
  | { readonly kind: 'queue'; readonly id: string }
  | { readonly kind: 'floor'; readonly id: FloorPart };

/** What a stream is asked to tell of, as parameters of its URL. */
export interface PushScope {
  /** At most 50 numbers. */
  readonly devices: readonly string[];
  /** At most 200 numbers. */
  readonly queues: readonly string[];
  /** Any device and any queue, without saying which. */
  readonly floor: boolean;
}
export const mostDevices = 50;
export const mostQueues = 200;
