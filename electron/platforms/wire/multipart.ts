import { PlatformFailure } from './failure';
import type { HttpQuestion } from './http';

/** A file to send. `stream` is called for each try; `size` in bytes where it is known. */
export type UploadFile =
  | { readonly name: string; readonly bytes: Uint8Array }
  | {
      readonly name: string;
      readonly stream: () => AsyncIterable<Uint8Array>;
      readonly size?: number | undefined;
    };

/** The file to send could not be read; the fault of this side, nothing is known of the platform. */
export class FileUnreadable extends PlatformFailure {
  readonly code = 'storage';
}

/**
 * A form with one file (RFC 7578), the fields in front. Names are written as browsers do: UTF-8, with `"` and line ends
 * percent-encoded. `boundary` must not occur in the file: 30 random digits do not.
 */
export function multipart(
  fields: Iterable<readonly [string, string]>,
  part: string,
  file: UploadFile,
  boundary: string,
): { readonly headers: Readonly<Record<string, string>>; readonly body: NonNullable<HttpQuestion['body']> } {
  const head = Buffer.from(
    `${[...fields].map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`).join('')}` +
      `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(part)}"; filename="${quoted(file.name)}"\r\n` +
      'content-type: application/octet-stream\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  if ('bytes' in file) return { headers, body: Buffer.concat([head, file.bytes, tail]) };
  const { size } = file;
  const length = size === undefined ? {} : { 'content-length': String(head.length + size + tail.length) };
  return { headers: { ...headers, ...length }, body: around(head, file.stream, size, tail) };
}

/** 30 digits from a source of random numbers 0 ≤ n < 1. */
export const boundaryOf = (random: () => number): string =>
  `seatline-${Array.from({ length: 30 }, () => Math.floor(random() * 10)).join('')}`;

async function* around(
  head: Uint8Array,
  stream: () => AsyncIterable<Uint8Array>,
  size: number | undefined,
  tail: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield head;
  let sent = 0;
  try {
    for await (const part of stream()) {
      sent += part.byteLength;
      if (size !== undefined && sent > size) break;
      yield part;
    }
  } catch (thrown) {
    throw new FileUnreadable(`the file cannot be read (${thrown instanceof Error ? thrown.name : typeof thrown})`);
  }
  if (size !== undefined && sent !== size) throw new FileUnreadable('the file has another size than was said');
  yield tail;
}

const quoted = (text: string): string => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
