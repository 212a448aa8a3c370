import { connect, type Socket } from 'node:net';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Clock } from '../../shared/domain/time';
import type { Cell } from './task-mirror-rows';

/** Where the mirror is, and who writes it. */
export interface MirrorAccount {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

export type Found = Readonly<Record<string, unknown>>;

/** One connection to the database. After any failure it is of no use: `LineFailure`, with a code and no text. */
export interface MirrorLine {
  open(): Promise<void>;
  /** A prepared statement. */
  ask(sql: string, values?: readonly Cell[]): Promise<readonly Found[]>;
  /** Statements that servers do not prepare: of transactions and tables. Never with a value in it. */
  say(sql: string): Promise<void>;
  readonly gone: boolean;
  /** At once; what is under way fails. */
  close(): void;
}

/** `code` is the server's or the system's word (`ER_ACCESS_DENIED_ERROR`, `ECONNREFUSED`), or ours in small letters. */
export class LineFailure extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const openMilliseconds = 5_000;
const askMilliseconds = 20_000;
/** Statements that the server keeps ready: a few a table. */
const kept = 64;

export function createLine(account: MirrorAccount, clock: Clock): MirrorLine {
  let socket: Socket | null = null;
  let connection: Connection | null = null;
  let gone = false;
  let lose = (): void => {};
  const lost = new Promise<never>((_, reject) => {
    lose = () => reject(new LineFailure('lost'));
  });
  lost.catch(() => {});
  const close = (): void => {
    gone = true;
    lose();
    socket?.destroy();
  };

  /** The work, or its failure, or a limit of time; whichever it is that fails, the connection goes with it. */
  async function within<T>(ms: number, work: Promise<T>): Promise<T> {
    let cancel = (): void => {};
    const limit = new Promise<never>((_, reject) => {
      cancel = clock.after(ms, () => reject(new LineFailure('slow')));
    });
    work.catch(() => {});
    try {
      return await Promise.race([work, limit, lost]);
    } catch (error) {
      close();
      throw failureOf(error);
    } finally {
      cancel();
    }
  }
  const opened = (): Connection => {
    if (!connection || gone) throw new LineFailure('lost');
    return connection;
  };

  return {
    async open() {
      // Loaded only where there is a mirror.
      const { createConnection } = await import('mysql2/promise');
      if (gone) throw new LineFailure('lost');
      const { host, port, user, password, database } = account;
      const stream = connect({ host, port });
      socket = stream;
      let why: unknown = null;
      stream.once('error', (error) => {
        why = error;
      });
      stream.once('close', close);
      stream.setNoDelay(true);
      const opening = createConnection({
        stream,
        user,
        password,
        database,
        charset: 'utf8mb4_general_ci',
        dateStrings: true,
        disableEval: true,
        maxPreparedStatements: kept,
        // A server may not ask for a file of this computer.
        flags: ['-LOCAL_FILES'],
        // The limit is ours, on the platform's clock.
        connectTimeout: 0,
      });
      try {
        connection = await within(openMilliseconds, opening);
      } catch (error) {
        throw why === null ? error : failureOf(why);
      }
      // A connection that ends while nobody asks is found gone by the next who does.
      connection.on('error', close);
    },
    async ask(sql, values = []) {
      const [rows] = await within(askMilliseconds, opened().execute<RowDataPacket[]>(sql, [...values]));
      return Array.isArray(rows) ? rows : [];
    },
    async say(sql) {
      await within(askMilliseconds, opened().query(sql));
    },
    get gone() {
      return gone;
    },
    close,
  };
}

/** Texts of servers name accounts and repeat values: only the code goes on. */
function failureOf(error: unknown): LineFailure {
  if (error instanceof LineFailure) return error;
  const code = (error as { code?: unknown } | null)?.code;
  return new LineFailure(typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : 'unknown');
}
