import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { type WindowRoad, windowRoadName } from '../shared/bridge/window';
import { bridgeChannels } from './shell/channels';

// The one bridge: two channels, four members. No Electron object, event or channel name crosses to the page.

const listeners = new Set<(message: unknown) => void>();
const states = new Set<(state: 'open' | 'closed') => void>();
let state: 'open' | 'closed' = 'open';

ipcRenderer.on(bridgeChannels.toPage, (_event: IpcRendererEvent, message: unknown) => {
  for (const on of [...listeners]) on(message);
});
ipcRenderer.on(bridgeChannels.closed, () => {
  state = 'closed';
  for (const on of [...states]) on(state);
});

const road = Object.freeze({
  edition: 'electron' as const,
  send: (message: unknown): void => {
    ipcRenderer.send(bridgeChannels.toDesk, message);
  },
  onMessage: (on: (message: unknown) => void): (() => void) => {
    listeners.add(on);
    return () => {
      listeners.delete(on);
    };
  },
  onState: (on: (state: 'open' | 'closed') => void): (() => void) => {
    states.add(on);
    on(state);
    return () => {
      states.delete(on);
    };
  },
}) satisfies WindowRoad;

contextBridge.exposeInMainWorld(windowRoadName, road);
