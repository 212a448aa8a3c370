import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostCapability } from '../shared/bridge/topics';
import { createFileStorage } from './desk/storage';
import { readArguments } from './integration/argv';
import { announceInstance, handOver } from './shell/browser/instance';
import { findChromium, hasDisplay, openExternal, openWindow } from './shell/browser/opener';
import { fileSecrets } from './shell/browser/secrets';
import { openPageServer } from './shell/browser/server';
import { systemClock } from './shell/clock';
import { composeDesk, readOffer } from './shell/compose';
import { setupFailures } from './shell/failures';
import { quitLimitMilliseconds } from './shell/limits';
import { createLinkInbox } from './shell/linkInbox';
import { openLog } from './shell/log';
import { watchNetwork } from './shell/network';
import { defaultProfileFolder } from './shell/profile';

const help = `node out/browser.mjs [options] [tel:number]

  --port=<n>             port of the page on this computer; default: any free one
  --headless             open no window, print the address
  --profile=<folder>     settings, journal and secrets
  --platform=<url>       address of a platform to offer first
  --control-url=<url>    control face of the built-in platform (demo panel)
  --control-token=<t>    its token; better in SEATLINE_CONTROL_TOKEN, which other users cannot read
  --dial=<text>          ask to dial a number, as a tel: link does`;

const argv = process.argv.slice(2);
const args = readArguments(argv);
if (args.help) {
  console.log(help);
  process.exit(0);
}
if (args.faults.length > 0) {
  console.error(args.faults.join('\n'));
  process.exit(2);
}

await start();

async function start(): Promise<void> {
  const clock = systemClock;
  const folder = path.resolve(args.profile || defaultProfileFolder(process.platform, process.env));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const canShow = !args.headless && hasDisplay(process.platform, process.env);
  const browser = canShow ? findChromium(process.platform, process.env) : null;

  const running = await handOver(folder, argv);
  if (running !== null) {
    if (browser) openWindow(browser, running, folder).unref();
    console.log(`Seatline already runs on this profile: ${running}`);
    return;
  }

  const log = openLog({ folder: path.join(folder, 'logs'), clock });
  setupFailures(log);
  const storage = createFileStorage(folder);
  const inbox = createLinkInbox(log);
  const capabilities: readonly HostCapability[] = [
    'secret-store',
    'notifications',
    'quit',
    // The page carries the sound itself, in a frame of its own.
    'audio-frame',
    ...(canShow ? (['open-url'] as const) : []),
  ];
  const desk = await composeDesk({
    clock,
    log,
    storage,
    secrets: fileSecrets(folder, storage, log),
    host: {
      edition: 'browser',
      version: process.env.SEATLINE_VERSION ?? '',
      capabilities,
      ...(canShow ? { openUrl: (url: string) => openExternal(url) } : {}),
      quit: () => end(0),
    },
    offered: readOffer(process.env, args),
  });

  const show = (): void => {
    // A connected page shows the request itself, one that is about to open will; without either a window is needed.
    if (server.pages === 0 && server.invitations === 0) open();
  };
  const server = await openPageServer({
    desk,
    clock,
    log,
    root: path.join(path.dirname(fileURLToPath(import.meta.url)), 'renderer'),
    port: args.port,
    onArguments: (more) => inbox.arguments(readArguments(more)),
  }).catch((error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    console.error(taken ? `Port ${args.port} is in use; choose another with --port.` : String(error));
    process.exit(1);
  });
  const forget = await announceInstance(folder, { origin: server.origin, secret: server.instanceSecret });
  const endNetwork = watchNetwork(clock, () => desk.networkChanged());

  let ending = false;
  let window: ReturnType<typeof openWindow> | null = null;
  function open(): void {
    const address = server.invite();
    if (!browser) {
      console.log(`Open in a browser on this computer (works once): ${address}`);
      return;
    }
    window = openWindow(browser, address, folder);
    window.once('error', () => console.log(`No window could be opened. Open in a browser: ${server.invite()}`));
    window.once('exit', () => {
      window = null;
      // The seat stays signed in and calls go on: a closed window is not a sign-out.
      if (!ending) console.log(`The window was closed; the desk runs on. Open it again: ${server.invite()}`);
    });
  }

  function end(code: number): void {
    if (ending) return;
    ending = true;
    clock.after(quitLimitMilliseconds, () => process.exit(code));
    endNetwork();
    window?.kill();
    void Promise.allSettled([desk.close(), server.close(), forget()]).then(() => process.exit(code));
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));

  console.log(`Seatline (browser edition) on ${server.origin}`);
  inbox.arguments(args);
  open();
  inbox.open(desk, show);
}
