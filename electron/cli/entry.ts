import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { nodeNetwork } from '../platforms/wire/network';
import { undiciHttp } from '../platforms/wire/undici';
import { systemClock } from '../shell/clock';
import { exits, OutputGone } from './exit';
import type { Io, Output } from './io';
import { main } from './main';
import { askSecret } from './prompt';

/** The tool on a real terminal: `out/seatline.mjs`. */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second one means it.
    if (interrupted.signal.aborted) process.exit(exits.interrupted);
    interrupted.abort();
  });
}

const output = (stream: NodeJS.WriteStream): Output => {
  // Without a listener a closed pipe would end the process with a stack trace.
  stream.on('error', () => undefined);
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : 0;
    },
    write: (chunk) =>
      new Promise((resolve, reject) => {
        stream.write(chunk, (error) => {
          if (!error) resolve();
          else reject('code' in error && error.code === 'EPIPE' ? new OutputGone() : error);
        });
      }),
  };
};

async function readInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const io: Io = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  readInput,
  askSecret: (question) => askSecret(process.stdin, process.stderr, question, interrupted.signal),
  env: process.env,
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  platform: process.platform,
  home: os.homedir(),
  version: process.env.SEATLINE_VERSION ?? '',
  clock: systemClock,
  random: Math.random,
  newId: randomUUID,
  http: undiciHttp,
  network: nodeNetwork,
  signal: interrupted.signal,
};

// Everything that was written has been handed over: nothing is lost by ending at once.
process.exit(await main(process.argv.slice(2), io));
