import type { VoiceQuality } from '../../../shared/bridge/topics';
import type { AudioQuality } from '../../../shared/voice/contract';

/** Figures of one call from its samples; an interval without sound is no sample. */
export interface QualityRecord {
  /** The same sample (`at`) twice counts once. */
  add(sample: AudioQuality): void;
  /** Null when there was none. Milliseconds, shares of 0…1, MOS 1…4.5. */
  summary(): QualitySummary | null;
}

export interface QualitySummary {
  readonly samples: number;
  readonly jitterAverage: number;
  readonly jitterMost: number;
  readonly lossAverage: number;
  readonly lossMost: number;
  /** Null: the other end never reported. */
  readonly roundTripAverage: number | null;
  readonly mosAverage: number;
  readonly mosLeast: number;
}

export function createQualityRecord(): QualityRecord {
  let last = Number.NEGATIVE_INFINITY;
  let count = 0;
  const jitter = { sum: 0, most: 0 };
  const loss = { sum: 0, most: 0 };
  const trip = { sum: 0, count: 0 };
  const mos = { sum: 0, least: Number.POSITIVE_INFINITY };
  return {
    add: (sample) => {
      if (sample.at <= last) return;
      last = sample.at;
      count += 1;
      jitter.sum += sample.jitter;
      jitter.most = Math.max(jitter.most, sample.jitter);
      loss.sum += sample.loss;
      loss.most = Math.max(loss.most, sample.loss);
      mos.sum += sample.mos;
      mos.least = Math.min(mos.least, sample.mos);
      if (sample.roundTrip === null) return;
      trip.sum += sample.roundTrip;
      trip.count += 1;
    },
    summary: () =>
      count === 0
        ? null
        : {
            samples: count,
            jitterAverage: round(jitter.sum / count, 1),
            jitterMost: round(jitter.most, 1),
            lossAverage: round(loss.sum / count, 4),
            lossMost: round(loss.most, 4),
            roundTripAverage: trip.count === 0 ? null : round(trip.sum / trip.count, 1),
            mosAverage: round(mos.sum / count, 2),
            mosLeast: round(mos.least, 2),
          },
  };
}

/** As a person reads it. */
export const shownQuality = ({ jitter, loss, roundTrip, mos }: AudioQuality): VoiceQuality => ({
  jitter: round(jitter, 1),
  loss: round(loss, 4),
  roundTrip: roundTrip === null ? null : Math.round(roundTrip),
  mos: round(mos, 2),
});

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
