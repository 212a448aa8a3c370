import type { Clock } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import type { CallEngine } from '../engine/port';
import type { CentreKind } from '../scenario/centre';
import type { Scenario } from '../scenario/port';
import type { Fetcher } from '../services/callback';
import type { TaskMirror } from '../services/task-mirror';
import type { MirrorAccount } from '../services/task-mirror-line';
import type { Store } from '../store/store';
import type { Admin } from './admin/mount';
import type { ExchangeMaker } from './exchange';
import type { Limits } from './guard';
import type { Log } from './log';
import type { Push, PushLimits } from './push';

/** A running built-in platform, as a library. `startPlatform` in `pbx/http/start.ts` makes it. */
export interface Platform {
  /** `http://127.0.0.1:8123` */
  readonly address: string;
  readonly key: string;
  readonly engine: CallEngine;
  /** What it remembers; a witness for tests beside what the endpoints say. */
  readonly store: Store;
  readonly scenario: Scenario;
  /** Requests answered since start, by endpoint name; the benches count with it. */
  readonly requests: ReadonlyMap<string, number>;
  /** The event streams that are open. */
  readonly push: Pick<Push, 'open' | 'written'>;
  /** The copy of the outbound tasks in a database; null = there is none. */
  readonly mirror: TaskMirror | null;
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** 0 = any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly key?: string;
  readonly seed?: number;
  readonly clock?: Clock;
  /** The exchange behind the faces; absent = the simulated one. */
  readonly exchange?: ExchangeMaker | undefined;
  /** Data folder; absent = everything is gone at the end. */
  readonly folder?: string | undefined;
  /** Days of a past that is made up for the people and queues of the centre; only where nothing has happened yet. */
  readonly history?: number | undefined;
  /** The platform's local time: minutes east of UTC, or a place with summer time; default 480 (China). */
  readonly zone?: Zone;
  /** `small`: 6 seats, 2 queues, nobody moves; `demo`: 12 seats, 3 queues and a living call centre; or sizes. */
  readonly centre?: CentreKind;
  /** Simulated people act by themselves. */
  readonly alive?: boolean;
  /** 1 = wall clock speed of the demo. */
  readonly demoSpeed?: number;
  /** Token of the control face; empty = no control face. */
  readonly controlToken?: string;
  /** Console commands beyond `meetme …` that cticommand may run. */
  readonly allowedCommands?: readonly string[];
  /** Who may see the administration pages; default user `admin` with a password that nobody knows. */
  readonly admin?: Partial<Admin> | undefined;
  /** What one address may ask; absent = `usualLimits`. */
  readonly limits?: Partial<Limits> | undefined;
  /** The road to programs of the platform's customers (TTS_CALLBACK_URL); absent = the network. */
  readonly fetcher?: Fetcher;
  /** Bounds of the event stream (decision 013); `false` = there is none, and `about` announces none. */
  readonly push?: false | Partial<PushLimits>;
  /** The Uncall face, which has no key; absent = only where no other machine reaches it. */
  readonly uncall?: boolean;
  /** Database that the outbound tasks are copied to (Uncall chapter 5); absent = none. */
  readonly mirror?: MirrorAccount | undefined;
  /** Unknown endpoints, wrong methods, failed handlers; absent = nobody listens. */
  readonly log?: Log;
}
