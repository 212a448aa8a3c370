import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
/** As strict as the product's own page: what breaks under it here would break there. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'";

/** The screen on a world in memory, for moments and platforms that no running office can be brought into. */
export interface Preview {
  /** `scene=busy&vendor=uncall&lang=en` … (renderer/live/fixture/preview.tsx). */
  address(query: string): string;
  close(): Promise<void>;
}

export async function startPreview(): Promise<Preview> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seatline-preview-'));
  await build({
    root: renderer,
    configFile: path.join(renderer, 'vite.config.ts'),
    mode: 'preview',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  const sound = silence(2);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://preview');
    const send = (status: number, type: string, body: string | Buffer): void => {
      response.writeHead(status, { 'content-type': type, 'content-security-policy': policy }).end(body);
    };
    if (pathname.startsWith('/recordings/')) return send(200, 'audio/wav', sound);
    const file = path.join(folder, path.normalize(pathname));
    readFile(file).then(
      (body) => send(200, types[path.extname(file)] ?? 'application/octet-stream', body),
      () => send(404, 'text/plain', 'not here'),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: (query) => `http://127.0.0.1:${port}/preview.html?${query}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A recording of so many seconds in which nobody speaks: 8 kHz, 8 bits, mono. */
function silence(seconds: number): Buffer {
  const rate = 8000;
  const size = rate * seconds;
  const file = Buffer.alloc(44 + size, 128);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + size, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36);
  file.writeUInt32LE(size, 40);
  return file;
}
