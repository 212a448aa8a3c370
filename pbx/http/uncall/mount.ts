import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addresses, uploadLimit, uploadPage } from '../../../shared/uncall';
import { printRefusal } from '../../../shared/uncall/print';
import type { FaultBox } from '../faults';
import { sendFile } from '../file-reply';
import { encodeGb18030 } from '../gb18030';
import { file, type HandlerContext } from '../handlers/handler';
import { type Log, pathOnly } from '../log';
import { formOf } from '../uploads';
import { BadCall, printFault, printReturn, readCall, type SoapCall } from './envelope';
import { operate } from './operations';
import { recordingNamed } from './recordings';
import { isForeign, locationOf, query, soapTypes, textOf } from './request';
import { nameOfBody, takeVoiceFile, uploadForm } from './upload';
import { describeService } from './wsdl';

export interface UncallFaceOptions {
  context(): HandlerContext;
  /** Called when something has been changed, before that is answered: what the engine left to be written is. */
  settled(): void;
  readonly faults: FaultBox;
  readonly log: Log;
  /** The platform listens on this machine only. */
  readonly local: boolean;
}

/** Two thousand numbers of twenty digits, and the envelope around them. */
const largestCall = 262_144;
/** A voice file that is too large is read to its end, so that E2 can be answered. */
const largestUpload = 4 * uploadLimit;

const service = `/${addresses.wsdl.path}`;
/** Axis clients call the folder. */
const services = [service, service.replace(/index\.php$/, '')];

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const;
/**
 * Adds the Uncall face (Webservices 3.0) to a platform's listener: the SOAP service and the addresses beside it, all of
 * them from the engine and the store behind WEBCTI2. The interface has no key; who reaches the listener may use it.
 */
export function mountUncall(app: FastifyInstance, options: UncallFaceOptions): void {
  const { faults, log } = options;
  const dated = (reply: FastifyReply): FastifyReply =>
    reply.header('date', new Date(options.context().now()).toUTCString()).header('cache-control', 'no-store');

  /** False: a fault has taken the request, nothing more is to be sent. */
  async function passes(name: string, reply: FastifyReply): Promise<boolean> {
    const { delayMs, kinds } = faults.of(name);
    if (kinds.has('dead')) {
      reply.hijack();
      await faults.hold(Number.POSITIVE_INFINITY);
      reply.raw.destroy();
      return false;
    }
    if (delayMs > 0) await faults.hold(delayMs);
    if (kinds.has('cut')) {
      reply.hijack();
      reply.raw.destroy();
      return false;
    }
    if (kinds.has('error')) {
      void reply.code(500).type('text/html; charset=utf-8').send('<html><body>Internal Server Error</body></html>');
      return false;
    }
    return true;
  }

  /** Takes part in the faults of the WEBCTI2 face, under the operation's name. */
  function sendXml(name: string, reply: FastifyReply, version: SoapCall['version'], text: string): void {
    const { kinds } = faults.of(name);
    const spoilt = kinds.has('malformed') ? text.replace('<SOAP-ENV:Body>', '<noname><SOAP-ENV:Body>') : text;
    const bytes = kinds.has('charset') ? Buffer.from(encodeGb18030(spoilt)) : Buffer.from(spoilt, 'utf8');
    const type = version === '1.2' ? 'application/soap+xml; charset=utf-8' : 'text/xml; charset=utf-8';
    if (kinds.has('half')) {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
      reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
      return;
    }
    void dated(reply).type(type).send(bytes);
  }

  /** A part that breaks is, for who asked, a web service that does not reach its exchange. */
  async function documentFor({ operation, args }: SoapCall): Promise<string> {
    try {
      const done = await operate(operation, args, options.context());
      options.settled();
      return done;
    } catch (error) {
      const detail = error instanceof Error ? `${error.name}: ${error.stack?.split('\n')[1]?.trim() ?? ''}` : 'unknown';
      log({ level: 'error', event: 'operation-failed', endpoint: operation, detail });
      return printRefusal(operation, operation === 'addPhoneToTask' ? 'databases error' : 'Connection Failed');
    }
  }

  async function answerCall(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const type = request.headers['content-type'] ?? '';
    if (!soapTypes.test(type)) throw new BadCall('a SOAP request is text/xml or application/soap+xml');
    const call = readCall(textOf(request.body as Buffer, type));
    if (!(await passes(call.operation, reply))) return;
    sendXml(call.operation, reply, call.version, printReturn(call, await documentFor(call)));
  }

  async function takeFile(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!(await passes('recording_files', reply))) return;
    const form = /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const upload = form
      ? [...(await formOf(request)).uploads.values()][0]
      : { name: nameOfBody(query(request).get('name') ?? '', request.headers['content-disposition']), bytes: body };
    const code = upload ? takeVoiceFile(options.context().store.prompts, upload) : 'E1';
    void dated(reply).type('text/html; charset=utf-8').send(code);
  }

  const absent = (reply: FastifyReply): void =>
    void dated(reply).code(404).type('text/plain; charset=utf-8').send('没有该文件 · No such file\n');

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, next) => next(null, body));
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST' && isForeign(request, options.local)) {
        log({ level: 'warn', event: 'foreign-origin', endpoint: pathOnly(request.raw.url ?? '') });
        await reply.code(403).type('text/plain; charset=utf-8').send('requests of other sites are refused\n');
      }
    });
    scope.setErrorHandler((error, request, reply) => {
      const path = pathOnly(request.raw.url ?? '');
      const status = error instanceof BadCall ? 400 : ((error as { statusCode?: number }).statusCode ?? 500);
      const detail = error instanceof BadCall ? error.message : error instanceof Error ? error.name : 'unknown';
      log({ level: status < 500 ? 'warn' : 'error', event: 'uncall-refused', endpoint: path, detail });
      if (path === `/${addresses.uploadForm.path}`) {
        // §4.3: too large is E2, a form that cannot be read has no name, and what broke here is a failure.
        const code = status === 413 ? 'E2' : status < 500 ? 'E1' : 'F1';
        return dated(reply).code(200).type('text/html; charset=utf-8').send(code);
      }
      const version = error instanceof BadCall ? error.version : '1.1';
      const words = status < 500 ? detail : 'the platform failed';
      // SOAP 1.1 §6.2: a fault is a 500, whoever is at fault.
      return dated(reply)
        .code(500)
        .type('text/xml; charset=utf-8')
        .send(printFault(version, status < 500 ? 'Client' : 'Server', words));
    });

    const wait =
      (run: (request: FastifyRequest, reply: FastifyReply) => Promise<void>) =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        await run(request, reply);
        return reply;
      };

    const allowed = new Map<string, 'GET' | 'POST' | 'GET, POST'>([
      ...services.map((url) => [url, 'GET, POST'] as const),
      [`/${uploadPage}`, 'GET'],
      [`/${addresses.uploadForm.path}`, 'POST'],
      [`/${addresses.prompt.path}`, 'GET'],
      [`/${addresses.recording.path}`, 'GET'],
    ]);
    for (const [url, allow] of allowed) {
      scope.route({
        method: methods.filter((method) => !allow.includes(method)),
        url,
        handler: (request, reply) => {
          log({ level: 'warn', event: 'method-not-allowed', endpoint: pathOnly(request.raw.url ?? '') });
          return reply.code(405).header('allow', allow).type('text/plain; charset=utf-8').send(`${allow}\n`);
        },
      });
    }
    for (const url of services) {
      scope.get(
        url,
        wait(async (request, reply) => {
          if (!(await passes('wsdl', reply))) return;
          if (query(request).has('wsdl')) {
            void dated(reply)
              .type('text/xml; charset=utf-8')
              .send(describeService(locationOf(request)));
          } else {
            void dated(reply)
              .type('text/plain; charset=utf-8')
              .send(`SOAP: ${locationOf(request)}?wsdl\n`);
          }
        }),
      );
      scope.post(url, { bodyLimit: largestCall }, wait(answerCall));
    }
    scope.get(
      `/${uploadPage}`,
      wait(async (_, reply) => {
        void dated(reply).type('text/html; charset=utf-8').send(uploadForm);
      }),
    );
    scope.post(`/${addresses.uploadForm.path}`, { bodyLimit: largestUpload }, wait(takeFile));

    const sound = (
      name: string,
      find: (asked: URLSearchParams, context: HandlerContext) => ReturnType<typeof recordingNamed>,
    ) =>
      wait(async (request, reply) => {
        if (!(await passes(name, reply))) return;
        const found = find(query(request), options.context());
        if (found) sendFile(request, dated(reply), found, faults.of(name).kinds);
        else absent(reply);
      });
    scope.get(
      `/${addresses.prompt.path}`,
      sound('play_files', (asked, { store }) => {
        const name = asked.get('name') ?? '';
        const bytes = /\.wav$/i.test(name) ? store.prompts.sound(name.slice(0, -4)) : null;
        return bytes ? file(name.split('/').at(-1) ?? name, 'audio/x-wav', bytes).file : undefined;
      }),
    );
    scope.get(
      `/${addresses.recording.path}`,
      sound('RecordingAction', (asked, context) =>
        asked.get('m') === 'Public' && asked.get('a') === 'record'
          ? recordingNamed(asked.get('uniqueid') ?? '', context)
          : undefined,
      ),
    );
  });
}
