import type { Result } from '../domain/result';
import type { AudioDoor, ToAudio } from '../voice/contract';
import type { CancelSignal } from './contract';
import { type Patch, rowTopics, singleTopics, type Topic, type TopicSnapshot } from './topics';

/**
 * What crosses a port between screen and desk: plain JSON, nothing else. `id` numbers calls and queries of one client,
 * `sub` its subscriptions; both are chosen by the client and never used again.
 */
export type ClientMessage =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'query'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'subscribe'; readonly sub: number; readonly topics: readonly string[] }
  | { readonly t: 'unsubscribe'; readonly sub: number }
  /** From the audio page: `FromAudio` of shared/voice. */
  | { readonly t: 'audio'; readonly message: unknown };

/** `seq` of snapshots and patches counts per subscription and topic, so that a receiver sees every gap. */
export type ServerMessage =
  | { readonly t: 'result'; readonly id: number; readonly result: Result<unknown> }
  | { readonly t: 'snapshot'; readonly sub: number; readonly snapshots: readonly TopicSnapshot[] }
  | {
      readonly t: 'patches';
      readonly subs: readonly { readonly sub: number; readonly patches: readonly Patch[] }[];
    }
  | { readonly t: 'audio'; readonly message: ToAudio };

export type WireMessage = ClientMessage | ServerMessage;

export type RoadState = 'open' | 'closed';

/**
 * One end of a message port. `send` takes an object; a port that carries text stringifies it. `onMessage` may be given
 * text or an object. `onState` calls back at once with the present state and then on every change.
 */
export interface Port {
  send(message: WireMessage): void;
  onMessage(on: (message: unknown) => void): () => void;
  onState(on: (state: RoadState) => void): () => void;
}

export type TopicMessage = { readonly snapshots: readonly TopicSnapshot[] } | { readonly patches: readonly Patch[] };

/** What a bridge server needs of the desk; `Desk` of electron/desk/desk.ts is one. */
export interface DeskDoor {
  dispatch(name: string, input: unknown): Promise<Result<unknown>>;
  query(name: string, input: unknown, signal?: CancelSignal): Promise<Result<unknown>>;
  /** Calls `listener` with snapshots at once, then with patches in order of `seq`. */
  subscribe(topics: readonly Topic[], listener: (message: TopicMessage) => void): () => void;
  /** Where an audio page belongs; a desk without one has none. */
  readonly audio?: AudioDoor | undefined;
}

/** A port may hand over text or objects; null when it is neither JSON nor an object with a tag. */
export function readWire(message: unknown): Readonly<Record<string, unknown>> | null {
  let value = message;
  if (typeof message === 'string') {
    try {
      value = JSON.parse(message);
    } catch {
      return null;
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return 't' in value && typeof value.t === 'string' ? (value as Readonly<Record<string, unknown>>) : null;
}

const topicNames: ReadonlySet<string> = new Set([...singleTopics, ...rowTopics]);
export const isTopic = (name: string): name is Topic => topicNames.has(name);
