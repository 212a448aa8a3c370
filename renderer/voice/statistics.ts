import type { AudioQuality } from '../../shared/voice/contract';
import { meanOpinion } from './quality';

/** One entry of `RTCPeerConnection.getStats()`. */
export type Figures = Readonly<Record<string, unknown>>;

/** Counters of one look; the next look is compared with it. */
export interface Counters {
  readonly received: number;
  readonly lost: number;
  /** Seconds and samples that waited in the jitter buffer. */
  readonly waited: number;
  readonly played: number;
}

export const noCounters: Counters = { received: 0, lost: 0, waited: 0, played: 0 };

/** Time that a frame of voice takes on both ends beside network and jitter buffer, ms. */
const framingMs = 20;

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const audio = (type: string) => (entry: Figures) =>
  entry.type === type && (entry.kind === 'audio' || entry.mediaType === 'audio');

/**
 * Figures since the look before; null while no sound has come at all.
 * @param at wall clock, ms
 */
export function measure(
  entries: readonly Figures[],
  before: Counters,
  at: number,
): { readonly quality: AudioQuality; readonly counters: Counters } | null {
  const inbound = entries.find(audio('inbound-rtp'));
  if (!inbound || number(inbound.packetsReceived) === 0) return null;
  const remote = entries.find(audio('remote-inbound-rtp'));
  const codec = entries.find((entry) => entry.type === 'codec' && entry.id === inbound.codecId)?.mimeType;
  const counters: Counters = {
    received: number(inbound.packetsReceived),
    lost: number(inbound.packetsLost),
    waited: number(inbound.jitterBufferDelay),
    played: number(inbound.jitterBufferEmittedCount),
  };
  // Packets that came twice make the count of lost ones fall.
  const lost = Math.max(0, counters.lost - before.lost);
  const received = Math.max(0, counters.received - before.received);
  const loss = lost + received > 0 ? lost / (lost + received) : 0;
  const jitter = number(inbound.jitter) * 1_000;
  const roundTrip = typeof remote?.roundTripTime === 'number' ? remote.roundTripTime * 1_000 : null;
  const played = counters.played - before.played;
  const buffered = played > 0 ? ((counters.waited - before.waited) / played) * 1_000 : 2 * jitter;
  const mos = meanOpinion({
    delay: (roundTrip ?? 0) / 2 + Math.max(0, buffered) + framingMs,
    loss,
    codec: typeof codec === 'string' ? codec.replace(/^audio\//i, '') : '',
  });
  return { quality: { at, jitter, loss, roundTrip, mos }, counters };
}
