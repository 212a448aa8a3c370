import type { QueueStrategy } from '../../port';

export interface Candidate {
  readonly interface: string;
  readonly penalty: number;
  readonly callsTaken: number;
  readonly lastCallAt: number | null;
}

/**
 * Who of the free members is rung for a caller.
 *
 * Penalty first: WEBCTI2 §6.10 says that a larger number is a higher priority and served earlier, the opposite of
 * Asterisk; so only the members with the largest penalty among the free ones are considered. Then the strategy:
 * - `ringall`: all of them at once
 * - `rrmemory`: the next in the order of joining after the one rung last
 * - `leastrecent`: whose last call ended longest ago; never called comes first
 * - `fewestcalls`: who has taken the fewest calls
 * Ties go to the order of joining.
 *
 * @param free free members in the order of joining
 * @param order interfaces of all members in the order of joining
 * @param last interface rung last by this queue, empty = none
 */
export function chooseMembers<C extends Candidate>(
  strategy: QueueStrategy,
  free: readonly C[],
  order: readonly string[],
  last: string,
): readonly C[] {
  const first = free[0];
  if (!first) return [];
  const top = Math.max(...free.map((one) => one.penalty));
  const candidates = free.filter((one) => one.penalty === top);
  if (strategy === 'ringall') return candidates;
  if (strategy === 'leastrecent') return [least(candidates, (one) => one.lastCallAt ?? 0)];
  if (strategy === 'fewestcalls') return [least(candidates, (one) => one.callsTaken)];
  const lastAt = order.indexOf(last);
  const turn = (one: C): number => (order.indexOf(one.interface) - lastAt - 1 + order.length) % order.length;
  return [least(candidates, turn)];

  function least(among: readonly C[], figure: (one: C) => number): C {
    return among.reduce((best, one) => (figure(one) < figure(best) ? one : best), among[0] ?? (first as C));
  }
}
