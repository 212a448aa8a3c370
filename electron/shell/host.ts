import { app, Notification } from 'electron';
import type { HostCapability } from '../../shared/bridge/topics';
import type { HostPort, Log } from '../desk/effects';
import type { AdminPage } from './adminPage';
import { openExternal } from './external';
import type { Windows } from './windows';
import { type Language, say } from './words';

export interface ElectronHostOptions {
  readonly windows: Windows;
  readonly adminPage: AdminPage;
  readonly log: Log;
  readonly lastingSecrets: boolean;
  readonly language: () => Language;
  /** Quits without asking; the desk has asked. */
  readonly quit: () => void;
}

/** What the desk can ask of Electron. `secret-store` is absent when secrets live for the session only. */
export function electronHost({
  windows,
  adminPage,
  log,
  lastingSecrets,
  language,
  quit,
}: ElectronHostOptions): HostPort {
  const capabilities: readonly HostCapability[] = [
    'windows',
    'always-on-top',
    'tray',
    'global-shortcuts',
    'tel-handler',
    'open-url',
    'admin-page',
    'quit',
    ...(Notification.isSupported() ? (['notifications'] as const) : []),
    ...(lastingSecrets ? (['secret-store'] as const) : []),
  ];
  return {
    edition: 'electron',
    version: app.getVersion(),
    capabilities,
    openUrl: (url) => openExternal(url, log),
    openAdminPage: adminPage.open,
    notify: ({ key, params }) => {
      const number = params.number ?? params.name;
      const body =
        number !== undefined && /missed/i.test(key) ? say(language(), 'missed', { number }) : say(language(), 'notice');
      const notification = new Notification({ title: say(language(), 'product'), body });
      notification.on('click', windows.show);
      notification.show();
    },
    shape: windows.setShape,
    alwaysOnTop: windows.setAlwaysOnTop,
    minimise: windows.minimise,
    quit,
  };
}
