import { type AppError, appError } from '../../../shared/domain/result';
import { addresses, type UploadCode, uploadCodes, uploadedText, uploadLimit, uploadPage } from '../../../shared/uncall';
import { PlatformFailure } from '../wire/failure';
import { boundaryOf, multipart } from '../wire/multipart';
import { textOf } from '../wire/text';
import type { Exchange } from './exchange';
import { notUnderstood, uploadRefused } from './refusal';
import { decodeEntities, isPrintable } from './xml';

/** A voice file for tasks: WAV, 16 bit, 8,000 Hz, smaller than 3 MB (§4.2, §4.3). */
export interface VoiceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface UploadOptions {
  /** `form`: as a browser sends it (the way the document demonstrates); `body`: the bytes alone. */
  readonly as?: 'form' | 'body' | undefined;
  readonly signal?: AbortSignal | undefined;
}

const sendLimit = 60_000;
const pageLimit = 5_000;
const largestAnswer = 65_536;
/** Where the demo page is not there to ask. */
const fieldByDefault = 'file';

/** Why this file need not be sent; null when it may. `invalid-input` with `params.name`, or `too-large`. */
export function faultOf({ name, bytes }: VoiceFile): AppError | null {
  const tried = 'upload';
  if (
    !/^[^\\/:*?"<>|]{1,100}\.wav$/i.test(name) ||
    name.startsWith('.') ||
    /[\r\n\t]/.test(name) ||
    !isPrintable(name)
  ) {
    return appError('invalid-input', 'the name is no name of a .wav file', { tried, params: { name: 'name' } });
  }
  if (bytes.byteLength >= uploadLimit) {
    return appError('too-large', 'a voice file must be smaller than 3 MB', { tried, params: { limitMegabytes: 3 } });
  }
  const format = formatOf(bytes);
  if (format?.code === 1 && format.bits === 16 && format.rate === 8_000) return null;
  return appError('invalid-input', 'a voice file must be WAV, PCM, 16 bit, 8,000 Hz', {
    tried,
    params: { name: 'bytes' },
  });
}

function formatOf(bytes: Uint8Array): { code: number; rate: number; bits: number } | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => data.toString('latin1', at, at + 4);
  if (data.length < 44 || word(0) !== 'RIFF' || word(8) !== 'WAVE') return null;
  for (let at = 12; at + 24 <= data.length; at += 8 + data.readUInt32LE(at + 4) + (data.readUInt32LE(at + 4) % 2)) {
    if (word(at) === 'fmt ') {
      return { code: data.readUInt16LE(at + 8), rate: data.readUInt32LE(at + 12), bits: data.readUInt16LE(at + 22) };
    }
  }
  return null;
}

/** The upload addresses of one platform. Throws `PlatformFailure`; the platform's E1, E2, E3 and F1 as refusals. */
export class Uploads {
  private field: string | null = null;

  constructor(
    private readonly exchange: Exchange,
    private readonly random: () => number,
  ) {}

  async send(
    file: VoiceFile,
    place: (path: string) => string,
    options: UploadOptions,
  ): Promise<{ readonly code: 'S1' }> {
    const form = options.as !== 'body';
    const { headers, body, query } = form ? await this.form(file, place, options.signal) : asBody(file);
    const response = await this.exchange.ask({
      name: 'upload',
      method: 'POST',
      url: place(addresses[form ? 'uploadForm' : 'uploadBody'].path) + query,
      headers,
      body,
      limit: sendLimit,
      limitBytes: largestAnswer,
      retry: false,
      signal: options.signal,
    });
    const text = textOf(response.body, response.headers['content-type'] ?? '');
    const code = codeIn(text);
    if (code === null) throw notUnderstood('the answer to the upload says none of its codes', text);
    if (code !== 'S1') throw uploadRefused(code);
    return { code };
  }

  private async form(file: VoiceFile, place: (path: string) => string, signal: AbortSignal | undefined) {
    this.field ??= await this.learnField(place(uploadPage), signal);
    return { ...multipart([], this.field, file, boundaryOf(this.random)), query: '' };
  }

  /** Name of the form's file field; the document does not give it, the installation's demo page does. */
  private async learnField(url: string, signal: AbortSignal | undefined): Promise<string> {
    try {
      const page = await this.exchange.ask({
        name: 'upload',
        method: 'GET',
        url,
        limit: pageLimit,
        limitBytes: 262_144,
        retry: true,
        signal,
      });
      return fieldIn(textOf(page.body, page.headers['content-type'] ?? '')) ?? fieldByDefault;
    } catch (thrown) {
      if (thrown instanceof PlatformFailure && thrown.code === 'http') return fieldByDefault;
      throw thrown;
    }
  }
}

/** No parameter is documented, yet E1 and E3 speak of a file name: it goes into the query and into a header. */
function asBody({ name, bytes }: VoiceFile) {
  return {
    headers: {
      'content-type': 'audio/wav',
      'content-disposition': `attachment; filename*=utf-8''${encodeURIComponent(name)}`,
    },
    body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    query: `?${new URLSearchParams({ name })}`,
  };
}

/** Name of the first file field of a page. */
export function fieldIn(page: string): string | null {
  for (const [input] of page.matchAll(/<input\b[^<>]*>/gi)) {
    if (!/\btype\s*=\s*["']?file\b/i.test(input)) continue;
    const name = /\bname\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))/i.exec(input);
    return name ? decodeEntities(name[1] ?? name[2] ?? name[3] ?? '') || null : null;
  }
  return null;
}

const isCode = (word: string): word is UploadCode => Object.hasOwn(uploadCodes, word);

/** The code an answer ends with, whatever warnings stand before it; the form may say it in words (§4.2). */
export function codeIn(answer: string): UploadCode | null {
  const text = answer.replace(/<[^<>]*>/g, ' ').trim();
  const word = /(?:^|[^\w])([ESF]\d)$/i.exec(text.slice(-40))?.[1]?.toUpperCase() ?? '';
  if (isCode(word)) return word;
  return text.includes(uploadedText) ? 'S1' : null;
}
