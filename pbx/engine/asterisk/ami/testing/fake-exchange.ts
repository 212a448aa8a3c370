import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What one client asked: every key in lower case, values that come again joined by a comma. */
export type Asked = Readonly<Record<string, string>>;
/** Lines without `Response`, `ActionID` and the empty line: `['Message: Done']`; null = it does not answer. */
export type Reply = {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly list?: readonly Lines[];
} | null;
export type Lines = readonly string[];

export interface FakeExchange {
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Everything that was asked since the start, of every connection. */
  readonly asked: Asked[];
  /** Connections that were ever made. */
  readonly connections: number;
  /** Sends raw text to every client that is logged in. */
  say(text: string): void;
  /** An event of these lines, `Event: …` first. */
  event(...lines: string[]): void;
  /** Says what is answered to an action; later ones replace earlier ones. */
  on(action: string, reply: (asked: Asked) => Reply): void;
  /** Cuts every connection without a word. */
  cut(): void;
  /** Reads and answers nothing any more, as behind a broken cable. */
  freeze(): void;
  /** Listens no more; a later `open` takes the same port. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly secret?: string;
  /** First line. */
  readonly greeting?: string;
  readonly version?: string;
  /** Knows no MD5. */
  readonly plainOnly?: boolean;
  /** Does not say `FullyBooted` by itself. */
  readonly booting?: boolean;
  /** Bytes in one piece. */
  readonly pieces?: number;
}

/** A manager interface on loopback that says what it is told to say. */
export async function startFakeExchange(options: FakeOptions = {}): Promise<FakeExchange> {
  const user = 'desk';
  const secret = options.secret ?? 'a secret nobody prints';
  const clients = new Set<Socket>();
  const sockets = new Set<Socket>();
  const asked: Asked[] = [];
  const replies = new Map<string, (asked: Asked) => Reply>();
  let [port, connections] = [0, 0];

  const write = (socket: Socket, text: string): void => {
    const bytes = Buffer.from(text, 'utf8');
    const size = options.pieces ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) socket.write(bytes.subarray(at, at + size));
  };
  const answer = (socket: Socket, { actionid }: Asked, reply: Reply): void => {
    if (!reply) return;
    const id = actionid === undefined ? [] : [`ActionID: ${actionid}`];
    const first = [`Response: ${reply.ok ? 'Success' : 'Error'}`, ...id];
    if (reply.list) first.push('EventList: start');
    let text = messageText([...first, ...reply.lines]);
    for (const lines of reply.list ?? []) text += messageText([...lines, ...id]);
    if (reply.list) text += messageText(['Event: ListComplete', ...id, 'EventList: Complete']);
    write(socket, text);
  };

  const serve = (socket: Socket): void => {
    connections += 1;
    sockets.add(socket);
    let [challenge, rest] = ['', ''];
    write(socket, `${options.greeting ?? 'Asterisk Call Manager/5.0.4'}\r\n`);
    const take = (request: Asked): void => {
      const action = request.action ?? '';
      if (!['Login', 'Challenge'].includes(action)) asked.push(request);
      const own = replies.get(action);
      if (own) answer(socket, request, own(request));
      else if (action === 'Challenge' && !options.plainOnly) {
        challenge = String(100_000 + connections);
        answer(socket, request, { ok: true, lines: [`Challenge: ${challenge}`] });
      } else if (action === 'Login') {
        const right =
          request.username === user &&
          (request.key === undefined
            ? request.secret === secret
            : request.key ===
              createHash('md5')
                .update(challenge + secret)
                .digest('hex'));
        asked.push({ action, way: request.key === undefined ? 'plain' : 'md5', events: request.events ?? '' });
        answer(socket, request, {
          ok: right,
          lines: [`Message: Authentication ${right ? 'accepted' : 'failed'}`],
        });
        if (!right) socket.end();
        else {
          clients.add(socket);
          if (!options.booting) write(socket, messageText(['Event: FullyBooted', 'Uptime: 100', 'LastReload: 50']));
        }
      } else if (action === 'CoreSettings') {
        answer(socket, request, { ok: true, lines: [`AsteriskVersion: ${options.version ?? '16.28.0'}`] });
      } else if (action === 'Ping') answer(socket, request, { ok: true, lines: ['Ping: Pong'] });
      else answer(socket, request, { ok: false, lines: [`Message: Invalid/unknown command: ${action}. Use …`] });
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        take(requestOf(rest.slice(0, end)));
        rest = rest.slice(end + 4);
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clients.delete(socket);
      sockets.delete(socket);
    });
  };

  let server: Server | null = null;
  const open = async (): Promise<void> => {
    const listening = createServer({ noDelay: true }, serve);
    server = listening;
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
    port = (listening.address() as AddressInfo).port;
  };
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const shut = async (): Promise<void> => {
    cut();
    const closing = server;
    server = null;
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()));
  };
  const say = (text: string): void => {
    for (const socket of clients) write(socket, text);
  };
  await open();

  return {
    get port() {
      return port;
    },
    user,
    secret,
    asked,
    get connections() {
      return connections;
    },
    say,
    event: (...lines) => say(messageText(lines)),
    on: (action, reply) => {
      replies.set(action, reply);
    },
    cut,
    freeze: () => {
      for (const socket of sockets) socket.removeAllListeners('data').resume();
    },
    shut,
    open,
    close: shut,
  };
}

export const messageText = (lines: Lines): string => `${lines.join('\r\n')}\r\n\r\n`;

function requestOf(text: string): Asked {
  const fields: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(': ');
    const key = line.slice(0, colon).toLowerCase();
    fields[key] = key in fields ? `${fields[key]},${line.slice(colon + 2)}` : line.slice(colon + 2);
  }
  return fields;
}
