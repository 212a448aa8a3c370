import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { PlatformTime } from '../../shared/domain/time';
import { catalogue, type EndpointName, endpointNames, endpointOf } from '../../shared/webcti';
import { commonCodes } from '../../shared/webcti/codes';
import { contentTypes, type Face, faceOf, plain, print, type Shape } from './envelope';
import type { FaultBox } from './faults';
import { encodeGb18030 } from './gb18030';
import { handlers } from './handlers';
import { type Handler, type HandlerContext, type Reply, refuse, type WireRow } from './handlers/handler';
import { isKeyOfToday } from './key';
import { type Log, pathOnly } from './log';
import { checkParameters, type Given, readParameters } from './parameters';

/** What the face needs of the platform behind it. Read anew for each request: engine and key may change. */
export interface FaceOptions {
  context(): HandlerContext;
  key(): string;
  now(): PlatformTime;
  readonly zone: number;
  readonly faults: FaultBox;
  readonly log: Log;
  /** Called once for each answered request of an endpoint. */
  counted(endpoint: EndpointName): void;
}

type LooseHandler = (args: Readonly<Record<string, string>>, context: HandlerContext) => Reply | Promise<Reply>;

/** Our own words for what the documents leave out, under the nearest documented code. */
const unknownEndpoint = (path: string): Reply => refuse(commonCodes.file, `file "${path}" not exists.`);
const wrongMethod = (method: string): Reply => refuse(commonCodes.parameter, `method ${method} is not allowed.`);
const broken: Reply = refuse(commonCodes.cti, 'Connect to CTI failed.');

function parametersOf(request: FastifyRequest): Given {
  const [, query = ''] = request.raw.url?.split(/\?(.*)/s) ?? [];
  return readParameters(query, typeof request.body === 'string' ? request.body : '');
}

/** The refusal of a wrong key; two endpoints do not repeat the key (§4.1, §4.135), as the catalogue says. */
function keyRefusal(name: EndpointName, given: string): Reply {
  const documented = endpointOf(name).errors.find(({ code }) => code === commonCodes.key)?.message;
  return refuse(
    commonCodes.key,
    (documented ?? 'WebKey <webkey> is invalid').replace('<webkey>', () => given),
  );
}

async function answer(name: EndpointName, all: Given, options: FaceOptions): Promise<Reply> {
  const given = all.get('webkey') ?? '';
  if (!isKeyOfToday(given, options.key(), options.now(), options.zone)) return keyRefusal(name, given);
  const checked = checkParameters(catalogue[name].params, all);
  if (!checked.ok) return checked.reply;
  const handler = handlers[name] as Handler<EndpointName> | undefined;
  if (!handler) {
    options.log({ level: 'error', event: 'endpoint-without-handler', endpoint: name });
    return broken;
  }
  try {
    return await (handler as unknown as LooseHandler)(checked.args, options.context());
  } catch (error) {
    const detail = error instanceof Error ? `${error.name}: ${error.stack?.split('\n')[1]?.trim() ?? ''}` : 'unknown';
    options.log({ level: 'error', event: 'handler-failed', endpoint: name, detail });
    return broken;
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

async function serve(name: EndpointName, request: FastifyRequest, reply: FastifyReply, options: FaceOptions) {
  const { faults } = options;
  const { delayMs, kinds } = faults.of(name);
  const all = parametersOf(request);
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
  const result = await answer(name, all, options);
  const shape: Shape = endpointOf(name);
  send(reply, print(result as Reply<WireRow>, shape, face), face, options, kinds);
}

const routesOf = (name: EndpointName): readonly string[] => {
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
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, __, next) => next(null, ''));

  const paths = new Set<string>();
  for (const name of endpointNames) {
    for (const url of routesOf(name)) {
      paths.add(url);
      app.route({
        method: ['GET', 'POST'],
        url,
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
    if (paths.has(path)) {
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
