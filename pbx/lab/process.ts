import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../../shared/domain/time';
import { until } from './until';

/** A program that ends for certain: when told to, or with this process, however that ends. */
export interface Guarded {
  readonly pid: number;
  readonly alive: boolean;
  /** The last of what it printed. */
  readonly printed: string;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  end(graceMs: number): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export function startGuarded(
  clock: Clock,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Guarded {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl-C at the terminal is for the tests; they end it then.
    detached: true,
  });
  let printed = '';
  const listen = (text: string): void => {
    printed = (printed + text).slice(-4000);
  };
  child.on('error', (error) => listen(error.message));
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  const pid = child.pid ?? 0;
  const guard = pid === 0 ? null : startGuard(pid);
  const gone = (): boolean => pid === 0 || child.exitCode !== null || child.signalCode !== null;
  const ended = gone() ? Promise.resolve() : once(child, 'close').then(() => void guard?.kill('SIGKILL'));

  return {
    pid,
    get alive() {
      return !gone();
    },
    get printed() {
      return printed.trim();
    },
    async end(graceMs) {
      if (gone()) return await ended;
      child.kill('SIGTERM');
      const cancel = clock.after(graceMs, () => child.kill('SIGKILL'));
      await ended;
      cancel();
    },
    async kill() {
      if (!gone()) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Reads from this process until it is no more, then kills the program: even a killed test run leaves nothing behind. */
export function startGuard(pid: number): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', 'read -r never; kill -9 "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  return guard;
}

/** What a command prints; fails when it ends otherwise than well, or not within `ms`. */
export const printedBy = (command: string, args: readonly string[], ms: number): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, args, { timeout: ms, encoding: 'utf8', maxBuffer: 1 << 26 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });

/** Waits until the program says that it is ready. */
export async function ready(clock: Clock, program: Guarded, asks: () => Promise<boolean>, ms: number): Promise<void> {
  await until(
    clock,
    'the exchange is fully booted',
    async () => {
      if (!program.alive) throw new Error(`the exchange has ended: ${program.printed}`);
      return await asks().catch(() => false);
    },
    ms,
  );
}
