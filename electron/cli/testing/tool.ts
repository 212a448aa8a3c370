import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createVirtualClock, type VirtualClock } from '../../../pbx/engine/simulated/clock';
import type { Platform, PlatformOptions } from '../../../pbx/http/platform';
import { startPlatform } from '../../../pbx/http/start';
import { nodeNetwork } from '../../platforms/wire/network';
import { undiciHttp } from '../../platforms/wire/undici';
import type { Io, Output } from '../io';
import { main } from '../main';

/** What one run of the tool did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** What a person types when asked, in order; absent = no terminal to ask on. */
  readonly types?: readonly string[];
  /** Cells of a terminal; absent = a pipe. */
  readonly columns?: number;
  readonly io?: Partial<Io>;
}

export interface Bench {
  readonly platform: Platform;
  readonly clock: VirtualClock;
  /** An empty folder of this test's own. */
  readonly folder: string;
  /** Bytes of the last run's standard output. */
  lastBytes(): Buffer;
  /** Runs the tool against the platform of the bench, its profile folder being the bench's. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  close(): Promise<void>;
}

export const benchKey = 'bench-key-8c1d';

/** The built-in platform on a clock that stands still, and the tool beside it in the same process. */
export async function openBench(options: PlatformOptions = {}): Promise<Bench> {
  const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30, 0));
  const platform = await startPlatform({ clock, key: benchKey, zone: 480, ...options });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-cli-'));
  let last: Buffer = Buffer.alloc(0);
  let made = 0;
  const newId = (): string => {
    made += 1;
    return `id-${made}`;
  };
  return {
    platform,
    clock,
    folder,
    lastBytes: () => last,
    async run(argv, given = {}) {
      const sink = createSink(given.columns);
      const notes = createSink(given.columns);
      const io: Io = {
        ...worldOf(clock, given),
        newId,
        stdout: sink.output,
        stderr: notes.output,
        ...given.io,
        env: {
          SEATLINE_PROFILE_FOLDER: path.join(folder, 'desk'),
          SEATLINE_PLATFORM_URL: platform.address,
          SEATLINE_PLATFORM_KEY: benchKey,
          LANG: 'en_GB.UTF-8',
          ...given.env,
        },
      };
      const code = await main(argv, io);
      last = sink.bytes();
      return { code, out: last.toString('utf8'), err: notes.bytes().toString('utf8') };
    },
    async close() {
      await platform.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function createSink(columns?: number): { readonly output: Output; bytes(): Buffer } {
  const parts: Buffer[] = [];
  return {
    bytes: () => Buffer.concat(parts),
    output: {
      isTerminal: columns !== undefined,
      columns: columns ?? 0,
      write: async (chunk) => {
        parts.push(Buffer.from(chunk as Uint8Array));
      },
    },
  };
}

function worldOf(
  clock: VirtualClock,
  { input = '', types }: RunOptions,
): Omit<Io, 'stdout' | 'stderr' | 'env' | 'newId'> {
  const typed = [...(types ?? [])];
  return {
    readInput: async () => input,
    askSecret: async () => typed.shift() ?? null,
    locale: 'en-GB',
    platform: 'linux',
    home: '/nonexistent',
    version: '0.0.0-test',
    clock,
    random: () => 0.5,
    http: undiciHttp,
    network: nodeNetwork,
    signal: new AbortController().signal,
  };
}
