import { connect } from 'node:net';

/** A manager's message as it stands on the wire; a field that comes several times keeps its last value. */
export type ManagerMessage = Readonly<Record<string, string>>;

/** One connection to an exchange's manager, for the lab's own questions. Not for load, and it does not come back. */
export interface Manager {
  /** Resolves with the answer whatever it says; rejects when the connection is gone. */
  send(action: string, fields?: Readonly<Record<string, string>>): Promise<ManagerMessage>;
  onEvent(run: (event: ManagerMessage) => void): () => void;
  readonly closed: boolean;
  close(): void;
}

export interface ManagerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
}

/**
 * @param events without them the connection only asks, and costs nothing when the exchange is busy
 * @throws Error when nobody listens, or the account is refused
 */
export async function connectManager(
  { host, port, user, secret }: ManagerAddress,
  events: 'on' | 'off' = 'on',
): Promise<Manager> {
  const socket = connect(port, host);
  socket.setEncoding('utf8');
  const waiting = new Map<string, { resolve(answer: ManagerMessage): void; reject(error: Error): void }>();
  const listeners = new Set<(event: ManagerMessage) => void>();
  let closed = false;
  let rest = '';
  let count = 0;

  const end = (): void => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new Error('the exchange has closed the manager’s connection'));
    waiting.clear();
  };
  socket.on('error', end);
  socket.on('close', end);
  socket.on('data', (text: string) => {
    // The greeting is a line of its own and falls in with the first message, where it is no field.
    const blocks = (rest + text).split('\r\n\r\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = fieldsOf(block);
      const asked = message.Event === undefined ? waiting.get(message.ActionID ?? '') : undefined;
      if (asked) {
        waiting.delete(message.ActionID ?? '');
        asked.resolve(message);
      } else if (message.Event !== undefined) for (const run of [...listeners]) run(message);
    }
  });

  const send: Manager['send'] = (action, fields = {}) =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(new Error('the manager’s connection is closed'));
        return;
      }
      const id = `lab-${++count}`;
      waiting.set(id, { resolve, reject });
      socket.write(actionText(action, { ...fields, ActionID: id }));
    });

  const login = await send('Login', { Username: user, Secret: secret, Events: events });
  if (login.Response !== 'Success') {
    socket.destroy();
    throw new Error(`the manager refuses the login: ${login.Message ?? ''}`);
  }
  return {
    send,
    onEvent(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    get closed() {
      return closed;
    },
    close() {
      listeners.clear();
      socket.destroy();
      end();
    },
  };
}

/** An action as it goes over the wire. */
export const actionText = (action: string, fields: Readonly<Record<string, string | readonly string[]>>): string =>
  `${[
    `Action: ${action}`,
    ...Object.entries(fields).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
    ),
  ].join('\r\n')}\r\n\r\n`;

const fieldsOf = (block: string): ManagerMessage =>
  Object.fromEntries(
    block.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
    }),
  );
