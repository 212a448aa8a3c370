import { parseArgs } from 'node:util';
import type { LogLine } from './http/log';
import { startPlatform } from './http/start';

const help = `Seatline built-in platform

  --port <n>            port to listen on (default: any free one)
  --host <address>      address to listen on (default 127.0.0.1)
  --key <text>          web key; also SEATLINE_PLATFORM_KEY
  --centre <kind>       small, demo, or seats x queues such as 500x50 (default demo)
  --alive <yes|no>      whether simulated people act by themselves (default: yes for demo)
  --demo-speed <n>      1 = speed of the wall clock (default 1)
  --seed <n>            same seed, same history (default 1)
  --zone <minutes>      platform time, minutes east of UTC (default 480)
  --control-token <t>   opens the control face for the demo panel; also SEATLINE_CONTROL_TOKEN
  --allow <command>     console command that cticommand may run beside meetme; may be given several times
  --help                this text
`;

/** A wrong option: said in one sentence, exit code 2. */
class Usage extends Error {}

function numberOf(text: string | undefined, name: string, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high) {
    throw new Usage(`--${name} needs a number from ${low} to ${high}, not "${text}"`);
  }
  return value;
}

function centreOf(text: string): 'small' | 'demo' | { seats: number; queues: number } {
  if (text === 'small' || text === 'demo') return text;
  const size = /^(\d{1,5})x(\d{1,4})$/.exec(text);
  if (!size) throw new Usage(`--centre is small, demo or seats x queues such as 500x50, not "${text}"`);
  return { seats: Number(size[1]), queues: Number(size[2]) };
}

function optionsOf(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: text,
        host: text,
        key: text,
        centre: text,
        alive: text,
        'demo-speed': text,
        seed: text,
        zone: text,
        'control-token': text,
        allow: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : 'unknown option');
  }
}

const log = (line: LogLine): void => {
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const given = optionsOf(argv);
  if (given.help) {
    process.stdout.write(help);
    return;
  }
  const key = given.key ?? env.SEATLINE_PLATFORM_KEY;
  const host = given.host ?? '127.0.0.1';
  const local = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (!local && !key) throw new Usage('a platform that other machines can reach needs a key of its own: --key');
  if (given.alive !== undefined && given.alive !== 'yes' && given.alive !== 'no') {
    throw new Usage(`--alive is yes or no, not "${given.alive}"`);
  }
  const [port, seed] = [numberOf(given.port, 'port', 0, 65_535), numberOf(given.seed, 'seed', 0, 4_294_967_295)];
  const [zone, speed] = [
    numberOf(given.zone, 'zone', -720, 840),
    numberOf(given['demo-speed'], 'demo-speed', 0.1, 100),
  ];
  const token = given['control-token'] ?? env.SEATLINE_CONTROL_TOKEN;

  const platform = await startPlatform({
    host,
    centre: centreOf(given.centre ?? 'demo'),
    allowedCommands: given.allow ?? [],
    log,
    ...(key && { key }),
    ...(token && { controlToken: token }),
    ...(port !== undefined && { port }),
    ...(seed !== undefined && { seed }),
    ...(zone !== undefined && { zone }),
    ...(speed !== undefined && { demoSpeed: speed }),
    ...(given.alive !== undefined && { alive: given.alive === 'yes' }),
  });
  const end = (): void => {
    platform.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.stdout.write(`${JSON.stringify({ ready: true, address: platform.address })}\n`);
}

main(process.argv.slice(2), process.env).catch((error: unknown) => {
  const code = (error as { code?: unknown } | null)?.code;
  const why = code === 'EADDRINUSE' ? 'the port is in use' : error instanceof Error ? error.message : 'unknown error';
  process.stderr.write(`seatline platform: ${why}\n`);
  process.exitCode = error instanceof Usage ? 2 : 1;
});
