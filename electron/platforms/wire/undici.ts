import { Agent, request as undiciRequest } from 'undici';
import { TooLarge } from './failure';
import type { Http, HttpRequest, HttpResponse } from './http';
import { pinnedConnector } from './pin';

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
  return {
    async send(request) {
      const response = await undiciRequest(request.url, {
        dispatcher: agent,
        method: request.method,
        headers: { ...request.headers },
        signal: request.signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      return { status: response.statusCode, headers: flat(response.headers), body: await read(response.body, request) };
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
      throw new TooLarge('the answer is too large', { limitMegabytes: Math.round(limitBytes / 1_048_576) });
    }
    parts.push(part);
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size);
}

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): HttpResponse['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
