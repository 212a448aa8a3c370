import type { Call } from '../../shared/domain/call';
import type { Seat } from '../../shared/domain/seat';
import type { Clock, PlatformTime } from '../../shared/domain/time';
import type { PlatformDriver, SeatIdentity } from '../platforms/driver';
import type { Confirmations } from './confirm';
import type { Differ } from './differ';
import type { HostPort, Log } from './effects';
import type { Journal } from './journal';
import type { Notices } from './notices';
import type { Poller } from './poller';
import type { SeatKeeper } from './seat';
import type { SettingsStore } from './settings';
import type { TopicStore } from './state';

/** What the parts of a signed-in seat share. Made by `session.ts`; one a sign-in. */
export interface Live {
  readonly clock: Clock;
  readonly log: Log;
  readonly host: HostPort;
  readonly topics: TopicStore;
  readonly settings: SettingsStore;
  readonly journal: Journal;
  readonly notices: Notices;
  readonly driver: PlatformDriver;
  readonly identity: SeatIdentity;
  readonly keeper: SeatKeeper;
  readonly differ: Differ;
  readonly poller: Poller;
  readonly confirmations: Confirmations;
  /** Platform's time now. */
  now(): PlatformTime;
  queueName(queue: string): string;
  publishSeat(): void;
  publishCalls(): void;
  /** After a change of how busy the seat is. */
  replan(): void;
  readonly closed: boolean;
}

export const seatOf = (live: Live): Seat => live.keeper.seat();

export const liveCalls = (live: Live): readonly Call[] =>
  Object.values(live.differ.calls()).filter((call) => call.state !== 'ended');

export const joinedQueues = (live: Live): readonly string[] =>
  seatOf(live)
    .memberships.filter((membership) => membership.joined)
    .map((membership) => membership.queue);
