import type { Clock } from '../../shared/domain/time';
import type { Meter } from './media';

const everyMs = 100;
/** What counts as silence, dB below full scale. */
const floor = -60;

/** 0…1 on a scale of decibels: speech moves it over most of its way. */
export const levelOf = (loudness: number): number =>
  loudness <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(loudness)) / floor));

/** Tells the level ten times a second until stopped. Timers, not frames: a hidden page draws none. */
export function watchLevel(meter: Meter, clock: Clock, tell: (level: number) => void): () => void {
  let cancel = clock.after(everyMs, tick);
  let over = false;
  function tick(): void {
    if (over) return;
    tell(levelOf(meter.loudness()));
    cancel = clock.after(everyMs, tick);
  }
  return () => {
    if (over) return;
    over = true;
    cancel();
    meter.close();
  };
}
