import { formatPlatformTime, type PlatformTime } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import type { CallEngine } from '../engine/port';

/**
 * What has been worked out of the engine's present state. Hundreds of desks ask the same question about the same state;
 * the answer is made once and forgotten when anything changes.
 */
export interface Moment {
  /** The value under this name, made when nobody has made it since the last change. */
  keep<T>(name: string, make: () => T): T;
}

/** Everything anew: for whoever has no engine that tells of its changes. */
export const noMoment: Moment = { keep: (_, make) => make() };

/** `skew` is what times on the wire are shifted by: with it every row is another one. */
export function createMoment(engine: Pick<CallEngine, 'onChange'>, skew: () => number): Moment {
  const kept = new Map<string, unknown>();
  let shift = skew();
  // Ends with the engine, which forgets its listeners.
  engine.onChange(() => kept.clear());
  return {
    keep<T>(name: string, make: () => T): T {
      if (shift !== skew()) {
        shift = skew();
        kept.clear();
      }
      if (kept.has(name)) return kept.get(name) as T;
      const made = make();
      kept.set(name, made);
      return made;
    },
  };
}

const mostTimes = 8_192;

/** `formatPlatformTime` that remembers: the same instants are printed again and again. */
export function rememberTimes(zone: Zone): (at: PlatformTime | null) => string {
  const known = new Map<number, string>();
  return (at) => {
    if (at === null) return formatPlatformTime(null, zone);
    const second = Math.floor(at / 1000);
    let text = known.get(second);
    if (text === undefined) {
      text = formatPlatformTime(second * 1000, zone);
      if (known.size >= mostTimes) known.clear();
      known.set(second, text);
    }
    return text;
  };
}
