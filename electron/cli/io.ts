import type { Clock } from '../../shared/domain/time';
import type { Effects } from '../platforms/wire/effects';

/** A stream that people or programs read. */
export interface Output {
  /** Resolves when the bytes are with the reader's side; rejects with `OutputGone` when nobody reads any more. */
  write(chunk: string | Uint8Array): Promise<void>;
  readonly isTerminal: boolean;
  /** Cells a line of the terminal holds; 0 = unknown, nothing is cut. */
  readonly columns: number;
}

/** The whole outside world of the tool: `main` sees nothing else, so that tests run it in their own process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, once; for `@-`. */
  readonly readInput: () => Promise<string>;
  /** Asks on the terminal without showing what is typed; null where there is no terminal or the person gave up. */
  readonly askSecret: (question: string) => Promise<string | null>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Language of the system when the environment names none, `zh-CN`. */
  readonly locale: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly version: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  readonly http: Effects['http'];
  readonly network: Effects['network'];
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}
