import type { SignInChoices } from '../../shared/bridge/contract';
import type { Call } from '../../shared/domain/call';
import type { AppError, Result } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { PlatformDriver, QueueFigures, SeatIdentity, Standing, StatusFacts } from '../platforms/driver';
import { createAbsence } from './absence';
import { type Availability, createAvailability } from './availability';
import { type Pace, periodOf, type TaskName, tells, type Watching } from './cadence';
import { type Calls, createCalls } from './calls';
import { createConfirmations } from './confirm';
import { createDialler, type Dialler } from './dial';
import { createDiffer, type Seen, type Source } from './differ';
import type { HostPort, Log } from './effects';
import { readExtensions, readFloor } from './floor';
import { callEndpoints, createFreshness, downAfter, type FreshnessView } from './freshness';
import { createGapReader } from './gap';
import { createHeldCalls } from './held';
import type { Journal } from './journal';
import { type Live, liveCalls, seatOf } from './live';
import type { Notices } from './notices';
import { createOwnership } from './ownership';
import { createPoller, type PollReport } from './poller';
import { createPops, type Pops } from './pops';
import { createPush, type Push } from './push';
import { createRestore } from './restore';
import { createSeatKeeper, type SeatSurprise } from './seat';
import type { SeenCalls } from './seen';
import type { SettingsStore } from './settings';
import type { TopicStore } from './state';
import { createUnrecorded } from './unrecorded';
import { createWrapUp, type WrapUp } from './wrapup';

/** A signed-in seat: everything that lives from sign-in to sign-out. */
export interface Session extends Live {
  readonly profileId: string;
  readonly availability: Availability;
  readonly wrapUp: WrapUp;
  readonly dialler: Dialler;
  readonly calls: Calls;
  readonly pops: Pops;
  readonly link: () => FreshnessView;
  /** A command that rings my phone for a waiting call is on its way. */
  fetching(): void;
  isFetching(): boolean;
  /** Asks now, where it is asked at all. */
  look(task: TaskName): void;
  /** Network or machine came back: probe now, forget back-off. */
  retryNow(): void;
  setLocked(locked: boolean): void;
  /** Learned facts of DND and forwarding, after a command that changed them. */
  askPersonal(): void;
  /** Ends polling and timers; tells the platform nothing. */
  close(): void;
}

export interface SessionStart {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly host: HostPort;
  readonly topics: TopicStore;
  readonly settings: SettingsStore;
  readonly journal: Journal;
  readonly notices: Notices;
  readonly driver: PlatformDriver;
  readonly identity: SeatIdentity;
  readonly profileId: string;
  /** Queues of which the seat is a member at the start. */
  readonly memberOf: readonly string[];
  /** First state of a seat whose platform does not tell it; null = the facts tell. */
  readonly switched: number | null;
  readonly seen: SeenCalls;
  readonly choices: SignInChoices;
  readonly onLink: (view: FreshnessView, nextTryAt: number | null) => void;
  /** The agent or the device now belongs to somebody else. */
  readonly onTaken: (error: AppError) => void;
  /** Next state "sign out", applied when the last call has cleared. */
  readonly onSignOut: () => void;
  /** The cards as the person sees them; the app's own telephone may know more than the platform. */
  readonly cards: (calls: readonly Call[]) => readonly Call[];
  /** The cards were looked at anew: before they are shown, and when everything that follows from them was done. */
  readonly onCards: () => void;
  /** Calls from the app's own telephone. */
  readonly direct: (number: string) => Promise<Result<null>>;
}

/** A phone that does not ring by then was not rung to fetch a call. */
const fetchedWithin = 10_000;

export function startSession(start: SessionStart): Session {
  const { clock, random, topics, settings, journal, notices, driver, identity, choices } = start;
  const queueNames = new Map(choices.queues.map(({ queue, name }) => [queue, name]));
  const agentNames = new Map(choices.agents.map(({ agent, name }) => [agent, name]));
  const figures = new Map<string, QueueFigures>();
  const nextTries = new Map<string, number | null>();
  let closed = false;
  let locked = false;
  let fetchingUntil = Number.NEGATIVE_INFINITY;
  let lastFacts: StatusFacts | null = null;
  /** Told once each time the floor is opened; `asked` while it is open. */
  const standings: { asked: boolean; told: ReadonlyMap<string, Standing> | null } = { asked: false, told: null };
  let extensions: Parameters<typeof readExtensions>[0] = [];
  /** Platform time of the last good status, and whether polls failed since. */
  let goodStatusAt: number | null = null;
  let troubleSince: number | null = null;

  const now = (): number => clock.now() + driver.platformOffset;
  const watching = (): Watching => ({
    floor: topics.wanted('agents'),
    extensions: topics.wanted('extensions'),
    figures: topics.wanted('queues'),
  });
  const pace = (): Pace => {
    const calls = liveCalls(live);
    const early = calls.some(({ state }) => state === 'ringing' || state === 'dialing' || state === 'calling-me');
    if (early || dialler.busy || confirmations.waiting > 0) return 'ringing';
    if (calls.length > 0) return 'in-call';
    const { availability } = seatOf(live);
    return availability === 'paused' || availability === 'wrap-up' ? 'paused' : 'ready';
  };
  let push: Push | null = null;
  /** The desk's table, whether the platform pushes or not. */
  const asked = (task: TaskName): number => (closed ? 0 : periodOf(task, pace(), watching(), locked, driver));
  /** The platform says what is new, and its answers come: the polls are only a net. */
  const pushed = (): boolean =>
    push?.up === true && callEndpoints.every((name) => asked(name as TaskName) === 0 || freshness.healthy(name));
  const period = (task: TaskName): number =>
    closed ? 0 : periodOf(task, pace(), watching(), locked, driver, pushed());
  const freshness = createFreshness((endpoint) => period(endpoint as TaskName) > 0);
  const poller = createPoller({ clock, random }, (report) => onReport(report));
  const ask = (task: TaskName): void => {
    if (period(task) > 0) poller.now(task);
  };
  const confirmations = createConfirmations(clock, ask);
  const keeper = createSeatKeeper(identity, { now: now(), pausedBy: journal.value().pausedBy });
  // A platform may show a membership later than it takes it: what the sign-in joined, nobody else did.
  for (const queue of start.memberOf) keeper.expectQueue(queue, true, now());
  const healthy = (source: Source): boolean => {
    if (!tells(driver, source)) return false;
    if (source !== 'status') return freshness.healthy(source);
    return freshness.healthy(period('floor') > 0 ? 'floor' : 'status');
  };
  const differ = createDiffer({
    healthy,
    isInternal: (number) => /^\d+$/.test(number) && number.length <= settings.value().dialling.internalDigits,
    queueName: (queue) => queueNames.get(queue) ?? '',
    isMe: (number) => number !== '' && (number === identity.device || number === identity.agent),
    pendingDial: () => dialler.pending(),
    fetching: () => isFetching(),
  });

  const isFetching = (): boolean => clock.monotonic() < fetchingUntil;

  const live: Live = {
    clock,
    log: start.log,
    host: start.host,
    topics,
    settings,
    journal,
    notices,
    driver,
    identity,
    keeper,
    differ,
    poller,
    confirmations,
    now,
    queueName: (queue) => queueNames.get(queue) ?? '',
    publishSeat: () => {
      if (!closed) topics.set('seat', keeper.seat());
    },
    publishCalls: () => {
      if (closed) return;
      const cards = start.cards(Object.values(differ.calls()));
      topics.setRows('calls', Object.fromEntries(cards.map((call) => [call.id, call])));
    },
    replan: () => poller.replan(),
    get closed() {
      return closed;
    },
  };

  const unrecorded = driver.capabilities.has('records') ? null : createUnrecorded(live, start.seen, start.profileId);
  const held = createHeldCalls(live, start.profileId);
  const dialler = createDialler(live, start.direct);
  const pops = createPops(live);
  const availability = createAvailability(live, () => wrapUp.forget());
  const wrapUp = createWrapUp(live, availability);
  const calls = createCalls(live, {
    pops,
    dialler,
    wrapUpCall: () => wrapUp.call,
    unrecorded,
    cleared: (call) => {
      const { next } = keeper.seat();
      if (!next) {
        wrapUp.callCleared(call);
        return;
      }
      // Taken before it is applied, so that nothing can apply it twice.
      keeper.next(null);
      live.publishSeat();
      if (next.kind === 'sign-out') return start.onSignOut();
      const work = next.kind === 'ready' ? availability.ready() : availability.pause(next.reason, 'me');
      void work.then((result) => {
        if (result.ok || closed) return;
        start.log.warn('seat.next-not-applied', { code: result.error.code });
        notices.say('warning', 'state-not-applied', { code: result.error.code }, { sticky: true });
      });
    },
  });
  const gaps = createGapReader(live);
  const absence = createAbsence(journal, identity.agent);
  const absent = absence.gap(now());
  if (absent) gaps.read(absent);
  const restore = createRestore(live);
  const ownership = createOwnership(live, start.onTaken);

  const take = (seen: Seen): void => {
    if (closed) return;
    // Before the cards are shown: a call whose sound is here must not be seen twice, not even for a moment.
    start.onCards();
    live.publishCalls();
    calls.handle(seen.events);
    held.keep();
    if (!tells(driver, 'status')) readSeat();
    for (const source of seen.ask) {
      if (source === 'status') {
        ask('status');
        ask('floor');
      } else ask(source);
    }
    start.onCards();
    confirmations.check();
    poller.replan();
  };

  /** What status would tell, where there is none: the phone by its calls, the state by what was set. */
  const readSeat = (): void => {
    const mine = liveCalls(live).filter((call) => !call.away);
    keeper.phone(mine.some(({ state }) => state === 'ringing') ? 'ringing' : mine.length > 0 ? 'in-use' : 'idle');
    live.publishSeat();
    wrapUp.watch();
  };

  const surprised = (surprises: readonly SeatSurprise[], before: ReturnType<typeof seatOf>): void => {
    for (const surprise of surprises) {
      switch (surprise.kind) {
        case 'paused':
          journal.change({ pausedBy: surprise.by });
          if (surprise.by === 'platform')
            notices.say('warning', 'auto-paused', { reason: surprise.reason }, { sticky: true, host: true });
          else if (troubleSince === null)
            notices.say('warning', 'paused-by-supervisor', { reason: surprise.reason }, { sticky: true, host: true });
          break;
        case 'readied':
          journal.change({ pausedBy: null });
          if (troubleSince === null) notices.say('info', 'readied-by-supervisor', {}, { host: true });
          break;
        case 'added':
          notices.say('info', 'added-to-queue', {
            queues: surprise.queues.map((q) => live.queueName(q) || q).join(', '),
          });
          break;
        case 'removed':
          void restore.removed(
            surprise.queues,
            before,
            troubleSince === null ? null : { since: goodStatusAt ?? troubleSince },
          );
          break;
      }
    }
  };

  const askSince = async (): Promise<void> => {
    const before = seatOf(live);
    const answer = await driver.stateSince(identity);
    const seat = seatOf(live);
    if (closed || !answer.ok || answer.value === null) return;
    // Only if it is still the same state, and the platform's log is about it.
    if (seat.availability !== before.availability || seat.reason !== before.reason) return;
    if (answer.value.since > now() + 1_000) return;
    keeper.since(answer.value.since);
    live.publishSeat();
  };

  const publishFloor = (facts: StatusFacts): void => {
    const rows = readFloor(
      facts,
      {
        agentName: (agent) => agentNames.get(agent) ?? '',
        queueName: (queue) => queueNames.get(queue) ?? '',
        queues: period('floor') > 0 ? [...queueNames.keys()] : [],
        figures,
        wrapUpCode: settings.value().wrapUp.mode === 'off' ? 0 : settings.value().wrapUp.code,
        standings: standings.told,
      },
      topics.get('agents'),
    );
    topics.setRows('agents', rows.agents);
    topics.setRows('queues', rows.queues);
    topics.setRows('waiting', rows.waiting);
    topics.setRows('parks', rows.parks);
    topics.setRows('conferences', rows.conferences);
    if (extensions.length > 0) topics.setRows('extensions', readExtensions(extensions, facts, rows.agents));
  };

  const askStandings = async (): Promise<void> => {
    if (period('floor') === 0) {
      standings.asked = false;
      standings.told = null;
      return;
    }
    if (standings.asked || !driver.standings) return;
    standings.asked = true;
    const answer = await driver.standings();
    // Once for each time the floor is opened, refused or not: the table is right without it, only less complete.
    if (closed || !answer.ok || !standings.asked) return;
    standings.told = answer.value;
    if (lastFacts) publishFloor(lastFacts);
  };

  const takeStatus = (facts: StatusFacts, askedAt: number): void => {
    void askStandings();
    const device = facts.devices.find((candidate) => candidate.device === identity.device) ?? null;
    // Calls first: a pause in the same answer as the end of a ring is the platform's own.
    take(
      differ.observe({
        source: 'status',
        askedAt,
        answeredAt: clock.monotonic(),
        at: now(),
        pops: device?.pops ?? [],
        links: device?.links ?? [],
        conferences: facts.conferences,
      }),
    );
    const before = seatOf(live);
    const first = goodStatusAt === null;
    const surprises = keeper.observe(facts.members, device, {
      now: now(),
      wrapUpCode: wrapUp.code,
      justMissed: calls.justMissed,
      queueName: live.queueName,
    });
    if (first) wrapUp.restore();
    const seat = seatOf(live);
    if (first || seat.availability !== before.availability || seat.reason !== before.reason) void askSince();
    surprised(surprises, before);
    goodStatusAt = now();
    troubleSince = null;
    ownership.observe(facts);
    live.publishSeat();
    push?.rescope();
    // The driver gives the same facts while the platform's answer has not changed; then nothing is made anew.
    if (facts !== lastFacts) publishFloor(facts);
    lastFacts = facts;
    confirmations.check();
    poller.replan();
    wrapUp.watch();
  };

  const onReport = (report: PollReport): void => {
    if (closed) return;
    nextTries.set(report.endpoint, report.nextAt);
    if (!report.ok && (report.endpoint === 'status' || report.endpoint === 'floor' || report.endpoint === 'pops')) {
      troubleSince ??= now();
    }
    const view = freshness.record({
      endpoint: report.endpoint,
      error: report.error,
      failures: report.failures,
      at: now(),
    });
    const tries = callEndpoints.flatMap((endpoint) => nextTries.get(endpoint) ?? []);
    start.onLink(view, view.state === 'live' || tries.length === 0 ? null : Math.min(...tries));
    if (view.gap) gaps.read(view.gap);
    if (report.ok && report.endpoint === 'pops') absence.seen(now());
    // The net is wide while the platform pushes: whether it is torn has to be known now.
    if (push?.up && report.failures === 1 && callEndpoints.includes(report.endpoint)) ask(report.endpoint as TaskName);
  };

  /** Another row of the link's health; the seat is no worse without push, only asks more often. */
  const onPush = (error: AppError | null): void => {
    if (closed) return;
    const at = now();
    const told = (failures: number) =>
      freshness.record({ endpoint: 'push', error: failures ? error : null, failures, at });
    const view = told(0);
    const tries = view.state === 'live' ? [] : callEndpoints.flatMap((endpoint) => nextTries.get(endpoint) ?? []);
    start.onLink(error ? told(downAfter) : view, tries.length === 0 ? null : Math.min(...tries));
    poller.replan();
  };

  const task = <T>(name: TaskName, run: () => Promise<Result<T>>, done: (value: T, askedAt: number) => void): void =>
    poller.add({
      endpoint: name,
      period: () => period(name),
      least: name === 'pops' ? (driver.rhythm?.leastPops ?? 0) : 0,
      run: async (askedAt) => {
        push?.asked(name);
        const result = await run();
        if (result.ok && !closed) done(result.value, askedAt);
        return result;
      },
    });

  const myQueues = (): readonly string[] => [
    ...new Set([
      ...start.memberOf,
      ...seatOf(live).memberships.map((m) => m.queue),
      ...journal.value().lastQueues.map((q) => q.queue),
    ]),
  ];
  const answeredAt = (): number => clock.monotonic();

  task(
    'pops',
    () => driver.pops(identity),
    (facts, askedAt) =>
      take(differ.observe({ source: 'pops', askedAt, answeredAt: answeredAt(), at: now(), pops: facts.pops })),
  );
  task('status', () => driver.status(identity, myQueues()), takeStatus);
  task(
    'floor',
    () =>
      driver.floor({
        devices: [...new Set([identity.device, ...choices.devices.map((row) => row.device)])],
        users: [...new Set([identity.agent, ...choices.agents.map((row) => row.agent)])],
        queues: [...new Set([...myQueues(), ...queueNames.keys()])],
      }),
    takeStatus,
  );
  task(
    'channels',
    () => driver.channels(identity),
    (channels, askedAt) =>
      take(differ.observe({ source: 'channels', askedAt, answeredAt: answeredAt(), at: now(), channels })),
  );
  task(
    'extensions',
    () => driver.extensions(),
    (list) => {
      extensions = list;
      topics.setRows('extensions', readExtensions(list, lastFacts, topics.get('agents')));
    },
  );
  task(
    'figures',
    () => driver.queueFigures(),
    (rows) => {
      figures.clear();
      for (const row of rows) figures.set(row.queue, row);
      if (lastFacts) publishFloor(lastFacts);
    },
  );
  task(
    'settings',
    () => driver.settingsOf(identity),
    ({ dnd, forwarding }) => {
      const before = seatOf(live).dnd;
      keeper.personal(dnd, forwarding);
      live.publishSeat();
      confirmations.check();
      if (dnd !== before && goodStatusAt !== null) availability.dndChanged(dnd);
    },
  );
  push = createPush({
    clock,
    random,
    driver,
    scope: () => {
      const { floor, extensions } = watching();
      return { devices: [identity.device], queues: myQueues().toSorted(), floor: (floor || extensions) && !locked };
    },
    period: asked,
    ask,
    told: onPush,
  });
  const offWanted = topics.onWanted(() => {
    poller.replan();
    push?.rescope();
  });
  if (driver.capabilities.has('pause-reasons')) {
    void driver.pauseReasons().then((result) => {
      if (!closed && result.ok) topics.set('reasons', result.value);
    });
  }
  if (start.switched !== null) {
    const by = start.switched === 0 ? null : journal.value().wrapUp?.agent === identity.agent ? 'wrap-up' : 'me';
    keeper.switched(start.switched, by, now());
    wrapUp.restore();
  }
  held.recall();
  unrecorded?.catchUp();
  live.publishSeat();

  return {
    ...live,
    get closed() {
      return closed;
    },
    profileId: start.profileId,
    availability,
    wrapUp,
    dialler,
    calls,
    pops,
    link: () => freshness.view(),
    fetching: () => {
      fetchingUntil = clock.monotonic() + fetchedWithin;
    },
    isFetching,
    look: ask,
    retryNow: () => {
      poller.retryAll();
      push?.retry();
    },
    setLocked: (on) => {
      locked = on;
      poller.replan();
      push?.rescope();
    },
    askPersonal: () => ask('settings'),
    close: () => {
      if (closed) return;
      closed = true;
      offWanted();
      push?.close();
      poller.close();
      confirmations.close();
      dialler.close();
      wrapUp.close();
      calls.close();
      unrecorded?.close();
      gaps.close();
      driver.close();
    },
  };
}
