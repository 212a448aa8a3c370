import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type * as E from 'electron';
import { startChromium, stopChromium } from './cdp';
import { write } from './journal';
import { Loud } from './loud';

type Members =
  | 'commandLine'
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setPath'
  | 'whenReady';

/** Playwright's loader also appends what would break the double's own connection. */
const ownSwitches = /^(remote-debugging|headless|user-data-dir)/;

export class App extends Loud implements Pick<Omit<E.App, 'commandLine'>, Exclude<Members, 'commandLine'>> {
  readonly switches = new Map<string, string>();
  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => {
      if (!ownSwitches.test(name)) this.switches.set(name, value);
    },
    hasSwitch: (name: string): boolean => this.switches.has(name),
  };
  name = 'seatline';
  readonly isPackaged = false;
  sandboxed = false;
  /** Runs when Chromium listens and before anybody hears `ready`. */
  beforeReady: () => Promise<void> = async () => {};
  readonly #paths = new Map<string, string>();
  #ready = false;
  #resolve: () => void = () => {};
  readonly #whenReady = new Promise<void>((resolve) => {
    this.#resolve = resolve;
  });

  constructor() {
    super('app');
  }

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.sandboxed = true;
  }
  whenReady(): Promise<void> {
    return this.#whenReady;
  }
  isReady(): boolean {
    return this.#ready;
  }
  getName(): string {
    return this.name;
  }
  getVersion(): string {
    return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
  }
  getAppPath(): string {
    return process.cwd();
  }
  getPath(name: string): string {
    const known = this.#paths.get(name) ?? path.join(os.tmpdir(), `electron-double-${name}`);
    mkdirSync(known, { recursive: true });
    return known;
  }
  setPath(name: string, value: string): void {
    this.#paths.set(name, value);
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    write('protocol-client', { scheme });
    return true;
  }

  /** One server per profile folder: who listens holds the lock, who can connect hands its data over. */
  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    const file = path.join(this.getPath('userData'), 'double.lock');
    return takeLock(file, { argv: process.argv, cwd: process.cwd(), data }, (other) => {
      this.emit('second-instance', event(), other.argv, other.cwd, other.data);
    });
  }

  quit(): void {
    const before = event();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.emit('will-quit', event());
    this.exit(0);
  }
  exit(code = 0): void {
    this.emit('quit', event(), code);
    stopChromium();
    process.exit(code);
  }

  /** `ready`, once Chromium listens; Playwright waits for the line on stderr. */
  async begin(): Promise<void> {
    const address = await startChromium(this.switches);
    await this.beforeReady();
    process.stderr.write(`DevTools listening on ${address}\n`);
    this.#ready = true;
    this.#resolve();
    this.emit('ready', event(), {});
  }
}

/** Electron's event: remembers whether it was prevented. */
export const event = (): { defaultPrevented: boolean; preventDefault(): void } => ({
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
});

interface Handed {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

/** Electron's lock answers at once; a child process is the only synchronous way to ask a socket. */
function takeLock(file: string, mine: Handed, on: (other: Handed) => void): boolean {
  const script = `const s=require('net').connect(process.argv[1],()=>s.end(process.argv[2],()=>process.exit(0)));s.on('error',()=>process.exit(1))`;
  if (spawnSync(process.execPath, ['-e', script, file, JSON.stringify(mine)]).status === 0) return false;
  rmSync(file, { force: true });
  const server = net.createServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('end', () => on(JSON.parse(text) as Handed));
  });
  server.listen(file);
  server.unref();
  return true;
}
