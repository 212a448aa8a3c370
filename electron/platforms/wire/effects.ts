import type { Clock } from '../../../shared/domain/time';
import type { Http } from './http';
import type { Network } from './network';

/** Everything of the outside world that this driver uses; the tests give their own. */
export interface Effects {
  readonly clock: Clock;
  /** 0 ≤ n < 1; jitter of retries. */
  readonly random: () => number;
  /** Fields are masked already. */
  readonly log: Log;
  /** Road to one platform; `pin` empty = normal certificate check. */
  readonly http: (pin: string) => Http;
  readonly network: Network;
  /** Minutes east of UTC to assume until the platform has told its own; China when absent. */
  readonly assumedZone?: number;
}

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
export type LogFields = Readonly<Record<string, string | number | boolean>>;
