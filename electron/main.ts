import path from 'node:path';
import { app, dialog, Notification, session } from 'electron';
import { createFileStorage } from './desk/storage';
import { readArguments } from './integration/argv';
import { createAdminPage } from './shell/adminPage';
import { createAudioPage } from './shell/audioPage';
import { systemClock } from './shell/clock';
import { composeDesk, readOffer } from './shell/compose';
import { openExternal } from './shell/external';
import { setupFailures } from './shell/failures';
import { followDesk, isOnCall } from './shell/follow';
import { setupHardening } from './shell/harden';
import { electronHost } from './shell/host';
import { setupBridge } from './shell/ipc';
import { createLinkInbox } from './shell/linkInbox';
import { setupLinks, takeSingleInstance } from './shell/links';
import { openLog } from './shell/log';
import { watchNetwork } from './shell/network';
import { setupPermissions } from './shell/permissions';
import { setupPower } from './shell/power';
import { declarePageScheme, setupPageProtocol } from './shell/protocol';
import { setupQuit } from './shell/quit';
import { createRingPopup } from './shell/ringPopup';
import { openSecrets } from './shell/secrets';
import { readSelection } from './shell/selection';
import { createShortcuts } from './shell/shortcuts';
import { createTray } from './shell/tray';
import { watchDesk } from './shell/watch';
import { createWindows } from './shell/windows';
import { say, type Word } from './shell/words';

performance.mark('seatline:main');
app.enableSandbox();
declarePageScheme();

const args = readArguments(process.argv.slice(1));
// Before the lock: it belongs to the profile folder.
if (args.profile !== '') app.setPath('userData', path.resolve(args.profile));

if (takeSingleInstance(args)) start();
else app.exit(0);

function start(): void {
  const clock = systemClock;
  const profileFolder = app.getPath('userData');
  const log = openLog({ folder: path.join(profileFolder, 'logs'), clock });
  setupFailures(log);
  setupHardening(log, (url) => void openExternal(url, log));
  const inbox = createLinkInbox(log);
  let show = (): void => {};
  setupLinks(inbox, () => show());
  inbox.arguments(args);

  /** A list: each line sets up one thing, in the order in which the next needs it. */
  async function onReady(): Promise<void> {
    performance.mark('seatline:ready');
    const outFolder = __dirname;
    const storage = createFileStorage(profileFolder);
    setupPermissions(session.defaultSession, log);
    const secrets = await openSecrets(storage, log);
    const windows = await createWindows({ outFolder, storage, log, clock, mayHide, title: 'Seatline' });
    show = windows.show;
    const adminPage = createAdminPage({
      clock,
      log,
      title: (platform) => say(language(), 'adminTitle', { platform }),
    });

    const desk = await composeDesk({
      clock,
      log,
      storage,
      secrets: secrets.store,
      host: electronHost({
        windows,
        adminPage,
        log,
        lastingSecrets: secrets.lasting,
        language: () => language(),
        quit: () => quit.now(),
      }),
      offered: readOffer(process.env, args),
    });
    setupPageProtocol(session.defaultSession, path.join(outFolder, 'renderer'), log, desk);
    performance.mark('seatline:desk');
    const endBridge = setupBridge(desk, { clock, log });

    const following = followDesk({
      desk,
      windows,
      log,
      dialSelection: () => {
        readSelection().then(
          (text) => {
            if (text === '') return tell('nothingSelected');
            desk.receiveDial(text, 'selection');
            windows.show();
          },
          (error: unknown) => log.warn('selection.unreadable', { error }),
        );
      },
      dialNumber: (number) => {
        desk.receiveDial(number, 'tray');
        windows.show();
      },
      quit: () => app.quit(),
      shortcutFault: ({ accelerator, why }) => {
        log.warn('shortcut.refused', { accelerator, why });
        tell(why === 'taken' ? 'shortcutTaken' : 'shortcutInvalid', { accelerator });
      },
    });
    const language = () => following.facts().settings.language;
    const tell = (word: Word, params: Readonly<Record<string, string>> = {}): void =>
      new Notification({ title: say(language(), 'product'), body: say(language(), word, params) }).show();

    const tray = createTray(outFolder, following.act, log);
    const release = following.attach({
      tray,
      popup: createRingPopup(outFolder, log),
      shortcuts: createShortcuts(following.press),
    });
    // Who signs out leaves the platform's pages too: the next person at this desk is not the administrator.
    const endAdmin = watchDesk(desk, ['session'], ({ session: now }) => {
      if (now?.state === 'signed-out') adminPage.close();
    });
    const audioPage = createAudioPage({ outFolder, clock, log });
    const endAudio = watchDesk(desk, ['voice'], ({ voice }) => audioPage.follow(voice !== null && voice !== undefined));
    const endNetwork = watchNetwork(clock, () => desk.networkChanged());
    setupPower(desk);

    const quit = setupQuit({
      clock,
      log,
      isOnCall: () => isOnCall(following.facts()),
      ask: () => ask('onCallQuit', 'quitAnyway'),
      release: () => {
        endNetwork();
        endAdmin();
        endAudio();
        adminPage.close();
        release();
        endBridge();
        windows.release();
      },
      close: () => desk.close(),
    });

    /** Hiding needs a tray to come back from and a seat to stay for; otherwise closing the window is quitting. */
    async function mayHide(): Promise<boolean> {
      const facts = following.facts();
      if (!tray || !facts.seat) {
        app.quit();
        return false;
      }
      return isOnCall(facts) ? ask('onCallClose', 'hide') : true;
    }

    async function ask(message: Word, yes: Word): Promise<boolean> {
      const options = {
        type: 'warning' as const,
        title: say(language(), 'onCallTitle'),
        message: say(language(), 'onCallTitle'),
        detail: say(language(), message),
        buttons: [say(language(), 'stay'), say(language(), yes)],
        // Staying is the answer of Return and of Escape (R28).
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      };
      const { window } = windows;
      const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
      return response === 1;
    }

    const { settings } = following.facts();
    await windows.open(settings.shape, settings.alwaysOnTop);
    if (!args.hidden) windows.show();
    performance.mark('seatline:window');
    inbox.open(desk, windows.show);
    if (app.isPackaged) for (const scheme of ['tel', 'callto']) app.setAsDefaultProtocolClient(scheme);
    log.info('app.started', { version: app.getVersion(), milliseconds: Math.round(performance.now()) });
  }

  app.on('activate', () => show());
  app
    .whenReady()
    .then(onReady)
    .catch((error: unknown) => {
      log.error('app.not-started', { error });
      dialog.showErrorBox('Seatline', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}
