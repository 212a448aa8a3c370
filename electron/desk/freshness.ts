import type { EndpointHealth, LinkState } from '../../shared/bridge/topics';
import type { AppError } from '../../shared/domain/result';
import type { PlatformTime } from '../../shared/domain/time';

/** Missed polls after which an endpoint is amber, and red (DESIGN §7). */
export const staleAfter = 2;
export const downAfter = 5;

export const healthState = (failures: number): EndpointHealth['state'] =>
  failures >= downAfter ? 'down' : failures >= staleAfter ? 'stale' : 'ok';

export interface Freshness {
  /** A poll ended. Returns what became of the whole link. */
  record(poll: {
    readonly endpoint: string;
    readonly error: AppError | null;
    readonly failures: number;
    readonly at: PlatformTime;
  }): FreshnessView;
  view(): FreshnessView;
  healthy(endpoint: string): boolean;
  forget(): void;
}

export interface FreshnessView {
  readonly state: Extract<LinkState, 'connecting' | 'live' | 'stale' | 'down'>;
  readonly asOf: PlatformTime | null;
  /** Since when calls may have been missed; kept while stale or down. */
  readonly missingSince: PlatformTime | null;
  readonly attempt: number;
  readonly error: AppError | null;
  readonly endpoints: readonly EndpointHealth[];
  /** Set on the one view that ends a gap: the span in which nobody saw calls. */
  readonly gap: { readonly from: PlatformTime; readonly to: PlatformTime } | null;
}

/** Any of these shows my calls; while one of them is fresh nothing can be missed. */
export const callEndpoints: readonly string[] = ['pops', 'status', 'floor'];

interface Row {
  failures: number;
  asOf: PlatformTime | null;
  error: AppError | null;
}

/** So long without any answer is a gap even when no poll failed: the machine slept. */
export const silentGap = 30_000;

/**
 * Turns poll reports into "as of", amber, red and "calls may have been missed since".
 * @param active whether an endpoint is being asked at present; one that rests keeps its row but decides nothing
 */
export function createFreshness(active: (endpoint: string) => boolean = () => true): Freshness {
  const rows = new Map<string, Row>();
  let missingSince: PlatformTime | null = null;

  const view = (gap: FreshnessView['gap']): FreshnessView => {
    const watched = callEndpoints.filter(active).flatMap((endpoint) => rows.get(endpoint) ?? []);
    // One that works shows my calls; when none does, the one asked most often knows best for how long.
    const best =
      watched.find((row) => row.failures === 0) ??
      watched.reduce<Row | null>((found, row) => (found === null || row.failures > found.failures ? row : found), null);
    const asOf = watched.reduce<PlatformTime | null>(
      (latest, row) => (row.asOf !== null && (latest === null || row.asOf > latest) ? row.asOf : latest),
      null,
    );
    const state = best === null ? 'connecting' : healthState(best.failures);
    return {
      state: state === 'ok' ? (asOf === null ? 'connecting' : 'live') : state,
      asOf,
      missingSince,
      attempt: best?.failures ?? 0,
      error: best && best.failures > 0 ? best.error : null,
      endpoints: [...rows].map(([endpoint, row]) => ({
        endpoint,
        state: healthState(row.failures),
        asOf: row.asOf,
        error: row.error,
      })),
      gap,
    };
  };

  return {
    record: ({ endpoint, error, failures, at }) => {
      const row = rows.get(endpoint) ?? { failures: 0, asOf: null, error: null };
      const before = view(null).asOf;
      rows.set(endpoint, { failures, asOf: error ? row.asOf : at, error });
      const now = view(null);
      if (now.state === 'down' && missingSince === null) missingSince = now.asOf;
      if (now.state === 'live' && missingSince !== null) {
        const gap = { from: missingSince, to: at };
        missingSince = null;
        return view(gap);
      }
      const shown = !error && callEndpoints.includes(endpoint);
      if (shown && before !== null && at - before > silentGap) return view({ from: before, to: at });
      return view(null);
    },
    view: () => view(null),
    healthy: (endpoint) => (rows.get(endpoint)?.failures ?? 0) === 0,
    forget: () => {
      rows.clear();
      missingSince = null;
    },
  };
}
