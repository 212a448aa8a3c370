import type { Clock } from '../../shared/domain/time';
import type { CallEngine } from '../engine/port';
import type { Scenario } from '../scenario/port';
import type { Log } from './log';

/** A running built-in platform, as a library. `startPlatform` in `pbx/http/start.ts` makes it. */
export interface Platform {
  /** `http://127.0.0.1:8123` */
  readonly address: string;
  readonly key: string;
  readonly engine: CallEngine;
  readonly scenario: Scenario;
  /** Requests answered since start, by endpoint name; the benches count with it. */
  readonly requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** 0 = any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly key?: string;
  readonly seed?: number;
  readonly clock?: Clock;
  /** Minutes east of UTC of the platform's local time; default 480 (China). */
  readonly zone?: number;
  /** `small`: 6 seats, 2 queues, nobody moves; `demo`: 12 seats, 3 queues and a living call centre; or sizes. */
  readonly centre?: 'small' | 'demo' | { readonly seats: number; readonly queues: number };
  /** Simulated people act by themselves. */
  readonly alive?: boolean;
  /** 1 = wall clock speed of the demo. */
  readonly demoSpeed?: number;
  /** Token of the control face; empty = no control face. */
  readonly controlToken?: string;
  /** Console commands beyond `meetme …` that cticommand may run. */
  readonly allowedCommands?: readonly string[];
  /** Unknown endpoints, wrong methods, failed handlers; absent = nobody listens. */
  readonly log?: Log;
}
