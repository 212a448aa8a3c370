import type { Call } from '../../../shared/domain/call';
import { toE164 } from '../../../shared/domain/numbers';
import type { DialRules } from '../../../shared/domain/numbers/plan';
import type { PlatformTime } from '../../../shared/domain/time';

/** A call of the app's telephone, as far as finding its card needs it. */
export interface Leg {
  readonly id: string;
  readonly number: string;
  readonly direction: 'in' | 'out';
  readonly state: 'ringing' | 'calling' | 'talking' | 'held';
  /** When it began here, on the platform's clock. */
  readonly since: PlatformTime;
  /** The person dialled, and this is the platform ringing my phone first. */
  readonly dialled: boolean;
}

export interface MatchContext {
  /** The seat made the call (`Differ.outgoing`). */
  outgoing(callId: string): boolean;
  /** Numbers that mean this seat itself. */
  isMe(number: string): boolean;
  readonly rules: DialRules;
  /** The call that the dialler has found to be its own; empty = none. */
  readonly dialledCall: string;
}

export interface Match {
  readonly callId: string;
  /** Nothing else could have been meant: it stays while both live. */
  readonly sure: boolean;
}
export type Matches = ReadonlyMap<string, Match>;

/** More legs and calls than this at one seat are not told apart by hand; the oldest ones of them keep their match. */
const mostPaired = 6;
/** A platform that shows a call still ringing while its leg talks is behind; it costs as much as this, ms. */
const behind = 60_000;

/**
 * Which card each leg is the sound of. Number, direction and state decide whether a pair is possible; among several
 * possible pairings the one with the most equal numbers wins, then the one whose times lie closest. A pair that could
 * not have been another one is kept; the others are looked at again with every fact.
 *
 * @param spent calls whose leg has ended: a channel has one leg in its life
 */
export function matchLegs(
  legs: readonly Leg[],
  calls: readonly Call[],
  before: Matches,
  spent: ReadonlySet<string>,
  context: MatchContext,
): Matches {
  const matches = new Map<string, Match>();
  const living = calls.filter((call) => call.state !== 'ended');
  for (const leg of legs) {
    const match = before.get(leg.id);
    if (match?.sure && living.some((call) => call.id === match.callId)) matches.set(leg.id, match);
  }
  const taken = new Set([...matches.values()].map((match) => match.callId));
  const freeLegs = legs.filter((leg) => !matches.has(leg.id)).slice(-mostPaired);
  const freeCalls = living.filter((call) => !taken.has(call.id) && !spent.has(call.id)).slice(-mostPaired);
  const pairs = freeLegs.map((leg) => freeCalls.map((call) => costOf(leg, call, before, context)));
  const best = pair(pairs);
  for (const [index, leg] of freeLegs.entries()) {
    const at = best[index] ?? -1;
    const call = freeCalls[at];
    if (!call) continue;
    const rivals = pairs.filter((row, other) => other !== index && row[at] !== null).length;
    const others = (pairs[index] ?? []).filter((cost, other) => other !== at && cost !== null).length;
    const strong = pairs[index]?.[at]?.rank === 0;
    matches.set(leg.id, { callId: call.id, sure: strong && rivals === 0 && others === 0 });
  }
  return matches;
}

interface Cost {
  /** 0 = the numbers are equal, 1 = nothing speaks against it. */
  readonly rank: 0 | 1;
  readonly distance: number;
}

/** Null = these two are not the same call. */
function costOf(leg: Leg, call: Call, before: Matches, context: MatchContext): Cost | null {
  if (call.away) return null;
  // What a platform is silent about may still ring, whatever it is taken for.
  const early = call.state === 'ringing' || call.state === 'calling-me' || call.assumed !== undefined;
  if (leg.state === 'ringing' && !early) return null;
  const out = context.outgoing(call.id);
  const ringsMe = call.state === 'calling-me';
  if (leg.direction === 'out' && (!out || ringsMe)) return null;
  if (leg.direction === 'in' && leg.dialled !== out && !ringsMe) return null;
  const rank = rankOf(leg, call, context);
  if (rank === null) return null;
  const lag = early && leg.state !== 'ringing' ? behind : 0;
  const kept = before.get(leg.id)?.callId === call.id ? 1 : 0;
  return { rank, distance: Math.abs(call.startedAt - leg.since) + lag - kept };
}

function rankOf(leg: Leg, call: Call, context: MatchContext): 0 | 1 | null {
  if (leg.dialled && call.id === context.dialledCall) return 0;
  const compared = compareNumbers(leg.number, call.number, context.rules);
  if (compared === 'same') return 0;
  if (compared === 'unknown') return 1;
  // What some exchanges put in the place of the caller.
  const stands = [call.queue, call.did].some((number) => number !== '' && number === leg.number);
  return stands || context.isMe(leg.number) ? 1 : null;
}

/** For each row the column that it gets, −1 = none: most pairs of rank 0, then most pairs, then the least distance. */
function pair(pairs: readonly (readonly (Cost | null)[])[]): readonly number[] {
  let best: { readonly strong: number; readonly count: number; readonly far: number; readonly at: number[] } | null =
    null;
  const used = new Set<number>();
  const walk = (row: number, at: number[], strong: number, count: number, far: number): void => {
    const costs = pairs[row];
    if (!costs) {
      const better =
        !best ||
        strong > best.strong ||
        (strong === best.strong && (count > best.count || (count === best.count && far < best.far)));
      if (better) best = { strong, count, far, at };
      return;
    }
    for (const [column, cost] of costs.entries()) {
      if (!cost || used.has(column)) continue;
      used.add(column);
      walk(row + 1, [...at, column], strong + (cost.rank === 0 ? 1 : 0), count + 1, far + cost.distance);
      used.delete(column);
    }
    walk(row + 1, [...at, -1], strong, count, far);
  };
  walk(0, [], 0, 0, 0);
  return (best as { readonly at: number[] } | null)?.at ?? [];
}

/** Fewest digits at the end of two numbers that make them one subscriber. */
const leastTail = 7;

/**
 * Whether two texts mean the same telephone: `+86 138 0013 8000`, `013800138000`, `9013800138000` and `13800138000` do.
 * `unknown` where one of them is no number (`anonymous`, empty).
 */
export function compareNumbers(a: string, b: string, rules: DialRules): 'same' | 'unknown' | 'other' {
  const left = formsOf(a, rules);
  const right = formsOf(b, rules);
  if (left.length === 0 || right.length === 0) return 'unknown';
  const equal = (x: string, y: string): boolean =>
    x === y || (Math.min(x.length, y.length) >= leastTail && (x.endsWith(y) || y.endsWith(x)));
  return left.some((x) => right.some((y) => equal(x, y))) ? 'same' : 'other';
}

function formsOf(text: string, rules: DialRules): readonly string[] {
  const digits = text.replace(/\D/g, '');
  if (digits === '' || /[a-z]{3,}/i.test(text)) return [];
  const { outsidePrefix } = rules;
  const bare = outsidePrefix !== '' && digits.startsWith(outsidePrefix) ? digits.slice(outsidePrefix.length) : '';
  const written = [digits, ...(bare.length >= leastTail ? [bare] : [])];
  const whole = written.map((form) => toE164(form, rules).replace(/\D/g, '')).filter((form) => form !== '');
  return [...new Set([...written, ...whole])];
}
