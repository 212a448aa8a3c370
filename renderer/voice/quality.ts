/**
 * How a call sounds, as one figure: the E-model of ITU-T G.107 with its defaults, reduced to what a telephone knows of
 * itself: delay, loss and codec (the transmission planning of the other end is unknown).
 */
export interface Transmission {
  /** One way, from mouth to ear, ms. */
  readonly delay: number;
  /** Share of packets that did not come, 0…1. */
  readonly loss: number;
  /** As SDP names it: `PCMU`, `opus` …; empty = unknown. */
  readonly codec: string;
}

/** Rating of a line without delay and loss: R0 − Is with all defaults (G.107 table 3). */
const best = 93.2;

interface Codec {
  /** Impairment of the codec itself, Ie. */
  readonly impairment: number;
  /** Robustness against random loss, Bpl. */
  readonly robustness: number;
}
/** G.113 appendix I: G.711 with packet loss concealment, as every browser does it. */
const g711: Codec = { impairment: 0, robustness: 25.1 };
const codecs: Readonly<Record<string, Codec>> = {
  PCMU: g711,
  PCMA: g711,
  G729: { impairment: 11, robustness: 19 },
};

/** Rating R of G.107, 0…93.2. */
export function rating({ delay, loss, codec }: Transmission): number {
  // G.722 and Opus are not worse than G.711 to a narrow-band ear; the model has no entry for them there.
  const { impairment, robustness } = codecs[codec.toUpperCase()] ?? g711;
  const late = Math.max(0, delay);
  // Delay hurts talk little up to 177 ms and then more (Cole & Rosenbluth, a fit to figure 2 of G.107).
  const byDelay = 0.024 * late + (late > 177.3 ? 0.11 * (late - 177.3) : 0);
  const percent = 100 * Math.min(1, Math.max(0, loss));
  const byLoss = impairment + (95 - impairment) * (percent / (percent + robustness));
  return Math.max(0, best - byDelay - byLoss);
}

/** Mean opinion score of a rating, 1…4.5 (G.107 annex B). */
export function scoreOf(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  // The cubic dips below 1 for ratings nobody could talk at.
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

export const meanOpinion = (transmission: Transmission): number => scoreOf(rating(transmission));
