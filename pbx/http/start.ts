import { formatPlatformTime, type PlatformTime, parsePlatformTime } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import { pushPath } from '../../shared/webcti/push';
import type { RecordSink } from '../engine/port';
import { createWallClock } from '../engine/simulated/clock';
import { type CentreConfig, centreOf } from '../scenario/centre';
import type { Scenario } from '../scenario/port';
import { createAnnouncements } from '../services/announcement';
import { createCallback, nodeFetcher } from '../services/callback';
import { type AgentLogins, createAgentLogins } from '../services/dialler/agent-logins';
import { createDialler } from '../services/dialler/dialler';
import { writeHistory } from '../services/history/history';
import { createLanguageEngine } from '../services/language';
import { nodeMachine, steadyMachine } from '../services/machine';
import { provide } from '../services/own-prompts';
import { createRegions, shippedRegions } from '../services/regions';
import { createReports, reportKinds } from '../services/reports/reports';
import { createSmsGateway, smsDevices } from '../services/sms-gateway';
import { createTaskMirror } from '../services/task-mirror';
import { createVerification } from '../services/verification';
import { playingMs } from '../services/wav';
import { lenient } from '../store/lenient';
import { openStore, type Store } from '../store/store';
import { mountAdmin } from './admin/mount';
import { addControl } from './control';
import { simulatedExchange } from './exchange';
import { createFace } from './face';
import { FaultBox } from './faults';
import { Guard } from './guard';
import { type AnsweredName, answeredNames } from './handlers';
import type { HandlerContext } from './handlers/handler';
import { Listener } from './listener';
import { createMoment, rememberTimes } from './moment';
import type { Platform, PlatformOptions } from './platform';
import { mountPush, noPush } from './push';
import { checkStart, defaultKey, isLocalHost } from './safety';
import { mirrored } from './uncall/mirrored';
import { mountUncall } from './uncall/mount';

const defaults = { host: '127.0.0.1', key: defaultKey, seed: 1, zone: 480 } as const;

/**
 * Starts the built-in platform: engine, records, people, demo and HTTP face on one clock. Rejects when the port cannot
 * be had, the data folder cannot be used (`StoreFailure`), or anybody could use it (`UnsafeStart`). `close` ends every timer and socket.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const clock = options.clock ?? createWallClock();
  const zone = options.zone ?? defaults.zone;
  const key = options.key ?? defaults.key;
  const seed = options.seed ?? defaults.seed;
  const kind = options.centre ?? 'small';
  const log = options.log ?? (() => {});
  const host = options.host ?? defaults.host;
  checkStart(host, key);
  const past = options.history ?? 0;
  // A year in memory is meant to be kept.
  const store = openStore({
    folder: options.folder,
    clock,
    limit: past > 0 ? Number.POSITIVE_INFINITY : undefined,
  });
  const centre = setUp(store, kind);
  if (past > 0) writePast(store, { centre, seed, zone, days: past, now: clock.now() });
  const { records } = store;
  const kindly = lenient(log);
  const regions = createRegions({
    ...store.regions,
    segmentOf: (segment) => kindly('regions', undefined, () => store.regions.segmentOf(segment)),
  });
  const reports = createReports({ database: store.database, clock, zone, regions });
  if (past > 0) for (const each of reportKinds) reports.refresh(each);
  const requests = new Map<string, number>();

  const start = options.exchange ?? simulatedExchange;
  const roster = store.roster.keeper;
  let heard: AgentLogins['heard'] = () => undefined;
  const sink: RecordSink = {
    ...store.sink,
    queueEvent(row) {
      store.sink.queueEvent(row);
      heard(row);
    },
  };
  const exchange = await start({ centre, clock, sink, past: store.past, roster, seed, zone, log }).catch(
    (error: unknown) => {
      reports.close();
      store.close();
      throw error;
    },
  );
  const { engine, people } = exchange;
  engine.setPauseReasons(roster.pauseReasons());
  engine.setScreening({
    refusesCaller: (number) => kindly('screening', false, () => store.lists.refusesCaller(number)),
    refusesCalled: (number) => kindly('screening', false, () => store.lists.refusesCalled(number)),
  });
  engine.setOwnNumbers({
    phoneOf: (number) => kindly('agent numbers', undefined, () => store.campaigns.agents.calledAt(number)),
  });
  engine.setMailboxes({ isFull: (box) => kindly('mailboxes', false, () => store.voicemail.isFull(box)) });
  provide(store.prompts, centre.prompts);
  reports.notice({ agents: engine.users(), queues: engine.queues() });
  const sms = createSmsGateway({ store: store.sms, clock, zone, modems: store.roster.lists().modems, lenient: kindly });
  const soundMs = (prompt: string): number | null => {
    const sound = kindly('prompts', null, () => store.prompts.sound(prompt));
    return sound && playingMs(sound);
  };
  // Before the dialler: which calls count is looked at first.
  const agentLogins = createAgentLogins({
    ...{ engine, clock, agents: store.campaigns.agents, sink: store.sink },
    lenient: kindly,
  });
  heard = agentLogins.heard;
  const dialler = createDialler({
    ...{ engine, campaigns: store.campaigns, clock, zone, soundMs, agentLogins },
    trouble: (detail) => log({ level: 'error', event: 'dialler-halted', detail }),
    unheard: (detail) => log({ level: 'warn', event: 'dialler-without-prompts', detail }),
  });
  const lively = options.alive ?? kind === 'demo';
  const speed = options.demoSpeed ?? 1;
  const startPeople = () => (lively ? (exchange.enliven?.({ seed, speed }) ?? null) : null);
  let demo = startPeople();

  const faults = new FaultBox(clock, {
    pause: (seconds) => listener.away(seconds),
    restart: ({ keepState, downSeconds }) =>
      listener.away(downSeconds, () => {
        demo?.stop();
        exchange.restart({ keepState });
        demo = startPeople();
      }),
    resume: () => listener.resume(),
  });

  const verification = createVerification({
    engine,
    clock,
    stamp: () => formatPlatformTime(shown(engine.now()), zone),
  });
  const announcements = createAnnouncements({
    engine,
    clock,
    soundMs,
    callback: createCallback({ fetcher: options.fetcher ?? nodeFetcher, log }),
  });
  const shown = (at: PlatformTime): PlatformTime => at + faults.skewMs;
  const clockFace = rememberTimes(zone);
  const mirror = options.mirror
    ? createTaskMirror({ account: options.mirror, source: mirrored({ engine, store, zone }), clock, log })
    : null;
  const context: HandlerContext = {
    engine,
    moment: createMoment(engine, () => faults.skewMs),
    records,
    store,
    sms,
    reports,
    regions,
    verification,
    announcements,
    language: createLanguageEngine(),
    dialler,
    agentLogins,
    // On a virtual clock every byte repeats; on the wall clock the machine is the one under it.
    machine: options.clock ? steadyMachine : nodeMachine(),
    zone,
    push: options.push === false ? '' : pushPath,
    allowedCommands: options.allowedCommands ?? [],
    now: () => shown(engine.now()),
    time: (at) => clockFace(at === null ? null : shown(at)),
    stamp: (at) => (at === null ? '0' : String(Math.floor(shown(at) / 1000))),
    instant(text) {
      const at = parsePlatformTime(text, zone);
      return at === null ? null : at - faults.skewMs;
    },
  };

  // On a full disk the telephones go on: it waits for room, and the log says so.
  const settled = (): void => kindly('changes', undefined, store.database.flush);
  const guard = new Guard(clock, options.limits);
  const app = createFace({
    context: () => context,
    key: () => faults.key ?? key,
    now: context.now,
    zone,
    faults,
    log,
    guard,
    counted: (endpoint: AnsweredName) => requests.set(endpoint, (requests.get(endpoint) ?? 0) + 1),
    settled,
  });
  const local = isLocalHost(host);
  if (options.uncall ?? local) mountUncall(app, { context: () => context, settled, faults, log, local });
  const keyNow = () => faults.key ?? key;
  mountAdmin(app, { admin: options.admin ?? {}, guard, clock, log, zone, context: () => context, key: keyNow });
  const push =
    options.push === false
      ? noPush
      : mountPush(app, { engine, clock, faults, log, zone, key: keyNow, now: context.now, limits: options.push });
  const scenario: Scenario = { ...people, textArrives: sms.arrives, faults };
  if (options.controlToken) {
    addControl(app, { token: options.controlToken, clock, log, engine: () => engine, scenario: () => scenario });
  }
  for (const name of answeredNames) requests.set(name, 0);

  await app.ready();
  const listener = new Listener({ host, port: options.port ?? 0, clock, serve: app.routing });

  let closing: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    demo?.stop();
    faults.release();
    guard.close();
    push.close();
    await listener.close();
    await app.close();
    await mirror?.close();
    verification.close();
    announcements.close();
    sms.close();
    dialler.close();
    agentLogins.close();
    reports.close();
    engine.close();
    store.close();
  };
  try {
    await listener.open();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    get address() {
      return listener.address;
    },
    get key() {
      return faults.key ?? key;
    },
    engine,
    store,
    scenario,
    requests,
    push,
    mirror,
    close() {
      closing ??= end();
      return closing;
    },
  };
}

/**
 * What this platform is: rows of its store. A folder that has none gets those of the kind; a folder that has some keeps
 * them, whatever kind it is started with, and only the world around it (who is called outside) is of that kind.
 */
function setUp(store: Store, kind: PlatformOptions['centre'] & {}): CentreConfig {
  const made = centreOf(kind);
  try {
    store.roster.seed(made, smsDevices);
    store.regions.seed(shippedRegions);
    return { ...made, ...store.roster.centre() };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** The past of the people and queues that the centre has; the store is closed when there is one already. */
function writePast(
  store: Store,
  past: { centre: CentreConfig; seed: number; zone: Zone; days: number; now: number },
): void {
  const { centre } = past;
  try {
    writeHistory(store.database, {
      ...past,
      agents: centre.devices
        .filter(({ user }) => user !== '')
        .map(({ tech, no, user }) => ({ no: user, interface: `${tech}/${no}` })),
      queues: centre.queues.map(({ no }) => no),
    });
  } catch (error) {
    store.close();
    throw error;
  }
}
