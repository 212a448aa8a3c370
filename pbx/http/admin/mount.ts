import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import SparkMD5 from 'spark-md5';
import type { Clock } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import { endpointOf } from '../../../shared/webcti';
import type { Guard } from '../guard';
import type { HandlerContext } from '../handlers/handler';
import { isKeyOfToday, keyFault, sameSecret } from '../key';
import { type Log, pathOnly } from '../log';
import { type Given, readParameters } from '../parameters';
import { addresses, adminPage, pageOf, policy, signInPage } from './page';
import { Sessions, sessionSeconds } from './sessions';
import { tongueOf } from './words';

/** The administrator of a platform. */
export interface Admin {
  readonly user: string;
  readonly password: string;
}

export interface AdminOptions {
  /** Absent password = one that nobody knows. */
  readonly admin: Partial<Admin>;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly log: Log;
  readonly zone: Zone;
  context(): HandlerContext;
  key(): string;
}

const cookieName = 'seatline_admin';
/** Forms of a few short fields. */
const largestBody = 8_192;
const secret = (): string => randomBytes(32).toString('base64url');

/** The ticket that a browser brings back. */
const ticketOf = (request: FastifyRequest): string =>
  new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{1,64})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1] ?? '';

/**
 * The integrated login (WEBCTI2 chapter 5): a form with the web key, a user and the MD5 of the password opens a page of
 * the administration, also from another program. A person without such a program signs in on the page's own form, which
 * only this page may post.
 */
export function mountAdmin(app: FastifyInstance, options: AdminOptions): void {
  const { guard, clock, log, zone } = options;
  const { user = 'admin', password = secret() } = options.admin;
  const digest = SparkMD5.hash(password);
  const sessions = new Sessions(clock, secret);
  const { path, otherPaths = [] } = endpointOf('integratedlogin');

  const query = (request: FastifyRequest): URLSearchParams =>
    new URLSearchParams((request.raw.url ?? '').split(/\?(.*)/s)[1] ?? '');
  const said = (request: FastifyRequest, event: string, detail: string): void => {
    const endpoint = pathOnly(request.raw.url ?? '');
    if (guard.isNews(`${event} ${endpoint} ${detail}`)) log({ level: 'warn', event, endpoint, detail });
  };
  const send = (reply: FastifyReply, status: number, page: string): FastifyReply =>
    reply
      .code(status)
      .headers({
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        // Not `no-referrer`: browsers would then hide the origin of the page's own form.
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      .type('text/html; charset=utf-8')
      .send(page);

  const cookie = (value: string, seconds: number): string =>
    `${cookieName}=${value}; Path=/admin; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
  const show = (request: FastifyRequest, reply: FastifyReply, who: string): FastifyReply => {
    const name = pageOf(pathOnly(request.raw.url ?? ''), query(request));
    const tongue = tongueOf(request.headers['accept-language']);
    return send(reply, name === null ? 404 : 200, adminPage(name, who, tongue, options.context()));
  };
  const ask = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    note: 'wrong' | 'tooMany' | 'foreign' | null,
  ) => {
    const tongue = tongueOf(request.headers['accept-language']);
    const address = pathOnly(request.raw.url ?? '');
    return send(reply, status, signInPage(tongue, addresses[pageOf(address, query(request)) ?? 'overview'], note));
  };

  /** The documented form, or the page's own: what is wrong with it, in words that hold nothing of it. */
  function faultOf(given: Given): string | null {
    const field = (name: string): string => (given.get(name) ?? '').trim();
    const own = !given.has('friendpass') && given.has('password');
    const name = own ? field('user') : field('frienduser');
    const sent = own ? SparkMD5.hash(given.get('password') ?? '') : field('friendpass').toLowerCase();
    if (!own) {
      const now = options.context().now();
      if (!isKeyOfToday(field('webkey'), options.key(), now, zone))
        return keyFault(field('webkey'), options.key(), now, zone);
    }
    const [goodUser, goodPassword] = [sameSecret(name, user), sameSecret(sent, digest)];
    return goodUser && goodPassword ? null : 'user or password is wrong';
  }

  function signIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const given = readParameters(typeof request.body === 'string' ? request.body : '');
    // A page of another site may send the documented form: it has to know the key. Ours it may not.
    const { origin, host } = request.headers;
    const foreign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
    if (!given.has('friendpass') && foreign) {
      said(request, 'foreign-origin', '');
      return ask(request, reply, 403, 'foreign');
    }
    if (given.has('signout')) {
      sessions.end(ticketOf(request));
      return ask(request, reply.header('set-cookie', cookie('', 0)), 200, null);
    }
    if (!guard.mayTryPassword(request.ip)) {
      said(request, 'admin-too-many', '');
      return ask(request, reply.header('retry-after', '10'), 429, 'tooMany');
    }
    const fault = faultOf(given);
    if (fault !== null) {
      guard.wrongPassword(request.ip);
      said(request, 'admin-refused', fault);
      return ask(request, reply, 403, 'wrong');
    }
    const ticket = sessions.begin(user, request.ip);
    return show(request, reply.header('set-cookie', cookie(ticket, sessionSeconds)), user);
  }

  for (const url of [path, ...otherPaths].map((each) => `/${each}`)) {
    app.get(url, (request, reply) => {
      const session = sessions.find(ticketOf(request), request.ip);
      return session ? show(request, reply, session.user) : ask(request, reply, 200, null);
    });
    app.post(url, { bodyLimit: largestBody }, signIn);
  }
}
