import type { PlatformTime } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import { absenceReasons, wrapReason } from '../../store/reports-figures';
import { hourOf, startOf } from '../../store/reports-periods';

/** What the agents' activity tells (WEBCTI2 §6.5), by membership: a person in three queues has three of each. */
export interface Activity {
  readonly id: number;
  readonly at: PlatformTime;
  /** Interface. */
  readonly agent: string;
  readonly agentName: string;
  readonly queue: string;
  readonly event: 'added' | 'removed' | 'paused' | 'unpaused';
  readonly pauseType: number;
}

/** The platform stopped here, after that activity: nobody is in a queue until he comes again. */
export interface Stop {
  readonly after: number;
  readonly at: PlatformTime;
}

/** One person's unbroken time in one state. */
export interface Span {
  readonly agent: string;
  /** Queue whose event ended it. */
  readonly queue: string;
  readonly from: PlatformTime;
  readonly to: PlatformTime;
  /** 0 = ready, else the reason. */
  readonly paused: number;
  /** Event of the queue log that ended it (§6.10); empty = it goes on. */
  readonly ended: 'PAUSE' | 'UNPAUSE' | 'LOGOFF' | '';
}

export interface PresenceEvents {
  span(span: Span): void;
  /** From no queue into one. */
  login(agent: string, queue: string, at: PlatformTime): void;
  /** Out of the last queue, or still there at the end of what was looked at (`queue` empty). */
  logoff(agent: string, queue: string, since: PlatformTime, at: PlatformTime): void;
  /** A pause began or got another reason; `since`: how long the state before lasted from. */
  pause(agent: string, queue: string, reason: number, since: PlatformTime, at: PlatformTime): void;
}

interface Membership {
  readonly agent: string;
  readonly queue: string;
  paused: number;
  /** The later, the higher: the reason given last is the person's. */
  order: number;
}
interface Person {
  readonly memberships: Map<string, Membership>;
  paused: number;
  since: PlatformTime;
  online: PlatformTime;
}

/** Where a sweep stands, so that the next one can go on from there. */
export interface PresenceState {
  readonly at: PlatformTime;
  readonly people: readonly {
    readonly agent: string;
    readonly online: PlatformTime;
    readonly memberships: readonly (readonly [key: string, queue: string, paused: number])[];
  }[];
}

/** Goes through the activity in order and tells of people what it tells of memberships. */
export class Presence {
  readonly #events: PresenceEvents;
  readonly #people = new Map<string, Person>();
  readonly #byKey = new Map<string, Membership>();
  #order = 0;
  #at: PlatformTime = 0;

  constructor(events: PresenceEvents, state?: PresenceState) {
    this.#events = events;
    if (!state) return;
    this.#at = state.at;
    for (const { agent, online, memberships } of state.people) {
      for (const [key, queue, paused] of memberships) {
        this.#join(key, { agent, queue, paused, order: this.#order }, state.at);
        this.#order += 1;
      }
      const person = this.#people.get(agent);
      if (person) {
        person.online = online;
        person.paused = pausedOf(person);
      }
    }
  }

  feed(row: Activity): void {
    // A clock that was set back makes nobody's time shorter than nothing.
    const at = Math.max(row.at, this.#at);
    this.#at = at;
    const key = `${row.queue}|${row.agent}`;
    if (row.event === 'removed') {
      this.#leave(key, row.queue, at);
      return;
    }
    const known = this.#byKey.get(key);
    this.#order += 1;
    if (row.event === 'added' || !known) {
      // Signed in anew without a signing out: the exchange had forgotten it.
      if (known) this.#leave(key, row.queue, at);
      const agent = row.agentName;
      const first = !this.#people.has(agent);
      this.#join(key, { agent, queue: row.queue, paused: row.pauseType, order: this.#order }, at);
      if (first && row.event === 'added') this.#events.login(agent, row.queue, at);
      if (!first) this.#look(agent, row.queue, at);
      else if (row.pauseType > 0) {
        const person = this.#people.get(agent);
        if (person) person.paused = row.pauseType;
        this.#events.pause(agent, row.queue, row.pauseType, at, at);
      }
      return;
    }
    known.paused = row.event === 'paused' ? row.pauseType : 0;
    known.order = this.#order;
    this.#look(known.agent, row.queue, at);
  }

  stop(at: PlatformTime): void {
    const end = Math.max(at, this.#at);
    this.#at = end;
    for (const [key, { queue }] of [...this.#byKey]) this.#leave(key, queue, end);
  }

  /** Where everybody stands, `at` being no earlier than what was fed. */
  state(at: PlatformTime): PresenceState {
    return {
      at,
      people: [...this.#people].map(([agent, { online, memberships }]) => ({
        agent,
        online,
        memberships: [...memberships]
          .sort(([, left], [, right]) => left.order - right.order)
          .map(([key, { queue, paused }]) => [key, queue, paused] as const),
      })),
    };
  }

  /** Tells what goes on, up to `at`, without ending it. */
  upTo(at: PlatformTime): void {
    for (const [agent, { since, paused, online }] of this.#people) {
      const to = Math.max(at, since);
      this.#events.span({ agent, queue: '', from: since, to, paused, ended: '' });
      this.#events.logoff(agent, '', online, to);
    }
  }

  #join(key: string, membership: Membership, at: PlatformTime): void {
    this.#byKey.set(key, membership);
    const person = this.#people.get(membership.agent);
    if (person) person.memberships.set(key, membership);
    else {
      this.#people.set(membership.agent, {
        memberships: new Map([[key, membership]]),
        paused: 0,
        since: at,
        online: at,
      });
    }
  }

  #leave(key: string, queue: string, at: PlatformTime): void {
    const membership = this.#byKey.get(key);
    if (!membership) return;
    this.#byKey.delete(key);
    const { agent } = membership;
    const person = this.#people.get(agent);
    if (!person) return;
    person.memberships.delete(key);
    if (person.memberships.size > 0) {
      this.#look(agent, queue, at);
      return;
    }
    this.#people.delete(agent);
    this.#events.span({ agent, queue, from: person.since, to: at, paused: person.paused, ended: 'LOGOFF' });
    this.#events.logoff(agent, queue, person.online, at);
  }

  #look(agent: string, queue: string, at: PlatformTime): void {
    const person = this.#people.get(agent);
    if (!person) return;
    const paused = pausedOf(person);
    if (paused === person.paused) return;
    const { since } = person;
    const ended = paused === 0 ? 'UNPAUSE' : 'PAUSE';
    this.#events.span({ agent, queue, from: since, to: at, paused: person.paused, ended });
    if (paused > 0) this.#events.pause(agent, queue, paused, since, at);
    person.paused = paused;
    person.since = at;
  }
}

/** Ready in one queue is ready; else the reason that was given last. */
function pausedOf({ memberships }: Person): number {
  let latest: Membership | undefined;
  for (const membership of memberships.values()) {
    if (membership.paused === 0) return 0;
    if (!latest || membership.order > latest.order) latest = membership;
  }
  return latest?.paused ?? 0;
}

/** Whole seconds between two instants; they add up however a span is cut. */
export const secondsBetween = (from: PlatformTime, to: PlatformTime): number =>
  Math.max(0, Math.floor(to / 1000) - Math.floor(from / 1000));

/** A person's seconds and counts in one hour. */
export interface PresenceHour {
  online: number;
  login: number;
  paused: number;
  ready: number;
  pause: number;
  wrapped: number;
  worked: number;
}

export const isWrap = (reason: number): boolean => reason === wrapReason;
export const isWork = (reason: number): boolean =>
  reason > 0 && reason !== wrapReason && !absenceReasons.includes(reason);

/** Collects what a sweep tells, hour by hour. */
export class PresenceHours implements PresenceEvents {
  readonly #zone: Zone;
  readonly hours = new Map<string, PresenceHour>();

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  span({ agent, from, to, paused }: Span): void {
    for (let hour = hourOf(from, this.#zone); startOf(hour, this.#zone) < to; hour += 1) {
      const [begin, end] = [startOf(hour, this.#zone), startOf(hour + 1, this.#zone)];
      const seconds = secondsBetween(Math.max(from, begin), Math.min(to, end));
      if (seconds === 0) continue;
      const row = this.#of(hour, agent);
      row.online += seconds;
      if (paused === 0) row.ready += seconds;
      else row.paused += seconds;
      if (isWrap(paused)) row.wrapped += seconds;
      if (isWork(paused)) row.worked += seconds;
    }
  }

  login(agent: string, _queue: string, at: PlatformTime): void {
    this.#of(hourOf(at, this.#zone), agent).login += 1;
  }

  pause(agent: string, _queue: string, _reason: number, _since: PlatformTime, at: PlatformTime): void {
    this.#of(hourOf(at, this.#zone), agent).pause += 1;
  }

  logoff(): void {
    // Its seconds are those of the spans.
  }

  #of(hour: number, agent: string): PresenceHour {
    const key = `${hour}|${agent}`;
    let row = this.hours.get(key);
    if (!row) {
      row = { online: 0, login: 0, paused: 0, ready: 0, pause: 0, wrapped: 0, worked: 0 };
      this.hours.set(key, row);
    }
    return row;
  }
}
