import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { formatPlatformTime } from '../../../../shared/domain/time';
import type { Zone } from '../../../../shared/domain/zone';
import { type ByteSource, EngineTrouble, type RecordingRow } from '../../port';

const pieceBytes = 65_536;
/** What the name of a recording may look like; it never holds a folder. */
const plainName = /^[\w.,@+#()[\]=~ -]{1,200}$/;

/** Files of recordings in a folder of the exchange that this machine can read. */
export class Sounds {
  readonly #folder: string;
  readonly #zone: Zone;
  /** Where the exchange said that it writes a file, from the folder on. */
  readonly #places = new Map<string, string>();

  constructor(folder: string, zone: Zone) {
    this.#folder = folder;
    this.#zone = zone;
  }

  /** Remembers a path as the exchange spells it and gives the name under which the recording is kept; empty = none. */
  remember(path: string): string {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const name = parts.at(-1) ?? '';
    if (!plainName.test(name) || parts.includes('..')) return '';
    this.#places.set(name, parts.slice(-4).join('/'));
    if (this.#places.size > 10_000) {
      const [oldest] = this.#places.keys();
      if (oldest !== undefined) this.#places.delete(oldest);
    }
    return name;
  }

  /** How long a WAV file of telephone sound plays, ms; null = it cannot be read here, or is of another kind. */
  lengthOf(row: Pick<RecordingRow, 'file' | 'startedAt'>): number | null {
    const path = this.#find(row);
    if (path === null) return null;
    try {
      return wavMs(path);
    } catch {
      // Written by another user, or gone in between: then the times of the call tell.
      return null;
    }
  }

  /** The bytes of a recording; throws `EngineTrouble('missing')` where they cannot be had. */
  open(row: Pick<RecordingRow, 'file' | 'startedAt'>): ByteSource {
    const path = this.#find(row);
    if (path === null) {
      const why = this.#folder === '' ? 'no folder of recordings is set up' : 'its file is not in the folder';
      throw new EngineTrouble('missing', `the recording cannot be read: ${why}`);
    }
    return { size: sizeOf(path), read: (from, to) => readFile(path, from, to) };
  }

  #find({ file, startedAt }: Pick<RecordingRow, 'file' | 'startedAt'>): string | null {
    if (this.#folder === '' || !plainName.test(file) || file === '..' || file === '.') return null;
    const known = this.#places.get(file) ?? file;
    const parts = known.split('/');
    // As deep as the exchange said, then folders by day as FreePBX makes them.
    const day = formatPlatformTime(startedAt, this.#zone).slice(0, 10).replaceAll('-', '/');
    const tries = [...parts.map((_, at) => parts.slice(at).join('/')), `${day}/${file}`];
    for (const each of tries) {
      const path = this.#inside(each);
      if (path !== null) return path;
    }
    return null;
  }

  /** The real path of a file in the folder; null = there is none, or a link leads out of it. */
  #inside(relative: string): string | null {
    try {
      const root = realpathSync(this.#folder);
      const path = realpathSync(join(root, relative));
      return path.startsWith(root + sep) && statSync(path).isFile() ? path : null;
    } catch {
      return null;
    }
  }
}

const gone = (): EngineTrouble => new EngineTrouble('missing', 'the file of the recording cannot be read');

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    throw gone();
  }
}

function* readFile(path: string, from: number, to: number): Iterable<Uint8Array> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    throw gone();
  }
  try {
    for (let at = from; at < to; ) {
      const piece = new Uint8Array(Math.min(pieceBytes, to - at));
      const read = readSync(file, piece, 0, piece.length, at);
      if (read === 0) return;
      yield piece.subarray(0, read);
      at += read;
    }
  } finally {
    closeSync(file);
  }
}

function wavMs(path: string): number | null {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(44);
    if (readSync(file, head, 0, 44, 0) < 44 || head.toString('latin1', 0, 4) !== 'RIFF') return null;
    const bytesPerSecond = head.readUInt32LE(28);
    const pcm = head.readUInt16LE(20) === 1 && bytesPerSecond > 0;
    return pcm ? Math.round(((fstatSync(file).size - 44) / bytesPerSecond) * 1000) : null;
  } finally {
    closeSync(file);
  }
}
