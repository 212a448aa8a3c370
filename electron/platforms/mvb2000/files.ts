import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { Download } from '../driver';
import { NotUnderstood } from '../wire/failure';
import { dispositionName, safeName } from '../wire/filename';
import type { HttpHead } from '../wire/http';
import { tooLarge } from '../wire/stream';
import { type Decoded, decode } from './codec';
import { typeOf, withEnding } from './kinds';
import { largestFile } from './limits';
import type { Question } from './request';
import { type Exchange, type Opened, refused } from './transport';

/** So many bytes tell a file from a refusal. */
const sniffed = 1_024;

/** A file, or what the platform said in its place: a refusal, or that it did something else (`delete`, `checkonly`). */
export type Taken = { readonly file: Download } | { readonly said: Decoded };

/**
 * Tells a file from a refusal by its first bytes: both come with status 200 and any content type (§4.72). Throws
 * `PlatformFailure`; the answer is let go of then.
 */
export async function take(opened: Opened, exchange: Exchange, redact: (text: string) => string): Promise<Taken> {
  try {
    return await taken(opened, exchange, redact);
  } catch (thrown) {
    opened.stream.cancel();
    throw thrown;
  }
}

async function taken({ head, stream }: Opened, exchange: Exchange, redact: (text: string) => string): Promise<Taken> {
  const start = await stream.peek(sniffed);
  if (head.status >= 400) {
    const said = spoken(exchange.endpoint, await stream.whole(), head, redact);
    if (said === null || said.errcode === 0) throw refused(head);
    return { said };
  }
  const part = head.status === 206 ? partOf(head, exchange.range) : null;
  // What comes out of the middle of a file may look like anything; a refusal has no middle.
  const fromStart = part === null || part.from === 0;
  if (fromStart && speaks(start, typeOf(head.headers['content-type']))) {
    return { said: decode(exchange.endpoint, await stream.whole(), head.headers['content-type'] ?? '', redact) };
  }
  const size = sizeOf(head, part);
  const limit = exchange.limitBytes ?? largestFile;
  if (size !== null && size > limit) throw tooLarge(limit);
  stream.limitTo(limit);
  const { name, type } = named(head, exchange, fromStart ? start : new Uint8Array());
  return { file: { name, type, size, part, body: stream, cancel: () => stream.cancel() } };
}

/** A file that there is nothing of: the platform deleted it, or only looked whether it is there. */
export const emptyFile = ({ endpoint, args }: Pick<Question, 'endpoint' | 'args'>): Download => ({
  name: safeName(askedFor(endpoint, args), 'download'),
  type: 'application/octet-stream',
  size: 0,
  part: null,
  body: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
  cancel: () => undefined,
});

const opensAnAnswer =
  /^(?:\xef\xbb\xbf)?\s*(?:var\s+responseJSON|\{\s*"(?:errcode|message|data|total|root)"|<\?xml|<root[\s/>]|<!doctype|<html)/i;
const holdsAnAnswer =
  /"errcode"\s*:|<errcode>|<root[\s/>]|<html|<body|(?:warning|notice|error)<\/b>|php (?:warning|notice|fatal|parse)/i;
const textType = /^(?:text\/(?:html|xml|javascript)|application\/(?:json|xml|javascript|xhtml\+xml))$/;
// Sound and pictures have such bytes in their first kilobyte, whatever they are called.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const noText = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** Whether these are the first bytes of words and not of a file. No byte at all is no file. */
function speaks(start: Uint8Array, type: string): boolean {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, sniffed)).toString('latin1');
  if (text.trim() === '' || opensAnAnswer.test(text)) return true;
  return !noText.test(text) && (textType.test(type) || holdsAnAnswer.test(text));
}

/** What stands in the body of a 4xx, null when that is no answer of this interface. */
function spoken(
  endpoint: Endpoint,
  bytes: Uint8Array,
  head: HttpHead,
  redact: (text: string) => string,
): Decoded | null {
  try {
    return decode(endpoint, bytes, head.headers['content-type'] ?? '', redact);
  } catch (thrown) {
    if (thrown instanceof NotUnderstood) return null;
    throw thrown;
  }
}

/** RFC 9110 §14.4. A part that was not asked for, or another one, is no answer. */
function partOf({ headers }: HttpHead, range: Exchange['range']): Download['part'] {
  const match = /^bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(headers['content-range']?.trim() ?? '');
  const [from, to] = [Number(match?.[1] ?? -1), Number(match?.[2] ?? -1)];
  if (!match || !range || from !== range.from || to < from || (range.to !== null && to > range.to)) {
    throw new NotUnderstood('the platform sends another part of the file than was asked for', { from, to });
  }
  return { from, to, whole: match[3] === '*' ? null : Number(match[3]) };
}

function sizeOf({ headers }: HttpHead, part: Download['part']): number | null {
  const told = headers['content-length'] ?? '';
  if (/^\d{1,15}$/.test(told)) return Number(told);
  return part && part.to - part.from + 1;
}

function named(head: HttpHead, { endpoint, args }: Exchange, start: Uint8Array): { name: string; type: string } {
  const told = dispositionName(head.headers['content-disposition'] ?? '');
  const asked = askedFor(endpoint, args);
  const { type, name } = withEnding(told || asked, told !== '', start, typeOf(head.headers['content-type']));
  return { name: safeName(name, `download${/\.\w+$/.exec(name)?.[0] ?? ''}`), type };
}

/** What the arguments call the file: the parameter that says so, else the first that is required. */
function askedFor({ params }: Endpoint, args: Question['args']): string {
  const required = Object.keys(params).filter((name) => params[name]?.required);
  const name = required.find((each) => each.includes('file')) ?? required[0];
  return name === undefined ? '' : String(args[name] ?? '');
}
