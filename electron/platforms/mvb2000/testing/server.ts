import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { formatPlatformTime } from '../../../../shared/domain/time';

/** A request as the platform's web server got it, to the byte. */
export interface Got {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly endpoint: string;
  /** Of the query and of a posted form. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
export type Serving = (got: Got, response: ServerResponse) => void;

export interface TestServer {
  readonly address: string;
  /** Without those for the platform's time. */
  readonly got: Got[];
  /** Connections that were ever opened. */
  readonly sockets: Set<Socket>;
  /** Answers that are neither complete nor cut off. */
  readonly hanging: Set<ServerResponse>;
  close(): Promise<void>;
}

/** A platform on a real socket: it tells its time, takes any key, and lets a test answer the rest. */
export async function serve(answer: Serving): Promise<TestServer> {
  const got: Got[] = [];
  const sockets = new Set<Socket>();
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
      const body = Buffer.concat(parts);
      const form = request.headers['content-type']?.startsWith('application/x-www-form') ? body.toString() : '';
      const params = Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(form)]);
      const endpoint = /(\w+)\.php$/.exec(path)?.[1] ?? '';
      const one = { method: request.method ?? '', path, endpoint, params, query, headers: request.headers, body };
      if (endpoint === 'ctigetdatetime') {
        const row = { mvb_datetime: formatPlatformTime(Date.now(), 480), mvb_timestamp: Math.floor(Date.now() / 1000) };
        response.end(JSON.stringify({ errcode: 0, message: 'SUCCESS', data: [row] }));
        return;
      }
      got.push(one);
      hanging.add(response);
      response.on('close', () => hanging.delete(response));
      answer(one, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    sockets,
    hanging,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
