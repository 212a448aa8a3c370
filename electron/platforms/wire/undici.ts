import { Readable } from 'node:stream';
import { Agent, request as undiciRequest } from 'undici';
import type { Http, HttpHead, HttpQuestion, HttpRequest } from './http';
import { pinnedConnector } from './pin';
import { tooLarge } from './stream';

/** Idle connections go before Apache's own 5 s, so that a command is not written into a closing one. */
const keepAliveMilliseconds = 4_000;
/** A dial that waits for the agent's handset (45 s) must not hold up the polls. */
const connectionsPerPlatform = 12;

/** The real road: HTTP/1.1 over undici with keep-alive. Time limits are the caller's (`signal`). */
export function undiciHttp(pin: string): Http {
  const agent = new Agent({
    connect: pinnedConnector(pin),
    connections: connectionsPerPlatform,
    pipelining: 1,
    keepAliveTimeout: keepAliveMilliseconds,
    keepAliveMaxTimeout: keepAliveMilliseconds,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32_768,
  });
  const ask = ({ url, method, headers, signal, body }: HttpQuestion) =>
    undiciRequest(url, {
      dispatcher: agent,
      method,
      headers: { ...headers },
      signal,
      ...(body === undefined ? {} : { body: isPlain(body) ? body : Readable.from(body, { objectMode: false }) }),
    });
  return {
    async send(request) {
      const { statusCode, headers, body } = await ask(request);
      return { status: statusCode, headers: flat(headers), body: await read(body, request) };
    },
    async open(question) {
      const { statusCode, headers, body } = await ask(question);
      // A body that is given up rejects for whoever reads it; without a reader nobody needs to hear of it.
      body.on('error', () => undefined);
      return { status: statusCode, headers: flat(headers), body, cancel: () => void body.destroy() };
    },
    // Destroyed, not closed: a socket that was trusted under an old pin must not serve once more.
    close: () => void agent.destroy().catch(() => undefined),
  };
}

async function read(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  { limitBytes }: HttpRequest,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > limitBytes) {
      body.destroy();
      throw tooLarge(limitBytes);
    }
    parts.push(part);
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size);
}

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): HttpHead['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const isPlain = (body: NonNullable<HttpQuestion['body']>): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array;
