import { type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import { createBridgeServer } from '../../shared/bridge/server';
import { type DeskDoor, type Port, type RoadState, readWire } from '../../shared/bridge/wire';
import { appError, fail } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { Log } from '../desk/effects';
import { bridgeChannels } from './channels';
import { isAudioUrl, isPageUrl } from './origin';

/**
 * Whether a message may be heard: from the main frame of our own page. A frame that is gone (null) or has no address yet
 * is refused too; the models' exemption for empty addresses is a hole (security item 17).
 */
export function isTrustedSender(event: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isPageUrl(frame.url);
}

/** The desk's end of every page, over one pair of channels. Returns what tells all pages that the desk ends. */
export function setupBridge(desk: DeskDoor, effects: { readonly clock: Clock; readonly log: Log }): () => void {
  const pages = new Map<WebContents, PagePort>();

  // Only the audio page's own window may become the audio page.
  const silent: DeskDoor = { dispatch: desk.dispatch, query: desk.query, subscribe: desk.subscribe };

  const open = (contents: WebContents, url: string): PagePort => {
    const page = createPagePort(contents);
    const end = createBridgeServer(isAudioUrl(url) ? desk : silent, page.port, effects);
    pages.set(contents, page);
    const forget = (): void => {
      if (pages.get(contents) !== page) return;
      pages.delete(contents);
      page.set('closed');
      end();
      contents.removeListener('did-start-navigation', navigated);
    };
    // A page that reloads starts anew: its old subscriptions must not go on.
    const navigated = (details: { isMainFrame: boolean; isSameDocument: boolean }): void => {
      if (details.isMainFrame && !details.isSameDocument) forget();
    };
    contents.on('did-start-navigation', navigated);
    contents.once('render-process-gone', forget);
    contents.once('destroyed', forget);
    return page;
  };

  ipcMain.on(bridgeChannels.toDesk, (event, message: unknown) => {
    if (!isTrustedSender(event)) {
      effects.log.warn('sender.refused', { known: event.senderFrame !== null });
      const id = readWire(message)?.id;
      if (typeof id === 'number') {
        const result = fail(appError('refused-sender', 'the message came from somewhere else than the page'));
        event.reply(bridgeChannels.toPage, { t: 'result', id, result });
      }
      return;
    }
    (pages.get(event.sender) ?? open(event.sender, event.senderFrame?.url ?? '')).receive(message);
  });

  return () => {
    for (const [contents, page] of pages) {
      page.set('closed');
      if (!contents.isDestroyed()) contents.send(bridgeChannels.closed);
    }
    ipcMain.removeAllListeners(bridgeChannels.toDesk);
  };
}

interface PagePort {
  readonly port: Port;
  receive(message: unknown): void;
  set(state: RoadState): void;
}

function createPagePort(contents: WebContents): PagePort {
  const listeners = new Set<(message: unknown) => void>();
  const states = new Set<(state: RoadState) => void>();
  let state: RoadState = 'open';
  return {
    receive: (message) => {
      for (const on of [...listeners]) on(message);
    },
    set: (next) => {
      if (next === state) return;
      state = next;
      for (const on of [...states]) on(next);
    },
    port: {
      send: (message) => {
        if (state === 'open' && !contents.isDestroyed()) contents.send(bridgeChannels.toPage, message);
      },
      onMessage: (on) => {
        listeners.add(on);
        return () => {
          listeners.delete(on);
        };
      },
      onState: (on) => {
        states.add(on);
        on(state);
        return () => {
          states.delete(on);
        };
      },
    },
  };
}
