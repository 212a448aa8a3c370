import { createReadStream } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Words } from '../../shared/webcti/codes';
import type { Download, DownloadOptions } from '../platforms/driver';
import { toAppError } from '../platforms/wire/failure';
import type { UploadFile } from '../platforms/wire/multipart';
import { CliFailure, exits, OutputGone, usage } from './exit';
import { filled } from './language';
import { failed, type Shell } from './shell';
import { shown } from './width';

const progressEvery = 250;

/** `--range 0-1023`, `--range 1024-`; both ends included, as in HTTP. */
export function rangeOf(shell: Shell): DownloadOptions['range'] {
  const { range } = shell.parsed.own;
  if (range === undefined) return undefined;
  const [, from = '', to = ''] = /^(\d{1,15})-(\d{1,15})?$/.exec(range) ?? [];
  if (from === '' || (to !== '' && Number(to) < Number(from))) throw usage(says.range);
  return { from: Number(from), to: to === '' ? null : Number(to) };
}

/** Binary bytes would ruin the terminal: refused before anything is asked of the platform. */
export function checkOut(shell: Shell): void {
  const { out } = shell.parsed.own;
  if (out === '-' && shell.io.stdout.isTerminal) throw usage(says.terminal);
}

/**
 * Streams a download into `--out`: a file, a folder (the platform's own name, which the client has made safe), `-` for
 * standard output; absent = the working folder. A file is never overwritten without --force and is never half there:
 * it takes its name when it is whole. Returns where it is; the text for `-` is empty.
 */
export async function saveDownload(shell: Shell, download: Download): Promise<{ file: string; bytes: number }> {
  const { out = '.' } = shell.parsed.own;
  if (out === '-') return { file: '', bytes: await pour(shell, download, (chunk) => shell.io.stdout.write(chunk)) };
  try {
    return await intoFile(shell, download, out);
  } catch (error) {
    download.cancel();
    throw localFailure(error, out);
  }
}

async function intoFile(shell: Shell, download: Download, out: string): Promise<{ file: string; bytes: number }> {
  const folder = (await isFolder(out)) || /[/\\]$/.test(out);
  const file = folder ? path.join(out, path.basename(download.name) || 'download') : out;
  const force = shell.parsed.flags.has('force');
  if (!force && (await isThere(file))) throw new CliFailure(exits.local, filled(says.exists, { file }));
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${shell.io.newId()}.part`);
  const handle = await open(part, 'wx', 0o600);
  try {
    let bytes = 0;
    try {
      bytes = await pour(shell, download, async (chunk) => void (await handle.writeFile(chunk)));
    } finally {
      await handle.close();
    }
    await takeName(part, file, force);
    return { file, bytes };
  } finally {
    await rm(part, { force: true });
  }
}

/** A hard link takes a free name only, which a rename does not promise; where there are none, looking must do. */
async function takeName(part: string, file: string, force: boolean): Promise<void> {
  if (force) return rename(part, file);
  try {
    await link(part, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || (await isThere(file)))
      throw new CliFailure(exits.local, filled(says.exists, { file }));
    await rename(part, file);
  }
}

async function pour(shell: Shell, download: Download, write: (chunk: Uint8Array) => Promise<void>): Promise<number> {
  const { stderr, clock } = shell.io;
  let bytes = 0;
  let told = clock.monotonic();
  const tell = async (): Promise<void> => {
    const whole = download.size === null ? '' : ` / ${megabytes(download.size)}`;
    await stderr.write(`\r${shown(download.name)}  ${megabytes(bytes)}${whole} MB`);
  };
  const chunks = download.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((thrown: unknown) => {
        throw failed(toAppError(thrown, 'download'));
      });
      if (next.done) break;
      bytes += next.value.byteLength;
      await write(next.value);
      if (stderr.isTerminal && clock.monotonic() - told >= progressEvery) {
        told = clock.monotonic();
        await tell();
      }
    }
    if (stderr.isTerminal) {
      await tell();
      await stderr.write('\n');
    }
    return bytes;
  } catch (error) {
    download.cancel();
    throw error;
  }
}

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 2 : 1);

/** A file of this computer, read only as fast as the platform takes it. */
export async function uploadFile(file: string): Promise<UploadFile> {
  const about = await stat(file).catch((error: unknown) => {
    throw new CliFailure(exits.local, filled(says.unreadable, { file, code: codeOf(error) }));
  });
  if (!about.isFile()) throw new CliFailure(exits.local, filled(says.noFile, { file }));
  return { name: path.basename(file), size: about.size, stream: () => createReadStream(file) };
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const isThere = async (file: string): Promise<boolean> => (await stat(file).catch(() => null)) !== null;
const isFolder = async (file: string): Promise<boolean> => (await stat(file).catch(() => null))?.isDirectory() ?? false;

/** A trouble of this computer's files as an exit code and a sentence; everything else passes. */
export function localFailure(error: unknown, file: string): unknown {
  if (error instanceof CliFailure || error instanceof OutputGone) return error;
  const code = codeOf(error);
  return code === '' ? error : new CliFailure(exits.local, filled(says.trouble, { file, code }));
}

/** Writes a new file that only its owner may read; never over another without --force. */
export async function writePrivate(shell: Shell, file: string, text: string): Promise<void> {
  try {
    if (shell.parsed.flags.has('force')) await rm(file, { force: true });
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new CliFailure(exits.local, filled(says.exists, { file }));
    throw localFailure(error, file);
  }
}

const says = {
  range: { en: '--range is written 0-1023 or 1024-.', zh: '--range 写作 0-1023 或 1024-。' },
  terminal: {
    en: '--out - would write the bytes of a file to this terminal. Pipe them on, or give --out <file>.',
    zh: '--out - 会把二进制内容写到终端。请用管道，或给 --out <文件>。',
  },
  exists: {
    en: '{file} exists already. Give another --out, or --force to replace it.',
    zh: '{file} 已存在。请换一个 --out，或用 --force 覆盖。',
  },
  unreadable: { en: '{file} cannot be read ({code}).', zh: '{file} 无法读取（{code}）。' },
  noFile: { en: '{file} is not a file.', zh: '{file} 不是文件。' },
  trouble: { en: '{file} cannot be written ({code}).', zh: '{file} 无法写入（{code}）。' },
} as const satisfies Readonly<Record<string, Words>>;
