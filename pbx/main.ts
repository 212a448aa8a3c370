import path from 'node:path';
import { offsetAt } from '../shared/domain/zone';
import { asteriskOf } from './asterisk-options';
import { examine } from './engine/asterisk/doctor';
import { asteriskExchange } from './engine/asterisk/exchange';
import { createWallClock } from './engine/simulated/clock';
import { endingOf } from './failure';
import type { LogLine } from './http/log';
import { startPlatform } from './http/start';
import { runRosterCommand } from './roster-command';
import { centreOf, help, mirrorOf, numberOf, optionsOf, tongueOf, Usage, yesOf, zoneOf } from './usage';

const log = (line: LogLine): void => {
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

/** One sentence in the person's language; what the log has is for others. */
function fail(error: unknown): void {
  const { code, said } = endingOf(error);
  process.stderr.write(`seatline platform: ${said[tongueOf(process.env)]}\n`);
  process.exitCode = code;
}

async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const given = optionsOf(argv);
  if (given.help) {
    process.stdout.write(help[tongueOf(env)]);
    return;
  }
  const folder = given.data && path.resolve(given.data);
  const [read, write, apply] = [given.roster, given['export-roster'], given.apply ?? false];
  if (read !== undefined || write !== undefined || apply) {
    const told = runRosterCommand({
      read,
      write,
      apply,
      centre: centreOf(given.centre ?? (given.asterisk === undefined ? 'demo' : 'empty')),
      ...(folder && { folder }),
    });
    for (const sentence of told) process.stdout.write(`${sentence[tongueOf(env)]}\n`);
    return;
  }
  const key = given.key ?? env.SEATLINE_PLATFORM_KEY;
  const [port, seed] = [numberOf(given.port, 'port', 0, 65_535), numberOf(given.seed, 'seed', 0, 4_294_967_295)];
  const [zone, speed] = [zoneOf(given.zone), numberOf(given['demo-speed'], 'demo-speed', 0.1, 100)];
  const [alive, uncall] = [yesOf(given.alive, 'alive'), yesOf(given.uncall, 'uncall')];
  const history = numberOf(given.history, 'history', 1, 3_660);
  const token = given['control-token'] ?? env.SEATLINE_CONTROL_TOKEN;
  const mirror = mirrorOf(given.mirror, given['mirror-user'], env.SEATLINE_MIRROR_PASSWORD);
  const [user, password] = [given['admin-user'], env.SEATLINE_PLATFORM_ADMIN_PASSWORD];

  const asterisk = asteriskOf(given, env.SEATLINE_ASTERISK_SECRET, offsetAt(zone ?? 480, createWallClock().now()));
  if (given.json && !given.doctor) throw new Usage('--json needs --doctor', '--json 须与 --doctor 一起使用');
  if (given.doctor) {
    if (!asterisk) throw new Usage('--doctor needs --asterisk', '--doctor 须与 --asterisk 一起使用');
    process.exitCode = await examine(asterisk, {
      clock: createWallClock(),
      // What it finds is printed; a log beside it would say it twice.
      log: () => {},
      print: (text) => process.stdout.write(text),
      tongue: tongueOf(env),
      json: given.json ?? false,
    });
    return;
  }
  if (asterisk && history !== undefined) {
    throw new Usage(
      '--history makes up a past for the simulated exchange only',
      '--history 只为模拟交换机生成历史，不能与 --asterisk 一起使用',
    );
  }

  const platform = await startPlatform({
    centre: given.centre === undefined ? (asterisk ? 'empty' : 'demo') : centreOf(given.centre),
    ...(asterisk && { exchange: asteriskExchange(asterisk) }),
    allowedCommands: given.allow ?? [],
    log,
    admin: { ...(user && { user }), ...(password && { password }) },
    ...(given.host && { host: given.host }),
    ...(key && { key }),
    ...(folder && { folder }),
    ...(token && { controlToken: token }),
    ...(mirror && { mirror }),
    ...(history !== undefined && { history: Math.floor(history) }),
    ...(port !== undefined && { port }),
    ...(seed !== undefined && { seed }),
    ...(zone !== undefined && { zone }),
    ...(speed !== undefined && { demoSpeed: speed }),
    ...(alive !== undefined && { alive }),
    ...(uncall !== undefined && { uncall }),
  });
  const end = (): void => {
    platform.close().then(
      () => process.exit(process.exitCode ?? 0),
      (error: unknown) => {
        fail(error);
        process.exit();
      },
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // A disk that fills up while the engine writes: said as plainly as at the start, and nothing goes on half.
  process.once('uncaughtException', (error) => {
    log({ level: 'error', event: 'ended', detail: `${error.name}: ${error.stack?.split('\n')[1]?.trim() ?? ''}` });
    fail(error);
    process.exit();
  });
  process.stdout.write(`${JSON.stringify({ ready: true, address: platform.address })}\n`);
}

main(process.argv.slice(2), process.env).catch(fail);
