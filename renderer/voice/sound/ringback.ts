import type { Clock } from '../../../shared/domain/time';
import { ringbackPauseMs, ringbackTone, type Tones } from './tone';

export interface RingbackEffects {
  readonly tones: Tones;
  readonly clock: Clock;
  /** Where the person listens now, and how loud. */
  readonly output: () => string;
  readonly volume: () => number;
}

/** The ringing tone of a call that goes out, made here because the exchange sends none; ends at once. */
export function startRingback({ tones, clock, output, volume }: RingbackEffects): () => void {
  const stop = new AbortController();
  let disarm = (): void => {};
  const ring = async (): Promise<void> => {
    const heard = await tones.play(ringbackTone, output(), volume(), stop.signal).catch(() => false);
    if (heard && !stop.signal.aborted) disarm = clock.after(ringbackPauseMs, () => void ring());
  };
  void ring();
  return () => {
    stop.abort();
    disarm();
  };
}
