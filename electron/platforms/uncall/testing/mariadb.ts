import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';

/** A real MariaDB in a folder of its own, with the rights of accounts as everywhere. */
export interface MariaDb {
  readonly port: number;
  /** One statement after the other, as root over the unix socket. */
  run(...statements: readonly string[]): Promise<void>;
  /** Statements that the server was sent since it began, one a line: `Prepare SELECT …`. */
  heard(): readonly string[];
  /** Ends it as a power cut does; what it held stays. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** The server's program: what `npm test` found or installed, else where packages put it; empty when there is none. */
export const mariaDbBinary = (): string =>
  process.env.SEATLINE_MARIADB ??
  ['/usr/sbin/mariadbd', '/usr/sbin/mysqld', '/usr/local/sbin/mariadbd', '/opt/homebrew/bin/mariadbd'].find(
    existsSync,
  ) ??
  '';

export async function startMariaDb(binary: string): Promise<MariaDb> {
  const folder = mkdtempSync(path.join(tmpdir(), 'seatline-db-'));
  const at = (name: string): string => path.join(folder, name);
  // As root the server wants to be told so.
  const user = process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : [];
  const common = ['--no-defaults', `--datadir=${at('data')}`, ...user];
  const quick = ['--innodb-buffer-pool-size=16M', '--innodb-log-file-size=8M', '--innodb-flush-log-at-trx-commit=0'];
  let server: ChildProcess | null = null;
  try {
    await finished(installer(binary), [
      ...common,
      ...quick,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ]);
    const port = await freePort();
    const began = (): ChildProcess =>
      spawn(
        binary,
        [
          ...common,
          ...quick,
          `--socket=${at('s')}`,
          `--pid-file=${at('pid')}`,
          `--port=${port}`,
          '--bind-address=127.0.0.1',
          '--skip-name-resolve',
          '--skip-log-bin',
          '--character-set-server=utf8mb4',
          '--general-log=1',
          `--general-log-file=${at('heard')}`,
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
    let running = began();
    server = running;
    await ready(running);
    return {
      port,
      run: async (...statements) => {
        const root = await createConnection({ socketPath: at('s'), user: 'root', charset: 'utf8mb4_general_ci' });
        try {
          for (const statement of statements) await root.query(statement);
        } finally {
          await root.end();
        }
      },
      heard: () =>
        readFileSync(at('heard'), 'utf8')
          .split('\n')
          .map((line) => /\t *\d+ (\w+)\t(.*)$/.exec(line))
          .filter((found) => found !== null)
          .map(([, command, text]) => `${command} ${text}`),
      kill: () => ended(running),
      revive: async () => {
        running = began();
        await ready(running);
      },
      stop: async () => {
        await ended(running);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    if (server) await ended(server);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The program that fills an empty data folder lies beside the server or in the neighbouring `bin` or `scripts`. */
function installer(binary: string): string {
  const folder = path.dirname(binary);
  const candidates = ['.', '../bin', '../scripts'].flatMap((place) =>
    ['mariadb-install-db', 'mysql_install_db'].map((name) => path.resolve(folder, place, name)),
  );
  const found = candidates.find(existsSync);
  if (!found) throw new Error(`no mariadb-install-db beside ${binary}`);
  return found;
}

function finished(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program}: ${code}\n${said}`))));
  });
}

function ready(server: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (/ready for connections/.test(said)) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the database ended with ${code}\n${said.slice(-2_000)}`)));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGKILL');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
