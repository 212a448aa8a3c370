import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../shared/domain/time';
import type { AsteriskSetup } from '../engine/asterisk/parts';
import { createWallClock } from '../engine/simulated/clock';
import { configuration } from './config';
import { deskDatabase, type LabCentreKind, labCentre } from './config/centre';
import { engineSetup } from './config/engine';
import { freepbxDatabase } from './config/freepbx';
import { trunkAddress } from './config/phones';
import { type LabSetup, technology } from './config/setup';
import { connectManager, type ManagerAddress } from './manager';
import { musicFile } from './music';
import { freeTcpPort, freeUdpPort } from './ports';
import { type Guarded, printedBy, ready, startGuarded } from './process';
import { type AsteriskVersion, asteriskTree, modulesOf, promptsOf } from './tree';

export interface ExchangeOptions {
  readonly version: AsteriskVersion;
  /** `plain` (default): written by hand, with the lines that Seatline asks for. `freepbx`: in the manner of FreePBX. */
  readonly flavour?: 'plain' | 'freepbx';
  /** Its telephones and queues: those that the README names, or those of the small centre; `lab`. */
  readonly centre?: LabCentreKind;
  /** Where it lives; absent = a new folder that goes with `close`. */
  readonly folder?: string;
  /** Seconds for which a queue lets a member's telephone ring; 6. */
  readonly ringSeconds?: number;
  /** Minutes east of UTC of its local time; 480. */
  readonly zone?: number;
  readonly clock?: Clock;
}

/** A real Asterisk in a folder, on ports of the loopback that were free. They stay its own over a restart. */
export interface LabExchange {
  readonly version: AsteriskVersion;
  readonly flavour: 'plain' | 'freepbx';
  readonly technology: 'SIP' | 'PJSIP';
  readonly centre: LabSetup['centre'];
  readonly folder: string;
  readonly ami: ManagerAddress;
  /** Address for telephones in browsers. */
  readonly web: string;
  readonly sip: { readonly host: string; readonly port: number };
  /** Where the trunk's other end listens and calls from. */
  readonly trunk: { readonly host: string; readonly port: number };
  /** Password of every telephone. */
  readonly phoneSecret: string;
  /** Folder of the recordings. */
  readonly recordings: string;
  /** What the engine has to be told of it. */
  readonly setup: AsteriskSetup;
  /** Process id; 0 while it does not run. */
  readonly pid: number;
  /** What a command of its console prints. */
  cli(command: string): Promise<string>;
  /** SIGKILL, as when the power fails. What it had stored stays. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it in order when it runs, and starts it again. */
  restart(): Promise<void>;
  /** Ends it, and takes its folder away if `startAsterisk` has made that. */
  close(): Promise<void>;
}

/**
 * Starts one and waits until it answers.
 *
 * @throws Error when there is no such version on this machine, or it does not start; nothing is left running then
 */
export async function startAsterisk(options: ExchangeOptions): Promise<LabExchange> {
  const { version, flavour = 'plain', ringSeconds = 6, zone = 480, clock = createWallClock() } = options;
  const tree = asteriskTree(version);
  if (tree === '') throw new Error(`no Asterisk ${version} here: node scripts/asterisk.mjs ${version} fetches it`);
  const folder = path.resolve(options.folder ?? mkdtempSync(path.join(tmpdir(), `seatline-lab${version}-`)));
  const modules = modulesOf(tree);
  const setup: LabSetup = {
    version,
    flavour,
    centre: labCentre(options.centre ?? 'lab'),
    folder,
    moduleFolder: modules.folder,
    modules: modules.names,
    ports: {
      manager: await freeTcpPort(),
      web: await freeTcpPort(),
      sip: await freeUdpPort('127.0.0.1'),
      trunk: await freeUdpPort(trunkAddress(version)),
    },
    manager: { user: 'seatline', secret: randomBytes(9).toString('hex') },
    phoneSecret: randomBytes(6).toString('hex'),
    addresses: Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address),
    ringSeconds,
    zone,
  };
  write(setup, tree);

  const program = path.join(tree, 'asterisk');
  const file = path.join(folder, 'etc', 'asterisk.conf');
  const ami = { host: '127.0.0.1', port: setup.ports.manager, ...setup.manager };
  const cli: LabExchange['cli'] = (command) => printedBy(program, ['-C', file, '-rx', command], 10_000);
  let running: Guarded | null = null;

  const start = async (): Promise<void> => {
    // The name of a POSIX zone counts west of Greenwich, and needs no file that tells of zones.
    const west = `${zone > 0 ? '-' : ''}${Math.floor(Math.abs(zone) / 60)}:${String(Math.abs(zone) % 60).padStart(2, '0')}`;
    const started = startGuarded(clock, program, ['-f', '-C', file], { TZ: `LAB${west}` });
    running = started;
    try {
      await ready(clock, started, async () => (await cli('core waitfullybooted')).includes('fully booted'), 60_000);
      // A port that another has taken meanwhile shows here, as does a manager that is not ours.
      (await connectManager(ami)).close();
    } catch (error) {
      await started.kill();
      throw error;
    }
  };
  const stop = async (): Promise<void> => {
    await running?.end(4_000);
    running = null;
  };
  const removeOwn = (): void => {
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };

  try {
    await start();
    await fillDatabase(ami, flavour === 'freepbx' ? freepbxDatabase(setup) : deskDatabase(setup.centre));
  } catch (error) {
    removeOwn();
    throw error;
  }
  return {
    version,
    flavour,
    centre: setup.centre,
    technology: technology(setup),
    folder,
    ami,
    web: `ws://127.0.0.1:${setup.ports.web}/ws`,
    sip: { host: '127.0.0.1', port: setup.ports.sip },
    trunk: { host: trunkAddress(version), port: setup.ports.trunk },
    phoneSecret: setup.phoneSecret,
    recordings: path.join(folder, 'spool', 'monitor'),
    setup: engineSetup(setup),
    get pid() {
      return running?.alive ? running.pid : 0;
    },
    cli,
    async kill() {
      await running?.kill();
      running = null;
    },
    stop,
    async restart() {
      await stop();
      await start();
    },
    async close() {
      await stop();
      removeOwn();
    },
  };
}

/** Folders, links to what the version brings, configuration, music. */
function write(setup: LabSetup, tree: string): void {
  const at = (...names: string[]): string => path.join(setup.folder, ...names);
  for (const name of [
    'etc',
    'state/cache',
    'state/keys',
    'data/sounds',
    'spool/monitor',
    'spool/voicemail',
    'run',
    'log/cdr-csv',
    'music',
  ])
    mkdirSync(at(name), { recursive: true });
  const link = (target: string, name: string): void => {
    if (existsSync(target) && !existsSync(at(name))) symlinkSync(target, at(name));
  };
  for (const name of ['documentation', 'static-http', 'agi-bin'])
    link(path.join(tree, 'usr/share/asterisk', name), `data/${name}`);
  link(promptsOf(tree), 'data/sounds/en');
  for (const [name, text] of Object.entries(configuration(setup)))
    writeFileSync(at('etc', name), text, { mode: 0o600 });
  writeFileSync(at('music', 'music.wav'), musicFile());
}

async function fillDatabase(ami: ManagerAddress, rows: ReturnType<typeof deskDatabase>): Promise<void> {
  if (rows.length === 0) return;
  const manager = await connectManager(ami);
  try {
    for (const [Family, Key, Val] of rows) {
      const answer = await manager.send('DBPut', { Family, Key, Val });
      if (answer.Response !== 'Success') throw new Error(`DBPut ${Family}/${Key}: ${answer.Message ?? ''}`);
    }
  } finally {
    manager.close();
  }
}
