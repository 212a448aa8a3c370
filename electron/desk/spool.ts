import { randomBytes } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../shared/domain/time';
import type { Download } from '../platforms/driver';

/**
 * A recording that its platform sends from the beginning only, kept while it is listened to so that any part of it can
 * be played again. The file has no name: it is unlinked the moment it exists, so nothing stays behind, not even after
 * `kill -9`.
 */
export interface Spool {
  readonly name: string;
  readonly type: string;
  /** Bytes of the whole; at once when the platform said so, else when the last byte is there. Rejects as the download does. */
  whole(signal: AbortSignal): Promise<number>;
  /** What the platform announced; null until everything is there. */
  readonly size: number | null;
  /** Bytes `from` … `to`, both included; `to` null = until the end. Waits for what is still on its way. */
  read(from: number, to: number | null, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Nobody reads now. */
  readonly idle: boolean;
  /** Ends the download and every reader, and gives the bytes back. */
  drop(): void;
}

export interface SpoolOptions {
  readonly clock: Clock;
  readonly folder: string;
  /** Without a reader for so long an unfinished download is stopped. */
  readonly idleMilliseconds: number;
  /** Told once when the spool is of no more use: stopped, failed or dropped. */
  readonly onGone: () => void;
}

const chunkBytes = 64 * 1024;

export async function openSpool(download: Download, options: SpoolOptions): Promise<Spool> {
  const file = await openNameless(options.folder).catch((error: unknown) => {
    download.cancel();
    throw error;
  });
  let arrived = 0;
  let state: 'running' | 'complete' | 'gone' = 'running';
  let failure: unknown = null;
  let readers = 0;
  let cancelIdle = (): void => {};
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const run of [...waiting]) run();
  };
  /** Something arrived or ended; rejects when the reader has gone. */
  const change = async (signal: AbortSignal): Promise<void> => {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
    signal.throwIfAborted();
  };

  const end = (next: 'complete' | 'gone', why: unknown = null): void => {
    if (state === 'gone' || state === next) return;
    state = next;
    failure = why;
    cancelIdle();
    wake();
    if (next === 'complete') return;
    download.cancel();
    // Waits for reads under way by itself; a handle that cannot be closed is closed with the process.
    file.close().catch(() => {});
    options.onGone();
  };
  const watchIdle = (): void => {
    cancelIdle();
    if (readers === 0 && state === 'running') {
      cancelIdle = options.clock.after(options.idleMilliseconds, () => end('gone', new Error('nobody listens')));
    }
  };

  const fill = async (): Promise<void> => {
    try {
      for await (const bytes of download.body) {
        if (state !== 'running') return;
        await writeAll(file, bytes, arrived);
        arrived += bytes.length;
        wake();
      }
      end('complete');
    } catch (error) {
      end('gone', error);
    }
  };
  watchIdle();
  void fill();

  async function* read(from: number, to: number | null, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    readers += 1;
    cancelIdle();
    try {
      for (let at = from; to === null || at <= to; ) {
        if (state === 'gone') throw failure ?? new Error('the recording is closed');
        if (at < arrived) {
          const wanted = Math.min(chunkBytes, (to === null ? arrived : Math.min(arrived, to + 1)) - at);
          const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        } else if (state === 'complete') {
          if (to !== null) throw new Error('the recording is shorter than announced');
          return;
        } else await change(signal);
      }
    } finally {
      readers -= 1;
      watchIdle();
    }
  }

  return {
    name: download.name,
    type: download.type,
    get size() {
      return download.size ?? (state === 'complete' ? arrived : null);
    },
    get idle() {
      return readers === 0;
    },
    whole: async (signal) => {
      if (download.size !== null) return download.size;
      readers += 1;
      cancelIdle();
      try {
        while (state === 'running') await change(signal);
        if (state === 'gone') throw failure ?? new Error('the recording is closed');
        return arrived;
      } finally {
        readers -= 1;
        watchIdle();
      }
    },
    read,
    drop: () => end('gone'),
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  const name = path.join(folder, `seatline-${randomBytes(12).toString('hex')}`);
  const file = await open(name, 'wx+', 0o600);
  await unlink(name).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  return file;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
