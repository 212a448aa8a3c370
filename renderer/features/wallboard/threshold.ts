import type { Settings } from '../../../shared/bridge/settings';
import type { AgentRow, QueueTile, WaitingCaller } from '../../../shared/domain/queue';
import type { PlatformTime } from '../../../shared/domain/time';

/** How far a figure is from what the office wants; drawn as colour, icon and word. */
export type Level = 'ok' | 'amber' | 'red';

export type Thresholds = Settings['thresholds'];

/** `amber` and `red` are lower limits: a figure equal to a limit has reached it. */
export function levelOf(figure: number, amber: number, red: number): Level {
  if (figure >= red) return 'red';
  return figure >= amber ? 'amber' : 'ok';
}

export const worst = (...levels: readonly Level[]): Level =>
  levels.includes('red') ? 'red' : levels.includes('amber') ? 'amber' : 'ok';

/** Whole seconds since `since`; never negative, 0 when it is unknown. */
export const secondsSince = (since: PlatformTime | null, now: PlatformTime): number =>
  since === null ? 0 : Math.max(0, Math.floor((now - since) / 1000));

/** Limits of a queue's wait: the queue's own when set, else everybody's. */
export function waitLimits(thresholds: Thresholds, queue: string): { amber: number; red: number } {
  const own = thresholds.byQueue[queue];
  return own
    ? { amber: own.waitAmberSeconds, red: own.waitRedSeconds }
    : { amber: thresholds.waitAmberSeconds, red: thresholds.waitRedSeconds };
}

export function waitLevel(thresholds: Thresholds, queue: string, seconds: number): Level {
  const { amber, red } = waitLimits(thresholds, queue);
  return levelOf(seconds, amber, red);
}

/** Why a tile is not green, one entry per rule that fired; the screen says it in words. */
export interface TileAlarm {
  readonly rule: 'wait' | 'waiting' | 'nobody';
  readonly level: Exclude<Level, 'ok'>;
}

/** The rules of a queue tile: longest wait, callers waiting, callers waiting while nobody is there to answer. */
export function tileAlarms(tile: QueueTile, thresholds: Thresholds, now: PlatformTime): readonly TileAlarm[] {
  const alarms: TileAlarm[] = [];
  const wait =
    tile.waiting > 0 && tile.oldestEnteredAt !== null
      ? waitLevel(thresholds, tile.queue, secondsSince(tile.oldestEnteredAt, now))
      : 'ok';
  if (wait !== 'ok') alarms.push({ rule: 'wait', level: wait });
  const waiting = levelOf(tile.waiting, thresholds.waitingAmber, thresholds.waitingRed);
  if (waiting !== 'ok') alarms.push({ rule: 'waiting', level: waiting });
  const { ready, ringing } = tile.members;
  const working = tile.members['on-call'] + tile.members['wrap-up'];
  if (tile.waiting > 0 && ready + ringing + working === 0) alarms.push({ rule: 'nobody', level: 'red' });
  return alarms;
}

/** Time in state of an agent: pauses and calls have limits, other states have none. */
export function agentLevel(row: AgentRow, thresholds: Thresholds, now: PlatformTime): Level {
  if (row.since === null) return 'ok';
  const seconds = secondsSince(row.since, now);
  if (row.state === 'paused') return levelOf(seconds, thresholds.pauseAmberSeconds, thresholds.pauseRedSeconds);
  if (row.state === 'on-call') return levelOf(seconds, thresholds.talkAmberSeconds, thresholds.talkRedSeconds);
  return 'ok';
}

export const callerLevel = (caller: WaitingCaller, thresholds: Thresholds, now: PlatformTime): Level =>
  waitLevel(thresholds, caller.queue, secondsSince(caller.enteredAt, now));
