import path from 'node:path';
import { createDesk, type Desk } from '../../../electron/desk/desk';
import type { BuiltIn, LogFields, SecretStore } from '../../../electron/desk/effects';
import { builtInFeatures } from '../../../electron/desk/profiles';
import { nodeNetwork } from '../../../electron/platforms/wire/network';
import { undiciHttp } from '../../../electron/platforms/wire/undici';
import { driverOf } from '../../../electron/shell/compose';
import { asteriskExchange } from '../../../pbx/engine/asterisk/exchange';
import type { Channel, Link, Member } from '../../../pbx/engine/port';
import type { ExchangeMaker } from '../../../pbx/http/exchange';
import type { Platform, PlatformOptions } from '../../../pbx/http/platform';
import { startPlatform } from '../../../pbx/http/start';
import type { LabExchange } from '../../../pbx/lab/exchange';
import { createLabPeople, type LabPeople } from '../../../pbx/lab/people';
import { rowTopics, singleTopics, type Topic } from '../../../shared/bridge/topics';
import { ok } from '../../../shared/domain/result';
import { type Clock, type PlatformTime, platformDate } from '../../../shared/domain/time';
import { type Traits, traits } from './differences';
import { type Relay, startRelay } from './relay';
import { createScreen, type Screen } from './screen';
import { createOfficeTime, type OfficeTime, workingMorning } from './time';
import { createWallTime } from './wall-time';
import { createWitness, type Witness } from './witness';

export const officeKey = 'office-key-2026';

export interface DeskOptions {
  /** Disk and secrets of an earlier desk: the same computer once more. */
  readonly computer?: Computer;
  /** How far this computer's wall clock is off, ms. */
  readonly skew?: number;
  /** Looks at the agent table, the extension list and the queue tiles too. */
  readonly floor?: boolean;
  /** The platform is of a release that answers in XML whatever is asked for. */
  readonly xmlOnly?: boolean;
  /** `Date` of the platform's answers, where its web server is not of this office and writes the real one. */
  readonly dated?: () => string;
  /** Zone that the driver assumes before it has learned one; the computer's own. */
  readonly assumedZone?: number;
}

/** What survives the program. */
export interface Computer {
  readonly files: Map<string, string>;
  readonly secrets: Map<string, string>;
}

/** One person's computer with its desk; the screen is part of it. */
export interface Workplace extends Screen {
  readonly desk: Desk;
  readonly computer: Computer;
  /** Addresses opened in the browser. */
  readonly opened: readonly string[];
  readonly log: readonly { readonly level: string; readonly event: string; readonly fields: LogFields }[];
  signIn(who?: SignIn): ReturnType<Screen['call']>;
  /** Signed in and the first facts shown; throws when it is refused. */
  seated(who?: SignIn): Promise<void>;
  /** As `kill -9`: nothing is said to the platform, nothing more is written. */
  kill(): Promise<void>;
  /** A proper end of the program. */
  quit(): Promise<void>;
}
export interface SignIn {
  readonly agent?: string;
  readonly device?: string;
  readonly queues?: readonly string[];
  readonly pause?: number;
  readonly takeOver?: boolean;
  readonly profileId?: string;
}

/** The built-in platform, its people, and desks that know it over HTTP only. */
export interface Office extends Witness {
  readonly time: OfficeTime;
  readonly platform: Platform;
  readonly scenario: Platform['scenario'];
  readonly engine: Platform['engine'];
  desk(options?: DeskOptions): Workplace;
  /** The exchange behind it where that is a real one, and its telephones. */
  readonly lab: LabExchange | null;
  readonly people: LabPeople | null;
  /** The wire between platform and exchange, where it was asked for. */
  readonly relay: Relay | null;
  /** What another platform at the same exchange is started with. */
  readonly exchange: Pick<PlatformOptions, 'exchange'>;
  passes(seconds: number): Promise<void>;
  /** `OfficeTime.longer` */
  longer(seconds: number, atLeast?: number): number;
  /** The days on which this office has been open, as lists are asked for them. */
  today(): { readonly datefrom: string; readonly dateto: string };
  /**
   * Seconds by which a time that was to be `wanted` is out: 0 exactly as long on a virtual clock, and before real
   * telephones also when it is up to 3 s longer, for whoever lifts and hangs up takes a moment.
   */
  over(wanted: number, seconds: number): number;
  /** What this exchange says in its own way. */
  readonly traits: Traits;
  /** Interface of a telephone: `SIP/2011`, `PJSIP/2011`. */
  interfaceOf(device: string): string;
  /** Time passes until the platform is so; throws otherwise. */
  happens(what: string, test: () => boolean, seconds?: number): Promise<void>;
  /** Live channels of a device. */
  channelsOf(device: string): readonly Channel[];
  liveLinks(): readonly Link[];
  member(queue: string, device: string): Member | undefined;
  /** The endpoint (none = all) is slow or dead, and the time knows that its requests wait; returns an undo. */
  slow(ms: number, endpoint?: string): () => void;
  dead(endpoint: string): () => void;
  close(): Promise<void>;
}

export interface OfficeOptions extends PlatformOptions {
  /** When it opens, on a virtual clock. */
  readonly at?: number;
  /** The platform reaches the manager of a real exchange over a wire that can be cut. */
  readonly cuttable?: boolean;
}

/** @param lab a real exchange with nothing going on; absent = the simulated one */
export async function openOffice(options: OfficeOptions = {}, lab: LabExchange | null = null): Promise<Office> {
  const { at = workingMorning, zone = 480, cuttable = false, ...rest } = options;
  const time = lab ? createWallTime() : createOfficeTime(at);
  const people = lab && (await createLabPeople(lab, { clock: time.clock }));
  const relay = lab && cuttable ? await startRelay(lab.ami) : null;
  const opened = time.clock.now();
  const exchange =
    lab && people
      ? { exchange: newHere(asteriskExchange({ ...lab.setup, ...filesOf(lab), ...wireTo(relay) }, { people }), opened) }
      : {};
  const platform = await startPlatform({
    centre: 'small',
    key: officeKey,
    seed: 11,
    port: 0,
    zone,
    clock: time.clock,
    // Polling has to do without it; whoever wants it says so.
    push: false,
    ...exchange,
    ...rest,
  }).catch(async (error: unknown) => {
    await relay?.close();
    await people?.close();
    throw error;
  });
  time.pushes(platform);
  const { engine, scenario } = platform;
  const workplaces: Workplace[] = [];

  const spoil = (undo: () => void, endpoint?: string): (() => void) => {
    const undoTime = time.waitsFor(endpoint);
    return () => {
      undo();
      undoTime();
    };
  };

  return {
    ...createWitness(platform, time, zone),
    time,
    platform,
    scenario,
    engine,
    desk: (given) => {
      const builtIn = { address: platform.address, key: officeKey, name: 'Office', features: builtInFeatures };
      const workplace = openDesk(builtIn, time, given ?? {});
      workplaces.push(workplace);
      return workplace;
    },
    lab,
    people,
    relay,
    exchange,
    passes: (seconds) => time.passes(seconds),
    longer: (seconds, atLeast) => time.longer(seconds, atLeast),
    over: (wanted, seconds) => {
      const out = Math.round(seconds) - wanted;
      return lab && out > 0 && out <= 3 ? 0 : out;
    },
    traits: traits[lab ? 'asterisk' : 'simulated'],
    today: () => ({ datefrom: platformDate(opened, zone), dateto: platformDate(engine.now(), zone) }),
    interfaceOf: (device) => engine.device(device)?.interface ?? `SIP/${device}`,
    happens: async (what, test, seconds = 15) => {
      if (await time.until(test, seconds)) return;
      const live = engine.channels().filter((channel) => channel.hungUpAt === null);
      const told = live.map(({ name, state, callerId, application }) => `${name} ${state} ${callerId} ${application}`);
      throw new Error(`did not happen within ${seconds} s: ${what}\n${told.join('\n')}`);
    },
    channelsOf: (device) => engine.channels().filter((one) => one.device === device && one.hungUpAt === null),
    liveLinks: () => engine.links().filter((link) => link.state === 'Link'),
    member: (queue, device) => engine.queue(queue)?.members.find((one) => one.interface.split('/')[1] === device),
    slow: (ms, endpoint) => spoil(scenario.faults.slow(ms, endpoint), endpoint),
    dead: (endpoint) => spoil(scenario.faults.dead(endpoint), endpoint),
    close: async () => {
      scenario.faults.clear();
      for (const workplace of workplaces) await workplace.quit();
      await platform.close();
      await relay?.close();
      await people?.close();
    },
  };
}

const wireTo = (relay: Relay | null) => (relay ? { host: relay.host, port: relay.port } : {});

/** A call that has just ended is written down so late at most. */
const filesLateMs = 2_000;

/** The exchange has served other offices: what its files say of them is not this one's past. */
const newHere =
  (make: ExchangeMaker, opened: PlatformTime): ExchangeMaker =>
  (setup) => {
    const { past } = setup;
    const lastAt = past.lastAt ?? opened + filesLateMs;
    return make({
      ...setup,
      past: { lastAt, calls: (since) => past.calls(since), queueEvents: (since) => past.queueEvents(since) },
    });
  };

/** What the exchange writes down itself. */
const filesOf = ({ folder }: LabExchange) => ({
  queueLog: path.join(folder, 'log', 'queue_log'),
  callRecords: path.join(folder, 'log', 'cdr-csv', 'Master.csv'),
});

/** A person's computer on the network of the office; without `builtIn` its profiles are saved by the test. */
export function openDesk(builtIn: BuiltIn | null, time: OfficeTime, options: DeskOptions): Workplace {
  const { computer = { files: new Map<string, string>(), secrets: new Map<string, string>() }, skew = 0 } = options;
  const { clock: officeClock } = time;
  const clock: Clock = { ...officeClock, now: () => officeClock.now() + skew };
  const opened: string[] = [];
  const log: { level: string; event: string; fields: LogFields }[] = [];
  const note =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      log.push({ level, event, fields });
    };
  const logs = { info: note('info'), warn: note('warn'), error: note('error') };
  let alive = true;
  let ended = false;

  const secrets: SecretStore = {
    get: async (name) => computer.secrets.get(name) ?? null,
    set: async (name, value) => void computer.secrets.set(name, value),
    delete: async (name) => void computer.secrets.delete(name),
  };
  const driver = driverOf({
    clock,
    random: () => 0.5,
    log: logs,
    ...(options.assumedZone === undefined ? {} : { assumedZone: options.assumedZone }),
    network: {
      resolve: (host, signal) => time.holding(nodeNetwork.resolve(host, signal)),
      touch: (host, port, signal) => time.holding(nodeNetwork.touch(host, port, signal)),
      certificate: (host, port, signal) => time.holding(nodeNetwork.certificate(host, port, signal)),
    },
    http: (pin) => {
      const road = time.road(undiciHttp(pin));
      const gone = Object.assign(new Error('the program was killed'), { code: 'ECONNRESET' });
      const asked = (url: string): string => (options.xmlOnly ? url.replace(/([?&])json=\d&?/, '$1') : url);
      return {
        send: async (request) => {
          if (!alive) throw gone;
          const answer = await road.send({ ...request, url: asked(request.url) });
          return options.dated ? { ...answer, headers: { ...answer.headers, date: options.dated() } } : answer;
        },
        open: (question) => (alive ? road.open(question) : Promise.reject(gone)),
        close: () => road.close(),
      };
    },
  });
  const desk = createDesk({
    clock,
    random: () => 0.5,
    log: logs,
    storage: {
      read: async (name) => {
        const text = computer.files.get(name);
        return text === undefined ? [] : [text];
      },
      write: async (name, text) => {
        if (alive) computer.files.set(name, text);
      },
    },
    secrets,
    driver,
    host: {
      edition: 'browser',
      version: '0.0.0',
      capabilities: ['open-url'],
      openUrl: async (url) => {
        opened.push(url);
        return ok(null);
      },
    },
    demo: null,
    builtIn,
  });
  const costly: readonly Topic[] = options.floor ? [] : ['agents', 'extensions', 'queues'];
  const topics = [...singleTopics, ...rowTopics].filter((topic) => !costly.includes(topic));
  const screen = createScreen(desk, time, clock, topics);

  const signIn: Workplace['signIn'] = async ({
    agent = '2011',
    device = agent,
    queues = ['90'],
    pause,
    ...more
  } = {}) => {
    await time.during(desk.ready);
    return screen.call('session.signIn', {
      profileId: more.profileId ?? 'built-in',
      agent,
      device,
      queues: queues.map((queue) => ({ queue })),
      initial: pause ? { kind: 'pause', reason: pause } : { kind: 'ready' },
      takeOver: more.takeOver ?? false,
    });
  };
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await time.during(desk.close());
    screen.close();
  };
  return {
    ...screen,
    desk,
    computer,
    opened,
    log,
    signIn,
    seated: async (who = {}) => {
      const entered = await signIn(who);
      if (!entered.ok) throw new Error(`sign-in: ${entered.error.code} ${entered.error.message}`);
      const wanted = who.queues ?? ['90'];
      const joined = (): boolean =>
        wanted.every((queue) => screen.get('seat')?.memberships.some((row) => row.queue === queue && row.joined));
      await screen.shows('the first facts', () => screen.get('link').state === 'live' && joined());
    },
    kill: async () => {
      alive = false;
      await end();
    },
    quit: end,
  };
}
