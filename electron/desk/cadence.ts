import type { DriverCapability } from '../../shared/bridge/topics';
import type { PlatformDriver } from '../platforms/driver';

/** What the desk asks the platform for again and again. `floor` replaces `status` while somebody looks at the floor. */
export const tasks = ['pops', 'status', 'floor', 'channels', 'extensions', 'figures', 'settings'] as const;
export type TaskName = (typeof tasks)[number];

/**
 * How busy the seat is:
 * - `ringing`  something rings or is being dialled, or a command waits for its confirmation
 * - `in-call`  a call is up
 * - `ready`    no call; calls may come
 * - `paused`   no call; paused, in wrap-up, or the screen is locked
 */
export type Pace = 'ringing' | 'in-call' | 'ready' | 'paused';

/** Which screens are open; what nobody looks at is not asked for. */
export interface Watching {
  readonly floor: boolean;
  readonly extensions: boolean;
  readonly figures: boolean;
}

/**
 * Requests that one round of a task costs on the platform. Figures join two lists, settings two switches; extensions are
 * one list, and every fourth or fifth time the members' pauses too.
 */
export const cost: Readonly<Record<TaskName, number>> = {
  pops: 1,
  status: 1,
  floor: 1,
  channels: 1,
  extensions: 1.25,
  figures: 2,
  settings: 2,
};

/**
 * Mean period in ms; 0 = not asked at all.
 *
 * Requests a second with every agent panel open (extensions, figures, settings), from these periods and `cost`:
 *
 *            pops    status  channels extensions figures settings   sum    promise (DESIGN §6)
 *   ringing  2.500   0.769   0.333    0.042      0.067   0.033      3.744  ≤ 4
 *   in-call  2.000   1.000   0.500    0.208      0.100   0.033      3.842  ≤ 4
 *   ready    1.000   0.200   –        0.208      0.050   0.022      1.481  ≤ 1.5
 *   paused   0.167   0.083   –        0.009      0.014   0.013      0.286  ≤ 0.3
 *
 * The floor is a supervisor's screen and not an idle agent's: while it is open it replaces `status` and costs 0.5 a
 * second (1 in a call), whatever the seat does; nobody sees it on a locked screen, where it rests.
 */
export const plan: Readonly<Record<Pace, Readonly<Record<TaskName, number>>>> = {
  ringing: { pops: 400, status: 1300, floor: 1000, channels: 3000, extensions: 30000, figures: 30000, settings: 60000 },
  'in-call': {
    pops: 500,
    status: 1000,
    floor: 1000,
    channels: 2000,
    extensions: 6000,
    figures: 20000,
    settings: 60000,
  },
  ready: { pops: 1000, status: 5000, floor: 2000, channels: 0, extensions: 6000, figures: 40000, settings: 90000 },
  paused: {
    pops: 6000,
    status: 12000,
    floor: 2000,
    channels: 0,
    extensions: 140000,
    figures: 140000,
    settings: 150000,
  },
};

/**
 * Periods while the platform says by itself when there is something new (decision 013); what is not listed keeps the
 * table above. These are only the net below the hints: a hint asks at once, and no more often than the table would have
 * asked (`desk/push`), so that a line that tells without end costs what polling costs.
 *
 *            pops    status  channels extensions figures settings   sum    without
 *   in-call  0.500   0.250   0.500    0.104      0.100   0.033      1.488  3.842
 *   ready    0.200   0.067   –        0.104      0.050   0.022      0.443  1.481
 *
 * While something rings the table stays: it is short, and the person looks at nothing else.
 */
export const pushedPlan: Partial<Record<Pace, Partial<Record<TaskName, number>>>> = {
  'in-call': { pops: 2000, status: 4000, floor: 2000, extensions: 12000 },
  ready: { pops: 5000, status: 15000, floor: 6000, extensions: 12000 },
  paused: { floor: 6000 },
};

/** Each period is spread by ± this share, so that desks started together do not ask together. */
export const jitterShare = 0.2;

/** Longest wait between two tries of a failing endpoint. */
export const longestBackOff = 30_000;

/**
 * What a platform must be able to do for a task to be worth asking; any of them will do. A platform without queues has
 * no status of devices and no list of channels either: what is known of its calls is in the pops.
 */
const needs: Readonly<Record<TaskName, readonly DriverCapability[]>> = {
  pops: [],
  status: ['queues'],
  floor: ['floor'],
  channels: ['queues'],
  extensions: ['extensions'],
  figures: ['figures'],
  settings: ['dnd', 'forwarding'],
};

/** What of a platform shapes the cadence. */
export type Polled = Pick<PlatformDriver, 'capabilities' | 'rhythm'>;

export const tells = (platform: Polled, task: TaskName): boolean =>
  needs[task].length === 0 || needs[task].some((capability) => platform.capabilities.has(capability));

/**
 * Mean period of a task now; 0 = it rests. `platform` absent = one that tells everything and has no wishes. `pushed`: the
 * line on which the platform says what is new stands.
 */
export function periodOf(
  task: TaskName,
  pace: Pace,
  watching: Watching,
  locked: boolean,
  platform?: Polled,
  pushed = false,
): number {
  if (platform && !tells(platform, task)) return 0;
  const now = locked && pace === 'ready' ? 'paused' : pace;
  const period =
    (task === 'pops' ? platform?.rhythm?.pops[now] : undefined) ??
    (pushed ? pushedPlan[now]?.[task] : undefined) ??
    plan[now][task];
  const floor = watching.floor && !locked && (!platform || tells(platform, 'floor'));
  switch (task) {
    case 'status':
      return floor ? 0 : period;
    case 'floor':
      return floor ? period : 0;
    case 'extensions':
      return watching.extensions ? period : 0;
    case 'figures':
      return watching.figures ? period : 0;
    default:
      return period;
  }
}

/** Mean requests a second. */
export const requestsPerSecond = (pace: Pace, watching: Watching, locked: boolean, pushed = false): number =>
  tasks.reduce((sum, task) => {
    const period = periodOf(task, pace, watching, locked, undefined, pushed);
    return period === 0 ? sum : sum + (1000 * cost[task]) / period;
  }, 0);

/** Wait after the n-th failure in a row: the period doubled each time, never above `longestBackOff`. */
export const backOff = (period: number, failures: number): number =>
  Math.max(Math.min(period, longestBackOff), Math.min(longestBackOff, period * 2 ** Math.max(0, failures - 1)));
