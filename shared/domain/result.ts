/**
 * Errors are data (DESIGN §7, STYLE habit 6). A command or a query ends as a `Result`; nothing is thrown across a
 * module or process boundary.
 */
export type Result<T, E = AppError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error });

/**
 * Stable codes. The screen owns the sentence of each code (renderer/i18n `errors.<code>`); the desk fills `params`.
 * - `unreachable` … `not-understood`: the platform's transport
 * - `refused`: the platform answered with an errcode; `params.errcode`, `params.text` are its own words
 * - `not-confirmed`: accepted, but no snapshot showed the effect within 5 s
 */
export const errorCodes = [
  'name-not-found',
  'unreachable',
  'timed-out',
  'tls',
  'pin-mismatch',
  'http',
  'key-refused',
  'clock',
  'parameter-missing',
  'refused',
  'not-understood',
  'too-large',
  'not-confirmed',
  'invalid-input',
  'invalid-number',
  'number-not-allowed',
  'not-possible-now',
  'not-supported',
  'not-signed-in',
  'in-use',
  'on-a-call',
  'cancelled',
  'busy',
  'no-answer',
  'rejected',
  'congestion',
  'blocked-url',
  'storage',
  'unknown-command',
  'refused-sender',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface AppError {
  readonly code: ErrorCode;
  /** For the log and for support, English, already masked. Never shown alone. */
  readonly message: string;
  /** What was tried, as an i18n-able verb such as `call.hold` or an endpoint name. */
  readonly tried?: string;
  /** Values for the sentence on the screen; already masked, never a secret. */
  readonly params?: Readonly<Record<string, string | number>>;
}

export const appError = (
  code: ErrorCode,
  message: string,
  extra: { tried?: string; params?: Readonly<Record<string, string | number>> } = {},
): AppError => ({ code, message, ...extra });

/** End of every switch on a union. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
