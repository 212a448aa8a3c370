import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from 'soap';
import { control } from './answers';
import { Campaigns } from './campaigns';
import { tone } from './sound';
import { Telephones } from './telephones';
import { describe, type Operation, signatures } from './wsdl';

/** How the next answer of an operation goes wrong. */
export type Fault = 'fault' | 'silence' | 'page' | 'half' | 'closed';

export interface UncallPlatform {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  /** People and their telephones. */
  readonly telephones: Telephones;
  readonly campaigns: Campaigns;
  /** Recordings by their `files`; a finished answered call has one. */
  readonly recordings: Map<string, Buffer>;
  /** Every call of an operation that came in, in order. */
  readonly asked: readonly { readonly operation: string; readonly args: Readonly<Record<string, string>> }[];
  /** HTTP requests beside the calls, as `GET /path`; calls that never reached the service, as `half hangUp`. */
  readonly visited: readonly string[];
  /** A caller calls an extension; null when it is not free. */
  ring(extension: string, from: string): string | null;
  answer(extension: string): void;
  otherAnswers(extension: string): void;
  transferFails(extension: string): void;
  callerHangsUp(extensionOrUid: string): void;
  agentHangsUp(extension: string): void;
  pbxDown(down: boolean): void;
  failNext(operation: Operation, how: Fault): void;
  close(): Promise<void>;
}

export interface UncallOptions {
  readonly extensions?: readonly string[];
  /** Operations that this release does not have. */
  readonly without?: readonly Operation[];
  /** False: nothing at `?wsdl`, as where the extension that makes it is switched off. */
  readonly describes?: boolean;
  readonly now?: () => Date;
}

/** A platform with the interface of Uncall on a port of its own: SOAP by the package `soap`, the rest by hand. */
export async function startUncallPlatform(options: UncallOptions = {}): Promise<UncallPlatform> {
  const now = options.now ?? (() => new Date());
  const telephones = new Telephones(options.extensions ?? ['801', '802', '803', '804'], now);
  const campaigns = new Campaigns(now);
  const recordings = new Map<string, Buffer>();
  const asked: { operation: string; args: Readonly<Record<string, string>> }[] = [];
  const visited: string[] = [];
  const faults = new Map<string, Fault>();
  const waiting = new Set<ServerResponse>();

  const server = createServer((request, response) => void page(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const answers = {
    UncallWorld: ({ text = '' }: Readonly<Record<string, string>>) => control.echo(text),
    ...telephones.answers,
    ...campaigns.answers,
  };
  const methods = Object.fromEntries(
    Object.entries(signatures).map(([operation, parts]) => [
      operation,
      (sent: Readonly<Record<string, unknown>> | null) => {
        const args = Object.fromEntries(parts.map((part) => [part, textOf(sent?.[part])]));
        asked.push({ operation, args });
        if (faults.get(operation) === 'fault') {
          faults.delete(operation);
          throw { Fault: { faultcode: 'SOAP-ENV:Server', faultstring: '数据库连接失败 <db>' } };
        }
        const answered = answers[operation as Operation];
        if (!answered) throw new Error(`no answer for ${operation}`);
        return { return: answered(args) };
      },
    ]),
  );
  await new Promise<void>((resolve, reject) => {
    listen(server, {
      path: '/uncall_api/index.php',
      services: { UncallService: { UncallPort: methods } },
      xml: describe(`${address}/uncall_api/index.php`, options.without),
      callback: (error: unknown) => (error ? reject(error) : resolve()),
    });
  });
  interfere();

  /** Stands before the SOAP server and lets requests go wrong. */
  function interfere(): void {
    const served = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (options.describes === false && request.method === 'GET' && request.url?.includes('wsdl')) {
        visited.push('GET /uncall_api/index.php?wsdl');
        response.writeHead(404).end();
        return;
      }
      const action =
        String(request.headers.soapaction ?? '')
          .replace(/"/g, '')
          .split('#')[1] ?? '';
      const how = faults.get(action);
      if (!how || how === 'fault') {
        for (const serve of served) serve.call(server, request, response);
        return;
      }
      faults.delete(action);
      visited.push(`${how} ${action}`);
      request.resume();
      misbehave(how, response);
    });
  }

  function misbehave(how: Exclude<Fault, 'fault'>, response: ServerResponse): void {
    switch (how) {
      case 'silence':
        waiting.add(response);
        return;
      case 'page':
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html><body><form>登录 13800138000</form></body></html>');
        return;
      case 'half':
        response
          .writeHead(200, { 'content-type': 'text/xml', 'content-length': '4000' })
          .write('<?xml version="1.0"?><SOAP-ENV:Env');
        response.socket?.end();
        return;
      case 'closed':
        response.socket?.destroy();
        return;
    }
  }

  async function page(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', address);
    visited.push(`${request.method} ${pathname}`);
    if (pathname === '/uncall_api/upfiles.html') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(
        '<form name="uncall" action="recording_files.php" method="post" enctype="multipart/form-data"><input type="submit" name="go"><input name="upfile" type="file"></form>',
      );
    } else if (pathname === '/uncall_api/recording_files.php' && request.method === 'POST') {
      const type = request.headers['content-type'] ?? '';
      const bytes = await whole(request);
      const file = type.startsWith('multipart/')
        ? fileIn(bytes, type)
        : { field: 'upfile', name: searchParams.get('name') ?? '', bytes };
      const code = file?.field === 'upfile' ? campaigns.upload(file.name, file.bytes) : 'E1';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(code);
    } else if (pathname === '/uncall_api/play_files.php') {
      sound(request, response, campaigns.prompts.get(searchParams.get('name') ?? ''), searchParams.get('name') ?? '');
    } else if (pathname === '/outbound/index.php/RecordingAction/index.php') {
      const files = searchParams.get('uniqueid') ?? '';
      const known = searchParams.get('m') === 'Public' && searchParams.get('a') === 'record';
      sound(request, response, known ? soundOf(files) : undefined, files);
    } else response.writeHead(404).end();
  }

  function soundOf(files: string): Buffer | undefined {
    const kept = recordings.get(files);
    if (kept) return kept;
    return telephones.past.some(({ recording }) => recording !== '' && recording === files) ? tone(2) : undefined;
  }

  return {
    address,
    telephones,
    campaigns,
    recordings,
    asked,
    visited,
    ring: (extension, from) => telephones.ring(extension, from),
    answer: (extension) => telephones.answer(extension),
    otherAnswers: (extension) => telephones.otherAnswers(extension),
    transferFails: (extension) => telephones.transferFails(extension),
    callerHangsUp: (extensionOrUid) => telephones.callerHangsUp(extensionOrUid),
    agentHangsUp: (extension) => telephones.agentHangsUp(extension),
    pbxDown: (down) => {
      telephones.pbxDown = down;
    },
    failNext: (operation, how) => void faults.set(operation, how),
    async close() {
      for (const response of waiting) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A part as the package gives it: text, or an object with the text in it. */
function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && '$value' in value) return textOf(value.$value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The one file of a multipart body. */
function fileIn(bytes: Buffer, type: string): { field: string; name: string; bytes: Buffer } | null {
  const boundary = /boundary=([^;]+)/.exec(type)?.[1] ?? '';
  const headEnd = bytes.indexOf('\r\n\r\n');
  const tail = bytes.lastIndexOf(`\r\n--${boundary}--`);
  const head = bytes.toString('utf8', 0, headEnd);
  const field = /name="([^"]*)"/.exec(head)?.[1];
  const name = /filename="([^"]*)"/.exec(head)?.[1];
  if (field === undefined || name === undefined || headEnd < 0 || tail < 0) return null;
  return { field, name: decodeURIComponent(name), bytes: bytes.subarray(headEnd + 4, tail) };
}

/** A sound, whole or the range that was asked for. What is not there is an empty page: the PHP script says nothing. */
function sound(request: IncomingMessage, response: ServerResponse, bytes: Buffer | undefined, name: string): void {
  if (!bytes) {
    response.writeHead(200, { 'content-type': 'text/html' }).end();
    return;
  }
  const headers = {
    'content-type': 'audio/x-wav',
    'accept-ranges': 'bytes',
    'content-disposition': `attachment; filename="${name.replace(/^audio:/, '').replace(/[^\x20-\x7e]/g, '_')}"`,
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) {
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
    return;
  }
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1);
  response
    .writeHead(206, {
      ...headers,
      'content-length': to - from + 1,
      'content-range': `bytes ${from}-${to}/${bytes.length}`,
    })
    .end(bytes.subarray(from, to + 1));
}
