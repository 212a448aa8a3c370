import { formatPlatformTime, type PlatformTime, parsePlatformTime } from '../../shared/domain/time';
import { type EndpointName, endpointNames } from '../../shared/webcti';
import { createWallClock } from '../engine/simulated/clock';
import { createSimulatedEngine } from '../engine/simulated/engine';
import { centreOf } from '../scenario/centre';
import { startDemo } from '../scenario/demo';
import { createPeople } from '../scenario/people';
import type { Scenario } from '../scenario/port';
import { createMemoryStore } from '../store/memory-store';
import type { RecordStore } from '../store/record-store';
import { addControl } from './control';
import { createFace } from './face';
import { FaultBox } from './faults';
import type { HandlerContext } from './handlers/handler';
import { Listener } from './listener';
import type { Platform, PlatformOptions } from './platform';

const defaults = { host: '127.0.0.1', key: 'seatline', seed: 1, zone: 480 } as const;

/**
 * Starts the built-in platform: engine, records, people, demo and HTTP face on one clock. Rejects when the port cannot
 * be had. `close` ends every timer and socket.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const clock = options.clock ?? createWallClock();
  const zone = options.zone ?? defaults.zone;
  const key = options.key ?? defaults.key;
  const seed = options.seed ?? defaults.seed;
  const kind = options.centre ?? 'small';
  const log = options.log ?? (() => {});
  const records: RecordStore = createMemoryStore();
  const requests = new Map<string, number>();

  const engine = createSimulatedEngine({ centre: centreOf(kind), clock, records, seed, zone });
  const people = createPeople(engine);
  const lively = options.alive ?? kind === 'demo';
  const speed = options.demoSpeed ?? 1;
  const startPeople = () => (lively ? startDemo(engine, people, { seed, speed, leaveAlone: [] }) : null);
  let demo = startPeople();

  const faults = new FaultBox(clock, {
    pause: (seconds) => listener.away(seconds),
    restart: ({ keepState, downSeconds }) =>
      listener.away(downSeconds, () => {
        demo?.stop();
        engine.restart({ keepState });
        demo = startPeople();
      }),
    resume: () => listener.resume(),
  });

  const shown = (at: PlatformTime): PlatformTime => at + faults.skewMs;
  const context: HandlerContext = {
    engine,
    records,
    zone,
    allowedCommands: options.allowedCommands ?? [],
    now: () => shown(engine.now()),
    time: (at) => formatPlatformTime(at === null ? null : shown(at), zone),
    stamp: (at) => (at === null ? '0' : String(Math.floor(shown(at) / 1000))),
    instant(text) {
      const at = parsePlatformTime(text, zone);
      return at === null ? null : at - faults.skewMs;
    },
  };

  const app = createFace({
    context: () => context,
    key: () => faults.key ?? key,
    now: context.now,
    zone,
    faults,
    log,
    counted: (endpoint: EndpointName) => requests.set(endpoint, (requests.get(endpoint) ?? 0) + 1),
  });
  const scenario: Scenario = { ...people, faults };
  if (options.controlToken) {
    addControl(app, { token: options.controlToken, clock, log, engine: () => engine, scenario: () => scenario });
  }
  for (const name of endpointNames) requests.set(name, 0);

  await app.ready();
  const host = options.host ?? defaults.host;
  const listener = new Listener({ host, port: options.port ?? 0, clock, serve: app.routing });

  let closing: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    demo?.stop();
    faults.release();
    await listener.close();
    await app.close();
    engine.close();
    records.close();
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
    scenario,
    requests,
    close() {
      closing ??= end();
      return closing;
    },
  };
}
