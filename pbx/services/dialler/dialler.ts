import type { Clock } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import type { CallEngine, CallPrompts } from '../../engine/port';
import type { Campaigns } from '../../store/campaigns';
import type { DialNumber } from '../../store/campaigns-numbers';
import type { Task } from '../../store/campaigns-tasks';
import { StoreFailure } from '../../store/database';
import type { AgentLogins } from './agent-logins';
import { Agents } from './agents';
import { Attempt } from './attempt';
import { freeLines } from './lines';
import { glance, type PacingSight, pacedTask } from './paced-task';
import { plan, type Start } from './pacing';
import { promptsOf } from './prompts';
import { recover } from './recovery';
import { type CallSettings, keysOf, kindOf, marks, requestOf, type SoundMs, settingsOf } from './request';
import { Channels } from './sight';
import { isOver, type Opening, openingAt } from './window';

/** The dialler of the outbound campaigns: runs whatever task is set going, on the engine's clock. */
export interface Dialler {
  /** Something of a task, a list or a setting changed: looks at it within a second. */
  wake(): void;
  /** Begins nothing more. Calls that go on are cut off in its books when it is opened again. */
  close(): void;
}

export interface DiallerOptions {
  readonly engine: CallEngine;
  readonly campaigns: Campaigns;
  readonly clock: Clock;
  /** Minutes east of UTC. */
  readonly zone: Zone;
  /** Length of somebody's own prompts; absent = those of the exchange only. */
  readonly soundMs?: SoundMs;
  /** What special agents' groups say of calls; absent = who lifts has taken the call and is free after it. */
  readonly agentLogins?: Pick<AgentLogins, 'hasTaken' | 'served'>;
  /** The data folder cannot be written to: nothing is begun until it can. One plain sentence. */
  readonly trouble?: (sentence: string) => void;
  /** The exchange plays no prompts to the parties of a call, and a task has one. One plain sentence, told once. */
  readonly unheard?: (sentence: string) => void;
}

/** How often it looks while there is something to call, and at the latest while every task waits for its hours. */
const beatMs = 1_000;
const idleMs = 60_000;
/** A number that was not reached is left in peace so long. The document lets nobody set it (§8.2). */
export const retryPauseMs = 60_000;
/** A call that the exchange took and never showed is given up so long after its time. */
const graceMs = 30_000;

const everybody: Pick<AgentLogins, 'hasTaken' | 'served'> = { hasTaken: () => true, served: () => undefined };

interface RunningTask {
  readonly task: Task;
  readonly settings: CallSettings;
  readonly opening: Opening;
}

export function createDialler(options: DiallerOptions): Dialler {
  const { engine, clock } = options;
  const runner = new Runner(options);
  recover(options.campaigns, engine.now());
  let unset: (() => void) | null = null;
  let dueAt = Number.POSITIVE_INFINITY;
  let closed = false;

  /** What `work` says; a folder that cannot be written to is told and looked at again a minute later. */
  const guarded = (work: () => number | null): number | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      options.trouble?.(error.message);
      return idleMs;
    }
  };
  const arm = (ms: number | null): void => {
    if (closed || ms === null || clock.now() + ms >= dueAt) return;
    unset?.();
    dueAt = clock.now() + ms;
    unset = clock.after(ms, () => {
      dueAt = Number.POSITIVE_INFINITY;
      unset = null;
      arm(guarded(() => runner.beat()));
    });
  };
  const unwatch = engine.onChange(() => arm(guarded(() => (runner.observe() ? beatMs : null))));
  arm(beatMs);

  return {
    wake: () => arm(beatMs),
    close() {
      closed = true;
      unset?.();
      unwatch();
    },
  };
}

class Runner {
  readonly #engine: CallEngine;
  readonly #campaigns: Campaigns;
  readonly #zone: Zone;
  readonly #soundMs: SoundMs;
  readonly #agentLogins: Pick<AgentLogins, 'hasTaken' | 'served'>;
  readonly #live = new Map<number, Attempt>();
  /** Channels that have been looked at, so that each is asked once whose call it is. */
  #claimed = new Set<string>();
  #handDialled: readonly Task[] = [];
  /** When an agent was taken last; whoever had to wait longest is taken first. */
  readonly #takenAt = new Map<string, number>();
  readonly #unheard: (sentence: string) => void;
  #toldUnheard = false;

  constructor({
    engine,
    campaigns,
    zone,
    soundMs = () => null,
    agentLogins = everybody,
    unheard = () => undefined,
  }: DiallerOptions) {
    this.#unheard = unheard;
    this.#soundMs = soundMs;
    this.#agentLogins = agentLogins;
    this.#engine = engine;
    this.#campaigns = campaigns;
    this.#zone = zone;
  }

  /** One look at everything; ms until the next, null = nothing is to be done. */
  beat(): number | null {
    this.observe();
    const { tasks } = this.#campaigns;
    const now = this.#engine.now();
    const running = tasks.active().flatMap((task) => this.#advance(task, now));
    this.#handDialled = running.filter(({ task }) => kindOf(task).first === 'nobody').map(({ task }) => task);
    this.#endOverdue(new Set(running.map(({ task }) => task.id)), now);
    for (const start of this.#plan(running, now)) this.#begin(start, running, now);
    this.observe();
    if (running.length > 0 || this.#live.size > 0) return beatMs;
    const waiting = tasks.active().length > 0;
    return waiting ? idleMs - (now % idleMs) : null;
  }

  /** Takes in what happened to the calls; true when one of them ended. */
  observe(): boolean {
    if (this.#live.size === 0 && this.#handDialled.length === 0) return false;
    const channels = this.#channels();
    this.#claim();
    let ended = false;
    for (const attempt of [...this.#live.values()]) {
      if (attempt.channel === '') continue;
      const { over, lost, progress } = attempt.observe(this.#engine, channels, (no) => this.#personAt(no));
      if (over) {
        this.#end(attempt, lost);
        ended = true;
      } else if (progress) this.#campaigns.calls.progress(attempt.spec.call, attempt.spec.dial, progress);
    }
    return ended;
  }

  /** Brings a task's state and round up to date; nothing when it is not to call now. */
  #advance(task: Task, now: number): readonly RunningTask[] {
    const { tasks, numbers, settings } = this.#campaigns;
    if (task.status !== 'R') tasks.note(task.id, { status: 'R', begunAt: task.begunAt ?? now, finishedAt: null });
    const opening = openingAt(task, now, this.#zone);
    const busy = [...this.#live.values()].some(({ spec }) => spec.task === task.id);
    const cyclic = task.runtype === '1';
    const done = isOver(task, now, this.#zone) || (!cyclic && !numbers.unfinished(task.id));
    if (done && !busy) {
      tasks.note(task.id, { status: 'F', finishedAt: now });
      return [];
    }
    if (!opening || isOver(task, now, this.#zone)) return [];
    if (cyclic && opening.round !== task.round) {
      this.#campaigns.write(() => {
        numbers.renew(task.id);
        tasks.note(task.id, { round: opening.round });
      });
    }
    // The run is through: what the list gets now is called at once, the rest in the next range.
    if (cyclic && !numbers.unfinished(task.id)) return [];
    return [{ task, settings: settingsOf(task, settings.value), opening }];
  }

  #plan(running: readonly RunningTask[], now: number): readonly Start[] {
    const dialling = running.filter(({ task }) => kindOf(task).first !== 'nobody');
    if (dialling.length === 0) return [];
    const attempts = [...this.#live.values()];
    const agents = new Agents(this.#engine, new Set(attempts.map(({ reserves }) => reserves)));
    const sight: PacingSight = {
      agents,
      numbers: this.#campaigns.numbers,
      endedBefore: now - retryPauseMs,
      except: [...new Set(attempts.map(({ spec }) => spec.number))],
      takenAt: (agent) => this.#takenAt.get(agent) ?? 0,
    };
    return plan({
      most: Math.max(0, Number.parseInt(this.#campaigns.settings.value('maxcalls'), 10) || 0),
      live: attempts
        .filter(({ spec }) => !spec.byHand)
        .map(({ spec, taken }) => ({ task: spec.task, number: spec.number, queue: spec.queue, taken })),
      freeIn: (queue) => agents.freeIn(queue),
      linesOf: freeLines(this.#engine),
      tasks: dialling.map(({ task, settings }) => pacedTask(task, settings, sight)),
    });
  }

  /** Writes first and calls then: no call is out that the books do not know. */
  #begin({ task: taskId, dial, agent }: Start, running: readonly RunningTask[], now: number): void {
    const { calls, numbers, tasks } = this.#campaigns;
    const found = running.find(({ task }) => task.id === taskId);
    const number = numbers.get(dial);
    if (!found || !number) return;
    const { task, settings, opening } = found;
    const shared = task.actiontype === '9' ? agent : undefined;
    const call = this.#campaigns.write(() => {
      tasks.note(task.id, { current: dial, lastRunAt: now, lastRange: opening.range });
      const { callerId } = settings;
      return calls.begin(number, { at: now, range: opening.range, agent, callerId, caller: shared });
    });
    if (agent !== '') this.#takenAt.set(agent, now);
    const attempt = this.#track(task, number, settings, { call, agent, byHand: false, now });
    const person = agent === '' ? undefined : new Agents(this.#engine, new Set()).byNumber(agent);
    const request = requestOf(task, number, person, settings, this.#soundMs);
    const prompts = this.#promptsOf(task);
    const originating = this.#engine.originate(prompts ? { ...request, prompts } : request);
    this.#claim();
    if (attempt.channel !== '') return;
    if (!originating.accepted) this.#end(attempt, false);
    // Taken and not shown yet, as an exchange far away does, or failed at once.
    else void originating.result.then((reason) => this.#unseen(attempt, reason !== 4));
  }

  /** Null too where the exchange cannot play them: the call goes on without. */
  #promptsOf(task: Task): CallPrompts | null {
    const prompts = promptsOf(task, this.#campaigns.settings.value, this.#soundMs);
    const limit = prompts && this.#engine.limits().find(({ feature }) => feature === 'prompts');
    if (!limit) return prompts;
    if (!this.#toldUnheard) this.#unheard(limit.why.en);
    this.#toldUnheard = true;
    return null;
  }

  #unseen(attempt: Attempt, failed: boolean): void {
    this.#claim();
    if (failed && attempt.channel === '' && this.#live.has(attempt.spec.dial)) this.#end(attempt, false);
  }

  #track(
    task: Task,
    number: DialNumber,
    { retries, timeoutSeconds }: CallSettings,
    { call, agent, byHand, now }: { call: number; agent: string; byHand: boolean; now: number },
  ): Attempt {
    const { first, needs } = kindOf(task);
    const attempt = new Attempt(
      {
        ...{ call, agent, byHand, retries, task: task.id, dial: number.id, number: number.number },
        queue: needs === 'queue' ? task.exten : '',
        first: first === 'customer' ? 'customer' : 'agent',
        needsAgent: needs !== 'nobody',
        keys: keysOf(task.validkey),
        agentKeys: task.needinput === 'Y',
        tries: number.tries + 1,
        spared: number.spared,
        startedAt: now,
        timeoutMs: timeoutSeconds * 1000,
      },
      this.#engine.events('DTMF', 0).at(-1)?.id ?? 0,
    );
    this.#live.set(number.id, attempt);
    return attempt;
  }

  #end(attempt: Attempt, lost: boolean): void {
    const { call, dial } = attempt.spec;
    const end = attempt.end(this.#engine.now(), lost);
    this.#campaigns.write(() => {
      this.#campaigns.calls.progress(call, dial, end);
      this.#campaigns.calls.end(call, dial, end);
    });
    // Only now: what the disk refused is tried again with the next look.
    this.#live.delete(dial);
    const phone = attempt.served === '' ? undefined : this.#engine.device(attempt.served)?.interface;
    if (phone !== undefined) this.#agentLogins.served(phone);
  }

  #channels(): Channels {
    return new Channels(this.#engine, this.#agentLogins.hasTaken);
  }

  /** Which new channel belongs to which call, and which was dialled by hand. */
  #claim(): void {
    const unseen = [...this.#live.values()].some(({ channel }) => channel === '');
    if (!unseen && this.#handDialled.length === 0) return;
    const present = new Set<string>();
    for (const channel of this.#engine.channels()) {
      present.add(channel.name);
      if (channel.hungUpAt !== null || this.#claimed.has(channel.name)) continue;
      this.#claimed.add(channel.name);
      const attempt = this.#live.get(Number(this.#engine.getVariable(channel.name, marks.dial) || 0));
      if (attempt?.channel === '' && channel.createdAt >= attempt.spec.startedAt) attempt.channel = channel.name;
      else if (!attempt && channel.device !== '' && channel.direct === 'OUT') this.#byHand(channel);
    }
    this.#claimed = new Set([...this.#claimed].filter((name) => present.has(name)));
  }

  /** An agent dialled a number of a preview task from the telephone or by a click. */
  #byHand({
    name,
    dialled,
    device,
  }: {
    readonly name: string;
    readonly dialled: string;
    readonly device: string;
  }): void {
    const agent = this.#personAt(device);
    const now = this.#engine.now();
    for (const task of this.#handDialled) {
      const mine = this.#campaigns.numbers
        .due({ task: task.id, endedBefore: now, except: [], callers: ['', agent], most: glance })
        .find(({ number }) => dialled === number || (dialled.endsWith(number) && dialled.length - number.length <= 3));
      if (!mine || this.#live.has(mine.id)) continue;
      const range = openingAt(task, now, this.#zone)?.range ?? '';
      const settings = settingsOf(task, this.#campaigns.settings.value);
      const call = this.#campaigns.calls.begin(mine, { at: now, range, agent, callerId: settings.callerId });
      this.#campaigns.tasks.note(task.id, { current: mine.id, lastRunAt: now, lastRange: range });
      this.#track(task, mine, settings, { call, agent, byHand: true, now }).channel = name;
      return;
    }
  }

  /** Ends customers rung for too long by way of an agent, and agents rung for a task that has been stopped meanwhile. */
  #endOverdue(running: ReadonlySet<number>, now: number): void {
    const channels = this.#channels();
    for (const attempt of [...this.#live.values()]) {
      const { task, startedAt, timeoutMs } = attempt.spec;
      const overdue = attempt.overdue(now, channels);
      if (overdue !== undefined) {
        attempt.timeOut();
        this.#engine.hangUp(overdue);
      } else if (attempt.recallable && !running.has(task)) {
        attempt.cutOff();
        this.#engine.hangUp(attempt.channel);
      } else if (attempt.channel === '' && startedAt + timeoutMs + graceMs <= now) this.#end(attempt, true);
    }
  }

  /** Who sits at a telephone: the special agent who has signed in there, else the person bound to it. */
  #personAt(no: string): string {
    const device = this.#engine.device(no);
    return (device && this.#campaigns.agents.at(device.interface)) ?? (device?.user || no);
  }
}
