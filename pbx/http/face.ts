import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { PlatformTime } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import { catalogue, endpointOf } from '../../shared/webcti';
import { commonCodes } from '../../shared/webcti/codes';
import { contentTypes, type Face, faceOf, plain, print, type Shape } from '../../shared/webcti/print';
import { EngineTrouble } from '../engine/port';
import { StoreFailure } from '../store/database';
import type { FaultBox } from './faults';
import { sendFile } from './file-reply';
import { encodeGb18030 } from './gb18030';
import type { Guard } from './guard';
import { type AnsweredName, answeredNames, handlers } from './handlers';
import { type FileReply, type HandlerContext, type Reply, refuse, type WireRow } from './handlers/handler';
import { isKeyOfToday, keyFault } from './key';
import { type Log, pathOnly } from './log';
import { checkParameters, type Given, readParameters } from './parameters';
import { type Form, formOf, largestForm, noForm, type Upload } from './uploads';

/** What the face needs of the platform behind it. Read anew for each request: engine and key may change. */
export interface FaceOptions {
  context(): HandlerContext;
  key(): string;
  now(): PlatformTime;
  readonly zone: Zone;
  readonly faults: FaultBox;
  readonly log: Log;
  readonly guard: Guard;
  /** Called once for each answered request of an endpoint. */
  counted(endpoint: AnsweredName): void;
  /** Called when something has been changed, before that is answered: what the engine left to be written is. */
  settled(): void;
}

type LooseHandler = (
  args: Readonly<Record<string, string>>,
  context: HandlerContext,
  uploads: ReadonlyMap<string, Upload>,
) => Reply | FileReply | Promise<Reply | FileReply>;

/** Our own words for what the documents leave out, under the nearest documented code. */
const unknownEndpoint = (path: string): Reply => refuse(commonCodes.file, `file "${path}" not exists.`);
const wrongMethod = (method: string): Reply => refuse(commonCodes.parameter, `method ${method} is not allowed.`);
const tooMany: Reply = refuse(commonCodes.cti, 'too many requests.');
const broken: Reply = refuse(commonCodes.cti, 'Connect to CTI failed.');

function parametersOf(request: FastifyRequest, { fields }: Form = noForm): Given {
  const [, query = ''] = request.raw.url?.split(/\?(.*)/s) ?? [];
  return new Map([...readParameters(query, typeof request.body === 'string' ? request.body : ''), ...fields]);
}

/** The files that the catalogue asks for, under its own spelling; each counts as given under its name. */
function filesOf(name: AnsweredName, { uploads }: Form): ReadonlyMap<string, Upload> {
  const wanted = Object.entries(endpointOf(name).params).filter(([, param]) => param.type === 'file');
  return new Map(
    wanted.flatMap(([part, { aliases = [] }]) =>
      [part, ...aliases].flatMap((spelling) => {
        const upload = uploads.get(spelling);
        return upload === undefined ? [] : [[part, upload] as const];
      }),
    ),
  );
}

/** The refusal of a wrong key; two endpoints do not repeat the key (§4.1, §4.135), as the catalogue says. */
function keyRefusal(name: AnsweredName, given: string): Reply {
  const documented = endpointOf(name).errors.find(({ code }) => code === commonCodes.key)?.message;
  return refuse(
    commonCodes.key,
    (documented ?? 'WebKey <webkey> is invalid').replace('<webkey>', () => given),
  );
}

/** One line about a mistake of who asks; the same one is not written again at once. */
function note(options: FaceOptions, event: string, endpoint: string, detail: string): void {
  if (options.guard.isNews(`${event} ${endpoint} ${detail}`)) options.log({ level: 'warn', event, endpoint, detail });
}

async function answer(
  name: AnsweredName,
  all: Given,
  uploads: ReadonlyMap<string, Upload>,
  address: string,
  options: FaceOptions,
): Promise<Reply | FileReply> {
  const given = all.get('webkey') ?? '';
  if (!isKeyOfToday(given, options.key(), options.now(), options.zone)) {
    note(options, 'key-refused', name, keyFault(given, options.key(), options.now(), options.zone));
    return (await options.guard.wrongKey(address)) ? keyRefusal(name, given) : tooMany;
  }
  const files = [...uploads].map(([part, upload]) => [part, upload.name] as const);
  const checked = checkParameters(catalogue[name].params, new Map([...all, ...files]), endpointOf(name).errors);
  if (!checked.ok) {
    // Its words name the parameter, never the value.
    note(options, 'parameter-refused', name, checked.reply.message ?? '');
    return checked.reply;
  }
  const handler = handlers[name];
  try {
    const done = await (handler as unknown as LooseHandler)(checked.args, options.context(), uploads);
    // What the exchange was made to do is on the disk before anybody is told that it is done.
    if (endpointOf(name).mutates) options.settled();
    return done;
  } catch (error) {
    if (error instanceof EngineTrouble) {
      note(options, `engine-${error.kind}`, name, error.message);
      return error.kind === 'unreachable' ? broken : refuse(commonCodes.cti, error.message);
    }
    const detail = error instanceof Error ? `${error.name}: ${error.stack?.split('\n')[1]?.trim() ?? ''}` : 'unknown';
    options.log({ level: 'error', event: 'handler-failed', endpoint: name, detail });
    return error instanceof StoreFailure ? refuse(commonCodes.database, `Database failed: ${error.message}.`) : broken;
  }
}

/** Raw markup where text should be, as `<noname>` and `<Unknown>` in the vendor's own examples. */
const malform = (body: string): string => body.replace(/<data\/>|<data>/, (tag) => `<noname>${tag}`);

function send(reply: FastifyReply, body: string, face: Face, options: FaceOptions, kinds: ReadonlySet<string>): void {
  const text = kinds.has('malformed') && face === 'xml' ? malform(body) : body;
  const bytes = kinds.has('charset') ? Buffer.from(encodeGb18030(text)) : Buffer.from(text, 'utf8');
  if (kinds.has('half')) {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': contentTypes[face], 'content-length': bytes.length });
    // The rest never comes: the socket goes once the first half has left.
    reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
    return;
  }
  void reply
    .header('content-type', contentTypes[face])
    .header('date', new Date(options.now()).toUTCString())
    .header('cache-control', 'no-store')
    .send(bytes);
}

async function serve(name: AnsweredName, request: FastifyRequest, reply: FastifyReply, options: FaceOptions) {
  const { faults } = options;
  const { delayMs, kinds } = faults.of(name);
  const form = await formOf(request);
  const all = parametersOf(request, form);
  if (kinds.has('dead')) {
    reply.hijack();
    await faults.hold(Number.POSITIVE_INFINITY);
    reply.raw.destroy();
    return;
  }
  if (delayMs > 0) await faults.hold(delayMs);
  if (kinds.has('cut')) {
    reply.hijack();
    reply.raw.destroy();
    return;
  }
  options.counted(name);
  if (kinds.has('error')) {
    void reply.code(500).type('text/html; charset=utf-8').send('<html><body>Internal Server Error</body></html>');
    return;
  }
  const face = faceOf(all.get('json'));
  const result = await answer(name, all, filesOf(name, form), request.ip, options);
  if ('file' in result) {
    sendFile(request, reply.header('date', new Date(options.now()).toUTCString()), result.file, kinds);
    return;
  }
  const shape: Shape = endpointOf(name);
  send(reply, print(result as Reply<WireRow>, shape, face), face, options, kinds);
}

const routesOf = (name: AnsweredName): readonly string[] => {
  const { path, otherPaths = [] } = endpointOf(name);
  return [path, ...otherPaths].map((each) => `/${each}`);
};

/**
 * The HTTP face as a fastify instance without a socket of its own; `start.ts` gives it one. Routes are the catalogue's
 * paths and the spellings that damaged print leaves possible.
 */
export function createFace(options: FaceOptions): FastifyInstance {
  const app = fastify({ logger: false, exposeHeadRoutes: false, bodyLimit: 1_048_576, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, next) =>
    next(null, body),
  );
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, next) => next(null, body));
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_, body, next) => next(null, body));
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, __, next) => next(null, ''));

  app.addHook('onRequest', async (request, reply) => {
    if (options.guard.admits(request.ip)) return;
    note(options, 'too-many-requests', pathOnly(request.raw.url ?? ''), '');
    const face = faceOf(parametersOf(request).get('json'));
    await reply
      .code(429)
      .header('retry-after', '1')
      .header('content-type', contentTypes[face])
      .send(print(tooMany, plain, face));
  });

  const paths = new Set<string>();
  for (const name of answeredNames) {
    for (const url of routesOf(name)) {
      paths.add(url);
      app.route({
        method: ['GET', 'POST'],
        url,
        ...(endpointOf(name).method === 'multipart' && { bodyLimit: largestForm }),
        handler: async (request, reply) => {
          await serve(name, request, reply, options);
          return reply;
        },
      });
    }
  }

  const refuseLoudly = (request: FastifyRequest, reply: FastifyReply, status: number, result: Reply, event: string) => {
    options.log({ level: 'warn', event, endpoint: pathOnly(request.raw.url ?? '') });
    const face = faceOf(parametersOf(request).get('json'));
    return reply
      .code(status)
      .header('content-type', contentTypes[face])
      .send(print(result, plain, face));
  };
  app.setNotFoundHandler((request, reply) => {
    const path = pathOnly(request.raw.url ?? '');
    if (paths.has(path) || app.hasRoute({ method: 'POST', url: path })) {
      void reply.header('allow', 'GET, POST');
      return refuseLoudly(request, reply, 405, wrongMethod(request.method), 'method-not-allowed');
    }
    return refuseLoudly(request, reply, 404, unknownEndpoint(path.slice(1)), 'unknown-endpoint');
  });
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500)
      return refuseLoudly(request, reply, status, refuse(commonCodes.parameter, 'request is invalid.'), 'bad-request');
    return refuseLoudly(request, reply, status, broken, 'face-failed');
  });
  return app;
}
