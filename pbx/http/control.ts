import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DemoState } from '../../shared/bridge/contract';
import type { ErrorCode } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { CallEngine, Channel } from '../engine/port';
import { ScenarioError } from '../scenario/people';
import type { OutsideBehaviour, Scenario } from '../scenario/port';
import { pictureOf } from './handlers/partners';
import { sameSecret } from './key';
import type { Log } from './log';

export interface ControlOptions {
  readonly token: string;
  readonly clock: Clock;
  readonly log: Log;
  engine(): CallEngine;
  scenario(): Scenario;
}

const device = z.string().trim().min(1).max(32);
const number = z.string().regex(/^\+?\d{3,20}$/);
const queue = z.string().trim().min(1).max(32);
const seconds = z.number().min(1).max(600);
const afterSeconds = z.number().min(0).max(300);

/** Flat, because a demo panel sends names with plain values. */
const outside = z.object({
  behaviour: z.enum(['answers', 'busy', 'silent', 'congested', 'refuses']),
  afterSeconds: afterSeconds.default(4),
});

const behaviourOf = ({ behaviour, afterSeconds: seconds }: z.output<typeof outside>): OutsideBehaviour =>
  behaviour === 'answers' || behaviour === 'refuses' ? { kind: behaviour, afterSeconds: seconds } : { kind: behaviour };

const argsOf = {
  ringMe: z.object({ device, from: number.optional(), queue: queue.optional() }),
  ringQueue: z.object({ queue, from: number.optional() }),
  callerHangsUp: z.object({ device }),
  answer: z.object({ device }),
  reject: z.object({ device }),
  hangUp: z.object({ device }),
  offline: z.object({ seconds }),
  restart: z.object({ seconds, keepState: z.boolean().default(true) }),
  slow: z.object({ ms: z.number().int().min(1).max(60_000), seconds }),
  colleagueRings: z.object({ device }),
  outside,
} as const;
type Verb = keyof typeof argsOf;
const verbs = Object.keys(argsOf) as readonly Verb[];
const isVerb = (verb: string): verb is Verb => Object.hasOwn(argsOf, verb);

const body = z.object({ verb: z.string(), args: z.record(z.string(), z.unknown()).default({}) });

/** Why a verb that was understood cannot be done now. */
class NotPossible extends Error {}

/** A believable caller when the panel names none; a new one for each call. */
const callers = ['13800138000', '02085558321', '18612345678', '051265881234', '13912345678', '01065881234'];

function liveOf(engine: CallEngine, no: string): readonly Channel[] {
  if (!engine.device(no)) throw new NotPossible(`no device ${no}`);
  return engine.channels().filter((channel) => channel.device === no && channel.hungUpAt === null);
}

/** Every verb of the panel, on the scenario that tests and benchmarks use too. */
function performer({ engine, scenario, clock, log }: ControlOptions) {
  let next = 0;
  const caller = (from: string | undefined): string => {
    next += 1;
    return from ?? callers[next % callers.length] ?? '13800138000';
  };
  const queueExists = (no: string): void => {
    if (!engine().queue(no)) throw new NotPossible(`no queue ${no}`);
  };
  const extensionOf = (no: string): string => {
    const found = engine().device(no);
    if (!found) throw new NotPossible(`no device ${no}`);
    if (found.user === '' && found.kind === 'adhoc') throw new NotPossible(`nobody sits at ${no}`);
    return found.user || no;
  };
  const ringing = (no: string): void => {
    if (!liveOf(engine(), no).some((channel) => channel.state === 'Ringing')) {
      throw new NotPossible(`nothing rings at ${no}`);
    }
  };
  const failed = (event: string) => (error: unknown) =>
    log({ level: 'error', event, detail: error instanceof Error ? error.message : 'unknown' });

  const perform: { readonly [V in Verb]: (args: z.output<(typeof argsOf)[V]>) => void } = {
    ringMe(args) {
      const extension = extensionOf(args.device);
      if (args.queue !== undefined) queueExists(args.queue);
      const to = args.queue === undefined ? { extension } : { queue: args.queue };
      scenario().callerRings({ from: caller(args.from), to });
    },
    ringQueue(args) {
      queueExists(args.queue);
      scenario().callerRings({ from: caller(args.from), ivrPath: '1-3', ivrKeys: '13', to: { queue: args.queue } });
    },
    callerHangsUp(args) {
      const picture = pictureOf(engine());
      const partner = liveOf(engine(), args.device)
        .map((channel) => picture.partner(channel.name))
        .find((other) => other !== undefined && other.hungUpAt === null);
      if (!partner) throw new NotPossible(`nobody is connected to ${args.device}`);
      engine().hangUp(partner.name);
    },
    answer(args) {
      ringing(args.device);
      scenario().answers(args.device);
    },
    reject(args) {
      ringing(args.device);
      scenario().rejects(args.device);
    },
    hangUp(args) {
      if (liveOf(engine(), args.device).length === 0) throw new NotPossible(`no call at ${args.device}`);
      scenario().hangsUp(args.device);
    },
    // These outlive the request that asked for them: the answer leaves before the line goes down.
    offline(args) {
      clock.after(50, () => void scenario().faults.offline(args.seconds).catch(failed('offline-failed')));
    },
    restart(args) {
      const options = { keepState: args.keepState, downSeconds: args.seconds };
      clock.after(50, () => void scenario().faults.restart(options).catch(failed('restart-failed')));
    },
    slow(args) {
      const undo = scenario().faults.slow(args.ms);
      clock.after(args.seconds * 1000, undo);
    },
    colleagueRings(args) {
      const extension = extensionOf(args.device);
      const idle = engine()
        .devices()
        .find((other) => other.no !== args.device && other.registered && other.status === 0 && other.user !== '');
      if (!idle) throw new NotPossible('no colleague is free');
      scenario().dials(idle.no, extension);
    },
    outside(args) {
      scenario().outsideBehaves('*', behaviourOf(args));
    },
  };
  return <V extends Verb>(verb: V, args: z.output<(typeof argsOf)[V]>): void => perform[verb](args);
}

/** What the panel draws. */
export function demoState(engine: CallEngine): DemoState {
  const picture = pictureOf(engine);
  const words: Readonly<Record<number, string>> = {
    0: 'idle',
    1: 'talking',
    2: 'busy',
    4: 'unreachable',
    8: 'ringing',
    9: 'ringing',
  };
  return {
    phones: engine.devices().map((each) => {
      const [channel] = picture.channels.filter((live) => live.device === each.no && live.hungUpAt === null);
      const caller = channel ? picture.partner(channel.name)?.callerId || channel.dialled : '';
      return { device: each.no, state: words[each.status] ?? 'unreachable', caller };
    }),
    queues: engine.queues().map((each) => ({ queue: each.no, name: each.name, waiting: each.waiting.length })),
    verbs,
  };
}

/** Whether a peer's address is of this machine. */
export const isLoopback = (address: string): boolean => loopback.test(address);
const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * The control face for the demo panel: `POST /seatline/control` with `{ verb, args }`, `GET /seatline/control/state`.
 * Only for this machine and only with the token; every failure is JSON `{ ok: false, error: { code, message } }`
 * with the codes of shared/domain/result.
 */
export function addControl(app: FastifyInstance, options: ControlOptions): void {
  const perform = performer(options);
  const refuse = (reply: FastifyReply, status: number, code: ErrorCode, message: string = code) =>
    reply.code(status).send({ ok: false, error: { code, message } });
  const admitted = (request: FastifyRequest): boolean =>
    isLoopback(request.raw.socket.remoteAddress ?? '') &&
    sameSecret(request.headers.authorization ?? '', `Bearer ${options.token}`);

  app.get('/seatline/control/state', (request, reply) => {
    if (!admitted(request)) return refuse(reply, 401, 'refused-sender', 'not admitted');
    return reply.send(demoState(options.engine()));
  });

  app.post('/seatline/control', (request, reply) => {
    if (!admitted(request)) return refuse(reply, 401, 'refused-sender', 'not admitted');
    let sent: unknown;
    try {
      sent = JSON.parse(typeof request.body === 'string' ? request.body : '');
    } catch {
      return refuse(reply, 400, 'invalid-input', 'not JSON');
    }
    const read = body.safeParse(sent);
    if (!read.success) return refuse(reply, 400, 'invalid-input');
    const { verb, args } = read.data;
    if (!isVerb(verb)) return refuse(reply, 400, 'unknown-command', 'unknown verb');
    const checked = argsOf[verb].safeParse(args);
    if (!checked.success) {
      return refuse(reply, 400, 'invalid-input', `invalid ${checked.error.issues[0]?.path.join('.') ?? ''}`);
    }
    try {
      perform(verb, checked.data as never);
    } catch (error) {
      if (error instanceof NotPossible || error instanceof ScenarioError)
        return refuse(reply, 409, 'not-possible-now', error.message);
      throw error;
    }
    return reply.send({ ok: true });
  });
}
