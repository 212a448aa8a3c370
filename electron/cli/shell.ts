import type { AppError } from '../../shared/domain/result';
import type { Words } from '../../shared/webcti/codes';
import type { Parsed } from './arguments';
import { CliFailure, type ExitCode, exitOf } from './exit';
import type { Io } from './io';
import { inLanguage, type Language } from './language';
import { sentenceOf } from './sentences';

/** What every command is given: the world, the command line, and a voice. */
export interface Shell {
  readonly io: Io;
  readonly parsed: Parsed;
  readonly language: Language;
  say(words: Words): string;
  /** A line of the result, to standard output. */
  print(line: string): Promise<void>;
  /** A line about the work, to standard error: never part of what is piped. */
  note(words: Words): Promise<void>;
  /** Heads and titles; plain text where there is no terminal or NO_COLOR is set. */
  bold(text: string): string;
}

export type Command = (shell: Shell) => Promise<ExitCode>;

export function createShell(io: Io, parsed: Parsed, language: Language): Shell {
  const colour = io.stdout.isTerminal && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
  const say = (words: Words): string => inLanguage(words, language);
  return {
    io,
    parsed,
    language,
    say,
    print: (line) => io.stdout.write(`${line}\n`),
    note: (words) => io.stderr.write(`${say(words)}\n`),
    bold: (text) => (colour ? `\u001b[1m${text}\u001b[22m` : text),
  };
}

/** Ends the command with the sentence and the code of a failure. */
export function failed(error: AppError): CliFailure {
  return new CliFailure(exitOf(error), sentenceOf(error));
}
