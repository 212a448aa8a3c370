import type { QueueTile } from './queue';
import type { PlatformTime } from './time';

/** Seconds between two moments, never negative; null when the first is not known. */
export const secondsSince = (from: PlatformTime | null, now: PlatformTime): number | null =>
  from === null ? null : Math.max(0, Math.floor((now - from) / 1000));

/** Share in percent with one decimal; null when nothing is to be shared. */
export const percent = (part: number, whole: number): number | null =>
  whole <= 0 ? null : Math.round((part / whole) * 1000) / 10;

export interface FloorTotals {
  readonly waiting: number;
  readonly oldestEnteredAt: PlatformTime | null;
  readonly completed: number | null;
  readonly abandoned: number | null;
  /** Abandoned of all that ended, percent. */
  readonly abandonedPercent: number | null;
}

/**
 * Totals over queues: sums of counts, the oldest of the oldest. Averages and service levels are not summed, since each
 * queue has its own threshold. A figure that one queue does not tell is left out of the sum; null when none tells it.
 */
export function totalTiles(tiles: readonly QueueTile[]): FloorTotals {
  const sum = (figures: readonly (number | null)[]): number | null => {
    const known = figures.filter((figure): figure is number => figure !== null);
    return known.length === 0 ? null : known.reduce((total, figure) => total + figure, 0);
  };
  const oldest = tiles.map((tile) => tile.oldestEnteredAt).filter((at): at is number => at !== null);
  const completed = sum(tiles.map((tile) => tile.completed));
  const abandoned = sum(tiles.map((tile) => tile.abandoned));
  return {
    waiting: tiles.reduce((total, tile) => total + tile.waiting, 0),
    oldestEnteredAt: oldest.length === 0 ? null : Math.min(...oldest),
    completed,
    abandoned,
    abandonedPercent: completed === null || abandoned === null ? null : percent(abandoned, completed + abandoned),
  };
}

/** `amber` from the first limit, `red` from the second; a red limit below the amber one counts as red. */
export const levelOf = (value: number, amber: number, red: number): 'normal' | 'amber' | 'red' =>
  value >= red ? 'red' : value >= amber ? 'amber' : 'normal';
