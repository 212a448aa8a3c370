import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, type PlatformTime, platformDate } from '../../shared/domain/time';
import { localOf, reachedAt, type Zone } from '../../shared/domain/zone';
import { commonCodes } from '../../shared/webcti/codes';
import { contentTypes, plain, print } from '../../shared/webcti/print';
import {
  heartbeatEvery,
  mostDevices,
  mostQueues,
  type PushHint,
  type PushScope,
  pushPath,
  pushScheme,
} from '../../shared/webcti/push';
import { webKey } from '../../shared/webcti/webkey';
import type { CallEngine } from '../engine/port';
import { type Changes, watchChanges } from '../services/changes';
import type { FaultBox } from './faults';
import { refuse } from './handlers/handler';
import { isKeyOfToday, sameSecret } from './key';
import type { Log } from './log';

export interface PushOptions {
  readonly engine: CallEngine;
  readonly clock: Clock;
  readonly faults: FaultBox;
  readonly log: Log;
  readonly zone: Zone;
  key(): string;
  /** The platform's clock as the wire shows it. */
  now(): PlatformTime;
  readonly limits?: Partial<PushLimits> | undefined;
}

export interface PushLimits {
  /** Streams of one address. An office of 500 seats may stand behind one. */
  readonly perAddress: number;
  readonly total: number;
  /** Bytes that may wait for a reader before it is dropped. */
  readonly waiting: number;
}
const usual: PushLimits = { perAddress: 600, total: 2_000, waiting: 16_384 };

/** The streams of one platform; what tests and benches may see of them. */
export interface Push {
  readonly open: number;
  /** Bytes written to the streams that are open. */
  readonly written: number;
  close(): void;
}

/** A platform that does not push. */
export const noPush: Push = { open: 0, written: 0, close: () => undefined };

/** Where a stream goes; a response of Node's HTTP server is one. */
export interface PushOutlet {
  /** Bytes that wait for the other side. */
  readonly writableLength: number;
  write(text: string): unknown;
  destroy(): unknown;
}

interface Stream {
  readonly outlet: PushOutlet;
  readonly scope: PushScope;
  readonly webkey: string;
  readonly address: string;
  seq: number;
  written: number;
}

/** All streams of a platform: one watch on the engine and one timer, however many there are; none without one. */
export class PushHub implements Push {
  readonly #options: PushOptions;
  readonly #limits: PushLimits;
  readonly #streams = new Set<Stream>();
  #stop: (() => void) | null = null;
  #today = { secret: '', date: '', webkey: '' };

  constructor(options: PushOptions) {
    this.#options = options;
    this.#limits = { ...usual, ...options.limits };
  }

  get open(): number {
    return this.#streams.size;
  }

  get written(): number {
    return [...this.#streams].reduce((sum, { written }) => sum + written, 0);
  }

  /** Whether one more stream of this address is too many. */
  full(address: string): boolean {
    const same = [...this.#streams].filter((stream) => stream.address === address).length;
    return this.#streams.size >= this.#limits.total || same >= this.#limits.perAddress;
  }

  /** A stream whose key has been checked. The answer ends it, and may be called again. */
  add(outlet: PushOutlet, given: Pick<Stream, 'scope' | 'webkey' | 'address'>): () => void {
    const stream: Stream = { ...given, outlet, seq: 0, written: 0 };
    this.#streams.add(stream);
    this.#stop ??= this.#start();
    this.#write(stream, `event: hello\ndata: {"seq":0,"heartbeat":${heartbeatEvery}}\n\n`);
    return () => this.#drop(stream);
  }

  close(): void {
    for (const stream of [...this.#streams]) this.#drop(stream);
  }

  #start(): () => void {
    const { engine, clock, zone, now } = this.#options;
    const unwatch = watchChanges(engine, clock, (changes) => this.#tell(changes));
    let cancel: () => void = () => undefined;
    const beat = (): void => {
      // The key changes at midnight of the platform's clock, and with it goes who may listen.
      const at = now();
      const midnight = reachedAt(zone, (Math.floor(localOf(zone, at) / 86_400_000) + 1) * 86_400_000) - at;
      cancel = clock.after(Math.min(heartbeatEvery, midnight), () => {
        beat();
        for (const stream of [...this.#streams]) this.#write(stream, ':\n\n');
      });
    };
    beat();
    return () => {
      unwatch();
      cancel();
    };
  }

  #tell(changes: Changes): void {
    for (const stream of [...this.#streams]) {
      const hints = hintsFor(stream.scope, changes);
      if (hints.length > 0) this.#write(stream, hints.map((hint) => this.#print(stream, hint)).join(''));
    }
  }

  #print(stream: Stream, { kind, id }: PushHint): string {
    stream.seq += 1;
    return `data: ${JSON.stringify({ kind, id, seq: stream.seq })}\n\n`;
  }

  #write(stream: Stream, text: string): void {
    const { kinds } = this.#options.faults.of('push');
    if (this.#isOver(stream, kinds)) this.#drop(stream);
    else if (!kinds.has('dead')) {
      stream.written += Buffer.byteLength(text);
      stream.outlet.write(text);
    }
  }

  /** Made once a day: it is compared with every word to every stream. */
  #keyOfToday(): string {
    const { key, now, zone } = this.#options;
    const [secret, date] = [key(), platformDate(now(), zone)];
    if (this.#today.secret !== secret || this.#today.date !== date)
      this.#today = { secret, date, webkey: webKey(secret, date) };
    return this.#today.webkey;
  }

  /** Whether a stream has to go: its key is of yesterday, the line is cut, or its reader does not read. */
  #isOver({ webkey, outlet }: Stream, faults: ReadonlySet<string>): boolean {
    const { log } = this.#options;
    if (!sameSecret(webkey, this.#keyOfToday())) return true;
    if (faults.has('cut') || faults.has('half') || faults.has('error')) return true;
    if (outlet.writableLength <= this.#limits.waiting) return false;
    log({ level: 'warn', event: 'push-slow-reader', endpoint: `/${pushPath}` });
    return true;
  }

  #drop(stream: Stream): void {
    if (!this.#streams.delete(stream)) return;
    stream.outlet.destroy();
    if (this.#streams.size > 0) return;
    this.#stop?.();
    this.#stop = null;
  }
}

/** What of the changes a stream was opened for. */
export function hintsFor(scope: PushScope, { devices, queues, floor }: Changes): readonly PushHint[] {
  return [
    ...scope.devices.filter((id) => devices.has(id)).map((id) => ({ kind: 'device', id }) as const),
    ...scope.queues.filter((id) => queues.has(id)).map((id) => ({ kind: 'queue', id }) as const),
    ...[...floor]
      .filter((id) => scope.floor || id === 'parks' || id === 'rooms')
      .map((id) => ({ kind: 'floor', id }) as const),
  ];
}

const number = /^[\w*#.+-]{1,32}$/;

/** Null for what is no scope: too many numbers, or no numbers. */
function scopeOf(query: URLSearchParams): PushScope | null {
  const list = (name: string): readonly string[] => [...new Set((query.get(name) ?? '').split(',').filter(Boolean))];
  const [devices, queues] = [list('devices'), list('queues')];
  if (devices.length > mostDevices || queues.length > mostQueues) return null;
  if (![...devices, ...queues].every((id) => number.test(id))) return null;
  return { devices, queues, floor: query.get('floor') === '1' };
}

/** Adds the event stream to the face; `close` of the answer ends every stream. */
export function mountPush(app: FastifyInstance, options: PushOptions): Push {
  const { faults, log } = options;
  const hub = new PushHub(options);
  const refuseWith = (reply: FastifyReply, status: number, event: string, code: number, message: string): unknown => {
    log({ level: 'warn', event, endpoint: `/${pushPath}` });
    return reply
      .code(status)
      .type(contentTypes.json)
      .send(print(refuse(code, message), plain, 'json'));
  };

  app.route({
    method: ['GET', 'POST'],
    url: `/${pushPath}`,
    handler: async (request: FastifyRequest, reply) => {
      const { delayMs, kinds } = faults.of('push');
      if (kinds.has('dead')) {
        reply.hijack();
        await faults.hold(Number.POSITIVE_INFINITY);
        return reply.raw.destroy();
      }
      if (delayMs > 0) await faults.hold(delayMs);
      if (kinds.has('cut') || kinds.has('half')) {
        reply.hijack();
        return reply.raw.destroy();
      }
      if (kinds.has('error')) return reply.code(500).send('');
      if (request.method !== 'GET') {
        void reply.header('allow', 'GET');
        return refuseWith(reply, 405, 'method-not-allowed', commonCodes.parameter, 'method POST is not allowed.');
      }
      const [scheme, webkey = ''] = (request.headers.authorization ?? '').split(' ');
      if (scheme !== pushScheme || !isKeyOfToday(webkey, options.key(), options.now(), options.zone)) {
        void reply.header('www-authenticate', pushScheme);
        return refuseWith(reply, 401, 'push-key-refused', commonCodes.key, 'WebKey is invalid');
      }
      const scope = scopeOf(new URLSearchParams((request.raw.url ?? '').split(/\?(.*)/s)[1] ?? ''));
      if (!scope) return refuseWith(reply, 400, 'push-bad-request', commonCodes.parameter, 'request is invalid.');
      const address = request.socket.remoteAddress ?? '';
      if (hub.full(address)) {
        void reply.header('retry-after', '60');
        return refuseWith(reply, 503, 'push-too-many', commonCodes.cti, 'too many event streams.');
      }
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Proxies that collect an answer before they pass it on.
        'x-accel-buffering': 'no',
        date: new Date(options.now()).toUTCString(),
      });
      const end = hub.add(raw, { scope, webkey, address });
      raw.once('close', end);
      raw.once('error', end);
    },
  });
  return hub;
}
