import type { PlatformTime } from '../../../../shared/domain/time';
import { type Channel, EngineTrouble, type PauseReasonRow } from '../../port';
import type { AmiEvent } from '../ami/port';
import type { Deeds, EngineView, Parts } from '../parts';
import { Calls } from './calls';
import { Changes } from './changes';
import { Conferences } from './conferences';
import { Database } from './database';
import { Devices, type Roster } from './devices';
import { EventLog } from './event-log';
import type { Ground } from './ground';
import { handlersOf } from './handlers';
import { type Leg, Legs } from './legs';
import { Links } from './links';
import { type MemberState, Members } from './members';
import { Parks } from './parks';
import { Queues } from './queues';
import { type Lost, Resync } from './resync';
import { Variables } from './variables';
import { Wiring } from './wiring';

/** What came out when the exchange was asked for everything, after a login or a restart. */
export interface Resynced {
  readonly at: PlatformTime;
  /** The exchange is another one than before: it was started anew. */
  readonly restarted: boolean;
  /** Channels that were there when the line was lost and are there no more; how they ended nobody saw. */
  readonly lost: readonly Channel[];
}

/** The exchange as this platform knows it: the view, and what keeps it true. */
export interface State extends EngineView {
  readonly deeds: Deeds;
  /** Every part by name, for whoever joins the engine. */
  readonly parts: StateParts;
  /** After each resync; the first is the one that fills the view. */
  onResync(run: (report: Resynced) => void): () => void;
  /** Resolves with the first view. */
  readonly ready: Promise<void>;
  setPauseReasons(reasons: readonly PauseReasonRow[]): void;
  pauseReasons(): readonly PauseReasonRow[];
  /** A dynamic membership that this platform has made or ended: lost by a restart, it is made again. */
  memberOurs(queue: string, iface: string, ours: boolean): void;
  close(): void;
}

export interface StateParts {
  readonly ground: Ground;
  readonly database: Database;
  readonly devices: Devices;
  readonly legs: Legs;
  readonly wiring: Wiring;
  readonly links: Links;
  readonly members: Members;
  readonly queues: Queues;
  readonly parks: Parks;
  readonly conferences: Conferences;
  readonly variables: Variables;
  readonly calls: Calls;
}

export interface StateOptions {
  readonly roster?: Roster;
  readonly reasons?: readonly PauseReasonRow[];
}

/** Keeps the state of an exchange from its events. It has to be made before anybody else listens to them. */
export function createState(parts: Parts, options: StateOptions = {}): State {
  return new AsteriskState(parts, options);
}

/** Withdrawals that are remembered: the false word of an abandon follows at once. */
const taken = 100;
/** A configuration that is applied comes in many parts. */
const reloadMs = 1_000;
const nobody: Roster = { names: () => new Map(), bindings: () => [] };

class AsteriskState implements State {
  readonly parts: StateParts;
  readonly deeds: Deeds;
  readonly ready: Promise<void>;
  readonly #source: Parts;
  readonly #changes: Changes;
  readonly #handlers: ReadonlyMap<string, (event: AmiEvent) => void>;
  readonly #resync: Resync;
  readonly #reports = new Set<(report: Resynced) => void>();
  /** By queue and interface; null = not told of yet. */
  readonly #ours = new Map<string, MemberState | null>();
  readonly #off: (() => void)[];
  /** Events that came while the lists were asked for; null = they are followed as they come. */
  #held: AmiEvent[] | null = [];
  #round = 0;
  #startedAt: PlatformTime;
  /** The same in the exchange's own words. */
  #started = '';
  #reloadedAt: PlatformTime;
  #synced = false;
  #reloading = false;
  #opened: () => void = () => {};

  constructor(source: Parts, { roster = nobody, reasons = [] }: StateOptions) {
    this.#source = source;
    const { ami, clock, log, setup } = source;
    this.#startedAt = clock.now();
    this.#reloadedAt = this.#startedAt;
    this.#changes = new Changes(clock, () => this.#settle());
    const ground: Ground = {
      ...{ ami, log, setup },
      events: new EventLog(() => clock.now()),
      now: () => clock.now(),
      touch: () => this.#changes.touch(),
      after: (ms, run) => this.#changes.after(ms, run),
    };
    this.parts = assemble(ground, roster);
    this.parts.members.reasons = reasons;
    this.deeds = this.#deeds();
    this.#handlers = handlersOf(this.parts, {
      booted: () => this.#booted(),
      reloaded: () => this.#reloaded(),
      remembers: (member) => this.#remember(member),
    });
    this.#resync = new Resync(source, this.parts);
    this.ready = new Promise((resolve) => {
      this.#opened = resolve;
    });
    this.#off = [
      ami.onEvent((event) => this.#take(event)),
      ami.onState((state) => (state === 'live' ? this.#begin() : this.#down())),
    ];
    if (ami.state === 'live') this.#begin();
  }

  get startedAt(): PlatformTime {
    return this.#startedAt;
  }
  get reloadedAt(): PlatformTime {
    return this.#reloadedAt;
  }
  get version(): string {
    return this.#source.ami.version;
  }
  get reachable(): boolean {
    return this.#synced && this.#source.ami.state === 'live';
  }
  now = (): PlatformTime => this.#source.clock.now();
  devices = () => {
    this.#settle();
    return this.parts.devices.devices();
  };
  device: EngineView['device'] = (no) => {
    this.#settle();
    return this.parts.devices.device(no);
  };
  users = () => this.parts.devices.users();
  user: EngineView['user'] = (no) => this.parts.devices.user(no);
  trunks = () => this.parts.devices.trunks();
  channels = () => {
    this.#settle();
    return this.parts.legs.channels();
  };
  channel: EngineView['channel'] = (name) => {
    this.#settle();
    const leg = this.parts.legs.named(name);
    return leg && this.parts.legs.view(leg);
  };
  links = () => this.parts.links.all();
  queues = () => {
    this.#settle();
    return this.parts.queues.all();
  };
  queue: EngineView['queue'] = (no) => {
    this.#settle();
    return this.parts.queues.find(no);
  };
  parks = () => this.parts.parks.rows();
  conferences = () => this.parts.conferences.seats();
  events: EngineView['events'] = (name, afterId) => this.parts.ground.events.read(name, afterId);
  holdMusic = () => this.#resync.music;
  dialRules = () => [{ name: this.#source.setup.context, context: this.#source.setup.context }];
  menus = () => this.#resync.menus;
  getVariable: EngineView['getVariable'] = (channel, name) => this.parts.variables.get(channel, name);
  dnd: EngineView['dnd'] = (user) => (this.user(user) ? this.parts.database.dnd(user) : undefined);
  forwarding: EngineView['forwarding'] = (user) => (this.user(user) ? this.parts.database.forwarding(user) : undefined);
  barred: EngineView['barred'] = (user) => (this.user(user) ? this.parts.database.barred(user) : undefined);
  onChange: EngineView['onChange'] = (run) => this.#changes.onChange(run);
  waitFor: EngineView['waitFor'] = (test, ms) => this.#changes.waitFor(test, ms);

  onResync(run: (report: Resynced) => void): () => void {
    this.#reports.add(run);
    return () => this.#reports.delete(run);
  }

  setPauseReasons(reasons: readonly PauseReasonRow[]): void {
    this.parts.members.reasons = [...reasons];
    this.parts.queues.renew();
  }

  pauseReasons(): readonly PauseReasonRow[] {
    return this.parts.members.reasons;
  }

  memberOurs(queue: string, iface: string, ours: boolean): void {
    const key = `${queue} ${iface}`;
    if (!ours) this.#ours.delete(key);
    // The word that he is in may come behind the answer.
    else this.#ours.set(key, this.parts.queues.member(queue, iface) ?? null);
  }

  close(): void {
    for (const off of this.#off) off();
    this.#round += 1;
    this.#reports.clear();
    this.#changes.close();
  }

  #settle(): void {
    const { devices, links, queues } = this.parts;
    links.settle();
    for (const no of devices.settle()) queues.deviceChanged(no);
  }

  #take(event: AmiEvent): void {
    if (this.#held) this.#held.push(event);
    else this.#follow(event);
  }

  /** A pair that lasts from one event to the next was one, also when both came in one piece of the stream. */
  #follow(event: AmiEvent): void {
    const handler = this.#handlers.get(event.event);
    if (!handler) return;
    handler(event);
    this.parts.links.settle();
  }

  #down(): void {
    this.#round += 1;
    this.#held = [];
    this.parts.ground.touch();
  }

  /** A login: everything is asked for anew, and what happens meanwhile is followed afterwards. */
  #begin(): void {
    this.#held = [];
    this.#round += 1;
    const round = this.#round;
    const filled = this.#resync.read().then((lists) => {
      if (round === this.#round) this.#fill(lists);
    });
    filled.catch((error: unknown) => {
      // A line that was lost begins again by itself with the next login.
      if (round !== this.#round || (error instanceof EngineTrouble && error.kind === 'unreachable')) return;
      const where =
        error instanceof Error ? `${error.name}: ${error.message} ${error.stack?.split('\n')[1]?.trim()}` : '';
      this.#source.log({ level: 'error', event: 'exchange-resync-failed', detail: where.slice(0, 300) });
    });
  }

  #fill(lists: Awaited<ReturnType<Resync['read']>>): void {
    const restarted = this.#isAnother(lists.started);
    const lost: Lost = this.#resync.apply(lists, { first: !this.#synced });
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) if (event.event !== 'FullyBooted') this.#follow(event);
    this.#synced = true;
    this.#restore(restarted);
    this.#settle();
    this.parts.ground.touch();
    this.#opened();
    const report: Resynced = {
      at: this.now(),
      restarted,
      lost: lost.filter(({ unborn }) => !unborn).map((leg) => this.parts.legs.view(leg)),
    };
    for (const run of this.#reports) run(report);
  }

  /** The exchange has come up behind a line that was there already: everything is another now. */
  #booted(): void {
    if (this.#held === null) this.#begin();
  }

  /** True where it is not the exchange that was there before: it was started since. */
  #isAnother(started: string): boolean {
    const { booted } = this.#source.ami;
    // Its up-time is told in whole seconds, some time after it was true.
    const late = booted ? Math.abs(booted.startedAt - this.#startedAt) > 5_000 : false;
    const another = started !== '' && this.#started !== '' ? started !== this.#started : late;
    this.#started = started;
    if (another || !this.#synced) {
      this.#startedAt = booted?.startedAt ?? this.now();
      this.#reloadedAt = this.#startedAt;
    }
    this.#reloadedAt = Math.max(this.#reloadedAt, booted?.reloadedAt ?? 0);
    return another && this.#synced;
  }

  /** Modules are reloaded one by one when a configuration is applied: it is looked at when they are through. */
  #reloaded(): void {
    this.#reloadedAt = this.now();
    if (this.#reloading) return;
    this.#reloading = true;
    this.parts.ground.after(reloadMs, () => {
      this.#reloading = false;
      this.parts.devices.forgetDetails();
      if (this.#held === null) this.#begin();
    });
  }

  /** What a membership of ours looks like now, should it have to be made again. */
  #remember(member: MemberState): void {
    const key = `${member.queue} ${member.interface}`;
    if (this.#ours.has(key)) this.#ours.set(key, member);
  }

  /** An exchange that keeps no dynamic members has lost ours with a restart. */
  #restore(restarted: boolean): void {
    for (const [key, member] of [...this.#ours]) {
      if (!member || this.parts.queues.member(member.queue, member.interface)) continue;
      if (!restarted) {
        this.#ours.delete(key);
        continue;
      }
      this.#again(member).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : 'unknown';
        const detail = `queue ${member.queue}: ${why}`;
        this.#source.log({ level: 'error', event: 'exchange-member-lost', detail });
      });
    }
  }

  async #again(member: MemberState): Promise<void> {
    const { ami, log } = this.#source;
    const where = { Queue: member.queue, Interface: member.interface };
    const added = await ami.send('QueueAdd', {
      ...where,
      MemberName: member.name,
      Penalty: member.penalty,
      Paused: member.isPaused ? 'true' : 'false',
      StateInterface: member.stateInterface || member.interface,
    });
    if (!added.ok && !/already there/i.test(added.message)) throw new EngineTrouble('refused', added.message);
    if (member.isPaused) await ami.send('QueuePause', { ...where, Paused: 'true', Reason: member.pausedFor });
    log({ level: 'warn', event: 'exchange-member-restored', detail: `queue ${member.queue}` });
  }

  #deeds(): Deeds {
    const withdrawn = new Map<string, { by: 'withdraw' | 'redirect'; info: string }>();
    const { calls, database, devices, legs, members, queues, variables } = this.parts;
    return {
      takenFromQueue: (uniqueId, by, info) => {
        withdrawn.set(uniqueId, { by, info });
        for (const old of withdrawn.keys()) {
          if (withdrawn.size <= taken) break;
          withdrawn.delete(old);
        }
      },
      wasTaken: (uniqueId) => withdrawn.get(uniqueId),
      held: (channel, on, musicClass) => calls.held(channel, on, musicClass),
      ends: (channel, cause) => calls.ends(channel, cause),
      variable: (channel, name, value) => variables.set(channel, name, value),
      transferred: () => {
        // The wiring tells who talks to whom; whose queue call it was is the records' business.
      },
      setting: (user, service, value) => {
        database.set(user, service, value);
        for (const member of members.ofDevice(devices.user(user)?.device ?? '')) member.view = null;
        queues.renew();
        this.parts.ground.touch();
      },
      seated: (user, device) => {
        database.seat(user, device);
        devices.bind();
        legs.renew();
        queues.renew();
      },
    };
  }
}

function assemble(ground: Ground, roster: Roster): StateParts {
  const database = new Database(ground.setup.families);
  const devices = new Devices(ground, database, roster);
  const legs = new Legs(ground, devices);
  const wiring = new Wiring(legs);
  const links = new Links(ground, legs, wiring);
  const members = new Members(ground, devices, database);
  const queues = new Queues(ground, legs, links, members);
  const parks = new Parks(ground, legs, links);
  const conferences = new Conferences(ground, legs, links);
  const variables = new Variables(ground, legs, links, devices);
  const calls = new Calls(ground, { devices, legs, wiring, links, variables });
  devices.usedAs = (no) => {
    let [ringing, used] = [0, 0];
    for (const { state, direct } of legs.ofDevice(no)) {
      if (state === 'Ringing') ringing = 8;
      // Made a moment ago, to ring in the next.
      else if (state !== 'Down' || direct === 'OUT') used = 1;
    }
    return ringing + used;
  };
  legs.heldWith = (leg: Leg) => (leg.waiting || leg.seated || leg.bridge === '' ? null : wiring.music(leg));
  legs.monitorBeside = (leg) => links.partners(leg).find(({ monitorFile }) => monitorFile !== '')?.monitorFile ?? '';
  legs.onGone = (leg) => {
    for (const one of wiring.bridge(leg.bridge)?.legs ?? []) links.changed(one);
    for (const { src, dst } of [...wiring.dialsOf(leg)]) links.changed(src === leg ? dst : src);
    wiring.drop(leg);
    queues.legGone(leg);
    parks.legGone(leg);
    conferences.legGone(leg);
    links.changed(leg);
  };
  return { ground, database, devices, legs, wiring, links, members, queues, parks, conferences, variables, calls };
}
