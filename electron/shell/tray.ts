import path from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import type { Log } from '../desk/effects';
import type { TrayAct, TrayItem, TrayModel, TrayState } from './trayModel';

export interface TrayView {
  draw(model: TrayModel): void;
  close(): void;
}

/** The tray icon; redrawn only when its model changed. Null when the system has no tray. */
export function createTray(outFolder: string, act: (act: TrayAct) => void, log: Log): TrayView | null {
  const image = (state: TrayState) =>
    nativeImage.createFromPath(
      path.join(outFolder, 'assets', 'tray', `${state}-${nativeTheme.shouldUseDarkColors ? 'dark' : 'light'}.png`),
    );
  let tray: Tray;
  try {
    tray = new Tray(image('offline'));
  } catch (error) {
    log.warn('tray.missing', { error });
    return null;
  }
  let drawn = '';
  let shown: TrayState = 'offline';
  const repaint = (): void => tray.setImage(image(shown));
  nativeTheme.on('updated', repaint);
  tray.on('click', () => act({ kind: 'open' }));
  return {
    draw: (model) => {
      const key = JSON.stringify(model);
      if (key === drawn) return;
      drawn = key;
      if (model.state !== shown) {
        shown = model.state;
        repaint();
      }
      tray.setToolTip(model.tip);
      // Linux' indicators draw a menu once: a change needs a new one.
      tray.setContextMenu(Menu.buildFromTemplate(template(model.items, act)));
    },
    close: () => {
      nativeTheme.removeListener('updated', repaint);
      tray.destroy();
    },
  };
}

const template = (items: readonly TrayItem[], act: (act: TrayAct) => void): MenuItemConstructorOptions[] =>
  items.map((item): MenuItemConstructorOptions => {
    if (item.kind === 'separator') return { type: 'separator' };
    const { id, enabled } = item;
    // An ampersand marks an access key; numbers and reasons are text of others.
    const label = item.label.replaceAll('&', '&&');
    if (item.kind === 'menu') return { id, label, enabled, submenu: template(item.items, act) };
    return {
      id,
      label,
      enabled,
      ...(item.checked === null ? {} : { type: 'checkbox' as const, checked: item.checked }),
      click: () => act(item.act),
    };
  });
