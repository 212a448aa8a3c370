import { EventEmitter } from 'node:events';

/** `ipcMain`: channels without handlers are an error, as a misspelt channel would otherwise look like silence. */
export class IpcMain extends EventEmitter {
  deliver(channel: string, event: unknown, args: readonly unknown[]): void {
    if (this.listenerCount(channel) === 0) throw new Error(`no listener on ipc channel ${channel}`);
    this.emit(channel, event, ...args);
  }
}
export const ipcMain = new IpcMain();
