import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';

export type Json = Readonly<Record<string, unknown>>;
type Listener = (method: string, params: Json, session: string) => void;

/** The browser that plays Electron's renderer, and the DevTools connection to it. */
let chromium: ChildProcess | null = null;
let socket: WebSocket | null = null;
let nextId = 1;
const waiting = new Map<number, { readonly resolve: (value: Json) => void; readonly reject: (error: Error) => void }>();
const listeners = new Set<Listener>();

export const onEvent = (on: Listener): void => {
  listeners.add(on);
};

/** One DevTools command; `session` empty = the browser itself. Rejects with Chromium's words. */
export function cdp(method: string, params: Json = {}, session = ''): Promise<Json> {
  return new Promise((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: the browser is gone`));
    const id = nextId++;
    waiting.set(id, { resolve, reject });
    socket.send(JSON.stringify({ id, method, params, ...(session === '' ? {} : { sessionId: session }) }));
  });
}

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium-browser',
];

/** Starts Chromium with the switches that the app and Playwright appended; answers its DevTools address. */
export async function startChromium(switches: ReadonlyMap<string, string>): Promise<string> {
  const program = process.env.SEATLINE_CHROMIUM ?? candidates.find(existsSync);
  if (!program) throw new Error('no Chromium: set SEATLINE_CHROMIUM');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'electron-double-'));
  const own = [
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
    '--no-sandbox',
    '--no-startup-window',
    '--disable-quic',
    ...(process.env.DISPLAY ? [] : ['--headless=new']),
    // A microphone that a test speaks into, one switch a line.
    ...(process.env.SEATLINE_DOUBLE_SWITCHES?.split('\n') ?? []),
  ];
  const given = [...switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  const child = spawn(program, [...own, ...given], { stdio: ['ignore', 'ignore', 'pipe'] });
  chromium = child;
  process.on('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += String(chunk);
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${text.slice(-600)}`)));
  });
  const opened = new WebSocket(address, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    opened.once('open', () => resolve());
    opened.once('error', reject);
  });
  socket = opened;
  opened.on('message', (data) => receive(String(data)));
  return address;
}

function receive(text: string): void {
  const message = JSON.parse(text) as {
    id?: number;
    method?: string;
    params?: Json;
    result?: Json;
    error?: { message: string };
    sessionId?: string;
  };
  if (message.id !== undefined) {
    const wanted = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) wanted?.reject(new Error(message.error.message));
    else wanted?.resolve(message.result ?? {});
  } else if (message.method !== undefined) {
    for (const on of [...listeners]) on(message.method, message.params ?? {}, message.sessionId ?? '');
  }
}

export const stopChromium = (): void => void chromium?.kill('SIGKILL');
