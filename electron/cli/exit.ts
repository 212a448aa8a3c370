import type { AppError } from '../../shared/domain/result';
import type { Words } from '../../shared/webcti/codes';

/**
 * Exit codes of `seatline`, for scripts. They are a promise: documented in docs/integrators.md, tested, never reused.
 * `warnings` is `doctor`'s word for "works, but look at this".
 */
export const exits = {
  ok: 0,
  /** The platform answered, and its answer was no (errcode, missing parameter by its own words). */
  refused: 1,
  /** Wrong command line: nothing was sent. */
  usage: 2,
  /** No connection, no name, no answer in time, certificate, pin, or a web server's 5xx. */
  unreachable: 3,
  /** The web key is refused, or the platform's clock spoils it. */
  key: 4,
  /** An answer that is not of this interface, or too large. */
  notUnderstood: 5,
  /** A file or the profile folder cannot be read or written. */
  local: 6,
  /** `doctor` only: everything works, but something should be looked at. */
  warnings: 7,
  /** A fault of this program. */
  fault: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exits)[keyof typeof exits];

/** Ends a command with a sentence and a code; thrown inside `electron/cli` only and caught by `main`. */
export class CliFailure extends Error {
  readonly exit: ExitCode;
  readonly words: Words;

  constructor(exit: ExitCode, words: Words) {
    super(words.en);
    this.exit = exit;
    this.words = words;
  }
}

/** A wrong command line. */
export const usage = (words: Words): CliFailure => new CliFailure(exits.usage, words);

/** Nobody reads our output any more (`| head`): the command ends quietly. */
export class OutputGone extends Error {}

/** The exit code of a failure of the platform, of its transport, or of this program. */
export function exitOf({ code, params }: AppError): ExitCode {
  switch (code) {
    case 'refused':
    case 'parameter-missing':
    case 'busy':
    case 'no-answer':
    case 'rejected':
    case 'congestion':
    case 'not-confirmed':
    case 'not-possible-now':
    case 'in-use':
    case 'on-a-call':
      return exits.refused;
    case 'invalid-input':
    case 'invalid-number':
    case 'number-not-allowed':
    case 'not-supported':
    case 'not-signed-in':
    case 'blocked-url':
    case 'unknown-command':
    case 'refused-sender':
      return exits.usage;
    case 'name-not-found':
    case 'unreachable':
    case 'timed-out':
    case 'tls':
    case 'pin-mismatch':
      return exits.unreachable;
    case 'http':
      return Number(params?.status) >= 500 ? exits.unreachable : exits.notUnderstood;
    case 'key-refused':
    case 'clock':
      return exits.key;
    case 'not-understood':
    case 'too-large':
      return exits.notUnderstood;
    case 'storage':
      return exits.local;
    case 'cancelled':
      return exits.interrupted;
    default:
      return exits.fault;
  }
}
