import { connect, type Socket } from 'node:net';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Effects } from '../wire/effects';
import { Cancelled, TimedOut, Unreachable } from '../wire/failure';
import { fromDatabase } from './tasks-refusal';

export type Cell = string | number | null;
export type Cells = Readonly<Record<string, unknown>>;

/** Read-only questions to one database over few connections; every method rejects with a `PlatformFailure`. */
export interface TaskPool {
  select(sql: string, values: readonly (string | number)[]): Promise<readonly Cells[]>;
  /** Ends everything at once; questions under way end with `cancelled`. */
  close(): void;
}

export interface TaskAccount {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

interface Line {
  readonly connection: Connection;
  readonly socket: Socket;
}

/** Two: a list and its figures side by side. A person looks at one task at a time. */
const lines = 2;
const connectMilliseconds = 5_000;
const selectMilliseconds = 15_000;
/** Shorter than any server keeps an idle connection. */
const idleMilliseconds = 30_000;

export function createTaskPool(account: TaskAccount, { clock, log }: Pick<Effects, 'clock' | 'log'>): TaskPool {
  const idle = new Map<Line, () => void>();
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  /** `work`, or `TimedOut` after its limit; `late` then frees what hangs. */
  const within = async <T>(ms: number, work: Promise<T>, late: () => void): Promise<T> => {
    let cancel = (): void => {};
    const limit = new Promise<never>((_, reject) => {
      cancel = clock.after(ms, () => {
        reject(new TimedOut('the database does not answer', { seconds: ms / 1_000 }));
        late();
      });
    });
    try {
      return await Promise.race([work, limit]);
    } finally {
      cancel();
    }
  };

  const open = async (): Promise<Line> => {
    // Loaded with the first question: a desk without task tables never pays for it.
    const { createConnection } = await import('mysql2/promise');
    if (closed) throw new Cancelled('the reader is closed');
    const { host, port, user, password, database } = account;
    const socket = connect({ host, port });
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    const opening = createConnection({
      stream: socket,
      user,
      password,
      database,
      charset: 'utf8mb4_general_ci',
      dateStrings: true,
      supportBigNumbers: true,
      disableEval: true,
      // A server may not ask for a file of this computer.
      flags: ['-LOCAL_FILES'],
      // The limit is ours, on the desk's clock.
      connectTimeout: 0,
    });
    opening.catch(() => {});
    try {
      const connection = await within(connectMilliseconds, opening, () => socket.destroy());
      const line = { connection, socket };
      // A lost idle connection is noticed here; the next question opens another.
      connection.on('error', () => drop(line));
      await within(
        connectMilliseconds,
        beReadOnly((sql) => connection.query(sql), log),
        () => socket.destroy(),
      );
      return line;
    } catch (thrown) {
      socket.destroy();
      throw closed ? new Cancelled('the reader is closed') : fromDatabase(thrown, password);
    }
  };
  const drop = (line: Line): void => {
    idle.get(line)?.();
    idle.delete(line);
    line.socket.destroy();
  };
  const keep = (line: Line): void => {
    if (closed || line.socket.destroyed) {
      drop(line);
      return;
    }
    const forget = clock.after(idleMilliseconds, () => {
      idle.delete(line);
      // Says goodbye; a server that does not answer it is left alone.
      line.connection.end().catch(() => {});
      line.socket.end();
    });
    idle.set(line, forget);
  };
  const ask = async (line: Line, sql: string, values: readonly (string | number)[]): Promise<readonly Cells[]> => {
    const asked = line.connection.execute<RowDataPacket[]>(sql, [...values]);
    asked.catch(() => {});
    try {
      const [rows] = await within(selectMilliseconds, asked, () => line.socket.destroy());
      keep(line);
      return rows;
    } catch (thrown) {
      const failure = closed ? new Cancelled('the reader is closed') : fromDatabase(thrown, account.password);
      // After a refusal the connection is as good as before; after anything else nobody knows.
      if (failure.code === 'refused') keep(line);
      else drop(line);
      throw failure;
    }
  };

  return {
    select: async (sql, values) => {
      if (closed) throw new Cancelled('the reader is closed');
      if (busy >= lines) await new Promise<void>((resolve) => waiting.push(resolve));
      if (closed) throw new Cancelled('the reader is closed');
      busy += 1;
      try {
        const [used] = idle.keys();
        if (!used) return await ask(await open(), sql, values);
        idle.get(used)?.();
        idle.delete(used);
        try {
          return await ask(used, sql, values);
        } catch (thrown) {
          // It was closed while nobody used it; reading once more changes nothing.
          if (!(thrown instanceof Unreachable)) throw thrown;
          return await ask(await open(), sql, values);
        }
      } finally {
        busy -= 1;
        waiting.shift()?.();
      }
    },
    close: () => {
      closed = true;
      for (const line of [...idle.keys()]) drop(line);
      for (const socket of sockets) socket.destroy();
      for (const go of waiting.splice(0)) go();
    },
  };
}

/**
 * Beside a read-only account and statements that only read: the server itself refuses a write of this session. Servers
 * before MySQL 5.6 do not know the statement; there the account and the statements have to do.
 */
export async function beReadOnly(run: (sql: string) => Promise<unknown>, log: Effects['log']): Promise<void> {
  try {
    await run('SET SESSION TRANSACTION READ ONLY');
  } catch (thrown) {
    if ((thrown as { errno?: unknown }).errno !== 1064) throw thrown;
    log.warn('tasks.server-too-old-for-read-only');
  }
}
