import type { ReadStream, WriteStream } from 'node:tty';

type Keys = Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

/**
 * Asks for a secret on the terminal and shows nothing of what is typed. The question goes to standard error, so that
 * standard output stays clean. Null without a terminal, on Ctrl-C, Ctrl-D, or when `signal` fires.
 */
export function askSecret(
  input: Keys,
  output: Pick<WriteStream, 'write' | 'isTTY'>,
  question: string,
  signal: AbortSignal,
): Promise<string | null> {
  if (!input.isTTY || !output.isTTY || signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    let typed = '';
    const end = (value: string | null): void => {
      input.off('data', take);
      signal.removeEventListener('abort', stop);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      resolve(value);
    };
    const stop = (): void => end(null);
    const take = (chunk: Buffer): void => {
      // A pasted secret comes in one piece, its line break with it.
      for (const character of chunk.toString('utf8')) {
        if ('\r\n\u0003\u0004'.includes(character)) {
          end(character === '\r' || character === '\n' ? typed : null);
          return;
        }
        if (character === '\u0008' || character === '\u007f') typed = [...typed].slice(0, -1).join('');
        else if (character >= ' ') typed += character;
      }
    };
    output.write(question);
    input.setRawMode(true);
    input.on('data', take);
    signal.addEventListener('abort', stop, { once: true });
    input.resume();
  });
}
