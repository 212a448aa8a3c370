import { parseArguments, withSuggestions } from './arguments';
import { doctor } from './doctor';
import { CliFailure, type ExitCode, exits, OutputGone, usage } from './exit';
import { mainHelp } from './help';
import type { Io } from './io';
import { key } from './key';
import { filled, inLanguage, languageOf } from './language';
import { profiles } from './profiles';
import { type Command, createShell } from './shell';
import { nearest } from './suggest';
import { uncall } from './uncall/command';
import { watch } from './watch/command';
import { webcti } from './webcti/command';

const commands: Readonly<Record<string, Command>> = { webcti, uncall, key, watch, doctor, profiles };

/**
 * Runs one command line (without `node` and the script) and resolves with its exit code (`exit.ts`). Never throws and
 * never ends the process; results go to `io.stdout`, everything else to `io.stderr`.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let language = languageOf(wantedLanguage(argv), io.env, io.locale);
  try {
    const parsed = parseArguments(argv);
    language = languageOf(parsed.own.lang, io.env, io.locale);
    const shell = createShell(io, parsed, language);
    if (parsed.flags.has('version')) {
      await shell.print(io.version);
      return exits.ok;
    }
    const [word] = parsed.words;
    if (word === undefined || word === 'help') {
      await mainHelp(shell);
      return word === 'help' || parsed.flags.has('help') ? exits.ok : exits.usage;
    }
    const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!command) {
      const words = filled({ en: 'There is no command {word}.', zh: '没有命令 {word}。' }, { word });
      throw usage(withSuggestions(words, nearest(word, Object.keys(commands))));
    }
    return await command(shell);
  } catch (error) {
    return await ended(error, io, language);
  }
}

async function ended(error: unknown, io: Io, language: 'zh' | 'en'): Promise<ExitCode> {
  if (error instanceof OutputGone) return exits.ok;
  const tell = (text: string): Promise<void> => io.stderr.write(`${text}\n`).catch(() => undefined);
  if (error instanceof CliFailure) {
    await tell(`seatline: ${inLanguage(error.words, language)}`);
    return error.exit;
  }
  if (io.signal.aborted) return exits.interrupted;
  // The text of an unknown error may carry anything, a URL with the key among it: its kind must do.
  const kind = error instanceof Error ? error.name : typeof error;
  const where = error instanceof Error ? (/\bat (\S+ )/.exec(error.stack ?? '')?.[1] ?? '').trim() : '';
  await tell(
    inLanguage(
      filled(
        {
          en: 'seatline: a fault of this program ({kind} {where}). Please report it.',
          zh: 'seatline：程序内部出错（{kind} {where}），请反馈。',
        },
        { kind, where },
      ),
      language,
    ),
  );
  return exits.fault;
}

/** `--lang` before the command line is understood, so that its mistakes are told in the right language too. */
function wantedLanguage(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((token) => token === '--lang' || token.startsWith('--lang='));
  return at < 0 ? undefined : argv[at] === '--lang' ? argv[at + 1] : argv[at]?.slice('--lang='.length);
}
