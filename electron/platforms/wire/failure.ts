import { type AppError, appError, type ErrorCode } from '../../../shared/domain/result';

type Params = Readonly<Record<string, string | number>>;

/**
 * What can go wrong between the desk and the platform, one class a kind. Thrown inside this folder only; `client` turns
 * it into an `AppError`. Text and params are masked before they come here, and the causing error is not kept: it may
 * carry a URL with the key.
 */
export abstract class PlatformFailure extends Error {
  abstract readonly code: ErrorCode;
  readonly params: Params;

  constructor(message: string, params: Params = {}) {
    super(message);
    this.params = params;
  }
}

/** Refused, reset, no route, closed in the middle of an answer. */
export class Unreachable extends PlatformFailure {
  readonly code = 'unreachable';
}
export class NameNotFound extends PlatformFailure {
  readonly code = 'name-not-found';
}
/** `params.seconds`: the limit that passed. */
export class TimedOut extends PlatformFailure {
  readonly code = 'timed-out';
}
/** The certificate or the handshake; `params.reason`. */
export class TlsRefused extends PlatformFailure {
  readonly code = 'tls';
}
/** Another certificate than the pinned one; `params.fingerprint` is what was shown. Nothing was sent. */
export class PinMismatch extends PlatformFailure {
  readonly code = 'pin-mismatch';
}
/** Any status but 200, redirects included; `params.status`. */
export class HttpRefused extends PlatformFailure {
  readonly code = 'http';
}
/** 9999 with the platform's date and with its neighbour. */
export class KeyRefused extends PlatformFailure {
  readonly code = 'key-refused';
}
/** 9999 while the platform's clock is far from this computer's; `params.skewSeconds`. */
export class ClockOff extends PlatformFailure {
  readonly code = 'clock';
}
/** 9002; `params.name`. */
export class ParameterMissing extends PlatformFailure {
  readonly code = 'parameter-missing';
}
/**
 * Any other errcode; `params.errcode`, `params.text`, and `params.zh`, `params.en` where there is a sentence of ours for
 * it. `rows` is what stood beside it (originate reasons).
 */
export class Refused extends PlatformFailure {
  readonly code = 'refused';
  readonly rows: readonly Readonly<Record<string, unknown>>[];

  constructor(
    errcode: number,
    text: string,
    rows: readonly Readonly<Record<string, unknown>>[] = [],
    words?: { readonly zh: string; readonly en: string },
  ) {
    super(`refused with ${errcode}: ${text}`, { errcode, text, ...(words && { zh: words.zh, en: words.en }) });
    this.rows = rows;
  }
}
/** The body is not an answer of this interface; `params.sample` is its masked beginning. */
export class NotUnderstood extends PlatformFailure {
  readonly code = 'not-understood';
}
/** `params.limitMegabytes`. */
export class TooLarge extends PlatformFailure {
  readonly code = 'too-large';
}
export class Cancelled extends PlatformFailure {
  readonly code = 'cancelled';
}

/** The data form of anything thrown here; what is not a `PlatformFailure` is a fault of this program (`internal`). */
export function toAppError(thrown: unknown, tried: string): AppError {
  if (thrown instanceof PlatformFailure) return appError(thrown.code, thrown.message, { tried, params: thrown.params });
  return appError('internal', `${tried}: ${thrown instanceof Error ? thrown.name : typeof thrown}`, { tried });
}

const tlsCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'EPROTO',
]);

/** Names what a socket, resolver or undici error means. Only the error's code is used, never its text. */
export function fromNetwork(error: unknown): PlatformFailure {
  if (error instanceof PlatformFailure) return error;
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA' || code === 'EAI_FAIL') {
    return new NameNotFound(`the name of the platform is not known (${code})`);
  }
  if (code === 'ETIMEDOUT' || code.endsWith('_TIMEOUT')) return new TimedOut(`no answer in time (${code})`);
  if (tlsCodes.has(code) || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL')) {
    return new TlsRefused(`secure connection refused (${code})`, { reason: code });
  }
  return new Unreachable(`the platform cannot be reached (${code})`, { reason: code });
}

function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; depth++) {
    if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0];
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && !(code.startsWith('UND_ERR_SOCKET') && cause)) return code;
    at = cause;
  }
  return error instanceof Error ? error.name : 'unknown';
}
