import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { pageFile, pageHeaders } from '../../../electron/shell/page';
import { bridgePath } from '../../../shared/bridge/window';
import { readWire } from '../../../shared/bridge/wire';
import {
  type AudioAccount,
  type AudioAct,
  type AudioCall,
  type AudioDone,
  type FromAudio,
  fromAudioSchema,
  type ToAudio,
} from '../../../shared/voice/contract';
import type { Exchange, Extension } from './exchange';

const root = path.resolve(import.meta.dirname, '../../../out/renderer');

export const accountOf = (user: string): AudioAccount => ({
  uri: `sip:${user}@exchange.invalid`,
  authorizationUser: user,
  displayName: `Agent ${user}`,
  stun: [],
});

/** The desk's end of one audio page. */
export class AudioPage {
  /** Everything the page said, checked as the desk checks it. */
  readonly said: FromAudio[] = [];
  /** What the page said and the contract does not allow. */
  readonly broken: unknown[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  #acts = 0;
  #exchange: { readonly exchange: Exchange; readonly user: string } | null = null;
  #extension: Extension | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const wire = readWire(String(data));
      if (wire?.t !== 'audio') return;
      const read = fromAudioSchema.safeParse(wire.message);
      if (read.success) this.#receive(read.data);
      else this.broken.push(wire.message);
    });
    socket.on('close', () => this.#extension?.end());
  }

  send(message: ToAudio): void {
    this.#socket.send(JSON.stringify({ t: 'audio', message }));
  }

  /** Connects the page to an exchange whenever it wants to, as this user. */
  join(exchange: Exchange, user: string): void {
    this.#exchange = { exchange, user };
    this.send({ t: 'account', account: accountOf(user) });
  }

  /** The desk loses the exchange, or has it back. */
  link(state: 'open' | 'closed'): void {
    if (state === 'closed') {
      this.#extension?.end();
      this.#extension = null;
    } else if (!this.#extension && this.#exchange) {
      const { exchange, user } = this.#exchange;
      this.#extension = exchange.connect(user, (frame) => this.send({ t: 'sip', frame }));
    }
    this.send({ t: 'link', state });
  }

  async act(act: AudioAct): Promise<AudioDone> {
    const id = ++this.#acts;
    this.send({ t: 'act', id, act });
    const done = await this.until(() =>
      this.said.find(
        (message): message is Extract<FromAudio, { t: 'done' }> => message.t === 'done' && message.id === id,
      ),
    );
    return done.result as AudioDone;
  }

  /** Calls as last said. */
  get calls(): readonly AudioCall[] {
    return this.last('calls')?.calls ?? [];
  }

  last<T extends FromAudio['t']>(t: T): Extract<FromAudio, { t: T }> | undefined {
    return this.said.findLast((message): message is Extract<FromAudio, { t: T }> => message.t === t);
  }

  /** Waits for a call in a state; returns it. */
  async call(state: AudioCall['state']): Promise<AudioCall> {
    return this.until(() => this.calls.find((call) => call.state === state));
  }

  /** Waits until something has been said. */
  async until<T>(find: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  #receive(message: FromAudio): void {
    this.said.push(message);
    if (message.t === 'sip') this.#extension?.receive(message.frame);
    if (message.t === 'wanted' && message.on) this.link('open');
    for (const resolve of [...this.#waiting]) resolve();
    this.#waiting.clear();
  }
}

export interface StubDesk {
  readonly origin: string;
  /** Pages that said hello, in order. */
  page(index: number): Promise<AudioPage>;
  close(): Promise<void>;
}

/** Serves the built pages with the product's own headers, and takes audio pages at the bridge. */
export async function startStubDesk(): Promise<StubDesk> {
  const pages: AudioPage[] = [];
  const waiting = new Set<() => void>();
  const server = http.createServer(async (request, response) => {
    const found = pageFile(root, (request.url ?? '/').replace(/\?.*$/, ''));
    const body = found && (await readFile(found.file).catch(() => null));
    if (!found || !body) return void response.writeHead(404, pageHeaders).end();
    response.writeHead(200, { ...pageHeaders, 'content-type': found.type }).end(body);
  });
  const sockets = new WebSocketServer({ server, path: bridgePath });
  sockets.on('connection', (socket) => {
    const page = new AudioPage(socket);
    void page
      .until(() => page.last('hello'))
      .then(() => {
        pages.push(page);
        for (const resolve of [...waiting]) resolve();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: async (index) => {
      for (;;) {
        const page = pages[index];
        if (page) return page;
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
    },
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
