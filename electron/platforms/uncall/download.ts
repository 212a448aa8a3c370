import type { Clock } from '../../../shared/domain/time';
import type { Download, DownloadOptions } from '../driver';
import { Deadline } from '../wire/deadline';
import { NotUnderstood } from '../wire/failure';
import { dispositionName, safeName } from '../wire/filename';
import type { Http, HttpHead } from '../wire/http';
import { BodyStream, tooLarge } from '../wire/stream';
import { textOf } from '../wire/text';
import { wrongStatus } from './exchange';
import { notUnderstood } from './refusal';

const headLimit = 15_000;
/** So long may a body stand still. */
const idleLimit = 30_000;
const largestFile = 512 * 1_048_576;
/** Bytes that tell a sound from a page. */
const sniffed = 512;

/** Opens a sound file. Throws `PlatformFailure`; so does the body of the result while it is read. */
export async function openSound(
  { name, url, file }: { readonly name: string; readonly url: string; readonly file: string },
  { signal, range, limitBytes = largestFile }: DownloadOptions,
  http: Http,
  clock: Clock,
): Promise<Download> {
  const deadline = new Deadline(clock, name, signal);
  deadline.arm(headLimit);
  const headers = range ? { range: `bytes=${range.from}-${range.to ?? ''}` } : {};
  let body: BodyStream | null = null;
  try {
    const opened = await deadline.race(http.open({ method: 'GET', url, headers, signal: deadline.signal }));
    body = new BodyStream(opened, deadline, { bytes: limitBytes, idle: idleLimit });
    if (opened.status !== 200 && opened.status !== 206) throw wrongStatus(opened.status);
    const part = partOf(opened, range);
    const size = lengthOf(opened);
    if (size !== null && size > limitBytes) throw tooLarge(limitBytes);
    const start = await body.peek(sniffed);
    if (isPage(start, opened))
      throw notUnderstood(`the answer to ${name} is no sound`, textOf(start, ''), start.length);
    const stream = body;
    return {
      name: safeName(
        dispositionName(opened.headers['content-disposition'] ?? '') || file.replace(/^audio:/i, ''),
        'recording.wav',
      ),
      type: typeOf(opened, start),
      size,
      part,
      body: stream,
      cancel: () => stream.cancel(),
    };
  } catch (thrown) {
    const failure = deadline.reasonFor(thrown);
    body?.cancel();
    deadline.stop(failure);
    deadline.end();
    throw failure;
  }
}

/** A page instead of a sound, or nothing at all, is how a PHP script says that there is no such file. */
function isPage(start: Uint8Array, { headers }: HttpHead): boolean {
  if (start.byteLength === 0) return true;
  if (startsWith(start, 'RIFF')) return false;
  return /^text\/|json|xml/i.test(headers['content-type'] ?? '') || /^\s*</.test(latin(start, 64));
}
const latin = (bytes: Uint8Array, length: number): string => Buffer.from(bytes.subarray(0, length)).toString('latin1');
const startsWith = (bytes: Uint8Array, word: string): boolean => latin(bytes, word.length) === word;

function typeOf({ headers }: HttpHead, start: Uint8Array): string {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(headers['content-type'] ?? '')?.[0].toLowerCase() ?? '';
  if (type.startsWith('audio/')) return type;
  return startsWith(start, 'RIFF') || type === '' ? 'audio/wav' : type;
}

function lengthOf({ headers }: HttpHead): number | null {
  const text = headers['content-length'] ?? '';
  return /^\d{1,15}$/.test(text) && headers['content-encoding'] === undefined ? Number(text) : null;
}

/** RFC 9110 §14.4. A part that was not asked for, or another one, is no answer; the whole instead of a part is one. */
function partOf({ status, headers }: HttpHead, range: DownloadOptions['range']): Download['part'] {
  if (status !== 206) return null;
  const found = /^bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(headers['content-range']?.trim() ?? '');
  const [from, to] = [Number(found?.[1] ?? -1), Number(found?.[2] ?? -1)];
  if (!found || !range || from !== range.from || to < from || (range.to !== null && to > range.to)) {
    throw new NotUnderstood('the platform sends another part than was asked for', { from, to });
  }
  return { from, to, whole: found[3] === '*' ? null : Number(found[3]) };
}
