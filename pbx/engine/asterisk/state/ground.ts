import type { PlatformTime } from '../../../../shared/domain/time';
import type { Log } from '../../../http/log';
import type { Ami } from '../ami/port';
import type { AsteriskSetup } from '../parts';
import type { EventLog } from './event-log';

/** What every part of the state stands on. */
export interface Ground {
  readonly ami: Ami;
  readonly log: Log;
  readonly setup: AsteriskSetup;
  readonly events: EventLog;
  now(): PlatformTime;
  /** Something that can be seen has changed. */
  touch(): void;
  after(ms: number, run: () => void): () => void;
}

/** Seconds an ended channel, link, park or seat stays readable, so that a poller can learn how it ended. */
export const lingerSeconds = 30;

export const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1000));

export type Writable<T> = { -readonly [K in keyof T]: T[K] };
